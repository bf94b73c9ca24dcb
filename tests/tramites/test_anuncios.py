"""What the portal announces on every page: who reads it, from when until when, and who writes it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from iess_portal.roles import Rol
from nucleo.models import Asiento
from nucleo.recuerdo import Recuerdo
from registro.models import Pension
from tests import mundo
from tests.mesa import consultas, entrar, pagina
from tramites.anuncios.selectors import ANUNCIOS
from tramites.anuncios.services import AnuncioTerminado, guardar_anuncio, retirar_anuncio
from tramites.models import Anuncio

pytestmark = pytest.mark.django_db
AGREGAR = "/admin/tramites/anuncio/add/"
FORMULARIO = {
    "texto": "El lunes no atiende la ventanilla de Quito.",
    "enlace": "/tramites/",
    "enlace_texto": "Ver los trámites en línea",
    "clase": "importante",
    "para": "todos",
    "desde": "2026-11-20T08:00",
    "hasta": "2099-11-21T18:00",
}


@pytest.fixture(autouse=True)
def _read_with_every_page(settings):
    settings.RECUERDO_SEGUNDOS = 0


def anuncio(texto: str = "Hay un aviso.", **datos) -> Anuncio:
    ahora = timezone.now()
    return Anuncio.objects.create(
        **{"texto": texto, "desde": ahora - timedelta(hours=1), "hasta": ahora + timedelta(hours=1), **datos}
    )


# --- who reads it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/", "/tramites/", "/ingresar/", "/transparencia/", "/no-existe/"])
def test_it_is_a_region_of_its_own_on_every_page(client, url):
    anuncio("Cobre <b>ya</b> su pensión.", enlace="https://www.iess.gob.ec/", enlace_texto="Ver el calendario")

    html = client.get(url).content.decode()

    assert '<section class="anuncios" aria-label="Anuncios del portal">' in html
    assert "Cobre &lt;b&gt;ya&lt;/b&gt; su pensión." in html
    assert '<a href="https://www.iess.gob.ec/">Ver el calendario</a>' in html


def test_without_one_a_page_has_no_empty_region(client):
    assert "Anuncios del portal" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    "datos",
    [
        {"desde": datetime(2099, 1, 1, tzinfo=UTC), "hasta": datetime(2099, 1, 2, tzinfo=UTC)},
        {"desde": datetime(2020, 1, 1, tzinfo=UTC), "hasta": datetime(2020, 1, 2, tzinfo=UTC)},
        {"retirado_en": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
    ids=["not yet", "over", "withdrawn"],
)
def test_it_is_read_only_between_its_two_moments(client, datos):
    anuncio(**datos)

    assert "Hay un aviso." not in client.get("/").content.decode()


def test_each_reads_what_is_for_them_and_the_staff_read_all(client):
    for para in ("afiliados", "empleadores", "pensionistas"):
        anuncio(f"Solo {para}.", para=para)
    ana, pensionista = mundo.persona(), mundo.persona("1710034073")
    sol = mundo.empleador()
    mundo.relacion(ana, sol, date(2020, 1, 1))
    Pension.objects.create(persona=pensionista, tipo="VEJEZ", fecha_inicio=date(2020, 1, 1), monto=500)

    def leidos(navegador, url="/") -> set[str]:
        html = navegador.get(url).content.decode()
        return {para for para in ("afiliados", "empleadores", "pensionistas") if f"Solo {para}." in html}

    assert leidos(client) == set()
    assert leidos(mundo.navegador(mundo.cuenta(ana))) == {"afiliados"}
    assert leidos(mundo.navegador(mundo.cuenta(pensionista))) == {"pensionistas"}
    assert leidos(mundo.navegador(mundo.cuenta(sol))) == {"empleadores"}
    entrar(client, Rol.VENTANILLA)
    assert leidos(client, "/admin/") == {"afiliados", "empleadores", "pensionistas"}
    assert "para pensionistas:" in client.get("/admin/").content.decode()


def test_the_important_come_first_and_no_more_than_three_are_shown(client):
    for n in range(4):
        anuncio(f"Aviso {n}.", clase="importante" if n == 0 else "aviso")

    html = client.get("/").content.decode()

    assert html.index("Aviso 0.") < html.index("Aviso 3.") < html.index("Aviso 2.")
    assert "Aviso 1." not in html


# --- what it costs ----------------------------------------------------------------------------------------------------


def test_pages_cost_no_query_more_while_the_process_remembers(settings):
    settings.RECUERDO_SEGUNDOS = 10**9
    persona = mundo.persona()
    client = mundo.navegador(mundo.cuenta(persona))
    sin = consultas(lambda: client.get("/tramites/"))
    ANUNCIOS.fijar((anuncio(para="afiliados"), anuncio(para="pensionistas"), anuncio("Para todos.")))

    assert consultas(lambda: client.get("/tramites/")) == sin
    assert "Para todos." in client.get("/tramites/").content.decode()
    ANUNCIOS.fijar(())


def test_what_a_process_wrote_it_reads_with_its_next_page(settings, django_capture_on_commit_callbacks, client):
    settings.RECUERDO_SEGUNDOS = 10**9
    ahora = timezone.now()

    with django_capture_on_commit_callbacks(execute=True):
        nuevo = Anuncio(texto="Recién publicado.", desde=ahora, hasta=ahora + timedelta(1))
        guardar_anuncio(actor="ana", anuncio=nuevo)
    assert "Recién publicado." in client.get("/").content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        retirar_anuncio(actor="ana", anuncio=nuevo, motivo="Ya no hace falta")
    assert "Recién publicado." not in client.get("/").content.decode()


def test_a_database_out_of_reach_leaves_what_was_last_read(settings):
    settings.RECUERDO_SEGUNDOS = 5
    respuestas = iter([("uno",)])

    def leer():
        try:
            return next(respuestas)
        except StopIteration:
            raise DatabaseError from None

    recuerdo = Recuerdo(leer, ())
    assert recuerdo.valor() == ("uno",)
    recuerdo._olvidar()
    assert recuerdo.valor() == ("uno",)


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_the_administrator_sees_it_first_and_publishes_it_after(client):
    entrar(client)

    previa = client.post(AGREGAR, FORMULARIO | {"_previa": "1"})
    html = previa.content.decode()
    assert "Vista previa, todavía sin guardar" in html
    assert 'value="Ver los trámites en línea"' in html
    assert "20 de noviembre de 2026 a las 08:00" in html
    assert not Anuncio.objects.exists()

    assert client.post(AGREGAR, FORMULARIO | {"_save": "1"}).status_code == 302
    publicado = Anuncio.objects.get()
    assert publicado.desde == datetime(2026, 11, 20, 13, 0, tzinfo=UTC)  # 08:00 in Ecuador
    assert Asiento.objects.get(accion="anuncio.publicado").actor == "administrador"
    assert FORMULARIO["texto"] in client.get("/").content.decode()


def test_its_changes_and_its_withdrawal_stay_in_its_history(client):
    entrar(client)
    fila = anuncio(**{campo: FORMULARIO[campo] for campo in ("texto", "enlace", "enlace_texto")})

    client.post(pagina(fila), FORMULARIO | {"texto": "Atiende desde las 10.", "_save": "1"})
    client.post(pagina(fila, "retirar"), {"motivo": "Se resolvió antes"})

    historia = client.get(pagina(fila, "history")).content.decode()
    assert "Atiende desde las 10." in historia
    assert FORMULARIO["texto"] in historia
    assert "Se resolvió antes" in historia
    assert "Atiende desde las 10." not in client.get("/").content.decode()
    assert client.post(pagina(fila), FORMULARIO | {"_save": "1"}).status_code == 403
    with pytest.raises(AnuncioTerminado):
        guardar_anuncio(actor="ana", anuncio=fila)


@pytest.mark.parametrize(
    ("campos", "campo"),
    [
        ({"texto": "Dos\nrenglones"}, "texto"),
        ({"texto": "con\x00nulo"}, "texto"),
        ({"texto": "al\u202erevés"}, "texto"),
        ({"texto": "x" * 301}, "texto"),
        ({"enlace": "//otro.ec/"}, "enlace"),
        ({"enlace": "/\\otro.ec"}, "enlace"),
        ({"enlace": "/no-existe/"}, "enlace"),
        ({"enlace": "http://www.iess.gob.ec/"}, "enlace"),
        ({"enlace": "javascript:alert(1)"}, "enlace"),
        ({"enlace": "https://iess.gob.ec@otro.ec/"}, "enlace"),
        ({"enlace": "https://[", "clase": "otra"}, "clase"),
        ({"enlace_texto": ""}, "enlace_texto"),
        ({"enlace": ""}, "enlace"),
        ({"hasta": "2026-11-20T08:00"}, "hasta"),
        ({"hasta": "mañana"}, "hasta"),
        ({"desde": "2099-12-01T08:00"}, "hasta"),
        ({"para": "nadie"}, "para"),
    ],
)
def test_what_no_announcement_may_say_is_told_beside_its_field(client, campos, campo):
    entrar(client)

    for boton in ("_save", "_previa"):
        respuesta = client.post(AGREGAR, FORMULARIO | campos | {boton: "1"})
        assert respuesta.status_code == 200
        assert campo in respuesta.context["adminform"].form.errors
        assert "Vista previa" not in respuesta.content.decode()
    assert not Anuncio.objects.exists()


@pytest.mark.parametrize("rol", [Rol.VENTANILLA, Rol.TRANSPARENCIA])
def test_only_the_administrator_writes_them(client, rol):
    entrar(client, rol)

    assert client.post(AGREGAR, FORMULARIO).status_code == 403
    assert client.get(reverse("admin:tramites_anuncio_changelist")).status_code == 403

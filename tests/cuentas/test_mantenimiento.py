"""The maintenance: what reads stays open, what is sent is refused in words, and it ends by itself."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from iess_portal.roles import Rol
from nucleo.escritura import fecha, hora
from nucleo.mantenimiento import services
from nucleo.mantenimiento.selectors import MANTENIMIENTO
from nucleo.models import Asiento, Mantenimiento
from registro.models import Persona
from tests import mundo
from tests.mesa import con_rol, consultas, entrar, pagina

pytestmark = pytest.mark.django_db
DATOS = "/cuenta/perfil/"
QUEJA = {"sobre": "SERVICIO", "texto": "La fila de Ambato\ndemoró tres horas.", "correo": "ana@correo.ec"}


@pytest.fixture(autouse=True)
def _read_with_every_page(settings):
    settings.RECUERDO_SEGUNDOS = 0


@pytest.fixture
def ana(db) -> Persona:
    return mundo.persona()


@pytest.fixture
def en_curso(db) -> Mantenimiento:
    return services.activar(actor="prueba", hasta=timezone.now() + timedelta(hours=1), motivo="Se copia la base.")


def orden(*args: str) -> str:
    salida = StringIO()
    call_command("mantenimiento", *args, stdout=salida)
    return salida.getvalue().strip()


# --- what is open and what is not -------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/", "/tramites/", "/verificar/", "/quejas/", "/salud/", "/salud/listo/"])
def test_what_reads_stays_open(client, en_curso, url):
    assert client.get(url).status_code == 200


def test_every_page_says_so_before_anybody_writes(de_ana, en_curso):
    html = de_ana.get(DATOS).content.decode()

    assert f"En mantenimiento hasta las {hora(en_curso.hasta)} del {fecha(en_curso.hasta)}" in html
    assert "Se copia la base." in html


def test_what_is_sent_is_refused_with_until_when_and_what_was_typed(client, en_curso):
    respuesta = client.post("/quejas/?sobre=SERVICIO", QUEJA)

    html = respuesta.content.decode()
    assert respuesta.status_code == 503
    assert 3590 <= int(respuesta.headers["Retry-After"]) <= 3601
    assert "no-store" in respuesta.headers["Cache-Control"]
    assert f"<strong>{hora(en_curso.hasta)}</strong> del {fecha(en_curso.hasta)}" in html
    assert "no se aplicó" in html
    assert "demoró tres horas." in html
    assert 'action="/quejas/?sobre=SERVICIO"' in html
    assert 'name="correo" value="ana@correo.ec"' in html
    assert not Asiento.objects.exclude(accion="mantenimiento.activado").exists()


def test_what_it_gave_back_is_received_when_it_is_over(client, en_curso):
    antes = client.post("/quejas/", QUEJA)
    services.terminar(actor="prueba")

    devuelto = dict(antes.context["campos"])

    assert {campo: devuelto[campo] for campo in QUEJA} == QUEJA
    assert client.post("/quejas/", devuelto).status_code != 503


def test_neither_claves_nor_codes_nor_what_is_hostile_come_back(de_ana, en_curso):
    enviado = {"clave_actual": "Secreta-2026", "codigo": "123456", "nota": '"><script>alert(1)</script>'}

    html = de_ana.post("/cuenta/clave/", enviado).content.decode()

    assert "Secreta-2026" not in html
    assert "123456" not in html
    assert "<script>alert" not in html
    assert "Las claves, los códigos y los archivos no se guardan" in html


@pytest.mark.parametrize("campos", [{}, {"texto": "x" * 100_000}, {"con\x00nulo": "\x00"}])
def test_nothing_too_much_and_nonsense_are_refused_the_same_way(client, en_curso, campos):
    assert client.post("/quejas/", campos).status_code == 503


@pytest.mark.parametrize("metodo", ["put", "patch", "delete"])
def test_other_methods_that_write_are_refused_as_well(client, en_curso, metodo):
    assert getattr(client, metodo)("/quejas/").status_code == 503


def test_the_form_of_a_session_that_ended_is_refused_and_not_stored(en_curso):
    assert Client().post("/cuenta/avisos/", {"nota": "x"}).status_code == 503


def test_one_comes_in_and_leaves_all_the_same(client, ana, en_curso):
    mundo.cuenta(ana, clave="Clave-De-Ana-2026")

    client.post("/ingresar/", {"identificacion": ana.cedula, "clave": "Clave-De-Ana-2026"})
    assert client.get("/inicio/").status_code == 200
    assert client.post("/cuenta/sesion/").status_code == 200
    assert client.post("/salir/").status_code == 302
    assert client.post("/verificar/", {"codigo": "x"}).status_code != 503


def test_every_exception_is_a_page_of_the_portal(settings):
    assert all(reverse(nombre) for nombre in settings.MAINTENANCE_EXCEPTIONS)


def test_the_administrator_passes_and_no_other_role_does(client, en_curso):
    url = "/admin/nucleo/feriado/add/"
    entrar(client, Rol.ADMINISTRADOR)
    assert client.post(url, {}).status_code == 200

    for rol in (Rol.VENTANILLA, Rol.APROBADOR):
        client.force_login(con_rol(rol))
        assert client.post(url, {}).status_code == 503


# --- when it holds ----------------------------------------------------------------------------------------------------


def test_it_ends_by_itself_on_the_second(settings, client):
    settings.RECUERDO_SEGUNDOS = 10**9  # even in a process that read it long ago
    ahora = timezone.now()
    acabado = Mantenimiento(desde=ahora - timedelta(hours=1), hasta=ahora, motivo="x")

    MANTENIMIENTO.fijar(acabado)
    assert client.post("/quejas/", {}).status_code == 200
    acabado.hasta = ahora + timedelta(hours=1)
    assert client.post("/quejas/", {}).status_code == 503
    MANTENIMIENTO.fijar(None)


def test_it_costs_a_page_no_query(settings, de_ana):
    settings.RECUERDO_SEGUNDOS = 10**9
    sin = consultas(lambda: de_ana.get("/tramites/"))
    ahora = timezone.now()
    MANTENIMIENTO.fijar(Mantenimiento(desde=ahora, hasta=ahora + timedelta(hours=1), motivo="x"))

    assert consultas(lambda: de_ana.get("/tramites/")) == sin
    MANTENIMIENTO.fijar(None)


def test_there_is_one_at_a_time_and_each_stays_as_a_row(en_curso):
    otro = services.activar(actor="prueba", hasta=timezone.now() + timedelta(hours=2), motivo="Tarda más.")
    assert otro.pk == en_curso.pk
    Mantenimiento.objects.update(desde=timezone.now() - timedelta(2), hasta=timezone.now() - timedelta(1))

    nuevo = services.activar(actor="prueba", hasta=timezone.now() + timedelta(hours=1), motivo="Otro día.")

    assert nuevo.pk != en_curso.pk
    viejo = Mantenimiento.objects.get(pk=en_curso.pk)
    assert viejo.terminado_en == viejo.hasta
    acciones = list(Asiento.objects.order_by("pk").values_list("accion", flat=True))
    assert acciones == ["mantenimiento.activado", "mantenimiento.cambiado", "mantenimiento.activado"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Mantenimiento.objects.create(desde=nuevo.desde, hasta=nuevo.hasta, motivo="a la vez")


@pytest.mark.parametrize(
    ("cuanto", "motivo"), [(timedelta(0), "x"), (timedelta(days=8), "x"), (timedelta(1), ""), (timedelta(1), "a\nb")]
)
def test_what_is_not_sound_begins_nothing(cuanto, motivo):
    with pytest.raises(ValidationError):
        services.activar(actor="prueba", hasta=timezone.now() + cuanto, motivo=motivo)
    assert not Mantenimiento.objects.exists()


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_begins_tells_and_ends_it():
    con_rol(Rol.ADMINISTRADOR, "jefa")
    hasta = timezone.localtime() + timedelta(hours=3)

    dicho = orden("activar", "--hasta", f"{hasta:%H:%M}", "--motivo", "Se copia la base.", "--usuario", "jefa")
    assert dicho.startswith(f"En mantenimiento hasta las {hasta:%H:%M} del {fecha(hasta)}")
    assert orden("estado") == dicho
    assert Asiento.objects.get().actor == "jefa"
    assert orden("desactivar") == orden("estado") == "Sin mantenimiento: el portal recibe todo."
    with pytest.raises(CommandError, match="No hay un mantenimiento en curso"):
        orden("desactivar")


def test_the_command_takes_a_day_and_an_hour_of_ecuador():
    manana = timezone.localtime() + timedelta(days=1)

    orden("activar", "--hasta", f"{manana:%Y-%m-%d}T06:00", "--motivo", "x")

    assert timezone.localtime(Mantenimiento.objects.get().hasta).hour == 6


@pytest.mark.parametrize("hasta", ["", "mañana", "25:00", "2026-02-31T10:00", "2020-01-01T10:00"])
def test_the_command_refuses_what_is_no_moment_to_come(hasta):
    with pytest.raises(CommandError):
        orden("activar", "--hasta", hasta, "--motivo", "x")


def test_the_command_is_for_those_who_may():
    con_rol(Rol.VENTANILLA, "lorena")

    with pytest.raises(CommandError, match="no es del personal"):
        orden("activar", "--hasta", "10:00", "--motivo", "x", "--usuario", "lorena")


# --- the desk ---------------------------------------------------------------------------------------------------------


def test_the_administrator_begins_changes_and_ends_it_at_the_desk(client):
    entrar(client)
    hasta = timezone.localtime() + timedelta(hours=2)
    campos = {"hasta": f"{hasta:%Y-%m-%dT%H:%M}", "motivo": "Se copia la base."}

    client.post("/admin/nucleo/mantenimiento/add/", campos)
    fila = Mantenimiento.objects.get()
    assert "Se copia la base." in client.get("/").content.decode()
    client.post(pagina(fila), campos | {"motivo": "Tarda un poco."})
    assert client.post(pagina(fila, "terminar")).status_code == 302

    assert "En mantenimiento" not in client.get("/").content.decode()
    historia = client.get(pagina(fila, "history")).content.decode()
    assert all(dicho in historia for dicho in ("Activado", "Tarda un poco.", "Terminado antes de su hora"))
    assert client.post(pagina(fila), campos).status_code == 403


@pytest.mark.parametrize("hasta", ["", "ayer", "2020-01-01T10:00", "2099-01-01T10:00"])
def test_the_desk_says_beside_the_field_what_is_no_end(client, hasta):
    entrar(client)

    respuesta = client.post("/admin/nucleo/mantenimiento/add/", {"hasta": hasta, "motivo": "x"})

    assert "hasta" in respuesta.context["adminform"].form.errors
    assert not Mantenimiento.objects.exists()

"""The page of the operators of transparency: the month in progress, closing, restating, and the official sheets."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from iess_portal.roles import Rol
from nucleo.models import Asiento
from registro.reglas.puertas import mover
from tests import mundo
from tests.mesa import consultas, entrar
from tests.tramites.quejas.pasos import presentada
from tests.tramites.rutr.hojas import EJEMPLO
from tramites.catalogo.models import Tramite
from tramites.hoja_oficial import texto_de
from tramites.models import Atencion, CierreMensual, Conteo, Queja
from tramites.quejas.estados import Estado
from tramites.transparencia.services import cerrar_mes

pytestmark = pytest.mark.django_db

MES = reverse("admin:tramites_conteo_mes")
PUBLICAR = reverse("admin:tramites_conteo_publicar")
HOJA = EJEMPLO.read_bytes()


@pytest.fixture(autouse=True)
def _un_dia_de_noviembre(time_machine):
    time_machine.move_to("2026-11-22T15:00:00Z")
    cache.clear()


@pytest.fixture
def pasado() -> date:
    """Last month, with three attentions of one procedure."""
    mes = mover(timezone.localdate().replace(day=1), -1)
    atender(3, mes)
    return mes


def atender(cuantas: int, fecha: date) -> None:
    tramite, hechas = Tramite.objects.get(slug="fondos-reserva"), Atencion.objects.count()
    Atencion.objects.bulk_create(
        Atencion(tramite=tramite, fecha=fecha, origen=f"x:{n}") for n in range(hechas, hechas + cuantas)
    )


def cerrar(mes: date) -> None:
    cerrar_mes(anio=mes.year, mes=mes.month, hoy=timezone.localdate())


def del_mes(mes: date) -> str:
    return reverse("admin:tramites_conteo_recuento", args=[mes.year, mes.month])


def corregir(mes: date, slug: str = "fondos-reserva") -> str:
    return reverse("admin:tramites_conteo_corregir", args=[mes.year, mes.month, slug])


def subir(client, contenido: bytes, nombre: str = "hoja.txt"):
    return client.post(PUBLICAR, {"archivo": SimpleUploadedFile(nombre, contenido)})


def texto(respuesta) -> str:
    return respuesta.content.decode()


# --- the month in progress --------------------------------------------------------------------------------------------


def test_the_desk_leads_to_the_month_in_progress_with_what_is_to_be_closed(client, pasado):
    entrar(client, Rol.TRANSPARENCIA)
    atender(2, timezone.localdate())

    assert MES in texto(client.get("/admin/"))
    pagina = client.get(MES)

    (fila,) = [fila for fila in pagina.context["filas"] if fila.tramite.slug == "fondos-reserva"]
    assert (fila.atenciones, fila.mes_antes.atenciones) == (2, 3)
    assert del_mes(pasado) in texto(pagina)
    assert "Cerrar" in texto(pagina)


def test_attentions_that_fell_to_none_are_said_in_words(client, pasado):
    atender(12, pasado)
    entrar(client, Rol.TRANSPARENCIA)

    pagina = client.get(MES)

    assert [fila.tramite.slug for fila in pagina.context["anomalas"]] == ["fondos-reserva"]
    assert "Menos atenciones de lo esperado: van 0; al ritmo de octubre de 2026 irían" in texto(pagina)


def test_a_closed_month_whose_complaints_changed_is_pointed_out(client, pasado):
    quejosa = Client()
    quejosa.force_login(mundo.cuenta(mundo.persona()))
    queja = presentada(quejosa, "TRAMITE")
    Queja.objects.filter(pk=queja.pk).update(fecha=pasado)
    cerrar(pasado)
    entrar(client, Rol.TRANSPARENCIA)
    assert "otras quejas que las fijadas" not in texto(client.get(MES))

    Queja.objects.filter(pk=queja.pk).update(estado=Estado.DESCARTADA, vence_el=None)

    assert "1 trámite tiene ahora otras quejas que las fijadas" in texto(client.get(MES))


def test_the_month_in_progress_asks_a_fixed_number_of_queries(client, pasado):
    entrar(client, Rol.TRANSPARENCIA)
    cerrar(pasado)
    con_pocos = consultas(lambda: client.get(MES))
    for n in range(1, 14):
        atender(5, mover(pasado, -n))
        cerrar(mover(pasado, -n))

    assert consultas(lambda: client.get(MES)) == con_pocos <= 13


def test_who_only_counts_at_the_counter_sees_none_of_it(client, pasado):
    entrar(client, Rol.VENTANILLA)

    for url in (MES, PUBLICAR, del_mes(pasado), corregir(pasado), f"{PUBLICAR}fondos-reserva.txt"):
        assert client.get(url).status_code == 403
    assert client.post(del_mes(pasado)).status_code == 403
    assert not CierreMensual.objects.exists()


# --- closing and restating --------------------------------------------------------------------------------------------


def test_a_month_is_closed_after_seeing_what_will_be_fixed(client, pasado):
    cuenta = entrar(client, Rol.TRANSPARENCIA)
    antes = client.get(del_mes(pasado))
    assert "<button" in texto(antes)
    assert not CierreMensual.objects.exists()

    despues = client.post(del_mes(pasado), follow=True)

    assert "está cerrado" in texto(despues)
    assert "Todo coincide" in texto(despues)
    assert Conteo.objects.get(fuente="PORTAL", tramite__slug="fondos-reserva").atenciones == 3
    assert Asiento.objects.get(accion="transparencia.mes_cerrado").actor == cuenta.get_username()
    client.post(del_mes(pasado))
    assert CierreMensual.objects.count() == 1


def test_a_month_that_is_not_over_is_not_closed(client, pasado):
    entrar(client, Rol.TRANSPARENCIA)
    este = timezone.localdate().replace(day=1)
    assert "Este mes no ha terminado" in texto(client.get(del_mes(este)))

    assert "No se cerró" in texto(client.post(del_mes(este)))
    assert not CierreMensual.objects.exists()


@pytest.mark.parametrize("mes", ["2026/0/", "2026/13/", "1/1/", "99999999999/1/"])
def test_what_is_no_month_is_no_page(client, mes):
    entrar(client, Rol.TRANSPARENCIA)

    assert client.get(f"{MES}{mes}").status_code == 404
    assert client.post(f"{MES}{mes}fondos-reserva/", {"motivo": "x"}).status_code == 404


def test_a_figure_that_no_longer_matches_is_restated_with_a_reason_and_both_stay(client, pasado):
    cerrar(pasado)
    atender(1, pasado)
    entrar(client, Rol.TRANSPARENCIA)
    pagina = client.get(del_mes(pasado))
    assert "1 cifra fijada no coincide" in texto(pagina)
    assert "olumen de atenciones: decía 3, ahora 4" in texto(pagina)
    assert corregir(pasado) in texto(pagina)

    sin_motivo = client.post(corregir(pasado), {"motivo": " "})
    assert sin_motivo.context["form"].errors == {"motivo": ["Escriba el motivo."]}
    assert "Todo coincide" in texto(client.post(corregir(pasado), {"motivo": "Llegó tarde"}, follow=True))

    versiones = Conteo.objects.filter(fuente="PORTAL", tramite__slug="fondos-reserva").order_by("version")
    assert [(c.atenciones, c.motivo) for c in versiones] == [(3, ""), (4, "Llegó tarde")]


@pytest.mark.parametrize("slug", ["fondos-reserva", "sin-tramite"])
def test_a_figure_that_matches_is_not_restated_and_the_reason_is_kept(client, pasado, slug):
    cerrar(pasado)
    entrar(client, Rol.TRANSPARENCIA)

    respuesta = client.post(corregir(pasado, slug), {"motivo": "Por si acaso"})

    assert "no hay qué corregir" in respuesta.context["form"].errors["motivo"][0]
    assert "Por si acaso" in texto(respuesta)
    assert not Conteo.objects.filter(version=2).exists()


@pytest.mark.parametrize("motivo", ["x" * 201, "a\0b"])
def test_a_hostile_reason_is_an_error_beside_the_field(client, pasado, motivo):
    cerrar(pasado)
    atender(1, pasado)
    entrar(client, Rol.TRANSPARENCIA)

    assert "motivo" in client.post(corregir(pasado), {"motivo": motivo}).context["form"].errors
    assert not Conteo.objects.filter(version=2).exists()


def test_an_open_month_has_nothing_to_restate(client, pasado):
    entrar(client, Rol.TRANSPARENCIA)

    assert "no está cerrado" in texto(client.post(corregir(pasado), {"motivo": "x"}))


# --- official sheets --------------------------------------------------------------------------------------------------


def test_an_official_sheet_is_tried_first_and_published_as_it_was_seen(client):
    cuenta = entrar(client, Rol.TRANSPARENCIA)

    ensayo = subir(client, HOJA)

    propuesta = ensayo.context["propuesta"]
    assert (propuesta.resultado.meses.nuevos, len(propuesta.meses)) == (21, 21)
    assert not Conteo.objects.exists()
    assert not Asiento.objects.filter(accion="rutr.importada").exists()
    hecho = client.post(PUBLICAR, {"propuesta": propuesta.firmada}, follow=True)
    assert "21 nuevos, 0 corregidos, 0 iguales" in texto(hecho)
    assert Conteo.objects.filter(fuente="OFICIAL").count() == 21
    assert Asiento.objects.get(accion="rutr.importada").actor == cuenta.get_username()
    assert Tramite.objects.get(codigo_rutr="IESS-034-01-07").origen == "RUTR"
    assert "No hay nada que publicar" in texto(subir(client, HOJA))


def test_the_sheet_that_the_desk_gives_changes_nothing_when_it_comes_back(client):
    entrar(client, Rol.TRANSPARENCIA)
    hoja = client.get(f"{PUBLICAR}fondos-reserva.txt")
    assert hoja.headers["Content-Disposition"] == 'attachment; filename="hoja-fondos-reserva.txt"'
    assert texto(hoja) == texto_de(Tramite.objects.get(slug="fondos-reserva"))

    assert "No hay nada que publicar" in texto(subir(client, hoja.content))


def test_a_correction_is_shown_beside_what_it_replaces(client):
    entrar(client, Rol.TRANSPARENCIA)
    client.post(PUBLICAR, {"propuesta": subir(client, HOJA).context["propuesta"].firmada})

    pagina = texto(subir(client, HOJA.replace(b"2025\t07\t8\t263", b"2025\t07\t9\t263")))

    assert "9 quejas, 263 atenciones" in pagina
    assert "8 quejas, 263 atenciones" in pagina
    assert "Julio de 2025" in pagina


@pytest.mark.parametrize(
    ("contenido", "motivo"),
    [
        (b"", "vac"),
        (b"%PDF-1.7 roto", "dañado"),
        (b"No soy una hoja", "No se reconoce"),
        (HOJA.replace(b"2025\t07\t8\t263", b"2025\t17\t8\t263"), "el mes 17 no está entre 1 y 12"),
        (b"\x00\x01\x02" * 50, "no es"),
    ],
)
def test_a_file_that_is_no_sheet_is_an_error_beside_the_field(client, contenido, motivo):
    entrar(client, Rol.TRANSPARENCIA)

    respuesta = subir(client, contenido)

    assert motivo in " ".join(respuesta.context["form"].errors["archivo"])
    assert not Conteo.objects.exists()


@pytest.mark.parametrize("firmada", ["x", "x:y:z", "a\0b"])
def test_a_forged_proposal_publishes_nothing(client, firmada):
    entrar(client, Rol.TRANSPARENCIA)

    assert "No se publicó nada" in texto(client.post(PUBLICAR, {"propuesta": firmada}, follow=True))
    assert not Conteo.objects.exists()


@pytest.mark.pdf
@pytest.mark.usefixtures("pki")
def test_the_sheet_as_pdf_is_a_download_and_one_that_cannot_be_drawn_is_told(client):
    entrar(client, Rol.TRANSPARENCIA)
    hoja = client.get(f"{PUBLICAR}fondos-reserva.pdf")
    assert (hoja.headers["Content-Type"], hoja.content[:5]) == ("application/pdf", b"%PDF-")
    assert "No hay nada que publicar" in texto(subir(client, hoja.content, "hoja.pdf"))

    Tramite.objects.filter(slug="fondos-reserva").update(costo="Gratis \U0001f600")

    respuesta = client.get(f"{PUBLICAR}fondos-reserva.pdf", follow=True)
    assert "descargue su texto" in texto(respuesta)

"""Procedure 22, at its door: notices given and annulled, and what the register then says."""

import uuid
from datetime import date, timedelta

import pytest

from nucleo.bitacora.models import Asiento
from pensionistas.exterior.services import aplicar_los_de_hoy
from pensionistas.models import AvisoPais
from registro.models import Pension
from tests import mundo
from tests.actos import confirmar, continuar, correos
from tests.pensionistas.conftest import una_pension
from tramites.models import Atencion, Certificado

pytestmark = pytest.mark.django_db
URL = "/pensionista/movimiento-pais/"
HOY = mundo.HOY
DATOS = {
    "tipo": "SALIDA",
    "fecha_dia": "20",
    "fecha_mes": "11",
    "fecha_anio": "2026",
    "pais": "ES",
    "ciudad": "Madrid",
    "se_queda": "SI",
    "telefono": "+34 910 555 109",
}


def el(dia: date) -> dict[str, str]:
    return {"fecha_dia": str(dia.day), "fecha_mes": str(dia.month), "fecha_anio": str(dia.year)}


@pytest.fixture
def ana(ana):
    una_pension(ana)
    return ana


def avisar(client, **datos: str) -> AvisoPais:
    confirmar(client, URL, **(DATOS | datos))
    return AvisoPais.objects.latest("pk")


def reside_fuera() -> bool:
    return Pension.objects.get().reside_exterior


def test_the_exit_of_who_goes_to_stay_changes_where_they_live_and_starts_the_clock(de_ana, ana):
    html = confirmar(de_ana, URL, **DATOS)

    aviso = AvisoPais.objects.get()
    assert "Su aviso de salida quedó registrado" in html
    assert aviso.numero in html
    assert "20 de noviembre de 2027" in html
    assert reside_fuera()
    assert "reside_exterior" in Pension.objects.get().cambiado_en_portal
    assert Atencion.objects.filter(tramite__slug="movimiento-pais").count() == 1
    assert Asiento.objects.filter(accion="movimiento_pais.registrado", objeto=f"aviso_pais:{aviso.pk}").exists()
    comprobante = Certificado.objects.get()
    assert ["País", "España"] in comprobante.datos["lineas"]
    assert "910" not in str(comprobante.datos)
    assert "Registramos su aviso de salida" in [correo.subject for correo in correos()]


def test_a_trip_leaves_the_residence_as_it_was(de_ana, ana):
    aviso = avisar(de_ana, se_queda="NO")
    assert not reside_fuera()
    assert (aviso.presentar_hasta, aviso.aplicado_en) == (None, None)


def test_nothing_is_written_before_it_is_confirmed_and_the_page_says_which_date_it_is(de_ana, ana):
    html = de_ana.get(URL).content.decode()
    assert "La fecha en Ecuador, donde hoy es 20 de noviembre de 2026" in html
    html = continuar(de_ana, URL, **DATOS)
    assert "Todavía no se ha cambiado nada" in html
    assert "España, Madrid" in html
    assert not AvisoPais.objects.exists()


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"tipo": ""}, "Elija si sale o si regresa."),
        ({"tipo": "VUELO"}, "Elija una de las dos."),
        ({"pais": "EC"}, "Elija un país de la lista."),
        ({"pais": "'; DROP TABLE"}, "Elija un país de la lista."),
        ({"ciudad": " "}, "Escriba la ciudad."),
        ({"ciudad": "a\0"}, "caracteres nulos"),
        ({"ciudad": "x" * 5000}, "80"),
        ({"telefono": ""}, "Escriba un teléfono o un correo"),
        ({"telefono": "no tengo"}, "Escriba el teléfono con todos sus números."),
        ({"correo": "ana@"}, "Escriba un correo completo"),
        ({"fecha_dia": "31"}, "Esa fecha no existe."),
        (el(HOY + timedelta(31)), "con 30 días de anticipación"),
        (el(date(1970, 1, 1)), "anterior a su nacimiento"),
        ({"fecha_anio": "9" * 400}, "Esa fecha no existe."),
    ],
)
def test_bad_answers_are_told_beside_them_and_nothing_changes(de_ana, ana, cambio, dice):
    html = continuar(de_ana, URL, **(DATOS | cambio))
    assert dice in html
    assert "Revise sus respuestas" not in html
    assert not AvisoPais.objects.exists()


def test_two_exits_in_a_row_ask_for_the_entry_unless_it_is_said(de_ana, ana):
    avisar(de_ana, **el(date(2026, 10, 1)))
    assert "Avise primero la entrada" in continuar(de_ana, URL, **DATOS)
    avisar(de_ana, falta_otro="on")
    assert AvisoPais.objects.count() == 2


def test_who_has_no_pension_is_told_so_and_can_send_nothing(de_ana, ana):
    Pension.objects.all().delete()
    assert "No consta ninguna pensión a su nombre" in de_ana.get(URL).content.decode()
    confirmar(de_ana, URL, **DATOS)
    assert not AvisoPais.objects.exists()


def test_a_double_click_is_one_notice(de_ana, ana):
    peticion = uuid.uuid4()
    confirmar(de_ana, URL, peticion, **DATOS)
    confirmar(de_ana, URL, peticion, **DATOS)
    assert AvisoPais.objects.count() == 1


def test_what_is_told_ahead_counts_from_its_day(de_ana, ana):
    aviso = avisar(de_ana, **el(date(2026, 12, 1)))
    assert not reside_fuera()
    assert "por venir" in de_ana.get(URL).content.decode()

    assert aplicar_los_de_hoy(date(2026, 11, 30)) == 0
    assert aplicar_los_de_hoy(date(2026, 12, 1)) == 1
    assert aplicar_los_de_hoy(date(2026, 12, 1)) == 0
    assert reside_fuera()
    aviso.refresh_from_db()
    assert aviso.presentar_hasta == date(2027, 12, 1)


def test_a_mistaken_notice_is_annulled_with_its_trace_and_the_residence_comes_back(de_ana, ana):
    aviso = avisar(de_ana)
    correos()
    url = f"{URL}avisos/{aviso.pk}/"
    assert "Escriba por qué lo anula." in de_ana.post(url, {"motivo": ""}).content.decode()

    assert de_ana.post(url, {"motivo": "Escribí mal la fecha"}).status_code == 302

    assert not reside_fuera()
    html = de_ana.get(url).content.decode()
    assert "Motivo: Escribí mal la fecha" in html
    assert "Anular el aviso" not in html
    assert [correo.subject for correo in correos()] == ["Se anuló su aviso de salida"]
    assert "Este aviso ya está anulado." in de_ana.post(url, {"motivo": "Otra vez"}).content.decode()
    avisar(de_ana)
    assert reside_fuera()


def test_the_last_notice_that_holds_says_where_they_live(de_ana, ana):
    ida = avisar(de_ana, **el(date(2026, 9, 1)))
    vuelta = avisar(de_ana, tipo="ENTRADA", **el(date(2026, 10, 1)))
    assert not reside_fuera()
    de_ana.post(f"{URL}avisos/{vuelta.pk}/", {"motivo": "No regresé"})
    assert reside_fuera()
    de_ana.post(f"{URL}avisos/{ida.pk}/", {"motivo": "No salí"})
    assert not reside_fuera()


def test_nobody_opens_or_annuls_the_notice_of_another(de_ana, ana):
    luis = mundo.persona(mundo.LUIS)
    ajeno = AvisoPais.objects.create(persona=luis, tipo="SALIDA", fecha=HOY, pais="PE", registrado_por="x")
    assert de_ana.get(f"{URL}avisos/{ajeno.pk}/").status_code == 404
    assert de_ana.post(f"{URL}avisos/{ajeno.pk}/", {"motivo": "x"}).status_code == 404
    assert de_ana.get(f"{URL}avisos/{10**30}/").status_code == 404


def test_the_page_asks_the_same_of_the_database_however_many_notices_there_are(
    de_ana, ana, django_assert_max_num_queries
):
    for n in range(40):
        AvisoPais.objects.create(
            persona=ana, tipo="SALIDA", fecha=HOY - timedelta(n), pais="ES", ciudad="<b>", registrado_por="x"
        )
    with django_assert_max_num_queries(15):
        html = de_ana.get(URL).content.decode()
    assert "Se muestran los 20 más nuevos" in html
    assert "España, &lt;b&gt;" in html

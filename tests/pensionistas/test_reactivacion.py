"""A suspended pension asked back: page, case, decision, what is paid, and what another decision takes back."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from cuentas.actuacion import Actuacion, Por
from nucleo.outbox import drain
from pensionistas.models import Supervivencia, Suspension
from pensionistas.rol.services import generar_rol
from pensionistas.suspension.services import levantar, suspender
from registro.models import PagoPension, Pension
from tests import casos, mundo
from tests.archivos import pdf, subido
from tests.dictamen import dato, requisitos
from tests.pensionistas.conftest import pagos, una_pension
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
URL = "/pensionista/reactivacion-pension/"
DATOS = {"medio": "FORMULARIO", "fecha_dia": "16", "fecha_mes": "11", "fecha_anio": "2026"}


@pytest.fixture
def suspendida(ana):
    """600 a month, paid until August; September, October and November of 2026 were not paid."""
    pension = una_pension(ana, monto=Decimal("600.00"), fecha_inicio=date(2025, 1, 1))
    pagos(ana, date(2026, 1, 1), 8, "600.00")
    del_personal = Actuacion(mundo.personal("jefa"), ana, Por.VENTANILLA)
    agosto = datetime.fromisoformat("2026-08-25T10:00:00-05:00")
    una = suspender(actuacion=del_personal, pension=pension, motivo="No presentó la supervivencia.", ahora=agosto)
    assert una.desde == date(2026, 9, 1)
    casos.correos()
    return una


def enviar(client, **datos) -> Solicitud:
    paso = client.post(URL).url
    revision = client.post(paso, DATOS | {"documentos": subido(pdf(), "formulario.pdf")} | datos)
    assert revision.status_code == 302, revision.content.decode()
    return Solicitud.objects.get(numero=client.post(revision.url).url.split("/")[2])


def ordenado() -> dict[str, Decimal]:
    return {p.concepto: p.valor for p in PagoPension.objects.filter(fecha_pago=None)}


def test_the_page_shows_each_month_that_is_due_and_what_is_asked(de_ana, suspendida):
    html = de_ana.get(URL).content.decode()
    assert requisitos(html) == {"suspendida": "si", "supervivencia": "no"}
    assert dato(html, "retroactivo") == "1800.00"
    assert "Septiembre de 2026" in html
    assert "Valor referencial" in html
    assert "No presentó la supervivencia." in html


def test_who_has_nothing_suspended_can_begin_nothing(de_ana, ana):
    html = de_ana.get(URL).content.decode()
    assert "No tiene ninguna pensión suspendida" in html
    assert "Empezar" not in html


@pytest.mark.parametrize(
    ("datos", "dice"),
    [
        ({"medio": "CARTA"}, "Elija uno de los dos."),
        ({"fecha_dia": "21"}, "En el Ecuador hoy es 20 de noviembre de 2026."),
        ({"documentos": ""}, "Elija al menos un archivo."),
    ],
)
def test_bad_answers_are_told_beside_them(de_ana, suspendida, datos, dice):
    paso = de_ana.post(URL).url
    assert dice in de_ana.post(paso, DATOS | {"documentos": subido(pdf())} | datos).content.decode()


def test_granted_it_is_paid_again_with_its_months_and_only_once(de_ana, suspendida, analista, aprobadora, capsys):
    solicitud = enviar(de_ana)
    casos.conceder(analista, aprobadora, solicitud)
    drain()

    suspendida.refresh_from_db()
    assert (suspendida.solicitud, suspendida.hasta) == (solicitud, date(2026, 11, 1))
    assert Pension.objects.get().suspendida_desde is None
    assert ordenado() == {"RETROACTIVO": Decimal("1800.00")}
    constancia = Supervivencia.objects.get()
    assert (constancia.fecha, constancia.solicitud) == (date(2026, 11, 16), solicitud)
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.titulo == "Acuerdo de concesión de reactivación de la pensión"
    assert [fila[0] for fila in acuerdo.datos["meses"]] == [
        f"{mes} de 2026" for mes in ("septiembre", "octubre", "noviembre")
    ]
    assert acuerdo.datos["retroactivo"] == "$\u00a01.800,00"
    call_command("recalcular", solicitud.numero)
    assert "al centavo" in capsys.readouterr().out
    assert "No tiene ninguna pensión suspendida" in de_ana.get(URL).content.decode()

    casos.reabrir(de_ana, solicitud)
    casos.otra_vez(analista, solicitud, "concesion")
    casos.en_mesa(aprobadora, solicitud, "aprobar_concesion")
    assert ordenado() == {"RETROACTIVO": Decimal("1800.00")}


def test_denied_after_an_objection_it_is_suspended_again_and_the_orders_are_withdrawn(
    de_ana, suspendida, analista, aprobadora
):
    solicitud = enviar(de_ana)
    casos.conceder(analista, aprobadora, solicitud)
    casos.reabrir(de_ana, solicitud)
    casos.otra_vez(analista, solicitud, "negacion")
    casos.en_mesa(aprobadora, solicitud, "aprobar_negacion")

    assert solicitud.resultado == "NEGADA"
    assert ordenado() == {}
    assert Pension.objects.get().suspendida_desde == date(2026, 9, 1)
    assert Suspension.objects.get().levantada_en is None
    call_command("invariantes")


def test_denied_after_it_was_paid_what_was_paid_stays_and_it_stops_from_the_next_rol_on(
    de_ana, suspendida, analista, aprobadora
):
    solicitud = enviar(de_ana)
    casos.conceder(analista, aprobadora, solicitud)
    generar_rol(mes=date(2026, 12, 1), hoy=mundo.HOY)
    casos.reabrir(de_ana, solicitud)
    casos.otra_vez(analista, solicitud, "negacion")
    casos.en_mesa(aprobadora, solicitud, "aprobar_negacion")

    pagado = PagoPension.objects.filter(periodo=date(2026, 12, 1)).values_list("concepto", flat=True)
    assert {"PENSION", "RETROACTIVO"} < set(pagado)
    assert Pension.objects.get().suspendida_desde == date(2027, 1, 1)
    call_command("invariantes")


def test_what_the_counter_lifted_meanwhile_is_not_granted_again(de_ana, suspendida, analista, aprobadora):
    solicitud = enviar(de_ana)
    casos.hasta_aprobar(analista, solicitud)
    jefa = Actuacion(mundo.personal("otra"), suspendida.persona, Por.VENTANILLA)
    levantar(actuacion=jefa, suspension=suspendida, motivo="Se presentó.")
    html = casos.en_mesa(aprobadora, solicitud, "aprobar_concesion").content.decode()
    assert "Ninguna pensión de esta persona está suspendida." in html
    assert ordenado() == {"RETROACTIVO": Decimal("1800.00")}

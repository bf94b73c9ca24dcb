"""The agreement from its page to its end: granted by the rule or by two people, paid, missed and made whole again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from empleadores.cobranza.carga import cargar
from empleadores.cobranza.cuotas import romper_los_incumplidos
from empleadores.cobranza.selectors import saldo_a_favor
from empleadores.models import Convenio, PagoPorAplicar
from iess_portal.roles import Rol
from nucleo.outbox import drain
from registro.models import Aporte, EstadoPlanilla, Pago, Planilla
from registro.planillas.deuda import deudas_de, total_de
from tests import casos, dictamen, mesa, mundo
from tests.cobranza import planilla
from tramites.models import Certificado, Solicitud

pytestmark = pytest.mark.django_db
URL = "/empleador/convenio-pagos/"


@pytest.fixture
def sol():
    return mundo.empleador()


@pytest.fixture
def de_sol(sol):
    return mundo.navegador(mundo.cuenta(sol, correo="sol@correo.ec"))


@pytest.fixture
def debidas(sol):
    """Two months of two workers: 864.00 of capital."""
    quienes = [mundo.persona(), mundo.persona(mundo.LUIS)]
    return [planilla(sol, *quienes, periodo=mes) for mes in (date(2026, 3, 1), date(2026, 4, 1))]


def pedir(client, plazo: str = "3") -> Solicitud:
    paso = client.post(URL).url
    siguiente = client.post(paso, {"plazo": plazo})
    assert siguiente.status_code == 302, siguiente.content.decode()
    revision = client.post(siguiente.url, {"compromiso": "on"})
    fin = client.post(revision.url)
    assert fin.status_code == 302, fin.content.decode()
    return Solicitud.objects.get(numero=fin.url.split("/")[2])


def pagar_cuota(cuota, valor: Decimal | None = None, fecha: date | None = None):
    linea = f"{cuota.referencia},{fecha or timezone.localdate()},{valor or cuota.valor},Austro"
    informe = cargar(nombre="b.csv", contenido=f"referencia,fecha,valor,canal\n{linea}".encode(), actor="sistema:pagos")
    cuota.refresh_from_db()
    return informe


@pytest.fixture
def convenio(de_sol, debidas):
    pedir(de_sol)
    return Convenio.objects.get()


def test_the_page_liquidates_the_debt_of_today(de_sol, sol, debidas):
    html = de_sol.get(URL).content.decode()
    assert dictamen.dato(html, "deuda") == str(total_de(deudas_de(sol, timezone.localdate())))
    assert dictamen.dato(html, "capital") == "864.00"
    assert "Valor referencial" in html
    assert "préstamos no entra" in html


def test_who_owes_nothing_has_nothing_to_ask_for(de_sol):
    html = de_sol.get(URL).content.decode()
    assert "no hace falta pedirlo" in html
    assert 'class="boton boton-iniciar"' not in html


def test_the_table_of_a_term_adds_up_and_a_term_that_does_not_fit_is_told(de_sol, debidas):
    html = de_sol.get(f"{URL}tabla/?plazo=12").content.decode()
    cuotas = [Decimal(valor) for valor in dictamen.datos(html, "cuota")]
    assert len(cuotas) == 12
    assert sum(cuotas) == Decimal(dictamen.dato(html, "total"))
    for mala in ("13", "1", "-3", "x", "9" * 50, "\0"):
        assert "va de 2 a 12" in de_sol.get(f"{URL}tabla/", {"plazo": mala}).content.decode()


@pytest.mark.parametrize("consulta", ["", "?plazo=", "?plazo=+"])
def test_the_table_without_a_term_asks_for_one_and_reproaches_nothing(de_sol, debidas, consulta):
    html = de_sol.get(f"{URL}tabla/{consulta}").content.decode()

    assert "Plazo, de 2 a 12 meses" in html
    assert "no sirve" not in html


@pytest.mark.parametrize("plazo", ["13", "1", "0", "-2", "x", "1e9", "3.5"])
def test_a_term_that_does_not_fit_is_told_beside_its_field(de_sol, debidas, plazo):
    paso = de_sol.post(URL).url
    respuesta = de_sol.post(paso, {"plazo": plazo})
    assert respuesta.status_code == 200
    assert "plazo" in respuesta.context["form"].errors


def test_below_the_limit_the_rule_grants_it_at_once(de_sol, sol, debidas):
    solicitud = pedir(de_sol)

    assert solicitud.estado in {"CONCEDIDA", "NOTIFICADA"}
    convenio = Convenio.objects.get()
    assert (convenio.numero, convenio.plazo, convenio.capital) == (solicitud.numero, 3, Decimal("864.00"))
    assert sum(c.valor for c in convenio.cuotas.all()) == convenio.total
    assert {una.estado(timezone.localdate()) for una in Planilla.objects.all()} == {EstadoPlanilla.EN_CONVENIO}
    acuerdo = Certificado.objects.get(variante="acuerdo")
    assert len(acuerdo.datos["cuotas"]) == 3
    html = de_sol.get(f"{URL}cuotas/{convenio.numero}/").content.decode()
    assert dictamen.dato(html, "referencia") == convenio.cuotas.first().referencia


def test_above_it_one_person_proposes_and_another_approves(de_sol, sol):
    quien = mundo.persona()
    grande = planilla(sol, quien, periodo=date(2026, 3, 1))
    Planilla.objects.update(capital="12050.00")
    solicitud = pedir(de_sol, "72")
    assert solicitud.estado == "INGRESADA"
    analista = mundo.navegador(mesa.con_rol(Rol.ANALISTA))
    aprobadora = mundo.navegador(mesa.con_rol(Rol.APROBADOR))

    casos.conceder(analista, aprobadora, solicitud)

    convenio = Convenio.objects.get()
    assert convenio.plazo == 72
    grande.refresh_from_db()
    assert grande.convenio == convenio.numero


def test_a_debt_that_changed_meanwhile_is_calculated_again(de_sol, sol):
    una = planilla(sol, mundo.persona(), periodo=date(2026, 3, 1))
    Planilla.objects.update(capital="12050.00")
    solicitud = pedir(de_sol, "72")
    analista = mundo.navegador(mesa.con_rol(Rol.ANALISTA))
    aprobadora = mundo.navegador(mesa.con_rol(Rol.APROBADOR))
    casos.hasta_aprobar(analista, solicitud)
    Planilla.objects.filter(pk=una.pk).update(capital_pagado="1.00")

    html = casos.en_mesa(aprobadora, solicitud, "aprobar_concesion").content.decode()

    assert "calcule otra vez" in html
    assert not Convenio.objects.exists()


def test_each_instalment_pays_the_oldest_planilla_first_and_all_of_them_pay_the_debt(convenio, debidas, sol):
    vieja, nueva = debidas
    primera, segunda, tercera = convenio.cuotas.all()
    assert pagar_cuota(primera).aplicados == 1
    vieja.refresh_from_db()
    assert (vieja.capital_pagado, vieja.fecha_pago) == (Decimal("288.00"), None)

    pagar_cuota(segunda)
    vieja.refresh_from_db()
    assert vieja.fecha_pago == timezone.localdate()
    assert Aporte.objects.filter(planilla=vieja, fecha_pago=None).count() == 0

    pagar_cuota(tercera)
    nueva.refresh_from_db()
    convenio.refresh_from_db()
    assert nueva.fecha_pago == timezone.localdate()
    assert (convenio.estado, nueva.convenio) == ("CUMPLIDO", "")
    assert sum(pago.valor for pago in Pago.objects.all()) == convenio.total
    assert saldo_a_favor(sol) == 0


def test_what_is_paid_of_an_instalment_waits_until_it_is_whole(convenio, debidas, sol):
    cuota = convenio.cuotas.first()
    pagar_cuota(cuota, Decimal("100.00"))
    assert (cuota.pagado, cuota.pagada_el) == (Decimal("100.00"), None)
    assert not Pago.objects.exists()

    pagar_cuota(cuota, cuota.valor)
    assert cuota.pagada_el
    assert saldo_a_favor(sol) == Decimal("100.00")


def test_one_missed_instalment_ends_it_the_day_after_and_the_employer_is_told(convenio, debidas, sol):
    primera, segunda, _ = convenio.cuotas.all()
    pagar_cuota(primera)
    pagar_cuota(segunda, Decimal("50.00"))
    drain()
    mail.outbox.clear()

    assert romper_los_incumplidos(segunda.vence) == 0
    assert romper_los_incumplidos(segunda.vence + timedelta(days=1)) == 1
    assert romper_los_incumplidos(segunda.vence + timedelta(days=1)) == 0

    convenio.refresh_from_db()
    assert convenio.estado == "ROTO"
    assert not Planilla.objects.exclude(convenio="").exists()
    assert saldo_a_favor(sol) == Decimal("50.00")
    # The capital that is left bears interest again, from where the instalments left it; what was settled is still owed.
    hoy = primera.vence
    deudas = deudas_de(sol, hoy)
    assert sum(deuda.capital for deuda in deudas) == Decimal("576.00")
    assert sum(deuda.interes for deuda in deudas) == convenio.interes - primera.interes
    drain()
    assert [correo.subject for correo in mail.outbox] == [f"Terminó su convenio de pagos {convenio.numero}"]


def test_a_payment_in_time_that_the_bank_tells_of_late_makes_it_whole_again(convenio, debidas):
    cuota = convenio.cuotas.first()
    with time_machine.travel(cuota.vence + timedelta(days=2)):  # midnight UTC: the evening before
        assert romper_los_incumplidos(timezone.localdate()) == 1
        assert pagar_cuota(cuota, fecha=cuota.vence).aplicados == 1

    convenio.refresh_from_db()
    assert (convenio.estado, convenio.terminado_el) == ("VIGENTE", None)
    assert Planilla.objects.filter(convenio=convenio.numero).count() == 2


def test_an_instalment_and_its_planilla_paid_in_one_file_lose_nothing(convenio, debidas, sol):
    """The agreement was broken: the planilla is paid by itself, and the instalment finds that it was."""
    cuota, suya = convenio.cuotas.first(), debidas[0]
    with time_machine.travel(cuota.vence + timedelta(days=2)):  # midnight UTC: the evening before
        assert romper_los_incumplidos(timezone.localdate()) == 1
        hoy = timezone.localdate()
        lineas = (f"{cuota.referencia},{cuota.vence},{cuota.valor},Austro", f"{suya.referencia},{hoy},100.00,Austro")
        contenido = "\n".join(("referencia,fecha,valor,canal", *lineas)).encode()
        informe = cargar(nombre="b.csv", contenido=contenido, actor="sistema:pagos")

    assert (informe.aplicados, len(informe.por_aplicar)) == (1, 1)
    assert PagoPorAplicar.objects.get().valor == cuota.valor
    suya.refresh_from_db()
    assert suya.capital_pagado + suya.interes_pagado == Decimal("100.00")
    convenio.refresh_from_db()
    assert convenio.estado == "ROTO"


def test_an_instalment_paid_late_waits_for_a_person(convenio, debidas):
    cuota = convenio.cuotas.first()
    with time_machine.travel(cuota.vence + timedelta(days=2)):
        informe = pagar_cuota(cuota)
    assert len(informe.por_aplicar) == 1
    assert PagoPorAplicar.objects.get().valor == cuota.valor


def test_nobody_sees_the_agreement_of_another(convenio):
    ajeno = mundo.navegador(mundo.cuenta(mundo.empleador(mundo.RUC_MAR), correo="mar@correo.ec"))
    assert ajeno.get(f"{URL}cuotas/{convenio.numero}/").status_code == 404


def test_its_pages_cost_the_same_however_many_instalments(de_sol, convenio, django_assert_max_num_queries):
    de_sol.get(URL)
    for pagina in (URL, f"{URL}cuotas/{convenio.numero}/", f"{URL}tabla/?plazo=12"):
        with django_assert_max_num_queries(15):
            de_sol.get(pagina)

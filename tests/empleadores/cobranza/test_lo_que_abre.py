"""What a payment opens for the workers, what the core system can't take back, and two who pay at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from afiliados.selectors.expediente import expediente_de
from afiliados.selectors.fondos import libre_de
from empleadores.cobranza.carga import cargar
from empleadores.cobranza.ingresos import PagoRechazado
from empleadores.cobranza.selectors import saldo_a_favor
from empleadores.cobranza.services import usar_saldo_a_favor
from registro import selectors as registro
from registro.importacion import importar
from registro.models import Aporte, Empleador, MovimientoFondo, Pago, Persona, Planilla
from tests import mundo
from tests.cobranza import pagar, planilla
from tests.registro import carpeta

pytestmark = pytest.mark.django_db
MARZO, A_TIEMPO = date(2026, 3, 1), date(2026, 4, 10)


@pytest.fixture
def ana(time_machine):
    time_machine.move_to(mundo.HOY, tick=False)
    return mundo.persona()


def test_the_worker_sees_the_month_paid_and_the_employer_no_longer_in_arrears(ana):
    debida = planilla(mundo.empleador(), ana, periodo=MARZO)
    de_ana = mundo.navegador(mundo.cuenta(ana))
    assert [mora.desde for mora in registro.aportes_en_mora(ana, mundo.HOY)] == [MARZO]
    assert "le debe 1 mes de aportes" in de_ana.get("/afiliado/historial-laboral/").content.decode()

    pagar(debida, "300.00", A_TIEMPO)

    assert registro.aportes_en_mora(ana, mundo.HOY) == []
    assert "le debe 1 mes de aportes" not in de_ana.get("/afiliado/historial-laboral/").content.decode()


def test_the_month_counts_for_loans_and_for_the_pension(ana):
    debida = planilla(mundo.empleador(), ana, periodo=MARZO)
    antes = expediente_de(ana).tiempo.imposiciones

    pagar(debida, "300.00", A_TIEMPO)

    assert expediente_de(ana).tiempo.imposiciones == antes + 1


def test_the_fondos_that_were_paid_are_the_workers_to_withdraw(ana):
    assert libre_de(ana, mundo.HOY) == 0
    pagar(planilla(mundo.empleador(), ana, periodo=MARZO, tipo="FONDOS_RESERVA"), "83.30", A_TIEMPO)
    assert libre_de(ana, mundo.HOY) == Decimal("83.30")


def test_the_core_system_neither_takes_a_payment_back_nor_counts_its_deposit_twice(tmp_path):
    folder = carpeta.escribir(
        tmp_path,
        aportes=[f"{carpeta.ANA},{carpeta.ACME},0001,2026-03,30,1000.00,FONDOS_RESERVA,,"],
        fondos_reserva=[],
    )
    importar(folder, hoy=mundo.HOY)
    debida = Planilla.objects.get()
    pagar(debida, "83.30", A_TIEMPO)

    carpeta.escribir(
        folder,
        aportes=[f"{carpeta.ANA},{carpeta.ACME},0001,2026-03,30,1000.00,FONDOS_RESERVA,2026-04-20,C-9"],
        fondos_reserva=[f"{carpeta.ANA},2026-04-10,DEPOSITO,83.30"],
    )
    importar(folder, hoy=mundo.HOY)

    debida.refresh_from_db()
    assert (debida.fecha_pago, debida.numero_comprobante) == (A_TIEMPO, debida.referencia)
    assert Aporte.objects.get().fecha_pago == A_TIEMPO
    assert MovimientoFondo.objects.get(fondo="RESERVA").valor == Decimal("83.30")


def _a_la_vez(*hechos) -> list:
    def uno(hecho):
        try:
            return hecho()
        except PagoRechazado as razon:
            return razon
        finally:
            connection.close()

    with ThreadPoolExecutor(len(hechos)) as hilos:
        return [futuro.result() for futuro in [hilos.submit(uno, hecho) for hecho in hechos]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_the_same_file_twice_at_once_pays_once_and_two_people_spend_one_credit_once():
    sol = mundo.empleador()
    una, otra = (planilla(sol, mundo.persona(c), periodo=MARZO, tipo=t) for c, t in _DE_CADA_UNA)
    texto = f"referencia,fecha,valor,canal\n{una.referencia},2026-04-10,300.00,B\n".encode()

    def cargar_uno():
        return cargar(nombre="b.csv", contenido=texto, actor="x").aplicados

    assert sorted(_a_la_vez(cargar_uno, cargar_uno)) == [0, 1]
    assert Pago.objects.get().excedente == Decimal("84.00")

    def gastar():
        return usar_saldo_a_favor(planilla_id=otra.pk, actor=sol.ruc)

    hechos = _a_la_vez(gastar, gastar)
    assert sum(isinstance(hecho, Pago) for hecho in hechos) == 1
    assert saldo_a_favor(Empleador.objects.get()) == 0
    assert Persona.objects.count() == 2


_DE_CADA_UNA = ((mundo.ANA, "APORTES"), (mundo.LUIS, "AJUSTE"))

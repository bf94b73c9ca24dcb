from datetime import date
from decimal import Decimal

import pytest

from registro.models import Aporte, Empleador, EstadoPlanilla, Pension, Persona, Planilla, Relacion
from registro.selectors import (
    aportes_en_mora,
    empleador_por_ruc,
    historial_de,
    persona_por_cedula,
    relaciones_de,
    vinculos_de,
)
from tests.registro.carpeta import ACME, ANA

pytestmark = pytest.mark.django_db


@pytest.fixture
def persona():
    return Persona.objects.create(cedula=ANA, apellidos="Pérez", nombres="Ana", fecha_nacimiento=date(1980, 1, 1))


@pytest.fixture
def empleador():
    return Empleador.objects.create(ruc=ACME, razon_social="ACME S.A.", tipo="PRIVADO")


def aportar(persona, empleador, meses, *, tipo="APORTES", pagado=True):
    for n in range(meses):
        periodo = date(2026 - n // 12, 12 - n % 12, 1)
        planilla = Planilla.objects.create(
            empleador=empleador,
            sucursal="0001",
            periodo=periodo,
            tipo=tipo,
            fecha_vencimiento=date(periodo.year + periodo.month // 12, periodo.month % 12 + 1, 15),
            aportes_impagos=0 if pagado else 1,
        )
        Aporte.objects.create(
            persona=persona,
            empleador=empleador,
            planilla=planilla,
            ruc=empleador.ruc,
            sucursal="0001",
            periodo=periodo,
            dias=30,
            sueldo=Decimal("500.00"),
            tipo_planilla=tipo,
            fecha_pago=planilla.fecha_vencimiento if pagado else None,
        )


@pytest.mark.parametrize("meses", [1, 60])
def test_a_record_is_one_query_however_long(persona, empleador, meses, django_assert_num_queries):
    aportar(persona, empleador, meses)
    with django_assert_num_queries(1):
        historial = historial_de(persona)
    assert len(historial) == meses
    assert (historial[0].periodo, historial[0].empleador) == (date(2026, 12, 1), "ACME S.A.")
    assert historial[0].estado(date(2027, 6, 1)) is EstadoPlanilla.PAGADA


def test_reserve_funds_are_not_time_of_service(persona, empleador):
    aportar(persona, empleador, 2)
    aportar(persona, empleador, 2, tipo="FONDOS_RESERVA")
    assert {fila.tipo for fila in historial_de(persona)} == {"APORTES"}


def test_an_employer_owes_from_the_day_after_the_due_date(persona, empleador):
    aportar(persona, empleador, 1, pagado=False)
    assert aportes_en_mora(persona, date(2027, 1, 15)) == []
    assert aportes_en_mora(persona, date(2027, 1, 16)) == [(ACME, "ACME S.A.", date(2026, 12, 1))]


def test_running_affiliations_come_first_and_bring_their_employer(persona, empleador, django_assert_num_queries):
    for ingreso, salida in [(2010, 2012), (2008, None), (2015, None), (2019, 2020)]:
        Relacion.objects.create(
            persona=persona,
            empleador=empleador,
            ruc=ACME,
            sucursal="0001",
            fecha_ingreso=date(ingreso, 1, 1),
            fecha_salida=salida and date(salida, 1, 1),
            sueldo=Decimal(500),
        )
    with django_assert_num_queries(1):
        relaciones = [(r.fecha_ingreso.year, r.empleador.ruc) for r in relaciones_de(persona)]
    assert relaciones == [(2015, ACME), (2008, ACME), (2019, ACME), (2010, ACME)]


def test_an_unknown_number_is_nobody(persona, empleador):
    assert persona_por_cedula(ANA) == persona
    assert empleador_por_ruc(ACME) == empleador
    assert persona_por_cedula("0000000000") is None
    assert empleador_por_ruc("0000000000000") is None


@pytest.mark.parametrize(
    ("hoy", "esperado"),
    [
        (date(2014, 12, 31), []),
        (date(2015, 1, 1), [("ACME S.A.", None)]),
        (date(2018, 6, 30), [(None, None), ("ACME S.A.", None)]),
        (date(2018, 7, 1), [("ACME S.A.", None)]),
    ],
)
def test_a_person_belongs_by_the_affiliations_that_run_that_day(persona, empleador, hoy, esperado):
    """The first and the last day included; without an employer it is a voluntary one."""
    de_la_empresa = {"empleador": empleador, "ruc": ACME, "sucursal": "0001"}
    for ingreso, salida, quien in [
        (date(2015, 1, 1), None, de_la_empresa),
        (date(2018, 1, 1), date(2018, 6, 30), {}),
    ]:
        Relacion.objects.create(
            persona=persona, fecha_ingreso=ingreso, fecha_salida=salida, sueldo=Decimal(500), **quien
        )

    assert vinculos_de(persona, hoy) == esperado


def test_a_pension_is_told_beside_the_work(persona, empleador):
    Relacion.objects.create(
        persona=persona,
        empleador=empleador,
        ruc=ACME,
        sucursal="0001",
        fecha_ingreso=date(2015, 1, 1),
        sueldo=Decimal(500),
    )
    Pension.objects.create(persona=persona, tipo=Pension.Tipo.VEJEZ, fecha_inicio=date(2020, 1, 1), monto=Decimal(400))

    assert vinculos_de(persona, date(2026, 1, 1)) == [(None, Pension.Tipo.VEJEZ), ("ACME S.A.", None)]

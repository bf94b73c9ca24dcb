"""A pension computed again, worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.parametros import ParametroMalFormado, Parametros, leer
from registro.parametros.pension import norma_de, retroactivo_de
from registro.reglas.puertas import mover
from registro.reglas.reliquidacion import (
    AporteDePension,
    Desde,
    PensionPagada,
    PensionVigente,
    SalarioBasico,
    deudas,
    reliquidar,
)
from registro.reglas.reliquidacion_dictamen import condiciones, dictamen
from tests.mundo import HOY, RUC_MAR, RUC_SOL, meses

VERSIONES = leer()
NORMA = norma_de(Parametros(date(2024, 11, 1), VERSIONES))
PENSION = PensionVigente(
    inicio=date(2024, 11, 1),
    acuerdo=date(2024, 11, 18),
    base=Decimal("800.00"),
    imposiciones=350,
    monto=Decimal("590.00"),  # 800 × 0.7375, 29 years
)
DESDE, RESPALDO = retroactivo_de(Parametros(HOY, VERSIONES))


def aportes(desde: date, cuantos: int, sueldo=800, *, pago: date | None = None, ruc=RUC_SOL, pagados=True):
    return [
        AporteDePension(
            periodo,
            ruc,
            "Sol" if ruc == RUC_SOL else "Mar",
            Decimal(sueldo),
            (pago or mover(periodo, 1).replace(day=10)) if pagados else None,
            mover(periodo, 1).replace(day=15),
        )
        for periodo in meses(desde, cuantos)
    ]


ANTES = aportes(date(1994, 9, 1), 350)  # to October of 2023
DEBIDOS = date(2023, 11, 1)
AL_FIN = aportes(DEBIDOS, 12, 1000, pago=date(2026, 9, 10))


def hacer(filas, pension=PENSION, *, desde=DESDE, hasta=date(2026, 11, 1)):
    return reliquidar(pension, filas, NORMA, desde=desde, hasta=hasta, hoy=HOY)


def test_the_months_paid_after_the_acuerdo_raise_time_base_and_pension():
    hecha = hacer([*ANTES, *AL_FIN])

    assert len(hecha.nuevos) == 12
    assert hecha.liquidacion.imposiciones == 362
    assert hecha.base.valor == 840  # (12 × 1000 + 48 × 800) ÷ 60
    assert hecha.liquidacion.coeficiente == Decimal("0.75")
    assert (hecha.anterior, hecha.pension, hecha.diferencia) == (590, 630, 40)


def test_the_difference_is_due_month_by_month_from_that_of_the_full_payment():
    hecha = hacer([*ANTES, *AL_FIN[:6], *aportes(date(2024, 5, 1), 6, 1000, pago=date(2026, 8, 3))])
    assert hecha.desde == date(2026, 9, 1)  # the last of them was paid on 10 September

    assert [(mes.periodo, mes.pagada, mes.debida, mes.diferencia) for mes in hecha.retroactivo] == [
        (date(2026, 9, 1), 590, 630, 40),
        (date(2026, 10, 1), 590, 630, 40),
        (date(2026, 11, 1), 590, 630, 40),
    ]
    assert hecha.total == 120


def test_another_value_of_the_parameter_takes_it_back_to_the_start():
    hecha = hacer([*ANTES, *AL_FIN], desde=Desde.INICIO_PENSION)

    assert hecha.desde == date(2024, 11, 1)
    assert (len(hecha.retroactivo), hecha.total) == (25, 1000)


def test_a_start_that_the_rule_does_not_know_stops_it():
    rara = next(v for v in VERSIONES if v.clave == "reliquidacion_retroactivo_desde")

    with pytest.raises(ParametroMalFormado, match="FECHA_INICIO_PENSION"):
        retroactivo_de(Parametros(HOY, [replace(rara, valor="AYER")]))


def test_months_paid_before_the_acuerdo_are_not_new():
    hecha = hacer([*ANTES, *aportes(DEBIDOS, 12, 1000, pago=PENSION.acuerdo)])

    assert hecha.nuevos == ()
    assert (hecha.diferencia, hecha.total, hecha.desde) == (0, 0, None)


def test_months_after_the_retirement_are_of_the_mejora_and_not_of_this():
    hecha = hacer([*ANTES, *aportes(date(2024, 11, 1), 12, 3000, pago=date(2026, 1, 10))])

    assert hecha.nuevos == ()


def test_a_month_that_another_employer_had_paid_adds_salary_and_no_time():
    hecha = hacer([*ANTES, *aportes(date(2023, 10, 1), 1, 400, pago=date(2026, 9, 1), ruc=RUC_MAR)])

    assert hecha.liquidacion.imposiciones == 350
    assert hecha.base.valor == Decimal("806.67")  # (59 × 800 + 1200) ÷ 60


def test_a_pension_never_goes_down():
    rica = replace(PENSION, monto=Decimal("900.00"))
    hecha = hacer([*ANTES, *AL_FIN], rica)

    assert (hecha.pension, hecha.diferencia, hecha.retroactivo) == (900, 0, ())


def test_what_was_counted_then_is_not_lost_where_the_record_is_shorter():
    hecha = hacer([*ANTES[-60:], *AL_FIN])

    assert hecha.liquidacion.imposiciones == 362


def test_a_survivor_has_a_part_of_it():
    hecha = hacer([*ANTES, *AL_FIN], replace(PENSION, monto=Decimal("354.00"), cuota=Decimal(60)))

    assert hecha.pension == 378  # 60 % of 630


def test_too_little_time_gives_no_calculation_and_no_error():
    hecha = hacer(AL_FIN, replace(PENSION, imposiciones=None, base=None))

    assert (hecha.liquidacion, hecha.diferencia) == (None, 0)


def test_what_is_owed_is_listed_by_employer():
    filas = [
        *ANTES,
        *aportes(date(2024, 1, 1), 2, ruc=RUC_MAR, pagados=False),
        *aportes(DEBIDOS, 1, pagados=False),
        *aportes(date(2025, 1, 1), 3, pagados=False),  # after the retirement
    ]

    assert [(deuda.empleador, deuda.meses) for deuda in deudas(filas, PENSION, HOY)] == [
        ("Sol", (date(2023, 11, 1),)),
        ("Mar", (date(2024, 1, 1), date(2024, 2, 1))),
    ]


def test_pending_contributions_close_the_way():
    # TV34, Seed B
    filas = [*ANTES, *AL_FIN[:11], *aportes(date(2024, 10, 1), 1, pagados=False)]
    hecho = decidir(filas)

    assert not hecho.califica
    assert [requisito.nombre for requisito in hecho.faltan] == ["sin_aportes_pendientes"]
    assert "Sol: octubre de 2024" in hecho.faltan[0].registrado


@pytest.mark.parametrize(
    ("pension", "correo", "falla"),
    [
        (None, "a@b.ec", "pensionista_sgp"),
        (replace(PENSION, del_sgp=False), "a@b.ec", "pensionista_sgp"),
        (PENSION, "", "correo"),
        (PENSION, "a@b.ec", None),
    ],
)
def test_the_three_conditions_of_the_sheet(pension, correo, falla):
    fallan = [r.nombre for r in condiciones(pension, (), correo) if not r.cumple]

    assert fallan == ([falla] if falla else [])


def decidir(filas, correo="a@b.ec"):
    hecha = hacer(filas)
    return dictamen(PENSION, hecha, NORMA, correo=correo, retroactivo=RESPALDO, hoy=HOY, parametros={"sbu": 460})


def test_the_dictamen_holds_the_old_the_new_and_the_difference():
    hecho = decidir([*ANTES, *AL_FIN])

    assert hecho.califica
    assert (
        hecho.datos
        | {
            "pension_anterior": 590,
            "pension": 630,
            "diferencia": 40,
            "retroactivo": 120,
            "meses_nuevos": 12,
            "base": 840,
            "imposiciones": 362,
        }
        == hecho.datos
    )
    assert hecho.pasos[-1].nombre == "retroactivo"
    assert hecho.pasos[-1].referencial  # from when it is due is not published
    assert hecho == hecho.de_json(hecho.a_json())


def test_the_base_of_the_acuerdo_is_kept_where_it_is_the_greater_and_said():
    rica = replace(PENSION, base=Decimal("900.00"), monto=Decimal("663.75"))
    hecha = hacer([*ANTES, *AL_FIN], rica)
    hecho = dictamen(rica, hecha, NORMA, correo="a@b.ec", retroactivo=RESPALDO, hoy=HOY, parametros={})

    assert (hecha.base.valor, hecha.pension) == (840, 675)  # 900 × 0.75
    assert {p.nombre: p.resultado for p in hecho.pasos} | {"base": 840, "base_acuerdo": 900, "calculada": 675} == {
        p.nombre: p.resultado for p in hecho.pasos
    }


def test_nothing_new_is_a_no_that_says_so():
    hecho = decidir(ANTES)

    assert [requisito.nombre for requisito in hecho.faltan] == ["aportes_nuevos"]
    assert "18 de noviembre de 2024" in hecho.faltan[0].exigido


@given(st.integers(0, 24), st.integers(0, 3000), st.integers(300, 3000))
def test_no_payment_makes_a_pension_smaller(cuantos, sueldo, monto):
    filas = [*ANTES[:-24], *aportes(date(2021, 11, 1), cuantos, sueldo, pago=date(2026, 9, 10))]
    hecha = hacer(filas, replace(PENSION, monto=Decimal(monto)))

    assert hecha.diferencia >= 0
    assert all(mes.diferencia > 0 for mes in hecha.retroactivo)
    assert hecha.total == hecha.diferencia * len(hecha.retroactivo)


def test_a_month_is_compared_with_what_it_was_paid_and_never_owes_less():
    pagadas = [PensionPagada(date(2026, 9, 1), Decimal(580)), PensionPagada(date(2026, 10, 1), Decimal(650))]
    hecha = reliquidar(
        PENSION,
        [*ANTES, *AL_FIN],
        NORMA,
        desde=Desde.PAGO_COMPLETO,
        hasta=date(2026, 11, 1),
        hoy=HOY,
        pagadas=pagadas,
    )

    assert [mes.diferencia for mes in hecha.retroactivo] == [50, 0, 40]


def test_the_minimum_of_a_month_follows_the_basic_salary_of_that_month():
    pobre = replace(PENSION, base=Decimal(300), monto=Decimal("337.40"), imposiciones=363)
    filas = aportes(date(1993, 8, 1), 363, 300) + aportes(DEBIDOS, 12, 300, pago=date(2025, 12, 10))
    hecha = reliquidar(
        pobre,
        filas,
        NORMA,
        desde=Desde.PAGO_COMPLETO,
        hasta=date(2026, 1, 1),
        hoy=HOY,
        pagadas=[PensionPagada(date(2025, 12, 1), Decimal("329.00"))],
        salarios=[SalarioBasico(date(2025, 1, 1), Decimal(470)), SalarioBasico(date(2026, 1, 1), Decimal(482))],
    )

    assert [(mes.pagada, mes.debida) for mes in hecha.retroactivo] == [
        (Decimal("329.00"), Decimal("376.00")),  # 80 % of 470: thirty-one years
        (Decimal("337.40"), Decimal("385.60")),  # 80 % of 482
    ]
    assert hecha.pension == Decimal("385.60")


def test_the_share_of_a_survivor_is_what_the_pension_is_of_the_calculated_one():
    viuda = replace(PENSION, monto=Decimal("354.00"), de_sobreviviente=True)

    assert viuda.con_su_cuota(NORMA).cuota == 60
    assert replace(viuda, base=None).con_su_cuota(NORMA).cuota == 0
    assert PENSION.con_su_cuota(NORMA).cuota == 100

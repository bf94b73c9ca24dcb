"""What changed from one month to the next, and why."""

import itertools
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from nucleo.dinero import CERO
from pensionistas.reglas.decimos import decimas_del_anio
from pensionistas.reglas.pagos import Antecedentes, Renglon, anios_de, cambios_de, meses_de, sin_pagos
from registro.reglas.pension import Decimos
from tests.mundo import meses as seguidos

DECIMOS = Decimos(12, 1, Decimal("482.00"), {})
ENERO = date(2026, 1, 1)


def renglon(mes: date, concepto: str, valor: str, orden: int = 1, *, pagado: bool = True) -> Renglon:
    return Renglon(mes, concepto, orden, mes.replace(day=20) if pagado else None, Decimal(valor))


def pensiones(desde: date, cuantas: int, valor: str = "500.00") -> list[Renglon]:
    return [renglon(mes, "PENSION", valor) for mes in seguidos(desde, cuantas)]


def porques(renglones, antecedentes=None) -> dict[date, list[str]]:
    cambios = cambios_de(meses_de(renglones), antecedentes or Antecedentes())
    return {mes: [cambio.porque for cambio in suyos] for mes, suyos in cambios.items() if suyos}


def test_a_month_adds_up_by_its_lines_and_leaves_out_what_only_informs_or_waits():
    (mes,) = meses_de(
        [
            renglon(ENERO, "CUOTA_SOCIAL", "-0.50"),
            renglon(ENERO, "PENSION", "500.00"),
            renglon(ENERO, "APORTE_ESTADO_40", "200.00"),
            renglon(ENERO, "RETROACTIVO", "30.00", pagado=False),
        ]
    )
    assert (mes.suma_ingresos, mes.suma_descuentos, mes.liquido) == (Decimal(500), Decimal("0.50"), Decimal("499.50"))
    assert [linea.concepto for linea in mes.por_pagar] == ["RETROACTIVO"]
    assert [linea.nombre for linea in mes.informativos] == ["Parte que aporta el Estado"]


def test_two_of_a_kind_are_told_apart_and_an_unknown_code_is_shown_as_it_came():
    (mes,) = meses_de(
        [
            renglon(ENERO, "PENSION", "500.00"),
            renglon(ENERO, "PENSION", "300.00", 2),
            renglon(ENERO, "BONO RARO", "5.00"),
        ]
    )
    assert [linea.nombre for linea in mes.ingresos] == ["Pensión (1 de 2)", "Pensión (2 de 2)", "BONO RARO"]


def test_january_raises_the_pension_and_with_it_the_dues():
    filas = [*pensiones(date(2025, 12, 1), 1), *pensiones(ENERO, 1, "503.50")]
    filas += [renglon(date(2025, 12, 1), "CUOTA_SOCIAL", "-0.50"), renglon(ENERO, "CUOTA_SOCIAL", "-0.51")]
    assert porques(filas)[ENERO] == [
        "Su pensión subió: es el mes del incremento anual",
        "Cuota social de su asociación: es una parte de la pensión y cambia con ella",
    ]


def test_the_decima_comes_and_goes():
    filas = [*pensiones(date(2025, 11, 1), 3), renglon(date(2025, 12, 1), "XIII", "500.00")]
    assert porques(filas) == {
        date(2025, 12, 1): ["Se añade: décima tercera pensión"],
        ENERO: ["Ya no hay: décima tercera pensión"],
    }


def test_a_new_loan_names_its_day_and_an_old_one_that_comes_back_does_not():
    filas = [*pensiones(ENERO, 3), *(renglon(mes, "QUIRO", "-80.00") for mes in seguidos(date(2026, 2, 1), 2))]
    con = Antecedentes(prestamos=[("QUIRO", date(2026, 1, 15)), ("HIPO", date(2026, 1, 2))])
    viejo = Antecedentes(prestamos=[("QUIRO", date(2025, 6, 15))])

    assert porques(filas, con)[date(2026, 2, 1)] == [
        "Cuota de préstamo quirografario, del préstamo del 15 de enero de 2026"
    ]
    assert porques(filas, viejo)[date(2026, 2, 1)] == ["Se añade: cuota de préstamo quirografario"]


def test_a_second_pension_and_a_decision_are_named():
    filas = [*pensiones(ENERO, 3), renglon(date(2026, 2, 1), "PENSION", "300.00", 2)]
    filas += [renglon(date(2026, 3, 1), "PENSION", "310.00", 2)]
    con = Antecedentes(
        pensiones={date(2026, 2, 1): "viudez"}, acuerdos={date(2026, 3, 1): "la reliquidación que se le concedió"}
    )
    assert porques(filas, con) == {
        date(2026, 2, 1): ["Empezó su pensión de viudez"],
        date(2026, 3, 1): ["Su pensión subió por la reliquidación que se le concedió"],
    }


def test_months_without_a_payment_between_two_that_have_one_are_told():
    filas = [*pensiones(ENERO, 2), *pensiones(date(2026, 6, 1), 1)]
    assert sin_pagos(meses_de(filas)) == [(date(2026, 3, 1), date(2026, 5, 1))]


def test_what_was_paid_in_nine_months_gives_nine_twelfths():
    # TV29: 500 from April on
    decimas = decimas_del_anio(meses_de(pensiones(date(2026, 4, 1), 9)), 2026, DECIMOS, (3, 8), Decimal(500))
    assert (decimas.tercera, decimas.prevista, decimas.meses) == (Decimal("375.00"), Decimal("375.00"), 9)


def test_the_year_so_far_and_what_it_will_be():
    # TV28: twelve months of 450
    decimas = decimas_del_anio(meses_de(pensiones(ENERO, 11, "450.00")), 2026, DECIMOS, (3, 8), Decimal(450))
    assert (decimas.pagada, decimas.tercera, decimas.prevista) == (
        Decimal("4950.00"),
        Decimal("412.50"),
        Decimal("450.00"),
    )


def test_only_what_was_paid_counts_and_the_decima_itself_does_not():
    filas = [*pensiones(ENERO, 1), renglon(ENERO, "XIV", "482.00")]
    filas += [renglon(ENERO, "RETROACTIVO", "100.00"), renglon(date(2026, 2, 1), "PENSION", "500.00", pagado=False)]
    assert decimas_del_anio(meses_de(filas), 2026, DECIMOS, (3, 8), CERO).pagada == Decimal("600.00")


def test_the_region_is_known_by_the_last_decima_cuarta_and_otherwise_both_are_said():
    sin, con = pensiones(ENERO, 10), [*pensiones(ENERO, 10), renglon(date(2026, 8, 1), "XIV", "482.00")]
    assert decimas_del_anio(meses_de(sin), 2026, DECIMOS, (8, 3), CERO).cuarta_meses == (3, 8)
    assert decimas_del_anio(meses_de(con), 2026, DECIMOS, (8, 3), CERO).cuarta_meses == (8,)


def test_paid_in_the_last_two_months_it_comes_monthly():
    filas = [*pensiones(ENERO, 3), *(renglon(mes, "XIV", "40.17") for mes in seguidos(date(2026, 2, 1), 2))]
    decimas = decimas_del_anio(meses_de(filas), 2026, DECIMOS, (3, 8), CERO)
    assert decimas.cuarta_mensual
    assert not decimas.tercera_mensual
    assert decimas.cuarta_cada_mes == Decimal("40.17")


renglones = st.lists(
    st.builds(
        Renglon,
        st.sampled_from(seguidos(ENERO, 6)),
        st.sampled_from(["PENSION", "XIII", "QUIRO", "CUOTA_SOCIAL", "APORTE_ESTADO_40", "X"]),
        st.integers(1, 3),
        st.sampled_from([None, date(2026, 1, 20)]),
        st.decimals("-500.00", "500.00", places=2),
    ),
    max_size=30,
)


@given(renglones)
def test_what_changed_adds_up_to_the_difference_of_the_deposits(filas):
    meses = meses_de(filas)
    pagados = [mes for mes in meses if mes.pagados]
    cambios = cambios_de(meses, Antecedentes())
    for antes, mes in itertools.pairwise(pagados):
        assert antes.liquido + sum((c.diferencia for c in cambios[mes.periodo]), CERO) == mes.liquido
    assert sum((anio.liquido for anio in anios_de(meses)), CERO) == sum((mes.liquido for mes in meses), CERO)

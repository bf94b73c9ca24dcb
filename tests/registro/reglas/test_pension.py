"""The pension against every published figure (A "Pensions", E TV24–TV31) and against brute force."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registro.parametros import ParametroMalFormado, Parametros, leer
from registro.parametros.pension import decimos_de, norma_de
from registro.reglas.aportes import porcentaje
from registro.reglas.pension import Limite, MesPagado, base, coeficiente, liquidar, maxima, mensualizada, minima
from registro.reglas.pension_pasos import pasos_de_base, pasos_de_decimos, pasos_de_liquidacion
from registro.reglas.puertas import mover

VERSIONES = leer()
ENERO = date(1986, 1, 1)


def norma(anio: int, mes: int = 6):
    return norma_de(Parametros(date(anio, mes, 1), VERSIONES))


def decimos(anio: int):
    return decimos_de(Parametros(date(anio, 6, 1), VERSIONES))


NORMA = norma(2026)


def d(texto) -> Decimal:
    return Decimal(str(texto))


def iguales(cuantos: int, sueldo, desde: date = ENERO) -> list[MesPagado]:
    return [MesPagado(mover(desde, i), d(sueldo)) for i in range(cuantos)]


# --- published figures


@pytest.mark.parametrize(
    ("fuente", "anio", "anios", "promedio", "esperadas"),
    [
        ("PV-01 IESS a Expreso, mar-2025", 2025, 30, 1000, ("750.00", "750.00")),
        ("PV-02 EU-15: forgets the mínima", 2024, 15, 460, ("258.75", "276.00")),
        ("PV-03 ELY-VOL", 2024, 10, 460, ("230.00", "230.00")),
        ("PV-05 ELY-VOL, 187.50 is a misprint", 2024, 20, 460, ("287.50", "287.50")),
        ("PV-07 ELY-VOL", 2024, 30, 460, ("345.00", "345.00")),
        ("PV-08 ELY-VOL prints 373.52 with 0.812", 2024, 35, 460, ("373.75", "373.75")),
        ("PV-09 ELY-VOL", 2024, 40, 460, ("460.00", "460.00")),
        ("PV-11 EU-2019, geometric base given", 2019, 30, 1718, ("1288.50", "1288.50")),
        ("PV-17 confirmado, over the máxima", 2025, 40, 3000, ("3000.00", "2585.00")),
        ("PV-19 DC-2026, over the máxima", 2026, 42, 9000, ("9000.00", "2651.00")),
        ("A §3.3: 25 years at the SBU forget the mínima", 2024, 25, 460, ("316.25", "322.00")),
    ],
)
def test_a_pension_is_what_the_source_prints(fuente, anio, anios, promedio, esperadas):
    hecha = liquidar(d(promedio), anios * 12, norma(anio))

    assert (hecha.calculada, hecha.pension) == tuple(map(d, esperadas))


def test_the_legacy_regime_takes_the_root_of_the_product():
    # PV-12, El Comercio: five years at 600 to 800 give 696.4; today's arithmetic mean gives 700
    meses = [
        mes for i, sueldo in enumerate((600, 650, 700, 750, 800)) for mes in iguales(12, sueldo, mover(ENERO, 12 * i))
    ]

    assert base(meses, norma(2018)).valor == d("696.41")
    assert base(meses, NORMA).valor == d("700.00")
    assert liquidar(base(meses, norma(2018)).valor, 480, norma(2018)).pension == d("696.41")


@pytest.mark.parametrize(
    ("cuando", "geometrica"),
    [((2017, 8), False), ((2017, 9), True), ((2021, 11), True), ((2021, 12), False), ((2007, 1), False)],
)
def test_the_norm_of_the_retirement_says_which_mean(cuando, geometrica):
    # C.D. 554 from 4 August 2017; C.D. 641 from 15 November 2021
    assert norma(*cuando).geometrica is geometrica


@pytest.mark.parametrize(
    ("fuente", "anio", "anios", "menor", "mayor"),
    [
        ("PV-13 LP-2024", 2024, 31, "368", None),
        ("PV-14 MM-2025", 2025, 9, "235", "1175"),
        ("PV-16 2,125 is a misprint", 2025, 30, None, "2115"),
        ("PV-16 2,125 is a misprint", 2025, 34, None, "2115"),
        ("PV-17 confirmado", 2025, 40, None, "2585"),
        *[
            ("PV-18 / TV25 DC-2026", 2026, anios, valor, None)
            for anios, valor in [
                *((10, "241"), (11, "289.20"), (20, "289.20"), (21, "337.40"), (30, "337.40"), (31, "385.60")),
                *((35, "385.60"), (36, "433.80"), (39, "433.80"), (40, "482"), (45, "482")),
            ]
        ],
        ("PV-19 DC-2026", 2026, 40, None, "2651"),
        ("PV-21 / TV43d LP-2024", 2024, 10, "230", None),
        ("PV-21 / TV43d LP-2024", 2024, 40, "460", "2530"),
        *[
            ("TV24 MM-2025", 2025, anios, valor, None)
            for anios, valor in [(10, "235"), (20, "282"), (30, "329"), (35, "376"), (39, "423"), (40, "470")]
        ],
        *[
            ("TV26 SBU × %", 2026, anios, None, valor)
            for anios, valor in [
                *((14, "1205"), (19, "1446"), (24, "1687"), (29, "1928"), (34, "2169"), (39, "2410"), (40, "2651"))
            ]
        ],
        ("El Telégrafo 2012", 2012, 10, "146", None),
        ("El Telégrafo 2012", 2012, 40, None, "1606"),
        ("El Telégrafo 2013", 2013, 10, "159", None),
        ("El Telégrafo 2013", 2013, 40, None, "1749"),
    ],
)
def test_the_limits_are_the_published_ones(fuente, anio, anios, menor, mayor):
    if menor:
        assert minima(anios, norma(anio)) == d(menor)
    if mayor:
        assert maxima(anios, norma(anio)) == d(mayor)


@pytest.mark.parametrize(
    ("anios", "parte"),
    # PV-22 vistazo, in per cent; EU-15 for the years over 35; nothing is added over 40
    [
        *((5, "43.75"), (10, "50"), (15, "56.25"), (20, "62.5"), (25, "68.75"), (30, "75"), (35, "81.25")),
        *((36, "83.25"), (37, "86.05"), (38, "89.70"), (39, "94.30"), (40, "100"), (41, "100"), (55, "100")),
    ],
)
def test_the_coefficient_is_that_of_the_table(anios, parte):
    assert coeficiente(anios, NORMA) * 100 == d(parte)


def test_under_five_years_there_is_no_coefficient():
    with pytest.raises(LookupError):
        liquidar(d(500), 59, NORMA)


@pytest.mark.parametrize(
    ("fuente", "pension", "meses", "decima"),
    [
        ("PV-23 EX-13", 500, 12, "500"),
        ("PV-25 EX-13, montepío", 350, 12, "350"),
        ("PV-26 / TV28 expreso 268172", 450, 12, "450"),
        ("PV-27 ecuavisa 2025", 470, 12, "470"),
        ("TV29 expreso 266254, from April", 500, 9, "375"),
    ],
)
def test_the_thirteenth_pension_is_a_twelfth_of_the_year(fuente, pension, meses, decima):
    assert decimos(2025).tercera([d(pension)] * meses) == d(decima)


def test_the_fourteenth_pension_is_one_sbu_or_a_twelfth_each_month():
    # PV-28 / TV30, El Comercio 2020
    assert decimos(2020).cuarta == d(400)
    assert mensualizada(decimos(2020).cuarta) == d("33.33")


def test_the_increase_of_2013_is_what_was_printed():
    # TV27: 12.41 % of 200
    de_2013 = Parametros(date(2013, 1, 1), VERSIONES).lista("incremento_pensiones_2013_porcentajes")
    assert porcentaje(d(200), de_2013[1]) == d("24.82")


@pytest.mark.parametrize(("dia", "descuento"), [(date(2019, 12, 31), "2.76"), (date(2020, 1, 1), "0")])
def test_the_old_discount_ended_with_2019(dia, descuento):
    # TV31: Corte Constitucional 23-18-IN/19
    assert Parametros(dia, VERSIONES).decimal("descuento_decimos_funerales") == d(descuento)


# --- the base


def test_the_blocks_need_not_follow_the_calendar_year():
    meses = [*iguales(6, 500), *iguales(60, 1000, mover(ENERO, 6)), *iguales(6, 500, mover(ENERO, 66))]

    hecha = base(meses, NORMA)

    assert hecha.valor == 1000
    assert hecha.completa
    assert (hecha.ventanas[0].desde, hecha.ventanas[0].hasta) == (date(1986, 7, 1), date(1987, 6, 1))


def test_a_gap_breaks_a_block():
    con_laguna = [*iguales(11, 9000), *iguales(60, 1000, mover(ENERO, 12))]

    hecha = base(con_laguna, NORMA)

    assert hecha.valor == 1000
    assert all(ventana.desde >= date(1987, 1, 1) for ventana in hecha.ventanas)


def test_the_greatest_sum_wins_over_the_greatest_block():
    # Taking the best twelve months (4–15) would leave no room for two good blocks.
    sueldos = [10, *[100] * 11, *[110] * 3, *[100] * 9]
    meses = [MesPagado(mover(ENERO, i), d(sueldo)) for i, sueldo in enumerate(sueldos)]

    hecha = base([*meses, *iguales(36, 1, date(2000, 1, 1))], NORMA)

    assert [ventana.suma for ventana in hecha.ventanas[:2]] == [d(1110), d(1230)]


def test_of_equal_years_the_newest_are_shown():
    hecha = base(iguales(120, 800), NORMA)

    assert hecha.ventanas[0].desde == mover(ENERO, 60)
    assert hecha.ventanas[-1].hasta == mover(ENERO, 119)


def test_missing_blocks_come_from_the_best_months_that_are_left():
    # Two whole years; then two months of every three, which make no block.
    sueltos = [MesPagado(mover(date(1990, 1, 1), 3 * i), d(300 + i)) for i in range(50)]
    hecha = base([*iguales(24, 1000), *sueltos], NORMA)

    assert [ventana.consecutiva for ventana in hecha.ventanas] == [True, True, False, False, False]
    assert not hecha.completa
    mejores = sorted((mes.sueldo for mes in sueltos), reverse=True)[:36]
    assert hecha.valor == ((24000 + sum(mejores)) / 60).quantize(d("0.01"))
    assert hecha.ventanas[2].suma + hecha.ventanas[3].suma + hecha.ventanas[4].suma == sum(mejores)


def test_a_record_under_five_years_gives_the_mean_of_what_there_is():
    assert base(iguales(30, 700), NORMA).valor == 700
    assert [len(ventana.meses) for ventana in base(iguales(30, 700), NORMA).ventanas] == [12, 12, 6]
    assert base([], NORMA).valor == 0


def test_the_geometric_mean_of_a_month_without_salary_is_nothing():
    assert base([*iguales(59, 700), MesPagado(mover(ENERO, 59), d(0))], norma(2019)).valor == 0


historias = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 30)), max_size=22).map(
    lambda pares: [
        MesPagado(mover(ENERO, sum(salto if salto == 4 else 1 for salto, _ in pares[: i + 1])), d(sueldo))
        for i, (_, sueldo) in enumerate(pares)
    ]
)
CHICA = st.builds(lambda bloques, largo: (bloques, largo), st.integers(1, 3), st.integers(2, 4))


def por_fuerza_bruta(meses: list[MesPagado], bloques: int, largo: int) -> Decimal:
    """Every choice of blocks that don't overlap: as many as fit, and of those the greatest sum."""
    posibles = [
        i for i in range(len(meses) - largo + 1) if meses[i + largo - 1].periodo == mover(meses[i].periodo, largo - 1)
    ]
    mejor = (0, d(0))
    for cuantos in range(1, bloques + 1):
        for inicios in combinations(posibles, cuantos):
            if all(b - a >= largo for a, b in pairwise(inicios)):
                suma = sum((mes.sueldo for i in inicios for mes in meses[i : i + largo]), d(0))
                mejor = max(mejor, (cuantos, suma))
    return mejor[1]


@given(historias, CHICA)
def test_no_other_choice_of_blocks_adds_up_to_more(meses, forma):
    bloques, largo = forma
    chica = replace(NORMA, bloques=bloques, meses_por_bloque=largo)

    hecha = base(meses, chica)

    consecutivas = [ventana for ventana in hecha.ventanas if ventana.consecutiva]
    assert sum((ventana.suma for ventana in consecutivas), d(0)) == por_fuerza_bruta(meses, bloques, largo)
    usados = [periodo for ventana in hecha.ventanas for periodo in ventana.meses]
    assert len(usados) == len(set(usados)) == min(len(meses), bloques * largo)
    assert set(usados) <= {mes.periodo for mes in meses}
    for ventana in consecutivas:
        assert ventana.hasta == mover(ventana.desde, largo - 1)


@given(st.integers(60, 600), st.decimals(0, 20000, places=2), st.decimals(0, 20000, places=2))
def test_a_pension_stays_between_its_limits_and_never_falls_with_the_base(imposiciones, una, otra):
    menor, mayor = sorted([una, otra])
    hechas = [liquidar(valor, imposiciones, NORMA) for valor in (menor, mayor)]

    assert all(hecha.minima <= hecha.pension <= hecha.maxima for hecha in hechas)
    assert hechas[0].pension <= hechas[1].pension
    assert liquidar(menor, imposiciones + 12, NORMA).pension >= hechas[0].pension


@pytest.mark.parametrize(("promedio", "limite"), [(100, "minima"), (900, "ninguno"), (9000, "maxima")])
def test_a_pension_says_which_limit_decided(promedio, limite):
    assert liquidar(d(promedio), 360, NORMA).limite == Limite(limite)


# --- steps and parameters


def test_each_step_gives_the_figure_of_the_next():
    de_la_base = base([*iguales(60, 800), *iguales(60, "912.35", mover(ENERO, 60))], NORMA)
    hecha = liquidar(de_la_base.valor, 120, NORMA)
    pasos = {
        paso.nombre: paso
        for paso in [
            *pasos_de_base(de_la_base, NORMA),
            *pasos_de_liquidacion(hecha, NORMA),
            *pasos_de_decimos(hecha.pension, decimos(2026)),
        ]
    }

    assert sum(pasos[f"periodo_{n}"].entradas["suma"] for n in range(1, 6)) == pasos["base"].entradas["suma"]
    assert pasos["calculada"].entradas == {"base": pasos["base"].resultado, "coeficiente": d("0.5")}
    assert pasos["pension"].entradas["calculada"] == pasos["calculada"].resultado == d("456.18")
    assert pasos["decima_tercera"].resultado == pasos["pension"].resultado == d("456.18")
    assert all(paso.base_legal for paso in pasos.values())
    assert pasos["base"].confianza == "BAJA"  # how the years are anchored is not published
    assert pasos["coeficiente"].confianza == "ALTA"


def test_a_way_of_reckoning_that_the_rule_does_not_know_stops_it():
    otras = [v for v in VERSIONES if v.clave != "vejez_fraccion_anio"]
    rara = next(v for v in VERSIONES if v.clave == "vejez_fraccion_anio")
    rara = replace(rara, valor="MESES")

    with pytest.raises(ParametroMalFormado, match="ANIOS_COMPLETOS"):
        norma_de(Parametros(date(2026, 1, 1), [*otras, rara]))

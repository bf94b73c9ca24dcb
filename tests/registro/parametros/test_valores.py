"""The numbers of the law as they are shipped: each as it was published for its day, with its source."""

import re
from datetime import date
from decimal import Decimal

import pytest

from nucleo.dinero import centavos
from registro.models import Parametro
from registro.parametros import Parametros
from registro.reglas.aportes import Tasas, contribucion, porcentaje
from registro.reglas.identidad import PROVINCIAS
from registro.reglas.tablas import FueraDeTabla, banda
from tests.registro.parametros.pasos import VERSIONES, al

FUENTES_SIN_DIRECCION = ("de memoria", "criterio del portal")


def _limite(parametros: Parametros, clave: str, anios: int) -> Decimal:
    return porcentaje(parametros.decimal("sbu"), banda(parametros.tabla(clave), anios)["porcentaje_sbu"])


def test_every_shipped_value_says_where_it_comes_from():
    def con_origen(version):
        return (
            re.search(r"https?://|www\.|vLex|\(direcci(ón|ones) no conservadas?\)$", version.fuente)
            or version.fuente in FUENTES_SIN_DIRECCION
        )

    assert not [v.clave for v in VERSIONES if not (v.base_legal and con_origen(v))]
    assert {v.confianza for v in VERSIONES} == set(Parametro.Confianza.values)


def test_what_is_remembered_is_never_of_high_confidence():
    assert not [v.clave for v in VERSIONES if v.fuente == "de memoria" and v.confianza == "ALTA"]


def test_a_choice_of_the_portal_explains_itself():
    assert not [v.clave for v in VERSIONES if v.fuente == "criterio del portal" and not v.nota]


@pytest.mark.parametrize(
    ("anio", "sbu"),
    [
        # El Telégrafo, El Universo, Teleamazonas 2025-12-08, Expreso; the address of each year is in sbu.toml
        (2006, "160"),
        (2008, "200"),
        (2010, "240"),
        (2014, "340"),
        (2017, "375"),
        (2020, "400"),
        (2021, "400"),
        (2022, "425"),
        (2024, "460"),
        (2025, "470"),
        (2026, "482"),
    ],
)
def test_the_sbu_is_that_of_the_year_to_its_last_day(anio, sbu):
    assert al(anio, 1, 1).decimal("sbu") == al(anio, 12, 31).decimal("sbu") == Decimal(sbu)


def test_an_unsure_sbu_is_shown_as_a_reference_and_a_sure_one_is_not():
    assert al(2001).referencial("sbu")
    assert not al(2026).referencial("sbu")
    assert al(2026).referencial("sbu", "aviso_entrada_conteo")


@pytest.mark.parametrize(
    ("anio", "anios", "minima"),
    [
        # TV24, Machala Móvil 2025
        *[(2025, a, m) for a, m in ((10, 235), (20, 282), (30, 329), (35, 376), (39, 423), (40, 470))],
        # TV25 and PV-18, Diario Centro 2026-01-02
        *[
            (2026, a, m)
            for a, m in ((10, 241), (20, "289.20"), (30, "337.40"), (35, "385.60"), (39, "433.80"), (40, 482))
        ],
        (2024, 31, 368),  # PV-13, La Prensa 2024
        (2025, 9, 235),  # PV-14, Machala Móvil 2025
        (2024, 10, 230),  # PV-21 and TV43d, La Prensa 2024
        (2024, 40, 460),  # TV43d
        (2012, 10, 146),  # El Telégrafo 2013
        (2013, 10, 159),
        (2026, 11, "289.20"),  # the first year of the next band
    ],
)
def test_the_least_pension_is_a_part_of_the_sbu(anio, anios, minima):
    assert _limite(al(anio), "pension_minima", anios) == Decimal(minima)


@pytest.mark.parametrize(
    ("anio", "anios", "maxima"),
    [
        # TV26 and PV-19: 2651 as printed by Diario Centro 2026-01-02, 2169 in Expreso 2026-02-08, the rest computed
        *[
            (2026, a, m)
            for a, m in ((14, 1205), (19, 1446), (24, 1687), (29, 1928), (34, 2169), (39, 2410), (40, 2651))
        ],
        (2025, 9, 1175),  # PV-14, Machala Móvil 2025
        (2025, 30, 2115),  # PV-16: 2125 is printed, a misprint of 4.5 × 470
        (2025, 34, 2115),
        (2025, 41, 2585),  # PV-17, Confirmado 2025
        (2024, 40, 2530),  # PV-21, La Prensa 2024
        (2012, 40, 1606),  # El Telégrafo 2013
        (2013, 40, 1749),
    ],
)
def test_the_greatest_pension_is_a_multiple_of_the_sbu(anio, anios, maxima):
    assert _limite(al(anio), "pension_maxima", anios) == Decimal(maxima)


@pytest.mark.parametrize(
    ("anios", "coeficiente"),
    [
        # PV-22, Vistazo; 36 to 39 from El Universo
        (5, "0.4375"),
        (10, "0.5"),
        (15, "0.5625"),
        (20, "0.625"),
        (25, "0.6875"),
        (30, "0.75"),
        (35, "0.8125"),
        (36, "0.8325"),
        (37, "0.8605"),
        (38, "0.897"),
        (39, "0.943"),
        (40, "1"),
    ],
)
def test_the_coefficient_is_that_of_the_completed_years(anios, coeficiente):
    coeficientes = {fila["anios"]: fila["coeficiente"] for fila in al(2026).tabla("vejez_coeficientes")}
    assert coeficientes[anios] == Decimal(coeficiente)
    assert list(coeficientes) == list(range(5, 41))


def test_from_five_to_thirty_five_years_the_coefficient_grows_by_an_even_step():
    for fila in al(2026).tabla("vejez_coeficientes")[:31]:
        assert fila["coeficiente"] == Decimal("0.5") + Decimal("0.0125") * (fila["anios"] - 10)


def test_retirement_asks_for_fewer_months_the_older_the_person():
    requisitos = [(fila["edad"], fila["imposiciones"]) for fila in al(2026).tabla("vejez_requisitos")]
    assert requisitos == [(0, 480), (60, 360), (65, 180), (70, 120)]


@pytest.mark.parametrize(
    ("dia", "formula"),
    [
        (date(2017, 8, 3), "MEDIA_ARITMETICA"),
        (date(2017, 8, 4), "MEDIA_GEOMETRICA"),
        (date(2021, 11, 14), "MEDIA_GEOMETRICA"),
        (date(2021, 11, 15), "MEDIA_ARITMETICA"),
    ],
)
def test_the_formula_of_the_base_is_that_of_the_day_of_retirement(dia, formula):
    # C.D. 554 and C.D. 641 (El Universo)
    assert Parametros(dia, VERSIONES).texto("vejez_base_formula") == formula


def test_the_personal_rate_rose_in_december_2013():
    # TV03, paisenvivo 4203
    antes, despues = (Tasas(**p.mapa("tasas_privado")) for p in (al(2013, 11, 30), al(2013, 12, 1)))
    assert contribucion(Decimal(500), antes).personal == Decimal("46.75")
    assert contribucion(Decimal(500), despues).personal == Decimal("47.25")


@pytest.mark.parametrize(("anio", "cuota"), [(2024, "80.96"), (2025, "82.72"), (2026, "84.83")])
def test_a_voluntary_contribution_on_the_sbu_is_the_published_one(anio, cuota):
    # elyex 2024, Expreso 269957 (2025 and 2026)
    parametros = al(anio)
    tasas = Tasas(**parametros.mapa("tasas_voluntario"))
    assert contribucion(parametros.decimal("sbu"), tasas).total == Decimal(cuota)


@pytest.mark.parametrize(("anio", "monto"), [(2024, 36800), (2025, 37600), (2026, 38560)])
def test_a_quirografario_reaches_eighty_salaries(anio, monto):
    # LQ-04: Ecuavisa 2024, Confirmado 2025, Extra 2026
    parametros = al(anio)
    assert parametros.decimal("quirografario_monto_maximo_sbu") * parametros.decimal("sbu") == monto


@pytest.mark.parametrize(
    ("meses", "tasa"), [(6, "6.50"), (7, "7.50"), (9, "7.50"), (12, "8.50"), (24, "11"), (48, "11"), (60, "12.99")]
)
def test_the_rate_of_a_quirografario_follows_its_term(meses, tasa):
    # LQ-05, El Emprendedor 2025
    assert banda(al(2025).tabla("quirografario_tasas_nuevo"), meses)["tasa"] == Decimal(tasa)


def test_no_quirografario_is_longer_than_its_last_band():
    with pytest.raises(FueraDeTabla, match="61"):
        banda(al(2025).tabla("quirografario_tasas_nuevo"), 61)


@pytest.mark.parametrize(("edad", "meses"), [(77, 60), (78, 48), (83, 48), (84, 24)])
def test_an_older_pensioner_has_a_shorter_term(edad, meses):
    # LQ-07, Expreso 2025
    parametros = al(2025)
    assert banda(parametros.tabla("quirografario_plazo_pensionista_meses"), edad)["meses"] == meses
    assert parametros.entero("quirografario_plazo_afiliado_meses") == 60
    assert parametros.entero("quirografario_plazo_zafrero_meses") == 18


@pytest.mark.parametrize(
    ("dia", "clave", "valor"),
    [
        (date(2026, 3, 1), "credicasa_ingreso_maximo_sbu", "1527.94"),  # LH-01, Expreso 272421
        (date(2025, 3, 1), "credicasa_ingreso_maximo_sbu", "1489.90"),  # LH-01, Teleamazonas 102332
        (date(2026, 1, 31), "credicasa_avaluo_maximo_sbu", "55049.22"),  # LH-02, summer-inversiones
        (date(2026, 2, 11), "credicasa_avaluo_maximo_sbu", "71504.70"),  # LH-02, Expreso 274122
        (date(2025, 3, 1), "credicasa_avaluo_maximo_sbu", "53678.70"),  # LH-03, Teleamazonas 102332
        (date(2026, 3, 1), "preferencial_monto_maximo_sbu", "94303.30"),  # LH-04, Expreso 270212
        (date(2026, 3, 1), "preferencial_ingreso_maximo_sbu", "3055.88"),  # LH-04
        (date(2025, 12, 10), "vis_avaluo_maximo_sbu", "83660"),  # LH-05, Metro 2025-12-10
        (date(2025, 12, 10), "vip_avaluo_maximo_sbu", "107630"),  # LH-05
    ],
)
def test_a_limit_of_a_mortgage_is_a_multiple_of_the_sbu_of_its_day(dia, clave, valor):
    parametros = Parametros(dia, VERSIONES)
    assert centavos(parametros.decimal(clave) * parametros.decimal("sbu")) == Decimal(valor)


@pytest.mark.parametrize(("deuda", "maximo"), [("1000", 12), ("2800", 24), ("9100", 66), ("9100.01", 72)])
def test_a_larger_debt_may_be_paid_over_more_months(deuda, maximo):
    # TV23, C.D. 671 (time.news 2024-08-24)
    assert banda(al(2026).tabla("convenio_plazos_por_deuda"), Decimal(deuda))["maximo"] == maximo


@pytest.mark.parametrize(("anio", "cuota"), [(2016, "12.48"), (2026, "16.44")])
def test_the_cover_of_the_spouse_costs_the_published_amount(anio, cuota):
    # EX-01 (milomenos 2016-08) and TV14 (Expreso 269957)
    parametros = al(anio)
    tasa = parametros.decimal("cobertura_conyuge_afiliado_porcentaje")
    assert porcentaje(parametros.decimal("sbu"), tasa) == Decimal(cuota)


def test_the_abolished_deduction_ends_with_2019():
    # TV31, Corte Constitucional 23-18-IN/19
    assert al(2019, 12, 31).decimal("descuento_decimos_funerales") == Decimal("2.76")
    assert al(2020, 1, 1).decimal("descuento_decimos_funerales") == 0


def test_the_split_of_the_rates_adds_up_to_them():
    parametros = al(2015)
    tasas, desglose = parametros.mapa("tasas_privado"), parametros.tabla("desglose_privado")
    for parte in ("personal", "patronal"):
        assert sum(fila[parte] for fila in desglose) == tasas[parte]


def test_provinces_of_the_table_are_those_of_the_identity_rule():
    assert {fila["codigo"] for fila in al(2026).tabla("provincias")} == PROVINCIAS

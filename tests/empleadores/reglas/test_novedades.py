"""The rule of notices at its boundaries. E §3 and §4; the vectors that have an identifier name it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from empleadores.reglas.novedades import (
    CALENDARIO,
    HABILES,
    PRIMER_DIA,
    ULTIMO_DIA,
    CambioSueldo,
    Empresa,
    Entrada,
    Extras,
    NormaNovedades,
    NuevoSueldo,
    Salida,
    Trabajador,
    ValorExtra,
    Vinculo,
    plazo,
    por_horas,
    revisar,
    ya_consta,
)
from registro.models import CausaSalida, Jornada
from registro.reglas.aportes import Tasas
from tests.mundo import ANA, LUIS, RUC_SOL

HOY = date(2026, 3, 10)
MARZO, FEBRERO = date(2026, 3, 1), date(2026, 2, 1)
NORMA = NormaNovedades(
    dias_entrada=15,
    conteo_entrada=CALENDARIO,
    dias_otras=3,
    conteo_otras=HABILES,
    dias_extemporanea=45,
    multa=Decimal(4),
    minimo=Decimal("482.00"),
    tasas={"PRIVADO": Tasas(Decimal("9.45"), Decimal("11.15"), Decimal(1))},
    causas={causa.value: causa.label for causa in CausaSalida},
    causas_extras={"O": "extras"},
    relaciones={"06": "Código del Trabajo"},
    seguros={"R": "Ley de Seguridad Social"},
    origenes={"P": "Fondos propios"},
    sueldo_desde=PRIMER_DIA,
    extras_desde=ULTIMO_DIA,
)
EMPRESA = Empresa(RUC_SOL, "PRIVADO", frozenset({"0001", "0002"}))
LIBRE = Trabajador(ANA, EMPRESA, "Prueba Ana", date(1980, 5, 17), persona=1)
VINCULO = Vinculo(7, "0001", date(2025, 1, 6), None, "", Decimal("600.00"), "COMPLETA", "Contadora")
TRABAJA = replace(LIBRE, vinculos=(VINCULO,))
SALIO = replace(LIBRE, vinculos=(replace(VINCULO, salida=date(2026, 3, 4), causa="V"),))
ENTRADA = Entrada(
    ANA, "0001", date(2026, 3, 2), Decimal("482.00"), "COMPLETA", "Bodeguera", "0000000000001", "06", "R", "P"
)
SALIDA = Salida(ANA, "0001", date(2026, 3, 6), "V", None)
SUELDO = NuevoSueldo(ANA, "0001", MARZO, Decimal("700.00"))
EXTRAS = Extras(ANA, "0001", FEBRERO, Decimal("35.50"), "O")


def campos(pedido, trabajador, hoy=HOY, norma=NORMA) -> list[str]:
    return [problema.campo for problema in revisar(pedido, trabajador, norma, hoy)]


# --- until when -------------------------------------------------------------------------------------------------------


def test_the_fifteen_days_of_an_entry_count_its_first_day():
    """TV16 (gob.ec, registro-novedades-extemporaneas): entry on 2026-03-02, limit 2026-03-16."""
    assert plazo(ENTRADA, NORMA, date(2026, 3, 16)) == (date(2026, 3, 16), 0, None, False)


def test_a_day_after_the_limit_is_late():
    tarde = plazo(ENTRADA, NORMA, date(2026, 3, 17), LIBRE)

    assert (tarde.dias_tarde, tarde.extemporanea) == (1, False)
    # 4 % of 45.55 + 53.74, which 482 causes.
    assert tarde.multa == Decimal("3.97")


def test_the_term_of_an_exit_is_of_three_business_days():
    """E §4: exit on Friday 2026-03-06, limit 2026-03-11."""
    assert plazo(SALIDA, NORMA, date(2026, 3, 11), TRABAJA) == (date(2026, 3, 11), 0, None, False)
    assert plazo(SALIDA, NORMA, date(2026, 3, 12), TRABAJA).dias_tarde == 1


def test_a_decreed_day_of_rest_moves_the_limit():
    norma = replace(NORMA, extraordinarios=frozenset({date(2026, 3, 10)}))

    assert plazo(SALIDA, norma, HOY).limite == date(2026, 3, 12)


def test_how_days_are_counted_is_the_norm_s():
    assert plazo(ENTRADA, replace(NORMA, conteo_entrada=HABILES), HOY).limite == date(2026, 3, 20)
    assert plazo(SALIDA, replace(NORMA, conteo_otras=CALENDARIO), HOY).limite == date(2026, 3, 9)


def test_the_term_of_a_salary_runs_from_its_month_and_that_of_extras_from_its_end():
    assert plazo(SUELDO, NORMA, HOY).limite == date(2026, 3, 4)
    assert plazo(EXTRAS, NORMA, HOY).limite == date(2026, 3, 4)
    assert plazo(EXTRAS, replace(NORMA, extras_desde=PRIMER_DIA), HOY).limite == date(2026, 2, 4)


def test_more_than_45_days_after_the_fact_it_needs_a_case():
    """TV16: > 45 days → extemporánea."""
    ultimo = ENTRADA.ingreso + timedelta(days=45)

    assert not plazo(ENTRADA, NORMA, ultimo).extemporanea
    assert plazo(ENTRADA, NORMA, ultimo + timedelta(days=1)).extemporanea
    (problema,) = revisar(ENTRADA, LIBRE, NORMA, ultimo + timedelta(days=1))
    assert (problema.campo, problema.extemporanea) == ("ingreso", True)
    assert "Novedades extemporáneas" in problema.texto


def test_the_fine_of_an_exit_is_of_the_salary_of_the_register_for_the_hours_worked():
    de_cuatro = replace(LIBRE, vinculos=(replace(VINCULO, jornada="4", sueldo=Decimal("964.00")),))

    assert plazo(SALIDA, NORMA, date(2026, 3, 20), de_cuatro).multa == Decimal("3.97")
    assert plazo(SALIDA, NORMA, date(2026, 3, 20)).multa is None


def test_hours_are_those_of_the_register():
    """E §3: 482 for four hours a day are 241."""
    assert {jornada.value for jornada in Jornada} == {"COMPLETA", "4", "5", "6", "7"}
    assert por_horas(Decimal("482.00"), "4") == Decimal("241.00")
    assert por_horas(Decimal("482.00"), "COMPLETA") == Decimal("482.00")


# --- entries ----------------------------------------------------------------------------------------------------------


def test_a_sound_entry_has_no_problem():
    assert revisar(ENTRADA, LIBRE, NORMA, HOY) == []


@pytest.mark.parametrize(
    ("otro", "campo"),
    [
        ({"cedula": "1710034066"}, "cedula"),
        ({"cedula": "17100"}, "cedula"),
        ({"sucursal": "0003"}, "sucursal"),
        ({"sucursal": ""}, "sucursal"),
        ({"ingreso": date(2026, 3, 11)}, "ingreso"),
        ({"ingreso": date(9999, 12, 31)}, "ingreso"),
        ({"ingreso": date(1, 1, 1)}, "ingreso"),
        ({"ingreso": date(1980, 5, 17)}, "ingreso"),
        ({"sueldo": Decimal("481.99")}, "sueldo"),
        ({"sueldo": Decimal(-482)}, "sueldo"),
        ({"sueldo": Decimal("500.001")}, "sueldo"),
        ({"sueldo": Decimal("NaN")}, "sueldo"),
        ({"sueldo": Decimal("Infinity")}, "sueldo"),
        ({"sueldo": Decimal("1000000.00")}, "sueldo"),
        ({"sueldo": Decimal("1E+400")}, "sueldo"),
        ({"jornada": "3"}, "jornada"),
        ({"jornada": "8"}, "jornada"),
        ({"cargo": "  "}, "cargo"),
        ({"cargo": "x" * 65}, "cargo"),
        ({"cargo": "Bode\0guera"}, "cargo"),
        ({"actividad": ""}, "actividad"),
        ({"actividad": "1" * 14}, "actividad"),
        ({"actividad": "=1+1"}, "actividad"),
        ({"relacion_trabajo": "07"}, "relacion_trabajo"),
        ({"seguro": "X"}, "seguro"),
        ({"origen_pago": ""}, "origen_pago"),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_of_its_field(otro, campo):
    assert campos(replace(ENTRADA, **otro), LIBRE) == [campo]


def test_everything_that_is_wrong_is_said_at_once():
    mala = replace(ENTRADA, sueldo=Decimal(1), jornada="9", cargo="", sucursal="9")

    assert campos(mala, LIBRE) == ["sucursal", "sueldo", "jornada", "cargo"]


def test_a_cedula_that_nobody_has_is_refused():
    assert campos(ENTRADA, Trabajador(ANA, EMPRESA)) == ["cedula"]
    assert "cedula" in campos(SALIDA, Trabajador(ANA, EMPRESA))
    assert campos(SUELDO, Trabajador(ANA, EMPRESA)) == ["cedula"]


def test_nobody_works_for_themselves():
    propia = replace(LIBRE, empresa=EMPRESA._replace(ruc=f"{ANA}001"))

    assert campos(ENTRADA, propia) == ["cedula"]
    assert campos(ENTRADA, replace(LIBRE, empresa=EMPRESA._replace(ruc=f"{LUIS}000"))) == []


def test_the_least_of_part_time_is_that_of_the_full_day():
    assert campos(replace(ENTRADA, jornada="4"), LIBRE) == []
    assert campos(replace(ENTRADA, jornada="4", sueldo=Decimal("241.00")), LIBRE) == ["sueldo"]


def test_an_open_notice_of_the_same_branch_refuses_another():
    assert campos(ENTRADA, TRABAJA) == ["cedula"]
    assert campos(replace(ENTRADA, sucursal="0002"), TRABAJA) == []


def test_one_may_come_back_on_the_day_after_the_exit():
    assert campos(replace(ENTRADA, ingreso=date(2026, 3, 5)), SALIO) == []
    assert campos(replace(ENTRADA, ingreso=date(2026, 3, 4)), SALIO) == ["ingreso"]


def test_nobody_enters_after_their_death():
    murio = replace(LIBRE, fallecimiento=date(2026, 3, 2))

    assert campos(ENTRADA, murio) == []
    assert campos(replace(ENTRADA, ingreso=date(2026, 3, 3)), murio) == ["ingreso"]


def test_an_employer_without_known_branches_has_the_first():
    primera = replace(LIBRE, empresa=EMPRESA._replace(sucursales=frozenset()))

    assert campos(ENTRADA, primera) == []
    assert campos(replace(ENTRADA, sucursal="0002"), primera) == ["sucursal"]


def test_the_same_entry_again_changes_nothing():
    misma = replace(
        TRABAJA, vinculos=(Vinculo(7, "0001", ENTRADA.ingreso, None, "", ENTRADA.sueldo, "COMPLETA", "Bodeguera"),)
    )

    assert ya_consta(ENTRADA, misma)
    assert revisar(ENTRADA, misma, NORMA, HOY) == []
    assert not ya_consta(replace(ENTRADA, sueldo=Decimal("500.00")), misma)


def test_the_same_entry_is_known_after_a_new_salary_and_after_the_exit():
    con_cambio = Vinculo(
        *(7, "0001", ENTRADA.ingreso, date(2026, 3, 9), "V", Decimal("700.00"), "COMPLETA", "Bodeguera"),
        cambios=(CambioSueldo(1, MARZO, Decimal("700.00"), ENTRADA.sueldo),),
    )

    assert ya_consta(ENTRADA, replace(LIBRE, vinculos=(con_cambio,)))


# --- exits ------------------------------------------------------------------------------------------------------------


def test_a_sound_exit_has_no_problem():
    assert revisar(SALIDA, TRABAJA, NORMA, HOY) == []


@pytest.mark.parametrize("causa", list("TVBRSDIA"))
def test_only_death_has_a_date_of_death(causa):
    """TV43 (the institute's layout): F without a date of death is refused; so are the others with one."""
    assert campos(replace(SALIDA, causa=causa), TRABAJA) == []
    assert campos(replace(SALIDA, causa=causa, fallecimiento=SALIDA.fecha), TRABAJA) == ["fallecimiento"]


def test_death_needs_its_date():
    """TV43."""
    assert campos(replace(SALIDA, causa="F"), TRABAJA) == ["fallecimiento"]
    assert campos(replace(SALIDA, causa="F", fallecimiento=date(2026, 3, 7)), TRABAJA) == []


@pytest.mark.parametrize(
    ("otro", "campo"),
    [
        ({"fecha": date(2026, 3, 11)}, "fecha"),
        ({"fecha": date(2025, 1, 5)}, "fecha"),
        ({"causa": "X"}, "causa"),
        ({"causa": ""}, "causa"),
        ({"causa": "F", "fallecimiento": date(2026, 3, 11)}, "fallecimiento"),
        ({"causa": "F", "fallecimiento": date(1970, 1, 1)}, "fallecimiento"),
        ({"causa": "F", "fallecimiento": date(2026, 3, 5)}, "fecha"),
    ],
)
def test_what_is_wrong_with_an_exit_is_said_of_its_field(otro, campo):
    assert campos(replace(SALIDA, **otro), TRABAJA) == [campo]


def test_a_death_that_the_register_knows_is_told_with_its_date():
    murio = replace(TRABAJA, fallecimiento=date(2026, 3, 7))

    assert campos(replace(SALIDA, causa="F", fallecimiento=date(2026, 3, 7)), murio) == []
    assert campos(replace(SALIDA, causa="F", fallecimiento=date(2026, 3, 8)), murio) == ["fallecimiento"]
    assert campos(replace(SALIDA, fecha=date(2026, 3, 8)), murio) == ["fecha"]


def test_only_who_works_there_leaves():
    assert campos(SALIDA, LIBRE) == ["cedula"]
    assert campos(SALIDA, SALIO) == ["cedula"]
    assert "0001" in revisar(replace(SALIDA, sucursal="0002"), TRABAJA, NORMA, HOY)[0].texto


def test_the_same_exit_again_changes_nothing():
    assert ya_consta(replace(SALIDA, fecha=date(2026, 3, 4)), SALIO)
    assert campos(replace(SALIDA, fecha=date(2026, 3, 4)), SALIO) == []
    assert campos(replace(SALIDA, fecha=date(2026, 3, 4), causa="T"), SALIO) == ["cedula"]


def test_nobody_leaves_before_the_month_of_a_later_notice():
    con_extras = replace(VINCULO, extras=(ValorExtra(3, MARZO, "O", Decimal(5)),))

    assert campos(replace(SALIDA, fecha=date(2026, 2, 28)), replace(LIBRE, vinculos=(con_extras,))) == ["fecha"]
    assert campos(SALIDA, replace(LIBRE, vinculos=(con_extras,))) == []


# --- salaries and extras ----------------------------------------------------------------------------------------------


def test_a_sound_salary_and_sound_extras_have_no_problem():
    assert revisar(SUELDO, TRABAJA, NORMA, HOY) == []
    assert revisar(EXTRAS, TRABAJA, NORMA, HOY) == []


@pytest.mark.parametrize(
    ("otro", "campo"),
    [
        ({"periodo": date(2026, 4, 1)}, "periodo"),
        ({"periodo": date(2026, 3, 2)}, "periodo"),
        ({"periodo": date(2024, 12, 1)}, "periodo"),
        ({"periodo": date(1, 1, 1)}, "periodo"),
        ({"sueldo": Decimal("481.99")}, "sueldo"),
        ({"sueldo": Decimal("482.005")}, "sueldo"),
    ],
)
def test_what_is_wrong_with_a_salary_is_said_of_its_field(otro, campo):
    assert campos(replace(SUELDO, **otro), TRABAJA) == [campo]


@pytest.mark.parametrize(
    ("otro", "campo"),
    [
        ({"valor": Decimal(0)}, "valor"),
        ({"valor": Decimal("-0.01")}, "valor"),
        ({"valor": Decimal("0.001")}, "valor"),
        ({"causa": "Z"}, "causa"),
    ],
)
def test_what_is_wrong_with_extras_is_said_of_its_field(otro, campo):
    assert campos(replace(EXTRAS, **otro), TRABAJA) == [campo]


def test_a_salary_is_of_who_worked_in_that_month():
    assert campos(SUELDO, LIBRE) == ["cedula"]
    assert campos(SUELDO, SALIO) == []
    assert campos(SUELDO, replace(SALIO, vinculos=(replace(VINCULO, salida=date(2026, 2, 28)),))) == ["periodo"]


def test_a_month_is_paid_with_what_the_first_change_after_it_changed():
    vinculo = replace(
        VINCULO,
        cambios=(
            CambioSueldo(1, date(2025, 6, 1), Decimal("550.00"), Decimal("500.00")),
            CambioSueldo(2, FEBRERO, Decimal("600.00"), Decimal("550.00")),
        ),
    )

    assert [vinculo.sueldo_en(mes) for mes in (date(2025, 5, 1), date(2025, 6, 1), FEBRERO, MARZO)] == [
        Decimal("500.00"),
        Decimal("550.00"),
        Decimal("600.00"),
        Decimal("600.00"),
    ]
    assert ya_consta(
        replace(SUELDO, periodo=date(2025, 6, 1), sueldo=Decimal("550.00")), replace(LIBRE, vinculos=(vinculo,))
    )

"""The cash subsidies against every published figure (A §7, SB), at each boundary, and for any record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from afiliados.reglas.reposos import Clase, Emisor, Motivo, Periodo, Reposo
from afiliados.reglas.subsidios_calculo import base_de_promedio
from afiliados.reglas.subsidios_examen import Puesto, examinar
from registro.parametros import Parametros
from registro.reglas.aportes import porcentaje
from registro.reglas.dictamen import Confianza
from registro.reglas.tiempo_servicio import Mes
from tests.reposos import (
    HABILES,
    HOY,
    LUNES,
    NORMA,
    PRIVADO,
    VERSIONES,
    aportes,
    d,
    decidir,
    enfermar,
    falta,
    impago,
    pedido,
    persona,
    reposo,
    requisito,
    tramos,
)

# --- published figures


@pytest.mark.parametrize(
    ("dias", "parte", "valor"),
    [
        (30, 75, "375.00"),  # SB-01, ecu11: days 4 to 70 of a base of 500, by month
        (30, 66, "330.00"),  # SB-01: days 71 to 182
        (1, 75, "12.50"),  # SB-02, OISS: 500, 500 and 500
        (1, 66, "11.00"),  # SB-02
        (3, 50, "25.00"),  # ecu11, fastfact: what the employer pays
    ],
)
def test_the_base_gives_what_the_sources_print(dias, parte, valor):
    base = base_de_promedio(aportes(24), LUNES, 3)

    assert base.mensual == 500
    assert base.diaria == d("16.667")  # SB-02
    assert base.de(dias, d(parte)) == d(valor)


@pytest.mark.parametrize(("dias", "total"), [(3, "0.00"), (4, "12.50"), (5, "25.00")])
def test_a_rest_of_three_days_gives_nothing(dias, total):
    # SB-03, Expreso 257316
    hecho = enfermar(dias)

    assert hecho.datos["subsidio_total"] == d(total)
    assert hecho.califica is (dias > 3)
    assert ("duracion" in falta(hecho)) is (dias < 4)


@pytest.mark.parametrize("meses", [5, 6, 7])
def test_six_months_in_a_row_are_asked_for_an_illness(meses):
    # SB-05, LSS art. 107 a (acl.global)
    hecho = enfermar(10, persona(aportes(meses)))

    assert hecho.califica is (meses >= 6)
    assert requisito(hecho, "imposiciones_seguidas").fecha_en_que_cumple == (date(2026, 12, 1) if meses == 5 else None)


def test_the_twelve_weeks_of_maternity_are_two_before_and_ten_after():
    # SB-07, ecuadorlegalonline and ecugob
    parto = LUNES + timedelta(days=14)
    hecho = decidir(persona(), pedido(reposo(84, motivo=Motivo.MATERNIDAD), parto=parto, presentado=LUNES))

    assert hecho.califica
    assert hecho.datos["dias_pagados"] == 84
    assert hecho.datos["subsidio_total"] == d("1050.00")  # 500 ÷ 30 × 84 × 75 %
    assert hecho.datos["empleador_total"] == d("350.00")  # × 25 %
    assert hecho.referencial


@pytest.mark.parametrize(("desde", "califica"), [(-1, True), (0, True), (1, False)])
def test_an_accident_on_the_first_day_of_work_is_covered(desde, califica):
    # SB-08, IESS FAQ: no contribution is asked for
    puesto = Puesto("Sol S.A.", LUNES + timedelta(days=desde), sueldo=d(600))
    hecho = decidir(
        persona([], puestos=[puesto]),
        pedido(reposo(10, motivo=Motivo.ACCIDENTE_DE_TRABAJO), accidente=LUNES, aviso=LUNES),
    )

    assert hecho.califica is califica
    assert ("trabaja_ese_dia" in falta(hecho)) is not califica
    if califica:
        assert hecho.datos["subsidio_total"] == d("135.00")  # nine days: 600 ÷ 30 × 9 × 75 %
        assert "aviso de entrada" in hecho.pasos[0].texto
        assert hecho.pasos[0].confianza is Confianza.BAJA


@pytest.mark.parametrize(("aviso", "a_tiempo"), [(16, True), (17, True), (18, False), (None, False)])
def test_an_accident_is_reported_within_ten_business_days(aviso, a_tiempo):
    # SB-09, IESS FAQ. From Monday 2 November, itself a holiday as Tuesday 3: the tenth is Tuesday 17.
    hecho = decidir(
        persona(),
        pedido(
            reposo(10, motivo=Motivo.ACCIDENTE_DE_TRABAJO),
            accidente=LUNES,
            aviso=date(2026, 11, aviso) if aviso else None,
        ),
    )

    assert hecho.datos["aviso_hasta"] == date(2026, 11, 17)
    assert hecho.califica is a_tiempo


@pytest.mark.parametrize(
    ("presentado", "a_tiempo"),
    [(date(2026, 1, 9), False), (date(2026, 1, 10), True), (date(2026, 1, 28), True), (date(2026, 1, 29), False)],
)
def test_a_late_certificate_is_refused_with_the_day_on_which_it_expired(presentado, a_tiempo):
    # SB-10, Vistazo 2026-01-21
    este = Reposo(Motivo.ENFERMEDAD, date(2026, 1, 10), date(2026, 1, 16), date(2026, 1, 10))
    hecho = decidir(persona(), pedido(este, presentado=presentado))

    assert hecho.datos["certificado_hasta"] == date(2026, 1, 28)
    assert ("certificado_a_tiempo" not in falta(hecho)) is a_tiempo
    if presentado > date(2026, 1, 28):
        assert falta(hecho)["certificado_a_tiempo"] == (
            "Presentado el 29 de enero de 2026: el plazo venció el 28 de enero de 2026"
        )


def test_a_certificate_of_the_institute_is_never_late():
    hecho = decidir(persona(), pedido(reposo(7, emisor=Emisor.IESS), presentado=date(2027, 6, 1)))

    assert hecho.califica
    assert "certificado_hasta" not in hecho.datos


def test_the_unemployment_insurance_is_seventy_per_cent_of_the_sbu():
    # SB-11, eluniverso 2024
    parametros = Parametros(date(2024, 6, 1), VERSIONES)

    assert porcentaje(parametros.decimal("sbu"), parametros.decimal("desempleo_porcentaje_sbu")) == d("322.00")


# --- the days and the tranches


@pytest.mark.parametrize(
    ("dias", "esperados"),
    [
        (4, [(3, 0), (1, "12.50")]),
        (70, [(3, 0), (67, "837.50")]),
        (71, [(3, 0), (67, "837.50"), (1, "11.00")]),
        (182, [(3, 0), (67, "837.50"), (112, "1232.00")]),
        (183, [(3, 0), (67, "837.50"), (112, "1232.00"), (1, 0)]),
    ],
)
def test_an_illness_pays_75_to_day_70_and_66_to_day_182(dias, esperados):
    hecho = enfermar(dias)

    assert tramos(hecho) == [(cuantos, d(valor)) for cuantos, valor in esperados]
    assert hecho.datos["subsidio_total"] == sum(valor for _, valor in tramos(hecho))
    assert not hecho.referencial


def test_a_work_accident_pays_75_for_ten_weeks_and_66_to_a_year():
    quien = persona(puestos=[replace(PRIVADO, sueldo=d(900))])
    hecho = decidir(
        quien,
        pedido(reposo(366, motivo=Motivo.ACCIDENTE_DE_TRABAJO), accidente=LUNES, aviso=LUNES, presentado=LUNES),
    )

    # the day of the accident, ten weeks, the rest of the year; on the last month's base, not on the contract's
    assert tramos(hecho) == [(1, 0), (70, d("875.00")), (295, d("3245.00"))]
    assert hecho.califica
    assert hecho.datos["valida_en_linea"] == "no"


def test_an_occupational_disease_pays_from_its_first_day_and_needs_no_aviso():
    hecho = decidir(persona(), pedido(reposo(10, motivo=Motivo.ENFERMEDAD_PROFESIONAL)))

    assert hecho.califica
    assert tramos(hecho) == [(10, d("125.00"))]
    assert "aviso_hasta" not in hecho.datos


@pytest.mark.parametrize(("dias", "pagados"), [(90, 0), (91, 1), (182, 92), (183, 92)])
def test_a_public_employer_pays_ninety_days_before_iess(dias, pagados):
    # Expreso 258046
    publica = persona(puestos=[replace(PRIVADO, publico=True)])
    hecho = enfermar(dias, publica)

    assert hecho.datos["dias_pagados"] == pagados
    assert hecho.datos["subsidio_total"] == d(11 * pagados)
    assert hecho.datos["empleador_total"] == d("1500.00")
    assert hecho.califica is bool(pagados)


def test_a_public_servant_gets_her_salary_and_no_subsidy_for_maternity():
    publica = persona(puestos=[replace(PRIVADO, publico=True)])
    hecho = decidir(publica, pedido(reposo(84, motivo=Motivo.MATERNIDAD), parto=LUNES + timedelta(days=14)))

    assert set(falta(hecho)) == {"sector"}
    assert hecho.datos["subsidio_total"] == 0


def test_who_contributes_alone_has_no_employer_to_pay_the_first_days():
    hecho = enfermar(10, persona(puestos=[replace(PRIVADO, empleador="")]))

    assert tramos(hecho) == [(3, 0), (7, d("87.50"))]
    assert hecho.datos["empleador_total"] == 0
    assert "no los paga nadie" in hecho.pasos[2].texto


def test_two_jobs_one_of_them_private_are_private():
    hecho = enfermar(10, persona(puestos=[PRIVADO, replace(PRIVADO, publico=True)]))

    assert hecho.datos["empleador_total"] == d("25.00")


@pytest.mark.parametrize(
    ("anteriores", "total"),
    [
        ([(-9, -1)], "100.00"),  # nine days until the day before: no more waiting days
        ([(-9, -2)], "62.50"),  # a day between: three waiting days again
        ([(-70, -1)], "88.00"),  # at 66 % from the first day
        ([(-178, -1)], "44.00"),  # four days are left of 182
        ([(0, 2)], "62.50"),  # the first three are paid already, and they were waiting days
        ([(4, 5)], "37.50"),  # two of the five that would be paid
        ([(0, 7)], None),
        ([(-182, -1)], None),
    ],
)
def test_earlier_rests_take_their_days_and_are_gone_on_with(anteriores, total):
    otros = [
        Periodo(Clase.ENFERMEDAD, LUNES + timedelta(days=desde), LUNES + timedelta(days=hasta))
        for desde, hasta in anteriores
    ]
    meses = aportes(24) if anteriores[0][0] > -60 else aportes(30)
    hecho = enfermar(8, persona(meses, anteriores=otros))

    assert hecho.datos["subsidio_total"] == d(total or 0)
    assert hecho.califica is (total is not None)


def test_the_days_of_another_rest_are_explained():
    otro = Periodo(Clase.RIESGOS, LUNES, LUNES + timedelta(days=1))
    hecho = enfermar(8, persona(anteriores=[otro]))

    assert requisito(hecho, "sin_otro_reposo").registrado == (
        "2 días ya constan en otro reposo (del 2 de noviembre de 2026 al 3 de noviembre de 2026) "
        "y no se pagan otra vez. Por ver: 6 días"
    )
    assert hecho.califica


# --- the contributions


def test_an_unpaid_month_cuts_the_run_and_says_what_it_would_be():
    meses = [*aportes(9, hasta=date(2026, 8, 1)), impago(date(2026, 9, 1)), *aportes(1)]
    hecho = enfermar(10, persona(meses))

    assert falta(hecho) == {
        "imposiciones_seguidas": "1 mes, hasta octubre de 2026. Serían 11 con septiembre de 2026, que su empleador "
        "no ha pagado. Sirve para un reposo que empiece desde el 1 de abril de 2027"
    }
    assert requisito(hecho, "imposiciones_seguidas").fecha_en_que_cumple == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("ultimo", "protegido", "divisor"),
    [(10, True, 90), (9, True, 60), (8, False, 30)],
)
def test_the_right_is_kept_two_months_and_the_base_takes_the_months_there_are(ultimo, protegido, divisor):
    # LSS art. 107 c. In November: with August as the last month, October was the last one protected.
    quien = persona(aportes(12, hasta=date(2026, ultimo, 1)), puestos=[replace(PRIVADO, hasta=date(2026, ultimo, 30))])
    que = pedido(reposo(10))
    hecho = decidir(quien, que)

    assert ("protegido" not in falta(hecho)) is protegido
    assert examinar(quien, que, norma=NORMA, habiles=HABILES, hoy=HOY).subsidio.base.divisor == divisor
    assert hecho.datos["base"] == 500


def test_the_month_of_the_rest_does_not_count_nor_enters_the_base():
    meses = [*aportes(5), Mes(date(2026, 11, 1), True, 30, d(9000), False)]
    hecho = enfermar(10, persona(meses))

    assert "imposiciones_seguidas" in falta(hecho)
    assert hecho.datos["base"] == 500


def test_a_raise_counts_for_a_third_in_an_illness_and_whole_in_a_maternity():
    meses = [*aportes(23, hasta=date(2026, 9, 1)), *aportes(1, 800)]
    maternal = pedido(reposo(84, motivo=Motivo.MATERNIDAD), parto=LUNES + timedelta(days=14))

    assert enfermar(10, persona(meses)).datos["base"] == 600
    assert decidir(persona(meses), maternal).datos["base"] == 800


def con_un_mes_de(dias: int) -> list[Mes]:
    """July 2025 to January 2026, some days of February, and from June to October: 360 days and those."""
    febrero = Mes(date(2026, 2, 1), True, dias, d(500), False)
    return [*aportes(7, hasta=date(2026, 1, 1)), febrero, *aportes(5)]


@pytest.mark.parametrize(
    ("meses", "cumplen"),
    [
        (aportes(11), []),
        (aportes(12), ["imposiciones_seguidas", "360_dias_en_12_meses"]),
        (aportes(13), ["imposiciones_seguidas", "360_dias_en_12_meses", "378_dias_en_16_meses"]),
        (aportes(12, dias=15), ["imposiciones_seguidas"]),  # half days: months are enough
        (con_un_mes_de(17), []),  # 377 days
        (con_un_mes_de(18), ["378_dias_en_16_meses"]),
        ([*aportes(1, hasta=date(2025, 6, 1)), *con_un_mes_de(17)], []),  # the seventeenth month back
    ],
)
def test_a_maternity_asks_for_twelve_months_or_for_378_days_in_sixteen(meses, cumplen):
    # LSS art. 107 b; ecuadorlegalonline
    que = pedido(reposo(84, motivo=Motivo.MATERNIDAD), parto=date(2026, 11, 16), presentado=LUNES)
    hecho = decidir(persona(meses), que)
    opciones = requisito(hecho, "imposiciones").opciones

    assert [opcion.nombre for opcion in opciones if opcion.cumple] == cumplen
    assert hecho.califica is bool(cumplen)
    assert all(opcion.cumple or opcion.fecha_en_que_cumple > LUNES for opcion in opciones)


def test_what_lacks_for_a_maternity_says_from_when_it_would_be_enough():
    hecho = decidir(
        persona(aportes(10)), pedido(reposo(84, motivo=Motivo.MATERNIDAD), parto=date(2026, 11, 16), presentado=LUNES)
    )
    doce, dias_360, dias_378 = requisito(hecho, "imposiciones").opciones

    # January to October: the twelfth is December; the 378th day, in January
    assert doce.fecha_en_que_cumple == date(2027, 1, 1)
    assert dias_360.fecha_en_que_cumple == date(2027, 1, 1)
    assert dias_378.fecha_en_que_cumple == date(2027, 2, 1)
    assert requisito(hecho, "imposiciones").fecha_en_que_cumple == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("antes", "dias", "pagados"),
    [
        (14, 84, 84),
        (15, 85, 84),  # one day too early
        (0, 70, 70),
        (0, 71, 70),  # one day too late
        (14, 14, 14),
        (-70, 10, 0),
    ],
)
def test_only_the_days_around_the_birth_are_paid(antes, dias, pagados):
    hecho = decidir(
        persona(),
        pedido(reposo(dias, motivo=Motivo.MATERNIDAD), parto=LUNES + timedelta(days=antes), presentado=LUNES),
    )

    assert hecho.datos["dias_pagados"] == pagados
    assert hecho.califica is bool(pagados)


@pytest.mark.parametrize(
    ("dias", "parto", "quedan"), [(84, 14, 0), (14, 14, 70), (20, 14, 64), (70, 0, 0), (10, 0, 60)]
)
def test_the_days_that_are_left_end_with_the_tenth_week(dias, parto, quedan):
    que = pedido(reposo(dias, motivo=Motivo.MATERNIDAD), parto=LUNES + timedelta(days=parto), presentado=LUNES)

    assert decidir(persona(), que).datos["dias_disponibles"] == quedan


def test_a_late_birth_does_not_add_days_to_the_eighty_four():
    # fourteen days were paid before the expected day, and the birth came five days after it
    antes = Periodo(Clase.MATERNIDAD, LUNES, LUNES + timedelta(days=13))
    despues = reposo(75, LUNES + timedelta(days=14), Motivo.MATERNIDAD)
    hecho = decidir(persona(anteriores=[antes]), pedido(despues, parto=LUNES + timedelta(days=19)))

    assert hecho.datos["dias_pagados"] == 70

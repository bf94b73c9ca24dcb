"""The days of payment, at their edges."""

from datetime import UTC, date, datetime

import pytest

from pensionistas.reglas.calendario import Ajuste, Calendario, Motivo, ics

REGLA = Calendario(20, Ajuste.ANTERIOR_HABIL)
PUBLICADO = Calendario(
    20,
    Ajuste.ANTERIOR_HABIL,
    frozenset({date(2020, 8, 20), date(2025, 11, 14), date(2025, 12, 19), date(2026, 1, 19)}),
)
AHORA = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mes", "dia", "motivo"),
    [
        (date(2026, 11, 1), date(2026, 11, 20), Motivo.HABITUAL),
        (date(2026, 12, 1), date(2026, 12, 18), Motivo.MOVIDA),  # the 20th is a Sunday
        (date(2026, 6, 1), date(2026, 6, 19), Motivo.MOVIDA),  # a Saturday
        (date(2028, 2, 1), date(2028, 2, 18), Motivo.MOVIDA),  # a leap February; its 20th is a Sunday
        (date(2024, 2, 1), date(2024, 2, 20), Motivo.HABITUAL),
    ],
)
def test_the_20th_or_the_business_day_before(mes, dia, motivo):
    assert REGLA.pago(mes)[1:] == (dia, motivo)


def test_a_20th_on_a_holiday_weekend_goes_back_over_all_of_it():
    # Carnival of 2023 was Monday 20 and Tuesday 21 February: the Friday before it is the 17th.
    assert REGLA.pago(date(2023, 2, 1)).fecha == date(2023, 2, 17)


def test_a_day_that_a_decree_adds_or_recovers_counts():
    con_puente = Calendario(20, Ajuste.ANTERIOR_HABIL, extraordinarios=frozenset({date(2026, 11, 20)}))
    recuperado = Calendario(20, Ajuste.ANTERIOR_HABIL, laborables=frozenset({date(2026, 6, 20)}))

    assert con_puente.pago(date(2026, 11, 1)).fecha == date(2026, 11, 19)
    assert recuperado.pago(date(2026, 6, 1)).fecha == date(2026, 6, 20)


def test_a_published_date_wins_in_its_month_and_in_no_other():
    # TV43c, https://www.expreso.ec (264870): in November 2025 the 14th.
    assert PUBLICADO.pago(date(2025, 11, 1))[1:] == (date(2025, 11, 14), Motivo.PUBLICADA)
    assert PUBLICADO.pago(date(2025, 12, 1))[1:] == (date(2025, 12, 19), Motivo.PUBLICADA)
    assert PUBLICADO.pago(date(2026, 1, 1))[1:] == (date(2026, 1, 19), Motivo.PUBLICADA)
    assert PUBLICADO.pago(date(2020, 8, 1))[1:] == (date(2020, 8, 20), Motivo.HABITUAL)
    assert PUBLICADO.pago(date(2025, 10, 1)).fecha == date(2025, 10, 20)


def test_without_the_rule_for_weekends_or_with_the_other_one():
    assert Calendario(20, Ajuste.NINGUNO).pago(date(2026, 12, 1)).fecha == date(2026, 12, 20)
    assert Calendario(20, Ajuste.SIGUIENTE_HABIL).pago(date(2026, 12, 1)).fecha == date(2026, 12, 21)
    assert Calendario(31, Ajuste.NINGUNO).pago(date(2026, 2, 1)).fecha == date(2026, 2, 28)


def test_the_day_of_payment_is_still_next_on_its_own_day_and_no_longer_on_the_one_after():
    assert [p.fecha for p in REGLA.proximos(date(2026, 11, 20), 2)] == [date(2026, 11, 20), date(2026, 12, 18)]
    assert REGLA.proximos(date(2026, 11, 21), 1)[0].fecha == date(2026, 12, 18)


def test_the_file_has_whole_days_stable_names_and_lines_of_75_bytes():
    texto = ics(REGLA.proximos(date(2026, 11, 22), 2), "portal.iess.gob.ec", AHORA)
    lineas = texto.split("\r\n")

    assert lineas[0] == "BEGIN:VCALENDAR"
    assert lineas[-2:] == ["END:VCALENDAR", ""]
    assert "DTSTART;VALUE=DATE:20261218" in lineas
    assert "DTEND;VALUE=DATE:20261219" in lineas
    assert "DTSTAMP:20261122T150000Z" in lineas
    assert [linea for linea in lineas if linea.startswith("UID:")] == [
        "UID:pago-pension-2026-12@portal.iess.gob.ec",
        "UID:pago-pension-2027-01@portal.iess.gob.ec",
    ]
    assert max(len(linea.encode()) for linea in lineas) <= 75
    assert "SUMMARY:Pago de la pensión de diciembre de 2026" in texto.replace("\r\n ", "")
    otro_dia = ics(REGLA.proximos(date(2026, 12, 1), 2), "portal.iess.gob.ec", AHORA)
    assert "UID:pago-pension-2026-12@portal.iess.gob.ec" in otro_dia


def test_a_long_line_is_folded_between_letters():
    texto = ics(REGLA.proximos(date(2026, 11, 22), 1), "ñ" * 100, AHORA)

    assert all(len(linea.encode()) <= 75 for linea in texto.split("\r\n"))
    assert f"UID:pago-pension-2026-12@{'ñ' * 100}" in texto.replace("\r\n ", "")

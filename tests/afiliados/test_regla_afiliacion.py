"""The rule of affiliation, at its boundaries. No database."""

from datetime import date

import pytest

from afiliados.reglas.afiliacion import Afiliacion, Aportes, Situacion, Vinculo, afiliacion

HOY = date(2026, 11, 20)


def trabajo(desde: date, hasta: date | None = None) -> Vinculo:
    return Vinculo("1790011674001", "Sol S.A.", desde, hasta)


def voluntaria(desde: date, hasta: date | None = None) -> Vinculo:
    return Vinculo("", "", desde, hasta)


def el(dia: date, vinculos=(), voluntarios=(), ultimo_mes=None, fallecimiento=None) -> Afiliacion:
    # LSS art. 73: contributions are paid within the first fifteen days of the next month.
    return afiliacion(
        list(vinculos), Aportes(set(voluntarios), ultimo_mes), dia, dia_de_pago=15, fallecimiento=fallecimiento
    )


@pytest.mark.parametrize(
    ("hasta", "situacion"),
    [
        (None, Situacion.ACTIVA),
        (date(2026, 11, 21), Situacion.ACTIVA),
        (HOY, Situacion.ACTIVA),
        (date(2026, 11, 19), Situacion.CESANTE),
    ],
)
def test_one_is_insured_until_the_last_day_of_work_inclusive(hasta, situacion):
    assert el(HOY, [trabajo(date(2020, 1, 6), hasta)]).situacion is situacion


def test_one_is_insured_from_the_first_day_of_work():
    assert el(HOY, [trabajo(HOY)]).situacion is Situacion.ACTIVA
    assert el(HOY, [trabajo(date(2026, 11, 21))]).situacion is Situacion.SIN_AFILIACION


def test_an_affiliation_that_has_not_begun_is_named():
    assert el(HOY, [trabajo(date(2026, 12, 1))]).proxima == date(2026, 12, 1)


def test_two_employers_are_two_affiliations_the_older_first():
    hecho = el(HOY, [trabajo(date(2022, 1, 1)), trabajo(date(2019, 1, 1))])

    assert [vinculo.desde.year for vinculo in hecho.vigentes] == [2019, 2022]


def test_the_end_is_that_of_the_last_affiliation():
    viejo, nuevo = trabajo(date(2001, 1, 1), date(2010, 5, 31)), trabajo(date(2011, 1, 1), date(2015, 2, 28))

    assert el(HOY, [nuevo, viejo]).cese == date(2015, 2, 28)


@pytest.mark.parametrize(
    ("dia", "situacion"),
    [
        (date(2026, 10, 31), Situacion.ACTIVA),
        (date(2026, 11, 15), Situacion.ACTIVA),  # October may be paid until this very day
        (date(2026, 11, 16), Situacion.CESANTE),
    ],
)
def test_a_voluntary_affiliation_runs_while_its_months_are_paid(dia, situacion):
    solo_aportes = el(dia, voluntarios=[date(2026, 8, 1), date(2026, 9, 1)], ultimo_mes=date(2026, 9, 1))
    inscrita = el(dia, [voluntaria(date(2026, 8, 1))], [date(2026, 8, 1), date(2026, 9, 1)], date(2026, 9, 1))

    assert solo_aportes.situacion is situacion
    assert inscrita.situacion is situacion


def test_a_voluntary_affiliation_last_paid_in_2011_is_not_active_today():
    hecho = el(HOY, [voluntaria(date(2010, 1, 1))], [date(2011, 3, 1)], date(2011, 3, 1))

    assert (hecho.situacion, hecho.cese) == (Situacion.CESANTE, date(2011, 3, 31))


def test_whoever_has_just_enrolled_is_active_before_the_first_payment():
    assert el(HOY, [voluntaria(date(2026, 11, 3))]).situacion is Situacion.ACTIVA


def test_an_old_closed_voluntary_affiliation_does_not_hide_todays_run():
    meses = [date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)]

    hecho = el(HOY, [voluntaria(date(2009, 1, 1), date(2012, 6, 30))], meses, meses[-1])

    assert hecho.situacion is Situacion.ACTIVA
    assert hecho.vigentes[0].desde == date(2026, 8, 1)


def test_contributions_without_an_affiliation_are_not_called_no_affiliation_ever():
    assert el(HOY, ultimo_mes=date(2026, 9, 1)).situacion is Situacion.SOLO_APORTES
    assert el(HOY).situacion is Situacion.SIN_AFILIACION


def test_nobody_is_affiliated_after_death():
    hecho = el(HOY, [trabajo(date(2020, 1, 6))], fallecimiento=date(2026, 11, 1))

    assert (hecho.situacion, hecho.cese) == (Situacion.FALLECIDA, date(2026, 11, 1))

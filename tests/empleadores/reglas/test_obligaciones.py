"""The rule of the certificate of obligations, at its boundaries (E §6)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from empleadores.reglas.obligaciones import Obligacion, Situacion, cumplimiento

VENCE = date(2026, 11, 16)
TARDE = VENCE + timedelta(days=1)
UNA = Obligacion(date(2026, 10, 1), "0001", "aportes", VENCE, Decimal("206.00"), Decimal("0.00"))
EN_ACUERDO = replace(UNA, convenio="CP-2026-1")


def situacion(*obligaciones: Obligacion, hoy: date = TARDE) -> Situacion:
    return cumplimiento(obligaciones, hoy).situacion


def test_who_owes_nothing_is_not_in_arrears():
    """TV18 (P, unofficial public code)."""
    assert situacion() is Situacion.NO_MORA


def test_the_due_day_itself_is_in_time_and_the_day_after_is_not():
    """E §6: a planilla inside its pay window is no mora. TV19 from the day after on."""
    assert situacion(UNA, hoy=VENCE) is Situacion.NO_MORA
    assert situacion(UNA, hoy=TARDE) is Situacion.SI_MORA


def test_what_is_in_its_pay_window_is_told_apart_from_what_is_late():
    del_mes = replace(UNA, periodo=date(2026, 11, 1), vence=date(2026, 12, 15))

    hecho = cumplimiento([UNA, del_mes], TARDE)

    assert (hecho.en_mora, hecho.por_vencer) == ((UNA,), (del_mes,))
    assert hecho.total == Decimal("206.00")


def test_everything_late_inside_an_agreement_that_is_kept_is_in_the_way_of_payment():
    otra = replace(EN_ACUERDO, sucursal="0002")

    assert situacion(EN_ACUERDO, otra) is Situacion.EN_TRAMITE_DE_PAGO
    assert cumplimiento([EN_ACUERDO, otra], TARDE).total == 0


def test_one_late_planilla_outside_the_agreement_is_mora_and_is_all_of_the_amount():
    fuera = replace(UNA, sucursal="0002", capital=Decimal("50.00"), interes=Decimal("1.25"))

    hecho = cumplimiento([EN_ACUERDO, fuera], TARDE)

    assert hecho.situacion is Situacion.SI_MORA
    assert (hecho.capital, hecho.interes, hecho.total) == (Decimal("50.00"), Decimal("1.25"), Decimal("51.25"))
    assert hecho.en_convenio == (EN_ACUERDO,)


def test_a_broken_agreement_no_longer_includes_anything():
    assert situacion(replace(EN_ACUERDO, convenio="")) is Situacion.SI_MORA


def test_an_agreement_on_what_is_not_late_yet_is_no_mora():
    assert situacion(EN_ACUERDO, hoy=VENCE) is Situacion.NO_MORA


def test_what_a_part_payment_left_is_still_mora_down_to_the_last_cent():
    assert situacion(replace(UNA, capital=Decimal("0.01"))) is Situacion.SI_MORA
    assert situacion(replace(UNA, capital=Decimal("0.00"), interes=Decimal("0.01"))) is Situacion.SI_MORA
    assert situacion(replace(UNA, capital=Decimal("0.00"))) is Situacion.NO_MORA


cantidades = st.decimals(0, 10_000, places=2)
obligaciones = st.builds(
    Obligacion,
    periodo=st.just(date(2026, 10, 1)),
    sucursal=st.sampled_from(["0001", "0002"]),
    tipo=st.just("aportes"),
    vence=st.dates(VENCE - timedelta(days=40), VENCE + timedelta(days=40)),
    capital=cantidades,
    interes=cantidades,
    convenio=st.sampled_from(["", "CP-2026-1"]),
)


@given(st.lists(obligaciones, max_size=6), st.dates(VENCE - timedelta(days=45), VENCE + timedelta(days=45)))
def test_the_amount_and_the_words_never_disagree(lista, hoy):
    hecho = cumplimiento(lista, hoy)

    assert (hecho.total > 0) == (hecho.situacion is Situacion.SI_MORA)
    assert hecho.total == sum(o.capital + o.interes for o in lista if o.vence < hoy and not o.convenio)
    assert cumplimiento(lista[::-1], hoy).situacion is hecho.situacion

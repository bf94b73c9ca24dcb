from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.tiempo_servicio import Fila, Laguna, resumir

UNO, OTRO = "1790011674001", "0992397535001"


def fila(periodo: str, ruc: str = UNO, *, dias: int = 30, sueldo: int | str = 500, pagado: bool = True) -> Fila:
    return Fila(date.fromisoformat(f"{periodo}-01"), ruc, f"Empresa {ruc[:4]}", dias, Decimal(sueldo), pagado)


@st.composite
def filas(draw):
    mes = st.dates(date(1980, 1, 1), date(2026, 12, 31)).map(lambda d: d.replace(day=1))
    una = st.builds(
        Fila,
        mes,
        st.sampled_from([UNO, OTRO, ""]),
        st.sampled_from(["Alfa", "Beta"]),
        st.integers(0, 31),
        st.decimals(0, 5000, places=2),
        st.booleans(),
    )
    return draw(st.lists(una, max_size=40))


def test_a_person_without_contributions_has_an_empty_summary():
    nada = resumir([])
    assert (nada.imposiciones, nada.imposiciones_impagas, nada.dias) == (0, 0, 0)
    assert nada.tiempo == (0, 0)
    assert nada.primer_mes is nada.ultimo_mes is nada.ultimo_pagado is None
    assert nada.lagunas == nada.anios == nada.empleadores == ()


def test_a_month_counts_once_however_many_employers():
    resumen = resumir([fila("2025-01"), fila("2025-01", OTRO, dias=15, sueldo=300), fila("2025-02")])
    assert resumen.imposiciones == 2
    assert resumen.dias == 60
    assert resumen.simultaneas == 1
    assert resumen.meses[0].sueldo == Decimal(800)


def test_days_of_two_part_time_employers_add_up_to_thirty_at_most():
    assert resumir([fila("2025-01", dias=15), fila("2025-01", OTRO, dias=12)]).dias == 27
    assert resumir([fila("2025-01", dias=26), fila("2025-01", OTRO, dias=15)]).dias == 30


def test_a_month_that_one_employer_paid_is_paid_and_the_other_is_named():
    resumen = resumir([fila("2025-01"), fila("2025-01", OTRO, pagado=False)])
    assert (resumen.imposiciones, resumen.imposiciones_impagas) == (1, 0)
    assert resumen.meses[0].con_impago
    assert {e.ruc: e.impagas for e in resumen.empleadores} == {UNO: (), OTRO: (date(2025, 1, 1),)}


def test_a_month_that_nobody_paid_adds_no_time_and_is_no_gap():
    resumen = resumir([fila("2025-01"), fila("2025-02", pagado=False), fila("2025-03")])
    assert (resumen.imposiciones, resumen.imposiciones_impagas) == (2, 1)
    assert resumen.dias == 60
    assert resumen.lagunas == ()
    assert resumen.anios[0].sueldo == Decimal(1000)


def test_a_gap_has_its_first_and_last_month_across_the_year():
    resumen = resumir([fila("2024-10"), fila("2025-03")])
    assert resumen.lagunas == (Laguna(date(2024, 11, 1), date(2025, 2, 1), 4),)


def test_the_last_paid_month_may_be_before_the_last_month():
    resumen = resumir([fila("2025-01"), fila("2025-02", pagado=False)])
    assert resumen.ultimo_pagado == date(2025, 1, 1)
    assert resumen.ultimo_mes == date(2025, 2, 1)


def test_imposiciones_become_years_and_months():
    assert resumir([fila(f"{2020 + n // 12}-{n % 12 + 1:02d}") for n in range(31)]).tiempo == (2, 7)


def test_two_branches_of_an_employer_are_one_row_with_the_newest_name():
    viejo = fila("2024-12")._replace(empleador="Nombre anterior")
    resumen = resumir([fila("2025-01"), viejo, fila("2025-01", dias=5)])
    (servicio,) = resumen.empleadores
    assert (servicio.desde, servicio.hasta) == (date(2024, 12, 1), date(2025, 1, 1))
    assert (servicio.imposiciones, servicio.dias, servicio.empleador) == (2, 60, "Empresa 1790")


@given(filas(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(registro, azar):
    mezcla = list(registro)
    azar.shuffle(mezcla)
    assert resumir(mezcla) == resumir(registro)


@given(filas().filter(bool), st.data())
def test_one_more_employer_in_a_paid_month_adds_no_imposicion(registro, data):
    antes = resumir(registro)
    pagados = [mes.periodo for mes in antes.meses if mes.pagado]
    if not pagados:
        return
    extra = Fila(
        data.draw(st.sampled_from(pagados)), "1760001550001", "Gama", 30, Decimal(700), data.draw(st.booleans())
    )
    assert resumir([*registro, extra]).imposiciones == antes.imposiciones


@given(filas().filter(bool))
def test_months_and_gaps_fill_the_span(registro):
    resumen = resumir(registro)
    primero, ultimo = resumen.primer_mes, resumen.ultimo_mes
    trecho = (ultimo.year - primero.year) * 12 + ultimo.month - primero.month + 1
    huecos = sum(laguna.meses for laguna in resumen.lagunas)
    assert resumen.imposiciones + resumen.imposiciones_impagas + huecos == trecho


@given(filas())
def test_years_add_up_to_the_totals_and_no_month_exceeds_thirty_days(registro):
    resumen = resumir(registro)
    assert sum(a.imposiciones for a in resumen.anios) == resumen.imposiciones
    assert sum(a.impagas for a in resumen.anios) == resumen.imposiciones_impagas
    assert sum(a.dias for a in resumen.anios) == resumen.dias <= 30 * resumen.imposiciones
    assert sum(a.sueldo for a in resumen.anios) == sum(f.sueldo for f in registro if f.pagado)


@given(filas())
def test_no_employer_has_more_time_than_the_record(registro):
    resumen = resumir(registro)
    assert all(e.imposiciones <= resumen.imposiciones and e.dias <= resumen.dias for e in resumen.empleadores)
    assert resumen.simultaneas >= 0

"""What an employer asks of a month: its planillas, and the adjustment of one that is closed. And the clock."""

from datetime import date

import pytest

from empleadores.models import Generacion
from empleadores.planillas import reloj, services
from empleadores.planillas.ajuste import ajustar
from empleadores.planillas.generacion import generar
from empleadores.planillas.services import MesCerrado, SinNovedades, generar_ajuste, generar_mes
from nucleo.limpieza import limpiar
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from registro.models import DE_FONDOS_DE_RESERVA, Aporte, Empleador, Planilla, Relacion, nombre_de_tipo
from tests import mundo
from tests.empleadores.planillas.mes import OCTUBRE, d, filas, novedad, planilla, por, sin_cambios, trabaja

pytestmark = pytest.mark.django_db
VIEJO = date(2020, 1, 1)


@pytest.fixture
def sol() -> Empleador:
    return mundo.empleador()


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture
def abierto(time_machine):
    time_machine.move_to("2026-11-05T10:00:00-05:00", tick=False)


@pytest.fixture
def cerrado(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


def pagar(suya: Planilla) -> None:
    Planilla.objects.filter(pk=suya.pk).update(aportes_impagos=0, fecha_pago=date(2026, 11, 10))
    Aporte.objects.filter(planilla=suya).update(fecha_pago=date(2026, 11, 10))


# --- the month --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("abierto")
def test_the_employer_makes_the_planillas_of_an_open_month_and_is_told_what_changed(sol, ana):
    trabaja(ana, sol, sueldo="1000")
    trabaja(ana, mundo.empleador(mundo.RUC_MAR))

    hecha = generar_mes(actuacion=por(sol), periodo=OCTUBRE)

    assert hecha.terminada
    assert hecha.cambio
    assert hecha.resultado == {
        "empleadores": 1,
        "filas": 1,
        "nuevas": 1,
        "cambiadas": 0,
        "quitadas": 0,
        "antes": "0.00",
        "capital": "216.00",
    }
    assert not Planilla.objects.exclude(empleador=sol).exists()
    asiento = Asiento.objects.get(accion="planillas.generadas")
    assert (asiento.objeto, asiento.por, asiento.datos["nuevas"]) == (f"empleador:{sol.ruc}", "clave_patronal", 1)
    assert not generar_mes(actuacion=por(sol), periodo=OCTUBRE).cambio


@pytest.mark.usefixtures("abierto")
def test_a_month_without_workers_has_nothing_to_make(sol):
    with pytest.raises(SinNovedades, match="no tuvo trabajadores"):
        generar_mes(actuacion=por(sol), periodo=OCTUBRE)

    assert not Generacion.objects.exists()


@pytest.mark.usefixtures("abierto")
def test_a_month_that_is_not_over_waits(sol, ana):
    trabaja(ana, sol)

    with pytest.raises(MesCerrado, match="desde el 1 de diciembre de 2026"):
        generar_mes(actuacion=por(sol), periodo=date(2026, 11, 1))


@pytest.mark.usefixtures("cerrado")
def test_a_closed_month_is_not_made_again_and_the_message_says_what_to_do(sol, ana):
    trabaja(ana, sol)
    generar(OCTUBRE)

    with pytest.raises(MesCerrado, match=r"Ya pasó su fecha máxima de pago\. Lo que falte se cobra con una planilla"):
        generar_mes(actuacion=por(sol), periodo=OCTUBRE)


@pytest.mark.usefixtures("cerrado")
def test_a_month_that_nobody_made_is_made_late(sol, ana):
    trabaja(ana, sol)

    assert generar_mes(actuacion=por(sol), periodo=OCTUBRE).cambio


@pytest.mark.usefixtures("abierto")
def test_a_big_employer_is_done_by_a_worker_and_asking_twice_is_asking_once(
    sol, ana, monkeypatch, django_capture_on_commit_callbacks
):
    trabaja(ana, sol)
    monkeypatch.setattr(services, "EN_LA_PETICION", 0)

    pedida = generar_mes(actuacion=por(sol), periodo=OCTUBRE)
    otra = generar_mes(actuacion=por(sol), periodo=OCTUBRE)

    assert not pedida.terminada
    assert pedida.pk == otra.pk
    assert not Planilla.objects.exists()

    drain()

    pedida.refresh_from_db()
    assert (pedida.terminada, pedida.resultado["nuevas"]) == (True, 1)
    services.hacer(generacion_id=pedida.pk)
    assert Asiento.objects.filter(accion="planillas.generadas").count() == 1


@pytest.mark.usefixtures("abierto")
def test_a_month_that_closes_while_it_waits_is_left_alone_and_says_so(sol, ana, monkeypatch):
    trabaja(ana, sol)
    generar(OCTUBRE)
    trabaja(mundo.persona(mundo.LUIS), sol)
    monkeypatch.setattr(services, "EN_LA_PETICION", 0)
    pedida = generar_mes(actuacion=por(sol), periodo=OCTUBRE)
    pagar(planilla())

    drain()

    pedida.refresh_from_db()
    assert (pedida.terminada, pedida.rechazo) == (True, "Ya se pagó algo de sus planillas.")
    assert len(filas()) == 1


# --- the adjustment ---------------------------------------------------------------------------------------------------


@pytest.fixture
def pagado(sol, ana, abierto, time_machine) -> Relacion:
    """Ana works since 2020 for 500; October is paid, and over."""
    suya = trabaja(ana, sol, VIEJO, sueldo="500")
    generar(OCTUBRE)
    for una in Planilla.objects.all():
        pagar(una)
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)
    return suya


def test_an_adjustment_charges_what_a_late_notice_adds_and_touches_nothing_else(sol, ana, pagado):
    novedad(pagado, "INS", OCTUBRE, "100", causa="A")
    luis = mundo.persona(mundo.LUIS)
    trabaja(luis, sol, date(2026, 10, 16), sueldo="600")
    antes = list(Planilla.objects.all())

    hecho = generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)

    assert sin_cambios(antes)
    # 100 and 300: 9.45 + 11.15 + 1.00 and 28.35 + 33.45 + 3.00; 8.33 of fondos de reserva
    assert hecho.resultado["nuevas"] == 3
    assert hecho.resultado["capital"] == "94.73"
    assert filas("AJUSTE", "AJUSTE_FONDOS") == [
        ("AJUSTE", "0001", luis.cedula, 15, d("300.00"), 0),
        ("AJUSTE", "0001", ana.cedula, 1, d("100.00"), 0),
        ("AJUSTE_FONDOS", "0001", ana.cedula, 1, d("100.00"), 0),
    ]
    assert (planilla("AJUSTE").capital, planilla("AJUSTE_FONDOS").fondos) == (d("86.40"), d("8.33"))
    assert planilla("AJUSTE").fecha_vencimiento == date(2026, 11, 16)
    assert Asiento.objects.get(accion="planillas.ajustadas").datos["capital"] == "94.73"


def test_a_second_adjustment_charges_only_what_came_after_the_first(sol, pagado):
    novedad(pagado, "INS", OCTUBRE, "100", causa="A")
    generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)
    with pytest.raises(SinNovedades, match="no hay nada que ajustar"):
        generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)
    novedad(pagado, "INS", OCTUBRE, "10", causa="B")

    generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)

    assert planilla("AJUSTE_2").suma_sueldos == planilla("AJUSTE_FONDOS_2").suma_sueldos == d("10.00")
    assert Generacion.objects.count() == 2
    assert Aporte.objects.count() == 6


def test_what_was_charged_too_much_is_told_and_not_given_back(sol, ana, pagado):
    pagado.sueldo = d("400")
    pagado.save()

    hecho = generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)

    assert (hecho.resultado["nuevas"], hecho.resultado["de_mas"]) == (0, 1)
    assert (hecho.resultado["sueldo_de_mas"], hecho.resultado["fondos_de_mas"]) == ("100.00", "100.00")
    assert not Planilla.objects.filter(tipo__startswith="AJUSTE").exists()
    assert not hecho.cambio


def test_health_that_is_missing_is_charged_though_the_salary_is_not(sol):
    luis = mundo.persona(mundo.LUIS)
    trabaja(luis, sol, jornada="4")
    generar(OCTUBRE)
    Aporte.objects.update(salud=d("0.63"))

    ajustar(OCTUBRE, sol.pk)

    assert filas("AJUSTE") == [("AJUSTE", "0001", luis.cedula, 1, d("0.00"), d("10.00"))]
    assert planilla("AJUSTE").capital == d("10.00")


@pytest.mark.usefixtures("abierto")
def test_an_open_month_is_made_again_instead_of_adjusted(sol, ana):
    trabaja(ana, sol)
    with pytest.raises(SinNovedades, match="todavía no tiene planillas"):
        generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)
    generar(OCTUBRE)

    with pytest.raises(SinNovedades, match="sigue abierto"):
        generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)


def test_an_adjustment_that_is_there_keeps_its_month_closed(sol, pagado):
    novedad(pagado, "INS", OCTUBRE, "100", causa="A")
    generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)
    Planilla.objects.exclude(tipo__startswith="AJUSTE").update(fecha_pago=None, aportes_impagos=1)

    assert dict(generar(OCTUBRE, hoy=date(2026, 11, 5)).omitidos) == {"Ya tiene una planilla de ajuste.": 1}


def test_a_month_has_nine_adjustments_at_most(sol, pagado):
    for i in range(9):
        novedad(pagado, "INS", OCTUBRE, "1", causa=str(i))
        generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)
    novedad(pagado, "INS", OCTUBRE, "1", causa="X")

    with pytest.raises(SinNovedades, match="todas las planillas de ajuste"):
        generar_ajuste(actuacion=por(sol), periodo=OCTUBRE)


@pytest.mark.parametrize(
    ("tipo", "nombre"),
    [
        ("APORTES", "Aportes"),
        ("NNA", "Aportes"),
        ("NNF", "Fondos de reserva"),
        ("AJUSTE", "Ajuste"),
        ("AJUSTE_2", "Ajuste 2"),
        ("AJUSTE_FONDOS_9", "Ajuste de fondos de reserva 9"),
        ("GLOSA_1", "GLOSA_1"),
    ],
)
def test_a_kind_has_its_name(tipo, nombre):
    assert nombre_de_tipo(tipo) == nombre
    assert (tipo in DE_FONDOS_DE_RESERVA) == ("fondos" in nombre.lower())


# --- the clock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("dia", "pedidas"), [("2026-11-04", 0), ("2026-11-05", 1), ("2026-11-30", 1)])
def test_from_its_day_on_the_daily_clean_up_makes_last_month_of_all(sol, ana, time_machine, dia, pedidas):
    time_machine.move_to(f"{dia}T03:17:00-05:00", tick=False)
    trabaja(ana, sol)
    trabaja(ana, mundo.empleador(mundo.RUC_MAR))

    limpiar()
    limpiar()
    drain()

    assert Outbox.objects.filter(kind="planillas.mes").count() == pedidas
    assert [(p.periodo, p.tipo) for p in Planilla.objects.all()] == [(OCTUBRE, "APORTES")] * 2 * pedidas


def test_the_clock_does_a_month_once_and_what_changes_later_is_the_employers_to_ask(sol, ana, time_machine):
    trabaja(ana, sol)
    time_machine.move_to("2026-11-05T10:00:00-05:00", tick=False)
    reloj.pedir_el_mes_pasado(date(2026, 11, 5))
    drain()
    trabaja(mundo.persona(mundo.LUIS), sol)

    reloj.pedir_el_mes_pasado(date(2026, 11, 6))
    drain()

    assert len(filas()) == 1


def test_what_does_not_fit_in_one_turn_of_a_worker_goes_on_in_the_next(sol, ana, time_machine, monkeypatch):
    time_machine.move_to("2026-11-05T10:00:00-05:00", tick=False)
    trabaja(ana, sol)
    trabaja(ana, mundo.empleador(mundo.RUC_MAR))
    monkeypatch.setattr("empleadores.planillas.generacion.POR_LOTE", 1)
    monkeypatch.setattr(reloj, "SEGUNDOS", -1.0)

    reloj.pedir_el_mes_pasado(date(2026, 11, 5))
    drain()

    assert Planilla.objects.count() == 2
    assert Outbox.objects.filter(kind="planillas.mes", state="HECHO").count() == 3

"""The planillas of a month, as the engine makes them from the notices: what it writes, and what it leaves alone."""

import threading
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from empleadores.models import MesReabierto
from empleadores.planillas import generacion
from empleadores.planillas.generacion import generar
from empleadores.planillas.meses import Cierre
from nucleo.models import Asiento
from registro.models import Aporte, Empleador, Pago, Planilla
from tests import mundo
from tests.empleadores.planillas.mes import (
    ABIERTO,
    CERRADO,
    DESHECHA,
    OCTUBRE,
    d,
    filas,
    gente,
    novedad,
    planilla,
    sin_cambios,
    trabaja,
)

pytestmark = pytest.mark.django_db
VIEJO = date(2020, 1, 1)


@pytest.fixture
def sol() -> Empleador:
    return mundo.empleador()


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture
def luis():
    return mundo.persona(mundo.LUIS)


# --- what is charged --------------------------------------------------------------------------------------------------


def test_a_worker_of_years_is_one_row_in_each_planilla(sol, ana):
    # TV11: 1000 → 94.50; 111.50; CCC 10.00; FR 83.30
    trabaja(ana, sol, VIEJO, sueldo="1000")

    hecho = generar(OCTUBRE, hoy=ABIERTO)

    assert (hecho.nuevas, hecho.cambiadas, hecho.quitadas, hecho.capital) == (2, 0, 0, d("299.30"))
    aportes, fondos = planilla(), planilla("FONDOS_RESERVA")
    assert (aportes.personal, aportes.patronal, aportes.ccc) == (d("94.50"), d("111.50"), d("10.00"))
    assert (aportes.capital, fondos.capital) == (d("216.00"), d("83.30"))
    assert (aportes.fecha_vencimiento, aportes.trabajadores, aportes.aportes_impagos) == (date(2026, 11, 16), 1, 1)
    assert filas() == [(t, "0001", ana.cedula, 30, d("1000.00"), 0) for t in ("APORTES", "FONDOS_RESERVA")]


@pytest.mark.parametrize(
    ("tipo", "personal", "patronal", "ccc"),
    [
        ("PRIVADO", "94.50", "111.50", "10.00"),
        pytest.param("PUBLICO", "114.50", "91.50", "0.00", id="TV12"),
        ("DOMESTICO", "94.50", "111.50", "0.00"),
    ],
)
def test_each_kind_of_employer_has_its_rates(ana, tipo, personal, patronal, ccc):
    trabaja(ana, mundo.empleador(tipo=tipo), sueldo="1000")

    generar(OCTUBRE, hoy=ABIERTO)

    suya = planilla()
    assert (suya.personal, suya.patronal, suya.ccc) == (d(personal), d(patronal), d(ccc))


def test_parts_are_rounded_row_by_row_and_then_added(sol):
    # TV15: 470 × 20.60 % is 96.82; its parts are 44.42 and 52.41
    for persona in gente(3):
        trabaja(persona, sol, sueldo="470")

    generar(OCTUBRE, hoy=ABIERTO)

    suya = planilla()
    assert (suya.personal, suya.patronal, suya.capital) == (d("133.26"), d("157.23"), d("304.59"))


def test_who_works_half_the_day_is_charged_half_and_the_employer_health(sol, ana):
    # TV08: 482, 4 h → 15 days; 241.00; 10.63
    trabaja(ana, sol, jornada="4")

    generar(OCTUBRE, hoy=ABIERTO)

    assert filas() == [("APORTES", "0001", ana.cedula, 15, d("241.00"), d("10.63"))]
    assert planilla().salud == d("10.63")


def test_each_branch_has_its_planilla_and_who_works_in_two_is_in_both(sol, ana, luis):
    trabaja(ana, sol, sueldo="500")
    trabaja(ana, sol, sueldo="300", sucursal="0002")
    trabaja(luis, sol, sueldo="700", sucursal="0002")

    generar(OCTUBRE, hoy=ABIERTO)

    assert [(p.sucursal, p.trabajadores, p.suma_sueldos) for p in Planilla.objects.order_by("sucursal")] == [
        ("0001", 1, d("500.00")),
        ("0002", 2, d("1000.00")),
    ]


def test_a_month_is_paid_with_its_own_salary_and_extras(sol, ana):
    suya = trabaja(ana, sol, sueldo="500")
    novedad(suya, "MSU", date(2026, 11, 1), "650", antes="600")
    novedad(suya, "MSU", date(2026, 10, 1), "600", antes="500", deshecha_en=DESHECHA)
    novedad(suya, "INS", OCTUBRE, "20", causa="A")
    novedad(suya, "INS", OCTUBRE, "0.55", causa="B")
    novedad(suya, "INS", OCTUBRE, "900", causa="C", deshecha_en=DESHECHA)
    novedad(suya, "INS", date(2026, 9, 1), "80", causa="A")

    generar(OCTUBRE, hoy=ABIERTO)

    assert filas() == [("APORTES", "0001", ana.cedula, 30, d("620.55"), 0)]


def test_a_voluntary_affiliation_is_nobodys_planilla(ana):
    mundo.relacion(ana, None, VIEJO)

    assert not generar(OCTUBRE, hoy=ABIERTO).cambio


# --- again ------------------------------------------------------------------------------------------------------------


def test_twice_changes_nothing(sol):
    for i, persona in enumerate(gente(5)):
        trabaja(persona, sol, VIEJO, sueldo=f"{500 + i}.33", jornada=["COMPLETA", "4"][i % 2])
    generar(OCTUBRE, hoy=ABIERTO)
    antes, suyas = list(Planilla.objects.all()), list(Aporte.objects.values())

    hecho = generar(OCTUBRE, hoy=ABIERTO)

    assert not hecho.cambio
    assert sin_cambios(antes)
    assert list(Aporte.objects.values()) == suyas


def test_what_the_notices_change_is_written_and_nothing_else(sol):
    sale, gana, igual, entra = gente(4)
    suya, otra = trabaja(sale, sol), trabaja(gana, sol)
    trabaja(igual, sol)
    generar(OCTUBRE, hoy=ABIERTO)
    queda = Aporte.objects.get(persona=igual)
    suya.delete()
    novedad(otra, "INS", OCTUBRE, "18", causa="A")
    trabaja(entra, sol, date(2026, 10, 16))

    hecho = generar(OCTUBRE, hoy=ABIERTO)

    assert (hecho.nuevas, hecho.cambiadas, hecho.quitadas) == (1, 1, 1)
    assert [fila[2:5] for fila in filas()] == [
        (gana.cedula, 30, d("500.00")),
        (igual.cedula, 30, d("482.00")),
        (entra.cedula, 15, d("241.00")),
    ]
    assert Aporte.objects.get(persona=igual).pk == queda.pk
    assert hecho.capital == planilla().capital == d("264.16")


def test_a_planilla_that_nobody_is_in_any_more_is_annulled_and_comes_back_with_them(sol, ana):
    suya = trabaja(ana, sol)
    generar(OCTUBRE, hoy=ABIERTO)
    primera = planilla()
    suya.delete()

    generar(OCTUBRE, hoy=ABIERTO)

    anulada = planilla()
    assert anulada.anulada_en
    assert (anulada.capital, anulada.trabajadores, anulada.personal, Aporte.objects.count()) == (0, 0, 0, 0)
    assert not generar(OCTUBRE, hoy=ABIERTO).cambio

    trabaja(ana, sol)
    generar(OCTUBRE, hoy=ABIERTO)

    viva = planilla()
    assert (viva.pk, viva.anulada_en, viva.capital) == (primera.pk, None, primera.capital)


def test_an_open_month_takes_the_rates_of_today(sol, ana):
    trabaja(ana, sol)
    generar(OCTUBRE, hoy=ABIERTO)
    Planilla.objects.update(tasa_personal=9)

    assert generar(OCTUBRE, hoy=ABIERTO).capital == planilla().capital
    assert planilla().tasa_personal == d("9.45")


# --- cut short --------------------------------------------------------------------------------------------------------


class Corte(BaseException):
    """As a kill -9: nothing catches it."""


def test_what_was_cut_short_is_finished_by_running_it_again(monkeypatch):
    monkeypatch.setattr(generacion, "EMPLEADORES_POR_LOTE", 2)
    personas = gente(5)
    for i, persona in enumerate(personas):
        trabaja(persona, mundo.empleador(f"179001167{i}001", razon_social=f"Empresa {i}"))

    def cortar(suma, ultimo) -> bool:
        if suma.empleadores == 4:
            raise Corte
        return True

    with pytest.raises(Corte):
        generar(OCTUBRE, hoy=ABIERTO, al_avanzar=cortar)
    hechas = list(Planilla.objects.all())
    assert len(hechas) == 4

    resto = generar(OCTUBRE, hoy=ABIERTO)

    assert (resto.nuevas, resto.cambiadas, resto.quitadas, resto.filas) == (1, 0, 0, 5)
    assert sin_cambios(hechas)
    assert len({fila[2] for fila in filas()}) == 5


def test_a_chunk_is_written_whole_or_not_at_all(sol, ana, monkeypatch):
    trabaja(ana, sol)
    monkeypatch.setattr("empleadores.planillas.asiento.valorar_por", lambda *args: (_ for _ in ()).throw(Corte))

    with pytest.raises(Corte):
        generar(OCTUBRE, hoy=ABIERTO)

    assert not Planilla.objects.exists()
    assert not Aporte.objects.exists()


def test_chunks_change_nothing_of_the_result(monkeypatch):
    personas = gente(6)
    for i, persona in enumerate(personas):
        trabaja(persona, mundo.empleador(f"179001167{i}001", razon_social=f"Empresa {i}"), sueldo=f"{600 + i}")
    de_una = generar(OCTUBRE, hoy=ABIERTO)
    Aporte.objects.all().delete()
    Planilla.objects.all().delete()
    monkeypatch.setattr(generacion, "POR_LOTE", 1)
    avances = []

    por_partes = generar(OCTUBRE, hoy=ABIERTO, al_avanzar=lambda suma, ultimo: avances.append(ultimo) or True)

    assert (por_partes.capital, por_partes.filas) == (de_una.capital, de_una.filas)
    assert len(avances) == 6


# --- what is left alone -----------------------------------------------------------------------------------------------


def _pagar_algo(planilla: Planilla) -> None:
    Pago.objects.create(planilla=planilla, fecha=ABIERTO, valor=d("1.00"), referencia="X", origen="BANCO")


@pytest.mark.parametrize(
    ("hacer", "cierre"),
    [
        (_pagar_algo, Cierre.COBRADO),
        (lambda p: Planilla.objects.filter(pk=p.pk).update(capital_pagado=d("1.00")), Cierre.COBRADO),
        (lambda p: Planilla.objects.filter(pk=p.pk).update(aportes_impagos=0), Cierre.COBRADO),
        (lambda p: Planilla.objects.filter(pk=p.pk).update(aportes_impagos=0, fecha_pago=ABIERTO), Cierre.COBRADO),
        (lambda p: Planilla.objects.filter(pk=p.pk).update(convenio="2026-0000001"), Cierre.COBRADO),
        (lambda p: Planilla.objects.filter(pk=p.pk).update(generada_en=None), Cierre.ENTREGADO),
    ],
    ids=["a payment", "part of its capital", "rows paid", "paid", "in an agreement", "made by the core system"],
)
def test_no_planilla_of_a_month_is_touched_once_something_of_it_is_settled(sol, ana, luis, hacer, cierre):
    trabaja(ana, sol, VIEJO)
    generar(OCTUBRE, hoy=ABIERTO)
    hacer(planilla())
    antes, suyas = list(Planilla.objects.all()), filas()
    trabaja(luis, sol)
    trabaja(luis, mundo.empleador(mundo.RUC_MAR), sucursal="0002")

    hecho = generar(OCTUBRE, hoy=ABIERTO)

    assert sin_cambios(antes)
    assert filas() == sorted([*suyas, ("APORTES", "0002", luis.cedula, 30, d("482.00"), 0)])
    assert (hecho.empleadores, dict(hecho.omitidos)) == (1, {cierre.value: 1})


def test_a_closed_month_is_left_alone_until_it_is_reopened_and_again_once_that_ends(sol, ana, luis):
    trabaja(ana, sol)
    generar(OCTUBRE, hoy=ABIERTO)
    trabaja(luis, sol)

    assert dict(generar(OCTUBRE, hoy=CERRADO).omitidos) == {Cierre.VENCIDO.value: 1}
    assert len(filas()) == 1

    MesReabierto.objects.create(empleador=sol, periodo=OCTUBRE, hasta=CERRADO, motivo="x", reabierto_por="y")
    assert generar(OCTUBRE, hoy=CERRADO).nuevas == 1

    trabaja(mundo.persona("1710034073"), sol)
    assert generar(OCTUBRE, hoy=date(2026, 11, 21)).omitidos
    MesReabierto.objects.update(cerrado_en=timezone.now())
    assert generar(OCTUBRE, hoy=CERRADO).omitidos


def test_the_due_date_itself_is_still_open(sol, ana, luis):
    trabaja(ana, sol)
    generar(OCTUBRE, hoy=ABIERTO)
    trabaja(luis, sol)

    assert generar(OCTUBRE, hoy=date(2026, 11, 16)).nuevas == 1


def test_a_month_that_was_never_made_is_made_however_late(sol, ana):
    trabaja(ana, sol)

    assert generar(OCTUBRE, hoy=date(2027, 6, 1)).nuevas == 1
    assert planilla().fecha_vencimiento == date(2026, 11, 16)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def _en_noviembre(time_machine):
    time_machine.move_to("2026-11-05T10:00:00-05:00", tick=False)


@pytest.mark.usefixtures("_en_noviembre")
def test_the_command_makes_the_month_of_all_or_of_one_and_says_what_it_did(sol, ana, luis, capsys):
    trabaja(ana, sol, sueldo="1000")
    trabaja(luis, mundo.empleador(mundo.RUC_MAR))

    call_command("generar_planillas", "2026-10", "--empleador", mundo.RUC_SOL)

    salida = capsys.readouterr()
    assert "Empleadores: 1. Filas: 1, de ellas 1 nuevas y 0 cambiadas; 0 quitadas. Total: $\xa0216,00." in salida.out
    assert "1 de 1 empleadores" in salida.err
    call_command("generar_planillas", "2026-10")
    assert "Filas: 2, de ellas 1 nuevas" in capsys.readouterr().out
    call_command("generar_planillas", "2026-10")
    assert "ya estaban al día" in capsys.readouterr().out
    assert Asiento.objects.filter(accion="planillas.mes_generado", objeto="mes:2026-10").count() == 3


@pytest.mark.usefixtures("_en_noviembre")
@pytest.mark.parametrize("mes", ["2026-13", "octubre", "2026-10-01", "2026-11", "2027-01", "0000-01", "٢٠٢٦-10"])
def test_the_command_refuses_what_is_no_month_that_is_over(mes):
    with pytest.raises(CommandError):
        call_command("generar_planillas", mes)


@pytest.mark.usefixtures("_en_noviembre")
def test_the_command_knows_the_employer_or_says_so():
    with pytest.raises(CommandError, match="no tiene un empleador"):
        call_command("generar_planillas", "2026-10", "--empleador", "9")


# --- at the same instant ----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_two_passes_at_once_make_each_row_once():
    sol = mundo.empleador()
    for persona in gente(40):
        trabaja(persona, sol, VIEJO)
    hechos, salida = [], threading.Barrier(4)

    def uno() -> None:
        salida.wait()
        try:
            hechos.append(generar(OCTUBRE, hoy=ABIERTO))
        finally:
            connection.close()

    hilos = [threading.Thread(target=uno) for _ in range(4)]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()

    assert sorted(hecho.nuevas for hecho in hechos) == [0, 0, 0, 80]
    assert len(filas()) == 80
    assert Planilla.objects.count() == 2

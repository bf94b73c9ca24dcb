"""Closing a month: what is fixed, what the pages read from then on, and how a closed figure is counted again."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from cuentas.actuacion import Por
from nucleo.bitacora.models import Asiento
from nucleo.invariantes import inscritos
from registro.models import Persona
from tests import mundo
from tests.tramites.quejas.pasos import en_mesa, otro_dia, presentada
from tramites.models import Atencion, CierreMensual, Conteo, Queja, Solicitud, Tramite
from tramites.selectors import ficha
from tramites.tareas import cerrar_los_meses_terminados
from tramites.transparencia.reloj import cerrar_los_terminados
from tramites.transparencia.selectors import cerrados, en_curso, esta_cerrado, meses_de, recuento
from tramites.transparencia.services import cerrar_mes, contar

pytestmark = pytest.mark.django_db
SLUG = "certificado-afiliacion"
HOY, OCTUBRE = date(2026, 11, 22), date(2026, 10, 15)


@pytest.fixture(autouse=True)
def _a_esta_hora(time_machine):
    cache.clear()
    time_machine.move_to("2026-11-22T10:00:00-05:00")


@pytest.fixture
def ana(db):
    return mundo.persona()


def a_las_diez(dia: date) -> datetime:
    return datetime.combine(dia, time(10), timezone.get_current_timezone())


def atender(cuantas: int, fecha: date = OCTUBRE, por: Por = Por.PROPIO, slug: str = SLUG) -> None:
    tramite, hechas = ficha(slug), Atencion.objects.count()
    persona = Persona.objects.filter(cedula=mundo.ANA).first() or mundo.persona()
    for n in range(hechas, hechas + cuantas):
        contar(tramite=tramite, titular=persona, fecha=fecha, por=por, origen=f"x:{n}")


def cerrar(mes: date = OCTUBRE):
    cache.clear()
    return cerrar_mes(anio=mes.year, mes=mes.month, hoy=HOY)


def mandar(*orden: str) -> str:
    salida = StringIO()
    call_command(*orden, stdout=salida)
    return salida.getvalue()


# --- what is fixed ---------------------------------------------------------------------------------------------------


def test_a_closed_month_is_fixed_for_every_procedure_and_read_without_its_events(django_assert_num_queries):
    atender(7, date(2026, 10, 31))
    atender(6, date(2026, 10, 1), Por.VENTANILLA)
    atender(2, date(2026, 11, 1))

    cierre = cerrar()

    assert (cierre.tramites, cierre.atenciones, cierre.quejas) == (Tramite.objects.count(), 13, 0)
    Atencion.objects.filter(fecha__month=10).delete()
    tramite = ficha(SLUG)
    with django_assert_num_queries(3):
        noviembre, octubre = meses_de(tramite)
    assert (octubre.cifra.atenciones, octubre.cifra.cerrada, octubre.detalle.presencial) == (13, True, 6)
    assert (noviembre.cifra.atenciones, noviembre.cifra.cerrada) == (2, False)
    assert meses_de(ficha("fondos-reserva"))[0].cifra.atenciones == 0


def test_a_month_left_open_between_two_closed_ones_is_still_counted():
    for mes in (8, 9, 10, 11):
        atender(mes, date(2026, mes, 3))
    cerrar(date(2026, 8, 1))
    cerrar(date(2026, 10, 1))

    cifras = [(m.mes, m.cifra.atenciones, m.cifra.cerrada) for m in meses_de(ficha(SLUG))]

    assert cifras == [(11, 11, False), (10, 10, True), (9, 9, False), (8, 8, True)]


def test_closing_twice_changes_nothing_and_says_so():
    atender(3)

    assert "Octubre de 2026 queda cerrado: 31 trámites, 3 atenciones, 0 quejas." in mandar("cerrar_mes", "2026-10")
    atender(1)
    dicho = mandar("cerrar_mes", "2026-10")

    assert "ya se cerró el 22 de noviembre de 2026" in dicho
    assert "3 atenciones" in dicho
    assert Asiento.objects.filter(accion="transparencia.mes_cerrado").count() == 1


@pytest.mark.parametrize(
    ("mes", "razon"),
    [
        ("2026-11", "no ha terminado"),
        ("9999-12", "no ha terminado"),
        ("2026-09", "su primer hecho es de octubre de 2026"),
        ("2026-13", "no es un mes"),
        ("octubre", "no es un mes"),
        ("2026-1٠", "no es un mes"),
    ],
)
def test_what_cannot_be_closed_is_said_and_nothing_changes(mes, razon):
    atender(1)

    with pytest.raises(CommandError, match=razon):
        mandar("cerrar_mes", mes)

    assert not CierreMensual.objects.exists()


def test_a_portal_without_any_event_has_nothing_to_close():
    with pytest.raises(CommandError, match="todavía no hay ninguno"):
        mandar("cerrar_mes", "2026-10")
    assert cerrar_los_terminados(HOY) == []


def test_complaints_about_no_procedure_are_fixed_with_the_month(client, de_ana, time_machine):
    otro_dia(time_machine, "2026-10-05 10:00:00-05:00", de_ana)
    for sobre in ("SERVICIO", "SERVICIO", "DATOS", "TRAMITE"):
        presentada(de_ana, sobre)
    cerrar()
    Queja.objects.update(fecha=date(2026, 11, 2))
    cache.clear()

    pagina = client.get("/quejas/cifras/").content.decode()

    assert pagina.index("noviembre de 2026") < pagina.index("octubre de 2026")
    assert pagina.count('data-titulo="El servicio" class="num">2<') == 2


# --- when it closes by itself ----------------------------------------------------------------------------------------


def test_months_close_by_themselves_on_the_third_business_day_the_late_ones_too():
    atender(1, date(2026, 8, 31))

    assert cerrar_los_terminados(date(2026, 10, 2)) == [date(2026, 8, 1)]  # the second business day
    assert cerrar_los_terminados(date(2026, 10, 5)) == [date(2026, 9, 1)]
    assert cerrar_los_terminados(date(2026, 10, 5)) == []
    assert cerrar_los_terminados(date(2026, 11, 5)) == []  # 2 and 3 November are holidays
    cerrar_los_meses_terminados(a_las_diez(date(2026, 11, 6)))  # what the sweep of each night does
    assert esta_cerrado(2026, 10)


# --- times and small numbers -----------------------------------------------------------------------------------------


def decididas(*dias: int) -> None:
    """Cases decided on 30 October that were filed so many calendar days before."""
    persona = mundo.persona()
    tramite = ficha("rectificacion-datos")
    for n, dia in enumerate(dias):
        ingreso = a_las_diez(date(2026, 10, 30) - timedelta(days=dia))
        caso = Solicitud.objects.create(
            tramite=tramite,
            persona=persona,
            numero=f"2026-{n}",
            estado="EN_REVISION",
            ingresada_en=ingreso,
            por="propio",
        )
        origen = f"solicitud:{caso.pk}"
        contar(tramite=tramite, titular=persona, fecha=date(2026, 10, 30), por=Por.PROPIO, origen=origen)


def test_times_are_business_days_from_filing_to_the_first_decision():
    decididas(0, 1, 3, 7, 7, 28)  # 28 days before is 2 October; the 9th was a holiday: 19 business days
    cerrar()

    detalle = meses_de(ficha("rectificacion-datos"))[0].detalle

    assert (detalle.decididos, detalle.mediana, detalle.nueve_de_diez) == (6, Decimal(4), Decimal(19))


def test_another_decision_after_an_objection_moves_no_closed_time():
    decididas(0, 0, 0, 0, 7)
    cerrar()
    Solicitud.objects.update(decidida_en=a_las_diez(HOY), reabierta=True)

    assert recuento(ficha("rectificacion-datos"), 2026, 10).coincide


@pytest.mark.parametrize(
    ("en_linea", "presencial", "visto"),
    [(5, 5, (5, 5)), (9, 0, (9, 0)), (9, 1, (None, None)), (4, 9, (None, None)), (0, 4, (None, None))],
)
def test_a_channel_with_one_to_four_people_is_masked_with_the_other_which_would_tell_it(en_linea, presencial, visto):
    atender(en_linea)
    atender(presencial, por=Por.VENTANILLA)
    abierto = meses_de(ficha(SLUG))[0]
    cerrar()
    cerrado = meses_de(ficha(SLUG))[0]

    for mes in (abierto, cerrado):
        assert mes.cifra.atenciones == en_linea + presencial
        assert (mes.detalle.en_linea, mes.detalle.presencial) == visto


def test_the_times_of_one_to_four_cases_are_masked_and_kept():
    decididas(1, 2, 3, 4)
    cerrar()

    detalle = meses_de(ficha("rectificacion-datos"))[0].detalle

    assert (detalle.decididos, detalle.mediana, detalle.nueve_de_diez, detalle.oculto_tiempos) == (
        None,
        None,
        None,
        True,
    )
    assert Conteo.objects.get(tramite=ficha("rectificacion-datos")).decididos == 4


# --- counting again, and restating -----------------------------------------------------------------------------------


def test_counting_again_shows_what_came_late_and_ends_with_one():
    atender(6)
    cerrar()
    assert "Todo coincide con los hechos." in mandar("recontar", "2026-10")

    atender(2, por=Por.VENTANILLA)

    salida = StringIO()
    with pytest.raises(CommandError, match=f"No coinciden: {SLUG}") as error:
        call_command("recontar", "2026-10", stdout=salida)
    assert error.value.returncode == 1
    lineas = [linea.split()[-3:] for linea in salida.getvalue().splitlines() if linea.startswith(SLUG)]
    assert lineas == [["0", "0", "0"], ["6", "8", "+2"], ["0", "2", "+2"]]


@pytest.mark.parametrize(("mes", "tramite"), [("2026-09", []), ("9999-12", []), ("2026-10", ["nada"])])
def test_what_is_not_closed_cannot_be_counted_again(mes, tramite):
    atender(1)
    cerrar()

    with pytest.raises(CommandError, match=r"no está cerrado|No hay un trámite"):
        mandar("recontar", mes, *tramite)


def test_a_restatement_stands_beside_what_it_replaced_and_then_all_agrees():
    atender(6)
    cerrar()
    atender(2)

    dicho = mandar("cerrar_mes", "2026-10", "--reexpresar", SLUG, "--motivo", "  Llegaron  dos\x00 tarde ")

    assert "versión 2: 8 atenciones" in dicho
    mes = meses_de(ficha(SLUG))[0]
    versiones = [(c.version, c.atenciones, c.motivo) for c in mes.versiones]
    assert versiones == [(2, 8, "Llegaron dos tarde"), (1, 6, "")]
    assert "(versión 2)" in mandar("recontar", "2026-10", SLUG)
    ultimo, cierre = cerrados()
    assert (ultimo.reexpresion, ultimo.tramite.slug, ultimo.atenciones) == (True, SLUG, 8)
    assert (cierre.reexpresion, cierre.atenciones) == (False, 6)
    assert [nombre for nombre, inv in inscritos().items() if inv.violan().exists()] == []


def test_a_complaint_discarded_later_asks_for_a_restatement(de_ana, analista, time_machine):
    otro_dia(time_machine, "2026-10-05 10:00:00-05:00", de_ana, analista)
    queja, del_servicio = presentada(de_ana, "TRAMITE"), presentada(de_ana, "SERVICIO")
    cerrar()
    for una in (queja, del_servicio):
        en_mesa(analista, una, "descartar", motivo="Es una pregunta.")

    with pytest.raises(CommandError, match="No coinciden: fondos-reserva, servicio"):
        mandar("recontar", "2026-10")

    for cual in ("fondos-reserva", "servicio"):
        mandar("cerrar_mes", "2026-10", "--reexpresar", cual, "--motivo", "No eran quejas")
    assert "Todo coincide" in mandar("recontar", "2026-10")


@pytest.mark.parametrize(
    ("orden", "razon"),
    [
        (("2026-10", "--reexpresar", SLUG, "--motivo", "x"), "no hay qué corregir"),
        (("2026-10", "--reexpresar", SLUG), "Escriba el motivo"),
        (("2026-10", "--reexpresar", SLUG, "--motivo", "x" * 201), "Escriba el motivo"),
        (("2026-10", "--reexpresar", "nada", "--motivo", "x"), "No hay un trámite"),
        (("2026-11", "--reexpresar", SLUG, "--motivo", "x"), "no está cerrado"),
        (("2026-10", "--motivo", "x"), "Solo una corrección"),
        (("2026-10", "--usuario", "nadie"), "no es del personal"),
    ],
)
def test_a_restatement_that_is_none_is_refused_in_words(orden, razon):
    atender(1)
    cerrar()

    with pytest.raises(CommandError, match=razon):
        mandar("cerrar_mes", *orden)

    assert not Conteo.objects.exclude(version=1).exists()


def test_a_closed_figure_keeps_its_channels_whatever_the_row_is_told():
    atender(1)
    cerrar()
    with pytest.raises(IntegrityError), transaction.atomic():
        Conteo.objects.filter(fuente="PORTAL").update(en_linea=F("en_linea") + 1)


def test_whoever_of_the_staff_closes_a_month_is_named_in_the_bitacora():
    atender(1)
    quien = mundo.personal("transparencia")
    with pytest.raises(CommandError, match="no es del personal que cierra meses"):
        mandar("cerrar_mes", "2026-10", "--usuario", "transparencia")
    quien.user_permissions.add(Permission.objects.get(codename="add_conteo"))

    mandar("cerrar_mes", "2026-10", "--usuario", "transparencia")

    assert Asiento.objects.get(accion="transparencia.mes_cerrado").actor == "transparencia"


# --- the month in progress -------------------------------------------------------------------------------------------


def test_the_month_in_progress_stands_beside_the_others_and_what_is_odd_comes_first():
    atender(30, date(2025, 11, 5))
    atender(8)
    cerrar()
    atender(70, date(2026, 11, 4))

    primero = en_curso(HOY)[0]

    assert (primero.tramite.slug, primero.atenciones, primero.mes_antes.atenciones) == (SLUG, 70, 8)
    assert primero.anio_antes.atenciones == 30
    assert primero.anomalia == "Más atenciones de lo esperado: van 70; al ritmo de noviembre de 2025 irían 21."
    assert not any(fila.anomalia for fila in en_curso(HOY)[1:])


# --- two at once -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")
def test_two_closings_at_once_are_one():
    atender(3)
    juntos = threading.Barrier(2)

    def uno(_: int) -> bool:
        try:
            juntos.wait(10)
            return cerrar().nuevo
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        nuevos = list(hilos.map(uno, range(2)))

    assert sorted(nuevos) == [False, True]
    assert Conteo.objects.filter(fuente="PORTAL").count() == Tramite.objects.count()

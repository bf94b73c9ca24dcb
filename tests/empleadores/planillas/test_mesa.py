"""What the staff do to the planillas of an employer, each act with its reason: annul one, reopen a month, close it."""

from datetime import date

import pytest
from django.utils import timezone

from empleadores.models import Generacion, MesReabierto
from empleadores.planillas.generacion import generar
from empleadores.planillas.meses import mes_de
from iess_portal.roles import Rol
from nucleo.models import Asiento
from registro.models import Aporte, Empleador, Planilla
from tests import mundo
from tests.empleadores.planillas.mes import ABIERTO, OCTUBRE, planilla, trabaja
from tests.mesa import entrar, lista, pagina

pytestmark = pytest.mark.django_db
MOTIVO = "Lo pidió por oficio, trámite 2026-123."


@pytest.fixture
def sol(time_machine) -> Empleador:
    """Its October is made, and closed four days ago."""
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)
    sol = mundo.empleador()
    trabaja(mundo.persona(), sol, date(2020, 1, 1))
    generar(OCTUBRE, hoy=ABIERTO)
    return sol


def test_an_unpaid_planilla_is_annulled_with_a_reason_and_can_be_made_again(client, sol):
    entrar(client, Rol.ANALISTA)
    suya = planilla()
    capital = suya.capital
    assert pagina(suya, "anular") in client.get(pagina(suya)).content.decode()
    assert sol.razon_social in client.get(pagina(suya, "anular")).content.decode()

    sin_motivo = client.post(pagina(suya, "anular"), {"motivo": " "})
    assert "Escriba el motivo." in sin_motivo.content.decode()
    assert not planilla().anulada_en

    assert client.post(pagina(suya, "anular"), {"motivo": MOTIVO}).status_code == 302

    suya.refresh_from_db()
    assert suya.anulada_en
    assert (suya.capital, suya.trabajadores, suya.aportes.count()) == (0, 0, 0)
    asiento = Asiento.objects.get(accion="planilla.anulada")
    assert (asiento.objeto, asiento.datos["motivo"], asiento.datos["capital"]) == (
        f"empleador:{sol.ruc}",
        MOTIVO,
        str(capital),
    )
    client.post(pagina(planilla("FONDOS_RESERVA"), "anular"), {"motivo": MOTIVO})
    assert Aporte.objects.count() == 0
    assert generar(OCTUBRE).nuevas == 2
    assert planilla().capital == capital


@pytest.mark.parametrize(
    "cambios",
    [
        {"fecha_pago": ABIERTO, "aportes_impagos": 0},
        {"convenio": "2026-0000001"},
        {"generada_en": None},
        {"anulada_en": timezone.now()},
    ],
    ids=["paid", "in an agreement", "made by the core system", "annulled already"],
)
def test_nothing_else_is_annulled(client, sol, cambios):
    Planilla.objects.update(**cambios)
    entrar(client, Rol.ANALISTA)

    assert pagina(planilla(), "anular") not in client.get(pagina(planilla())).content.decode()
    respuesta = client.post(pagina(planilla(), "anular"), {"motivo": MOTIVO})

    assert "Solo se anula" in respuesta.content.decode()
    assert Aporte.objects.count() == 2


def test_a_closed_month_is_reopened_until_a_day_and_closed_again(client, sol):
    entrar(client, Rol.ANALISTA)

    client.post(pagina(planilla(), "reabrir"), {"motivo": MOTIVO, "hasta": "2026-11-25"})

    reabierto = MesReabierto.objects.get()
    assert (reabierto.periodo, reabierto.hasta, reabierto.motivo) == (OCTUBRE, date(2026, 11, 25), MOTIVO)
    assert mes_de(sol, OCTUBRE).reabierto
    assert mes_de(sol, OCTUBRE, date(2026, 11, 25)).abierto
    assert not mes_de(sol, OCTUBRE, date(2026, 11, 26)).abierto
    assert reabierto.empleador.razon_social in client.get(lista(MesReabierto)).content.decode()

    client.post(pagina(reabierto, "cerrar"), {"motivo": MOTIVO})

    assert not mes_de(sol, OCTUBRE).abierto
    assert [a.accion for a in Asiento.objects.filter(accion__startswith="mes.").order_by("pk")] == [
        "mes.reabierto",
        "mes.cerrado",
    ]
    assert "ya está cerrado" in client.post(pagina(reabierto, "cerrar"), {"motivo": MOTIVO}).content.decode()


@pytest.mark.parametrize(
    ("hasta", "dice"),
    [
        ("2026-11-19", "Ese día ya pasó."),
        ("", "Escriba hasta qué día."),
        ("31/02/2027", "Escriba una fecha que exista."),
        ("2027-12-31", "a más tardar"),
    ],
)
def test_a_month_is_reopened_until_a_day_that_makes_sense(client, sol, hasta, dice):
    entrar(client, Rol.ANALISTA)

    respuesta = client.post(pagina(planilla(), "reabrir"), {"motivo": MOTIVO, "hasta": hasta})

    assert dice in respuesta.content.decode()
    assert not MesReabierto.objects.exists()


def test_a_month_of_which_something_is_paid_is_not_reopened(client, sol):
    Planilla.objects.filter(tipo="APORTES").update(aportes_impagos=0, fecha_pago=ABIERTO)
    entrar(client, Rol.ANALISTA)

    respuesta = client.post(pagina(planilla(), "reabrir"), {"motivo": MOTIVO, "hasta": "2026-11-25"})

    assert "Ya se pagó algo" in respuesta.content.decode()
    assert not MesReabierto.objects.exists()


@pytest.mark.parametrize("acto", ["anular", "reabrir"])
def test_the_counter_may_look_and_not_touch(client, sol, acto):
    entrar(client, Rol.VENTANILLA)

    assert pagina(planilla(), acto) not in client.get(pagina(planilla())).content.decode()
    respuesta = client.post(pagina(planilla(), acto), {"motivo": MOTIVO, "hasta": "2026-11-25"})

    assert respuesta.status_code == 403
    assert Aporte.objects.count() == 2


def test_the_counter_sees_what_an_employer_asked_for(client, sol):
    pedida = Generacion.objects.create(empleador=sol, periodo=OCTUBRE, clase="MES", pedida_por="x", por="x")
    entrar(client, Rol.VENTANILLA)

    assert sol.razon_social in client.get(lista(Generacion)).content.decode()
    assert client.get(pagina(pedida)).status_code == 200

"""What the clocks bring about, once a day and only once."""

from datetime import date

import pytest

from nucleo.models import Feriado
from nucleo.outbox import drain
from tests import casos
from tramites.casos.relojes import Movimiento, mover_relojes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
NADA = Movimiento(0, 0, 0, 0, 0)


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def pedida(de_ana, analista):
    """A case that waits for Ana until 4 December 2026."""
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "pedir", otros="¿De qué documento sale?")
    casos.correos()
    return solicitud


def test_three_business_days_before_the_end_the_person_is_reminded_once(pedida):
    assert mover_relojes(date(2026, 11, 30)) == NADA
    assert mover_relojes(date(2026, 12, 1)).recordadas == 1
    mover_relojes(date(2026, 12, 2))
    assert casos.asuntos() == [f"Su solicitud {pedida.numero} todavía espera algo de usted"]


def test_on_the_last_day_one_can_still_answer_and_the_day_after_it_is_archived(pedida):
    assert mover_relojes(date(2026, 12, 4)).archivadas == 0
    assert mover_relojes(date(2026, 12, 5)).archivadas == 1
    pedida.refresh_from_db()
    assert pedida.estado == "ARCHIVADA"
    assert mover_relojes(date(2026, 12, 5)) == NADA


def test_the_day_after_its_term_the_institute_apologises_once(de_ana, time_machine):
    solicitud = casos.enviar(de_ana)
    casos.correos()
    assert mover_relojes(date(2026, 12, 11)).atrasadas == 0
    assert mover_relojes(date(2026, 12, 12)).atrasadas == 1
    mover_relojes(date(2026, 12, 13))
    assert casos.asuntos() == [f"Su solicitud {solicitud.numero} está atrasada: le debemos una respuesta"]

    time_machine.move_to("2026-12-14T10:00:00-05:00", tick=False)
    de_ana.force_login(solicitud.actor)
    html = de_ana.get(f"/solicitudes/{solicitud.numero}/").content.decode()
    assert "le pedimos disculpas" in html
    # 30 business days (COA art. 207) from 20 November: Christmas and New Year do not count.
    assert "5 de enero de 2027" in html


def test_when_nobody_objected_it_closes(de_ana, analista):
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "negar", motivo="No consta.")
    drain()
    assert mover_relojes(date(2026, 12, 2)).cerradas == 0
    assert mover_relojes(date(2026, 12, 3)).cerradas == 1
    solicitud.refresh_from_db()
    assert solicitud.estado == "CERRADA"


def test_a_day_off_by_decree_moves_the_term(de_ana):
    Feriado.objects.create(fecha=date(2026, 11, 23), nombre="Puente", base_legal="Decreto")
    Feriado.objects.create(fecha=date(2026, 11, 24), nombre="Fiesta local", base_legal="Ordenanza", canton="Quito")
    Feriado.objects.create(
        fecha=date(2026, 11, 28), nombre="Recuperación", base_legal="Decreto", efecto=Feriado.Efecto.LABORABLE
    )
    Feriado.objects.create(fecha=date(2026, 11, 26), nombre="Otro puente", base_legal="Decreto")
    assert casos.enviar(de_ana).vence_el == date(2026, 12, 14)

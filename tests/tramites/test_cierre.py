"""Closing a month: what is fixed, what the pages read from then on, and how a closed figure is counted again."""

from datetime import date

import pytest
from django.core.cache import cache

from cuentas.actuacion import Por
from registro.models import Persona
from tests import mundo
from tramites.models import Atencion, Conteo, Tramite
from tramites.selectors import ficha
from tramites.transparencia.selectors import meses_de
from tramites.transparencia.services import cerrar_mes, contar

pytestmark = pytest.mark.django_db
SLUG, OTRO = "certificado-afiliacion", "fondos-reserva"
HOY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _sin_cache():
    cache.clear()


def atender(cuantas: int, fecha: date, por: Por = Por.PROPIO, slug: str = SLUG) -> None:
    tramite, hechas = ficha(slug), Atencion.objects.count()
    persona = Persona.objects.filter(cedula=mundo.ANA).first() or mundo.persona()
    for n in range(hechas, hechas + cuantas):
        contar(tramite=tramite, titular=persona, fecha=fecha, por=por, origen=f"x:{n}")


def cerrar(anio: int = 2026, mes: int = 10):
    return cerrar_mes(anio=anio, mes=mes, hoy=HOY)


def test_a_closed_month_is_fixed_for_every_procedure_and_read_without_its_events(django_assert_num_queries):
    atender(7, date(2026, 10, 31))
    atender(6, date(2026, 10, 1), Por.VENTANILLA)
    atender(2, date(2026, 11, 1))

    cierre = cerrar()

    assert (cierre.tramites, cierre.atenciones, cierre.quejas) == (Tramite.objects.count(), 13, 0)
    Atencion.objects.filter(fecha__month=10).delete()
    cache.clear()
    tramite = ficha(SLUG)
    with django_assert_num_queries(3):
        noviembre, octubre = meses_de(tramite)
    assert (octubre.cifra.atenciones, octubre.cifra.cerrada, octubre.detalle.presencial) == (13, True, 6)
    assert (noviembre.cifra.atenciones, noviembre.cifra.cerrada) == (2, False)
    assert meses_de(ficha(OTRO))[0].cifra.atenciones == 0
    assert Conteo.objects.filter(fuente="PORTAL").count() == Tramite.objects.count()

"""What was paid too much, used by the employer on another planilla."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cuentas.actuacion import actuacion_de
from cuentas.delegaciones.services import aceptar, autorizar
from cuentas.models import Delegacion
from empleadores.cobranza.selectors import saldo_a_favor
from registro.models import Pago, Persona
from tests import mundo
from tests.actos import para
from tests.cobranza import pagar, planilla
from tests.dictamen import dato

pytestmark = pytest.mark.django_db


@pytest.fixture
def debida(client, time_machine):
    """Of 216.00, in time; there are 84.00 in favour."""
    time_machine.move_to("2026-11-05T12:00:00-05:00", tick=False)
    sol, ana = mundo.empleador(), mundo.persona()
    client.force_login(mundo.cuenta(sol, correo="sol@correo.ec"))
    pagar(planilla(sol, ana, periodo=date(2026, 9, 1), vence=date(2026, 11, 16)), "300.00", fecha=date(2026, 11, 4))
    return planilla(sol, ana, periodo=date(2026, 10, 1))


def test_what_is_in_favour_is_offered_where_it_can_be_used_and_pays(client, debida):
    url = f"/empleador/planillas/{debida.pk}/"
    assert dato(client.get(url).content.decode(), "saldo_a_favor") == "84.00"

    html = client.post(f"{url}saldo/", follow=True).content.decode()

    assert "Se pagaron" in html
    assert dato(html, "total") == "132.00"
    assert dato(html, "saldo_a_favor") is None
    assert saldo_a_favor(debida.empleador) == 0


def test_sent_twice_it_pays_once_and_says_that_there_is_no_more(client, debida):
    url = f"/empleador/planillas/{debida.pk}/saldo/"
    client.post(url)

    html = client.post(url, follow=True).content.decode()

    assert "No hay saldo a favor" in html
    assert Pago.objects.get(origen="CREDITO").valor == Decimal("84.00")


def test_who_may_only_look_does_not_use_it(client, debida):
    ana = mundo.cuenta(Persona.objects.get(), correo="ana@correo.ec")
    empresa = actuacion_de(debida.empleador.cuenta)
    delegacion = autorizar(actuacion=empresa, apoderado_cedula=mundo.ANA, rol=Delegacion.Rol.CONSULTA)
    aceptar(actuacion=actuacion_de(ana), encargo_id=delegacion.pk)
    client.force_login(ana)
    client.post(reverse("tramites:delegacion_acto", args=[delegacion.pk, "actuar"]))

    html = client.post(f"/empleador/planillas/{debida.pk}/saldo/", para(client), follow=True).content.decode()

    assert "permite ver las planillas, no pagarlas" in html
    assert not Pago.objects.filter(origen="CREDITO").exists()

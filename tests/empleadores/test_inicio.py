"""The home of an employer: what is due, what is late and what it costs today, and who came and went this month."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cuentas.actuacion import actuacion_de
from cuentas.delegaciones.services import aceptar, autorizar
from cuentas.models import Delegacion
from empleadores.models import Novedad
from registro.models import Planilla
from registro.planillas.valores import valorar_las_de_antes
from tests import mundo
from tests.dictamen import dato
from tests.mundo import HOY

pytestmark = pytest.mark.django_db
MORA, INTERES, EN_PLAZO = "en_mora", "interes", "por_vencer"


@pytest.fixture
def sol(client, time_machine):
    time_machine.move_to("2026-11-20T12:00:00-05:00", tick=False)
    sol = mundo.empleador()
    client.force_login(mundo.cuenta(sol, correo="sol@correo.ec"))
    return sol


def inicio(client) -> str:
    return client.get("/inicio/").content.decode()


def debe(empleador, desde: date, cuantos: int) -> None:
    """Months of one worker at 1,000: each is 216.00."""
    mundo.aportes(mundo.persona(), empleador, desde, cuantos, pagados=False)
    Planilla.objects.update(trabajadores=1)
    valorar_las_de_antes()


def test_what_is_late_and_its_interest_are_told_apart_from_what_is_in_time(client, sol):
    debe(sol, date(2026, 8, 1), 3)
    Planilla.objects.filter(periodo=date(2026, 10, 1)).update(fecha_vencimiento=HOY)

    html = inicio(client)

    assert (dato(html, MORA), dato(html, EN_PLAZO)) == ("432.00", "216.00")
    # 216 × 13.33 % ÷ 360: from 15 September, 65 days; from 15 October, 35.
    assert Decimal(dato(html, INTERES)) == Decimal("5.20") + Decimal("2.80")
    assert "2 planillas están en mora desde el 15 de septiembre de 2026" in html
    assert "Pague sus planillas" in html


def test_what_an_agreement_holds_is_not_late(client, sol):
    debe(sol, date(2026, 8, 1), 1)
    Planilla.objects.update(convenio="2026-0000001")

    html = inicio(client)

    assert (dato(html, MORA), dato(html, "en_convenio")) == ("0.00", "216.00")
    assert "en mora desde" not in html


def test_who_came_and_went_this_month_is_counted_and_late_notices_are_marked(client, sol):
    mundo.relacion(mundo.persona(), sol, date(2026, 11, 3))
    fue = mundo.relacion(mundo.persona(mundo.LUIS), sol, date(2020, 1, 6), date(2026, 11, 9))
    tarde = {"tipo": "SAL", "sucursal": "0001", "limite": date(2026, 11, 12), "registrada_por": "x", "dias_tarde": 2}
    Novedad.objects.create(empleador=sol, persona=fue.persona, relacion=fue, fecha=date(2026, 11, 9), **tarde)

    html = inicio(client)

    cifras = [dato(html, nombre) for nombre in ("trabajadores", "entraron", "salieron", "avisos_tardios")]
    assert cifras == ["1", "1", "1", "1"]


def test_the_home_asks_no_more_for_many_months_than_for_one(client, sol, django_assert_max_num_queries):
    debe(sol, date(2020, 1, 1), 60)

    with django_assert_max_num_queries(15):
        inicio(client)


@pytest.mark.parametrize(
    ("rol", "ve"), [(Delegacion.Rol.CONSULTA, "Sus planillas"), (Delegacion.Rol.AVISOS, "Sus trabajadores")]
)
def test_a_delegate_sees_the_figures_of_what_the_role_opens(client, sol, rol, ve):
    ana = mundo.cuenta(mundo.persona())
    delegacion = autorizar(actuacion=actuacion_de(sol.cuenta), apoderado_cedula=mundo.ANA, rol=rol)
    aceptar(actuacion=actuacion_de(ana), encargo_id=delegacion.pk)
    client.force_login(ana)
    client.post(reverse("tramites:delegacion_acto", args=[delegacion.pk, "actuar"]))

    html = inicio(client)

    assert [titulo for titulo in ("Sus planillas", "Sus trabajadores") if titulo in html] == [ve]

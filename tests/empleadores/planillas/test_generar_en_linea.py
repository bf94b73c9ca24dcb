"""Procedure 17, its act: making the planillas of a month, or an adjustment, and who may."""

import uuid
from decimal import Decimal

import pytest

from empleadores.models import Generacion
from empleadores.procedimientos.planillas import SOLO_MIRA
from iess_portal.roles import Rol
from nucleo.models import Asiento
from nucleo.outbox import drain
from registro.models import Planilla, Relacion
from tests import mesa, mundo
from tests.actos import confirmar, continuar, para
from tests.empleadores.planillas.mundo_de_planillas import (
    OCTUBRE,
    SETIEMBRE,
    URL,
    de_un_delegado,
    html_de,
    la_de,
    pedir_comprobante,
    sol,
    url_de,
)
from tramites.models import ActoConfirmado, Atencion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noviembre")]


def datos(mes: str = "2026-10", que: str = "generar") -> dict[str, str]:
    return {"periodo": mes, "que": que}


def test_what_would_change_is_shown_before_and_changes_nothing(client, empresa):
    Relacion.objects.filter(persona__cedula=mundo.LUIS).update(sueldo=Decimal("2000.00"))
    antes = list(Planilla.objects.order_by("pk").values_list("pk", "capital"))
    asientos = Asiento.objects.count()

    html = continuar(client, URL, **datos())

    assert "Todavía no se ha cambiado nada" in html
    assert "2 trabajadores, $\u00a0432,00" in html
    assert "2 trabajadores, $\u00a0648,00" in html
    assert list(Planilla.objects.order_by("pk").values_list("pk", "capital")) == antes
    assert Asiento.objects.filter(accion__startswith="planillas").count() == 0
    assert Asiento.objects.count() == asientos


def test_a_month_is_made_again_once_however_often_one_clicks(client, empresa):
    Relacion.objects.filter(persona__cedula=mundo.LUIS).update(sueldo=Decimal("2000.00"))
    peticion = uuid.uuid4()

    html = confirmar(client, URL, peticion, **datos())
    confirmar(client, URL, peticion, **datos())

    assert "Las planillas de octubre de 2026 están listas" in html
    assert la_de(OCTUBRE).capital == Decimal("648.00")
    assert ActoConfirmado.objects.count() == Atencion.objects.count() == Generacion.objects.count() == 1
    assert Asiento.objects.filter(accion="planillas.generadas").count() == 1


def test_the_planillas_of_a_month_that_has_none_are_made(client):
    empresa = sol()
    client.force_login(mundo.cuenta(empresa))

    html = confirmar(client, URL, **datos())

    assert "Suman $\u00a0515,30. Páguelas hasta el 16 de noviembre de 2026" in html
    assert Planilla.objects.count() == 2


@pytest.mark.parametrize(
    ("pedido", "dicho"),
    [
        (datos(), "ya están al día"),
        (datos("2026-11"), "no ha terminado"),
        (datos("2027-01"), "no ha terminado"),
        (datos("2026-09"), "Ya pasó su fecha máxima de pago"),
        (datos("2026-08"), "Ya se pagó algo"),
        (datos("1999-01"), "no tiene las normas de ese mes"),
        (datos("2005-01"), "no tuvo trabajadores"),
        (datos("2026-10", "ajuste"), "sigue abierto"),
        (datos("2026-09", "ajuste"), "no hay nada que ajustar"),
        (datos("octubre"), "Escriba el mes como año y mes"),
        (datos(""), "Elija el mes"),
        (datos("2026-10\0"), "nulos"),
        (datos("2026-10", "borrar"), "Elija una de las dos"),
    ],
)
def test_what_can_not_be_made_is_said_beside_the_month_and_changes_nothing(client, empresa, pedido, dicho):
    antes = list(Planilla.objects.order_by("pk").values())

    for enviar in (continuar, confirmar):
        html = enviar(client, URL, **pedido)
        assert dicho in html
        assert "Error: " in html
    assert list(Planilla.objects.order_by("pk").values()) == antes
    assert not ActoConfirmado.objects.exists()


def test_an_adjustment_charges_what_a_closed_month_left_out(client, empresa):
    Relacion.objects.filter(persona__cedula=mundo.LUIS).update(sueldo=Decimal("1500.00"))

    html = continuar(client, URL, **datos("2026-09", "ajuste"))
    assert "Ajuste, sucursal 0001" in html
    confirmar(client, URL, **datos("2026-09", "ajuste"))

    assert la_de(SETIEMBRE, "AJUSTE").capital == Decimal("108.00")


def test_a_big_month_is_promised_and_the_page_says_that_it_is_on_its_way(client, empresa, monkeypatch):
    monkeypatch.setattr("empleadores.planillas.services.EN_LA_PETICION", 0)
    Relacion.objects.filter(persona__cedula=mundo.LUIS).update(sueldo=Decimal("2000.00"))

    assert "Todavía no se ha cambiado nada" in continuar(client, URL, **datos())
    assert not Generacion.objects.exists()
    html = confirmar(client, URL, **datos())

    assert "se están generando" in html
    assert "Ver si ya están listas" in html_de(client)
    drain()
    assert la_de(OCTUBRE).capital == Decimal("648.00")
    assert "Ver si ya están listas" not in html_de(client)


# --- who --------------------------------------------------------------------------------------------------------------


def test_a_delegate_who_may_only_look_sees_and_can_not_make(empresa):
    Relacion.objects.filter(persona__cedula=mundo.LUIS).update(sueldo=Decimal("2000.00"))
    delegado = de_un_delegado(empresa, "CONSULTA")

    html = html_de(delegado)
    assert "se debe" in html
    assert "Volver a generar" not in html
    for enviar in (continuar, confirmar):
        assert SOLO_MIRA in enviar(delegado, URL, **datos(), **para(delegado))
    assert la_de(OCTUBRE).capital == Decimal("432.00")
    assert pedir_comprobante(delegado, la_de(OCTUBRE)).empleador == empresa


def test_a_delegate_of_notices_alone_does_not_come_in(empresa):
    delegado = de_un_delegado(empresa, "AVISOS")

    assert delegado.get(URL).status_code == delegado.get(url_de(la_de(OCTUBRE))).status_code == 403


def test_the_counter_does_it_for_the_employer_before_it(client, empresa):
    Relacion.objects.filter(persona__cedula=mundo.LUIS).update(sueldo=Decimal("2000.00"))
    mesa.entrar(client, Rol.VENTANILLA)
    client.post(f"/atencion/empleador/{empresa.pk}/", {"motivo": "Viene a generar, turno 7"})

    html = confirmar(client, URL, **datos(), **para(client))

    assert "Las planillas de octubre de 2026 están listas" in html
    assert ActoConfirmado.objects.get().por == "ventanilla"
    assert Asiento.objects.get(accion="planillas.generadas").por == "ventanilla"

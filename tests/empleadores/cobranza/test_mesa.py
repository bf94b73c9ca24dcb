"""Payments at the desk: by hand with a reason, with what is in favour, money that waits, and the bank's file."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from empleadores.cobranza.selectors import saldo_a_favor
from empleadores.models import PagoPorAplicar
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from registro.models import EstadoPlanilla, Pago, Planilla
from tests import mesa, mundo
from tests.cobranza import pagar, planilla

pytestmark = pytest.mark.django_db
A_TIEMPO = date(2026, 4, 10)
BUENO = {
    "valor": "216.00",
    "fecha": "2026-04-10",
    "transaccion": "D-77",
    "canal": "Austro",
    "motivo": "Trae la papeleta.",
}
CARGA = "admin:empleadores_pagos_archivo"


@pytest.fixture
def analista():
    return mundo.navegador(mesa.con_rol(Rol.ANALISTA))


@pytest.fixture
def debida():
    return planilla(mundo.empleador(), mundo.persona(), periodo=date(2026, 3, 1))


def test_a_payment_by_hand_takes_effect_and_says_who_and_why(analista, debida):
    respuesta = analista.post(mesa.pagina(debida, "pago"), BUENO, follow=True)

    assert "El pago está registrado" in respuesta.content.decode()
    debida.refresh_from_db()
    assert debida.fecha_pago == A_TIEMPO
    pago = Pago.objects.get()
    assert (pago.origen, pago.registrado_por, pago.motivo) == ("VENTANILLA", "analista", "Trae la papeleta.")
    assert Asiento.objects.get(accion="planilla.pago").datos["motivo"] == "Trae la papeleta."


@pytest.mark.parametrize(
    ("campo", "valor"),
    [
        ("motivo", ""),
        ("motivo", "x" * 251),
        ("valor", ""),
        ("valor", "-1"),
        ("valor", "1.001"),
        ("valor", "1e99"),
        ("fecha", "2100-01-01"),
        ("fecha", "2026-02-01"),
        ("fecha", "ayer"),
        ("transaccion", ""),
        ("transaccion", "x" * 61),
        ("canal", "Aus\0tro"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_registered(analista, debida, campo, valor):
    respuesta = analista.post(mesa.pagina(debida, "pago"), BUENO | {campo: valor})
    assert respuesta.status_code == 200
    assert list(respuesta.context["form"].errors) == [campo]
    assert not Pago.objects.exists()


def test_a_transaction_that_is_known_with_other_data_is_told_beside_its_number(analista, debida):
    analista.post(mesa.pagina(debida, "pago"), BUENO)

    respuesta = analista.post(mesa.pagina(debida, "pago"), BUENO | {"valor": "1.00"})

    assert list(respuesta.context["form"].errors) == ["transaccion"]


def test_money_names_whose_it_is_before_it_goes_anywhere(analista, debida):
    pendiente = PagoPorAplicar.objects.create(
        clave="P-1", fecha=date(2026, 2, 10), valor=Decimal(216), problema="Nadie la tiene.", registrado_por="x"
    )

    por_aplicar = analista.get(mesa.pagina(pendiente, "aplicar")).content.decode()

    for dato in ("$\u00a0216,00", "10-feb-2026", "Nadie la tiene."):
        assert dato in por_aplicar
    assert debida.empleador.razon_social in analista.get(mesa.pagina(debida, "pago")).content.decode()
    assert debida.referencia in analista.get(mesa.pagina(debida)).content.decode()


def test_the_desk_leads_to_the_money_that_waits(analista):
    html = analista.get(reverse("admin:index")).content.decode()

    assert reverse("admin:empleadores_pagoporaplicar_changelist") in html
    assert reverse("admin:empleadores_mesreabierto_changelist") in html


@pytest.mark.parametrize("estado", EstadoPlanilla.values)
def test_planillas_are_listed_by_the_state_that_they_say(analista, debida, estado):
    de = {"empleador": debida.empleador, "sucursal": "0001", "trabajadores": 1}
    hoy, vencida = timezone.localdate(), debida.fecha_vencimiento
    for mes, datos in enumerate(
        (
            {"aportes_impagos": 0, "fecha_vencimiento": vencida, "fecha_pago": vencida},
            {"aportes_impagos": 1, "fecha_vencimiento": hoy},
            {"aportes_impagos": 1, "fecha_vencimiento": vencida, "convenio": "2026-0000001"},
            {"aportes_impagos": 0, "fecha_vencimiento": vencida, "anulada_en": timezone.now()},
        ),
        start=4,
    ):
        Planilla.objects.create(**de, periodo=date(2026, mes, 1), tipo="APORTES", **datos)

    lista = analista.get(f"{reverse('admin:registro_planilla_changelist')}?estado={estado}").context["cl"].queryset

    assert [una.estado(hoy) for una in lista] == [estado]


def test_what_is_in_favour_pays_another_planilla(analista, debida):
    pagar(debida, "300.00", A_TIEMPO)
    otra = planilla(debida.empleador, mundo.persona(mundo.LUIS), periodo=date(2026, 4, 1))
    assert "Pagar con el saldo a favor" in analista.get(mesa.pagina(otra)).content.decode()

    analista.post(mesa.pagina(otra, "saldo"), {"motivo": "Lo pide el empleador."})

    assert saldo_a_favor(debida.empleador) == 0
    assert Pago.objects.get(origen="CREDITO").valor == Decimal("84.00")


def test_who_may_not_has_no_page(debida):
    ventanilla = mundo.navegador(mesa.con_rol(Rol.VENTANILLA))
    assert ventanilla.get(mesa.pagina(debida, "pago")).status_code == 403
    assert ventanilla.get(reverse(CARGA)).status_code == 403
    assert "Registrar un pago" not in ventanilla.get(mesa.pagina(debida)).content.decode()


def test_waiting_money_goes_where_a_person_says_once(analista, debida):
    pendiente = PagoPorAplicar.objects.create(
        clave="P-1", fecha=date(2026, 2, 10), valor=Decimal(216), problema="?", registrado_por="sistema:pagos"
    )
    url = mesa.pagina(pendiente, "aplicar")
    for mala in ("", "123", "9" * 11, "\0"):
        assert analista.post(url, {"referencia": mala, "motivo": "Es de ellos."}).context["form"].errors
    assert analista.post(url, {"referencia": debida.referencia, "motivo": ""}).context["form"].errors

    analista.post(url, {"referencia": debida.referencia, "motivo": "Es de ellos."})
    analista.post(url, {"referencia": debida.referencia, "motivo": "Otra vez."})

    pendiente.refresh_from_db()
    assert (pendiente.aplicado_a, pendiente.aplicado_por) == (debida.referencia, "analista")
    assert Pago.objects.get().valor == Decimal("216.00")


def test_the_banks_file_is_loaded_here_too(analista, debida):
    texto = (
        f"referencia,fecha,valor,canal\n{debida.referencia},2026-04-10,216.00,B\n?,2026-04-10,1.00,<b>\nx,ayer,1,B\n"
    )
    html = analista.post(reverse(CARGA), {"archivo": SimpleUploadedFile("b.csv", texto.encode())}).content.decode()
    assert "Línea 4, fecha" in html
    assert "Línea 3" in html
    debida.refresh_from_db()
    assert debida.fecha_pago == A_TIEMPO
    assert analista.post(reverse(CARGA), {}).context["form"].errors

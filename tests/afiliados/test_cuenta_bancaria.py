"""Procedure 10: an account registered, shown, waited for, validated, rejected, frozen."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from registro.models import CuentaBancaria
from registro.reglas.cuentas_bancarias import Espera
from registro.selectors import cuenta_para_pagos
from tests import mesa, mundo
from tests.actos import confirmar, continuar, correos, enlace_de
from tramites.models import Atencion

pytestmark = pytest.mark.django_db
URL = "/afiliado/cuenta-bancaria/"
DATOS = {
    "institucion": "Pichincha",
    "tipo": "AHORROS",
    "numero": "2200 112-233",
    "numero_otra_vez": "2200112233",
    "propia": "on",
}
DIA = datetime.fromisoformat("2026-11-20T14:32:00-05:00")
LUEGO = date(2026, 11, 23)


@pytest.fixture
def ana(client, time_machine):
    time_machine.move_to(DIA, tick=False)
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


def registrar(client) -> CuentaBancaria:
    confirmar(client, URL, **DATOS)
    return CuentaBancaria.objects.get(numero="2200112233")


def test_the_sheet_leads_straight_in(client, ana):
    assert f'href="{URL}"' in client.get("/tramites/cuenta-bancaria/").content.decode()
    assert f'href="{URL}"' in client.get("/inicio/").content.decode()


def test_before_confirming_one_sees_both_accounts_and_the_dates(client, ana):
    mundo.cuenta_bancaria(ana)
    html = continuar(client, URL, **DATOS)
    assert "Austro" in html
    assert "Pichincha" in html
    assert "2200112233" in html
    assert "23 de noviembre de 2026" in html
    assert CuentaBancaria.objects.count() == 1


def test_a_registered_account_is_shown_at_once_and_waits(client, ana):
    antes = mundo.cuenta_bancaria(ana)

    html = confirmar(client, URL, **DATOS)

    assert "Pendiente de validación, vigente desde el 20 de noviembre de 2026." in html
    assert "23 de noviembre de 2026" in html
    assert "22 de noviembre de 2026 a las 14:32" in html
    pago = cuenta_para_pagos(ana, date(2026, 11, 21))
    assert (pago.cuenta, pago.en_espera.numero) == (antes, "2200112233")
    assert pago.esperas == (Espera.VALIDACION, Espera.VENTANA)
    assert pago.no_antes_de == LUEGO
    assert Atencion.objects.get().tramite.slug == "cuenta-bancaria"
    for pagina in (URL, "/cuenta/perfil/", "/afiliado/actualizacion-datos/"):
        assert "Mientras tanto, sus pagos van a Austro" in client.get(pagina).content.decode()


@pytest.mark.parametrize(
    ("cambia", "mensaje"),
    [
        ({"institucion": "Banco de mi tío"}, "opción"),
        ({"institucion": ""}, "Elija la institución."),
        ({"tipo": ""}, "Elija el tipo de cuenta."),
        ({"numero_otra_vez": "2200112234"}, "Los dos números no son iguales"),
        ({"numero": "123456", "numero_otra_vez": "123456"}, "Las cuentas de Pichincha tienen 10 dígitos."),
        ({"numero": "22A0112233"}, "Escriba solo los dígitos"),
        ({"propia": ""}, "Solo se admite una cuenta propia"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_registers_nothing(client, ana, cambia, mensaje):
    for enviar in (continuar, confirmar):
        assert mensaje in enviar(client, URL, **(DATOS | cambia))
    assert not CuentaBancaria.objects.exists()


def test_the_same_account_twice_is_told(client, ana):
    registrar(client)
    assert "espera su validación" in continuar(client, URL, **DATOS)
    CuentaBancaria.objects.update(estado="VALIDADA")
    assert "Esa ya es la cuenta registrada" in continuar(client, URL, **DATOS)


def test_an_account_of_before_comes_back_validated_and_after_the_window(client, ana):
    antes = mundo.cuenta_bancaria(ana)
    otra = registrar(client)
    CuentaBancaria.objects.filter(pk=otra.pk).update(estado="VALIDADA", ventana_hasta=None)
    correos()

    datos = DATOS | {"institucion": "Austro", "numero": antes.numero, "numero_otra_vez": antes.numero}
    html = confirmar(client, URL, **datos)

    assert "Validada, vigente desde" in html
    assert cuenta_para_pagos(ana, date(2026, 11, 22)).cuenta == otra
    assert cuenta_para_pagos(ana, LUEGO).cuenta == antes
    (correo,) = correos()
    assert Client().post(enlace_de(correo)).status_code == 200
    assert cuenta_para_pagos(ana, LUEGO).cuenta == otra


def test_the_mail_freezes_the_account_and_an_import_does_not_bring_it_back(client, ana):
    antes = mundo.cuenta_bancaria(ana)
    registrar(client)
    (correo,) = correos()
    assert correo.to == ["ana@correo.ec"]
    assert "2200112233" not in correo.body

    assert "terminada en 2233" in Client().get(enlace_de(correo)).content.decode()
    assert Client().post(enlace_de(correo)).status_code == 200

    cuenta = CuentaBancaria.objects.get(numero="2200112233")
    assert (cuenta.estado, cuenta.cambiado_en_portal) == ("CONGELADA", ["estado", "vigente_desde"])
    assert cuenta_para_pagos(ana, date(2030, 1, 1)).cuenta == antes
    assert client.get("/inicio/").status_code == 302


# --- the counter ---


def acto(cuenta: CuentaBancaria, nombre: str) -> str:
    return mesa.pagina(cuenta, nombre)


def test_the_counter_validates_with_the_number_of_the_certificate(client, ana):
    cuenta = registrar(client)
    correos()
    mesa.entrar(client, Rol.VENTANILLA)
    assert client.post(acto(cuenta, "validar"), {"motivo": "Vi el certificado"}).status_code == 200

    respuesta = client.post(acto(cuenta, "validar"), {"motivo": "Vi el certificado", "certificado": "CB-77"})

    assert respuesta.status_code == 302
    cuenta.refresh_from_db()
    assert (cuenta.estado, cuenta.certificado_banco) == ("VALIDADA", "CB-77")
    assert cuenta_para_pagos(ana, date(2026, 11, 22)).esperas == (Espera.VENTANA,)
    assert cuenta_para_pagos(ana, LUEGO).cuenta == cuenta
    (correo,) = correos()
    assert correo.subject == "Su cuenta bancaria fue validada"
    assert Asiento.objects.get(accion="cuenta_bancaria.validada").persona_id == ana.pk
    assert client.post(acto(cuenta, "rechazar"), {"motivo": "Tarde"}).status_code == 200
    cuenta.refresh_from_db()
    assert cuenta.estado == "VALIDADA"


def test_a_rejection_is_mailed_and_seen_with_its_reason_and_the_account_may_be_tried_again(client, ana):
    cuenta = registrar(client)
    correos()
    mesa.entrar(client, Rol.VENTANILLA)

    client.post(acto(cuenta, "rechazar"), {"motivo": "El titular es otra persona"})

    (correo,) = correos()
    assert "El titular es otra persona" in correo.body
    client.force_login(ana.cuenta)
    assert "El titular es otra persona" in client.get(URL).content.decode()
    assert "El titular es otra persona" in client.get("/cuenta/perfil/").content.decode()
    assert registrar(client).estado == "PENDIENTE"


def test_who_only_consults_validates_nothing(client, ana):
    cuenta = registrar(client)
    mesa.entrar(client, Rol.ANALISTA)
    assert client.post(acto(cuenta, "validar"), {"motivo": "x", "certificado": "1"}).status_code == 403


# --- my data ---


def test_my_data_cost_the_same_queries_with_a_long_history(client, ana):
    registrar(client)
    pocas = mesa.consultas(lambda: client.get("/cuenta/perfil/"))
    for dia in range(12):
        ana.cambios.create(
            tipo="CONTACTO", antes={"Dirección": str(dia)}, ahora={"Dirección": "x"}, por="propio", actor=ana.cuenta
        )
    assert mesa.consultas(lambda: client.get("/cuenta/perfil/")) == pocas


def test_who_has_no_account_yet_is_told_that_payments_wait(client, ana):
    registrar(client)
    assert "sus pagos esperan" in client.get("/cuenta/perfil/").content.decode()
    assert cuenta_para_pagos(ana, date(2026, 11, 20)).cuenta is None


def test_the_window_of_the_account_is_over_with_the_clock(client, ana, time_machine):
    registrar(client)
    (correo,) = correos()
    time_machine.shift(timedelta(hours=48))
    assert Client().post(enlace_de(correo)).status_code == 404

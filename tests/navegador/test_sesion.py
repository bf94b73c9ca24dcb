"""The second step of the login, the end of a session, and what was typed when it came."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from cuentas import dispositivos
from iess_portal.roles import Rol
from tests import mundo
from tests.navegador.escena import un_funcionario, un_trabajador
from tests.navegador.herramientas import faltas_de_accesibilidad
from tests.navegador.pasos import cuando_pulso, dado_que_ingreso, entonces_estoy_en, entonces_leo

FACTOR = "/cuenta/segundo-factor/"


def la_aplicacion(cuenta) -> str:
    """The code of an app that has read the QR code just now."""
    dispositivo = dispositivos.TOTPDevice.objects.get(user=cuenta, confirmed=False)
    return f"{dispositivos._totp(cuenta, dispositivo).token():06d}"


@pytest.mark.parametrize("ancho", [360, 1280])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_turns_the_second_factor_on_and_logs_in_with_it(abrir, javascript, ancho):
    ana = un_trabajador(meses=6)
    page = abrir(ancho=ancho, javascript=javascript, cuenta=ana)

    page.goto(FACTOR)
    cuando_pulso(page, "Activar la verificación")
    entonces_estoy_en(page, "Conecte su aplicación")
    if javascript:
        assert faltas_de_accesibilidad(page) == []
    page.get_by_label("Código de la aplicación").fill(la_aplicacion(ana))
    cuando_pulso(page, "Activar")
    entonces_estoy_en(page, "La verificación en dos pasos está activa")
    expect(page.locator(".recuperacion code")).to_have_count(10)
    with page.expect_download() as descarga:
        page.get_by_role("link", name="Guardar como archivo").click()
    assert descarga.value.suggested_filename == "codigos-de-recuperacion.txt"
    codigo = page.locator(".recuperacion code").first.inner_text()
    if javascript:
        assert faltas_de_accesibilidad(page) == []

    otra = abrir(ancho=ancho, javascript=javascript)
    dado_que_ingreso(otra, ana.identificador) if ancho == 1280 else _por_la_puerta(otra, ana.identificador)
    entonces_estoy_en(otra, "Escriba el código")
    otra.get_by_label("Código", exact=True).fill(codigo)
    cuando_pulso(otra, "Ingresar")
    entonces_leo(otra, "Hola")


def _por_la_puerta(page, identificacion: str) -> None:
    page.goto("/ingresar/")
    page.get_by_label("Cédula o RUC").fill(identificacion)
    page.get_by_label("Clave", exact=True).fill(mundo.CLAVE)
    cuando_pulso(page, "Ingresar")


def test_two_minutes_before_its_end_the_session_asks_and_goes_on(abrir):
    ana = un_trabajador(meses=6)
    page = abrir(cuenta=ana)
    page.clock.install()
    page.goto("/inicio/")
    page.clock.fast_forward(12 * 60 * 1000)
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.clock.fast_forward(70 * 1000)

    aviso = page.get_by_role("dialog")
    expect(aviso).to_contain_text("Su sesión termina a las")
    expect(aviso.get_by_role("button", name="Seguir")).to_be_focused()
    with page.expect_response("**/cuenta/sesion/") as seguir:
        aviso.get_by_role("button", name="Seguir").click()
    assert seguir.value.json()["quedan"] > 890
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_staff_are_asked_too(abrir):
    page = abrir(cuenta=un_funcionario(Rol.ADMINISTRADOR))
    page.clock.install()
    page.goto("/admin/")

    page.clock.fast_forward(13 * 60 * 1000 + 10_000)

    aviso = page.get_by_role("dialog")
    expect(aviso).to_contain_text("Su sesión termina a las")
    assert faltas_de_accesibilidad(page) == []
    with page.expect_response("**/cuenta/sesion/") as seguir:
        aviso.get_by_role("button", name="Seguir").click()
    assert seguir.value.json()["quedan"] > 890
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_one_leaves_from_the_warning(abrir):
    page = abrir(cuenta=un_trabajador(meses=6))
    page.clock.install()
    page.goto("/inicio/")
    page.clock.fast_forward(13 * 60 * 1000 + 30_000)

    page.get_by_role("dialog").get_by_role("button", name="Salir").click()

    page.wait_for_url("**/")
    page.goto("/inicio/")
    entonces_estoy_en(page, "Ingresar")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_typed_when_the_session_ended_is_found_after_the_login(abrir, javascript):
    jefa = un_funcionario(Rol.ADMINISTRADOR)
    alguien = un_funcionario(Rol.ANALISTA)
    page = abrir(javascript=javascript, cuenta=jefa)
    page.goto(f"/admin/cuentas/cuenta/{alguien.pk}/desactivar/")
    page.get_by_label("Motivo").fill("Una explicación que costó escribir.")
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))

    page.get_by_role("button", name="Desactivar").click()
    page.get_by_label("Cédula o RUC").fill(jefa.identificador)
    page.get_by_label("Clave", exact=True).fill(mundo.CLAVE)
    cuando_pulso(page, "Ingresar")
    page.get_by_label("Código", exact=True).fill(mundo.codigo_de(jefa))
    cuando_pulso(page, "Ingresar")

    entonces_estoy_en(page, "Guardamos lo que escribió")
    entonces_leo(page, "Una explicación que costó escribir.")
    cuando_pulso(page, "Enviarlo ahora")
    expect(page.get_by_text("La cuenta quedó desactivada.")).to_be_visible()

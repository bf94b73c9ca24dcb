"""Making and recovering a clave in a browser, page by page, with and without JavaScript."""

from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import Page, expect

from cuentas.clave.selectors import sorteo_de
from cuentas.models import PreguntaDeSeguridad
from nucleo.models import Outbox
from tests import mundo
from tests.navegador.conftest import Abrir
from tests.navegador.escena import Escena, aparte, un_trabajador, una_cedula
from tests.navegador.herramientas import faltas_de_accesibilidad
from tests.navegador.pasos import cuando_pulso, cuando_sigo_el_enlace, entonces_estoy_en, entonces_leo

pytestmark = pytest.mark.usefixtures("portal")
FRASE = "puente azul sobre nueve mangos"
CUANTAS_EMPRESAS = 8


def una_persona() -> str:
    """Somebody of the register without account, and employers enough to ask about."""
    for n in range(CUANTAS_EMPRESAS):
        ruc = f"1791{una_cedula()[4:9]}001"
        mundo.empleador(ruc, razon_social=f"Comercial de los Andes {n} S.A.")
    persona = mundo.persona(una_cedula(), correo="rosa@correo.ec", nombres="Rosa", apellidos="Andrade")
    mundo.relacion(persona, mundo.empleador(f"1792{una_cedula()[4:9]}001"), date(2004, 2, 1))
    return persona.cedula


def el_codigo() -> str:
    textos = [correo.payload["texto"] for correo in Outbox.objects.filter(kind="correo").order_by("-pk")]
    return next(texto for texto in textos if "Su código es " in texto).partition("Su código es ")[2][:6]


def sin_faltas(page: Page) -> None:
    assert faltas_de_accesibilidad(page) == []


def respondo_la_validacion(page: Page, cedula: str) -> None:
    _, preguntas = aparte(sorteo_de, cedula, timezone.localdate())
    for etiqueta, valor in (("Día", "17"), ("Mes", "5"), ("Año", "1980")):
        page.get_by_label(etiqueta, exact=True).fill(valor)
    for pregunta in preguntas:
        grupo = page.get_by_role("group", name=pregunta.texto)
        grupo.get_by_label(pregunta.opciones[pregunta.correcta], exact=True).check()


def elijo_preguntas(page: Page, *, javascript: bool) -> None:
    for n, (pregunta, respuesta) in enumerate([("escuela", "Bolívar"), ("mascota", "Lulú"), ("propia", "humitas")], 1):
        page.get_by_label(f"Pregunta {n}", exact=True).select_option(pregunta)
        page.get_by_label(f"Respuesta {n}").fill(respuesta)
        propia = page.get_by_label(f"Pregunta {n}, con sus palabras")
        expect(propia).to_be_visible(visible=pregunta == "propia" or not javascript)
    page.get_by_label("Pregunta 3, con sus palabras").fill("¿Qué vendía mi abuela?")


@pytest.mark.parametrize(("ancho", "javascript"), [(360, True), (1280, False)])
def test_a_clave_is_made_in_a_few_pages(abrir: Abrir, ancho: int, javascript: bool):
    cedula = aparte(una_persona)
    page = abrir(ancho=ancho, javascript=javascript)
    page.goto("/ingresar/")
    cuando_sigo_el_enlace(page, "Generar mi clave")
    page.get_by_label("Número de cédula").fill(cedula)
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Compruebe que es usted")
    if javascript:
        sin_faltas(page)
    respondo_la_validacion(page, cedula)
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Elija su clave")
    page.get_by_label("Clave nueva").fill("corta")
    if javascript:
        entonces_leo(page, "Faltan 7 caracteres")
        sin_faltas(page)
    page.get_by_label("Clave nueva").fill(FRASE)
    page.get_by_label("Acepto los términos").check()
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Elija tres preguntas de seguridad")
    elijo_preguntas(page, javascript=javascript)
    if javascript:
        sin_faltas(page)
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Escriba el código que le enviamos")
    entonces_leo(page, "r•••@correo.ec")
    if javascript:
        sin_faltas(page)
    page.get_by_label("Código de seis cifras").fill(aparte(el_codigo))
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Ingresar")
    entonces_leo(page, "Su clave está lista")


def test_a_lost_clave_is_recovered(abrir: Abrir, portal: Escena):
    def con_preguntas() -> str:
        cuenta = un_trabajador(meses=6)
        for orden, codigo in enumerate(("escuela", "mascota", "propia"), 1):
            PreguntaDeSeguridad.objects.create(
                cuenta=cuenta, orden=orden, codigo=codigo, texto="", respuesta=make_password(f"algo{orden}")
            )
        return cuenta.identificador

    cedula = aparte(con_preguntas)
    page = abrir(ancho=360)
    page.goto("/ingresar/")
    cuando_sigo_el_enlace(page, "Olvidé mi clave / cuenta bloqueada")
    page.get_by_label("Número de cédula").fill(cedula)
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Responda sus preguntas de seguridad")
    sin_faltas(page)
    for n, campo in enumerate(page.get_by_role("main").get_by_role("textbox").all(), 1):
        campo.fill(f"Algo {n}")
    cuando_pulso(page, "Continuar")
    page.get_by_label("Código de seis cifras").fill(aparte(el_codigo))
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Elija su clave nueva")
    page.get_by_label("Clave nueva").fill(FRASE)
    sin_faltas(page)
    cuando_pulso(page, "Guardar la clave nueva")
    entonces_leo(page, "Su clave nueva está lista")

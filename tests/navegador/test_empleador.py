"""From the representative's own clave to somebody else who acts for the employer, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from nucleo.models import Outbox
from tests import mundo
from tests.navegador.conftest import Abrir
from tests.navegador.escena import aparte, una_cedula
from tests.navegador.herramientas import faltas_de_accesibilidad
from tests.navegador.pasos import cuando_pulso, cuando_sigo_el_enlace, dado_que_ingreso, entonces_estoy_en, entonces_leo

pytestmark = pytest.mark.usefixtures("portal")
FRASE = "puente azul sobre nueve mangos"


def una_empresa_sin_clave() -> tuple[str, str, str]:
    """(RUC, cédula of its representative, cédula of somebody who will act for it)."""
    representante, otra = (mundo.persona(una_cedula(), nombres=nombres) for nombres in ("Rosa Elena", "Luis Alberto"))
    for persona in (representante, otra):
        mundo.cuenta(persona, clave=mundo.CLAVE, correo=f"{persona.cedula}@correo.ec")
    ruc = f"1793{representante.cedula[4:]}001"
    mundo.empleador(
        ruc, razon_social="Molinos del Chota S.A.", representante_cedula=representante.cedula, correo=f"{ruc}@correo.ec"
    )
    return ruc, representante.cedula, otra.cedula


def el_enlace(ruc: str) -> str:
    textos = [correo.payload["texto"] for correo in Outbox.objects.filter(kind="correo").order_by("-pk")]
    return next(hallado[0] for texto in textos if (hallado := re.search(rf"/cuenta/clave/patronal/{ruc}/\S+", texto)))


def salgo(page: Page) -> None:
    page.get_by_role("button", name="Salir").click()


@pytest.mark.parametrize(("ancho", "javascript"), [(360, False), (1280, True)])
def test_a_representative_gets_the_clave_and_another_person_acts_for_the_employer(
    abrir: Abrir, ancho: int, javascript: bool
):
    ruc, representante, otra = aparte(una_empresa_sin_clave)
    page = abrir(ancho=ancho, javascript=javascript)

    dado_que_ingreso(page, representante)
    cuando_sigo_el_enlace(page, "Clave patronal")
    entonces_leo(page, "sin clave")
    page.get_by_label(re.compile("Molinos del Chota")).check()
    cuando_pulso(page, "Continuar")
    entonces_leo(page, "Acuerdo de responsabilidad y uso de medios electrónicos")
    if javascript:
        assert faltas_de_accesibilidad(page) == []
    page.get_by_label("Leí el acuerdo").check()
    cuando_pulso(page, "Continuar")
    entonces_estoy_en(page, "Revise sus respuestas")
    cuando_pulso(page, "Aceptar el acuerdo y enviar el enlace")
    entonces_estoy_en(page, "Enviamos el enlace al correo del empleador")
    salgo(page)

    page.goto(aparte(el_enlace, ruc))
    entonces_leo(page, "Molinos del Chota S.A.")
    page.get_by_label("Clave nueva").fill(FRASE)
    page.get_by_label("Repita la clave").fill(FRASE)
    if javascript:
        assert faltas_de_accesibilidad(page) == []
    cuando_pulso(page, "Crear la clave patronal")
    entonces_leo(page, "La clave patronal está lista")

    dado_que_ingreso(page, ruc, FRASE)
    entonces_estoy_en(page, "Hola, Molinos del Chota S.A.")
    cuando_sigo_el_enlace(page, "Quién puede actuar")
    cuando_sigo_el_enlace(page, "Autorizar a una persona")
    page.get_by_label("Cédula de la persona").fill(otra)
    page.get_by_label(re.compile("Solo avisos")).check()
    page.get_by_label("Clave patronal").fill(FRASE)
    cuando_pulso(page, "Autorizar")
    entonces_leo(page, "espera que lo acepten")
    salgo(page)

    dado_que_ingreso(page, otra)
    entonces_leo(page, "Molinos del Chota S.A. quiere que actúe en su nombre")
    cuando_sigo_el_enlace(page, "Ver y decidir")
    page.get_by_role("button", name=re.compile("^Aceptar")).click()
    cuando_pulso(page, "Actuar en su nombre")
    entonces_estoy_en(page, "En nombre de Molinos del Chota S.A.")
    expect(page.get_by_role("banner")).to_contain_text("Usted actúa en nombre de Molinos del Chota S.A.")
    page.get_by_role("button", name="Dejar de actuar en su nombre").click()
    entonces_leo(page, "Empleadores que le autorizaron")

"""A reliquidación in a browser, from the pensioner's telephone to the desk and back, without JavaScript."""

import re

import pytest
from playwright.sync_api import Page

from iess_portal.roles import Rol
from nucleo import pdf
from registro.models import Empleador, Pension
from tests import mundo
from tests.navegador.conftest import Abrir
from tests.navegador.escena import aparte, un_funcionario, una_pensionista
from tests.navegador.pasos import cuando_pulso, cuando_sigo_el_enlace, entonces_estoy_en, entonces_leo, lo_que_descargo
from tramites.models import Solicitud

pytestmark = pytest.mark.usefixtures("portal")
URL = "/pensionista/reliquidacion/"


def en_la_mesa(page: Page, solicitud: Solicitud, boton: str, **escrito: str) -> None:
    """One act of the desk: its link, what it asks for, and its button."""
    page.goto(f"/admin/tramites/solicitud/{solicitud.pk}/change/")
    page.get_by_role("link", name=boton, exact=True).click()
    for rotulo, texto in escrito.items():
        page.get_by_label(rotulo).fill(texto)
    cuando_pulso(page, boton)


def abrir_la_mesa(abrir: Abrir, rol: Rol) -> Page:
    """The desk of a member of the staff, with every file open."""
    return abrir(ancho=360, javascript=False, cuenta=un_funcionario(rol))


def test_from_the_request_to_the_acuerdo_by_two_people_of_the_staff(abrir):
    elena = una_pensionista(Empleador.objects.get(ruc=mundo.RUC_MAR))
    page = abrir(ancho=360, javascript=False, cuenta=elena)
    page.goto(URL)
    entonces_leo(page, "$\u00a0750,00")
    cuando_pulso(page, "Empezar")
    entonces_leo(page, "terminada en 0101")
    cuando_pulso(page, "Guardar y continuar")
    entonces_leo(page, "Confirme que los datos son correctos")
    page.get_by_label("Confirmo que estos datos son correctos").check()
    cuando_pulso(page, "Guardar y continuar")
    entonces_estoy_en(page, "Revise sus respuestas")
    cuando_pulso(page, "Enviar la solicitud")
    solicitud = Solicitud.objects.exclude(estado="BORRADOR").get(persona=elena.persona)

    analista = abrir_la_mesa(abrir, Rol.ANALISTA)
    en_la_mesa(analista, solicitud, "Tomar la solicitud")
    en_la_mesa(analista, solicitud, "Pedir documentos o datos", **{"Otra cosa": "¿Trabajó también en otro lugar?"})

    page.goto(f"/solicitudes/{solicitud.numero}/")
    cuando_sigo_el_enlace(page, "Responder")
    page.get_by_label("¿Trabajó también en otro lugar?").fill("No, solo allí.")
    cuando_pulso(page, "Enviar la respuesta")
    en_la_mesa(analista, solicitud, "Pasar al cálculo")
    en_la_mesa(analista, solicitud, "Proponer que se conceda", Motivo="El empleador pagó los doce meses.")

    en_la_mesa(abrir_la_mesa(abrir, Rol.APROBADOR), solicitud, "Aprobar la concesión")

    page.goto(f"/solicitudes/{solicitud.numero}/")
    entonces_estoy_en(page, "Se concedió lo que pidió")
    entonces_leo(page, "El empleador pagó los doce meses.")
    enlace = page.get_by_role("link", name=re.compile("Acuerdo de concesión")).get_attribute("href")
    con_javascript = abrir(ancho=360, cuenta=elena)  # whose page waits for the signature by itself
    con_javascript.goto(enlace)
    entonces_estoy_en(con_javascript, "Acuerdo de concesión de reliquidación de la renta, listo")
    _, contenido = lo_que_descargo(con_javascript, re.compile("Descargar el PDF"))
    assert aparte(pdf.examinar, contenido).veredicto is pdf.Veredicto.INTACTO
    assert str(Pension.objects.get(persona=elena.persona).monto) == "750.00"

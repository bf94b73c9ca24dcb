"""What people do in the portal, step by step: the words of which the flows are made."""

from pathlib import Path
from re import Pattern

from playwright.sync_api import Download, Page, Request, expect

from cuentas.models import Cuenta
from tests import mundo


def dado_que_ingreso(page: Page, identificacion: str, clave: str = mundo.CLAVE) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Principal").get_by_role("link", name="Ingresar").click()
    page.get_by_label("Cédula o RUC").fill(identificacion)
    page.get_by_label("Clave", exact=True).fill(clave)
    page.get_by_role("main").get_by_role("button", name="Ingresar").click()


def dado_que_escribo_el_codigo(page: Page, cuenta: Cuenta) -> None:
    """The second step of who has a second factor."""
    page.get_by_label("Código", exact=True).fill(mundo.codigo_de(cuenta))
    cuando_pulso(page, "Ingresar")


def cuando_sigo_el_enlace(page: Page, nombre: str) -> None:
    page.get_by_role("main").get_by_role("link", name=nombre, exact=True).first.click()


def cuando_pulso(page: Page, nombre: str) -> None:
    page.get_by_role("main").get_by_role("button", name=nombre).click()


def entonces_estoy_en(page: Page, titulo: str | Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(titulo)


def entonces_leo(page: Page, texto: str) -> None:
    expect(page.get_by_role("main")).to_contain_text(texto)


def entonces_no_leo(page: Page, texto: str) -> None:
    expect(page.get_by_role("main")).not_to_contain_text(texto)


def lo_que_descargo(page: Page, nombre: str | Pattern[str]) -> tuple[str, bytes]:
    """(file name, bytes) of what a link gives to keep."""
    with page.expect_download() as esperada:
        page.get_by_role("main").get_by_role("link", name=nombre).click()
    descarga: Download = esperada.value
    return descarga.suggested_filename, Path(descarga.path()).read_bytes()


def cuando_entrego_el_archivo(page: Page, contenido: bytes) -> Request:
    """Gives a file to be verified; returns the request that left the browser."""
    page.goto("/verificar/")
    archivo = {"name": "documento.pdf", "mimeType": "application/pdf", "buffer": contenido}
    page.get_by_label("Archivo del documento").set_input_files(archivo)
    with page.expect_request(lambda pedido: pedido.method == "POST") as enviado:
        cuando_pulso(page, "Verificar el archivo")
    return enviado.value

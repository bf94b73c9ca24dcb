"""The Nu validator over every page, in one run; and what a first visit weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from cuentas.models import Cuenta
from tests.mesa import abrir_expedientes
from tests.navegador.escena import Escena, aparte, un_trabajador
from tests.navegador.herramientas import faltas_de_html
from tests.navegador.paginas import PAGINAS, status_de

BUDGET = 40 * 1024
MESES_DE_UNA_VIDA = 480


def html_de(portal: Escena, quien: str, url: str) -> str:
    client = Client()
    if quien:
        client.force_login(portal.cuenta(quien))
        abrir_expedientes(client)
    respuesta = client.get(portal.url(url))
    assert respuesta.status_code == status_de(quien, url), url
    return respuesta.content.decode()


def test_every_page_is_valid_html(portal, tmp_path):
    for quien, urls in PAGINAS.items():
        for numero, url in enumerate(urls):
            nombre = re.sub(r"\W+", "-", f"{quien or 'nadie'}-{numero:02d}-{url}")
            (tmp_path / f"{nombre}.html").write_text(html_de(portal, quien, url))

    assert faltas_de_html(tmp_path) == []


def test_the_forms_with_errors_are_valid_html(portal, tmp_path):
    client = Client()
    (tmp_path / "ingresar.html").write_text(client.post("/ingresar/", {}).content.decode())
    (tmp_path / "verificar.html").write_text(client.post("/verificar/", {}).content.decode())
    (tmp_path / "huella.html").write_text(client.post("/verificar/", {"sha256": "a" * 64}).content.decode())
    for nombre, numero in (("consulta-mal", "123"), ("consulta-sin-datos", "0990004196001")):
        html = client.post("/consulta/certificado-no-adeudar/", {"identificacion": numero}).content.decode()
        (tmp_path / f"{nombre}.html").write_text(html)
    client.force_login(portal.administrador)
    abrir_expedientes(client)
    revocar = portal.url("/admin/tramites/certificado/{certificado}/revocar/")
    (tmp_path / "revocar.html").write_text(client.post(revocar, {}).content.decode())

    assert faltas_de_html(tmp_path) == []


def peso_de_primera_visita(client: Client, url: str) -> int:
    """Bytes that a browser receives for a page, its styles and its scripts, all of them gzipped."""
    pagina = client.get(url, headers={"Accept-Encoding": "gzip"})
    assert pagina.headers["Content-Encoding"] == "gzip"
    archivos = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', gzip.decompress(pagina.content).decode())
    assert {Path(archivo).suffix for archivo in archivos} == {".css", ".js"}
    return len(pagina.content) + sum(len(gzip.compress(Path(finders.find(a)).read_bytes())) for a in archivos)


def un_veterano() -> Cuenta:
    """Forty years of contributions."""
    return un_trabajador(meses=MESES_DE_UNA_VIDA)


@pytest.mark.parametrize(
    "url", ["/", "/tramites/certificado-afiliacion/", "/inicio/", "/afiliado/historial-laboral/", "/verificar/"]
)
def test_a_first_visit_weighs_40_kb_at_most(portal, veterano, url):
    client = Client()
    client.force_login(veterano)

    assert peso_de_primera_visita(client, url) <= BUDGET


@pytest.fixture(scope="module")
def veterano(portal):
    return aparte(un_veterano)

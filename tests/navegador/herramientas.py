"""The tools that judge a page, none of them ours. One that is missing fails the test with the line that installs it."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

NPM = Path(__file__).parents[2] / "var" / "herramientas"
AXE = NPM / "node_modules/axe-core/axe.min.js"
VNU = NPM / "node_modules/vnu-jar/build/dist/vnu.jar"
INSTALL_NPM = (
    "npm install --prefix var/herramientas --no-save --no-audit --no-fund --ignore-scripts "
    "axe-core@4.14.1 vnu-jar@26.9.27"
)
CHROMIUM = Path("/usr/bin/chromium")


def exigir(herramienta: Path, comando: str) -> Path:
    if not herramienta.exists():
        pytest.fail(f"Falta {herramienta.name}. Instálelo con:\n  {comando}", pytrace=False)
    return herramienta


def chromium() -> str:
    return str(exigir(CHROMIUM, "sudo apt-get install -y --no-install-recommends chromium"))


@cache
def _axe() -> str:
    return exigir(AXE, INSTALL_NPM).read_text()


def faltas_de_accesibilidad(page: Page, *reglas: str) -> list[str]:
    """What axe finds wrong in the page as it stands: "rule: element". With `reglas`, only those are run."""
    page.evaluate("() => Promise.all(document.getAnimations().map((animation) => animation.finished))")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    opciones: dict[str, Any] = {"preload": False, "resultTypes": ["violations"]}
    if reglas:
        opciones["runOnly"] = list(reglas)
    resultado = page.evaluate("opciones => axe.run(document, opciones)", opciones)
    return [
        f"{falta['id']}: {nodo['html'][:160]} ({nodo['failureSummary'].splitlines()[-1].strip()})"
        for falta in resultado["violations"]
        for nodo in falta["nodes"]
    ]


def faltas_de_html(carpeta: Path) -> list[str]:
    """What the Nu validator says against the files of a folder, in one run: "file: line: what is wrong"."""
    if shutil.which("java") is None:
        pytest.fail("Falta java. Instálelo con:\n  sudo apt-get install -y default-jre-headless", pytrace=False)
    vnu = exigir(VNU, INSTALL_NPM)
    orden = ["java", "-jar", str(vnu), "--format", "json", "--skip-non-html", str(carpeta)]
    salida = subprocess.run(orden, capture_output=True, text=True, timeout=120, check=False)
    return [
        f"{Path(mensaje.get('url', '')).name}:{mensaje.get('lastLine', '?')}: {mensaje['message']}"
        for mensaje in json.loads(salida.stderr)["messages"]
    ]

"""The bill of materials: every package of requirements.txt with its hashes, in the shape that CycloneDX asks for."""

import json
import re
import subprocess

import pytest
from django.conf import settings

REQUISITOS = (settings.BASE_DIR / "requirements.txt").read_text()


@pytest.fixture(scope="module")
def inventario() -> dict:
    hecho = subprocess.run([settings.BASE_DIR / "bin" / "sbom"], capture_output=True, text=True, check=True)
    return json.loads(hecho.stdout)


def test_it_has_what_the_format_asks_for(inventario):
    assert (inventario["bomFormat"], inventario["specVersion"], inventario["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", inventario["serialNumber"])
    for componente in inventario["components"]:
        assert componente["type"] == "library"
        assert componente["purl"] == f"pkg:pypi/{componente['name']}@{componente['version']}"


def test_every_package_and_every_hash_is_in_it(inventario):
    fijadas = re.findall(r"^([\w.-]+)==(\S+)", REQUISITOS, re.MULTILINE)
    assert {(c["name"], c["version"]) for c in inventario["components"]} == set(fijadas)

    (con_archivos,) = zip(*(c["externalReferences"] for c in inventario["components"]), strict=True)
    huellas = [huella["content"] for archivo in con_archivos for huella in archivo["hashes"]]
    assert sorted(huellas) == sorted(re.findall(r"sha256:(\w+)", REQUISITOS))


def test_it_says_who_asks_for_what(inventario):
    refs = {c["bom-ref"] for c in inventario["components"]} | {"portal-iess"}
    piden = {fila["ref"]: fila["dependsOn"] for fila in inventario["dependencies"]}

    assert set(piden) == refs
    assert {ref for de in piden.values() for ref in de} == refs - {"portal-iess"}
    assert any(ref.startswith("pkg:pypi/django@") for ref in piden["portal-iess"])
    assert any(ref.startswith("pkg:pypi/pydyf@") for quien, de in piden.items() if "weasyprint" in quien for ref in de)

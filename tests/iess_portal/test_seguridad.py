"""docs/seguridad.md names every requirement once, and nothing that is not there."""

import ast
import re
from collections import Counter
from functools import cache

import pytest
from django.conf import settings

TEXTO = (settings.BASE_DIR / "docs" / "seguridad.md").read_text()
FILAS = [fila.strip("| ").split(" | ") for fila in TEXTO.splitlines() if re.match(r"\| V\d", fila)]
ESTADOS = {"sí", "en parte", "no", "instalación", "no aplica"}
# Requirements of levels 1 and 2 in each chapter of ASVS 5.0.0.
POR_CAPITULO = dict(zip(range(1, 18), [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7], strict=True))
NOMBRADAS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXTO)))
RUTAS = sorted(set(re.findall(r"`([\w.]+/[\w./-]*|\.ci/\S+|Dockerfile|\.dockerignore|docker-compose\.yml)`", TEXTO)))


@cache
def pruebas_de(ruta: str) -> set[str]:
    arbol = ast.parse((settings.BASE_DIR / ruta).read_text())
    return {nodo.name for nodo in ast.walk(arbol) if isinstance(nodo, ast.FunctionDef)}


def test_every_requirement_is_there_once():
    requisitos = [requisito for fila in FILAS for requisito in fila[0].split(", ")]

    assert all(re.fullmatch(r"V\d+\.\d+\.\d+", requisito) for requisito in requisitos)
    assert [requisito for requisito, veces in Counter(requisitos).items() if veces > 1] == []
    assert Counter(int(requisito[1:].partition(".")[0]) for requisito in requisitos) == POR_CAPITULO


def test_every_row_has_its_state_and_the_sums_are_right():
    cuantos = Counter()
    for requisitos, estado, *resto in FILAS:
        assert len(resto) == 3, requisitos
        cuantos[estado] += len(requisitos.split(", "))
    dichos = {estado: int(n) for estado, n in re.findall(r"^\| ([\w ]+) \| [^|]+ \| (\d+) \|$", TEXTO, re.MULTILINE)}

    assert set(cuantos) <= ESTADOS
    assert dichos == cuantos


@pytest.mark.parametrize("ruta", sorted({ruta for ruta, _ in NOMBRADAS}))
def test_every_test_that_is_named_exists(ruta):
    assert {prueba for archivo, prueba in NOMBRADAS if archivo == ruta and prueba} <= pruebas_de(ruta)


def test_every_file_that_is_named_exists():
    assert len(RUTAS) > 50
    assert [ruta for ruta in RUTAS if not (settings.BASE_DIR / ruta).exists()] == []


def test_what_is_not_met_says_why():
    for requisitos, estado, *_ in FILAS:
        if estado == "no":
            assert f"**{requisitos}," in TEXTO

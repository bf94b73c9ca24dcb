"""A stored dictamen is the dictamen."""

import json
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, todos_cumplen

# PostgreSQL's jsonb keeps no NUL, which nobody can type in a form either.
textos = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
valores = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False), st.integers(), textos, st.dates(date(1900, 1, 1))
)
grupos = st.dictionaries(textos, valores, max_size=4)
confianzas = st.sampled_from(Confianza)


SIN_OPCIONES = st.just(())


def requisitos(opciones=SIN_OPCIONES):
    return st.builds(
        Requisito, textos, textos, textos, textos, st.booleans(), textos, st.none() | st.dates(), confianzas, opciones
    )


dictamenes = st.builds(
    Dictamen,
    st.dates(),
    st.lists(requisitos(st.lists(requisitos(), max_size=2).map(tuple)), max_size=3).map(tuple),
    st.lists(st.builds(Paso, textos, textos, textos, grupos, valores, textos, confianzas), max_size=3).map(tuple),
    st.booleans(),
    grupos,
    st.dictionaries(textos, st.dictionaries(textos, st.integers() | textos, max_size=2), max_size=2),
)


@given(dictamenes)
def test_a_dictamen_survives_json_without_loss(dictamen):
    vuelto = Dictamen.de_json(json.loads(json.dumps(dictamen.a_json())))

    assert vuelto == dictamen
    assert [type(valor) for valor in vuelto.datos.values()] == [type(valor) for valor in dictamen.datos.values()]
    assert {n: str(v) for n, v in vuelto.datos.items()} == {n: str(v) for n, v in dictamen.datos.items()}


def requisito(nombre: str, cumple: bool) -> Requisito:
    return Requisito(nombre, "", "", "", cumple, "")


def test_what_is_missing_is_what_is_not_met():
    uno, otro = requisito("edad", True), requisito("cese", False)
    dictamen = Dictamen(date(2026, 11, 20), (uno, otro), (), califica=False)

    assert dictamen.faltan == (otro,)
    assert not todos_cumplen(dictamen.requisitos)
    assert not dictamen.referencial


def test_one_weak_step_makes_the_figures_referential():
    firme = Paso("base", "", "", {}, Decimal(1), "")
    debil = Paso("retroactivo", "", "", {}, Decimal(1), "", Confianza.BAJA)

    assert Dictamen(date(2026, 1, 1), (), (firme, debil), califica=True).referencial
    assert not Dictamen(date(2026, 1, 1), (), (firme,), califica=True).referencial


def test_a_figure_is_worth_what_the_weakest_of_its_rules_is_worth():
    assert Confianza.menor(["ALTA", "BAJA", "MEDIA"]) is Confianza.BAJA
    assert Confianza.menor([]) is Confianza.ALTA

"""What people would type finds the procedure that they mean."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tramites.busqueda import buscar
from tramites.catalogo.lectura import leer_catalogo


@dataclass(frozen=True)
class Ficha:
    nombre: str
    palabras: tuple[str, ...] = ()
    descripcion: str = ""


def slugs(consulta: str) -> list[str]:
    return [ficha.slug for ficha in buscar(consulta, leer_catalogo())]


@pytest.mark.parametrize(
    ("consulta", "slug"),
    [
        ("historial", "historial-laboral"),
        ("mecanizado", "historial-laboral"),
        ("¿Cuántos aportes tengo?", "historial-laboral"),
        ("certificados de afiliacion", "certificado-afiliacion"),
        ("AFILIACIÓN certificado", "certificado-afiliacion"),
        ("jubilarme", "jubilacion-vejez"),
        ("jubilasion", "jubilacion-vejez"),
        ("IVM", "jubilacion-vejez"),
        ("prestamos", "prestamo-quirografario"),
        ("quirografaro", "prestamo-quirografario"),
        ("comprar una casa", "prestamo-hipotecario"),
        ("clave bloqueada", "desbloqueo-clave"),
        ("olvide mi contraseña", "desbloqueo-clave"),
        ("planilla", "planillas"),
        ("pensión viudez", "pagos-pension"),
        ("cesantia", "retiro-fondos-reserva"),
        ("afiliar a mi empleada domestica", "aviso-entrada"),
        ("despedir a un trabajador", "aviso-salida"),
        ("no adeudar", "certificado-no-adeudar"),
        ("sercop", "certificado-no-adeudar"),
        ("embarazo", "subsidios"),
        ("esposa e hijos", "extension-cobertura"),
        ("viajo al exterior", "movimiento-pais"),
        ("reliquidacion", "reliquidacion"),
        ("no me pagan la pension", "reactivacion-pension"),
    ],
)
def test_people_find_the_procedure_in_their_own_words(consulta, slug):
    assert slug in slugs(consulta)[:2]


@pytest.mark.parametrize("ficha", leer_catalogo(), ids=lambda ficha: ficha.slug)
def test_every_procedure_is_found_first_by_its_name(ficha):
    assert slugs(ficha.nombre)[0] == ficha.slug


@pytest.mark.parametrize("consulta", ["", "   ", "¿?", "xyzzy plugh", "el trámite xyzzy plugh qwerty"])
def test_nothing_is_found_for_nothing_that_we_have(consulta):
    assert slugs(consulta) == []


def test_a_name_weighs_more_than_a_keyword_and_a_keyword_more_than_the_description():
    nombre, palabra, descripcion = Ficha("Aportes"), Ficha("Otro", ("aportes",)), Ficha("Más", (), "Vea sus aportes")

    assert buscar("aporte", [descripcion, palabra, nombre]) == [nombre, palabra, descripcion]


def test_when_nothing_answers_to_every_word_the_nearest_is_shown():
    salida = Ficha("Aviso de salida", ("desafiliar",))

    assert buscar("desafiliar empleado", [salida, Ficha("Planillas")]) == [salida]


@given(st.text(max_size=100))
def test_any_search_is_answered(consulta):
    assert set(slugs(consulta)) <= {ficha.slug for ficha in leer_catalogo()}


@given(st.permutations(["certificado", "obligaciones", "patronales", "cumplimiento"]))
def test_the_order_of_the_words_does_not_matter(palabras):
    assert slugs(" ".join(palabras))[0] == "certificado-cumplimiento"

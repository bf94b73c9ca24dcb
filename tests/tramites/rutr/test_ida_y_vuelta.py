"""What `forma.escribir` writes, `leer` reads back to the last letter, whatever the texts say."""

from dataclasses import fields, replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.tramites.rutr.hojas import EJEMPLO, FERIAS, HOY, leer_ejemplo, meses
from tramites.rutr import Contacto, HojaIlegible, HojaRUTR, Horario, MesTransparencia, Requisito, leer
from tramites.rutr.forma import DEL_PORTAL, FORMA, TRANSPARENCIA, escribir

MALOS = (
    *("Base Legal", "Transparencia", "1. Uno. 2. Dos.", "• viñeta", "- guion", "Dirigido a: nadie", "título: detalle"),
    *("a\nb", "a\r\n\tb", "\\n", "\\", "a\\: b", ": ", "x:", "«comillas» \"y\" 'más'", "  dos  espacios ", "¿Costo?"),
    *("2025\t09\t3\t0", "| celda | otra |", "**negrita** `código`", "ñandú\u2028línea", "\u202eal revés", "😀", "\x0b"),
    *("Código de Trámite: INFE-012-03-01 Página 1 de 2", FORMA, "Tipo de Resultado: a", "Teléfono: 1", "a, b"),
    *("palabra " * 400, "sinespacios" * 60, "corte-", "de-guion"),
)
TEXTO = st.one_of(st.sampled_from(MALOS), st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
TEXTOS = st.lists(TEXTO, max_size=3).map(tuple)
PARES = st.lists(st.tuples(TEXTO, TEXTO), max_size=3)
DE_LISTA = [campo.name for campo in fields(HojaRUTR) if str(campo.type) == "tuple[str, ...]"]
DE_TEXTO = [campo.name for campo in fields(HojaRUTR) if campo.type == "str" or campo.type is str]
MESES = st.dictionaries(
    st.tuples(st.integers(2000, 2025), st.integers(1, 12)),
    st.tuples(st.integers(0, 999_999_999), st.integers(0, 999_999_999), st.booleans()),
    max_size=30,
).map(lambda d: tuple(MesTransparencia(*k, q, a, 0, oficial=o) for k, (q, a, o) in sorted(d.items(), reverse=True)))
HOJAS = st.builds(
    HojaRUTR,
    **{campo: TEXTO for campo in DE_TEXTO if campo not in {"nombre", "codigo"}},
    **dict.fromkeys(DE_LISTA, TEXTOS),
    nombre=TEXTO.filter(str.strip),
    codigo=st.sampled_from(["", "IESS-034-01-07"]),
    requisitos=PARES.map(lambda pares: tuple(Requisito(*par) for par in pares)),
    requisitos_especiales=PARES.map(lambda pares: tuple(Requisito(*par) for par in pares)),
    horarios=PARES.map(lambda pares: tuple(Horario(*par) for par in pares)),
    contacto=st.builds(Contacto, TEXTO, TEXTO, TEXTO),
    transparencia=MESES,
    problemas=st.just(()),
    del_portal=st.just(True),
)


def vuelta(hoja: HojaRUTR) -> HojaRUTR:
    leida = leer(escribir(hoja).encode(), hoy=HOY)
    return replace(leida, transparencia=tuple(replace(mes, linea=0) for mes in leida.transparencia))


@settings(max_examples=80)
@given(HOJAS)
@example(HojaRUTR(codigo="", nombre="Sin nada", del_portal=True))
def test_a_sheet_comes_back_as_it_went(hoja):
    assert vuelta(hoja) == hoja


@pytest.mark.parametrize("original", [EJEMPLO.read_text(encoding="utf-8"), FERIAS], ids=["reliquidación", "ferias"])
def test_an_official_sheet_written_again_says_the_same(original):
    hoja = leer_ejemplo(original)
    otra = leer(escribir(hoja).encode(), hoy=HOY)

    assert meses(otra) == meses(hoja)
    assert replace(otra, transparencia=(), del_portal=False) == replace(hoja, transparencia=())


def test_what_a_reader_of_other_sheets_finds_in_it_is_the_same_table():
    texto = escribir(leer_ejemplo()).replace(FORMA, "")

    assert meses(leer_ejemplo(texto)) == meses(leer_ejemplo())


@pytest.mark.parametrize("fin_de_linea", ["\r\n", "\r"])
def test_another_system_may_change_its_line_ends(fin_de_linea):
    texto = escribir(leer_ejemplo())

    assert leer(texto.replace("\n", fin_de_linea).encode(), hoy=HOY) == leer(texto.encode(), hoy=HOY)


@pytest.mark.parametrize(
    ("antes", "despues", "motivo"),
    [
        ("Base Legal\n", "Base Legal\nBase Legal\n", "no es de esta forma"),
        ("Base Legal\n", "Base ilegal\n", "no es de esta forma"),
        ("Código de Trámite: IESS-034-01-07", "", "Código de Trámite"),
        ("Código de Trámite: IESS-034-01-07", "Código de Trámite: <script>", "Código de Trámite"),
        ("Nombre Trámite\n", "Nombre Trámite\n\tOTRO\n", "dice dos cosas"),
        ("\tCorreo Electrónico: ", "\tCorreos: ", "no es de «Contacto"),
    ],
)
def test_a_sheet_that_was_changed_by_hand_is_refused_by_line(antes, despues, motivo):
    texto = escribir(leer_ejemplo()).replace(antes, despues)
    with pytest.raises(HojaIlegible, match=motivo):
        leer(texto.encode(), hoy=HOY)


def test_a_wrong_figure_is_told_by_line_as_in_any_sheet():
    hoja = leer(escribir(leer_ejemplo()).replace("\t2025\t09\t3\t0", "\t2025\t13\t3\t0").encode(), hoy=HOY)

    (problema,) = hoja.problemas
    assert problema.grave
    assert problema.motivo == "el mes 13 no está entre 1 y 12"


def test_which_months_no_official_sheet_has_is_said_below_the_table():
    hoja = replace(leer_ejemplo(), transparencia=(MesTransparencia(2026, 10, 1, 40, 0, oficial=False),))
    texto = escribir(hoja)

    assert texto.index(TRANSPARENCIA) < texto.index(DEL_PORTAL)
    assert texto.endswith(f"{DEL_PORTAL}\n\t2026-10\n")


def test_a_sheet_of_this_portal_that_lost_what_says_so_is_not_taken_for_an_official_one():
    hoja = replace(leer_ejemplo(), transparencia=(MesTransparencia(2026, 10, 1, 40, 0, oficial=False),))

    ajena = leer_ejemplo(escribir(hoja).replace(FORMA, ""))

    assert any(problema.grave for problema in ajena.problemas)

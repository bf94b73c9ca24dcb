"""What is wrong with a line, by field; E §3 and §4 of the domain notes."""

from datetime import date

import pytest

from tests import mundo
from tests.empleadores.lotes.archivos import celdas, csv, errores, linea, subir, texto, xlsx

pytestmark = pytest.mark.django_db

MALAS = [
    ("ENT", "ruc", "1790011674", "13 dígitos"),
    ("ENT", "ruc", mundo.RUC_MAR, "No es el RUC"),
    ("ENT", "sucursal", "1", "4 dígitos"),
    ("ENT", "sucursal", "٠٠٠١", "4 dígitos"),  # digits to Python, not to the institute
    ("ENT", "anio", "26", "4 dígitos"),
    ("ENT", "anio", "0000", "cuatro dígitos"),
    ("ENT", "mes", "13", "de 01 a 12"),
    ("ENT", "mes", "1", "dos dígitos"),
    ("ENT", "tipo", "SAL", "la línea dice «SAL»"),
    ("ENT", "tipo", "", "Está vacío"),
    ("ENT", "cedula", "171003406", "10 dígitos"),
    ("ENT", "cedula", "1710034066", "cédula"),
    ("ENT", "fecha_ingreso", "2026-11-10", "sin separadores"),
    ("ENT", "fecha_ingreso", "20260230", "no existe"),
    ("ENT", "fecha_ingreso", "00010101", "demasiado antigua"),
    ("ENT", "fecha_ingreso", "20261121", "todavía no llega"),
    ("ENT", "fecha_ingreso", "20260901", "Novedades extemporáneas"),
    ("ENT", "fecha_registro", "20261121", "todavía no llega"),
    ("ENT", "jornada", "8", "1, 4, 5, 6, 7"),
    ("ENT", "seguro", "X", "R, M"),
    ("ENT", "tipo_empleador", "", "Está vacío"),
    ("ENT", "relacion_trabajo", "99", "06"),
    ("ENT", "cargo", "", "Escriba el cargo"),
    ("ENT", "cargo", "X" * 65, "caben 64"),
    ("ENT", "cargo", "=cmd|' /C calc'!A0", "signo de fórmula"),
    ("ENT", "cargo", "JEFA DE CAÑÓN", "tildes"),
    ("ENT", "actividad", "19100", "13 letras"),
    ("ENT", "sueldo", "-5.00", "menos que cero"),
    ("ENT", "sueldo", "500", "dos decimales"),
    ("ENT", "sueldo", "500.005", "dos decimales"),
    ("ENT", "sueldo", "1e3", "dos decimales"),
    ("ENT", "sueldo", "99999999999999.00", "dos decimales"),
    ("ENT", "sueldo", "481.99", "mínimo"),
    ("ENT", "origen_pago", "Z", "P, E"),
    ("SAL", "fecha_salida", "20261301", "no existe"),
    ("SAL", "causa", "Z", "T, V, B"),
    ("MSU", "sueldo", "0.00", "mínimo"),
    ("INS", "valor", "0.00", "mayor que cero"),
    ("INS", "causa", "X", "O"),
]


@pytest.fixture
def trabaja(ana, sol):
    return mundo.relacion(ana, sol, date(2025, 1, 6))


@pytest.mark.parametrize("mala", MALAS, ids=lambda mala: "-".join(mala[:3]))
def test_a_bad_field_is_told_by_its_name(de_sol, ana, sol, mala):
    tipo, campo, valor, dice = mala
    if tipo != "ENT":
        mundo.relacion(ana, sol, date(2025, 1, 6))
    lote = subir(de_sol, texto(linea(tipo, **{campo: valor})), tipo)

    assert errores(lote) == [(1, campo)]
    assert dice in lote.errores.get().motivo


def test_all_that_is_wrong_with_a_line_is_told_at_once(de_sol):
    todo = dict.fromkeys(
        ("ruc", "sucursal", "cedula", "fecha_ingreso", "jornada", "cargo", "sueldo", "origen_pago"), ""
    )
    lote = subir(de_sol, texto(linea(**todo), linea()))

    assert {campo for numero, campo in errores(lote) if numero == 1} == set(todo)


@pytest.mark.parametrize(
    ("malo", "campo", "dice"),
    [
        (linea(sueldo="500,00"), "sueldo", "con punto, no con coma"),
        (linea(sueldo="1.500,00"), "sueldo", "con punto, no con coma"),
        (linea().replace(";", "|"), "línea", "«|»"),
        (linea().replace(";", "\t"), "línea", "tabulador"),
        (linea().replace(";", ","), "línea", "«,»"),
        (linea() + ";", "línea", "17 campos y deben ser 16"),
        (linea().rpartition(";")[0], "línea", "15 campos y deben ser 16"),
    ],
)
def test_comma_decimals_or_another_separator_are_refused(de_sol, ana, malo, campo, dice):
    """TV44: gob.ec, registro masivo de novedades (carga batch)."""
    lote = subir(de_sol, texto(malo))

    assert errores(lote) == [(1, campo)]
    assert dice in lote.errores.get().motivo


@pytest.mark.parametrize(("causa", "fallecimiento"), [("F", "00000000"), ("V", "20261118")])
def test_a_death_has_its_date_and_nothing_else_has_one(de_sol, trabaja, causa, fallecimiento):
    """TV43: the date goes with cause F alone; the others say 00000000."""
    lote = subir(de_sol, texto(linea("SAL", causa=causa, fecha_fallecimiento=fallecimiento)), "SAL")

    assert errores(lote) == [(1, "fecha_fallecimiento")]


def test_all_lines_say_the_month_that_most_of_them_say(de_sol, ana, luis):
    otra = mundo.persona("1710034073", apellidos="Otra")
    lote = subir(de_sol, texto(linea(mes="10"), linea(cedula=mundo.LUIS), linea(cedula=otra.cedula)))

    assert errores(lote) == [(1, "mes")]
    assert "noviembre de 2026" in lote.errores.get().motivo


def test_no_file_is_of_a_month_that_has_not_begun(de_sol, ana):
    assert errores(subir(de_sol, texto(linea(mes="12")))) == [(1, "mes")]


def test_a_worker_is_in_a_file_once(de_sol, ana, luis):
    lote = subir(de_sol, texto(linea(), linea(cedula=mundo.LUIS), linea(sueldo="600.00")))

    assert errores(lote) == [(3, "cedula")]
    assert "línea 1" in lote.errores.get().motivo


def test_someone_elses_worker_is_not_there(de_sol, ana):
    mundo.relacion(ana, mundo.empleador(mundo.RUC_MAR), date(2025, 1, 6))
    lote = subir(de_sol, texto(linea("SAL")), "SAL")

    assert "No consta trabajando" in lote.errores.get().motivo


def test_empty_lines_do_not_count_and_keep_their_numbers(de_sol, ana):
    lote = subir(de_sol, texto("", linea(cargo=""), "", "   "))

    assert (lote.lineas, errores(lote)) == (1, [(2, "cargo")])


def test_a_spreadsheet_may_take_zeros_away(de_sol, luis):
    fila: list[object] = celdas(cedula=mundo.LUIS)
    fila[1], fila[3], fila[5], fila[11], fila[14] = 1, 11, 926687856, 6, 500

    assert subir(de_sol, xlsx(fila), nombre="a.xlsx").buenas == 1
    assert subir(de_sol, csv(celdas(sucursal="1", cedula="926687856", sueldo="500.5")), nombre="a.csv").buenas == 1


def test_a_formula_in_a_cell_is_no_value(de_sol, ana):
    fila: list[object] = celdas(sueldo="=400+100")
    lote = subir(de_sol, xlsx(fila), nombre="a.xlsx")

    assert errores(lote) == [(2, "sueldo")]
    assert "fórmula" in lote.errores.get().motivo
    assert "\x00" not in lote.errores.get().texto


def test_accents_pass_in_a_table_and_a_date_may_be_a_date(de_sol, ana, pki):
    fila: list[object] = celdas(cargo="Jefa de cañón")
    lote = subir(de_sol, xlsx(fila), nombre="a.xlsx")
    en_latin = subir(de_sol, csv(celdas(cargo="Jefa de sección")).decode().encode("latin-1"), nombre="a.csv")

    assert (lote.buenas, en_latin.buenas) == (1, 1)

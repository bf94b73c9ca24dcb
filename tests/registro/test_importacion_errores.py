"""Every error of a folder is listed as file:line column: reason, and then nothing has changed."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registro.importacion import CargaRechazada, importar
from registro.models import Persona
from tests.registro.carpeta import ACME, ANA, ENCABEZADOS, FILAS, LUIS, escribir

pytestmark = pytest.mark.django_db
HOY = date(2026, 11, 21)


def errores(carpeta):
    with pytest.raises(CargaRechazada) as rechazo:
        importar(carpeta, hoy=HOY)
    assert not Persona.objects.exists()
    return [str(error) for error in rechazo.value.errores]


def reemplazar(nombre, fila, columna, valor):
    """The rows of a file with one cell changed."""
    filas = [f.split(",") for f in FILAS[nombre]]
    filas[fila][ENCABEZADOS[nombre].split(",").index(columna)] = valor
    return {nombre: [",".join(f) for f in filas]}


@pytest.mark.parametrize(
    ("archivo", "columna", "valor", "motivo"),
    [
        ("personas", "cedula", "1710034066", "La cédula no es correcta"),
        ("personas", "cedula", "", "falta el valor"),
        ("personas", "apellidos", "   ", "falta el valor"),
        ("personas", "apellidos", "x" * 121, "se admiten 120 caracteres"),
        ("personas", "fecha_nacimiento", "01/05/1980", "«01/05/1980» no es una fecha: se espera AAAA-MM-DD"),
        ("personas", "fecha_nacimiento", "1981-02-29", "no es una fecha"),
        ("personas", "fecha_nacimiento", "2027-01-01", "está en el futuro"),
        ("personas", "sexo", "Z", "se admite M o F"),
        ("personas", "correo", "ana.example.org", "no es una dirección de correo"),
        ("personas", "fecha_fallecimiento", "1979-01-01", "anterior a la de nacimiento"),
        ("empleadores", "ruc", "1790011674000", "000"),
        ("empleadores", "tipo", "MIXTO", "«MIXTO» no es válido: se admite PRIVADO, PUBLICO o DOMESTICO"),
        ("relaciones", "cedula", "0102030405", "La cédula no es correcta"),
        ("relaciones", "ruc", "1793189906001", "el RUC 1793189906001 no consta en empleadores.csv ni en el registro"),
        ("relaciones", "sucursal", "", "falta la sucursal"),
        ("relaciones", "fecha_salida", "2014-12-31", "la fecha de salida es anterior a la de ingreso"),
        ("relaciones", "jornada", "3", "se admite COMPLETA, 4, 5, 6 o 7"),
        ("relaciones", "sueldo", "-1", "es negativo"),
        ("aportes", "cedula", "1713175071", "la cédula 1713175071 no consta en personas.csv ni en el registro"),
        ("aportes", "periodo", "2026-13", "«2026-13» no es un mes: se espera AAAA-MM"),
        ("aportes", "periodo", "2026-12", "está en el futuro"),
        ("aportes", "dias", "31", "un número entero entre 1 y 30"),
        ("aportes", "dias", "0", "un número entero entre 1 y 30"),
        ("aportes", "sueldo", "900,00x", ""),
        ("aportes", "sueldo", "900.001", "hasta 2 decimales"),
        ("aportes", "sueldo", "1e3", "no es un número"),
        ("aportes", "fecha_pago", "2026-11-22", "está en el futuro"),
        ("fondos_reserva", "tipo", "GANANCIA", "se admite DEPOSITO, RENDIMIENTO o RETIRO"),
        ("prestamos", "plazo_meses", "0", "un número entero entre 1 y 600"),
        ("pensiones", "tipo", "OTRA", "VEJEZ, INVALIDEZ, DISCAPACIDAD, VIUDEZ, ORFANDAD o RIESGOS"),
        ("cuentas_bancarias", "tipo", "PLAZO", "se admite AHORROS o CORRIENTE"),
        ("dependientes", "cedula", ANA, "nadie es dependiente de sí mismo"),
    ],
)
def test_a_bad_value_is_named_at_its_line_and_column(tmp_path, archivo, columna, valor, motivo):
    halladas = errores(escribir(tmp_path, **reemplazar(archivo, 0, columna, valor)))
    if "," in valor:
        assert halladas == ["aportes.csv:2 fila: tiene 10 columnas y se esperan 9."]
    else:
        assert any(e.startswith(f"{archivo}.csv:2 {columna}: ") and motivo in e for e in halladas), halladas


def test_all_the_errors_of_all_the_files_are_listed_in_order(tmp_path):
    escribir(
        tmp_path,
        **reemplazar("empleadores", 1, "tipo", "X"),
        **reemplazar("aportes", 2, "dias", "40"),
        **reemplazar("personas", 1, "sexo", "9"),
    )
    assert [e.split(":")[:2] for e in errores(tmp_path)] == [
        ["personas.csv", "3 sexo"],
        ["empleadores.csv", "3 tipo"],
        ["aportes.csv", "4 dias"],
    ]


def test_a_repeated_key_names_the_line_of_the_first(tmp_path):
    otra = f"{ANA},{ACME},1,2026-08,12,100.00,APORTES,,"
    halladas = errores(escribir(tmp_path, aportes=[*FILAS["aportes"], otra], personas=[*FILAS["personas"]] * 2))
    assert halladas == [
        "personas.csv:4 cedula: repite la fila de la línea 2.",
        "personas.csv:5 cedula: repite la fila de la línea 3.",
        "aportes.csv:6 cedula+ruc+sucursal+periodo+tipo_planilla: repite la fila de la línea 2.",
    ]


def test_repeated_contributions_alone_are_found_too(tmp_path):
    voluntario = FILAS["aportes"][3]
    halladas = errores(escribir(tmp_path, aportes=[*FILAS["aportes"], voluntario]))
    assert halladas == ["aportes.csv:6 cedula+ruc+sucursal+periodo+tipo_planilla: repite la fila de la línea 5."]


def test_a_movement_written_twice_is_refused(tmp_path):
    halladas = errores(escribir(tmp_path, fondos_reserva=[FILAS["fondos_reserva"][0]] * 2))
    assert halladas == ["fondos_reserva.csv:3 cedula+fecha+tipo+valor: repite la fila de la línea 2."]


def test_lines_are_those_of_the_editor_even_after_a_quoted_line_break(tmp_path):
    personas = [
        f'{ANA},Pérez,Ana,1980-05-01,F,,,,,"Calle 1\ny Calle 2\nQuito",',
        f'{LUIS},"Ocampo ""Lucho""",Luis,1955-02-30,M,,,,,,',
    ]
    assert errores(escribir(tmp_path, personas=personas)) == [
        "personas.csv:5 fecha_nacimiento: «1955-02-30» no es una fecha: se espera AAAA-MM-DD."
    ]


def test_rows_too_short_and_too_long_are_all_named(tmp_path):
    filas = [f"{ANA},{ACME},0001", FILAS["aportes"][0], FILAS["aportes"][1] + ",1,2"]
    assert errores(escribir(tmp_path, aportes=filas)) == [
        "aportes.csv:2 fila: tiene 3 columnas y se esperan 9.",
        "aportes.csv:4 fila: tiene 11 columnas y se esperan 9.",
    ]


def test_a_wrong_header_names_what_is_missing_and_what_is_too_much(tmp_path):
    escribir(tmp_path)
    (tmp_path / "cesantia.csv").write_text("cedula,fecha,tipo,monto,fecha\n", encoding="utf-8")
    assert errores(tmp_path) == [
        "cesantia.csv:1 fecha: esta columna está repetida en el encabezado.",
        "cesantia.csv:1 monto: esta columna no pertenece al archivo.",
        "cesantia.csv:1 valor: falta esta columna en el encabezado.",
    ]


def test_an_empty_file_says_what_it_should_begin_with(tmp_path):
    escribir(tmp_path)
    (tmp_path / "cesantia.csv").write_bytes(b"")
    assert errores(tmp_path) == ["cesantia.csv:1 encabezado: el archivo está vacío: se espera cedula,fecha,tipo,valor"]


def test_a_line_that_is_not_utf8_is_named(tmp_path):
    escribir(tmp_path)
    contenido = (tmp_path / "personas.csv").read_bytes().replace("Pérez Muñoz".encode(), "Pérez".encode("latin-1"))
    (tmp_path / "personas.csv").write_bytes(contenido)
    assert errores(tmp_path) == ["personas.csv:2 fila: no está en UTF-8 (byte 13 de la línea)."]


@pytest.mark.parametrize(
    ("fila", "motivo"),
    [
        (f'{LUIS},"Ocampo,Luis,1955-02-03,M,,,,,,', "hay comillas que no se cierran."),
        (f'{LUIS},"Ocampo"x,Luis,1955-02-03,M,,,,,,', "hay texto después de las comillas que cierran una celda."),
        (f"{LUIS},Oca\0mpo,Luis,1955-02-03,M,,,,,,", "contiene un carácter nulo."),
    ],
)
def test_what_is_not_csv_is_named_and_hides_nothing_else(tmp_path, fila, motivo):
    halladas = errores(
        escribir(tmp_path, personas=[FILAS["personas"][0], fila], **reemplazar("aportes", 0, "dias", "x"))
    )
    assert halladas[0] == f"personas.csv:3 fila: {motivo}"
    assert halladas[1].startswith("aportes.csv:2 dias:")


def test_the_end_of_copy_marker_does_not_hide_the_rows_after_it(tmp_path):
    halladas = errores(escribir(tmp_path, cesantia=["\\.", *FILAS["cesantia"]]))
    assert halladas == ["cesantia.csv:2 fila: tiene 1 columnas y se esperan 4."]


def test_nothing_changes_when_a_later_file_is_bad(tmp_path):
    importar(escribir(tmp_path), hoy=HOY)
    escribir(
        tmp_path,
        personas=[FILAS["personas"][0].replace("Calle 1", "Calle 2"), FILAS["personas"][1]],
        **reemplazar("dependientes", 0, "parentesco", "PRIMO"),
    )
    with pytest.raises(CargaRechazada):
        importar(tmp_path, hoy=HOY)
    assert Persona.objects.get(cedula=ANA).direccion == "Calle 1"


def test_the_command_lists_the_errors_and_fails(tmp_path):
    escribir(tmp_path, **reemplazar("personas", 0, "sexo", "9"))
    salida = StringIO()
    with pytest.raises(CommandError, match=r"1 error: no se cambió nada\."):
        call_command("importar_registro", str(tmp_path), stderr=salida)
    assert salida.getvalue().startswith("personas.csv:2 sexo: «9» no es válido")


def test_a_folder_without_any_of_the_files_is_refused(tmp_path):
    (tmp_path / "persona.csv").write_text("x", encoding="utf-8")
    salida = StringIO()
    with pytest.raises(CommandError, match="ninguno de los archivos"):
        call_command("importar_registro", str(tmp_path), stderr=salida)
    assert "persona.csv: no es un archivo del registro" in salida.getvalue()

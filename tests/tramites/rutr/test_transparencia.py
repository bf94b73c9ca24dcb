import pytest

from tests.tramites.rutr.hojas import leer_tabla, meses, motivos

SIN_COLUMNAS = "la fila no tiene las cuatro columnas: año, mes, quejas y atenciones"


@pytest.mark.parametrize(
    ("cabecera", "fila"),
    [
        ("Año\tMes\tVolumen de Quejas\tVolumen de Atenciones", "2025\t07\t8\t263"),
        ("Mes\tAño\tVolumen de Atenciones\tVolumen de Quejas", "7\t2025\t263\t8"),
        ("Volumen de Atenciones\tVolumen de Quejas\tAño\tMes", "263\t8\t2025\tjulio"),
        ("Año\tMes\tQuejas\tAtenciones", "2025\tJULIO\t8\t263"),
        ("Año\tMes\tQuejas\tAtenciones", "2025\tjul.\t8\t263"),
        ("Año-Mes\tVolumen de Quejas\tVolumen de Atenciones", "2025-07\t8\t263"),
        ("Mes-Año\tVolumen de Quejas\tVolumen de Atenciones", "07/2025\t8\t263"),
        ("Mes y año\tVolumen de Quejas\tVolumen de Atenciones", "julio de 2025\t8\t263"),
        ("Año Mes Volumen de Quejas Volumen de Atenciones", "2025 7 8 263"),
        ("Año | Mes | Volumen de Quejas | Volumen de Atenciones", "| 2025 | 07 | 8 | 263 |"),
        ("AÑO   MES   QUEJAS   ATENCIONES", "2025   07   8   263"),
        ("Año\tMes\tVolumen de\tVolumen de\nQuejas\tAtenciones", "2025\t07\t8\t263"),
        ("Año\nMes\nVolumen de Quejas\nVolumen de Atenciones", "2025\n07\n8\n263"),
    ],
)
def test_columns_may_come_in_any_order_and_months_by_name(cabecera, fila):
    hoja = leer_tabla(fila, cabecera=cabecera)

    assert meses(hoja) == [(2025, 7, 8, 263)]
    assert hoja.problemas == ()


@pytest.mark.parametrize(
    ("fila", "motivo"),
    [
        ("2025\t13\t1\t2", "el mes 13 no está entre 1 y 12"),
        ("2025\t0\t1\t2", "el mes 0 no está entre 1 y 12"),
        ("2025\tBrumario\t1\t2", "el mes «brumario» no es un número entre 1 y 12 ni el nombre de un mes"),
        ("2025\t05\t-1\t2", "el volumen de quejas no puede ser negativo: -1"),
        ("2025\t05\t1\tmuchas", "el volumen de atenciones no es un número entero: «muchas»"),
        ("2025\t05\t1,5\t2", "el volumen de quejas no es un número entero: «1,5»"),
        ("2025\t05\tN/D\t2", "el volumen de quejas no es un número entero: «n/d»"),
        ("2025\t05\t\t2", SIN_COLUMNAS),
        ("2025\t05\t1\t12345678901", "el volumen de atenciones no es un número entero: «12345678901»"),
        ("2027\t05\t1\t2", "el año 2027 todavía no ha llegado"),
        ("2026\t12\t1\t2", "el mes 2026-12 todavía no ha llegado"),
        ("1925\t05\t1\t2", "el año 1925 es anterior al 2000"),
        ("25\t05\t1\t2", "el año «25» no es un número de cuatro cifras"),
        ("2025\t05\t1", SIN_COLUMNAS),
        ("2025\t05\t1\t2\t3", SIN_COLUMNAS),
        (
            "Fuente: buzón de quejas del instituto",
            SIN_COLUMNAS,
        ),
    ],
)
def test_a_wrong_row_is_reported_by_line_and_the_others_stand(fila, motivo):
    hoja = leer_tabla("2025\t04\t1\t197", fila, "2025\t03\t0\t127")

    assert motivos(hoja) == [(6, motivo)]
    assert meses(hoja) == [(2025, 4, 1, 197), (2025, 3, 0, 127)]


def test_of_a_repeated_month_the_first_row_stands():
    hoja = leer_tabla("2025\t04\t1\t197", "2025\tabril\t9\t9")

    assert motivos(hoja) == [(6, "el mes 2025-04 ya consta en la línea 5")]
    assert meses(hoja) == [(2025, 4, 1, 197)]


def test_a_year_written_once_for_several_months_serves_them_all():
    hoja = leer_tabla("2025\t02\t1\t157", "\t01\t0\t61")

    assert meses(hoja) == [(2025, 2, 1, 157), (2025, 1, 0, 61)]


def test_cells_given_column_after_column_make_the_same_rows():
    hoja = leer_tabla("2025", "2025", "2024", "02", "01", "12", "1", "0", "0", "157", "61", "93")

    assert meses(hoja) == [(2025, 2, 1, 157), (2025, 1, 0, 61), (2024, 12, 0, 93)]


def test_cells_of_which_nobody_can_tell_the_row_are_reported_and_none_is_taken():
    hoja = leer_tabla("2025", "2025", "Mes", "02", "01", "Volumen de Quejas", "1", "157", "0", "61", cabecera="Año")

    assert motivos(hoja) == [(5, "las cifras de la tabla no vienen en orden de filas")]
    assert meses(hoja) == []


def test_this_month_may_already_have_figures():
    assert meses(leer_tabla("2026\t11\t0\t4")) == [(2026, 11, 0, 4)]


def test_a_row_of_totals_is_not_a_month():
    hoja = leer_tabla("2025\t04\t1\t197", "Total\t\t1\t197")

    assert (len(hoja.transparencia), hoja.problemas) == (1, ())


def test_a_table_without_its_heading_is_known_by_its_columns():
    from tests.tramites.rutr.hojas import HOY
    from tramites.rutr import leer_texto

    hoja = leer_texto(
        "Código de Trámite: X-001-01-01\nNombre Trámite\tFERIA\nBase Legal\n\n"
        "Año\tMes\tVolumen de Quejas\tVolumen de Atenciones\n2025\t04\t1\t197",
        hoy=HOY,
    )

    assert meses(hoja) == [(2025, 4, 1, 197)]
    assert hoja.base_legal == ()

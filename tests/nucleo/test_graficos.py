from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from nucleo.escritura import dinero
from nucleo.graficos import ALTO, Serie, barras, linea, paso_redondo


@pytest.mark.parametrize(
    ("maximo", "paso"),
    [(0, 1), (1, 1), (4, 1), (5, 2), (12, 3), (20, 5), (21, 10), (263, 100), (Decimal("9573.5"), 3000)],
)
def test_the_scale_reaches_the_maximum_in_at_most_four_round_steps(maximo, paso):
    assert paso_redondo(maximo) == paso


def test_a_bar_is_as_high_as_its_value_on_the_scale():
    grafico = barras("Meses", ["2024", "2025"], [Serie("Pagados", [12, 6])])
    completo, mitad = (columna.tramos[0] for columna in grafico.columnas)
    assert (completo.y, completo.alto) == (0, ALTO)
    assert (mitad.y, mitad.alto) == (ALTO / 2, ALTO / 2)


def test_the_second_series_stands_on_the_first():
    grafico = barras("Meses", ["2025"], [Serie("Pagados", [9]), Serie("Impagos", [3])])
    pagados, impagos = grafico.columnas[0].tramos
    assert impagos.y + impagos.alto == pagados.y
    assert [clase for clase, _ in grafico.series] == ["serie-1", "serie-2"]


def test_a_month_of_zero_draws_no_bar_but_keeps_its_place():
    grafico = barras("Quejas", ["ago", "sep"], [Serie("Quejas", [1, 0])])
    assert grafico.columnas[1].tramos == ()
    assert grafico.columnas[1].centro == 75


def test_nothing_but_zeros_still_has_a_scale():
    grafico = barras("Quejas", ["ago"], [Serie("Quejas", [0])])
    assert [marca.texto for marca in grafico.marcas] == ["0", "1"]


def test_forty_years_of_labels_thin_out_and_the_last_one_always_shows():
    grafico = barras("Meses", [str(anio) for anio in range(1987, 2027)], [Serie("Meses", [12] * 40)])
    en_mesa = [columna.etiqueta for columna in grafico.columnas if columna.rotulada]
    en_telefono = [columna.etiqueta for columna in grafico.columnas if columna.rotulada and not columna.solo_ancho]
    assert en_mesa[-1] == en_telefono[-1] == "2026"
    assert len(en_telefono) < len(en_mesa) < 20


def test_the_line_goes_through_the_middle_of_each_category():
    grafico = linea("Saldo", ["2025", "2026"], Serie("Saldo", [Decimal(0), Decimal(400)]), escribir=dinero)
    assert grafico.puntos == f"25.0,{ALTO}.0 75.0,0.0"
    assert [marca.texto for marca in grafico.marcas] == [
        "$\u00a00",
        "$\u00a0100",
        "$\u00a0200",
        "$\u00a0300",
        "$\u00a0400",
    ]
    assert not grafico.escala_ancha


def test_the_description_tells_the_highest_and_the_lowest():
    descripcion = barras("Meses", ["2024", "2025"], [Serie("Meses", [12, 3])]).descripcion
    assert "El valor más alto es 12, en 2024; el más bajo es 3, en 2025." in descripcion


@pytest.mark.parametrize("series", [[], [Serie("Meses", [1, 2])]])
def test_series_and_categories_that_do_not_match_are_refused(series):
    with pytest.raises(ValueError, match="series"):
        barras("Meses", ["2025"], series)


@pytest.mark.parametrize("plantilla", ["barras", "linea"])
def test_the_picture_writes_numbers_as_svg_wants_them_and_carries_no_style(plantilla):
    serie = Serie("Atenciones", [1, 2, 3])
    categorias = ["ene", "feb", "mar"]
    grafico = (
        barras("Mes a mes", categorias, [serie]) if plantilla == "barras" else linea("Mes a mes", categorias, serie)
    )
    html = render_to_string(f"componentes/grafico_{plantilla}.html", {"grafico": grafico, "id": "atenciones"})
    assert "16.67" in html
    assert "16,67" not in html
    assert 'role="img" aria-labelledby="atenciones-t atenciones-d"' in html
    assert "style" not in html

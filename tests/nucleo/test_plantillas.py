"""The template language of the portal: how things are written, and the components."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from nucleo import escritura


def render(fuente: str, **contexto) -> str:
    return Template(fuente).render(Context(contexto)).strip()


@pytest.mark.parametrize(
    ("filtro", "valor", "texto"),
    [
        ("dinero", Decimal("1234.565"), "$\u00a01.234,57"),
        ("numero", 12345, "12.345"),
        ("numero", Decimal("0.6875"), "0,6875"),
        ("porcentaje", Decimal("0.6875"), "68,75\u00a0%"),
        ("porcentaje", Decimal("0.70"), "70\u00a0%"),
        ("porcentaje", Decimal(1), "100\u00a0%"),
        ("fecha", date(2026, 11, 21), "21 de noviembre de 2026"),
        ("fecha_corta", date(2026, 3, 1), "01-mar-2026"),
        ("mes", date(2026, 10, 1), "octubre de 2026"),
        ("mes_corto", date(2026, 10, 1), "oct-2026"),
        ("nombre_de_mes", 10, "octubre"),
        ("anio", 2026, "2026"),
        ("dinero", None, "—"),
        ("fecha", None, "—"),
        ("mes", None, "—"),
    ],
)
def test_figures_and_dates_are_written_as_in_ecuador(filtro, valor, texto):
    assert render(f"{{{{ x|{filtro} }}}}", x=valor) == texto


def test_an_instant_is_shown_by_the_clock_of_ecuador():
    medianoche_en_londres = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    assert escritura.fecha(medianoche_en_londres) == "21 de noviembre de 2026"
    assert escritura.hora(medianoche_en_londres) == "19:30"


def test_a_datetime_attribute_has_no_microseconds():
    assert escritura.iso(datetime(2026, 11, 21, 14, 32, 0, 123456, tzinfo=UTC)) == "2026-11-21T14:32:00+00:00"


@pytest.mark.parametrize(
    ("valor", "maquina", "persona"),
    [
        (120, "120", "120"),
        (Decimal("1234.5"), "1234.50", "$\u00a01.234,50"),
        (True, "si", "Sí"),
        (False, "no", "No"),
        (date(2026, 11, 21), "2026-11-21", "21 de noviembre de 2026"),
        (None, "", "—"),
        ("<b>", "&lt;b&gt;", "&lt;b&gt;"),
    ],
)
def test_a_computed_figure_is_found_by_its_name(valor, maquina, persona):
    esperado = f'<data data-dato="x" value="{maquina}">{persona}</data>'
    assert render('{% dato "x" valor %}', valor=valor) == esperado


def test_a_computed_figure_may_be_a_plain_number_or_have_words_of_its_own():
    coeficiente = '<data data-dato="coeficiente" value="0.7500">0,7500</data>'
    assert render('{% dato "coeficiente" valor "numero" %}', valor=Decimal("0.7500")) == coeficiente
    assert render('{% dato "meses" 123 texto="10 años y 3 meses" %}').endswith(">10 años y 3 meses</data>")


def test_a_notice_says_its_kind_in_words_and_escapes_what_it_is_given():
    html = render('{% aviso "warning" titulo %}{{ texto }}{% endaviso %}', titulo="<i>", texto="<script>")
    assert "Atención" in html
    assert "&lt;i&gt;" in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html


def test_a_table_names_each_cell_for_when_it_becomes_a_card():
    columnas = [{"titulo": "Mes", "num": False}, {"titulo": "Sueldo", "num": True}]
    html = render_to_string(
        "componentes/tabla.html", {"titulo": "Aportes", "columnas": columnas, "filas": [["octubre", "$ 470,00"]]}
    )
    assert '<th scope="row">octubre</th>' in html
    assert '<td data-titulo="Sueldo" class="num">$ 470,00</td>' in html


def test_the_page_of_a_server_error_needs_no_context():
    html = render_to_string("500.html")
    assert "No es culpa suya" in html
    assert "style=" not in html


@pytest.mark.parametrize(
    ("nombre", "valor", "texto"),
    [
        ("coeficiente", Decimal("0.75"), "75\u00a0%"),
        ("factor", Decimal("0.001"), "0,001"),
        ("base", Decimal(840), "$\u00a0840,00"),
        ("desde", date(2026, 9, 1), "septiembre de 2026"),
        ("pagado", date(2026, 9, 10), "10 de septiembre de 2026"),
        ("imposiciones", 362, "362"),
    ],
)
def test_the_figures_of_a_step_are_written_by_their_name(nombre, valor, texto):
    assert render("{{ x|dato_legible:nombre }}", x=valor, nombre=nombre) == texto


def test_the_names_of_figures_read_as_words():
    assert render("{{ 'minima'|nombre_de_dato }}, {{ 'meses_nuevos'|nombre_de_dato }}") == "mínima, meses nuevos"

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from nucleo.formularios import ArchivoField, DineroField, FechaField, leer_dinero


class Formulario(forms.Form):
    cedula = forms.CharField(label="Cédula", help_text="Diez dígitos.")
    nacimiento = FechaField(label="Fecha de nacimiento", required=False)
    tipo = forms.ChoiceField(label="Tipo", choices=[("a", "Ahorros"), ("c", "Corriente")], widget=forms.RadioSelect)
    acepto = forms.BooleanField(label="Acepto")
    nota = forms.CharField(label="Nota", required=False)

    def clean(self):
        raise forms.ValidationError("No se puede enviar hoy.")


@pytest.mark.parametrize(
    ("texto", "valor"),
    [
        ("1234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("$ 1 234,5", "1234.5"),
        ("1.234", "1234"),
        ("1,234,567", "1234567"),
        ("470", "470"),
        ("0,05", "0.05"),
        ("-12,00", "-12.00"),
    ],
)
def test_an_amount_is_read_with_point_or_comma(texto, valor):
    assert leer_dinero(texto) == Decimal(valor)


@pytest.mark.parametrize(
    "texto", ["", "abc", "1.2.3", "1,234.567", "1.234,5678", "12,3456", "0,125", "1e5", "٣", "NaN", "--1"]
)
def test_what_is_not_an_amount_is_refused(texto):
    with pytest.raises(ValueError) as error:  # noqa: PT011 (the text itself is the message)
        leer_dinero(texto)
    assert error.value.args == (texto,)


def test_a_stored_amount_comes_back_with_a_comma():
    form = type("F", (forms.Form,), {"monto": DineroField(initial=Decimal("1234.50"))})()
    assert 'value="1234,50"' in str(form["monto"])


@pytest.mark.parametrize(
    ("partes", "resultado"),
    [
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("29", "2", "2023"), "inexistente"),
        (("1", "13", "2023"), "inexistente"),
        (("1", "1", "85"), "inexistente"),
        (("1", "", "2023"), "incomplete"),
        (("uno", "1", "2023"), "numeros"),
        (("", "", ""), "required"),
        ((" ", "", ""), "required"),
    ],
)
def test_a_date_is_three_numbers_that_exist_together(partes, resultado):
    if isinstance(resultado, date):
        assert FechaField().clean(list(partes)) == resultado
        return
    with pytest.raises(forms.ValidationError) as error:
        FechaField().clean(list(partes))
    assert error.value.code == resultado


def test_a_date_that_is_not_asked_for_may_stay_empty():
    assert FechaField(required=False).clean(["", "", ""]) is None


def test_a_file_above_the_limit_is_refused_with_both_sizes():
    with pytest.raises(forms.ValidationError) as error:
        ArchivoField(tope=1024).clean(SimpleUploadedFile("a.pdf", b"x" * 2048))
    assert "pesa 2,0\u00a0KB y el máximo es 1,0\u00a0KB" in error.value.messages[0]


def test_a_field_ties_hint_and_error_to_its_control():
    html = Formulario({"nota": "se conserva"}).as_div()
    assert 'aria-describedby="id_cedula_helptext id_cedula_error"' in html
    assert 'id="id_cedula_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="se conserva"' in html


def test_what_may_stay_empty_says_so():
    html = str(Formulario()["nota"].as_field_group())
    assert "(opcional)" in html
    assert "(opcional)" not in str(Formulario()["cedula"].as_field_group())


def test_a_legend_has_no_for():
    html = str(Formulario()["tipo"].as_field_group())
    assert "<legend>Tipo</legend>" in html


def test_the_summary_of_errors_links_to_the_first_control_of_each_field():
    form = Formulario({"nacimiento_dia": "31", "nacimiento_mes": "2", "nacimiento_anio": "2000"})
    html = render_to_string("componentes/errores.html", {"form": form})
    assert "<li>No se puede enviar hoy.</li>" in html
    for ancla in ("id_cedula", "id_nacimiento_0", "id_tipo_0", "id_acepto"):
        assert f'href="#{ancla}"' in html
        assert f'id="{ancla}"' in str(form)


def test_there_is_no_summary_without_errors():
    assert render_to_string("componentes/errores.html", {"form": Formulario()}).strip() == ""

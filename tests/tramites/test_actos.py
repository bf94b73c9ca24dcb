"""An act of two forms, as later procedures will have them: what was typed travels, and is judged again at the end."""

import uuid

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from cuentas.actuacion import actuacion_de
from cuentas.sesiones import SessionStore
from nucleo.formularios import FechaField, RespuestaRechazada
from tests import mundo
from tramites.models import ActoConfirmado, Atencion
from tramites.procedimientos import Acto, Cambio, Hecho, acto

pytestmark = pytest.mark.django_db
BUENO = {"p0-pais": "Perú", "p1-dia_dia": "3", "p1-dia_mes": "12", "p1-dia_anio": "2026"}


class Pais(forms.Form):
    pais = forms.CharField()


class Dia(forms.Form):
    dia = FechaField()


class Viaje(Acto):
    slug = "movimiento-pais"
    pasos = (Pais, Dia)
    url = "/pensionista/movimiento-pais/"

    def cambios(self, actuacion, datos):
        if datos["pais"] == "Narnia":
            raise RespuestaRechazada("Ese país no está en la lista.", "pais")
        return [Cambio("País", datos["pais"]), Cambio("Día", str(datos["dia"]))]

    def aplicar(self, actuacion, datos):
        return Hecho("Su viaje quedó registrado", cambios=self.cambios(actuacion, datos))


@pytest.fixture
def enviar(monkeypatch):
    monkeypatch.setattr(Viaje, "url_de", lambda self, pagina, *args: f"/{pagina}/{args[0]}/")
    actuacion = actuacion_de(mundo.cuenta(mundo.persona()))
    vista = acto.pagina_de_acto(Viaje())

    def enviar(**datos):
        request = RequestFactory().post(Viaje.url, datos)
        request.user, request.actuacion, request.session = AnonymousUser(), actuacion, SessionStore()
        return vista(request)

    return enviar


def test_each_form_has_its_page_and_carries_the_answers_of_the_others(enviar):
    html = enviar(paso="0", **{"p0-pais": "Perú"}).content.decode()
    assert "Paso 2 de 2" in html
    assert '<input type="hidden" name="p0-pais" value="Perú">' in html
    assert "Escriba la fecha" not in html

    html = enviar(paso="1", **BUENO).content.decode()
    assert "Revise sus respuestas" in html
    assert "Corregir el paso 2" in html


def test_without_anything_before_there_is_one_column(enviar):
    html = enviar(paso="1", **BUENO).content.decode()
    assert "Antes</th>" not in html
    assert "2026-12-03" in html


def test_going_back_keeps_both_forms(enviar):
    html = enviar(paso="0", accion="corregir", **BUENO).content.decode()
    assert 'name="p0-pais" value="Perú"' in html
    assert '<input type="hidden" name="p1-dia_mes" value="12">' in html


@pytest.mark.parametrize("accion", ["", "confirmar"])
def test_a_tampered_answer_of_a_former_page_leads_back_to_it(enviar, accion):
    html = enviar(paso="1", accion=accion, **(BUENO | {"p0-pais": ""})).content.decode()
    assert "Paso 1 de 2" in html
    assert not ActoConfirmado.objects.exists()


def test_a_refusal_stands_beside_its_field_on_the_page_that_has_it(enviar):
    html = enviar(paso="1", **(BUENO | {"p0-pais": "Narnia"})).content.decode()
    assert "Paso 1 de 2" in html
    assert "Ese país no está en la lista." in html
    assert 'value="Narnia"' in html


def test_a_refusal_at_the_end_counts_nothing(enviar):
    assert enviar(accion="confirmar", **(BUENO | {"p0-pais": "Narnia"})).status_code == 200
    assert (ActoConfirmado.objects.count(), Atencion.objects.count()) == (0, 0)


def test_confirmed_it_is_kept_as_it_was_said_and_counted_once(enviar):
    peticion = str(uuid.uuid4())
    for _ in range(2):
        assert enviar(accion="confirmar", peticion=peticion, **BUENO).url == f"/hecho/{peticion}/"
    assert ActoConfirmado.objects.get().hecho["cambios"][0] == {"termino": "País", "ahora": "Perú", "antes": ""}
    assert Atencion.objects.count() == 1


def test_a_request_without_answers_is_the_first_page(enviar):
    assert "Paso 1 de 2" in enviar(accion="confirmar").content.decode()

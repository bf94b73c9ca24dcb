"""Who proves to be a person of the register makes a clave; each step needs the ones before."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cuentas.clave import intentos
from cuentas.models import Cuenta, PreguntaDeSeguridad
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from tests import mundo
from tests.cuentas.generar.pasos import (
    FRASE,
    PREGUNTAS,
    URL,
    hasta_el_codigo,
    ingresa,
    respuestas_de,
    ultimo_codigo,
    validar,
)

pytestmark = pytest.mark.django_db


def test_a_person_of_the_register_makes_a_clave_and_comes_in(client):
    client.get(URL)
    assert client.post(URL, {"cedula": "171003406-5"}).url == f"{URL}datos/"
    assert "nacimiento" in client.get(f"{URL}datos/").content.decode()
    assert client.post(f"{URL}datos/", respuestas_de()).url == f"{URL}clave/"
    assert "an" in client.get(f"{URL}clave/").content.decode()
    assert client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"}).url == f"{URL}preguntas/"
    assert client.post(f"{URL}preguntas/", PREGUNTAS).url == f"{URL}codigo/"
    pagina = client.get(f"{URL}codigo/").content.decode()
    assert "a•••@correo.ec" in pagina
    assert f"{timezone.localtime(timezone.now() + timedelta(minutes=15)):%H:%M}" in pagina
    assert not Cuenta.objects.filter(identificador=mundo.ANA).exists()

    assert client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()}).url == "/ingresar/"

    cuenta = Cuenta.objects.get(identificador=mundo.ANA)
    assert (cuenta.correo, cuenta.persona.cedula) == ("ana@correo.ec", mundo.ANA)
    assert cuenta.correo_confirmado_en
    assert ingresa()
    drain()
    assert "Su clave está lista" in [m.subject for m in mail.outbox]
    assert "¿Qué vendía mi abuela en la feria?" in mail.outbox[-1].body
    asiento = Asiento.objects.get(accion="clave.generada")
    assert (asiento.persona_id, asiento.datos["terminos"]) == (cuenta.persona_id, "aceptados")


def test_answers_are_kept_as_claves_are(client):
    hasta_el_codigo(client)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})

    guardadas = list(PreguntaDeSeguridad.objects.values_list("codigo", "respuesta"))
    assert [codigo for codigo, _ in guardadas] == ["escuela", "mascota", "propia"]
    assert not any("simonbolivar" in respuesta or "Sim" in respuesta for _, respuesta in guardadas)


@pytest.mark.parametrize(
    "cuales", [{"nacimiento": (18, 5, 1980)}, {"cambios": [0]}, {"cambios": [1]}, {"cambios": [0, 1]}]
)
def test_one_wrong_answer_is_all_wrong_and_is_not_named(client, cuales):
    respuesta = validar(client, **cuales)

    pagina = respuesta.content.decode()
    assert "No pudimos comprobar su identidad" in pagina
    assert pagina.count('class="mensaje"') == 0
    assert "correo.ec" not in pagina.replace("atencionalusuario@iess.gob.ec", "")
    assert client.get(f"{URL}clave/").url == URL


def test_the_third_wrong_draw_leads_to_the_counter_and_says_what_to_bring(client):
    for _ in range(2):
        assert validar(client, cambios=[0]).status_code == 200

    tercera = validar(client, cambios=[0])
    correcta = validar(client)

    for respuesta in (tercera, correcta):
        assert respuesta.status_code == 429
        assert "cédula original" in respuesta.content.decode()


def test_the_counter_is_for_the_network_that_failed_and_ends_with_the_day(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _ in range(3):
        validar(client, cambios=[0])

    desde_casa = Client(REMOTE_ADDR="10.0.0.9")
    desde_casa.post(URL, {"cedula": mundo.ANA})
    assert desde_casa.post(f"{URL}datos/", respuestas_de()).url == f"{URL}clave/"
    time_machine.shift(intentos.UN_DIA)
    assert validar(client).url == f"{URL}clave/"


def test_from_everywhere_together_a_number_is_tried_so_often_a_day():
    statuses = []
    for n in range(intentos.VALIDACIONES_POR_CEDULA + 2):
        otro = Client(REMOTE_ADDR=f"10.0.{n}.1")
        statuses.append(validar(otro, cambios=[0]).status_code)

    assert statuses == [200] * intentos.VALIDACIONES_POR_CEDULA + [429] * 2


# --- steps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paso", ["datos", "clave", "preguntas", "correo", "codigo"])
def test_no_step_can_be_reached_without_the_ones_before(client, paso):
    assert client.get(f"{URL}{paso}/").url == URL
    assert client.post(f"{URL}{paso}/", {"codigo": "123456"}).url == URL


def test_the_flow_of_recovery_opens_no_step_here(client):
    client.post("/cuenta/desbloquear/", {"cedula": mundo.ANA})

    assert client.get(f"{URL}datos/").url == URL


def test_the_session_gets_a_new_key_when_somebody_proves_who_they_are(client):
    client.post(URL, {"cedula": mundo.ANA})
    antes = client.cookies["sessionid"].value
    client.post(f"{URL}datos/", respuestas_de())

    assert client.cookies["sessionid"].value != antes


@pytest.mark.parametrize(
    ("cedula", "mensaje"),
    [("", "Escriba su número"), ("17100340", "10 dígitos"), ("1710034064", "no es correcta"), ("hola", "10 dígitos")],
)
def test_a_number_that_can_not_be_is_told_so(client, cedula, mensaje):
    respuesta = client.post(URL, {"cedula": cedula})

    assert mensaje in respuesta.content.decode()
    assert f'value="{cedula}"' in respuesta.content.decode() or not cedula


def test_the_terms_are_asked_for(client):
    validar(client)

    assert "acepte los términos" in client.post(f"{URL}clave/", {"clave": FRASE}).content.decode()


@pytest.mark.parametrize(
    ("clave", "mensaje"),
    [
        ("corta", "al menos 12 caracteres"),
        ("1710034065 mangos verdes", "su nombre ni su cédula"),
        ("PRUEBA de mangos verdes", "su nombre ni su cédula"),
        ("x" * 201, "hasta 200"),
        ("aaaaaaaaaaaaaaaa", "fácil de adivinar"),
        ("qwertyuiop123", "claves más usadas"),
    ],
)
def test_a_clave_that_will_not_do_says_why_and_is_not_shown_again(client, clave, mensaje):
    validar(client)

    pagina = client.post(f"{URL}clave/", {"clave": clave, "terminos": "on"}).content.decode()

    assert mensaje in pagina
    assert f'value="{clave}"' not in pagina


def test_the_field_of_the_clave_lets_password_managers_in(client):
    validar(client)
    pagina = client.get(f"{URL}clave/").content.decode()

    assert 'autocomplete="new-password"' in pagina
    assert "onpaste" not in pagina


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"pregunta_2": "escuela"}, "Ya eligió esa pregunta"),
        ({"respuesta_2": "SIMON bolivar."}, "respuesta distinta"),
        ({"respuesta_1": "ab"}, "al menos tres"),
        ({"respuesta_1": "¡¿?!"}, "al menos tres"),
        ({"propia_3": ""}, "Escriba su pregunta completa"),
        ({"respuesta_3": "abuela"}, "no debe estar en la pregunta"),
        ({"pregunta_1": "inventada"}, "pregunta_1"),
    ],
)
def test_questions_that_protect_nobody_are_refused(client, cambios, mensaje):
    validar(client)
    client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"})

    respuesta = client.post(f"{URL}preguntas/", PREGUNTAS | cambios)

    assert respuesta.status_code == 200
    assert mensaje in respuesta.content.decode()
    assert not Outbox.objects.exists()

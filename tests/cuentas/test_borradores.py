"""What was typed when the session had ended: kept for its author alone, and never sent by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cuentas import borradores
from cuentas.models import Borrador
from nucleo.limpieza import limpiar
from tests import mundo

pytestmark = pytest.mark.django_db
FORMULARIO = "/cuenta/segundo-factor/codigos/"
PAGINA = "/cuenta/borrador/"
ENVIADO = {"motivo": "Una carta larga & «rara» <b>", "lugar": ["Quito", "Loja"], "peticion": ""}


@pytest.fixture(autouse=True)
def reloj(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    return lambda minutos: time_machine.shift(timedelta(minutes=minutos))


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


@pytest.fixture
def tarde(client, ana, reloj):
    """A browser whose session of Ana has just ended."""
    client.force_login(ana)
    client.get("/inicio/")
    reloj(15)
    return client


def ingresar(client, identificacion=mundo.ANA):
    return client.post(
        "/ingresar/", {"identificacion": identificacion, "clave": mundo.CLAVE, "next": PAGINA}, follow=True
    )


def test_what_was_sent_too_late_is_found_after_the_login(tarde):
    assert tarde.post(FORMULARIO, ENVIADO).url == f"/ingresar/?next={PAGINA}"

    html = ingresar(tarde).content.decode()

    assert "Guardamos lo que escribió" in html
    assert f'action="{FORMULARIO}"' in html
    assert 'name="motivo" value="Una carta larga &amp; «rara» &lt;b&gt;"' in html
    assert 'name="lugar" value="Quito"' in html
    assert 'name="lugar" value="Loja"' in html


def test_it_works_for_a_session_that_reached_its_absolute_limit(client, ana, reloj):
    client.force_login(ana)
    for _ in range(34):
        reloj(14)
        client.get("/inicio/")
    reloj(4)

    assert client.post(FORMULARIO, ENVIADO).url == f"/ingresar/?next={PAGINA}"


def test_somebody_else_at_the_same_browser_finds_nothing(tarde):
    mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE, correo="luis@correo.ec")
    tarde.post(FORMULARIO, ENVIADO)

    html = ingresar(tarde, mundo.LUIS).content.decode()

    assert "No hay nada guardado" in html
    assert "Una carta" not in html


def test_claves_codes_and_tokens_are_not_kept(tarde):
    nombres = ("clave", "nueva_clave", "codigo", "respuesta_1", "csrfmiddlewaretoken", "pin", "su_pin", "paso-PIN")
    tarde.post(FORMULARIO, ENVIADO | dict.fromkeys(nombres, "SECRETO"))

    assert "SECRETO" not in ingresar(tarde).content.decode()


def test_a_word_that_only_has_the_letters_of_a_secret_is_kept(tarde):
    tarde.post(FORMULARIO, ENVIADO | {"opinion": "Está bien", "pinar": "El Inca"})

    html = ingresar(tarde).content.decode()

    assert "Está bien" in html
    assert "El Inca" in html


def test_the_row_can_not_be_read_without_the_key_of_the_server(tarde):
    tarde.post(FORMULARIO, ENVIADO)

    assert "carta" not in Borrador.objects.get().contenido


def test_a_row_that_was_given_to_another_account_is_not_read(tarde):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), clave=mundo.CLAVE, correo="luis@correo.ec")
    tarde.post(FORMULARIO, ENVIADO)
    Borrador.objects.update(cuenta=luis)

    assert borradores.ultimo_de(luis) is None


def test_after_an_hour_it_is_gone(tarde, reloj):
    tarde.post(FORMULARIO, ENVIADO)
    reloj(60)

    assert "No hay nada guardado" in ingresar(tarde).content.decode()
    reloj(1)
    limpiar()
    assert not Borrador.objects.exists()


def test_an_hour_after_the_session_ended_nothing_is_kept_any_more(client, ana, reloj):
    client.force_login(ana)
    reloj(15 + 60)

    assert client.post(FORMULARIO, ENVIADO).url == "/ingresar/?next=/inicio/"
    assert not Borrador.objects.exists()


@pytest.mark.parametrize("que", ["left", "another clave", "closed account"])
def test_who_can_not_have_that_session_any_more_leaves_nothing_behind(client, ana, reloj, que):
    client.force_login(ana)
    galleta = client.cookies["sessionid"].value
    if que == "left":
        client.post("/salir/")
    elif que == "another clave":
        ana.set_password("otra clave larga")
    else:
        ana.is_active = False
    ana.save()
    reloj(15)
    client.cookies["sessionid"] = galleta

    client.post(FORMULARIO, ENVIADO)

    assert not Borrador.objects.exists()


def test_a_form_without_words_or_too_long_is_not_kept(tarde):
    tarde.post(FORMULARIO, {"clave": "x", "vacio": " "})
    tarde.post(FORMULARIO, {"motivo": "x" * borradores.TOPE})

    assert not Borrador.objects.exists()


def test_the_last_of_several_is_offered_and_they_do_not_pile_up(tarde, client, ana):
    galleta = tarde.cookies["sessionid"].value
    for n in range(borradores.POR_CUENTA + 5):
        tarde.cookies["sessionid"] = galleta
        tarde.post(f"{FORMULARIO}?n={n}", ENVIADO)

    assert Borrador.objects.count() == borradores.POR_CUENTA


def test_it_can_be_thrown_away(tarde):
    tarde.post(FORMULARIO, ENVIADO)
    ingresar(tarde)

    assert tarde.post(PAGINA).url == "/inicio/"
    assert not Borrador.objects.exists()


def test_strangers_leave_nothing(client):
    client.post(FORMULARIO, ENVIADO)

    assert not Borrador.objects.exists()

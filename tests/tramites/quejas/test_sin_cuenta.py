"""A complaint of whoever is not logged in: a code by mail files it, and another opens it later. A number alone opens
nothing, and tells nothing."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nucleo.outbox import drain
from tests import mesa, mundo
from tests.actos import correos
from tests.rastro import rastro
from tests.tramites.quejas.pasos import FUERA, TEXTO, URL, codigo_de, presentar, sin_numero
from tramites.models import Queja
from tramites.quejas.confirmacion import olvidar

pytestmark = pytest.mark.django_db
OTRO = "000000"


def escrita(client: Client, **datos) -> str:
    """Written and not yet confirmed; the address where the code is asked for."""
    respuesta = presentar(client, **{"correo": FUERA} | datos)
    assert respuesta.status_code == 302, respuesta.content.decode()
    return respuesta.url


def confirmada(client: Client, **datos) -> Queja:
    url = escrita(client, **datos)
    respuesta = client.post(url, {"codigo": codigo_de(correos()[-1])})
    assert respuesta.status_code == 302, respuesta.content.decode()
    return Queja.objects.get(numero=respuesta.url.split("/")[2])


def test_a_code_files_it_and_this_browser_reads_it(client):
    queja = confirmada(client, nombre="Rosa de la esquina")

    pagina = client.get(queja.get_absolute_url()).content.decode()
    assert (queja.estado, queja.nombre, queja.correo) == ("RECIBIDA", "Rosa de la esquina", FUERA)
    assert TEXTO in pagina
    (correo,) = correos()
    assert correo.to == [FUERA]
    assert queja.numero in correo.body
    assert "Rosa" not in correo.body, "a name that anybody typed is no text of ours"


def test_without_its_code_nothing_is_filed_nor_counted(client):
    url = escrita(client)

    assert Queja.objects.get().numero is None
    assert "El código no es correcto" in client.post(url, {"codigo": OTRO}).content.decode()
    assert "todavía no está presentada" in client.get(url).content.decode()
    assert TEXTO not in client.get(url).content.decode()
    assert Queja.objects.get().estado == "POR_CONFIRMAR"


def test_the_name_may_be_left_out_and_the_mail_may_not(client, db):
    respuesta = presentar(client)

    assert "Escriba su correo." in respuesta.content.decode()
    assert TEXTO in respuesta.content.decode(), "what was typed is kept"
    assert "nombre@ejemplo.com" in presentar(client, correo="no es un correo").content.decode()
    assert not Queja.objects.exists()


def test_sent_again_before_its_code_it_says_what_was_written_last(client):
    peticion = uuid.uuid4()
    url = escrita(client, peticion=peticion)
    (primero,) = correos()
    assert escrita(client, peticion=peticion, texto="Mejor dicho: cuatro horas.") == url
    (segundo,) = correos()

    assert "no es correcto" in client.post(url, {"codigo": codigo_de(primero)}).content.decode()
    client.post(url, {"codigo": codigo_de(segundo)})
    assert Queja.objects.get().texto == "Mejor dicho: cuatro horas."
    assert "ya se envió" in presentar(client, peticion=peticion, correo=FUERA).content.decode()
    assert "ya se presentó" in client.get(url, follow=True).content.decode()


def test_another_code_ends_the_one_before(client):
    url = escrita(client)
    (primero,) = correos()
    client.post(url, {"reenviar": "si"})
    (segundo,) = correos()

    assert "no es correcto" in client.post(url, {"codigo": codigo_de(primero)}).content.decode()
    assert client.post(url, {"codigo": codigo_de(segundo)}).status_code == 302


def test_five_wrong_codes_end_the_right_one(client):
    url = escrita(client)
    codigo = codigo_de(correos()[0])
    for _ in range(5):
        client.post(url, {"codigo": OTRO if codigo != OTRO else "111111"})

    assert "no es correcto" in client.post(url, {"codigo": codigo}).content.decode()


def test_a_mailbox_gets_a_few_codes_an_hour(client, db):
    for _ in range(5):
        escrita(client)

    respuesta = presentar(client, correo=FUERA.upper())
    assert respuesta.status_code == 429
    assert "Hubo demasiados intentos" in respuesta.content.decode()
    assert TEXTO in respuesta.content.decode()
    assert Queja.objects.count() == 5


def test_another_browser_opens_it_with_the_mailbox_that_filed_it(client):
    queja = confirmada(client)
    correos()
    otro, url = Client(), queja.get_absolute_url()

    assert TEXTO not in otro.get(url).content.decode()
    assert "en un momento le llega un código" in otro.post(url, {"correo": FUERA.upper()}).content.decode()
    (correo,) = correos()
    assert otro.post(url, {"correo": FUERA, "codigo": codigo_de(correo)}).status_code == 302
    assert TEXTO in otro.get(url).content.decode()


def test_another_mailbox_gets_no_code(client):
    queja = confirmada(client)
    correos()
    respuesta = Client().post(queja.get_absolute_url(), {"correo": "curioso@correo.ec"})

    assert "en un momento le llega un código" in respuesta.content.decode()
    assert correos() == []


def test_a_number_that_is_nobodys_leaves_the_same_trace(client):
    queja = confirmada(client)
    correos()

    def probar(numero: str, correo: str):
        paginas = []

        def camino(otro: Client) -> list:
            url = f"/quejas/{numero}/"
            respuestas = [otro.get(url), otro.post(url, {"correo": correo})]
            drain()
            respuestas.append(otro.post(url, {"correo": correo, "codigo": OTRO}))
            paginas.extend(sin_numero(respuesta, numero, correo) for respuesta in respuestas)
            return respuestas

        cabeceras, sql, _ = rastro(camino)
        return cabeceras, sql, paginas

    probar("Q2026-9999998", "a@correo.ec")
    ninguna, de_otro = probar("Q2026-9999999", "b@correo.ec"), probar(queja.numero, "c@correo.ec")
    assert ninguna == de_otro
    assert "El código no es correcto o ya venció" in ninguna[2][2]
    assert Client().get("/quejas/nada/").status_code == 404


def test_tries_of_codes_end_for_a_network(client, db):
    datos = {"correo": FUERA, "codigo": OTRO}
    respuestas = [client.post(f"/quejas/Q2026-{n:07}/", datos).status_code for n in range(61)]

    assert set(respuestas[:60]) == {200}
    assert respuestas[60] == 429


def test_a_complaint_of_an_account_is_not_opened_by_any_code(client, ana):
    de_ana = mundo.navegador(mundo.cuenta(ana))
    numero = presentar(de_ana).url.split("/")[2]
    correos()

    assert "en un momento" in client.post(f"/quejas/{numero}/", {"correo": "ana@correo.ec"}).content.decode()
    assert correos() == []


def test_one_needs_an_account_to_complain_about_a_case(client, db):
    assert client.get(f"{URL}?sobre=CASO").url == "/ingresar/?next=/quejas/%3Fsobre%3DCASO"
    assert presentar(client, "CASO", solicitud="2026-0000001", correo=FUERA).status_code == 302
    assert not Queja.objects.exists()


def test_what_nobody_confirmed_is_forgotten_in_a_day(client):
    escrita(client)
    queja = confirmada(client)

    assert olvidar(timezone.now() + timedelta(hours=25)) == 1
    assert list(Queja.objects.all()) == [queja]


def test_staff_at_their_desk_complain_as_anybody(client, db):
    mesa.entrar(client)
    queja = confirmada(client)

    assert (queja.actor, queja.persona, queja.por) == (None, None, "publico")


@pytest.mark.parametrize("escrito", ["q2026-0000001", " Q2026 - 0000001 "])
def test_the_number_is_typed_as_it_comes(client, db, escrito):
    assert client.get("/quejas/seguir/", {"numero": escrito}).url == "/quejas/Q2026-0000001/"


@pytest.mark.parametrize("escrito", ["", "12", "Q2026-\x00", "<b>", "Q" * 1000, "Q２０２６-0000001"])
def test_what_is_no_number_is_said(client, db, escrito):
    respuesta = client.get("/quejas/seguir/", {"numero": escrito})

    assert respuesta.status_code == 200
    assert "con-error" in respuesta.content.decode()


def test_the_form_tells_that_a_code_comes_and_a_get_files_nothing(client, db):
    pagina = client.get(f"{URL}?sobre=DATOS").content.decode()

    assert "Le enviamos un código a su correo" in pagina
    assert not Queja.objects.exists()

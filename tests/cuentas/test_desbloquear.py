"""Recovering an account, at its door: the holder gets back in, and strangers neither get in nor lock anybody out."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuentas import codigos
from cuentas.clave import intentos, services
from cuentas.clave.selectors import reto_de
from cuentas.models import CambioDeDatos, Cuenta, PreguntaDeSeguridad
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from registro.models import Persona
from tests import mundo
from tests.rastro import rastro
from tramites.models import Atencion

pytestmark = pytest.mark.django_db
URL = "/cuenta/desbloquear/"
FRASE = "puente azul sobre nueve mangos"
BUENAS = {"respuesta_0": "simon  BOLIVAR", "respuesta_1": "Lulú", "respuesta_2": "humitas"}
MALAS = {"respuesta_0": "otra", "respuesta_1": "otra", "respuesta_2": "otra"}
DESCONOCIDA = "1713175071"


@pytest.fixture(autouse=True)
def ana():
    """Ana has an account and chose her questions; Luis is in the register without account."""
    mundo.persona(mundo.LUIS, nombres="Luis")
    cuenta = mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)
    elegidas = [("escuela", "", "simonbolivar"), ("mascota", "", "lulu"), ("propia", "¿Qué vendía?", "humitas")]
    for orden, (codigo, texto, respuesta) in enumerate(elegidas, 1):
        PreguntaDeSeguridad.objects.create(
            cuenta=cuenta, orden=orden, codigo=codigo, texto=texto, respuesta=make_password(respuesta)
        )
    return cuenta


def responder(client, cedula=mundo.ANA, respuestas=BUENAS):
    client.post(URL, {"cedula": cedula})
    return client.post(f"{URL}respuestas/", respuestas)


def ultimo_codigo():
    drain()
    return re.search(r"\b(\d{6})\b", [m for m in mail.outbox if "Su código es" in m.body][-1].body)[1]


def recuperar(client):
    responder(client)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})
    return client.post(f"{URL}clave/", {"clave": FRASE})


def ingresa(client, clave):
    return client.post("/ingresar/", {"identificacion": mundo.ANA, "clave": clave}).status_code == 302


def test_questions_code_and_a_new_clave_open_the_account(client):
    assert client.post(URL, {"cedula": mundo.ANA}).url == f"{URL}respuestas/"
    assert client.post(f"{URL}respuestas/", BUENAS).url == f"{URL}codigo/"
    pagina = client.get(f"{URL}codigo/").content.decode()
    assert "a•••@correo.ec" in pagina
    assert f"{timezone.localtime(timezone.now() + timedelta(minutes=15)):%H:%M}" in pagina
    assert client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()}).url == f"{URL}clave/"
    assert ingresa(Client(), mundo.CLAVE)

    assert client.post(f"{URL}clave/", {"clave": FRASE}).url == "/ingresar/"

    assert ingresa(Client(), FRASE)
    assert not ingresa(Client(), mundo.CLAVE)
    drain()
    assert "Su clave cambió" in [m.subject for m in mail.outbox]
    assert Asiento.objects.get(accion="clave.recuperada").persona_id


def test_each_time_the_account_is_recovered_it_counts(client):
    responder(client, respuestas=MALAS)
    responder(client)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})
    client.post(f"{URL}clave/", {"clave": "aaaaaaaaaaaaaaaa"})
    assert Atencion.objects.count() == 0

    client.post(f"{URL}clave/", {"clave": FRASE})
    assert Atencion.objects.count() == 1
    recuperar(Client())

    assert [a.tramite.slug for a in Atencion.objects.select_related("tramite")] == ["desbloqueo-clave"] * 2


def test_every_session_that_was_open_ends(client):
    adentro = Client()
    ingresa(adentro, mundo.CLAVE)
    assert adentro.get("/inicio/").status_code == 200

    recuperar(client)

    assert adentro.get("/inicio/").status_code == 302


def test_the_words_of_a_question_of_ones_own_are_shown_to_nobody(client):
    client.post(URL, {"cedula": mundo.ANA})

    assert "¿Qué vendía?" not in client.get(f"{URL}respuestas/").content.decode()


@pytest.mark.parametrize("cual", ["respuesta_0", "respuesta_1", "respuesta_2"])
def test_one_wrong_answer_is_all_wrong_and_is_not_named(client, cual):
    pagina = responder(client, respuestas=BUENAS | {cual: "otra"}).content.decode()

    assert "Las respuestas no coinciden" in pagina
    assert pagina.count('class="mensaje"') == 0
    assert "correo.ec" not in pagina
    assert client.get(f"{URL}codigo/").url == URL
    assert not Outbox.objects.exists()


def efectos(cedula):
    cabeceras, sql, pagina = rastro(
        lambda client: [
            client.get(URL),
            client.post(URL, {"cedula": cedula}),
            client.get(f"{URL}respuestas/"),
            client.post(f"{URL}respuestas/", MALAS),
        ]
    )
    return cabeceras, sql, (pagina.count('name="respuesta_'), "Las respuestas no coinciden" in pagina)


def test_the_effects_are_the_same_for_every_number(monkeypatch):
    hechas = []
    monkeypatch.setattr(services, "make_password", lambda texto: hechas.append("hash"))
    revisar = services.check_password
    monkeypatch.setattr(services, "check_password", lambda *a: (hechas.append("hash"), revisar(*a))[1])

    con_cuenta, en_registro, desconocida = map(efectos, (mundo.ANA, mundo.LUIS, DESCONOCIDA))

    assert con_cuenta == en_registro == desconocida
    assert con_cuenta[2] == (3, True)
    assert len(hechas) == 9


@pytest.mark.parametrize("cedula", [mundo.LUIS, DESCONOCIDA])
def test_a_number_without_account_is_always_asked_the_same_and_never_right(client, cedula):
    primera, otra_vez = reto_de(cedula), reto_de(cedula)

    assert primera == otra_vez
    assert len(set(primera.codigos)) == 3
    assert "no coinciden" in responder(client, cedula).content.decode()


@pytest.mark.parametrize("cambio", [{"is_active": False}, {"correo": ""}])
def test_an_account_that_is_closed_or_has_no_mailbox_looks_like_no_account(client, cambio):
    Cuenta.objects.update(**cambio)

    assert "no coinciden" in responder(client).content.decode()


def test_an_account_without_questions_of_its_own_looks_like_no_account(client):
    PreguntaDeSeguridad.objects.all().delete()

    assert "no coinciden" in responder(client).content.decode()


def test_answers_are_tried_five_times_from_one_network(client):
    statuses = [responder(client, respuestas=MALAS).status_code for _ in range(intentos.RESPUESTAS + 1)]

    assert statuses == [200] * intentos.RESPUESTAS + [429]
    assert responder(client).status_code == 429
    assert responder(Client(REMOTE_ADDR="10.0.0.9")).url == f"{URL}codigo/"


def test_the_wait_ends(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _ in range(intentos.RESPUESTAS + 1):
        responder(client, respuestas=MALAS)
    time_machine.shift(intentos.CUARTO_DE_HORA)

    assert responder(client).url == f"{URL}codigo/"


@pytest.mark.parametrize("paso", ["respuestas", "codigo", "clave"])
def test_no_step_can_be_reached_without_the_ones_before(client, paso):
    assert client.get(f"{URL}{paso}/").url == URL
    assert client.post(f"{URL}{paso}/", {"clave": FRASE, "codigo": "123456"}).url == URL


def test_the_session_gets_a_new_key_at_each_proof(client):
    llaves = []
    client.post(URL, {"cedula": mundo.ANA})
    llaves.append(client.cookies["sessionid"].value)
    client.post(f"{URL}respuestas/", BUENAS)
    llaves.append(client.cookies["sessionid"].value)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})
    llaves.append(client.cookies["sessionid"].value)

    assert len(set(llaves)) == 3


def test_a_code_serves_once_and_the_next_one_ends_it(client):
    responder(client)
    primero = ultimo_codigo()
    client.post(f"{URL}codigo/", {"reenviar": "si"})
    segundo = ultimo_codigo()
    if primero != segundo:
        assert client.post(f"{URL}codigo/", {"codigo": primero}).status_code == 200
    client.post(f"{URL}codigo/", {"codigo": segundo})

    with pytest.raises(codigos.CodigoRechazado):
        codigos.canjear(services.RECUPERAR, mundo.ANA, segundo)


def test_a_code_of_another_purpose_opens_nothing(client):
    responder(client)
    ajeno, _ = codigos.emitir(services.GENERAR, mundo.ANA, vigencia=timedelta(minutes=5))
    if ajeno != ultimo_codigo():
        assert client.post(f"{URL}codigo/", {"codigo": ajeno}).status_code == 200


@pytest.mark.parametrize("escrito", ["", "12345", "abcdef", "١٢٣٤٥٦"])
def test_what_is_no_code_uses_up_no_try(client, escrito):
    responder(client)
    client.post(f"{URL}codigo/", {"codigo": escrito})

    assert codigos.Codigo.objects.get().intentos == 0


def test_a_weak_clave_is_refused_and_the_old_one_goes_on(client):
    responder(client)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})

    assert "fácil de adivinar" in client.post(f"{URL}clave/", {"clave": "aaaaaaaaaaaaaaaa"}).content.decode()
    assert ingresa(Client(), mundo.CLAVE)


def test_opening_any_page_changes_nothing(client):
    responder(client)
    antes = (codigos.Codigo.objects.values().get(), Asiento.objects.count(), Outbox.objects.count())

    for paso in ("", "codigo/", "codigo/?reenviar=si"):
        assert client.get(URL + paso).status_code == 200

    assert (codigos.Codigo.objects.values().get(), Asiento.objects.count(), Outbox.objects.count()) == antes


# --- under attack -----------------------------------------------------------------------------------------------------


def adivinar(veces=200, redes=100):
    """Wrong claves for Ana from many addresses; how many of them were looked at."""
    vistas = 0
    for n in range(veces):
        datos = {"identificacion": mundo.ANA, "clave": f"adivinanza número {n}"}
        vistas += Client().post("/ingresar/", datos, REMOTE_ADDR=f"10.0.0.{n % redes}").status_code == 200
    return vistas


def test_guesses_from_a_hundred_addresses_are_stopped_and_the_holder_gets_back_in(client):
    assert adivinar() == 30
    assert not ingresa(Client(REMOTE_ADDR="192.168.1.1"), mundo.CLAVE)
    drain()
    assert [m.subject for m in mail.outbox] == ["Hubo varios intentos de ingresar con su número"]

    recuperar(client)
    assert adivinar(veces=60) == 30  # they go on while she comes in

    assert ingresa(client, FRASE)


def test_strangers_who_begin_a_recovery_lock_nobody_out(client):
    for n in range(30):
        responder(Client(REMOTE_ADDR=f"10.0.0.{n}"), respuestas=MALAS)

    assert ingresa(Client(), mundo.CLAVE)
    assert recuperar(client).url == "/ingresar/"


def test_five_wrong_claves_tell_the_holder_once_in_a_window(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)

    def fallar(veces, red):
        for _ in range(veces):
            Client().post("/ingresar/", {"identificacion": mundo.ANA, "clave": "otra clave"}, REMOTE_ADDR=red)

    fallar(4, "10.0.0.1")
    assert not Outbox.objects.exists()
    fallar(1, "10.0.0.1")
    assert Outbox.objects.count() == 1
    fallar(5, "10.0.0.1")
    fallar(5, "10.0.0.2")
    assert Outbox.objects.count() == 1
    time_machine.shift(timedelta(minutes=15))
    fallar(5, "10.0.0.1")
    assert Outbox.objects.count() == 2


def test_while_the_mailbox_is_new_the_former_one_is_told_too():
    ahora = timezone.now()
    CambioDeDatos.objects.create(
        persona=Persona.objects.get(cedula=mundo.ANA),
        tipo="CORREO",
        previo={"correo": "antes@correo.ec", "nuevo": "ana@correo.ec"},
        por="propio",
        congelable_hasta=ahora + timedelta(hours=1),
    )
    for _ in range(5):
        Client().post("/ingresar/", {"identificacion": mundo.ANA, "clave": "otra clave"})

    assert {fila.payload["para"] for fila in Outbox.objects.all()} == {"ana@correo.ec", "antes@correo.ec"}


def test_five_wrong_claves_have_the_same_effects_for_every_number_but_for_the_mail():
    def sentencias(cedula):
        with CaptureQueriesContext(connection) as consultas:
            for _ in range(6):
                Client().post("/ingresar/", {"identificacion": cedula, "clave": "otra clave"})
        pares = [(q["sql"].split()[0], *re.findall(r'(?:FROM|INTO|UPDATE) "?(\w+)', q["sql"])) for q in consultas]
        del_correo = {"SAVEPOINT", "RELEASE", "nucleo_outbox", "cuentas_cambiodedatos"}
        return [par for par in pares if del_correo.isdisjoint(par)]

    assert sentencias(mundo.ANA) == sentencias(mundo.LUIS) == sentencias(DESCONOCIDA)

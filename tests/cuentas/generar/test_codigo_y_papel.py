"""The code that ends it, by mail or on the paper of the counter."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cuentas import codigos
from cuentas.actuacion import actuacion_de
from cuentas.clave import intentos, services
from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from registro.models import Persona
from tests import mundo
from tests.cuentas.generar.pasos import FRASE, PREGUNTAS, URL, hasta_el_codigo, ingresa, ultimo_codigo, validar
from tests.mesa import con_rol
from tramites.models import Atencion

pytestmark = pytest.mark.django_db


def un_papel(cedula=mundo.ANA):
    ventanilla = Cuenta.objects.filter(identificador="ventanilla").first() or con_rol(Rol.VENTANILLA)
    return services.emitir_papel(actuacion=actuacion_de(ventanilla), cedula=cedula, motivo="Cédula original")[1]


def con_papel(client, codigo, cedula=mundo.ANA, correo="nueva@correo.ec"):
    client.post(f"{URL}papel/", {"cedula": cedula, "codigo": codigo})
    client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"})
    assert client.post(f"{URL}preguntas/", PREGUNTAS).url == f"{URL}correo/"
    client.post(f"{URL}correo/", {"correo": correo})
    return client.post(f"{URL}codigo/", {"codigo": ultimo_codigo(correo)})


# --- codes ------------------------------------------------------------------------------------------------------------


def test_a_new_code_ends_the_one_before(client):
    hasta_el_codigo(client)
    primero = ultimo_codigo()
    client.post(f"{URL}codigo/", {"reenviar": "si"})
    segundo = ultimo_codigo()

    if primero != segundo:
        assert client.post(f"{URL}codigo/", {"codigo": primero}).status_code == 200
    assert client.post(f"{URL}codigo/", {"codigo": segundo}).url == "/ingresar/"


def test_a_code_ends_after_five_wrong_tries_and_after_its_time(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    hasta_el_codigo(client)
    bueno = ultimo_codigo()
    for _ in range(5):
        client.post(f"{URL}codigo/", {"codigo": "000000" if bueno != "000000" else "111111"})
    assert "no es correcto o ya venció" in client.post(f"{URL}codigo/", {"codigo": bueno}).content.decode()

    client.post(f"{URL}codigo/", {"reenviar": "si"})
    bueno = ultimo_codigo()
    time_machine.shift(timedelta(minutes=14, seconds=59))
    client.get(f"{URL}codigo/")
    time_machine.shift(timedelta(seconds=1))
    assert "no es correcto o ya venció" in client.post(f"{URL}codigo/", {"codigo": bueno}).content.decode()
    assert not ingresa()


def test_codes_are_sent_so_often_a_day(client):
    hasta_el_codigo(client)
    for _ in range(intentos.CODIGOS_POR_DIA + 3):
        client.post(f"{URL}codigo/", {"reenviar": "si"})

    assert Outbox.objects.count() == intentos.CODIGOS_POR_DIA


def test_a_code_of_the_recovery_makes_no_account(client):
    hasta_el_codigo(client)
    ajeno, _ = codigos.emitir(services.RECUPERAR, mundo.ANA, vigencia=timedelta(minutes=5))
    if ajeno != ultimo_codigo():
        assert client.post(f"{URL}codigo/", {"codigo": ajeno}).status_code == 200
    assert not ingresa()


def test_of_two_browsers_one_makes_the_account_and_the_other_is_told(client):
    otro = Client()
    hasta_el_codigo(otro)
    hasta_el_codigo(client)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})

    otro.post(f"{URL}codigo/", {"reenviar": "si"})
    respuesta = otro.post(f"{URL}codigo/", {"codigo": ultimo_codigo()}, follow=True)

    assert "ya tiene clave" in respuesta.content.decode()
    assert Cuenta.objects.filter(identificador=mundo.ANA).count() == 1


def test_opening_any_page_changes_nothing(client):
    hasta_el_codigo(client)
    antes = (Cuenta.objects.count(), Outbox.objects.count(), Asiento.objects.count())
    vence = codigos.Codigo.objects.values().get()

    for paso in ("", "clave/", "preguntas/", "codigo/", "codigo/?reenviar=si", "ventanilla/", "papel/"):
        assert client.get(URL + paso).status_code == 200

    assert (Cuenta.objects.count(), Outbox.objects.count(), Asiento.objects.count()) == antes
    assert codigos.Codigo.objects.values().get() == vence


# --- with the help of the counter -------------------------------------------------------------------------------------


def test_who_has_no_mailbox_on_record_is_sent_to_the_counter(client):
    Persona.objects.update(correo="")

    pagina = validar(client).content.decode()

    assert "No tenemos un correo suyo" in pagina
    assert "cédula original" in pagina
    assert client.get(f"{URL}clave/").url == URL


def test_with_the_code_on_paper_a_new_mailbox_is_confirmed(client):
    Persona.objects.update(correo="")

    assert con_papel(client, un_papel()).url == "/ingresar/"

    assert Cuenta.objects.get(identificador=mundo.ANA).correo == "nueva@correo.ec"
    assert ingresa()


def test_an_account_whose_mailbox_is_lost_comes_back_and_the_old_mailbox_is_told(client):
    adentro = Client()
    adentro.post("/ingresar/", {"identificacion": mundo.LUIS, "clave": mundo.CLAVE})

    con_papel(client, un_papel(mundo.LUIS), mundo.LUIS)

    assert ingresa(mundo.LUIS)
    assert adentro.get("/inicio/").status_code == 302
    drain()
    assert [m.to for m in mail.outbox if "cambió de correo" in m.subject] == [["luis@correo.ec"]]


def test_a_paper_that_brings_an_account_back_counts_as_a_recovery_at_the_counter(client):
    con_papel(client, un_papel())  # Ana had none: it is new, not recovered
    con_papel(Client(), un_papel(mundo.LUIS), mundo.LUIS)

    (atencion,) = Atencion.objects.select_related("tramite", "persona")
    assert (atencion.tramite.slug, atencion.persona.cedula) == ("desbloqueo-clave", mundo.LUIS)
    assert atencion.canal == Atencion.Canal.PRESENCIAL


def test_a_paper_serves_once_for_one_person_and_for_its_time(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    codigo = un_papel()
    assert client.post(f"{URL}papel/", {"cedula": mundo.LUIS, "codigo": codigo}).status_code == 200
    assert client.post(f"{URL}papel/", {"cedula": mundo.ANA, "codigo": codigo}).url == f"{URL}clave/"
    assert client.post(f"{URL}papel/", {"cedula": mundo.ANA, "codigo": codigo}).status_code == 200

    codigo = un_papel()
    time_machine.shift(timedelta(hours=24))
    assert client.post(f"{URL}papel/", {"cedula": mundo.ANA, "codigo": codigo}).status_code == 200


def test_a_closed_account_is_not_opened_by_a_paper(client):
    codigo = un_papel(mundo.LUIS)
    Cuenta.objects.filter(identificador=mundo.LUIS).update(is_active=False)

    con_papel(client, codigo, mundo.LUIS)

    assert not ingresa(mundo.LUIS)
    with pytest.raises(services.ClaveRechazada):
        un_papel(mundo.LUIS)

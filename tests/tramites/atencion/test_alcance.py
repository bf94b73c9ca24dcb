"""While somebody is attended: what opens, what doesn't, and no form drawn for one is applied to another."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta
from tests.actos import confirmar, correos, para
from tests.mesa import pagina
from tests.tramites.atencion.pasos import CONTACTO, DATOS, MESA, TERMINAR, atender, atiende, pedir
from tramites.models import ActoConfirmado, Certificado

pytestmark = pytest.mark.django_db


def estado(client, url: str) -> int:
    respuesta = client.get(url)
    if respuesta.streaming:
        list(respuesta.streaming_content)  # read to its end, or the file stays open
    return respuesta.status_code


# --- what it opens, and what it doesn't -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ruta",
    [
        *("/cuenta/perfil/", "/cuenta/clave/", "/cuenta/accesos/", "/cuenta/accesos/cerrar/", "/cuenta/mis-datos/"),
        *("/cuenta/poderes/", "/cuenta/poderes/nuevo/", "/cuenta/poderes/dejar/", "/cuenta/poderes/1/retirar/"),
    ],
)
def test_the_persons_account_is_never_the_counters(client, lorena, ana, ruta):
    atender(client, ana)

    assert client.get(ruta).status_code == 403
    assert client.post(ruta, para(client)).status_code == 403


def test_the_second_factor_at_hand_is_the_staffs_own(client, lorena, ana):
    atender(client, ana)
    client.post("/cuenta/segundo-factor/quitar/", {"codigo": "000000", **para(client)})

    assert Cuenta.objects.get(persona=ana).segundo_factor_desde is None
    assert "Mesa de trabajo" in client.get("/cuenta/segundo-factor/").content.decode()


def test_nothing_of_anybody_else_opens(client, lorena, ana, luis, pki):
    atender(client, luis)
    pedir(client, **para(client))
    confirmar(client, DATOS, **CONTACTO, **para(client))
    certificado, acto = Certificado.objects.get(), ActoConfirmado.objects.get()
    propias = [
        *(f"/documentos/{certificado.codigo}/", f"/documentos/{certificado.codigo}.pdf"),
        f"{DATOS}hecho/{acto.peticion}/",
    ]
    correos()
    assert [estado(client, url) for url in propias] == [200, 200, 200]

    atender(client, ana)

    assert [estado(client, url) for url in propias] == [404, 404, 404]
    assert "Quishpe" not in client.get("/documentos/").content.decode()


def test_the_desk_goes_on_working_meanwhile(client, lorena, ana):
    atender(client, ana)

    assert client.get(MESA).status_code == 200
    assert client.get(pagina(ana)).status_code == 200


# --- a form drawn for one is never applied to another -----------------------------------------------------------------


def test_a_form_of_one_person_is_not_applied_to_the_next(client, lorena, ana, luis):
    atender(client, ana)
    de_ana = {"peticion": str(uuid.uuid4()), "accion": "confirmar", **CONTACTO, **para(client)}
    atender(client, luis)

    respuesta = client.post(DATOS, de_ana | {"correo": "ana@correo.ec"})

    texto = respuesta.content.decode()
    assert respuesta.status_code == 409
    assert "Usted ya no atiende a Prueba Ríos Ana María" in texto
    assert "No se cambió ningún dato" in texto
    assert f"Ahora atiende a <strong>{luis}</strong>" in texto
    assert not CambioDeDatos.objects.exists()
    assert not ActoConfirmado.objects.exists()


def test_a_form_that_comes_after_the_end_changes_nothing_and_says_so(client, lorena, ana):
    atender(client, ana)
    de_ana = para(client)
    client.post(TERMINAR, de_ana)

    respuesta = pedir(client, **de_ana)

    assert respuesta.status_code == 409
    assert "Ahora no atiende a nadie" in respuesta.content.decode()
    assert not Certificado.objects.exists()


def test_a_form_that_says_of_nobody_is_refused_while_one_attends(client, lorena, ana):
    atender(client, ana)

    assert pedir(client).status_code == 409
    assert not Certificado.objects.exists()


def test_the_button_of_a_former_attention_does_not_end_the_present_one(client, lorena, ana, luis):
    atender(client, ana)
    de_ana = para(client)
    atender(client, luis)

    assert client.post(TERMINAR, de_ana).status_code == 409
    assert atiende(client) == str(luis)


def test_a_form_goes_on_to_serve_the_same_person_attended_again(client, lorena, ana, pki):
    atender(client, ana)
    de_ana = para(client)
    client.post(TERMINAR, de_ana)
    atender(client, ana)

    assert pedir(client, **de_ana).status_code == 302
    assert Certificado.objects.get().persona == ana


def test_what_was_sent_too_late_waits_until_the_same_person_is_attended(client, lorena, ana, luis, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    atender(client, ana)
    de_ana = {"peticion": str(uuid.uuid4()), "paso": "0", **CONTACTO, **para(client)}
    time_machine.shift(timedelta(minutes=15, seconds=1))
    assert client.post(DATOS, de_ana).url == "/ingresar/?next=/cuenta/borrador/"
    client.force_login(lorena)
    atender(client, luis)

    borrador = client.get("/cuenta/borrador/").content.decode()

    assert "Calle Sucre" in borrador
    assert "ventanilla.persona" not in borrador.split("<dl")[1].split("</dl>")[0]
    assert client.post(DATOS, de_ana | {"_sujeto": [de_ana["_sujeto"], *para(client).values()]}).status_code == 409

"""The code on paper, at the desk."""

import re

import pytest

from cuentas.models import CodigoEnPapel, Cuenta
from iess_portal.roles import Rol
from nucleo.models import Asiento
from tests import mundo
from tests.mesa import entrar

pytestmark = pytest.mark.django_db
URL = "/admin/cuentas/codigoenpapel/add/"
DATOS = {"cedula": mundo.ANA, "motivo": "Cédula original, perdió su correo."}


def test_the_counter_prints_a_code_that_is_kept_nowhere_and_opens_the_flow(client):
    persona = mundo.persona()
    funcionario = entrar(client, Rol.VENTANILLA)

    pagina = client.post(URL, DATOS).content.decode()

    codigo = re.search(r'<strong class="cifra">(\d{6})</strong>', pagina)[1]
    assert persona.nombre_completo in pagina
    papel = CodigoEnPapel.objects.get()
    assert (papel.persona, papel.emitido_por, papel.motivo) == (persona, funcionario, DATOS["motivo"])
    asiento = Asiento.objects.get(accion="clave.papel_emitido")
    assert (asiento.actor, asiento.persona_id, asiento.por) == ("ventanilla", persona.pk, "ventanilla")
    assert codigo not in str(list(CodigoEnPapel.objects.values()) + list(Asiento.objects.values("datos")))
    afuera = client.__class__()
    assert afuera.post("/cuenta/clave/generar/papel/", {"cedula": mundo.ANA, "codigo": codigo}).status_code == 302


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"cedula": mundo.LUIS}, "no está en el registro"),
        ({"cedula": "123"}, "10 dígitos"),
        ({"motivo": " "}, "Escriba qué documento vio"),
    ],
)
def test_what_leads_nowhere_is_refused_in_words(client, cambios, mensaje):
    mundo.persona()
    entrar(client, Rol.VENTANILLA)

    assert mensaje in client.post(URL, DATOS | cambios).content.decode()
    assert not CodigoEnPapel.objects.exists()


def test_a_closed_account_is_first_activated(client):
    mundo.cuenta(mundo.persona())
    Cuenta.objects.update(is_active=False)
    entrar(client, Rol.VENTANILLA)

    assert "está desactivada" in client.post(URL, DATOS).content.decode()


@pytest.mark.parametrize("rol", [Rol.ANALISTA, Rol.APROBADOR, Rol.TRANSPARENCIA])
def test_other_roles_issue_none(client, rol):
    mundo.persona()
    entrar(client, rol)

    assert client.get(URL).status_code == 403
    assert client.post(URL, DATOS).status_code == 403
    assert not CodigoEnPapel.objects.exists()

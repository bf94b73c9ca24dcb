"""The counter's way to the clave patronal: for whom the register doesn't name, or doesn't know where to write to."""

import re

import pytest

from cuentas.models import Cuenta, EnlacePatronal
from iess_portal.roles import Rol
from nucleo.models import Asiento
from registro.models import Empleador
from tests import mundo
from tests.actos import correos
from tests.mesa import entrar

pytestmark = pytest.mark.django_db
URL = "/admin/cuentas/enlacepatronal/add/"
DATOS = {
    "ruc": mundo.RUC_SOL,
    "cedula": "",
    "correo": "nueva@sol.ec",
    "motivo": "Cédula y nombramiento; el registro nombra al anterior.",
}
CLAVE = "tres canoas lentas en el Napo"


@pytest.fixture
def sol():
    return mundo.empleador(representante_cedula=mundo.LUIS, correo="vieja@sol.ec")


def test_the_counter_corrects_the_email_and_sends_the_link_there(client, sol):
    funcionario = entrar(client, Rol.VENTANILLA)

    pagina = client.post(URL, DATOS, follow=True).content.decode()

    assert "El enlace va a n•••@sol.ec" in pagina
    enlace = EnlacePatronal.objects.get()
    assert (enlace.actor, enlace.correo, enlace.motivo) == (funcionario, "nueva@sol.ec", DATOS["motivo"])
    sol.refresh_from_db()
    assert (sol.correo, sol.cambiado_en_portal) == ("nueva@sol.ec", ["correo"])
    cambio = Asiento.objects.get(accion="empleador.correo")
    assert (cambio.actor, cambio.por, cambio.datos["motivo"]) == ("ventanilla", "ventanilla", DATOS["motivo"])
    (correo,) = [c for c in correos() if c.to == ["nueva@sol.ec"]]
    direccion = re.search(r"/cuenta/clave/patronal/\S+", correo.body)[0]
    client.__class__().post(direccion, {"clave": CLAVE, "repetida": CLAVE})
    assert Cuenta.objects.get(empleador=sol).check_password(CLAVE)


def test_whom_the_register_names_and_the_old_mailbox_are_told(client, sol):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec")
    mundo.persona()
    entrar(client, Rol.VENTANILLA)

    client.post(URL, DATOS | {"cedula": mundo.ANA})

    avisos = [c for c in correos() if "en un centro de atención" in c.body]
    assert {c.to[0] for c in avisos} == {"vieja@sol.ec", luis.correo}
    assert all("Prueba Ríos Ana María" in c.body and "nueva@sol.ec" not in c.body for c in avisos)


def test_without_another_email_it_goes_to_the_one_on_record(client, sol):
    entrar(client, Rol.VENTANILLA)

    client.post(URL, DATOS | {"correo": ""})

    assert EnlacePatronal.objects.get().correo == "vieja@sol.ec"
    assert not Asiento.objects.filter(accion="empleador.correo").exists()


def test_a_domestic_employer_has_the_cedula_with_three_zeros(client):
    mundo.empleador(f"{mundo.ANA}000", tipo="DOMESTICO", razon_social="Prueba Ana")
    entrar(client, Rol.VENTANILLA)

    client.post(URL, DATOS | {"ruc": f"{mundo.ANA}000"})

    assert EnlacePatronal.objects.get().correo == "nueva@sol.ec"


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"ruc": mundo.RUC_MAR}, "no está en el registro"),
        ({"ruc": "12"}, "13 dígitos"),
        ({"cedula": mundo.ANA}, "Esa cédula no está en el registro"),
        ({"cedula": "1"}, "10 dígitos"),
        ({"correo": "no es"}, "Escriba un correo como"),
        ({"motivo": " "}, "Escriba qué documentos vio"),
    ],
)
def test_what_leads_nowhere_is_refused_in_words_and_nothing_changes(client, sol, cambios, mensaje):
    entrar(client, Rol.VENTANILLA)

    assert mensaje in client.post(URL, DATOS | cambios).content.decode()
    assert not EnlacePatronal.objects.exists()
    sol.refresh_from_db()
    assert sol.correo == "vieja@sol.ec"


def test_without_any_email_one_must_be_typed(client, sol):
    Empleador.objects.update(correo="")
    entrar(client, Rol.VENTANILLA)

    assert "escriba uno" in client.post(URL, DATOS | {"correo": ""}).content.decode()


def test_a_closed_account_is_first_activated(client, sol):
    mundo.cuenta(sol)
    Cuenta.objects.filter(empleador=sol).update(is_active=False)
    entrar(client, Rol.VENTANILLA)

    assert "está desactivada" in client.post(URL, DATOS).content.decode()
    assert not EnlacePatronal.objects.exists()


@pytest.mark.parametrize("rol", [Rol.ANALISTA, Rol.APROBADOR, Rol.TRANSPARENCIA])
def test_other_roles_send_none(client, sol, rol):
    entrar(client, rol)

    assert client.get(URL).status_code == 403
    assert client.post(URL, DATOS).status_code == 403
    assert not EnlacePatronal.objects.exists()


def test_the_list_and_the_page_show_no_whole_address(client, sol):
    entrar(client, Rol.VENTANILLA)
    client.post(URL, DATOS)

    lista = client.get("/admin/cuentas/enlacepatronal/").content.decode()
    pagina = client.get(f"/admin/cuentas/enlacepatronal/{EnlacePatronal.objects.get().pk}/change/").content.decode()

    assert "Sol S.A." in lista
    assert "n•••@sol.ec" in pagina
    assert "nueva@sol.ec" not in lista + pagina

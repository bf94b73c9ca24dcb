import pytest
from django.core.management import CommandError, call_command

from cuentas.models import Cuenta
from nucleo.bitacora.models import Asiento

pytestmark = pytest.mark.django_db
NOMBRE = "Lorena Tapia"


def abrir(usuario: str = "ltapia", rol: str = "Ventanilla") -> None:
    call_command("abrir_personal", usuario, nombre=NOMBRE, rol=rol)


@pytest.fixture(autouse=True)
def _clave(monkeypatch):
    monkeypatch.setenv("CLAVE_PERSONAL", "una clave larga del personal")


def test_an_account_is_opened_with_its_role_and_its_trace():
    abrir()

    cuenta = Cuenta.objects.get(identificador="ltapia")
    assert cuenta.is_staff
    assert not cuenta.is_superuser
    assert list(cuenta.groups.values_list("name", flat=True)) == ["Ventanilla"]
    assert Asiento.objects.get().accion == "cuenta.personal"


def test_one_that_exists_stays_as_it_is():
    abrir()
    with pytest.raises(CommandError, match="ya existe"):
        abrir(rol="Administrador")

    assert Cuenta.objects.get().groups.get().name == "Ventanilla"


@pytest.mark.parametrize("clave", ["corta", "qwerty123456789"])
def test_a_weak_clave_opens_nothing(monkeypatch, clave):
    monkeypatch.setenv("CLAVE_PERSONAL", clave)
    with pytest.raises(CommandError):
        abrir()

    assert not Cuenta.objects.exists()


def test_a_number_is_no_user_name():
    with pytest.raises(CommandError, match="cédula"):
        abrir("1710034065")


def test_a_mailbox_of_the_institute_needs_no_confirmation():
    call_command("abrir_personal", "dfreire", nombre=NOMBRE, rol="Analista", correo="dfreire@iess.test")

    cuenta = Cuenta.objects.get()
    assert cuenta.correo == "dfreire@iess.test"
    assert cuenta.correo_confirmado_en


def test_what_is_no_mailbox_opens_nothing():
    with pytest.raises(CommandError):
        call_command("abrir_personal", "dfreire", nombre=NOMBRE, rol="Analista", correo="dfreire")

    assert not Cuenta.objects.exists()

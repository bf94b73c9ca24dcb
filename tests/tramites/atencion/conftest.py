from datetime import date

import pytest

from iess_portal.roles import Rol
from tests import mundo
from tests.mesa import con_rol


@pytest.fixture
def ana():
    """With an account and a confirmed e-mail."""
    persona = mundo.persona(correo="ana@correo.ec")
    mundo.aportes(persona, mundo.empleador(), date(2020, 1, 1), 5)
    mundo.cuenta(persona, clave=mundo.CLAVE)
    return persona


@pytest.fixture
def luis():
    """In the register, without account and without e-mail."""
    return mundo.persona(mundo.LUIS, apellidos="Quishpe Andrango", nombres="Luis")


@pytest.fixture
def lorena(client):
    cuenta = con_rol(Rol.VENTANILLA)
    cuenta.nombre, cuenta.oficina, cuenta.correo = "Lorena Tapia", "Quito Centro", "lorena@iess.ec"
    cuenta.save()
    client.force_login(cuenta)
    return cuenta

import pytest
from django.test import Client

from iess_portal.roles import Rol
from tests import mesa, mundo


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture
def de_ana(ana):
    """The browser of Ana."""
    client = Client()
    client.force_login(mundo.cuenta(ana))
    return client


@pytest.fixture
def de_la_mesa():
    """The browser of a member of the staff, by role; each role is one person unless `usuario` names another."""

    def entrar(rol: Rol, usuario: str = "") -> Client:
        client = Client()
        client.force_login(mesa.con_rol(rol, usuario))
        return client

    return entrar


@pytest.fixture
def analista(de_la_mesa):
    return de_la_mesa(Rol.ANALISTA)

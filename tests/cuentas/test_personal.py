import pytest
from django.core.management import call_command

from cuentas.models import Cuenta
from tests import mundo

pytestmark = pytest.mark.django_db


def test_the_first_member_of_staff_is_made_by_the_usual_command(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", mundo.CLAVE)

    call_command("createsuperuser", "--noinput", identificador="jefa")

    jefa = Cuenta.objects.get(identificador="jefa")
    assert jefa.is_staff
    assert jefa.is_superuser
    assert jefa.check_password(mundo.CLAVE)

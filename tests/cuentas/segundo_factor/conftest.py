from datetime import timedelta

import pytest
from django.utils import timezone

from cuentas import segundo_factor
from tests import mundo


@pytest.fixture(autouse=True)
def reloj(time_machine):
    time_machine.move_to(timezone.now().replace(second=1, microsecond=0), tick=False)
    return lambda **cuanto: time_machine.shift(timedelta(**cuanto))


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


@pytest.fixture
def con_factor(ana):
    segundo_factor.abrir_de_demostracion(cuenta=ana)
    return ana

import pytest

from registro.models import Planilla
from tests import mundo
from tests.empleadores.planillas.mundo_de_planillas import AGOSTO, AHORA, OCTUBRE, SETIEMBRE, pagar, sol


@pytest.fixture
def noviembre(time_machine):
    """The 5th, while the planillas of October can be paid in time."""
    time_machine.move_to(AHORA, tick=False)


@pytest.fixture
def empresa(client, noviembre):
    """Logged in. August is paid, September is in arrears, October falls due on the 16th of November."""
    empleador = sol(AGOSTO, SETIEMBRE, OCTUBRE)
    pagar(*Planilla.objects.filter(periodo=AGOSTO))
    client.force_login(mundo.cuenta(empleador))
    return empleador

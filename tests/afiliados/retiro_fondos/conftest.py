import pytest

from registro.models import Persona
from tests.fondos import quien_ahorra


@pytest.fixture
def ana(time_machine) -> Persona:
    """Forty months of ten dollars: four hundred in all, a door open, and nothing missing."""
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)
    return quien_ahorra(40, "10.00")

import pytest

from tests import mundo


@pytest.fixture(autouse=True)
def _un_viernes(time_machine):
    time_machine.move_to("2026-11-20 10:00:00-05:00")


@pytest.fixture
def ana(db):
    return mundo.persona()

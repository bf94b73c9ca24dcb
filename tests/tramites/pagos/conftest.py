import pytest

from tests import mundo


@pytest.fixture
def ana():
    return mundo.persona()

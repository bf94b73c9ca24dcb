from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.casa import construir


@pytest.fixture
def count_queries():
    """How many queries a call makes, once the process holds what it keeps for good."""

    def contar(llamada: Callable[[], object]) -> int:
        llamada()
        with CaptureQueriesContext(connection) as hechas:
            llamada()
        return len(hechas)

    return contar


@pytest.fixture
def casa(db, pki, time_machine):
    """One of everything, made by Ana, who works for Sol."""
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)
    construir()

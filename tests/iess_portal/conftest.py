from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries():
    """How many queries a call makes, once the process holds what it keeps for good."""

    def contar(llamada: Callable[[], object]) -> int:
        llamada()
        with CaptureQueriesContext(connection) as hechas:
            llamada()
        return len(hechas)

    return contar

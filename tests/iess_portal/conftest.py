from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def count_queries():
    """How many queries a call makes."""

    def contar(llamada: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as hechas:
            llamada()
        return len(hechas)

    return contar

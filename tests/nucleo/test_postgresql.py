"""An idle connection that the server closed is noticed without a round trip, and replaced."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="an engine of PostgreSQL"),
]


@pytest.fixture
def otra():
    """A second connection to the same database."""
    copia = connection.copy()
    copia.ensure_connection()
    yield copia
    copia.close()


def test_a_connection_that_the_server_holds_is_usable_and_is_not_asked(otra):
    with CaptureQueriesContext(otra) as consultas:
        assert otra.is_usable()

    assert len(consultas) == 0


def test_a_connection_that_the_server_ended_is_not_usable(otra):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [otra.connection.info.backend_pid])

    assert not otra.is_usable()


def test_the_next_request_gets_a_new_connection(otra):
    otra.health_check_enabled, otra.health_check_done = True, False
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [otra.connection.info.backend_pid])

    with otra.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_a_connection_that_was_never_opened_is_not_usable():
    assert not connection.copy().is_usable()


import pytest
from django.core.cache import cache
from django.db.backends.sqlite3.operations import DatabaseOperations as SqliteOperations

from nucleo.bitacora.triggers import CREATE, DROP
from nucleo.outbox import drain


@pytest.fixture(autouse=True)
def _a_clean_cache():
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_bitacora():
    """A flush between tests empties tables row by row on SQLite, which the bitácora's triggers rightly refuse."""
    original = SqliteOperations.sql_flush

    def sql_flush(self, *args, **kwargs):
        return [*DROP["sqlite"], *original(self, *args, **kwargs), *CREATE["sqlite"]]

    SqliteOperations.sql_flush = sql_flush
    yield
    SqliteOperations.sql_flush = original


@pytest.fixture
def entregar(django_capture_on_commit_callbacks):
    """Does what the background worker does: delivers everything that the outbox holds."""
    return drain

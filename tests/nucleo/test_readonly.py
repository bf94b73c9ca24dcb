import pytest
from django.db import connection

from nucleo.models import Feriado, ThrottleCounter
from nucleo.readonly import WriteDuringGet, refuse_writes
from registro.models import Persona
from tests import mundo

pytestmark = pytest.mark.django_db


@pytest.fixture
def durante_un_get():
    with connection.execute_wrapper(refuse_writes):
        yield


@pytest.mark.usefixtures("durante_un_get")
def test_reading_goes_on():
    assert Persona.objects.count() == 0


@pytest.mark.usefixtures("durante_un_get")
def test_an_insert_is_refused():
    with pytest.raises(WriteDuringGet):
        mundo.persona()


def test_an_update_and_a_delete_are_refused():
    mundo.persona()
    with connection.execute_wrapper(refuse_writes):
        with pytest.raises(WriteDuringGet):
            Persona.objects.update(telefono="0999")
        with pytest.raises(WriteDuringGet):
            Feriado.objects.all()._raw_delete("default")


@pytest.mark.usefixtures("durante_un_get")
@pytest.mark.parametrize(
    "sql",
    [
        "TRUNCATE registro_persona",
        "DROP TABLE registro_persona",
        "/* hola */ DELETE FROM registro_persona",
        "WITH x AS (DELETE FROM registro_persona RETURNING 1) SELECT * FROM x",
    ],
)
def test_other_ways_of_writing_are_refused(sql):
    with pytest.raises(WriteDuringGet), connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_the_closed_list_names_may_be_written():
    with connection.execute_wrapper(refuse_writes):
        ThrottleCounter.objects.all().delete()


def test_each_exception_has_its_reason(settings):
    assert all(reason.strip() for reason in settings.READONLY_GET_EXCEPTIONS.values())


def test_the_middleware_guards_every_get(client, monkeypatch):
    monkeypatch.setattr("tramites.selectors.catalogo", mundo.persona)

    with pytest.raises(WriteDuringGet):
        client.get("/tramites/")

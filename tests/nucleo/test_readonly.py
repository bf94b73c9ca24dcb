from datetime import timedelta

import pytest
from django.db import connection

from nucleo import throttle
from nucleo.bitacora import anotar
from nucleo.models import Asiento, Feriado, ThrottleCounter
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
        "(WITH x AS (DELETE FROM registro_persona RETURNING 1) SELECT * FROM x)",
        "(DELETE FROM registro_persona)",
        "EXPLAIN ANALYZE DELETE FROM registro_persona",
        "EXPLAIN (COSTS OFF, ANALYZE) DELETE FROM registro_persona",
        "SELECT 1; DELETE FROM registro_persona",
        "UPDATE django_session SET expire_date = NULL;DELETE FROM registro_persona",
        "REPLACE INTO nucleo_asiento (id) VALUES (1)",
        "INSERT OR REPLACE INTO nucleo_asiento (id) VALUES (1)",
        "INSERT INTO nucleo_asiento (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET actor = 'otro'",
    ],
)
def test_other_ways_of_writing_are_refused(sql):
    with pytest.raises(WriteDuringGet), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.usefixtures("durante_un_get")
def test_what_the_closed_list_names_may_be_written():
    throttle.hit("puerta", "a", timedelta(minutes=1))
    throttle.hit("puerta", "a", timedelta(minutes=1))
    anotar(actor="a", accion="b")

    assert ThrottleCounter.objects.get().count == 2
    assert Asiento.objects.count() == 1


@pytest.mark.usefixtures("durante_un_get")
@pytest.mark.parametrize("model", [ThrottleCounter, Asiento])
def test_a_verb_that_the_closed_list_does_not_name_is_refused(model):
    with pytest.raises(WriteDuringGet):
        model.objects.all()._raw_delete("default")


@pytest.mark.usefixtures("durante_un_get")
def test_a_union_only_reads():
    cedulas = Persona.objects.values_list("cedula")

    assert list(cedulas.union(cedulas.filter(sexo="F"), all=True)) == []


@pytest.mark.usefixtures("durante_un_get")
def test_one_statement_may_end_in_a_semicolon():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1; ")
        assert cursor.fetchone() == (1,)


def test_each_exception_has_its_verbs_and_its_reason(settings):
    for verbs, reason in settings.READONLY_GET_EXCEPTIONS.values():
        assert verbs <= {"INSERT", "UPDATE", "DELETE"}
        assert verbs
        assert reason.strip()


def test_the_middleware_guards_every_get(client, monkeypatch):
    monkeypatch.setattr("tramites.selectors.catalogo", mundo.persona)

    with pytest.raises(WriteDuringGet):
        client.get("/tramites/")

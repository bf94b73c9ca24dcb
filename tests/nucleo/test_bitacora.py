import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from nucleo.bitacora import anotar, firma_de
from nucleo.bitacora.models import Asiento
from nucleo.bitacora.services import ActorVacio

pytestmark = pytest.mark.django_db


def test_a_line_carries_its_seal_and_reads_back_the_same():
    escrito = anotar(actor="1710034065", accion="ingreso.aceptado", persona_id=7, datos={"b": 1, "a": "ñ"})

    leido = Asiento.objects.get(pk=escrito.pk)

    assert leido.firma == firma_de(leido)


@pytest.mark.parametrize(
    ("campo", "valor"),
    [("actor", "otro"), ("accion", "otra"), ("persona_id", 8), ("objeto", "x"), ("por", "poder"), ("datos", {"a": 2})],
)
def test_any_changed_field_breaks_the_seal(campo, valor):
    asiento = anotar(actor="a", accion="b", persona_id=7, datos={"a": 1})
    setattr(asiento, campo, valor)

    assert firma_de(asiento) != asiento.firma


def test_another_key_gives_another_seal(settings):
    asiento = anotar(actor="a", accion="b")
    settings.BITACORA_KEY = "otra"

    assert firma_de(asiento) != asiento.firma


@pytest.mark.parametrize("actor", ["", "  "])
def test_nobody_is_no_actor(actor):
    with pytest.raises(ActorVacio):
        anotar(actor=actor, accion="algo")


def test_the_database_refuses_a_line_without_actor():
    with pytest.raises(IntegrityError), transaction.atomic():
        Asiento.objects.bulk_create([Asiento(momento="2026-01-01T00:00:00Z", actor="", accion="x")])


def test_a_line_can_not_be_changed():
    anotar(actor="a", accion="b")
    with pytest.raises(DatabaseError, match="no admite cambios"), transaction.atomic():
        Asiento.objects.update(actor="otro")


def test_a_line_can_not_be_deleted():
    anotar(actor="a", accion="b")
    with pytest.raises(DatabaseError, match="no admite cambios"), transaction.atomic():
        Asiento.objects.all()._raw_delete("default")


COLUMNS = "id, momento, actor, accion, persona_id, objeto, por, datos, firma"
UPSERT = (
    f"INSERT INTO nucleo_asiento ({COLUMNS}) SELECT {COLUMNS} FROM nucleo_asiento WHERE true "
    "ON CONFLICT (id) DO UPDATE SET actor = 'otro'"
)
OVERWRITE = {
    "sqlite": [
        f"REPLACE INTO nucleo_asiento ({COLUMNS}) SELECT {COLUMNS} FROM nucleo_asiento",
        f"INSERT OR REPLACE INTO nucleo_asiento ({COLUMNS}) SELECT {COLUMNS} FROM nucleo_asiento",
        "UPDATE OR REPLACE nucleo_asiento SET actor = 'otro'",
        UPSERT,
    ],
    "postgresql": [
        "TRUNCATE nucleo_asiento",
        "TRUNCATE nucleo_asiento RESTART IDENTITY CASCADE",
        UPSERT,
    ],
}


@pytest.mark.parametrize(
    ("engine", "sql"), [(engine, sql) for engine, statements in OVERWRITE.items() for sql in statements]
)
def test_no_statement_of_the_engine_overwrites_or_empties(engine, sql):
    if engine != connection.vendor:
        pytest.skip(f"a statement of {engine}")
    escrito = anotar(actor="a", accion="b")

    with pytest.raises(DatabaseError, match="no admite cambios"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    assert Asiento.objects.get().actor == escrito.actor


@pytest.mark.django_db(transaction=True)
def test_a_flush_of_the_tests_leaves_the_guard_in_place():
    call_command("flush", interactive=False, verbosity=0)
    anotar(actor="a", accion="b")

    with pytest.raises(DatabaseError, match="no admite cambios"), transaction.atomic():
        Asiento.objects.all()._raw_delete("default")

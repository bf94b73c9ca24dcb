"""A prepared read gives what its queryset gives, and builds its SQL once."""

from datetime import UTC, datetime

import pytest
from django.db.models import CharField, DateTimeField, F
from django.db.models.sql.compiler import SQLCompiler

from nucleo.outbox.models import Outbox
from nucleo.preparadas import Hueco, Preparada

pytestmark = pytest.mark.django_db
MOMENTO = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
POR_TIPO = Outbox.objects.filter(kind=Hueco("tipo", CharField())).exclude(key="c").order_by("key")


@pytest.fixture(autouse=True)
def tareas():
    return Outbox.objects.bulk_create(
        [
            Outbox(kind="correo", key=key, payload={"año": 2026, "a": [1, 2]}, created_at=MOMENTO, attempts=i)
            for i, key in enumerate("abcd")
        ]
    )


def test_it_gives_the_same_models_as_the_queryset():
    filas = Preparada(POR_TIPO)(tipo="correo")

    assert filas == list(Outbox.objects.filter(kind="correo").exclude(key="c").order_by("key"))
    assert [(f.key, f.payload, f.created_at) for f in filas] == [
        (key, {"año": 2026, "a": [1, 2]}, MOMENTO) for key in "abd"
    ]


def test_it_gives_the_same_rows_and_named_columns():
    tuplas = Preparada(POR_TIPO.values_list("key", "created_at", "payload"))
    planas = Preparada(POR_TIPO.values_list("key", flat=True)[:2])
    dicts = Preparada(POR_TIPO.annotate(doble=F("attempts") * 2).values("key", "doble"))

    assert tuplas(tipo="correo")[0] == ("a", MOMENTO, {"año": 2026, "a": [1, 2]})
    assert planas(tipo="correo") == ["a", "b"]
    assert dicts(tipo="correo")[2] == {"key": "d", "doble": 6}


def test_each_call_has_its_own_values():
    preparada = Preparada(POR_TIPO)

    assert len(preparada(tipo="correo")) == 3
    assert preparada(tipo="'; DROP TABLE nucleo_outbox; --") == []
    assert len(preparada(tipo="correo")) == 3


def test_a_value_is_written_as_its_field_asks():
    preparada = Preparada(Outbox.objects.filter(created_at__lte=Hueco("hasta", DateTimeField())))

    assert len(preparada(hasta=MOMENTO)) == 4
    assert preparada(hasta=MOMENTO.replace(hour=14)) == []


def test_deferred_fields_stay_deferred_and_can_be_asked_for():
    (primera, *_resto) = Preparada(POR_TIPO.only("key"))(tipo="correo")

    assert primera.get_deferred_fields() >= {"payload", "created_at"}
    assert primera.payload == {"año": 2026, "a": [1, 2]}


def test_a_missing_value_is_an_error():
    with pytest.raises(KeyError, match="tipo"):
        Preparada(POR_TIPO)()


def test_the_sql_is_built_once(monkeypatch):
    veces = []
    original = SQLCompiler.as_sql
    monkeypatch.setattr(SQLCompiler, "as_sql", lambda *args, **kwargs: veces.append(1) or original(*args, **kwargs))
    preparada = Preparada(POR_TIPO)

    for _ in range(3):
        preparada(tipo="correo")

    assert len(veces) == 1

"""Aporte is partitioned by `periodo` on PostgreSQL: one partition of old years and one per year from then on.

Without it, a month's planillas touch one leaf of the person index per worker and each checkpoint logs whole pages.
There is no DEFAULT partition: a row that found its way there would keep that year's own partition from being made.
Instead the years ahead are made before anybody writes (`manage.py particiones`, and the import itself).
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState

TABLA = "registro_aporte"
PRIMER_ANIO = 2020
"""Everything before goes to the partition `registro_aporte_historico`."""


def existentes(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the partitions, in order. Empty where the table is a plain one (SQLite)."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass", [TABLA])
        return sorted(name for (name,) in cursor.fetchall())


def asegurar(connection: BaseDatabaseWrapper, hasta: int) -> list[str]:
    """Make every missing partition up to the year `hasta`; give back the names of the new ones."""
    if connection.vendor != "postgresql":
        return []
    presentes = set(existentes(connection))
    nuevas = [(nombre, limites) for nombre, limites in _limites(hasta) if nombre not in presentes]
    with connection.cursor() as cursor:
        for nombre, limites in nuevas:
            cursor.execute(f"CREATE TABLE {nombre} PARTITION OF {TABLA} FOR VALUES {limites}")
    return [nombre for nombre, _ in nuevas]


def _limites(hasta: int) -> list[tuple[str, str]]:
    historico = (f"{TABLA}_historico", f"FROM (MINVALUE) TO ('{PRIMER_ANIO}-01-01')")
    return [
        historico,
        *(
            (f"{TABLA}_{anio}", f"FROM ('{anio}-01-01') TO ('{anio + 1}-01-01')")
            for anio in range(PRIMER_ANIO, hasta + 1)
        ),
    ]


class CreatePartitionedModel(CreateModel):
    """CreateModel whose table is PARTITION BY RANGE (periodo) on PostgreSQL, and a plain one elsewhere.

    PostgreSQL wants the partition key in the primary key: the database has (id, periodo), Django goes on seeing `id`
    (a CompositePrimaryKey can't be in the admin).
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            self._create(schema_editor, model)

    @staticmethod
    def _create(schema_editor: BaseDatabaseSchemaEditor, model: type[models.Model]) -> None:
        editor: Any = schema_editor
        sql, params = editor.table_sql(model)
        columnas, fin = sql.replace(" PRIMARY KEY", "", 1).rsplit(")", 1)
        clave = 'CONSTRAINT "registro_aporte_pkey" PRIMARY KEY ("id", "periodo")'
        editor.execute(f'{columnas}, {clave}){fin} PARTITION BY RANGE ("periodo")', params or None)
        editor.deferred_sql.extend(editor._model_indexes_sql(model))

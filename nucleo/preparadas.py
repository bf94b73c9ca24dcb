"""Reads of a fixed shape, whose SQL Django builds once per process instead of once per request.

Of a read by key, building the SQL is more than half of what it costs. It pays for the reads of the pages that everybody
opens (docs/adr/0016); anywhere else a plain queryset says the same in fewer words.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler

Fila = TypeVar("Fila")


class Hueco(Expression):
    """Stands in a queryset for a value that is known when it runs; `campo` says how the engine wants it written."""

    def __init__(self, nombre: str, campo: Field) -> None:
        super().__init__(output_field=campo)
        self.nombre, self.campo = nombre, campo

    def as_sql(self, compiler: SQLCompiler, connection: Any, **_kwargs: Any) -> Any:
        return "%s", [self]


class _Compilada(NamedTuple):
    """What doesn't change from one run to the next, for one engine."""

    compilador: SQLCompiler
    sql: str
    params: Sequence[Any]
    conversores: dict[int, tuple[list[Callable[..., Any]], Expression]]

    @classmethod
    def de(cls, consulta: QuerySet[Any, Any], connection: Any) -> "_Compilada":
        compilador = consulta.query.get_compiler(connection=connection)
        sql, params = compilador.as_sql()
        columnas = [expresion for expresion, _sql, _alias in compilador.select[: compilador.col_count]]
        return cls(compilador, sql, params, compilador.get_converters(columnas))


class Preparada(Generic[Fila]):
    """A queryset with a Hueco for each value. Calling it with the values gives what the queryset would: rows or models.

    Raises KeyError when a value is missing.
    """

    def __init__(self, consulta: "QuerySet[Any, Fila]") -> None:
        self._consulta = consulta
        self._compiladas: dict[str, _Compilada] = {}

    def __call__(self, **valores: Any) -> list[Fila]:
        consulta = self._consulta.all()
        compilador = self._compilador(consulta.db, valores)
        consulta.query.get_compiler = lambda *_args, **_kwargs: compilador  # type: ignore[method-assign]
        return list(consulta)

    def _compilador(self, alias: str, valores: Mapping[str, Any]) -> SQLCompiler:
        """A compiler of this thread's connection that has its work done already, but for the values."""
        connection = connections[alias]
        compilada = self._compiladas.get(connection.vendor)
        if compilada is None:
            compilada = self._compiladas[connection.vendor] = _Compilada.de(self._consulta, connection)
        llenos = tuple(
            p.campo.get_db_prep_value(valores[p.nombre], connection) if isinstance(p, Hueco) else p
            for p in compilada.params
        )
        listo = copy.copy(compilada.compilador)
        listo.connection = connection
        listo.as_sql = lambda *_args, **_kwargs: (compilada.sql, llenos)  # type: ignore[method-assign]
        listo.get_converters = lambda expressions: compilada.conversores  # type: ignore[method-assign]
        return listo

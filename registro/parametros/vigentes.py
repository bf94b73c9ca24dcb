"""Legal parameters in force on a date: read once, asked by key, and remembered for the dictamen."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from registro.models import Parametro


class ParametroDesconocido(LookupError):
    """No value of a key covers the date."""

    def __init__(self, clave: str, fecha: dt.date) -> None:
        super().__init__(f"no hay un valor de «{clave}» que rija el {fecha:%Y-%m-%d}")
        self.clave = clave
        self.fecha = fecha


class ParametroMalFormado(TypeError):
    """The value in force is not of the kind that the rule asks for."""

    def __init__(self, version: "Version", esperado: str) -> None:
        super().__init__(
            f"«{version.clave}» desde {version.valido_desde}: se esperaba {esperado}, no {version.valor!r}"
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One dated value of a parameter, with what backs it."""

    clave: str
    valor: Any
    """As JSON holds it: number, text, list of rows, or mapping."""
    valido_desde: dt.date
    valido_hasta: dt.date | None
    base_legal: str
    fuente: str
    confianza: str
    nota: str

    def rige(self, fecha: dt.date) -> bool:
        return self.valido_desde <= fecha and (self.valido_hasta is None or fecha <= self.valido_hasta)


CAMPOS = tuple(campo.name for campo in fields(Version))
RESTO = CAMPOS[2:]
"""All but the key and the value."""


class Parametros:
    """What was in force on `fecha`.

    Where several versions of a key cover the date the one that starts last wins: a change made in the admin is a new
    row. The keys that were asked are kept, so that a decision can store exactly what it stood on.
    """

    def __init__(self, fecha: dt.date, versiones: Iterable[Version]) -> None:
        self.fecha = fecha
        en_orden = sorted((v for v in versiones if v.rige(fecha)), key=lambda v: v.valido_desde)
        self._versiones = {version.clave: version for version in en_orden}
        self._sin_leer: dict[str, tuple[Any, ...]] = {}
        self._consultadas: set[str] = set()

    @classmethod
    def al(cls, fecha: dt.date) -> Self:
        """Everything in force on `fecha`, in one query. There are hundreds: each is read when it is asked for."""
        sin_vencer = Q(valido_hasta__isnull=True) | Q(valido_hasta__gte=fecha)
        en_vigor = Parametro.objects.filter(sin_vencer, valido_desde__lte=fecha).order_by("valido_desde")
        todos = cls(fecha, ())
        todos._sin_leer = {fila[0]: fila for fila in en_vigor.values_list("clave", Cast("valor", TextField()), *RESTO)}
        return todos

    @classmethod
    def de_cada_fecha(cls, *claves: str) -> Callable[[dt.date], Self]:
        """`al` for as many dates as needed, of some keys only, in one query for all of them."""
        filas = Parametro.objects.filter(clave__in=claves).values_list(*CAMPOS)
        versiones = [Version(*fila) for fila in filas]
        return lambda fecha: cls(fecha, versiones)

    @classmethod
    def de_usados(cls, usados: Mapping[str, Mapping[str, Any]]) -> Self:
        """Those that a stored dictamen stood on (`usados`), to come out the same whatever was added since."""
        versiones = [
            Version(
                clave=clave,
                valor=fila["valor"],
                valido_desde=dt.date.fromisoformat(fila["valido_desde"]),
                valido_hasta=None,
                base_legal=fila["base_legal"],
                fuente=fila["fuente"],
                confianza=fila["confianza"],
                nota="",
            )
            for clave, fila in usados.items()
        ]
        return cls(max((version.valido_desde for version in versiones), default=dt.date.min), versiones)

    def version(self, clave: str) -> Version:
        """The whole row, to cite its basis and source; raises `ParametroDesconocido`."""
        if clave in self._sin_leer:
            _, valor, *resto = self._sin_leer.pop(clave)
            self._versiones[clave] = Version(clave, json.loads(valor), *resto)
        try:
            version = self._versiones[clave]
        except KeyError:
            raise ParametroDesconocido(clave, self.fecha) from None
        self._consultadas.add(clave)
        return version

    def decimal(self, clave: str) -> Decimal:
        version = self.version(clave)
        if isinstance(version.valor, bool) or not isinstance(version.valor, int | float):
            raise ParametroMalFormado(version, "un número")
        return Decimal(repr(version.valor))  # staff may write 490 where the file says 490.00

    def entero(self, clave: str) -> int:
        version = self.version(clave)
        if isinstance(version.valor, bool) or not isinstance(version.valor, int):
            raise ParametroMalFormado(version, "un número entero")
        return version.valor

    def texto(self, clave: str) -> str:
        version = self.version(clave)
        if not isinstance(version.valor, str):
            raise ParametroMalFormado(version, "un texto")
        return version.valor

    def tabla(self, clave: str) -> list[dict[str, Any]]:
        """Rows in their order; every number with decimals is a `Decimal`."""
        version = self.version(clave)
        if not isinstance(version.valor, list) or not all(isinstance(fila, dict) for fila in version.valor):
            raise ParametroMalFormado(version, "una tabla")
        return [_exacto(fila) for fila in version.valor]

    def lista(self, clave: str) -> list[Any]:
        """Plain values in their order: days of the month, codes."""
        version = self.version(clave)
        if not isinstance(version.valor, list) or any(isinstance(valor, dict | list) for valor in version.valor):
            raise ParametroMalFormado(version, "una lista")
        return _exacto(version.valor)

    def mapa(self, clave: str) -> dict[str, Any]:
        """Values that belong together, by name: the rates of a segment."""
        version = self.version(clave)
        if not isinstance(version.valor, dict):
            raise ParametroMalFormado(version, "un grupo de valores")
        return _exacto(version.valor)

    def confianza(self, clave: str) -> str:
        return self.version(clave).confianza

    def referencial(self, *claves: str) -> bool:
        """Whether a figure that stands on `claves` must be shown as *valor referencial*."""
        return any(self.confianza(clave) == Parametro.Confianza.BAJA for clave in claves)

    def con(self, otros: "Parametros", *claves: str) -> Self:
        """The same, but some keys as they are in force on the date of `otros`. Raises `ParametroDesconocido`."""
        juntos = type(self)(self.fecha, ())
        juntos._versiones = self._versiones | {clave: otros.version(clave) for clave in claves}
        juntos._sin_leer = {clave: fila for clave, fila in self._sin_leer.items() if clave not in claves}
        return juntos

    @property
    def usados(self) -> dict[str, dict[str, Any]]:
        """The versions asked so far, as JSON, for the dictamen that stands on them."""
        return {clave: _guardable(self._versiones[clave]) for clave in sorted(self._consultadas)}


def _exacto(valor: Any) -> Any:
    """JSON floats as the `Decimal` that was written; everything inside lists and mappings too."""
    if isinstance(valor, float):
        return Decimal(repr(valor))
    if isinstance(valor, list):
        return [_exacto(uno) for uno in valor]
    if isinstance(valor, dict):
        return {clave: _exacto(uno) for clave, uno in valor.items()}
    return valor


def _guardable(version: Version) -> dict[str, Any]:
    return {
        "valor": version.valor,
        "valido_desde": version.valido_desde.isoformat(),
        "base_legal": version.base_legal,
        "fuente": version.fuente,
        "confianza": version.confianza,
    }

"""The kinds of value that a column of the files may hold: how a text is judged, and how SQL reads a good one.

A text is judged in Python, once for each different text of a column, by the same rules as the rest of the portal; SQL
only ever casts what was found good. So no rule is written twice, whatever the number of rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from registro.dialecto import Dialecto
from registro.reglas.identidad import validar_cedula, validar_ruc

PRIMERA_FECHA = date(1900, 1, 1)
_FECHA = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MES = re.compile(r"[0-9]{4}-[0-9]{2}")
_NUMERO = re.compile(r"-?[0-9]{1,10}(\.[0-9]+)?")
_ENTERO = re.compile(r"[0-9]{1,6}")
_SUCURSAL = re.compile(r"[0-9]{1,4}")
_CORREO = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")

Comprobacion = Callable[[str, date], None]


@dataclass(frozen=True)
class Tipo:
    """`comprobar(texto, hoy)` raises ValueError with the reason, in Spanish. `sql` turns a good text into a value.

    `largo` is the longest text that fits (0: `comprobar` already bounds it). `vacio` is what an empty cell becomes.
    `varias_formas`: the same value may be written in more than one way ("1" and "0001").
    """

    sql: Callable[[Dialecto, str], str]
    comprobar: Comprobacion | None = None
    largo: int = 0
    vacio: str = "NULL"
    varias_formas: bool = False

    def clave(self, dialecto: Dialecto, x: str) -> str:
        """SQL that is equal for two texts of the same value. Most kinds write a value in one way: the text itself."""
        return self.sql(dialecto, x) if self.varias_formas else x


def texto(largo: int) -> Tipo:
    return Tipo(sql=lambda _, x: f"trim({x})", largo=largo, vacio="''", varias_formas=True)


def fecha(*, futura: bool = False) -> Tipo:
    """An ISO date since 1900, not after today unless `futura`."""

    def comprobar(valor: str, hoy: date) -> None:
        dia = _dia(valor) if _FECHA.fullmatch(valor) else None
        if dia is None:
            raise ValueError(f"«{valor}» no es una fecha: se espera AAAA-MM-DD.")
        _en_rango(dia, hoy, f"La fecha {valor}", futura=futura)

    return Tipo(sql=lambda d, x: d.fecha(x), comprobar=comprobar)


def mes() -> Tipo:
    """A month, kept as its first day; not after the present one."""

    def comprobar(valor: str, hoy: date) -> None:
        dia = _dia(f"{valor}-01") if _MES.fullmatch(valor) else None
        if dia is None:
            raise ValueError(f"«{valor}» no es un mes: se espera AAAA-MM.")
        _en_rango(dia, hoy, f"El mes {valor}")

    return Tipo(sql=lambda d, x: d.fecha(f"({x} || '-01')"), comprobar=comprobar)


def numero(*, decimales: int = 2, minimo: Decimal | None = Decimal(0), maximo: Decimal | None = None) -> Tipo:
    """A decimal number with a point. Without `minimo`, it may be negative."""

    def comprobar(valor: str, _: date) -> None:
        bien = _NUMERO.fullmatch(valor)
        if not bien or len(bien[1] or "") > decimales + 1:
            raise ValueError(f"«{valor}» no es un número: se espera punto decimal, hasta {decimales} decimales.")
        if minimo is not None and Decimal(valor) < minimo:
            raise ValueError(
                f"El valor {valor} es negativo." if minimo == 0 else f"El valor {valor} es menor que {minimo}."
            )
        if maximo is not None and Decimal(valor) > maximo:
            raise ValueError(f"El valor {valor} es mayor que {maximo}.")

    return Tipo(sql=lambda d, x: d.numero(x), comprobar=comprobar)


def entero(minimo: int, maximo: int) -> Tipo:
    def comprobar(valor: str, _: date) -> None:
        if not _ENTERO.fullmatch(valor) or not minimo <= int(valor) <= maximo:
            raise ValueError(f"«{valor}» no es válido: se espera un número entero entre {minimo} y {maximo}.")

    return Tipo(sql=lambda d, x: d.entero(x), comprobar=comprobar)


def opcion(admitidas: Iterable[str], sinonimos: Mapping[str, str] | None = None) -> Tipo:
    """One of a closed list, in any case. `sinonimos` are other spellings that the core system uses."""
    lista = list(admitidas)
    otros = dict(sinonimos or {})

    def comprobar(valor: str, _: date) -> None:
        if valor.upper() not in lista and valor.upper() not in otros:
            raise ValueError(f"«{valor}» no es válido: se admite {', '.join(lista[:-1])} o {lista[-1]}.")

    def sql(_: Dialecto, x: str) -> str:
        casos = " ".join(f"WHEN '{de}' THEN '{a}'" for de, a in otros.items())
        return f"CASE upper({x}) {casos} ELSE upper({x}) END" if casos else f"upper({x})"

    return Tipo(sql=sql, comprobar=comprobar, vacio="''", varias_formas=True)


def si_no() -> Tipo:
    si, no = ("SI", "SÍ", "S", "1", "TRUE", "T", "VERDADERO"), ("NO", "N", "0", "FALSE", "F", "FALSO")

    def comprobar(valor: str, _: date) -> None:
        if valor.upper() not in (*si, *no):
            raise ValueError(f"«{valor}» no es válido: se admite SI o NO.")

    lista = ", ".join(f"'{v}'" for v in (*si, "sí", "Sí"))
    return Tipo(sql=lambda _, x: f"(upper({x}) IN ({lista}) OR {x} IN ({lista}))", comprobar=comprobar, vacio="FALSE")


def correo() -> Tipo:
    def comprobar(valor: str, _: date) -> None:
        if not _CORREO.fullmatch(valor.strip()):
            raise ValueError(f"«{valor}» no es una dirección de correo.")

    return Tipo(sql=lambda _, x: f"trim({x})", comprobar=comprobar, largo=254, vacio="''")


def cedula() -> Tipo:
    return Tipo(sql=lambda _, x: x, comprobar=lambda valor, _: validar_cedula(valor), vacio="''")


def ruc() -> Tipo:
    return Tipo(sql=lambda _, x: x, comprobar=lambda valor, _: validar_ruc(valor, domestico=True), vacio="''")


def sucursal() -> Tipo:
    """One to four digits, kept as four."""

    def comprobar(valor: str, _: date) -> None:
        if not _SUCURSAL.fullmatch(valor):
            raise ValueError(f"«{valor}» no es una sucursal: se esperan hasta 4 dígitos.")

    return Tipo(sql=lambda d, x: d.rellenar(x, 4), comprobar=comprobar, vacio="''", varias_formas=True)


def referencia() -> Tipo:
    """An identifier of another file: judged by being there."""
    return Tipo(sql=lambda _, x: x, vacio="''")


def _dia(valor: str) -> date | None:
    try:
        return date.fromisoformat(valor)
    except ValueError:
        return None


def _en_rango(dia: date, hoy: date, que: str, *, futura: bool = False) -> None:
    if dia < PRIMERA_FECHA:
        raise ValueError(f"{que} es anterior a {PRIMERA_FECHA.year}.")
    if dia > hoy and not futura:
        raise ValueError(f"{que} está en el futuro.")

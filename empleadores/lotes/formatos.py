"""The record layouts of the institute, and what each field of a line may say.

ENT and SAL are those of the institute's manual of batch files. Of MSU and INS only the code and the meaning are
published: theirs is the prefix that ENT and SAL share, and then what the notice says (confidence low; correct it here).
Of `jornada` only "1", a full day, is published: "4" to "7" are our own, the hours of a day of part time. So is what
`tipo_empleador` may be: any letters and digits.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from empleadores.reglas.novedades import (
    LETRAS_DE_LA_ACTIVIDAD,
    LETRAS_DEL_CARGO,
    Entrada,
    Extras,
    NuevoSueldo,
    Pedido,
    Salida,
)
from nucleo.csv import FORMULA_STARTS

SIN_FECHA = "00000000"
JORNADAS = {"1": "COMPLETA", "4": "4", "5": "5", "6": "6", "7": "7"}
_CODIGOS = "Uno de los códigos de la hoja «Códigos»."
_DINERO = re.compile(r"\d{1,11}\.\d{2}", re.ASCII)
_CODIGO = re.compile(r"[A-Za-z0-9]+", re.ASCII)


class Mal(ValueError):
    """What a field says can't be taken; the text says what to write instead."""


def _digitos(largo: int) -> Callable[[str], str]:
    def leer(texto: str) -> str:
        if not (texto.isascii() and texto.isdigit() and len(texto) == largo):
            raise Mal(f"Debe tener {largo} dígitos, sin espacios ni guiones.")
        return texto

    return leer


def _anio(texto: str) -> int:
    anio = int(_digitos(4)(texto))
    if not 1990 <= anio <= 2100:
        raise Mal("Escriba el año con cuatro dígitos, por ejemplo 2026.")
    return anio


def _mes(texto: str) -> int:
    if not (texto.isascii() and texto.isdigit() and len(texto) == 2 and 1 <= int(texto) <= 12):
        raise Mal("Escriba el mes con dos dígitos, de 01 a 12.")
    return int(texto)


def _fecha(texto: str) -> date:
    if not (texto.isascii() and texto.isdigit() and len(texto) == 8):
        raise Mal("Escriba la fecha como año, mes y día, sin separadores: 20261103.")
    try:
        leida = date(int(texto[:4]), int(texto[4:6]), int(texto[6:]))
    except ValueError:
        raise Mal("Esa fecha no existe. Va como año, mes y día: 20261103.") from None
    if leida.year < 1900:
        raise Mal("Esa fecha es demasiado antigua. Va como año, mes y día: 20261103.")
    return leida


def _fecha_o_ceros(texto: str) -> date | None:
    return None if texto == SIN_FECHA else _fecha(texto)


def _dinero(texto: str) -> Decimal:
    if _DINERO.fullmatch(texto):
        return Decimal(texto)
    if "," in texto:
        raise Mal("Los decimales se separan con punto, no con coma, y no se separan los miles: 1234.56.")
    if texto.startswith("-"):
        raise Mal("No puede ser menos que cero.")
    raise Mal("Escriba el valor con punto y dos decimales, sin signos: 482.00.")


def _uno_de(opciones: Mapping[str, str]) -> Callable[[str], str]:
    def leer(texto: str) -> str:
        if texto not in opciones:
            raise Mal(f"Use uno de estos códigos: {', '.join(opciones)}.")
        return texto

    return leer


def _jornada(texto: str) -> str:
    return JORNADAS[_uno_de(JORNADAS)(texto)]


def _codigo(largo: int) -> Callable[[str], str]:
    def leer(texto: str) -> str:
        if not _CODIGO.fullmatch(texto) or len(texto) > largo:
            raise Mal(f"Escriba letras o números, hasta {largo}.")
        return texto

    return leer


def _actividad(texto: str) -> str:
    if not _CODIGO.fullmatch(texto) or len(texto) != LETRAS_DE_LA_ACTIVIDAD:
        raise Mal(f"El código de actividad sectorial tiene {LETRAS_DE_LA_ACTIVIDAD} letras o números.")
    return texto


def _cargo(texto: str) -> str:
    limpio = texto.strip()
    if not limpio:
        raise Mal("Escriba el cargo.")
    if len(limpio) > LETRAS_DEL_CARGO:
        raise Mal(f"Tiene {len(limpio)} letras y caben {LETRAS_DEL_CARGO}.")
    if limpio.startswith(FORMULA_STARTS) or not limpio.isprintable():
        raise Mal("Empieza con un signo de fórmula o tiene signos que no se ven. Escriba solo el nombre del cargo.")
    return limpio


@dataclass(frozen=True, slots=True)
class Columna:
    """`nombre` heads the column in CSV and XLSX, and names the field of a bad line. `campo`: what it fills of a Pedido.

    `ancho`: how many digits it has, so that the zeros that a spreadsheet takes away from its left can be put back.
    `lista`: the codes that it takes, by their name in NormaNovedades.
    """

    nombre: str
    ejemplo: str
    ayuda: str
    leer: Callable[[str], Any]
    campo: str = ""
    ancho: int = 0
    dinero: bool = False
    lista: str = ""


def _comunes(tipo: str, cedula: str) -> tuple[Columna, ...]:
    return (
        Columna("ruc", "{ruc}", "El del empleador, 13 dígitos.", _digitos(13), ancho=13),
        Columna("sucursal", "0001", "Cuatro dígitos.", _digitos(4), "sucursal", 4),
        Columna("anio", "{anio}", "Del mes del archivo: el mismo en todas las líneas.", _anio),
        Columna("mes", "{mes}", "Con dos dígitos: el mismo en todas las líneas.", _mes, "periodo", 2),
        Columna("tipo", tipo, f"Siempre {tipo}: un archivo trae una sola clase de aviso.", _uno_de({tipo: ""})),
        Columna("cedula", cedula, "La del trabajador, 10 dígitos.", _digitos(10), "cedula", 10),
    )


_SUELDO = Columna(
    "sueldo",
    "650.00",
    "De la jornada completa, también si trabaja menos horas. Punto y dos decimales.",
    _dinero,
    "sueldo",
    dinero=True,
)


@dataclass(frozen=True, slots=True)
class Formato:
    """One kind of file. `armar` makes the notice of the values of a line, by the names of its columns."""

    tipo: str
    nombre: str
    columnas: tuple[Columna, ...]
    armar: Callable[[Mapping[str, Any]], Pedido]
    publicado: bool = True
    """Whether the institute publishes all of it."""

    @property
    def nombres(self) -> tuple[str, ...]:
        return tuple(columna.nombre for columna in self.columnas)

    def columna_de(self, campo: str) -> str:
        """The column that fills a field of the notice; what a rule says of no field is said of the line."""
        return next((columna.nombre for columna in self.columnas if columna.campo == campo), "línea")


def _entrada(v: Mapping[str, Any]) -> Entrada:
    return Entrada(
        cedula=v["cedula"],
        sucursal=v["sucursal"],
        ingreso=v["fecha_ingreso"],
        sueldo=v["sueldo"],
        jornada=v["jornada"],
        cargo=v["cargo"],
        actividad=v["actividad"],
        relacion_trabajo=v["relacion_trabajo"],
        seguro=v["seguro"],
        origen_pago=v["origen_pago"],
    )


def _salida(v: Mapping[str, Any]) -> Salida:
    return Salida(
        cedula=v["cedula"],
        sucursal=v["sucursal"],
        fecha=v["fecha_salida"],
        causa=v["causa"],
        fallecimiento=v["fecha_fallecimiento"],
    )


def _nuevo_sueldo(v: Mapping[str, Any]) -> NuevoSueldo:
    periodo = date(v["anio"], v["mes"], 1)
    return NuevoSueldo(cedula=v["cedula"], sucursal=v["sucursal"], periodo=periodo, sueldo=v["sueldo"])


def _extras(v: Mapping[str, Any]) -> Extras:
    periodo = date(v["anio"], v["mes"], 1)
    return Extras(cedula=v["cedula"], sucursal=v["sucursal"], periodo=periodo, valor=v["valor"], causa=v["causa"])


FORMATOS = {
    "ENT": Formato(
        "ENT",
        "avisos de entrada",
        (
            *_comunes("ENT", "9999999999"),
            Columna("fecha_ingreso", "{hoy}", "Primer día de trabajo: AAAAMMDD.", _fecha, "ingreso"),
            Columna("fecha_registro", "{hoy}", "De este aviso: AAAAMMDD.", _fecha),
            Columna(
                "jornada",
                "1",
                "1 = completa. De 4 a 7, las horas al día de quien trabaja jornada parcial.",
                _jornada,
                "jornada",
            ),
            Columna("seguro", "R", _CODIGOS, _codigo(4), "seguro", lista="seguros"),
            Columna("tipo_empleador", "1", "El código de su registro patronal.", _codigo(4)),
            Columna(
                "relacion_trabajo",
                "06",
                _CODIGOS,
                _codigo(4),
                "relacion_trabajo",
                2,
                lista="relaciones",
            ),
            Columna("cargo", "VENDEDORA", "Hasta 64 letras, sin punto y coma.", _cargo, "cargo"),
            Columna(
                "actividad",
                "1910000000001",
                "El código de 13 letras o números de la comisión sectorial del Ministerio del Trabajo.",
                _actividad,
                "actividad",
                13,
            ),
            _SUELDO,
            Columna("origen_pago", "P", _CODIGOS, _codigo(4), "origen_pago", lista="origenes"),
        ),
        _entrada,
    ),
    "SAL": Formato(
        "SAL",
        "avisos de salida",
        (
            *_comunes("SAL", "9999999999"),
            Columna("fecha_salida", "{hoy}", "Último día de trabajo: AAAAMMDD.", _fecha, "fecha"),
            Columna("causa", "V", _CODIGOS, _codigo(1), "causa", lista="causas"),
            Columna(
                "fecha_fallecimiento",
                SIN_FECHA,
                f"Solo si la causa es F: AAAAMMDD. En las demás, {SIN_FECHA}.",
                _fecha_o_ceros,
                "fallecimiento",
                8,
            ),
        ),
        _salida,
    ),
    "MSU": Formato("MSU", "nuevos sueldos", (*_comunes("MSU", "9999999999"), _SUELDO), _nuevo_sueldo, publicado=False),
    "INS": Formato(
        "INS",
        "extras del mes",
        (
            *_comunes("INS", "9999999999"),
            Columna("valor", "120.50", "Punto y dos decimales.", _dinero, "valor", dinero=True),
            Columna("causa", "O", _CODIGOS, _codigo(1), "causa", lista="causas_extras"),
        ),
        _extras,
        publicado=False,
    ),
}

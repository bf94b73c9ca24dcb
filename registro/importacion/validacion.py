"""Judging staged rows: every error of a file, by row and column.

One pass counts what SQL can see (empty, too long, columns that contradict each other); each column's different texts
are judged in Python; the rows are looked up only where something is wrong.
"""
# ruff: noqa: S608 (the names in these statements are our own; what files say is a parameter or a column)

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from registro.dialecto import Dialecto
from registro.importacion.archivos import EMPLEADOR, EMPLEADORES, PERSONA, PERSONAS, Archivo, Columna
from registro.importacion.carga import columnas_clave
from registro.reglas.identidad import IdentidadInvalida, validar_cedula, validar_ruc

Juicio = Callable[[str], str | None]
"""A text, and what is wrong with it (None: nothing)."""

_EN_LISTA = 500
_DONDE = {
    PERSONA: (PERSONAS, "registro_persona", "cedula", "la cédula {} no consta en personas.csv ni en el registro."),
    EMPLEADOR: (EMPLEADORES, "registro_empleador", "ruc", "el RUC {} no consta en empleadores.csv ni en el registro."),
}


class Hallazgo(NamedTuple):
    """Something wrong in a staged row: its number among the rows of the file, the column and why."""

    registro: int
    columna: str
    motivo: str
    primero: int = 0
    """The row that this one repeats, if it does (then `motivo` has a place for its line)."""


class _Prueba(NamedTuple):
    columna: str
    falla: str
    motivo: str
    lee: tuple[str, ...] = ()


class Validador:
    """`presentes` are the files staged in this import; those in `incompletos` lost rows, so nobody is missed there."""

    def __init__(self, dialecto: Dialecto, presentes: Iterable[Archivo], incompletos: Iterable[Archivo], hoy: date):
        self.dialecto, self.hoy = dialecto, hoy
        self.presentes = {archivo.nombre for archivo in presentes}
        self.incompletos = {archivo.nombre for archivo in incompletos}

    def hallazgos(self, archivo: Archivo) -> list[Hallazgo]:
        """Everything wrong in a file, but for repeated rows."""
        columnas = [h for columna in archivo.columnas for h in self._de_columna(archivo, columna)]
        malos = {(h.registro, h.columna) for h in columnas}
        return [*columnas, *self._de_pruebas(archivo, malos)]

    # --- a column by itself ---

    def _de_columna(self, archivo: Archivo, columna: Columna) -> Iterator[Hallazgo]:
        comprobar = columna.tipo.comprobar
        if columna.referencia:
            yield from self._desconocidos(archivo, columna)
        elif comprobar is not None:
            consulta = f"SELECT DISTINCT {columna.nombre} FROM {archivo.carga} WHERE {columna.nombre} IS NOT NULL"

            def juicio(texto: str) -> str | None:
                try:
                    comprobar(texto, self.hoy)
                except ValueError as error:
                    return str(error)
                return None

            yield from self._juzgar(archivo, columna, consulta, juicio)

    def _desconocidos(self, archivo: Archivo, columna: Columna) -> Iterator[Hallazgo]:
        origen, tabla, clave, motivo = _DONDE[columna.referencia]
        if origen.nombre in self.incompletos:
            return
        x = columna.nombre
        aqui = f"SELECT 1 FROM {origen.carga} o WHERE o.{clave} = d.{x}"
        consulta = (
            f"SELECT {x} FROM (SELECT DISTINCT {x} FROM {archivo.carga} WHERE {x} IS NOT NULL) d"
            f" WHERE NOT EXISTS (SELECT 1 FROM {tabla} r WHERE r.{clave} = d.{x})"
            + (f" AND NOT EXISTS ({aqui})" if origen.nombre in self.presentes else "")
        )
        yield from self._juzgar(archivo, columna, consulta, lambda t: _por_que(columna, t) or motivo.format(t))

    def _juzgar(self, archivo: Archivo, columna: Columna, consulta: str, juicio: Juicio) -> Iterator[Hallazgo]:
        malos: dict[str, str] = {}
        for lote in self.dialecto.lotes(consulta):
            malos.update({texto: motivo for (texto,) in lote if (motivo := juicio(texto))})
        textos = list(malos)
        for desde in range(0, len(textos), _EN_LISTA):
            lista = textos[desde : desde + _EN_LISTA]
            marcas = ", ".join(["%s"] * len(lista))
            for registro, texto in self.dialecto.filas(
                f"SELECT registro, {columna.nombre} FROM {archivo.carga} WHERE {columna.nombre} IN ({marcas})", lista
            ):
                yield Hallazgo(registro, columna.nombre, malos[texto])

    # --- what SQL sees in a row ---

    def _de_pruebas(self, archivo: Archivo, malos: set[tuple[int, str]]) -> Iterator[Hallazgo]:
        """Rows that fail a test, but for tests of a column that is already known to be bad in that row."""
        pruebas = list(_pruebas(archivo))
        if not pruebas:
            return
        cuentas = ", ".join(f"count(CASE WHEN {prueba.falla} THEN 1 END)" for prueba in pruebas)
        fallas = self.dialecto.filas(f"SELECT {cuentas} FROM {archivo.carga}")[0]
        for prueba, cuantas in zip(pruebas, fallas, strict=True):
            if cuantas:
                for (registro,) in self.dialecto.filas(f"SELECT registro FROM {archivo.carga} WHERE {prueba.falla}"):
                    if not any((registro, columna) in malos for columna in prueba.lee):
                        yield Hallazgo(registro, prueba.columna, prueba.motivo)

    # --- rows among themselves ---

    def repetidos(self, archivo: Archivo) -> Iterator[Hallazgo]:
        """Rows with the natural key of an earlier one."""
        columnas = columnas_clave(archivo)
        claves = [columna.tipo.clave(self.dialecto, columna.nombre) for columna in columnas]
        lista, alias = ", ".join(claves), [f"c{n}" for n in range(len(claves))]
        grupos = f"SELECT min(registro), {lista} FROM {archivo.carga} GROUP BY {lista} HAVING count(*) > 1"
        if not self.dialecto.filas(f"{grupos} LIMIT 1"):
            return
        igual = " AND ".join(
            f"NOT ({self.dialecto.distinto(f'g.{c}', clave)})" for c, clave in zip(alias, claves, strict=True)
        )
        for registro, primero in self.dialecto.filas(
            f"WITH g(primero, {', '.join(alias)}) AS ({grupos})"
            f" SELECT registro, g.primero FROM {archivo.carga} JOIN g ON {igual} WHERE registro > g.primero"
        ):
            nombres = "+".join(columna.nombre for columna in columnas)
            yield Hallazgo(registro, nombres, "repite la fila de la línea {}.", primero)


def _pruebas(archivo: Archivo) -> Iterator[_Prueba]:
    for columna in archivo.columnas:
        x, largo = columna.nombre, columna.tipo.largo
        if columna.requerida:
            blanco = f" OR trim({x}) = ''" if columna.tipo.comprobar is None and largo else ""
            yield _Prueba(x, f"{x} IS NULL{blanco}", "falta el valor.")
        if largo:
            yield _Prueba(x, f"length({x}) > {largo}", f"es demasiado largo: se admiten {largo} caracteres.")
    for regla in archivo.reglas:
        yield _Prueba(regla.columna, regla.falla, regla.motivo, regla.lee)


def _por_que(columna: Columna, texto: str) -> str | None:
    """An identifier that can't exist says so itself, which helps more than that it is unknown."""
    try:
        if columna.referencia == PERSONA:
            validar_cedula(texto)
        else:
            validar_ruc(texto, domestico=True)
    except IdentidadInvalida as error:
        return str(error)
    return None

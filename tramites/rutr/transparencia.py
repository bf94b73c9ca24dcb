"""The monthly table: year, month, complaints, attentions, in any order of columns."""

import itertools
import re
from collections.abc import Iterable
from datetime import date

from tramites.rutr.hoja import MesTransparencia, Problema
from tramites.rutr.lineas import Linea, plegar
from tramites.rutr.secciones import problema_en

ANIO, MES, QUEJAS, ATENCIONES = "año", "mes", "quejas", "atenciones"
_COLUMNAS = (ANIO, MES, QUEJAS, ATENCIONES)
_ABREVIADOS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_NOMBRES = tuple(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
)
_TITULOS = {
    ANIO: re.compile(r"\bano\b"),
    MES: re.compile(r"\bmes\b"),
    QUEJAS: re.compile(r"\bquejas?\b"),
    ATENCIONES: re.compile(r"\batencion(?:es)?\b"),
}
_PEGADAS = re.compile(r"\b(ano|mes|quejas|atenciones)(?=mes|volumen)")  # columns that touch, in a narrow table
_RELLENO = {"volumen", "numero", "total", "cantidad", "de", "del", "y", "no", "n"}
_PERIODO = re.compile(
    r"(?:(\d{4})\s*[-/. ]\s*(\d{1,2}|[a-z]+)|(\d{1,2}|[a-z]+)\s*(?:[-/. ]|\bde(?:l)?\b)+\s*(\d{4}))(?!\d)"
)
_ENTERO = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:[.,  ][0-9]{3}){1,2}")
_PRIMER_ANIO = 2000


class _Ilegible(ValueError):
    """Why a row is left out."""


def leer_tabla(lineas: Iterable[Linea], hoy: date) -> tuple[list[MesTransparencia], list[Problema]]:
    """The months that read well and, by line, those that don't. Of a month given twice, the first row stands."""
    tabla = _Tabla(hoy)
    for linea in lineas:
        tabla.recibir(linea)
    tabla.cerrar_celdas_sueltas()
    return tabla.meses, tabla.problemas


class _Tabla:
    def __init__(self, hoy: date) -> None:
        self.hoy = hoy
        self.columnas = list(_COLUMNAS)
        self.titulos = ""
        self.anio_anterior = ""
        self.sueltas: list[tuple[Linea, str]] = []
        self.revuelta = False  # a heading among loose cells: no telling which figure is whose
        self.meses: list[MesTransparencia] = []
        self.problemas: list[Problema] = []
        self.vistos: dict[tuple[int, int], MesTransparencia] = {}

    def recibir(self, linea: Linea) -> None:
        plano = _PEGADAS.sub(r"\1 ", plegar(linea.plano))
        if not plano or (plano.startswith("total") and not self._es_titulo(plano)):
            return
        if self._es_titulo(plano):
            self.revuelta = self.revuelta or bool(self.sueltas)
            self._leer_titulo(plano)
        elif "\t" not in linea.texto and " " not in plano and _PERIODO.fullmatch(plano) is None:
            self.sueltas.append((linea, plano))
        else:
            self.cerrar_celdas_sueltas()
            self._leer_fila(linea, self._celdas(linea))

    def _es_titulo(self, plano: str) -> bool:
        """Words of the header and nothing else; a wrapped header comes in several lines."""
        resto = plano
        for titulo in _TITULOS.values():
            resto = titulo.sub(" ", resto)
        palabras = re.findall(r"[^\W_]+", resto)
        return (resto != plano and all(palabra in _RELLENO for palabra in palabras)) or (
            bool(palabras) and all(palabra in _RELLENO - {"total"} for palabra in palabras)
        )

    def _leer_titulo(self, plano: str) -> None:
        self.titulos = f"{self.titulos} {plano}"
        lugares = {titulo.search(self.titulos): columna for columna, titulo in _TITULOS.items()}
        hallados = sorted((lugar.start(), columna) for lugar, columna in lugares.items() if lugar)
        if len(hallados) == len(_COLUMNAS):
            self.columnas = [columna for _, columna in hallados]
            self.titulos = ""

    def cerrar_celdas_sueltas(self) -> None:
        """Extractions that put each cell on a line of its own, row after row or column after column."""
        if self.sueltas and self.revuelta:
            motivo = "las cifras de la tabla no vienen en orden de filas"
            self.problemas.append(problema_en(self.sueltas[0][0], motivo, grave=True))
            self.sueltas = []
        while self.sueltas:
            filas = self._filas_por_columnas() or 1
            bloque, self.sueltas = self.sueltas[: filas * 4], self.sueltas[filas * 4 :]
            for i in range(filas):
                celdas = [celda for _, celda in bloque[i::filas]]
                self._leer_fila(bloque[i][0].con("\t".join(celdas)), celdas)

    def _filas_por_columnas(self) -> int:
        """How many years come one after another: 2 or more when the cells come by columns."""
        anios = list(itertools.takewhile(lambda suelta: re.fullmatch(r"20\d\d", suelta[1]), self.sueltas))
        return len(anios) if self.columnas[0] == ANIO else 0

    def _celdas(self, linea: Linea) -> list[str]:
        """The cells of the row in the order of `columnas`, folded; year and month in one cell become two."""
        celdas = [plegar(celda) for celda in (linea.celdas if "\t" in linea.texto else re.split(r" {2,}", linea.texto))]
        if len(celdas) < len(_COLUMNAS) - 1:
            celdas = plegar(linea.plano).split()
        if len(celdas) == len(_COLUMNAS) - 1:
            celdas = self._periodo_en_dos(celdas)
        if len(celdas) > len(_COLUMNAS) and not celdas[0]:
            celdas = celdas[1:]
        while len(celdas) > len(_COLUMNAS) and not celdas[-1]:
            celdas.pop()
        return celdas

    def _periodo_en_dos(self, celdas: list[str]) -> list[str]:
        lugar = min(self.columnas.index(ANIO), self.columnas.index(MES))
        if lugar < len(celdas) and (periodo := _PERIODO.fullmatch(celdas[lugar].strip())):
            anio, mes = (periodo[1], periodo[2]) if periodo[1] else (periodo[4], periodo[3])
            par = [anio, mes] if self.columnas.index(ANIO) < self.columnas.index(MES) else [mes, anio]
            return [*celdas[:lugar], *par, *celdas[lugar + 1 :]]
        return celdas

    def _leer_fila(self, linea: Linea, celdas: list[str]) -> None:
        try:
            mes = self._mes(linea, celdas)
        except _Ilegible as motivo:
            self.problemas.append(problema_en(linea, str(motivo), grave=True))
            return
        self.vistos[mes.anio, mes.mes] = mes
        self.meses.append(mes)

    def _mes(self, linea: Linea, celdas: list[str]) -> MesTransparencia:
        if len(celdas) != len(_COLUMNAS):
            raise _Ilegible("la fila no tiene las cuatro columnas: año, mes, quejas y atenciones")
        fila = dict(zip(self.columnas, (celda.strip() for celda in celdas), strict=True))
        fila[ANIO] = fila[ANIO] or self.anio_anterior  # a cell that spans several months is written once
        anio, mes = self._anio(fila[ANIO]), _numero_de_mes(fila[MES])
        self.anio_anterior = fila[ANIO]
        if (anio, mes) > (self.hoy.year, self.hoy.month):
            raise _Ilegible(f"el mes {anio}-{mes:02d} todavía no ha llegado")
        quejas, atenciones = _cuenta(fila[QUEJAS], QUEJAS), _cuenta(fila[ATENCIONES], ATENCIONES)
        if previo := self.vistos.get((anio, mes)):
            raise _Ilegible(f"el mes {anio}-{mes:02d} ya consta en la línea {previo.linea}")
        return MesTransparencia(anio, mes, quejas, atenciones, linea.numero, linea.pagina)

    def _anio(self, celda: str) -> int:
        if not re.fullmatch(r"[0-9]{4}", celda):
            raise _Ilegible(f"el año «{celda}» no es un número de cuatro cifras")
        anio = int(celda)
        if anio > self.hoy.year:
            raise _Ilegible(f"el año {anio} todavía no ha llegado")
        if anio < _PRIMER_ANIO:
            raise _Ilegible(f"el año {anio} es anterior al {_PRIMER_ANIO}")
        return anio


def _numero_de_mes(celda: str) -> int:
    if re.fullmatch(r"[0-9]{1,2}", celda):
        mes = int(celda)
        if not 1 <= mes <= 12:
            raise _Ilegible(f"el mes {celda} no está entre 1 y 12")
        return mes
    nombre = celda.rstrip(".").replace("setiembre", "septiembre").replace("set", "sep")
    if nombre in _NOMBRES:
        return _NOMBRES.index(nombre) + 1
    if nombre[:3] in _ABREVIADOS and len(nombre) <= 4 and _NOMBRES[_ABREVIADOS.index(nombre[:3])].startswith(nombre):
        return _ABREVIADOS.index(nombre[:3]) + 1
    raise _Ilegible(f"el mes «{celda}» no es un número entre 1 y 12 ni el nombre de un mes")


def _cuenta(celda: str, columna: str) -> int:
    if re.fullmatch(r"[-–−]\s?[0-9].*", celda):
        raise _Ilegible(f"el volumen de {columna} no puede ser negativo: {celda}")
    if not _ENTERO.fullmatch(celda):
        raise _Ilegible(f"el volumen de {columna} no es un número entero: «{celda}»")
    return int(re.sub(r"[^0-9]", "", celda))

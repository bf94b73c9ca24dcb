"""Reads the whole bitácora once, beside its seals, and tells every row that is not what was written.

Rows and seals are two ordered streams: memory does not grow with the bitácora. On PostgreSQL both are of one snapshot;
SQLite has none to offer without stopping its writers, so there the seals are opened first, and a row that is newer
than them counts as not sealed yet.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Min, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from nucleo.bitacora.cabezas import contenido_de, problema_de_firma
from nucleo.bitacora.models import Asiento, CabezaDiaria, Sello
from nucleo.bitacora.sellos import CADA, ESPERA_TARDIAS, GENESIS, eslabon, firma_de_sello, uno_a_la_vez
from nucleo.bitacora.services import canonica, clave

COLUMNAS = ("pk", "firma", "momento", "actor", "accion", "persona_id", "objeto", "por")
LEER_JSON = json.JSONDecoder().raw_decode
LOTE = 2_000
# While the portal writes, its rows don't wait longer than this for a seal.
SIN_SELLO = timedelta(hours=1)

CAMBIADA = "fila {}: su contenido no corresponde a su firma; se cambió, o no la escribió el portal"
FALTA = "fila {}: falta; estaba cuando se selló (sello {})"
INTRUSA = "fila {}: no estaba cuando se selló (sello {}); se insertó después"
TARDIA_PERDIDA = "fila {}: falta; el sello {} la tomó como fila tardía"
COPIADA = "filas {} y {}: dicen exactamente lo mismo ({} veces); una es copia de la otra"
NO_CUADRA = "sello {}: las filas {} a {} no son las que se sellaron: alguna se cambió por otra, o cambió de lugar"
FUERA_DE_ORDEN = "fila {}: es más antigua que las de antes; está fuera de su lugar (sello {})"
SELLO_FALSO = "sello {}: su firma no corresponde; se cambió, lo hizo otro, o BITACORA_KEY es otra"
SELLO_FALTA = "sello {}: falta"
SELLO_SALTO = "sello {}: empieza en la fila {} y debía empezar en la {}"
ULTIMO_SELLO = "sello {}: falta; se dio ese número y el último que hay es el {}"
SIN_SELLAR = "fila {}: espera un sello desde hace más de una hora de actividad; nadie sella, o se borró el último sello"
CABEZA = "cabeza del {}: {}"


@dataclass
class Informe:
    """What the reading found, filled while `hallazgos` is consumed."""

    filas: int = 0
    selladas_hasta: int = 0
    sello: int = 0
    sellado_en: datetime | None = None
    tardias: int = 0
    sin_sellar: int = 0
    ultima: int = 0
    ultimo_numero: int = 0
    firmado_hasta: date | None = None
    dias_firmados: int = 0


@dataclass
class Verificador:
    """One reading. `hallazgos()` yields sentences; afterwards `informe` says how far the chain goes."""

    desde: date | None = None
    informe: Informe = field(default_factory=Informe)

    def hallazgos(self) -> Iterator[str]:
        with ExitStack() as salida:
            self._numeros_dados()
            if connection.vendor == "postgresql":
                _una_sola_foto(salida)
            previo = self._previo()
            sellos = _sellos_tras(previo)
            primero = next(sellos, None)
            self._filas = self._leer(previo.hasta if previo else 0)
            self._fila = next(self._filas, None)
            yield from self._cadena(previo, primero, sellos)
            yield from self._sin_sello()
            yield from _copias(previo.hasta if previo else 0)
            yield from self._cabezas()

    def _numeros_dados(self) -> None:
        """Asked before the snapshot, while nobody seals: what was given out by then is visible in it."""
        with transaction.atomic():
            uno_a_la_vez()
            self._sello_dado = _ultimo_dado(Sello)
        self.informe.ultimo_numero = _ultimo_dado(Asiento)

    def _previo(self) -> Sello | None:
        """With `desde`, the seal before that day: the reading begins after it and takes it at its word."""
        if self.desde is None:
            return None
        inicio = timezone.make_aware(datetime.combine(self.desde, time.min))
        return Sello.objects.filter(momento__lt=inicio).order_by("-numero").first()

    def _leer(self, tras: int) -> Iterator[tuple[int, str, datetime, bool]]:
        """(id, firma, momento, whether the signature is of the content), by id."""
        secreto, firmar, igual, informe = clave(), hmac.digest, hmac.compare_digest, self.informe
        for pk, firma, *columnas in _columnas(tras):
            informe.filas += 1
            informe.ultima = pk
            yield pk, firma, columnas[0], igual(firmar(secreto, canonica(*columnas), "sha256").hex(), firma)

    def _cadena(self, previo: Sello | None, primero: Sello | None, resto: Iterator[Sello]) -> Iterator[str]:
        anterior = previo
        if previo and not _autentico(previo):
            yield SELLO_FALSO.format(previo.numero)
        sello = primero
        while sello is not None:
            numero, desde = (anterior.numero + 1, anterior.hasta + 1) if anterior else (1, 1)
            if not _autentico(sello):
                yield SELLO_FALSO.format(sello.numero)
            yield from (SELLO_FALTA.format(n) for n in range(numero, min(sello.numero, numero + 100)))
            if sello.numero == numero and sello.desde != desde:
                yield SELLO_SALTO.format(sello.numero, sello.desde, desde)
            yield from self._sello(sello, anterior.resumen if anterior else GENESIS, seguido=sello.numero == numero)
            anterior, sello = sello, next(resto, None)
        if anterior:
            self.informe.sello, self.informe.selladas_hasta = anterior.numero, anterior.hasta
            self.informe.sellado_en = anterior.momento
        ultimo = Sello.objects.aggregate(pk=Max("pk"))["pk"] or 0
        if self._sello_dado > ultimo:
            yield ULTIMO_SELLO.format(self._sello_dado, ultimo)

    def _sello(self, sello: Sello, anterior: str, *, seguido: bool) -> Iterator[str]:
        """The rows of one seal. Each that is missing or too many is named; the hash finds what was moved about."""
        resumen = hashlib.sha256(anterior.encode())
        perdidas = self._encadenar_tardias(sello, resumen)
        yield from perdidas
        cuantas, fallas = len(sello.tardias), len(perdidas)
        huecos, espera, antes, desordenadas = _Huecos(sello.huecos), sello.desde, None, []
        while self._fila is not None and self._fila[0] <= sello.hasta:
            pk, firma, momento, buena = self._fila
            self._fila = next(self._filas, None)
            if not buena:
                yield CAMBIADA.format(pk)
            if pk < sello.desde:  # of a seal that is missing
                continue
            if pk in huecos:
                yield from self._en_un_hueco(pk, momento, buena, sello)
                continue
            if espera < pk:
                for falta in huecos.fuera(espera, pk):
                    fallas += 1
                    yield FALTA.format(falta, sello.numero)
            espera, cuantas = pk + 1, cuantas + 1
            if antes is not None and momento < antes:
                desordenadas.append(pk)
            antes = momento
            resumen.update(eslabon(pk, firma))
        for falta in huecos.fuera(espera, sello.hasta + 1):
            fallas += 1
            yield FALTA.format(falta, sello.numero)
        if seguido and not fallas and (cuantas != sello.filas or resumen.hexdigest() != sello.resumen):
            yield NO_CUADRA.format(sello.numero, sello.desde, sello.hasta)
            yield from (FUERA_DE_ORDEN.format(pk, sello.numero) for pk in desordenadas[:100])

    def _encadenar_tardias(self, sello: Sello, resumen: Any) -> list[str]:
        """Adds to the hash the rows that this seal took as late; returns the findings, one for each that is gone."""
        firmas = dict(Asiento.objects.filter(pk__in=sello.tardias).values_list("pk", "firma")) if sello.tardias else {}
        for pk in sello.tardias:
            resumen.update(eslabon(pk, firmas.get(pk, "")))
        return [TARDIA_PERDIDA.format(pk, sello.numero) for pk in sello.tardias if pk not in firmas]

    def _en_un_hueco(self, pk: int, momento: datetime, buena: bool, sello: Sello) -> Iterator[str]:
        """A row where the seal saw none: late and chained by a later seal, late and still to be chained, or put in."""
        vence = sello.momento + ESPERA_TARDIAS + CADA
        chained = Sello.objects.filter(numero__gt=sello.numero, momento__lte=vence + CADA).exclude(tardias=[])
        if any(pk in otro.tardias for otro in chained):
            self.informe.tardias += 1
        elif buena and momento <= sello.momento and timezone.now() < vence:
            self.informe.tardias += 1
            self.informe.sin_sellar += 1
        else:
            yield INTRUSA.format(pk, sello.numero)

    def _sin_sello(self) -> Iterator[str]:
        """After the last seal: a changed row is found by its own signature. A removed one can't be known."""
        primera: tuple[int, datetime] | None = None
        ultimo_momento = None
        while self._fila is not None:
            pk, _firma, momento, buena = self._fila
            self._fila = next(self._filas, None)
            self.informe.sin_sellar += 1
            primera = primera or (pk, momento)
            ultimo_momento = momento
            if not buena:
                yield CAMBIADA.format(pk)
        if primera and ultimo_momento and ultimo_momento - primera[1] > SIN_SELLO:
            yield SIN_SELLAR.format(primera[0])

    def _cabezas(self) -> Iterator[str]:
        for cabeza in CabezaDiaria.objects.order_by("dia").iterator():
            if self.desde and cabeza.dia < self.desde:
                continue
            if problema := _problema_de(cabeza):
                yield CABEZA.format(cabeza.dia, problema)
                continue
            self.informe.firmado_hasta = cabeza.dia
            self.informe.dias_firmados += 1


class _Huecos:
    """The ranges that a seal saw empty, asked in ascending order."""

    def __init__(self, rangos: list[list[int]]) -> None:
        self._rangos = rangos
        self._en = 0

    def __contains__(self, pk: int) -> bool:
        while self._en < len(self._rangos) and self._rangos[self._en][1] < pk:
            self._en += 1
        return self._en < len(self._rangos) and self._rangos[self._en][0] <= pk

    def fuera(self, desde: int, hasta: int) -> Iterator[int]:
        """The numbers of desde..hasta-1 that had a row."""
        if desde < hasta:
            for a, b in self._rangos:
                if b < desde:
                    continue
                if a >= hasta:
                    break
                yield from range(desde, a)
                desde = max(desde, b + 1)
            yield from range(desde, hasta)


def _columnas(tras: int) -> Iterator[Any]:
    """The rows after that one. On PostgreSQL without the ORM, whose iterator takes as long as the check itself.

    In the binary format psycopg reads a timestamp without Python code; `datos` comes as text all the same.
    """
    filas = Asiento.objects.filter(pk__gt=tras).order_by("pk")
    if connection.vendor != "postgresql":
        yield from filas.values_list(*COLUMNAS, "datos").iterator(chunk_size=LOTE)
        return
    sql, parametros = filas.values_list(*COLUMNAS, Cast("datos", TextField())).query.sql_with_params()
    with connection.chunked_cursor() as cursor:
        cursor.cursor.execute(sql, parametros, binary=True)
        while lote := cursor.fetchmany(LOTE):
            for *columnas, datos in lote:
                yield *columnas, LEER_JSON(datos)[0]


def _una_sola_foto(salida: ExitStack) -> None:
    anidada = connection.in_atomic_block
    salida.enter_context(transaction.atomic())
    if not anidada:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _sellos_tras(previo: Sello | None) -> Iterator[Sello]:
    return Sello.objects.filter(numero__gt=previo.numero if previo else 0).order_by("numero").iterator()


def _autentico(sello: Sello) -> bool:
    return hmac.compare_digest(firma_de_sello(sello), sello.firma)


def _copias(tras: int) -> Iterator[str]:
    """A signature covers no number: a row copied under another one bears a good signature, but not its own."""
    filas: Any = Asiento.objects.filter(pk__gt=tras).order_by().values("firma")
    repetidas = filas.annotate(veces=Count("pk"), una=Min("pk"), otra=Max("pk")).filter(veces__gt=1)
    for fila in repetidas.iterator():
        yield COPIADA.format(fila["una"], fila["otra"], fila["veces"])


def _problema_de(cabeza: CabezaDiaria) -> str:
    if problema := problema_de_firma(cabeza):
        return problema
    dicho = json.loads(cabeza.contenido)
    sello = Sello.objects.filter(numero=dicho["sello"]).first()
    if sello is None:
        return f"nombra el sello {dicho['sello']}, que falta"
    if cabeza.dia.isoformat() != dicho["dia"]:
        return f"lo firmado es del {dicho['dia']}"
    if contenido_de(sello, dicho["filas"]) != cabeza.contenido:
        return f"el sello {sello.numero} no es el que se firmó"
    return ""


def _ultimo_dado(modelo: type[Asiento] | type[Sello]) -> int:
    """The highest number that the database gave out for a table, also when its row is not there any more."""
    tabla = modelo._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id'))", [tabla])
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [tabla])
        fila = cursor.fetchone()
    return (fila and fila[0]) or 0

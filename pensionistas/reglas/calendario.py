"""On which day each month's pension is paid, and that calendar as a file that other calendars read (RFC 5545)."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import count, islice
from typing import NamedTuple

from nucleo.calendario import NINGUNO, anterior_habil, siguiente_habil
from nucleo.fechas import mes as en_palabras
from registro.reglas.puertas import mover

ANCHO = 75
"""Bytes of a line of that file; what is longer goes on in the next one, after a space."""


class Ajuste(StrEnum):
    """What becomes of a day on which no bank pays."""

    ANTERIOR_HABIL = "ANTERIOR_HABIL"
    SIGUIENTE_HABIL = "SIGUIENTE_HABIL"
    NINGUNO = "NINGUNO"


class Motivo(StrEnum):
    """Why it is that day."""

    HABITUAL = "habitual"
    MOVIDA = "movida"
    PUBLICADA = "publicada"


class DiaDePago(NamedTuple):
    mes: date
    fecha: date
    motivo: Motivo


@dataclass(frozen=True, slots=True)
class Calendario:
    """`publicadas`: the days that the institute announced for one month each; they win over the rule."""

    dia: int
    ajuste: Ajuste
    publicadas: AbstractSet[date] = NINGUNO
    extraordinarios: AbstractSet[date] = NINGUNO
    laborables: AbstractSet[date] = NINGUNO

    def pago(self, mes: date) -> DiaDePago:
        primero = mover(mes, 0)
        habitual = min(primero + timedelta(days=self.dia - 1), mover(primero, 1) - timedelta(days=1))
        publicada = min((uno for uno in self.publicadas if mover(uno, 0) == primero), default=None)
        if publicada:
            return DiaDePago(primero, publicada, Motivo.HABITUAL if publicada == habitual else Motivo.PUBLICADA)
        fecha = self._habil(habitual)
        return DiaDePago(primero, fecha, Motivo.HABITUAL if fecha == habitual else Motivo.MOVIDA)

    def _habil(self, dia: date) -> date:
        match self.ajuste:
            case Ajuste.ANTERIOR_HABIL:
                return anterior_habil(dia, self.extraordinarios, self.laborables)
            case Ajuste.SIGUIENTE_HABIL:
                return siguiente_habil(dia, self.extraordinarios, self.laborables)
        return dia

    def proximos(self, desde: date, cuantos: int) -> list[DiaDePago]:
        """The next payments, that of `desde` as well; the first may be of the month before or after it."""
        pagos = (self.pago(mover(desde, n)) for n in count(-1))
        return list(islice((pago for pago in pagos if pago.fecha >= desde), cuantos))


def ics(pagos: Sequence[DiaDePago], dominio: str, ahora: datetime) -> str:
    """Each payment as an event of a whole day, so that no time zone moves it. The same month keeps its UID."""
    return "\r\n".join(parte for linea in _lineas(pagos, dominio, ahora) for parte in _plegar(linea)) + "\r\n"


def _lineas(pagos: Sequence[DiaDePago], dominio: str, ahora: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//IESS//Portal de tramites//ES", "CALSCALE:GREGORIAN")
    yield from ("METHOD:PUBLISH", "X-WR-CALNAME:Pago de pensiones del IESS", "X-WR-TIMEZONE:America/Guayaquil")
    for pago in pagos:
        yield "BEGIN:VEVENT"
        yield f"UID:pago-pension-{pago.mes:%Y-%m}@{dominio}"
        yield f"DTSTAMP:{ahora.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{pago.fecha:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{pago.fecha + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:Pago de la pensión de {en_palabras(pago.mes)}"
        yield "DESCRIPTION:Fecha en Ecuador. El IESS puede anticipar un pago y lo anuncia\\; consulte el portal."
        yield from ("TRANSP:TRANSPARENT", "CLASS:PUBLIC", "END:VEVENT")
    yield "END:VCALENDAR"


def _plegar(linea: str) -> Iterator[str]:
    """No letter of several bytes is cut in two."""
    parte, ancho = "", 0
    for letra in linea:
        bytes_de_letra = len(letra.encode())
        if ancho + bytes_de_letra > ANCHO:
            yield parte
            parte, ancho = " ", 1
        parte, ancho = parte + letra, ancho + bytes_de_letra
    yield parte

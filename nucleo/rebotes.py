"""Mails that a server took and returned later: delivery status notifications (RFC 3464), and what follows from one."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from itertools import islice
from typing import Any

from django.db import transaction

from nucleo.correo import NUESTRO, devolver, fila_de
from nucleo.outbox.models import Outbox
from nucleo.outbox.selectors import OPEN_STATES

logger = logging.getLogger(__name__)

CANDIDATOS = 10
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
CODIGO = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class Efecto(StrEnum):
    """What one message brought about. EN_CURSO: its mail is not noted as sent yet; to be read again later."""

    AJENO = "ajeno"
    SIN_EFECTO = "sin efecto"
    EN_CURSO = "en curso"
    ANOTADO = "anotado"


@dataclass(frozen=True)
class Destino:
    """What a notification says of one recipient; `correos`: as it was given, and as it was in the end."""

    correos: frozenset[str]
    accion: str
    codigo: str
    palabras: str

    @property
    def definitivo(self) -> bool:
        """A delay may pass, and what a server gave up on by a 4.x.x was never said about the mailbox."""
        return self.accion == "failed" and self.codigo.startswith("5.")


@dataclass(frozen=True)
class Devolucion:
    """`message_ids`: those which may be of the mail that came back, most trusted first."""

    message_ids: tuple[str, ...]
    destinos: tuple[Destino, ...]

    def sobre(self, correo: str) -> Destino | None:
        """What is said of this address; where it passed mail on to another one, what is said of that."""
        suyo = next((d for d in self.destinos if correo.lower() in d.correos), None)
        return suyo or (self.destinos[0] if len(self.destinos) == 1 else None)


def leer(crudo: bytes) -> Devolucion | None:
    """A message as a notification; None when it is something else, whatever it is: anybody may write to us."""
    try:
        return _leer(message_from_bytes(crudo))
    except Exception:
        logger.warning("a message that can't be parsed is no notification", exc_info=True)
        return None


def _leer(mensaje: Message) -> Devolucion | None:
    partes = _partes(mensaje)
    informe = next((p for p in partes if p.get_content_type() == "message/delivery-status"), None)
    if mensaje.get_content_type() != "multipart/report" or informe is None:
        return None
    nuestros = (m for m in _message_ids(mensaje, partes) if NUESTRO.match(m))
    return Devolucion(
        tuple(dict.fromkeys(islice(nuestros, CANDIDATOS))),
        tuple(_destino(bloque) for bloque in _partes(informe) if bloque["Action"]),
    )


def _partes(mensaje: Message) -> list[Message]:
    contenido = mensaje.get_payload()
    return [parte for parte in contenido if isinstance(parte, Message)] if isinstance(contenido, list) else []


def registrar(devolucion: Devolucion) -> Efecto:
    """Marks the address whose mail came back, as if its server had refused it at once. Told twice, it is once."""
    fila = next(filter(None, map(fila_de, devolucion.message_ids)), None)
    if fila is None:
        return Efecto.AJENO
    with transaction.atomic():
        fila = Outbox.objects.select_for_update().get(pk=fila.pk)
        if fila.state in OPEN_STATES:
            return Efecto.EN_CURSO
        destino = devolucion.sobre(fila.payload.get("para", ""))
        if destino is None or not destino.definitivo:
            return Efecto.SIN_EFECTO
        anotado = devolver(fila, f"{destino.codigo} {destino.palabras}".strip())
    return Efecto.ANOTADO if anotado else Efecto.SIN_EFECTO


def _destino(bloque: Message) -> Destino:
    correos = (_limpio(bloque[campo]).rpartition(";")[2] for campo in ("Original-Recipient", "Final-Recipient"))
    codigo = CODIGO.search(_limpio(bloque["Status"]))
    palabras = _limpio(bloque["Diagnostic-Code"])
    return Destino(
        correos=frozenset(correo.strip(" <>").lower() for correo in correos if correo.strip()),
        accion=(_limpio(bloque["Action"]).lower().split() or [""])[0],
        codigo=codigo[0] if codigo else "",
        palabras=palabras.partition(";")[2].strip() or palabras,
    )


def _message_ids(mensaje: Message, partes: list[Message]) -> Iterator[str]:
    for parte in partes:
        if (original := _original(parte)) is not None:
            yield from MESSAGE_ID.findall(_limpio(original["Message-ID"]))
    for campo in ("In-Reply-To", "References"):
        yield from MESSAGE_ID.findall(_limpio(mensaje[campo]))


def _original(parte: Message) -> Message | None:
    """The mail that came back, whole or its headers alone."""
    match parte.get_content_type():
        case "message/rfc822":
            return next(iter(_partes(parte)), None)
        case "text/rfc822-headers":
            cabeceras = parte.get_payload(decode=True)
            return message_from_bytes(cabeceras) if isinstance(cabeceras, bytes) else None
    return None


def _limpio(valor: Any) -> str:
    """One line that a database takes: who wrote it is anybody."""
    return "".join(c for c in " ".join(str(valor or "").split()) if c.isprintable())

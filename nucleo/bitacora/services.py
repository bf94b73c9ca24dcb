import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from nucleo.bitacora.models import Asiento
from nucleo.masivo import crear_todas

# Built once: the verifier calls it for every line.
_CODIFICAR = DjangoJSONEncoder(sort_keys=True, separators=(",", ":")).encode


class ActorVacio(ValueError):
    """A line without an actor is refused: somebody, or a named part of the system, always acts."""


def canonica(  # noqa: PLR0917 (the columns in their order, which the verifier passes as they come)
    momento: datetime, actor: str, accion: str, persona_id: int | None, objeto: str, por: str, datos: Any
) -> bytes:
    """The bytes that a line is signed over. The verifier reads columns, not rows of the ORM, and comes here as well."""
    cuando = momento.astimezone(UTC).isoformat(timespec="microseconds")
    return _CODIFICAR([cuando, actor, accion, persona_id, objeto, por, datos]).encode()


def clave() -> bytes:
    return settings.BITACORA_KEY.encode()


def firma_de(asiento: Asiento) -> str:
    """HMAC-SHA256 of the line's canonical form under BITACORA_KEY."""
    canon = canonica(
        asiento.momento,
        asiento.actor,
        asiento.accion,
        asiento.persona_id,
        asiento.objeto,
        asiento.por,
        asiento.datos,
    )
    return hmac.digest(clave(), canon, "sha256").hex()


def anotar(
    *,
    actor: str,
    accion: str,
    persona_id: int | None = None,
    objeto: str = "",
    por: str = "",
    datos: dict[str, Any] | None = None,
) -> Asiento:
    """Writes one line. Call it inside the transaction of the act that it tells of.

    `actor` is an account's identifier or `sistema:<part>`; raises ActorVacio when it is empty.
    """
    asiento = linea(actor=actor, accion=accion, persona_id=persona_id, objeto=objeto, por=por, datos=datos)
    asiento.save(force_insert=True)
    return asiento


def linea(
    *,
    actor: str,
    accion: str,
    persona_id: int | None = None,
    objeto: str = "",
    por: str = "",
    datos: dict[str, Any] | None = None,
) -> Asiento:
    """One line, signed and not yet written: `anotar_todas` writes many at once."""
    if not actor.strip():
        raise ActorVacio(f"La bitácora no admite un actor vacío (acción: {accion}).")
    plain = json.loads(json.dumps(datos or {}, cls=DjangoJSONEncoder))
    asiento = Asiento(
        momento=timezone.now(), actor=actor, accion=accion, persona_id=persona_id, objeto=objeto, por=por, datos=plain
    )
    asiento.firma = firma_de(asiento)
    return asiento


def anotar_todas(lineas: Sequence[Asiento]) -> None:
    """Writes lines of `linea`, inside the transaction of the act that they tell of."""
    crear_todas(lineas)


def cambios(antes: Mapping[str, Any], despues: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each field that `despues` changes, what it said and what it says: the history of a row is made of these."""
    return {
        campo: {"antes": antes.get(campo), "despues": valor}
        for campo, valor in despues.items()
        if antes.get(campo) != valor
    }

import hashlib
import hmac
import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from nucleo.bitacora.models import Asiento


class ActorVacio(ValueError):
    """A line without an actor is refused: somebody, or a named part of the system, always acts."""


def firma_de(asiento: Asiento) -> str:
    """HMAC-SHA256 of the line's canonical form under BITACORA_KEY."""
    canonical = json.dumps(
        [
            asiento.momento.astimezone(UTC).isoformat(timespec="microseconds"),
            asiento.actor,
            asiento.accion,
            asiento.persona_id,
            asiento.objeto,
            asiento.por,
            asiento.datos,
        ],
        sort_keys=True,
        separators=(",", ":"),
        cls=DjangoJSONEncoder,
    )
    return hmac.new(settings.BITACORA_KEY.encode(), canonical.encode(), hashlib.sha256).hexdigest()


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
    if not actor.strip():
        raise ActorVacio(f"La bitácora no admite un actor vacío (acción: {accion}).")
    plain = json.loads(json.dumps(datos or {}, cls=DjangoJSONEncoder))
    asiento = Asiento(
        momento=timezone.now(), actor=actor, accion=accion, persona_id=persona_id, objeto=objeto, por=por, datos=plain
    )
    asiento.firma = firma_de(asiento)
    asiento.save(force_insert=True)
    return asiento

import uuid
from collections.abc import Callable
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from nucleo.bitacora import anotar
from tramites.actos.models import ActoConfirmado
from tramites.catalogo.models import Tramite
from tramites.procedimientos.base import Hecho
from tramites.transparencia.services import contar


def confirmar(
    *, actuacion: Actuacion, tramite: Tramite, peticion: uuid.UUID, aplicar: Callable[[], Hecho]
) -> ActoConfirmado:
    """Applies an act, counts it and keeps what was said of it, all or nothing. The same `peticion` is the same act."""
    titular = actuacion.sujeto
    if titular is None:
        raise ValueError("an act concerns somebody")
    with transaction.atomic():
        acto, nuevo = ActoConfirmado.objects.get_or_create(
            peticion=peticion,
            tramite=tramite,
            **actuacion.titular,
            defaults={"actor": actuacion.actor, "por": actuacion.por},
        )
        if nuevo:
            acto.hecho = asdict(aplicar())
            acto.save(update_fields=["hecho"])
            contar(
                tramite=tramite,
                titular=titular,
                fecha=timezone.localdate(acto.confirmado_en),
                por=actuacion.por,
                origen=f"acto:{acto.pk}",
            )
            anotar(
                actor=actuacion.nombre_actor,
                accion="acto.confirmado",
                persona_id=acto.persona_id,
                objeto=f"acto:{tramite.slug}:{acto.pk}",
                por=actuacion.por,
            )
    return acto

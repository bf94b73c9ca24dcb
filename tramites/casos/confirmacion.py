"""The code by e-mail that sends a case, where its procedure asks for one (`confirma_por_correo`).

A code holds for the answers that it was asked for: another answer, or another account that the money would go to, needs
another code.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas import codigos
from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.selectors import correo_para_codigos
from cuentas.avisos.services import encolar_aviso
from cuentas.models import Codigo
from nucleo import throttle
from nucleo.escritura import cuando
from tramites.adjuntos.models import Adjunto
from tramites.casos.models import Solicitud
from tramites.casos.paso import NoProcede
from tramites.casos.services import ingresar

PROPOSITO = "enviar-solicitud"
VIGENCIA_DEL_CODIGO = timedelta(minutes=15)
CODIGOS_POR_HORA = 5


def enviar_codigo(
    *, actuacion: Actuacion, borrador: Solicitud, datos: Mapping[str, Any], adjuntos: Sequence[Adjunto] = ()
) -> datetime:
    """Mails a code for these answers to the person, and says when it ends; the one before is dead.

    Raises NoProcede when there is nowhere to send it, or when there were too many.
    """
    correo = correo_para_codigos(actuacion)
    if not correo:
        raise NoProcede("Para enviar esta solicitud hace falta un correo confirmado: a él llega el código.")
    cuantos, hasta = throttle.hit(PROPOSITO, f"{borrador.persona_id}:{borrador.empleador_id}", timedelta(hours=1))
    if cuantos > CODIGOS_POR_HORA:
        raise NoProcede(f"Pidió muchos códigos. Podrá pedir otro {cuando(hasta)}.")
    with transaction.atomic():
        # Of other answers to the same draft.
        Codigo.objects.filter(proposito=PROPOSITO, para__startswith=f"{borrador.pk}:").delete()
        codigo, vence = codigos.emitir(PROPOSITO, _para(borrador, datos, adjuntos), vigencia=VIGENCIA_DEL_CODIGO)
        encolar_aviso(
            clase=SEGURIDAD,
            clave_unica=f"caso_codigo:{borrador.pk}:{hasta.timestamp()}:{cuantos}",
            titular=actuacion.sujeto,
            para=[correo],
            asunto="Su código para enviar la solicitud",
            plantilla="caso_codigo",
            contexto={
                "codigo": codigo,
                "vence": vence,
                "tramite": borrador.tramite.nombre,
                "presencial": actuacion.en_ventanilla,
            },
        )
    return vence


def vencimiento_del_codigo(
    borrador: Solicitud, datos: Mapping[str, Any], adjuntos: Sequence[Adjunto] = ()
) -> datetime | None:
    """When the running code of these answers ends; None: there is none that still holds."""
    codigo = Codigo.objects.filter(proposito=PROPOSITO, para=_para(borrador, datos, adjuntos)).first()
    return codigo.vence_en if codigo and codigo.vigente(timezone.now()) else None


def confirmar(
    *, actuacion: Actuacion, borrador: Solicitud, datos: dict[str, Any], adjuntos: Sequence[Adjunto] = (), codigo: str
) -> Solicitud:
    """Uses the code up and sends the case. Raises CodigoRechazado, whose try counts, and what `ingresar` raises."""
    codigos.canjear(PROPOSITO, _para(borrador, datos, adjuntos), codigo)
    return ingresar(actuacion=actuacion, borrador=borrador, datos=datos, adjuntos=adjuntos)


def _para(borrador: Solicitud, datos: Mapping[str, Any], adjuntos: Sequence[Adjunto]) -> str:
    """What the code is bound to: a draft, with its answers as they would be sent."""
    lo_enviado = json.dumps([dict(datos), sorted(adjunto.pk for adjunto in adjuntos)], sort_keys=True)
    return f"{borrador.pk}:{hashlib.sha256(lo_enviado.encode()).hexdigest()[:32]}"

"""The verbs of a case: of the person, of the staff, and of the portal itself. `paso.py` takes their steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Cuenta
from registro.models import Persona
from registro.selectors import cuenta_para_pagos
from tramites.adjuntos.models import Adjunto
from tramites.casos import avisos, plazos
from tramites.casos.acuerdo import ACUERDO
from tramites.casos.comprobante import comprobante_de
from tramites.casos.con_otra_persona import pedir_confirmacion
from tramites.casos.estados import Estado, Resultado
from tramites.casos.flujo import Quien
from tramites.casos.models import Mensaje, Pedido, Solicitud
from tramites.casos.paso import (
    NoProcede,
    anotar_paso,
    bloqueada,
    dar_paso,
    emitir,
    entregar,
    pasar,
    vence_desde_hoy,
)
from tramites.catalogo.models import Tramite
from tramites.certificados.models import Certificado
from tramites.pagos.services import dar_cuenta
from tramites.procedimientos.lista import caso_de

SISTEMA = Actuacion(actor=None, sujeto=None, por=Por.PUBLICO)
"""What the portal does by itself, when its time has come."""

MOTIVO_DE_LA_REGLA = (
    "Cumple todos los requisitos. Lo decidió la regla publicada, al recibir la solicitud: el dictamen muestra cada "
    "requisito, cada cuenta y cada parámetro legal que usó."
)


# --- the draft -------------------------------------------------------------------------------------------------------


def abrir(*, actuacion: Actuacion, tramite: Tramite) -> Solicitud:
    """The draft of this subject and procedure: the one that is open, or a new one."""
    with transaction.atomic():
        borrador, _ = Solicitud.objects.get_or_create(
            tramite=tramite,
            estado=Estado.BORRADOR,
            **actuacion.titular,
            defaults={"actor": actuacion.actor, "por": actuacion.por},
        )
    return borrador


def guardar_paso(*, borrador: Solicitud, paso: int, escrito: dict[str, list[str]]) -> None:
    """Keeps what was typed in one step, as it was typed. Raises NoProcede when the draft was sent meanwhile."""
    with transaction.atomic():
        fila = bloqueada(borrador.pk)
        if fila.estado != Estado.BORRADOR:
            raise NoProcede("Esta solicitud ya se envió.")
        fila.respuestas[str(paso)] = escrito
        fila.guardada_en = timezone.now()
        fila.save(update_fields=["respuestas", "guardada_en"])
    borrador.respuestas = fila.respuestas


def descartar(*, borrador: Solicitud) -> None:
    """Forgets a draft. One that was sent stays."""
    Solicitud.objects.filter(pk=borrador.pk, estado=Estado.BORRADOR).delete()


def ingresar(
    *, actuacion: Actuacion, borrador: Solicitud, datos: dict[str, Any], adjuntos: Iterable[Adjunto] = ()
) -> Solicitud:
    """Sends a draft: number, clock, receipt and notice. Sending it again is the same case.

    `datos`: the answers, validated and completed by the procedure; `adjuntos`: the documents that they name. Raises
    RespuestaRechazada when one of those is gone.
    """
    with transaction.atomic():
        solicitud = bloqueada(borrador.pk)
        if solicitud.estado != Estado.BORRADOR:
            return solicitud
        procedimiento = caso_de(solicitud.tramite.slug)
        ahora = timezone.now()
        solicitud.numero = f"{timezone.localdate(ahora).year}-{solicitud.pk:07}"
        solicitud.datos, solicitud.respuestas = datos, {}
        solicitud.ingresada_en = ahora
        solicitud.actor, solicitud.por = actuacion.actor, actuacion.por
        if procedimiento.decide_la_regla and solicitud.persona_id:
            # What the rule is shown must stay so until its decision has its effects.
            Persona.objects.select_for_update().get(pk=solicitud.persona_id)
        pasar(actuacion, solicitud, "ingresar", Quien.PERSONA)
        entregar(actuacion, solicitud, adjuntos)
        if por_confirmar := procedimiento.por_confirmar(datos):
            quien = Persona.objects.get(cedula=por_confirmar.cedula)
            pedir_confirmacion(actuacion=actuacion, solicitud=solicitud, persona=quien)
        emitir(actuacion, solicitud, comprobante_de(solicitud, procedimiento.resumen_impreso(datos)))
        if procedimiento.puede_la_regla(datos) and solicitud.dictamen and solicitud.dictamen["califica"]:
            pasar(SISTEMA, solicitud, "conceder_por_regla", Quien.SISTEMA, MOTIVO_DE_LA_REGLA)
    return solicitud


# --- what the person does --------------------------------------------------------------------------------------------


def desistir(*, actuacion: Actuacion, solicitud: Solicitud) -> Solicitud:
    return dar_paso(actuacion, solicitud, "desistir", Quien.PERSONA)


def impugnar(*, actuacion: Actuacion, solicitud: Solicitud, motivo: str) -> Solicitud:
    return dar_paso(actuacion, solicitud, "impugnar", Quien.PERSONA, motivo)


@dataclass(frozen=True)
class Respuesta:
    """The answer to one request: words, documents, or both."""

    texto: str = ""
    adjuntos: Sequence[Adjunto] = ()

    def __bool__(self) -> bool:
        return bool(self.texto.strip() or self.adjuntos)


def responder(*, actuacion: Actuacion, solicitud: Solicitud, respuestas: Mapping[int, Respuesta]) -> Solicitud:
    """Answers everything that was asked, by the number of the request. Raises NoProcede when one has no answer."""
    with transaction.atomic():
        fila = bloqueada(solicitud.pk)
        pendientes = list(fila.pedidos.filter(estado=Pedido.Estado.PENDIENTE))
        if not all(respuestas.get(pedido.pk) for pedido in pendientes):
            raise NoProcede("Responda todo lo que se le pidió. Si no tiene algo, escriba por qué.")
        for pedido in pendientes:
            respuesta = respuestas[pedido.pk]
            pedido.contestacion, pedido.respondido_en = respuesta.texto.strip(), timezone.now()
            pedido.estado = Pedido.Estado.RESPONDIDO
            pedido.save(update_fields=["contestacion", "respondido_en", "estado"])
            entregar(actuacion, fila, respuesta.adjuntos, pedido)
        return pasar(actuacion, fila, "responder", Quien.PERSONA)


def escribir(*, actuacion: Actuacion, solicitud: Solicitud, texto: str) -> Mensaje:
    """A message about a case, of its person or of the staff. Raises NoProcede when the case is over."""
    with transaction.atomic():
        fila = bloqueada(solicitud.pk)
        if fila.terminada or fila.estado == Estado.BORRADOR:
            raise NoProcede("Esta solicitud ya terminó: no admite mensajes.")
        if actuacion.actor is None:
            raise NoProcede("Ingrese con su clave para escribir.")
        del_personal = actuacion.actor.is_staff
        mensaje = Mensaje.objects.create(
            solicitud=fila,
            persona_id=fila.persona_id,
            autor=actuacion.actor,
            del_personal=del_personal,
            texto=texto.strip(),
        )
        anotar_paso(actuacion, fila, "mensaje")
        if del_personal:
            avisos.avisar(fila, "mensaje", f"mensaje:{mensaje.pk}")
    return mensaje


# --- what the staff do -----------------------------------------------------------------------------------------------


def actuar(*, actuacion: Actuacion, solicitud: Solicitud, accion: str, motivo: str = "") -> Solicitud:
    """An action of the staff that takes no more than a reason."""
    return dar_paso(actuacion, solicitud, accion, Quien.PERSONAL, motivo)


def pedir(*, actuacion: Actuacion, solicitud: Solicitud, textos: Sequence[str]) -> Solicitud:
    """Asks the person for documents or facts; the clock stands still until they answer."""
    with transaction.atomic():
        fila = bloqueada(solicitud.pk)
        Pedido.objects.bulk_create(
            [Pedido(solicitud=fila, persona_id=fila.persona_id, texto=texto.strip()) for texto in textos]
        )
        return pasar(actuacion, fila, "pedir", Quien.PERSONAL)


def retirar_pedido(*, actuacion: Actuacion, solicitud: Solicitud, motivo: str) -> Solicitud:
    with transaction.atomic():
        fila = bloqueada(solicitud.pk)
        fila.pedidos.filter(estado=Pedido.Estado.PENDIENTE).update(estado=Pedido.Estado.RETIRADO)
        return pasar(actuacion, fila, "retirar_pedido", Quien.PERSONAL, motivo)


def reasignar(*, actuacion: Actuacion, solicitud: Solicitud, responsable: Cuenta) -> Solicitud:
    return dar_paso(actuacion, solicitud, "reasignar", Quien.PERSONAL, responsable=responsable)


# --- what the portal does by itself ----------------------------------------------------------------------------------


def documento_listo(*, certificado_id: int) -> None:
    """The decision is signed: the person is told, and may object from now on. Twice is once."""
    certificado = Certificado.objects.get(pk=certificado_id)
    if certificado.variante != ACUERDO or certificado.solicitud_id is None:
        return
    with transaction.atomic():
        solicitud = bloqueada(certificado.solicitud_id)
        if solicitud.estado not in {Estado.CONCEDIDA, Estado.NEGADA}:
            return
        solicitud.notificada_en = timezone.now()
        solicitud.impugnable_hasta = vence_desde_hoy(plazos.IMPUGNAR)
        pasar(SISTEMA, solicitud, "notificar", Quien.SISTEMA)
    pagar(solicitud=solicitud)


def pagar(*, solicitud: Solicitud) -> bool:
    """What was granted goes to payment as soon as it can. False: not yet, or there is nothing to pay."""
    procedimiento = caso_de(solicitud.tramite.slug)
    if solicitud.resultado != Resultado.CONCEDIDA or procedimiento.flujo.desde(solicitud.estado, "pagar") is None:
        return False
    persona = solicitud.persona
    cuenta = cuenta_para_pagos(persona, timezone.localdate()).cuenta if persona else None
    if cuenta is None:
        return False  # validated, and past its window: until then the order waits
    with transaction.atomic():
        if avanzar(solicitud=solicitud, accion="pagar"):
            dar_cuenta(solicitud=solicitud, cuenta=cuenta)
            return True
    return False


def avanzar(*, solicitud: Solicitud, accion: str) -> bool:
    """An action whose time has come. False: the case went another way meanwhile."""
    try:
        dar_paso(SISTEMA, solicitud, accion, Quien.SISTEMA)
    except NoProcede:
        return False
    return True


def seguir_sin_respuesta(*, solicitud: Solicitud) -> bool:
    """What was decided once is decided again, with what there is. False: the case went another way meanwhile."""
    try:
        with transaction.atomic():
            fila = bloqueada(solicitud.pk)
            fila.pedidos.filter(estado=Pedido.Estado.PENDIENTE).update(estado=Pedido.Estado.RETIRADO)
            pasar(SISTEMA, fila, "seguir", Quien.SISTEMA)
    except NoProcede:
        return False
    return True

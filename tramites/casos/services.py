"""The verbs of a case. `_pasar` alone writes its state: it reads the table of `flujo.py` under the lock of the row."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Cuenta
from nucleo.bitacora import anotar
from nucleo.codificacion import a_json
from nucleo.escritura import fecha
from nucleo.feriados import DiasHabiles
from registro.parametros import Parametros
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.services import bloquear
from tramites.casos import avisos, plazos
from tramites.casos.comprobante import comprobante_de
from tramites.casos.estados import Estado, Resultado
from tramites.casos.flujo import Quien, Reloj, Toma, Transicion
from tramites.casos.models import Entrega, Evento, Mensaje, Pedido, Solicitud
from tramites.catalogo.models import Tramite
from tramites.certificados.contenido import Contenido
from tramites.certificados.models import Certificado
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.lista import caso_de
from tramites.transparencia.services import contar

SISTEMA = Actuacion(actor=None, sujeto=None, por=Por.PUBLICO)
"""What the portal does by itself, when its time has come."""
ACUERDO = "acuerdo"
"""The variant of the document that holds the decision."""


class NoProcede(Exception):
    """The action is not possible as the case stands; the message says why, to whoever tried."""


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
        fila = _bloqueada(borrador.pk)
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
        solicitud = _bloqueada(borrador.pk)
        if solicitud.estado != Estado.BORRADOR:
            return solicitud
        procedimiento = caso_de(solicitud.tramite.slug)
        ahora = timezone.now()
        solicitud.numero = f"{timezone.localdate(ahora).year}-{solicitud.pk:07}"
        solicitud.datos, solicitud.respuestas = datos, {}
        solicitud.ingresada_en = ahora
        solicitud.actor, solicitud.por = actuacion.actor, actuacion.por
        _pasar(actuacion, solicitud, "ingresar", Quien.PERSONA)
        _entregar(actuacion, solicitud, adjuntos)
        _emitir(actuacion, solicitud, comprobante_de(solicitud, procedimiento.resumen(datos)))
    return solicitud


# --- what the person does --------------------------------------------------------------------------------------------


def desistir(*, actuacion: Actuacion, solicitud: Solicitud) -> Solicitud:
    return _paso(actuacion, solicitud, "desistir", Quien.PERSONA)


def impugnar(*, actuacion: Actuacion, solicitud: Solicitud, motivo: str) -> Solicitud:
    return _paso(actuacion, solicitud, "impugnar", Quien.PERSONA, motivo)


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
        fila = _bloqueada(solicitud.pk)
        pendientes = list(fila.pedidos.filter(estado=Pedido.Estado.PENDIENTE))
        if not all(respuestas.get(pedido.pk) for pedido in pendientes):
            raise NoProcede("Responda todo lo que se le pidió. Si no tiene algo, escriba por qué.")
        for pedido in pendientes:
            respuesta = respuestas[pedido.pk]
            pedido.contestacion, pedido.respondido_en = respuesta.texto.strip(), timezone.now()
            pedido.estado = Pedido.Estado.RESPONDIDO
            pedido.save(update_fields=["contestacion", "respondido_en", "estado"])
            _entregar(actuacion, fila, respuesta.adjuntos, pedido)
        return _pasar(actuacion, fila, "responder", Quien.PERSONA)


def escribir(*, actuacion: Actuacion, solicitud: Solicitud, texto: str) -> Mensaje:
    """A message about a case, of its person or of the staff. Raises NoProcede when the case is over."""
    with transaction.atomic():
        fila = _bloqueada(solicitud.pk)
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
        _anotar(actuacion, fila, "mensaje")
        if del_personal:
            avisos.avisar(fila, "mensaje", f"mensaje:{mensaje.pk}")
    return mensaje


# --- what the staff do -----------------------------------------------------------------------------------------------


def actuar(*, actuacion: Actuacion, solicitud: Solicitud, accion: str, motivo: str = "") -> Solicitud:
    """An action of the staff that takes no more than a reason."""
    return _paso(actuacion, solicitud, accion, Quien.PERSONAL, motivo)


def pedir(*, actuacion: Actuacion, solicitud: Solicitud, textos: Sequence[str]) -> Solicitud:
    """Asks the person for documents or facts; the clock stands still until they answer."""
    with transaction.atomic():
        fila = _bloqueada(solicitud.pk)
        Pedido.objects.bulk_create(
            [Pedido(solicitud=fila, persona_id=fila.persona_id, texto=texto.strip()) for texto in textos]
        )
        return _pasar(actuacion, fila, "pedir", Quien.PERSONAL)


def retirar_pedido(*, actuacion: Actuacion, solicitud: Solicitud, motivo: str) -> Solicitud:
    with transaction.atomic():
        fila = _bloqueada(solicitud.pk)
        fila.pedidos.filter(estado=Pedido.Estado.PENDIENTE).update(estado=Pedido.Estado.RETIRADO)
        return _pasar(actuacion, fila, "retirar_pedido", Quien.PERSONAL, motivo)


def reasignar(*, actuacion: Actuacion, solicitud: Solicitud, responsable: Cuenta) -> Solicitud:
    return _paso(actuacion, solicitud, "reasignar", Quien.PERSONAL, responsable=responsable)


# --- what the portal does by itself ----------------------------------------------------------------------------------


def documento_listo(*, certificado_id: int) -> None:
    """The decision is signed: the person is told, and may object from now on. Twice is once."""
    certificado = Certificado.objects.get(pk=certificado_id)
    if certificado.variante != ACUERDO or certificado.solicitud_id is None:
        return
    with transaction.atomic():
        solicitud = _bloqueada(certificado.solicitud_id)
        if solicitud.estado not in {Estado.CONCEDIDA, Estado.NEGADA}:
            return
        solicitud.notificada_en = timezone.now()
        solicitud.impugnable_hasta = _vence(plazos.IMPUGNAR)
        _pasar(SISTEMA, solicitud, "notificar", Quien.SISTEMA)
    pagar(solicitud=solicitud)


def pagar(*, solicitud: Solicitud) -> bool:
    """What was granted goes to payment as soon as it can. False: not yet, or there is nothing to pay."""
    procedimiento = caso_de(solicitud.tramite.slug)
    if solicitud.resultado != Resultado.CONCEDIDA or procedimiento.flujo.desde(solicitud.estado, "pagar") is None:
        return False
    return procedimiento.pagable(solicitud, timezone.localdate()) and avanzar(solicitud=solicitud, accion="pagar")


def avanzar(*, solicitud: Solicitud, accion: str) -> bool:
    """An action whose time has come. False: the case went another way meanwhile."""
    try:
        _paso(SISTEMA, solicitud, accion, Quien.SISTEMA)
    except NoProcede:
        return False
    return True


# --- the one way from a state to the next ----------------------------------------------------------------------------


def _bloqueada(pk: int) -> Solicitud:
    """The row, locked until the transaction ends."""
    return (
        Solicitud.objects.select_for_update(of=("self",))
        .select_related("tramite", "persona", "empleador", "responsable")
        .get(pk=pk)
    )


def _paso(
    actuacion: Actuacion,
    solicitud: Solicitud,
    accion: str,
    quien: Quien,
    motivo: str = "",
    *,
    responsable: Cuenta | None = None,
) -> Solicitud:
    with transaction.atomic():
        return _pasar(actuacion, _bloqueada(solicitud.pk), accion, quien, motivo, responsable=responsable)


def _pasar(
    actuacion: Actuacion,
    solicitud: Solicitud,
    accion: str,
    quien: Quien,
    motivo: str = "",
    *,
    responsable: Cuenta | None = None,
) -> Solicitud:
    """Takes one row of the table, or raises NoProcede. The case must be locked."""
    procedimiento = caso_de(solicitud.tramite.slug)
    transicion = procedimiento.flujo.desde(solicitud.estado, accion)
    if transicion is None or transicion.quien is not quien:
        raise NoProcede(f"La solicitud está {solicitud.get_estado_display()}: esto ya no procede.")
    actor = actuacion.actor
    _exigir(transicion, solicitud, actor, motivo)
    de = solicitud.estado
    solicitud.estado = transicion.hacia or de
    if transicion.calcula:
        _dictaminar(solicitud, procedimiento)
    _mover_reloj(transicion.reloj, solicitud, procedimiento)
    _mover_carga(transicion.toma, solicitud, actor, responsable)
    if transicion.propone:
        solicitud.propuesta, solicitud.propuesta_por, solicitud.motivo = transicion.propone, actor, motivo.strip()
    if transicion.decide:
        _decidir(transicion.decide, solicitud, actor, motivo)
    if accion == "reabrir":
        _olvidar_decision(solicitud)
    if solicitud.terminada:
        solicitud.terminada_en = timezone.now()
    solicitud.save()
    evento = Evento.objects.create(
        solicitud=solicitud,
        persona_id=solicitud.persona_id,
        accion=accion,
        de=de,
        a=solicitud.estado,
        actor=actor,
        por="sistema" if quien is Quien.SISTEMA else actuacion.por,
        oficina=actor.oficina if actor else "",
        motivo=motivo.strip(),
    )
    _anotar(actuacion, solicitud, accion)
    if transicion.decide:
        _dar_efecto(actuacion, solicitud, procedimiento)
    if transicion.avisa:
        avisos.avisar(solicitud, transicion.avisa, f"paso:{evento.pk}")
    return solicitud


def _exigir(transicion: Transicion, solicitud: Solicitud, actor: Cuenta | None, motivo: str) -> None:
    """The guards of a row of the table. Raises NoProcede in words for whoever tried."""
    if transicion.quien is Quien.PERSONAL:
        if actor is None or not actor.is_staff or not actor.has_perm(transicion.permiso):
            raise NoProcede("Su papel no permite este paso.")
        if transicion.toma is not Toma.OTRA and solicitud.responsable_id not in {None, actor.pk}:
            raise NoProcede(f"La tiene a su cargo {solicitud.responsable.nombre_visible}.")  # type: ignore[union-attr]
        if transicion.accion == "retomar" and solicitud.responsable_id == actor.pk:
            raise NoProcede("La solicitud ya está a su cargo.")
    if transicion.pide.value == "motivo" and not motivo.strip():
        raise NoProcede("Escriba el motivo.")
    if transicion.exige and transicion.exige not in {solicitud.propuesta, solicitud.resultado}:
        raise NoProcede("No es lo que se propuso.")
    concede = Resultado.CONCEDIDA in {transicion.propone, transicion.decide}
    if concede and solicitud.dictamen and not solicitud.dictamen["califica"]:
        raise NoProcede("El dictamen dice que no califica: no se puede conceder.")
    if transicion.distinta_de and actor and getattr(solicitud, f"{transicion.distinta_de}_id") == actor.pk:
        raise NoProcede("Debe hacerlo otra persona: quien propone no aprueba, y quien decide no revisa su decisión.")
    hasta = getattr(solicitud, transicion.en_plazo) if transicion.en_plazo else None
    if hasta is not None and timezone.localdate() > hasta:
        raise NoProcede(f"El plazo terminó el {fecha(hasta)}.")


def _dictaminar(solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> None:
    """Makes the dictamen from the record as it is now, and keeps it with the facts that it stands on."""
    hecho = procedimiento.dictamen(solicitud.titular, timezone.localdate())
    if hecho is not None:
        hechos, dictamen = hecho
        solicitud.hechos, solicitud.dictamen = a_json(hechos), dictamen.a_json()


def _vence(plazo: plazos.Plazo) -> Any:
    hoy = timezone.localdate()
    return plazo.vence(hoy, Parametros.al(hoy), DiasHabiles.nacionales())


def _mover_reloj(reloj: Reloj, solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> None:
    hoy = timezone.localdate()
    match reloj:
        case Reloj.EMPIEZA:
            solicitud.reloj_desde, solicitud.habiles_en_pausa = hoy, 0
            solicitud.vence_el = _vence(procedimiento.plazo)
        case Reloj.PAUSA:
            solicitud.pausada_desde, solicitud.vence_el = hoy, None
            solicitud.responde_hasta = _vence(plazos.SUBSANAR)
        case Reloj.REANUDA if solicitud.pausada_desde and solicitud.reloj_desde:
            dias = DiasHabiles.nacionales()
            solicitud.habiles_en_pausa += dias.entre(solicitud.pausada_desde, hoy)
            solicitud.pausada_desde = solicitud.responde_hasta = None
            # The parameters of the day on which the clock began: a change of the law does not move a running term.
            parametros = Parametros.al(solicitud.reloj_desde)
            solicitud.vence_el = procedimiento.plazo.vence(
                solicitud.reloj_desde, parametros, dias, solicitud.habiles_en_pausa
            )
        case Reloj.PARA:
            solicitud.vence_el = solicitud.pausada_desde = solicitud.responde_hasta = None


def _mover_carga(toma: Toma, solicitud: Solicitud, actor: Cuenta | None, responsable: Cuenta | None) -> None:
    match toma:
        case Toma.MIA:
            solicitud.responsable = actor
        case Toma.OTRA:
            solicitud.responsable = responsable
        case Toma.LIBRE:
            solicitud.responsable = None


def _decidir(decide: Resultado, solicitud: Solicitud, actor: Cuenta | None, motivo: str) -> None:
    ahora = timezone.now()
    solicitud.resultado, solicitud.decidida_por, solicitud.decidida_en = decide, actor, ahora
    solicitud.motivo = motivo.strip() or solicitud.motivo
    ingreso = timezone.localdate(solicitud.ingresada_en)
    solicitud.dias_en_decidir = (timezone.localdate(ahora) - ingreso).days


def _olvidar_decision(solicitud: Solicitud) -> None:
    solicitud.resultado = solicitud.propuesta = solicitud.motivo = ""
    solicitud.decidida_por = solicitud.propuesta_por = None
    solicitud.decidida_en = solicitud.notificada_en = solicitud.impugnable_hasta = solicitud.dias_en_decidir = None


def _dar_efecto(actuacion: Actuacion, solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> None:
    """What a decision brings about, in its own transaction: its effects, its count, and its document."""
    procedimiento.al_decidir(solicitud, actuacion)
    contar(
        tramite=solicitud.tramite,
        titular=solicitud.titular,
        fecha=timezone.localdate(solicitud.decidida_en),
        por=Por(solicitud.por),
        origen=f"solicitud:{solicitud.pk}",
    )
    _emitir(actuacion, solicitud, replace(procedimiento.acuerdo(solicitud), variante=ACUERDO))


def _entregar(
    actuacion: Actuacion, solicitud: Solicitud, adjuntos: Iterable[Adjunto], pedido: Pedido | None = None
) -> None:
    """Makes documents part of the case: from here on they stay."""
    filas = bloquear(actuacion=actuacion, adjuntos=adjuntos)
    Entrega.objects.bulk_create(
        [
            Entrega(solicitud=solicitud, persona_id=solicitud.persona_id, pedido=pedido, adjunto=adjunto)
            for adjunto in filas
        ],
        ignore_conflicts=True,
    )


def _emitir(actuacion: Actuacion, solicitud: Solicitud, contenido: Contenido) -> None:
    solicitar_emision(
        actuacion=Actuacion(actor=actuacion.actor, sujeto=solicitud.titular, por=actuacion.por),
        tramite=solicitud.tramite,
        contenido=contenido,
        peticion=uuid.uuid4(),
        solicitud_id=solicitud.pk,
    )


def _anotar(actuacion: Actuacion, solicitud: Solicitud, paso: str) -> None:
    anotar(
        actor=actuacion.nombre_actor if actuacion.actor else "sistema:casos",
        accion="solicitud.paso",
        persona_id=solicitud.persona_id,
        objeto=f"solicitud:{solicitud.numero}",
        por=actuacion.por if actuacion.actor else "",
        datos={"tramite": solicitud.tramite.slug, "paso": paso},
    )

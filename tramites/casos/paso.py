"""The one way from a state of a case to the next: a row of the table, read and written under the lock of the case."""

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Cuenta
from nucleo.bitacora import anotar
from nucleo.codificacion import a_json
from nucleo.dinero import CERO
from nucleo.escritura import fecha
from nucleo.feriados import DiasHabiles
from nucleo.observacion.contexto import nombrar_caso
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.adjuntos.models import Adjunto
from tramites.adjuntos.services import bloquear
from tramites.casos import avisos, plazos
from tramites.casos.acuerdo import ACUERDO, acuerdo_de
from tramites.casos.estados import Resultado
from tramites.casos.flujo import Pide, Quien, Reloj, Toma, Transicion
from tramites.casos.models import Confirmacion, Entrega, Evento, Pedido, Solicitud
from tramites.certificados.contenido import Contenido
from tramites.certificados.models import Certificado
from tramites.certificados.services import revocar, solicitar_emision
from tramites.pagos.services import YaSePago, ordenar
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.lista import caso_de
from tramites.transparencia.services import contar


class ACargo(Protocol):
    responsable: Any


class NoProcede(Exception):
    """The action is not possible as the case stands; the message says why, to whoever tried."""


def bloqueada(pk: int) -> Solicitud:
    """The row, locked until the transaction ends."""
    return (
        Solicitud.objects.select_for_update(of=("self",))
        .select_related("tramite", "persona", "empleador", "responsable")
        .get(pk=pk)
    )


def dar_paso(
    actuacion: Actuacion,
    solicitud: Solicitud,
    accion: str,
    quien: Quien,
    motivo: str = "",
    *,
    responsable: Cuenta | None = None,
) -> Solicitud:
    with transaction.atomic():
        return pasar(actuacion, bloqueada(solicitud.pk), accion, quien, motivo, responsable=responsable)


def pasar(
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
    if transicion.calcula and procedimiento.con_regla:
        _dictaminar(solicitud, procedimiento)
    _mover_reloj(transicion.reloj, solicitud, procedimiento)
    mover_carga(transicion.toma, solicitud, actor, responsable)
    if transicion.propone:
        solicitud.propuesta, solicitud.propuesta_por, solicitud.motivo = transicion.propone, actor, motivo.strip()
    if transicion.decide:
        _decidir(transicion.decide, solicitud, actor, motivo)
    if transicion.deshace:
        _deshacer_decision(actuacion, solicitud, motivo)
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
    anotar_paso(actuacion, solicitud, accion)
    if transicion.decide:
        _dar_efecto(actuacion, solicitud, procedimiento)
    if transicion.avisa:
        avisos.avisar(solicitud, transicion.avisa, f"paso:{evento.pk}")
    return solicitud


def _exigir(transicion: Transicion, solicitud: Solicitud, actor: Cuenta | None, motivo: str) -> None:
    """The guards of a row of the table. Raises NoProcede in words for whoever tried."""
    if transicion.quien is Quien.PERSONAL:
        _exigir_cargo(transicion, solicitud, actor)
    if transicion.reabierta is not None and transicion.reabierta != solicitud.reabierta:
        raise NoProcede("La decisión anterior quedó sin efecto: el instituto debe decidir otra vez.")
    if transicion.pide is Pide.MOTIVO and not motivo.strip():
        raise NoProcede("Escriba el motivo.")
    if transicion.calcula and transicion.quien is Quien.PERSONAL and _falta_confirmar(solicitud):
        raise NoProcede("Falta la respuesta de la otra persona: hasta entonces no se calcula.")
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


def _falta_confirmar(solicitud: Solicitud) -> bool:
    return solicitud.confirmaciones.filter(estado=Confirmacion.Estado.PENDIENTE).exists()


def _exigir_cargo(transicion: Transicion, solicitud: Solicitud, actor: Cuenta | None) -> None:
    """Of the staff: the permission, and that nobody else has the case."""
    if actor is None or not actor.is_staff or not actor.has_perm(transicion.permiso):
        raise NoProcede("Su papel no permite este paso.")
    if transicion.toma is not Toma.OTRA and solicitud.responsable_id not in {None, actor.pk}:
        raise NoProcede(f"La tiene a su cargo {solicitud.responsable.nombre_visible}.")  # type: ignore[union-attr]
    if transicion.toma is Toma.MIA and not transicion.hacia and solicitud.responsable_id == actor.pk:
        raise NoProcede("La solicitud ya está a su cargo.")


def _dictaminar(solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> None:
    """Makes the dictamen from the record as it is now, and keeps it with the facts that it stands on."""
    # Its own number tells a case that is decided again from the others of the same person.
    datos = solicitud.datos | {"solicitud": solicitud.numero}
    hechos, dictamen = procedimiento.dictamen(solicitud.titular, timezone.localdate(), datos)
    solicitud.hechos, solicitud.dictamen = a_json(hechos), dictamen.a_json()


def vence_desde_hoy(plazo: plazos.Plazo) -> date:
    hoy = timezone.localdate()
    return plazo.vence(hoy, Parametros.al(hoy), DiasHabiles.nacionales())


def _mover_reloj(reloj: Reloj, solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> None:
    hoy = timezone.localdate()
    match reloj:
        case Reloj.EMPIEZA:
            solicitud.reloj_desde, solicitud.habiles_en_pausa = hoy, 0
            solicitud.vence_el = vence_desde_hoy(procedimiento.plazo)
        case Reloj.PAUSA:
            solicitud.pausada_desde, solicitud.vence_el = hoy, None
            solicitud.responde_hasta = vence_desde_hoy(plazos.SUBSANAR)
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


def mover_carga(toma: Toma, fila: ACargo, actor: Cuenta | None, responsable: Cuenta | None) -> None:
    """What a row of a table does to who has the case, or the complaint."""
    match toma:
        case Toma.MIA:
            fila.responsable = actor
        case Toma.OTRA:
            fila.responsable = responsable
        case Toma.LIBRE:
            fila.responsable = None


def _decidir(decide: Resultado, solicitud: Solicitud, actor: Cuenta | None, motivo: str) -> None:
    ahora = timezone.now()
    solicitud.resultado, solicitud.decidida_por, solicitud.decidida_en = decide, actor, ahora
    solicitud.motivo = motivo.strip() or solicitud.motivo
    ingreso = timezone.localdate(solicitud.ingresada_en)
    solicitud.dias_en_decidir = (timezone.localdate(ahora) - ingreso).days


def _deshacer_decision(actuacion: Actuacion, solicitud: Solicitud, motivo: str) -> None:
    """What was decided is open again, and whoever verifies its document learns that it no longer holds."""
    firmados = solicitud.documentos.filter(variante=ACUERDO, estado=Certificado.Estado.EMITIDO)
    for codigo in firmados.values_list("codigo", flat=True):
        revocar(actuacion=_sobre(actuacion, solicitud), codigo_certificado=codigo, motivo=motivo)
    solicitud.reabierta = True
    solicitud.resultado = solicitud.propuesta = solicitud.motivo = ""
    solicitud.decidida_por = solicitud.propuesta_por = None
    solicitud.decidida_en = solicitud.notificada_en = solicitud.impugnable_hasta = solicitud.dias_en_decidir = None


def _dar_efecto(actuacion: Actuacion, solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> None:
    """What a decision brings about, in its own transaction: its effects, its payment, its count, and its document."""
    procedimiento.al_decidir(solicitud, actuacion)
    _ordenar_el_pago(solicitud, procedimiento)
    contar(
        tramite=solicitud.tramite,
        titular=solicitud.titular,
        fecha=timezone.localdate(solicitud.decidida_en),
        por=Por(solicitud.por),
        origen=f"solicitud:{solicitud.pk}",
    )
    emitir(actuacion, solicitud, acuerdo_de(solicitud, procedimiento))


def _ordenar_el_pago(solicitud: Solicitud, procedimiento: ProcedimientoConCaso) -> None:
    if procedimiento.pago is None:
        return
    concepto, cifra = procedimiento.pago
    dictamen = Dictamen.de_json(solicitud.dictamen) if solicitud.dictamen else None
    valor = dictamen.datos[cifra] if dictamen and solicitud.resultado == Resultado.CONCEDIDA else CERO
    assert isinstance(valor, Decimal)
    try:
        ordenar(solicitud=solicitud, concepto=concepto, valor=valor)
    except YaSePago as razon:
        raise NoProcede(str(razon)) from razon


def entregar(
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


def emitir(actuacion: Actuacion, solicitud: Solicitud, contenido: Contenido) -> None:
    solicitar_emision(
        actuacion=_sobre(actuacion, solicitud),
        tramite=solicitud.tramite,
        contenido=contenido,
        peticion=uuid.uuid4(),
        solicitud_id=solicitud.pk,
    )


def _sobre(actuacion: Actuacion, solicitud: Solicitud) -> Actuacion:
    """The act of the same actor, about whose case it is."""
    return Actuacion(actor=actuacion.actor, sujeto=solicitud.titular, por=actuacion.por)


def anotar_paso(actuacion: Actuacion, solicitud: Solicitud, paso: str) -> None:
    datos = {"tramite": solicitud.tramite.slug, "paso": paso}
    anotar_efecto(actuacion, solicitud.persona_id, solicitud.numero, "solicitud.paso", datos)


def anotar_efecto(
    actuacion: Actuacion, persona_id: int | None, numero: str | None, accion: str, datos: dict[str, Any] | None = None
) -> None:
    """The line of what a case brought about: by whoever took its step, or by the cases themselves where nobody did."""
    nombrar_caso(numero)
    anotar(
        actor=actuacion.nombre_actor if actuacion.actor else "sistema:casos",
        accion=accion,
        persona_id=persona_id,
        objeto=f"solicitud:{numero}",
        por=actuacion.por if actuacion.actor else "",
        datos=datos or {},
    )

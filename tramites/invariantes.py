"""What holds of cases, of documents and of what is counted: every fact agrees with the other books that tell it."""

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Lag, Lower

from nucleo.bitacora.models import Asiento
from nucleo.invariantes import invariante
from nucleo.outbox.selectors import promised
from tramites.casos.estados import DECIDIDOS, DEL_PERSONAL, SIN_DECIDIR, TERMINADOS, Estado, Resultado
from tramites.casos.paso import ACUERDO
from tramites.models import (
    ActoConfirmado,
    Atencion,
    CambioDePension,
    Certificado,
    Confirmacion,
    Entrega,
    Evento,
    Mensaje,
    OrdenPago,
    Pedido,
    Solicitud,
    Tramite,
)
from tramites.procedimientos.base import ProcedimientoConCaso
from tramites.procedimientos.lista import inscritos
from tramites.quejas import invariantes as _de_las_quejas  # noqa: F401 (they register themselves)
from tramites.transparencia import invariantes as _de_los_cierres  # noqa: F401

PK = Cast(OuterRef("pk"), CharField())
EN_EMISION, EMITIDO = Certificado.Estado.EN_EMISION, Certificado.Estado.EMITIDO


def enviadas() -> QuerySet[Solicitud]:
    return Solicitud.objects.exclude(estado=Estado.BORRADOR)


def _anotado(accion: str | Combinable, *objeto: Combinable) -> Exists:
    return Exists(Asiento.objects.filter(accion=accion, objeto=Concat(*objeto)))


def _contado(clase: str, clave: Combinable) -> Exists:
    return Exists(Atencion.objects.filter(tramite=OuterRef("tramite"), origen=Concat(Value(clase), clave)))


def _cuantos(filas: QuerySet[Model], de: str) -> Coalesce:
    return Coalesce(Subquery(filas.order_by().values(de).annotate(n=Count("pk")).values("n")), 0)


# --- the path of a case ----------------------------------------------------------------------------------------------


@invariante("Cada solicitud es de un trámite que abre casos, y está en un estado de su camino.")
def solicitud_fuera_de_su_camino() -> QuerySet[Solicitud]:
    suyos = Q()
    for slug, procedimiento in inscritos().items():
        if isinstance(procedimiento, ProcedimientoConCaso):
            suyos |= Q(tramite__slug=slug, estado__in=procedimiento.flujo.estados)
    return Solicitud.objects.exclude(suyos)


@invariante("Cada solicitud enviada está donde la dejó su último paso.")
def solicitud_sin_su_ultimo_paso() -> QuerySet[Solicitud]:
    ultimo = Evento.objects.filter(solicitud=OuterRef("pk")).order_by("-pk").values("a")[:1]
    return enviadas().annotate(ultimo=Coalesce(Subquery(ultimo), Value(""))).exclude(ultimo=F("estado"))


@invariante("Cada paso de una solicitud sale de donde la dejó el anterior; el primero, del borrador.")
def paso_suelto() -> QuerySet[Evento]:
    anterior = Window(Lag("a", default=Value(Estado.BORRADOR.value)), partition_by="solicitud", order_by="pk")
    return Evento.objects.annotate(anterior=anterior).exclude(anterior=F("de"))


@invariante("El plazo del instituto corre mientras le toca; se detiene solo mientras responde la persona.")
def solicitud_sin_reloj() -> QuerySet[Solicitud]:
    corre = Q(vence_el__isnull=False, pausada_desde__isnull=True, responde_hasta__isnull=True)
    espera = Q(vence_el__isnull=True, pausada_desde__isnull=False, responde_hasta__isnull=False)
    parado = Q(vence_el__isnull=True, pausada_desde__isnull=True, responde_hasta__isnull=True)
    pide, abiertos = Estado.REQUIERE_DOCUMENTOS, [e for e in DEL_PERSONAL if e != Estado.REQUIERE_DOCUMENTOS]
    return Solicitud.objects.exclude(
        Q(corre, estado__in=abiertos) | Q(espera, estado=pide) | Q(parado, ~Q(estado__in=DEL_PERSONAL))
    )


@invariante("Una solicitud espera documentos si, y solo si, hay algo pedido; al terminar, ya no importa.")
def solicitud_que_espera_nada() -> QuerySet[Solicitud]:
    pedido = Exists(Pedido.objects.filter(solicitud=OuterRef("pk"), estado=Pedido.Estado.PENDIENTE))
    espera = Q(estado=Estado.REQUIERE_DOCUMENTOS)
    return Solicitud.objects.exclude(estado__in=TERMINADOS).filter(Q(espera, ~pedido) | Q(~espera, pedido))


@invariante("Una solicitud está marcada como reabierta si, y solo si, se admitió una impugnación suya.")
def solicitud_reabierta_sin_paso() -> QuerySet[Solicitud]:
    admitida = Exists(Evento.objects.filter(solicitud=OuterRef("pk"), accion="reabrir"))
    return Solicitud.objects.filter(Q(admitida, reabierta=False) | Q(~admitida, reabierta=True))


@invariante("Una solicitud terminada, y ninguna otra, dice cuándo terminó.")
def solicitud_sin_fin() -> QuerySet[Solicitud]:
    terminada = Q(estado__in=TERMINADOS)
    return Solicitud.objects.exclude(
        Q(terminada, terminada_en__isnull=False) | Q(~terminada, terminada_en__isnull=True)
    )


@invariante("Todo lo que forma parte de una solicitud es de la misma persona que ella.")
def solicitud_con_partes_ajenas() -> QuerySet[Solicitud]:
    de_empleador = Q(persona__isnull=True, solicitud__persona__isnull=True)
    ajenas = Q()
    for modelo in (Evento, Mensaje, Pedido, Entrega, Certificado):
        partes: QuerySet[Model] = modelo._default_manager.filter(solicitud=OuterRef("pk"))
        ajenas |= Q(Exists(partes.exclude(Q(persona=F("solicitud__persona")) | de_empleador)))
    return Solicitud.objects.filter(ajenas)


# --- decisions -------------------------------------------------------------------------------------------------------


@invariante("Quien propuso una decisión no la aprobó.")
def decision_de_una_sola_persona() -> QuerySet[Solicitud]:
    return Solicitud.objects.filter(propuesta_por__isnull=False, decidida_por=F("propuesta_por"))


@invariante("Quien decidió no resolvió la impugnación de su decisión.")
def impugnacion_resuelta_por_quien_decidio() -> QuerySet[Evento]:
    return Evento.objects.filter(accion="ratificar", actor=F("solicitud__decidida_por"))


@invariante("No se concede lo que el dictamen guardado no califica.")
def concesion_sin_derecho() -> QuerySet[Solicitud]:
    return Solicitud.objects.filter(resultado=Resultado.CONCEDIDA, dictamen__califica=False)


@invariante("Cada decisión está contada como una atención.")
def decision_sin_contar() -> QuerySet[Solicitud]:
    return Solicitud.objects.filter(~_contado("solicitud:", PK), decidida_en__isnull=False)


@invariante("Cada decisión tiene su documento: por firmar mientras no se notifica, firmado desde entonces.")
def decision_sin_documento() -> QuerySet[Solicitud]:
    acuerdos = Certificado.objects.filter(solicitud=OuterRef("pk"), variante=ACUERDO)
    en_vigor = Exists(acuerdos.filter(estado__in=[EN_EMISION, EMITIDO]))
    firmado = Exists(acuerdos.exclude(estado=EN_EMISION))
    por_notificar = Q(estado__in=[Estado.CONCEDIDA, Estado.NEGADA])
    return Solicitud.objects.filter(Q(por_notificar, ~en_vigor) | Q(~por_notificar, ~firmado, estado__in=DECIDIDOS))


@invariante("Cada decisión firmada está notificada, o su tarea espera en la bandeja de salida.")
def decision_firmada_sin_notificar() -> QuerySet[Certificado]:
    return Certificado.objects.filter(
        ~Exists(promised("caso.documento_listo", OuterRef("codigo"))),
        variante=ACUERDO,
        estado=EMITIDO,
        solicitud__estado__in=[Estado.CONCEDIDA, Estado.NEGADA],
    )


@invariante(
    "Lo que un caso cambió en una pensión, y lo que ordenó pagar, es de quien lo pidió y no pasa de lo concedido."
)
def cambio_de_pension_ajeno() -> QuerySet[CambioDePension]:
    suya = Q(solicitud__persona=F("persona"), pension__persona=F("persona"))
    pago = Q(pago__isnull=True) | Q(pago__persona=F("persona"), pago__valor__gt=0, pago__valor__lte=F("retroactivo"))
    return CambioDePension.objects.exclude(suya & pago)


@invariante("Ninguna solicitud se concede sin el sí de quien debía confirmarla.")
def concedida_sin_confirmar() -> QuerySet[Confirmacion]:
    sin_el_si = Confirmacion.objects.exclude(estado=Confirmacion.Estado.CONFIRMADA)
    return sin_el_si.filter(solicitud__resultado=Resultado.CONCEDIDA)


@invariante("Lo que un caso ordenó pagar es de quien lo pidió; lo que no se concedió no espera a enviarse.")
def orden_de_pago_sin_concesion() -> QuerySet[OrdenPago]:
    ajena = ~Q(solicitud__persona=F("persona"))
    sin_concesion = Q(estado=OrdenPago.Estado.POR_ENVIAR, solicitud__resultado=Resultado.NEGADA)
    terminada = Q(estado=OrdenPago.Estado.POR_ENVIAR, solicitud__estado__in=SIN_DECIDIR)
    return OrdenPago.objects.filter(ajena | sin_concesion | terminada)


@invariante("Cada caso concedido de un trámite que paga tiene su orden de pago.")
def concesion_sin_orden_de_pago() -> QuerySet[Solicitud]:
    pagan = [slug for slug, p in inscritos().items() if isinstance(p, ProcedimientoConCaso) and p.pago]
    ordenes = OrdenPago.objects.filter(solicitud=OuterRef("pk")).exclude(estado=OrdenPago.Estado.ANULADA)
    return Solicitud.objects.filter(~Exists(ordenes), tramite__slug__in=pagan, resultado=Resultado.CONCEDIDA)


# --- documents and acts ----------------------------------------------------------------------------------------------


@invariante("Cada documento en emisión tiene su tarea en la bandeja de salida.")
def certificado_sin_tarea() -> QuerySet[Certificado]:
    return Certificado.objects.filter(~Exists(promised("certificado.firmar", OuterRef("codigo"))), estado=EN_EMISION)


@invariante("Un documento reemplazado, y ninguno más, nombra al que lo reemplaza: del mismo trámite y titular.")
def certificado_mal_reemplazado() -> QuerySet[Certificado]:
    reemplazado = Q(estado=Certificado.Estado.REEMPLAZADO)
    mismo = Q(reemplazado_por__tramite=F("tramite")) & (
        Q(reemplazado_por__persona=F("persona")) | Q(reemplazado_por__empleador=F("empleador"))
    )
    return Certificado.objects.exclude(Q(reemplazado, mismo) | Q(~reemplazado, reemplazado_por__isnull=True))


@invariante("Cada certificado emitido está contado como una atención.")
def certificado_sin_contar() -> QuerySet[Certificado]:
    emitidos = Certificado.objects.filter(tramite__clase=Tramite.Clase.CERTIFICADO).exclude(estado=EN_EMISION)
    return emitidos.filter(~_contado("certificado:", OuterRef("codigo")))


@invariante("Cada acto confirmado está contado como una atención.")
def acto_sin_contar() -> QuerySet[ActoConfirmado]:
    return ActoConfirmado.objects.filter(~_contado("acto:", PK))


# --- what the bitácora tells of them ---------------------------------------------------------------------------------


@invariante("La bitácora cuenta de cada solicitud tantos pasos y mensajes como ella.")
def solicitud_que_la_bitacora_no_cuenta() -> QuerySet[Solicitud]:
    asientos = Asiento.objects.filter(
        accion="solicitud.paso", objeto=Concat(Value("solicitud:"), OuterRef("numero"), output_field=CharField())
    )
    contadas = enviadas().annotate(
        pasos=_cuantos(Evento.objects.filter(solicitud=OuterRef("pk")), "solicitud"),
        escritos=_cuantos(Mensaje.objects.filter(solicitud=OuterRef("pk")), "solicitud"),
        asientos=_cuantos(asientos, "objeto"),
    )
    return contadas.exclude(asientos=F("pasos") + F("escritos"))


@invariante("La bitácora dice que cada documento se emitió, y cómo dejó de valer.")
def certificado_que_la_bitacora_no_cuenta() -> QuerySet[Certificado]:
    objeto = Value("certificado:"), OuterRef("codigo")
    ultimo = Concat(Value("certificado."), Lower(OuterRef("estado")))
    emitidos = Certificado.objects.exclude(estado=EN_EMISION)
    return emitidos.filter(~_anotado("certificado.emitido", *objeto) | ~_anotado(ultimo, *objeto))


@invariante("La bitácora dice que cada acto se confirmó.")
def acto_que_la_bitacora_no_cuenta() -> QuerySet[ActoConfirmado]:
    objeto = Value("acto:"), OuterRef("tramite__slug"), Value(":"), PK
    return ActoConfirmado.objects.filter(~_anotado("acto.confirmado", *objeto))

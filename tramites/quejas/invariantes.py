"""What holds of complaints: each is where its last step left it, and each that counts was filed once."""

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, Concat, Lag

from nucleo.bitacora.models import Asiento
from nucleo.invariantes import invariante
from tramites.quejas.estados import Estado
from tramites.quejas.models import PasoDeQueja, Prueba, Queja
from tramites.quejas.selectors import contadas
from tramites.quejas.tabla import TRANSICIONES


def presentadas() -> QuerySet[Queja]:
    return Queja.objects.exclude(estado=Estado.POR_CONFIRMAR)


def _pasos() -> QuerySet[PasoDeQueja]:
    return PasoDeQueja.objects.filter(queja=OuterRef("pk"))


@invariante("Cada queja está donde la dejó su último paso; la que nadie confirmó no tiene ninguno.")
def queja_sin_su_ultimo_paso() -> QuerySet[Queja]:
    ultimo = _pasos().order_by("-pk").values("a")[:1]
    return Queja.objects.annotate(ultimo=Coalesce(Subquery(ultimo), Value(Estado.POR_CONFIRMAR.value))).exclude(
        ultimo=F("estado")
    )


@invariante("Cada paso de una queja está en su tabla, y sale de donde la dejó el anterior.")
def paso_de_queja_suelto() -> QuerySet[PasoDeQueja]:
    anterior = Window(Lag("a", default=Value(Estado.POR_CONFIRMAR.value)), partition_by="queja", order_by="pk")
    de_la_tabla = Q()
    for t in TRANSICIONES:
        de_la_tabla |= Q(accion=t.accion, de__in=t.desde, a=t.hacia)
    return PasoDeQueja.objects.annotate(anterior=anterior).exclude(de_la_tabla, anterior=F("de"))


@invariante("Cada queja que se cuenta se presentó una vez, el día en que se cuenta.")
def queja_contada_sin_presentar() -> QuerySet[Queja]:
    una_vez = _pasos().filter(accion="ingresar").values("queja").annotate(n=Count("pk")).values("n")
    return contadas().annotate(n=Coalesce(Subquery(una_vez), 0)).exclude(n=1, ingresada_en__date=F("fecha"))


@invariante("Una queja está marcada como reabierta si, y solo si, se reabrió.")
def queja_reabierta_sin_paso() -> QuerySet[Queja]:
    reabierta = Exists(_pasos().filter(accion="reabrir"))
    return Queja.objects.filter(Q(reabierta, reabierta=False) | Q(~reabierta, reabierta=True))


@invariante("Una queja sobre una solicitud es de quien la presentó, y de su trámite; sus pasos, de la misma persona.")
def queja_sobre_lo_ajeno() -> QuerySet[Queja]:
    de_la_misma = Q(solicitud__persona=F("persona")) | Q(solicitud__empleador=F("empleador"))
    ajena = Q(solicitud__isnull=False) & ~(de_la_misma & Q(solicitud__tramite=F("tramite")))
    sin_persona = Q(persona__isnull=True, queja__persona__isnull=True)
    paso_ajeno = Exists(_pasos().exclude(Q(persona=F("queja__persona")) | sin_persona))
    return Queja.objects.filter(Q(ajena) | Q(paso_ajeno))


@invariante("Cada documento de una queja es de quien la presentó, y de nadie si nadie había ingresado.")
def prueba_ajena() -> QuerySet[Prueba]:
    persona, empleador = Coalesce("queja__persona", 0), Coalesce("queja__empleador", 0)
    de_la_misma = Prueba.objects.annotate(
        de=persona, suya=Coalesce("persona", 0), del_adjunto=Coalesce("adjunto__persona", 0)
    ).annotate(de_empleador=empleador, del_empleador=Coalesce("adjunto__empleador", 0))
    return de_la_misma.exclude(de=F("suya"), del_adjunto=F("suya"), de_empleador=F("del_empleador"))


@invariante("La bitácora cuenta de cada queja tantos pasos como ella.")
def queja_que_la_bitacora_no_cuenta() -> QuerySet[Queja]:
    asientos = Asiento.objects.filter(
        accion="queja.paso", objeto=Concat(Value("queja:"), OuterRef("numero"), output_field=CharField())
    )
    dados = _pasos().values("queja").annotate(n=Count("pk")).values("n")
    asentados = asientos.order_by().values("objeto").annotate(n=Count("pk")).values("n")
    comparadas = presentadas().annotate(dados=Coalesce(Subquery(dados), 0), asentados=Coalesce(Subquery(asentados), 0))
    return comparadas.exclude(dados=F("asentados"))

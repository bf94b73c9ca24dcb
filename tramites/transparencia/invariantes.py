"""What holds of closed months. That a figure still equals its events is not among them: an event may come late, and a
complaint may turn out to be none. `manage.py recontar` finds that, and a restatement answers it."""

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat, ExtractMonth, ExtractYear, Lag, LPad
from django.db.models.lookups import Exact

from nucleo.bitacora.models import Asiento
from nucleo.invariantes import invariante
from tramites.transparencia.models import CierreMensual, Conteo


@invariante("Cada cifra del portal es de un mes que se cerró.")
def cifra_sin_cierre() -> QuerySet[Conteo]:
    cierre = CierreMensual.objects.filter(anio=OuterRef("anio"), mes=OuterRef("mes"), version=1)
    return Conteo.objects.filter(~Exists(cierre), fuente=Conteo.Fuente.PORTAL)


@invariante("Un mes se cierra cuando ya terminó.")
def mes_cerrado_antes_de_terminar() -> QuerySet[CierreMensual]:
    cuando = ExtractYear("registrado_en") * 12 + ExtractMonth("registrado_en")
    return CierreMensual.objects.annotate(cuando=cuando).filter(cuando__lte=F("anio") * 12 + F("mes"))


@invariante("Las versiones de una cifra van una tras otra, desde la primera.")
def version_salteada() -> QuerySet[Conteo]:
    anterior = _anterior("tramite", "anio", "mes", "fuente")
    return Conteo.objects.annotate(anterior=anterior).exclude(version=F("anterior") + 1)


@invariante("Las versiones del cierre de un mes van una tras otra, desde la primera.")
def cierre_salteado() -> QuerySet[CierreMensual]:
    return CierreMensual.objects.annotate(anterior=_anterior("anio", "mes")).exclude(version=F("anterior") + 1)


@invariante("La bitácora cuenta cada corrección de una cifra del portal.")
def cifra_que_la_bitacora_no_cuenta() -> QuerySet[Conteo]:
    corregida = Exists(_anotado("transparencia.reexpresada", Value("conteo:"), OuterRef("tramite__slug"), Value(":")))
    return Conteo.objects.filter(~corregida, fuente=Conteo.Fuente.PORTAL).exclude(version=1, motivo="")


@invariante("La bitácora cuenta cada cierre de un mes, y cada corrección de sus quejas sin trámite.")
def cierre_que_la_bitacora_no_cuenta() -> QuerySet[CierreMensual]:
    corregido = Exists(_anotado("transparencia.reexpresada", Value("mes:")))
    return CierreMensual.objects.filter(Q(~_cerrado(), version=1) | Q(~corregido, version__gt=1))


@invariante("Las cifras con que se cerró un mes suman lo que la bitácora dijo al cerrarlo.")
def cierre_que_no_suma() -> QuerySet[CierreMensual]:
    de_tramites = Conteo.objects.filter(
        anio=OuterRef("anio"), mes=OuterRef("mes"), fuente=Conteo.Fuente.PORTAL, version=1, motivo=""
    )
    al_cerrar = de_tramites.order_by().values("anio")
    cuadra = Q(quejas_servicio=_dicho("quejas_servicio"), quejas_datos=_dicho("quejas_datos"))
    for campo in ("quejas", "atenciones"):
        cuadra &= Q(Exact(Subquery(al_cerrar.annotate(suma=Sum(campo)).values("suma")), _dicho(campo)))
    return CierreMensual.objects.filter(_cerrado(), version=1).exclude(cuadra)


def _anterior(*de: str) -> Window:
    return Window(Lag("version", default=0), partition_by=[F(campo) for campo in de], order_by="version")


def _cerrado() -> Exists:
    return Exists(_anotado("transparencia.mes_cerrado", Value("mes:")))


def _dicho(cifra: str) -> Subquery:
    """What the line of its closing says."""
    lineas = _anotado("transparencia.mes_cerrado", Value("mes:"))
    return Subquery(lineas.values(dicho=Cast(KeyTextTransform(cifra, "datos"), IntegerField()))[:1])


def _anotado(accion: str, *que: Value | OuterRef) -> QuerySet[Asiento]:
    """The lines of that version of that month."""
    mes = LPad(Cast(OuterRef("mes"), CharField()), 2, Value("0"))
    objeto = Concat(*que, OuterRef("anio"), Value("-"), mes, Value(":"), OuterRef("version"), output_field=CharField())
    return Asiento.objects.filter(accion=accion, objeto=objeto)

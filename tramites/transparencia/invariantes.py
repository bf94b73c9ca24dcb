"""What holds of closed months. That a figure still equals its events is not among them: an event may come late, and a
complaint may turn out to be none. `manage.py recontar` finds that, and a restatement answers it."""

from typing import TypeVar

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import Cast, Concat, ExtractMonth, ExtractYear, Lag, LPad

from nucleo.bitacora.models import Asiento
from nucleo.invariantes import invariante
from tramites.transparencia.models import CierreMensual, Conteo

Fila = TypeVar("Fila", bound=Model)


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
    return _salteadas(Conteo.objects.all(), "tramite", "anio", "mes", "fuente")


@invariante("Las versiones del cierre de un mes van una tras otra, desde la primera.")
def cierre_salteado() -> QuerySet[CierreMensual]:
    return _salteadas(CierreMensual.objects.all(), "anio", "mes")


@invariante("La bitácora cuenta cada corrección de una cifra del portal.")
def cifra_que_la_bitacora_no_cuenta() -> QuerySet[Conteo]:
    corregida = _anotado("transparencia.reexpresada", Value("conteo:"), OuterRef("tramite__slug"), Value(":"))
    return Conteo.objects.filter(~corregida, fuente=Conteo.Fuente.PORTAL).exclude(version=1, motivo="")


@invariante("La bitácora cuenta cada cierre de un mes, y cada corrección de sus quejas sin trámite.")
def cierre_que_la_bitacora_no_cuenta() -> QuerySet[CierreMensual]:
    cerrado = _anotado("transparencia.mes_cerrado", Value("mes:"))
    corregido = _anotado("transparencia.reexpresada", Value("mes:"))
    return CierreMensual.objects.filter(Q(~cerrado, version=1) | Q(~corregido, version__gt=1))


def _salteadas(filas: QuerySet[Fila], *de: str) -> QuerySet[Fila]:
    anterior = Window(Lag("version", default=0), partition_by=[F(campo) for campo in de], order_by="version")
    return filas.annotate(anterior=anterior).exclude(version=F("anterior") + 1)


def _anotado(accion: str, *que: Value | OuterRef) -> Exists:
    """Of that version of that month."""
    mes = LPad(Cast(OuterRef("mes"), CharField()), 2, Value("0"))
    objeto = Concat(*que, OuterRef("anio"), Value("-"), mes, Value(":"), OuterRef("version"), output_field=CharField())
    return Exists(Asiento.objects.filter(accion=accion, objeto=objeto))

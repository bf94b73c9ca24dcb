"""What holds of what the procedures of an affiliate write in the register."""

from datetime import date, timedelta

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, ExtractDay, ExtractMonth, ExtractYear
from django.utils import timezone

from afiliados.procedimientos.jubilacion_vejez import JubilacionVejez
from afiliados.selectors_cobertura import SLUG
from afiliados.services_cobertura import PAREJA, Parentesco
from nucleo.invariantes import invariante
from registro.models import CuentaBancaria, Dependiente, Pension, Persona
from tramites.casos.estados import SIN_DECIDIR, Resultado
from tramites.models import Respaldo, Solicitud

MAYOR_DE_EDAD = 18_00_00
"""Eighteen years between two dates that are written as numbers."""


@invariante("Cada jubilación concedida es una pensión de quien la pidió; la negada, o terminada sin decisión, ninguna.")
def jubilacion_sin_su_pension() -> QuerySet[Solicitud]:
    pension = Exists(
        Pension.objects.filter(persona=OuterRef("persona"), tipo=Pension.Tipo.VEJEZ, acuerdo_numero=OuterRef("numero"))
    )
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    jubilaciones = Solicitud.objects.filter(tramite__slug=JubilacionVejez.slug)
    return jubilaciones.filter(Q(concedida, ~pension) | Q(nada, pension))


@invariante("Cada documento que respalda una cuenta bancaria respalda una que existe, de la misma persona.")
def respaldo_de_ninguna_cuenta() -> QuerySet[Respaldo]:
    nombre = Concat(Value("cuenta_bancaria:"), Cast("pk", CharField()))
    suyas = CuentaBancaria.objects.filter(persona=OuterRef("adjunto__persona"))
    suya = suyas.annotate(objeto=nombre).filter(objeto=OuterRef("objeto"))
    return Respaldo.objects.filter(~Exists(suya), objeto__startswith="cuenta_bancaria:")


@invariante("Cada cobertura concedida tiene su dependiente; la negada, o terminada sin decisión, ninguno.")
def cobertura_sin_su_dependiente() -> QuerySet[Solicitud]:
    cubierto = Exists(Dependiente.objects.filter(titular=OuterRef("persona"), cedula=OuterRef("a_quien")))
    de_su_acuerdo = Exists(Dependiente.objects.filter(titular=OuterRef("persona"), acuerdo_numero=OuterRef("numero")))
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    coberturas = Solicitud.objects.filter(tramite__slug=SLUG).annotate(a_quien=KT("datos__cedula"))
    return coberturas.filter(Q(concedida, ~cubierto) | Q(nada, de_su_acuerdo))


@invariante("Nadie cubre a dos parejas a la vez.")
def cobertura_de_dos_parejas() -> QuerySet[Dependiente]:
    parejas = Dependiente.objects.filter(parentesco__in=PAREJA)
    otra = parejas.filter(
        Q(fecha_hasta=None) | Q(fecha_hasta__gte=OuterRef("fecha_desde")),
        titular=OuterRef("titular"),
        pk__lt=OuterRef("pk"),
        fecha_desde__lte=Coalesce(OuterRef("fecha_hasta"), date.max),
    )
    return parejas.filter(Exists(otra))


@invariante(
    "Ningún hijo está cubierto desde el día en que cumple 18 años; quien el portal cubre tiene ya su último día."
)
def cobertura_de_un_mayor() -> QuerySet[Dependiente]:
    nacio = Persona.objects.filter(cedula=OuterRef("cedula")).annotate(n=_numero_de("fecha_nacimiento"))
    # What the register brings without a last day gets one the next time that the clock moves.
    hasta = Coalesce("fecha_hasta", timezone.localdate() - timedelta(days=2))
    hijos = Dependiente.objects.filter(parentesco=Parentesco.HIJO).annotate(hasta=hasta).annotate(n=_numero_de("hasta"))
    mayor = Exists(nacio.filter(n__lte=OuterRef("n") - Value(MAYOR_DE_EDAD)))
    return hijos.filter(mayor | ~Q(acuerdo_numero="") & Q(fecha_hasta=None))


def _numero_de(campo: str) -> Combinable:
    """A date as a number of eight digits, in which years can be subtracted on every engine."""
    return ExtractYear(campo) * 10000 + ExtractMonth(campo) * 100 + ExtractDay(campo)

"""What holds of what the procedures of an affiliate write in the register."""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat

from afiliados.procedimientos.jubilacion_vejez import JubilacionVejez
from afiliados.selectors_subsidios import SLUG as SUBSIDIOS
from nucleo.invariantes import invariante
from registro.models import CuentaBancaria, Pension
from tramites.casos.estados import SIN_DECIDIR, Resultado
from tramites.models import Respaldo, Solicitud


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


@invariante("Ningún día de reposo lo pagan dos subsidios: de dos que se cruzan, uno contó los días del otro.")
def dia_de_reposo_pagado_dos_veces() -> QuerySet[Solicitud]:
    concedidos = Solicitud.objects.filter(
        tramite__slug=SUBSIDIOS, resultado=Resultado.CONCEDIDA, dictamen__datos__dias_repetidos=0
    ).annotate(desde=Cast(KT("datos__desde"), CharField()), hasta=Cast(KT("datos__hasta"), CharField()))
    antes = concedidos.filter(persona=OuterRef("persona"), pk__lt=OuterRef("pk"))
    return concedidos.filter(Exists(antes.filter(desde__lte=OuterRef("hasta"), hasta__gte=OuterRef("desde"))))

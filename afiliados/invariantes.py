"""What holds of what the procedures of an affiliate write in the register."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Concat

from afiliados.procedimientos.jubilacion_vejez import JubilacionVejez
from afiliados.procedimientos.retiro_fondos_reserva import RetiroFondosReserva
from afiliados.selectors_subsidios import SLUG as SUBSIDIOS
from nucleo.invariantes import invariante
from registro.models import CuentaBancaria, MovimientoFondo, Pension
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


@invariante("Cada retiro de fondos concedido es un movimiento de quien lo pidió; el negado, o sin decisión, ninguno.")
def retiro_sin_su_movimiento() -> QuerySet[Solicitud]:
    movimiento = Exists(
        MovimientoFondo.objects.filter(
            persona=OuterRef("persona"),
            fondo=MovimientoFondo.Fondo.RESERVA,
            tipo=MovimientoFondo.Tipo.RETIRO,
            solicitud_numero=OuterRef("numero"),
        )
    )
    concedido, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    retiros = Solicitud.objects.filter(tramite__slug=RetiroFondosReserva.slug)
    return retiros.filter(Q(concedido, ~movimiento) | Q(nada, movimiento))


@invariante("Nadie a quien el portal concedió un retiro debe dinero a sus fondos de reserva.")
def retiro_que_no_cabe() -> QuerySet[MovimientoFondo]:
    """As when the core system sends back a withdrawal of the portal with the date of another day."""
    con_signo = Case(When(tipo=MovimientoFondo.Tipo.RETIRO, then=-F("valor")), default=F("valor"))
    saldo = (
        MovimientoFondo.objects.filter(persona=OuterRef("persona"), fondo=OuterRef("fondo"))
        .values("persona")
        .annotate(saldo=Sum(con_signo))
        .values("saldo")
    )
    return MovimientoFondo.objects.exclude(solicitud_numero="").annotate(saldo=Subquery(saldo)).filter(saldo__lt=0)


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

"""What holds of what the procedures of an affiliate write in the register."""

from datetime import (
    date,
    timedelta,
)

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import (
    KT,
)
from django.db.models.functions import (
    Cast,
    Coalesce,
    Concat,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
)
from django.utils import timezone

from afiliados.procedimientos.extension_cobertura import ExtensionCobertura
from afiliados.procedimientos.jubilacion_vejez import JubilacionVejez
from afiliados.procedimientos.prestamo_hipotecario import PrestamoHipotecario
from afiliados.procedimientos.prestamo_quirografario import PrestamoQuirografario
from afiliados.procedimientos.retiro_fondos_reserva import RetiroFondosReserva
from afiliados.selectors.subsidios import SLUG as SUBSIDIOS
from afiliados.services.cobertura import PAREJA, Parentesco
from nucleo.invariantes import invariante
from registro.models import (
    CuentaBancaria,
    Dependiente,
    MovimientoFondo,
    Pension,
    Persona,
    Prestamo,
)
from tramites.casos.estados import SIN_DECIDIR, Resultado
from tramites.models import Respaldo, Solicitud

PRESTAMOS = {
    Prestamo.Tipo.QUIROGRAFARIO: PrestamoQuirografario.slug,
    Prestamo.Tipo.HIPOTECARIO: PrestamoHipotecario.slug,
}

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


@invariante("Cada retiro de fondos concedido es un movimiento de quien lo pidió; el negado, o sin decisión, ninguno.")
def retiro_sin_su_movimiento() -> QuerySet[Solicitud]:
    movimiento = Exists(
        MovimientoFondo.objects.filter(
            persona=OuterRef("persona"),
            fondo=MovimientoFondo.Fondo.RESERVA,
            tipo=MovimientoFondo.Tipo.RETIRO,
            acuerdo_numero=OuterRef("numero"),
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
    concedidos = MovimientoFondo.objects.filter(tipo=MovimientoFondo.Tipo.RETIRO).exclude(acuerdo_numero="")
    return concedidos.annotate(saldo=Subquery(saldo)).filter(saldo__lt=0)


@invariante("Cada préstamo concedido es uno de quien lo pidió, de su tipo; el negado, o sin decisión, ninguno.")
def solicitud_sin_su_prestamo() -> QuerySet[Solicitud]:
    de_quien = {"persona": OuterRef("persona"), "acuerdo_numero": OuterRef("numero"), "tipo": OuterRef("tipo")}
    prestamo = Exists(Prestamo.objects.filter(**de_quien))
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    tipo = Case(*(When(tramite__slug=slug, then=Value(tipo.value)) for tipo, slug in PRESTAMOS.items()))
    pedidos = Solicitud.objects.filter(tramite__slug__in=PRESTAMOS.values()).annotate(tipo=tipo)
    return pedidos.filter(Q(concedida, ~prestamo) | Q(nada, prestamo))


@invariante("Cada préstamo que dice una solicitud del portal es de esa solicitud, de la misma persona.")
def prestamo_sin_su_solicitud() -> QuerySet[Prestamo]:
    suya = Solicitud.objects.filter(numero=OuterRef("acuerdo_numero"), persona=OuterRef("persona"))
    conocidos = (Q(Exists(suya.filter(tramite__slug=slug)), tipo=tipo) for tipo, slug in PRESTAMOS.items())
    return Prestamo.objects.exclude(acuerdo_numero="").exclude(Q(*conocidos, _connector=Q.OR))


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
    coberturas = Solicitud.objects.filter(tramite__slug=ExtensionCobertura.slug).annotate(a_quien=KT("datos__cedula"))
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


@invariante("Ningún día de reposo lo pagan dos subsidios: de dos que se cruzan, uno contó los días del otro.")
def dia_de_reposo_pagado_dos_veces() -> QuerySet[Solicitud]:
    concedidos = Solicitud.objects.filter(
        tramite__slug=SUBSIDIOS, resultado=Resultado.CONCEDIDA, dictamen__datos__dias_repetidos=0
    ).annotate(desde=Cast(KT("datos__desde"), CharField()), hasta=Cast(KT("datos__hasta"), CharField()))
    antes = concedidos.filter(persona=OuterRef("persona"), pk__lt=OuterRef("pk"))
    return concedidos.filter(Exists(antes.filter(desde__lte=OuterRef("hasta"), hasta__gte=OuterRef("desde"))))

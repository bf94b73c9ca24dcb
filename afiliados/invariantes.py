"""What holds of what the procedures of an affiliate write in the register."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Cast, Concat

from afiliados.procedimientos.jubilacion_vejez import JubilacionVejez
from afiliados.procedimientos.prestamo_hipotecario import PrestamoHipotecario
from afiliados.procedimientos.prestamo_quirografario import PrestamoQuirografario
from afiliados.procedimientos.retiro_fondos_reserva import RetiroFondosReserva
from nucleo.invariantes import invariante
from registro.models import CuentaBancaria, MovimientoFondo, Pension, Prestamo
from tramites.casos.estados import SIN_DECIDIR, Resultado
from tramites.models import Respaldo, Solicitud

PRESTAMOS = {
    Prestamo.Tipo.QUIROGRAFARIO: PrestamoQuirografario.slug,
    Prestamo.Tipo.HIPOTECARIO: PrestamoHipotecario.slug,
}


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


@invariante("Cada préstamo concedido es uno de quien lo pidió, de su tipo; el negado, o sin decisión, ninguno.")
def solicitud_sin_su_prestamo() -> QuerySet[Solicitud]:
    de_quien = {"persona": OuterRef("persona"), "solicitud": OuterRef("numero"), "tipo": OuterRef("tipo")}
    prestamo = Exists(Prestamo.objects.filter(**de_quien))
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    tipo = Case(*(When(tramite__slug=slug, then=Value(tipo.value)) for tipo, slug in PRESTAMOS.items()))
    pedidos = Solicitud.objects.filter(tramite__slug__in=PRESTAMOS.values()).annotate(tipo=tipo)
    return pedidos.filter(Q(concedida, ~prestamo) | Q(nada, prestamo))


@invariante("Cada préstamo que dice una solicitud del portal es de esa solicitud, de la misma persona.")
def prestamo_sin_su_solicitud() -> QuerySet[Prestamo]:
    suya = Solicitud.objects.filter(numero=OuterRef("solicitud"), persona=OuterRef("persona"))
    conocidos = (Q(Exists(suya.filter(tramite__slug=slug)), tipo=tipo) for tipo, slug in PRESTAMOS.items())
    return Prestamo.objects.exclude(solicitud="").exclude(Q(*conocidos, _connector=Q.OR))


@invariante("Cada documento que respalda una cuenta bancaria respalda una que existe, de la misma persona.")
def respaldo_de_ninguna_cuenta() -> QuerySet[Respaldo]:
    nombre = Concat(Value("cuenta_bancaria:"), Cast("pk", CharField()))
    suyas = CuentaBancaria.objects.filter(persona=OuterRef("adjunto__persona"))
    suya = suyas.annotate(objeto=nombre).filter(objeto=OuterRef("objeto"))
    return Respaldo.objects.filter(~Exists(suya), objeto__startswith="cuenta_bancaria:")

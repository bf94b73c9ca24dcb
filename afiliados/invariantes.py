"""What holds of what the procedures of an affiliate write in the register."""

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from afiliados.procedimientos.jubilacion_vejez import JubilacionVejez
from afiliados.procedimientos.prestamo_quirografario import PrestamoQuirografario
from nucleo.invariantes import invariante
from registro.models import CuentaBancaria, Pension, Prestamo
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


@invariante("Cada quirografario concedido es un préstamo de quien lo pidió; el negado, o sin decisión, ninguno.")
def quirografario_sin_su_prestamo() -> QuerySet[Solicitud]:
    de_quien = {"persona": OuterRef("persona"), "solicitud": OuterRef("numero")}
    prestamo = Exists(Prestamo.objects.filter(tipo=Prestamo.Tipo.QUIROGRAFARIO, **de_quien))
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    quirografarios = Solicitud.objects.filter(tramite__slug=PrestamoQuirografario.slug)
    return quirografarios.filter(Q(concedida, ~prestamo) | Q(nada, prestamo))


@invariante("Cada préstamo que dice una solicitud del portal es de esa solicitud, de la misma persona.")
def prestamo_sin_su_solicitud() -> QuerySet[Prestamo]:
    suya = Solicitud.objects.filter(numero=OuterRef("solicitud"), persona=OuterRef("persona"))
    suya = suya.filter(tramite__slug=PrestamoQuirografario.slug)
    return Prestamo.objects.filter(~Exists(suya)).exclude(solicitud="")


@invariante("Cada documento que respalda una cuenta bancaria respalda una que existe, de la misma persona.")
def respaldo_de_ninguna_cuenta() -> QuerySet[Respaldo]:
    nombre = Concat(Value("cuenta_bancaria:"), Cast("pk", CharField()))
    suyas = CuentaBancaria.objects.filter(persona=OuterRef("adjunto__persona"))
    suya = suyas.annotate(objeto=nombre).filter(objeto=OuterRef("objeto"))
    return Respaldo.objects.filter(~Exists(suya), objeto__startswith="cuenta_bancaria:")

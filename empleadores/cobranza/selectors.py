"""What is in favour of an employer."""

from decimal import Decimal

from django.db.models import Case, F, Q, When

from empleadores.models import PagoCuota
from nucleo.dinero import CERO, centavos
from registro.models import Empleador, Pago


def saldo_a_favor(empleador: Empleador) -> Decimal:
    """What was paid beyond what was owed, and has not paid anything else since. One query."""
    usado = Case(When(origen=Pago.Origen.CREDITO, then=F("valor")), default=CERO)
    de_planillas = Pago.objects.filter(planilla__empleador=empleador).values_list(F("excedente") - usado)
    de_cuotas = PagoCuota.objects.filter(cuota__convenio__empleador=empleador, excedente__gt=0).values_list("excedente")
    con_algo = de_planillas.filter(Q(excedente__gt=0) | Q(origen=Pago.Origen.CREDITO)).order_by()
    return centavos(sum((valor for (valor,) in con_algo.union(de_cuotas.order_by(), all=True)), CERO))

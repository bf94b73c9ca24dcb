"""What is in favour of an employer, and whom a payment reference belongs to."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from empleadores.models import PagoCuota
from nucleo.dinero import CERO, centavos
from registro.models import Empleador, Pago


def pagos_de(empleador: Empleador) -> QuerySet[Pago]:
    return Pago.objects.filter(planilla__empleador=empleador)


def saldo_a_favor(empleador: Empleador) -> Decimal:
    """What was paid beyond what was owed, and has not paid anything else since. Three queries."""
    pagos = pagos_de(empleador)
    sobra = _suma(pagos, "excedente") + _suma(
        PagoCuota.objects.filter(cuota__convenio__empleador=empleador), "excedente"
    )
    return sobra - _suma(pagos.filter(origen=Pago.Origen.CREDITO), "valor")


def _suma(filas: "QuerySet[Pago] | QuerySet[PagoCuota]", campo: str) -> Decimal:
    return centavos(filas.aggregate(suma=Sum(campo))["suma"] or CERO)

"""What holds of what the procedures of a pensioner change."""

from typing import Any

from django.db.models import Count, DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Round

from nucleo.dinero import CERO, centavos
from nucleo.invariantes import invariante
from pensionistas.casos_de_pension import CasoDePension
from pensionistas.models import ArchivoRol, Deposito, Suspension
from pensionistas.reglas import conceptos
from pensionistas.suspension.selectors import REACTIVACION
from registro.models import PagoPension, Pension
from tramites.casos.estados import SIN_DECIDIR, Resultado
from tramites.models import CambioDePension, Solicitud
from tramites.procedimientos import inscritos


@invariante("Cada aumento concedido está en la pensión; de lo negado, o terminado sin decisión, ninguno.")
def aumento_sin_su_cambio() -> QuerySet[Solicitud]:
    slugs = [slug for slug, procedimiento in inscritos().items() if isinstance(procedimiento, CasoDePension)]
    vigente = Exists(CambioDePension.objects.filter(solicitud=OuterRef("pk"), deshecho_en__isnull=True))
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    return Solicitud.objects.filter(Q(concedida, ~vigente) | Q(nada, vigente), tramite__slug__in=slugs)


@invariante("Lo que se paga de pensión en un mes nunca es menos que cero: los descuentos llegan hasta donde alcanza.")
def descuento_de_mas() -> QuerySet[PagoPension]:
    pagados = PagoPension.objects.filter(fecha_pago__isnull=False).exclude(concepto__in=conceptos.INFORMATIVOS)
    del_mes = pagados.filter(persona_id=OuterRef("persona_id"), periodo=OuterRef("periodo")).order_by()
    liquido = Subquery(del_mes.values("persona_id").annotate(suma=Round(Sum("valor"), 2)).values("suma"))
    return pagados.filter(valor__lt=0).annotate(liquido=liquido).filter(liquido__lt=0)


@invariante("En un mes a nadie se le pagan más pensiones que las que tiene y no están suspendidas.")
def pension_pagada_de_mas() -> QuerySet[PagoPension]:
    pagadas = PagoPension.objects.filter(concepto=conceptos.PENSION, fecha_pago__isnull=False)
    segundas = pagadas.filter(orden__gt=1).annotate(tiene=Count("persona__pensiones")).filter(orden__gt=F("tiene"))
    del_mes = Suspension.objects.filter(
        Q(hasta=None) | Q(hasta__gte=OuterRef("periodo")), persona=OuterRef("persona"), desde__lte=OuterRef("periodo")
    )
    cuantas = Subquery(del_mes.order_by().values("persona").annotate(n=Count("pk")).values("n"))
    de_suspendidas = (
        pagadas.filter(Exists(del_mes))
        .annotate(suspendidas=cuantas, tiene=Count("persona__pensiones"))
        .filter(orden__gt=F("tiene") - F("suspendidas"))
    )
    return pagadas.filter(Q(pk__in=segundas.values("pk")) | Q(pk__in=de_suspendidas.values("pk")))


@invariante("Una pensión dice que está suspendida desde el mismo mes que la suspensión que sigue abierta, o ninguno.")
def suspension_sin_su_pension() -> QuerySet[Pension]:
    abierta = Suspension.objects.filter(pension=OuterRef("pk"), levantada_en=None)
    igual = Exists(abierta.filter(desde=OuterRef("suspendida_desde")))
    return Pension.objects.filter(
        Q(suspendida_desde=None) & Exists(abierta) | Q(suspendida_desde__isnull=False) & ~igual
    )


@invariante("De cada suspensión que se levantó se mandó pagar lo que dice su detalle, ni más ni menos.")
def suspension_mal_pagada() -> QuerySet[Suspension]:
    """What a month came to is JSON: added up here, of the few that there are."""
    ordenado = Suspension.objects.filter(levantada_en__isnull=False).annotate(
        ordenado=Coalesce(Sum("pagos__valor"), CERO, output_field=DecimalField())
    )
    mal = [una.pk for una in ordenado.iterator() if una.atrasado != centavos(una.ordenado)]
    return Suspension.objects.filter(pk__in=mal)


@invariante("Cada reactivación concedida levantó una suspensión de quien la pidió; la negada o sin decidir, ninguna.")
def reactivacion_sin_su_suspension() -> QuerySet[Solicitud]:
    levantada = Exists(Suspension.objects.filter(solicitud=OuterRef("pk"), persona=OuterRef("persona")))
    concedida, nada = Q(resultado=Resultado.CONCEDIDA), Q(resultado=Resultado.NEGADA) | Q(estado__in=SIN_DECIDIR)
    pedidas = Solicitud.objects.filter(tramite__slug=REACTIVACION)
    return pedidas.filter(Q(concedida, ~levantada) | Q(nada, levantada))


@invariante("Cada archivo del rol suma lo que sus depósitos, al centavo.")
def archivo_rol_que_no_suma() -> QuerySet[ArchivoRol]:
    sumados = ArchivoRol.objects.annotate(n=Count("depositos"), suma=Round(Coalesce(Sum("depositos__valor"), CERO), 2))
    return sumados.exclude(n=F("lineas"), suma=F("total"))


@invariante("Lo que el rol paga en un mes es lo que se envió al banco más lo que espera una cuenta.")
def rol_que_no_sale() -> QuerySet[ArchivoRol]:
    del_rol = PagoPension.objects.filter(periodo=OuterRef("periodo"), fecha_pago=OuterRef("fecha"))
    vivos = Deposito.objects.filter(periodo=OuterRef("periodo")).exclude(estado=Deposito.Estado.RECHAZADO)
    pagado = _suma(del_rol.exclude(concepto__in=conceptos.INFORMATIVOS), "periodo")
    primeros = ArchivoRol.objects.filter(numero=1).alias(pagado=pagado, depositado=_suma(vivos, "periodo"))
    return primeros.exclude(pagado=F("depositado"))


@invariante("A nadie se le deposita de un mes más que lo que el rol le paga, aunque se envíe más de una vez.")
def deposito_de_mas() -> QuerySet[Deposito]:
    suyo = {"persona": OuterRef("persona"), "periodo": OuterRef("periodo")}
    ultimo = Deposito.objects.filter(**suyo, envio__gt=OuterRef("envio"))
    vivos = Deposito.objects.filter(**suyo).exclude(estado=Deposito.Estado.RECHAZADO)
    del_rol = PagoPension.objects.filter(**suyo, fecha_pago__isnull=False).exclude(concepto__in=conceptos.INFORMATIVOS)
    repetidos = Deposito.objects.filter(~Exists(ultimo), envio__gt=1)
    return repetidos.alias(pagado=_suma(del_rol, "persona"), depositado=_suma(vivos, "persona")).filter(
        depositado__gt=F("pagado")
    )


def _suma(filas: "QuerySet[Any]", de: str) -> Coalesce:
    """What they come to in cents; SQLite adds them up as floating point."""
    sumadas = filas.order_by().values(de).annotate(suma=Round(Sum("valor"), 2)).values("suma")
    return Coalesce(Subquery(sumadas), CERO)

"""What holds of what the procedures of a pensioner change."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Round

from nucleo.invariantes import invariante
from pensionistas.casos_de_pension import CasoDePension
from pensionistas.reglas import conceptos
from registro.models import PagoPension
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


@invariante("En un mes a nadie se le pagan más pensiones que las que tiene.")
def pension_pagada_de_mas() -> QuerySet[PagoPension]:
    segundas = PagoPension.objects.filter(concepto=conceptos.PENSION, orden__gt=1, fecha_pago__isnull=False)
    return segundas.annotate(tiene=Count("persona__pensiones")).filter(orden__gt=F("tiene"))

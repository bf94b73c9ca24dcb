"""What holds of what employers tell of their workers, of their planillas, of what they pay, and of the register."""

from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, Round

from empleadores.models import (
    ORIGENES_DE_FUERA,
    Convenio,
    Cuota,
    Generacion,
    Lote,
    Novedad,
    PagoCuota,
    PagoPorAplicar,
    PlanillaDeConvenio,
)
from empleadores.planillas.services import TAREA
from nucleo.dinero import CERO
from nucleo.invariantes import invariante
from nucleo.outbox.selectors import promised
from registro.models import Empleador, Pago, Planilla, Relacion

Tipo = Novedad.Tipo


@invariante("Cada aviso de entrada vigente es una relación de trabajo de esa persona, empleador, sucursal y día.")
def entrada_sin_su_relacion() -> QuerySet[Novedad]:
    suya = Relacion.objects.filter(
        pk=OuterRef("relacion_id"),
        persona=OuterRef("persona_id"),
        empleador=OuterRef("empleador_id"),
        sucursal=OuterRef("sucursal"),
        fecha_ingreso=OuterRef("fecha"),
    )
    return Novedad.objects.filter(~Exists(suya), tipo=Tipo.ENTRADA, deshecha_en=None)


@invariante("Cada aviso de salida vigente es la salida de su relación de trabajo.")
def salida_sin_su_relacion() -> QuerySet[Novedad]:
    suya = Relacion.objects.filter(
        pk=OuterRef("relacion_id"), fecha_salida=OuterRef("fecha"), causa_salida=OuterRef("causa")
    )
    return Novedad.objects.filter(~Exists(suya), tipo=Tipo.SALIDA, deshecha_en=None)


@invariante("El último sueldo nuevo de cada relación es su sueldo; el de antes de otro, lo que ese otro reemplazó.")
def sueldo_fuera_de_su_cadena() -> QuerySet[Novedad]:
    vigentes = Novedad.objects.filter(tipo=Tipo.SUELDO, deshecha_en=None)
    sigue = vigentes.filter(relacion=OuterRef("relacion_id"), fecha__gt=OuterRef("fecha")).order_by("fecha")
    despues = Coalesce(Subquery(sigue.values("antes")[:1]), F("relacion__sueldo"))
    return vigentes.annotate(despues=despues).filter(~Q(valor=F("despues")) | Q(relacion=None))


@invariante("Nadie está dos veces el mismo día en una sucursal de un empleador que dio avisos de él.")
def relaciones_que_se_cruzan() -> QuerySet[Novedad]:
    otra = Relacion.objects.filter(
        Q(fecha_salida=None) | Q(fecha_salida__gte=OuterRef("fecha")),
        persona=OuterRef("persona_id"),
        empleador=OuterRef("empleador_id"),
        sucursal=OuterRef("sucursal"),
        fecha_ingreso__lt=OuterRef("fecha"),
    )
    return Novedad.objects.filter(Exists(otra), tipo=Tipo.ENTRADA, deshecha_en=None)


@invariante("Cada archivo de avisos registró tantos como dice, y de cada línea buena consta qué pasó.")
def lote_que_no_suma() -> QuerySet[Lote]:
    registradas = Novedad.objects.filter(lote=OuterRef("pk")).order_by().values("lote").annotate(n=Count("pk"))
    contados = Lote.objects.annotate(registradas=Coalesce(Subquery(registradas.values("n")), 0))
    buenas = F("aplicadas") + F("ya_estaban") + F("rechazadas")
    return contados.filter(~Q(aplicadas=F("registradas")) | (Q(estado=Lote.Estado.APLICADO) & ~Q(buenas=buenas)))


@invariante("Cada generación de planillas que no ha terminado tiene su tarea en la bandeja de salida.")
def generacion_sin_tarea() -> QuerySet[Generacion]:
    tarea = promised(TAREA, Cast(OuterRef("pk"), CharField()))
    return Generacion.objects.filter(~Exists(tarea), terminada_en__isnull=True)


def _suma(filas: "QuerySet[Any]", de_quien: str, campos: str) -> Coalesce:
    """The sum of those columns over the rows of an outer employer, agreement or instalment."""
    total = sum((F(campo) for campo in campos.split()[1:]), F(campos.split(maxsplit=1)[0]))
    propias = filas.filter(**{de_quien: OuterRef("pk")}).order_by().values(de_quien)
    return Coalesce(Subquery(propias.annotate(total=Sum(total)).values("total")), CERO)


@invariante(
    "Lo que un empleador pagó es lo que llegó a sus planillas, lo que tiene a favor y lo que espera en una cuota."
)
def dinero_que_no_cuadra() -> QuerySet[Empleador]:
    """New money only: a credit and the shares of an instalment are money that came in before."""
    pagos, de_empleador = Pago.objects.all(), "planilla__empleador"
    de_cuotas, de_convenio = PagoCuota.objects.all(), "cuota__convenio__empleador"
    a_medias = Cuota.objects.filter(pagada_el__isnull=True)
    entra = _suma(pagos.filter(origen__in=ORIGENES_DE_FUERA), de_empleador, "valor") + _suma(
        de_cuotas, de_convenio, "valor"
    )
    llega = _suma(pagos, de_empleador, "interes capital")
    a_favor = (
        _suma(pagos, de_empleador, "excedente")
        + _suma(de_cuotas, de_convenio, "excedente")
        - _suma(pagos.filter(origen=Pago.Origen.CREDITO), de_empleador, "valor")
    )
    espera = _suma(a_medias, "convenio__empleador", "pagado")
    return Empleador.objects.annotate(resto=Round(entra - llega - a_favor - espera, 2)).exclude(resto=0)


@invariante("Nadie gastó más saldo a favor del que tenía.")
def saldo_gastado_de_mas() -> QuerySet[Empleador]:
    pagos, de_empleador = Pago.objects.all(), "planilla__empleador"
    sobra = _suma(pagos, de_empleador, "excedente") + _suma(
        PagoCuota.objects.all(), "cuota__convenio__empleador", "excedente"
    )
    gastado = _suma(pagos.filter(origen=Pago.Origen.CREDITO), de_empleador, "valor")
    return Empleador.objects.annotate(resto=Round(sobra - gastado, 2)).filter(resto__lt=0)


@invariante("Las cuotas de cada convenio son su deuda, y su deuda la de sus planillas.")
def convenio_que_no_suma() -> QuerySet[Convenio]:
    cuotas, items = Cuota.objects.all(), PlanillaDeConvenio.objects.all()
    restos = {
        f"resto_{campo}": Round(F(campo) - _suma(cuotas, "convenio", campo), 2)
        for campo in ("capital", "interes", "futuro")
    } | {f"item_{campo}": Round(F(campo) - _suma(items, "convenio", campo), 2) for campo in ("capital", "interes")}
    return Convenio.objects.annotate(**restos).exclude(**dict.fromkeys(restos, 0))


@invariante("Lo pagado de cada cuota es lo que sus pagos le dieron, y está pagada cuando es todo su valor.")
def cuota_mal_pagada() -> QuerySet[Cuota]:
    pagos = PagoCuota.objects.all()
    sumadas = Cuota.objects.annotate(
        resto=Round(F("pagado") - _suma(pagos, "cuota", "valor") + _suma(pagos, "cuota", "excedente"), 2),
        por_pagar=Round(F("capital") + F("interes") + F("futuro") - F("pagado"), 2),
    )
    a_tiempo = Q(por_pagar=0, pagada_el__isnull=False) | Q(por_pagar__gt=0, pagada_el__isnull=True)
    return sumadas.exclude(a_tiempo, resto=0)


@invariante("Cada planilla en convenio está en uno en vigor.")
def planilla_en_convenio_que_no_rige() -> QuerySet[Planilla]:
    suyo = Convenio.objects.filter(
        numero=OuterRef("convenio"), estado=Convenio.Estado.VIGENTE, items__planilla=OuterRef("pk")
    )
    return Planilla.objects.exclude(convenio="").filter(~Exists(suyo))


@invariante("El dinero que esperaba está una vez: por aplicar, o en el pago que ya es.")
def pago_por_aplicar_mal_aplicado() -> QuerySet[PagoPorAplicar]:
    en_pago = Exists(Pago.objects.filter(referencia=OuterRef("clave"), valor=OuterRef("valor")))
    en_cuota = Exists(PagoCuota.objects.filter(referencia=OuterRef("clave"), valor=OuterRef("valor")))
    esta = en_pago | en_cuota
    return PagoPorAplicar.objects.filter(Q(aplicado_en__isnull=True) & esta | Q(aplicado_en__isnull=False) & ~esta)

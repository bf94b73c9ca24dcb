"""What holds of what employers tell of their workers, of their planillas, and of what the register has of both."""

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from empleadores.models import Generacion, Lote, Novedad
from empleadores.planillas.services import TAREA
from nucleo.invariantes import invariante
from nucleo.outbox.selectors import promised
from registro.models import Relacion

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

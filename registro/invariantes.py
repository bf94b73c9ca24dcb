"""What holds of the register. Aportes and the bitácora have no foreign keys in the database (ADR 0011, ADR 0005)."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Round

from nucleo.bitacora.models import Asiento
from nucleo.dinero import CERO
from nucleo.invariantes import invariante
from registro.models import Aporte, Empleador, Persona, Planilla, Relacion


@invariante("Cada aporte es de una persona que existe.")
def aporte_sin_persona() -> QuerySet[Aporte]:
    return Aporte.objects.filter(~Exists(Persona.objects.filter(pk=OuterRef("persona_id"))))


@invariante("Cada aporte con empleador es de uno que existe, con su RUC.")
def aporte_sin_empleador() -> QuerySet[Aporte]:
    suyo = Empleador.objects.filter(pk=OuterRef("empleador_id"), ruc=OuterRef("ruc"))
    return Aporte.objects.filter(~Exists(suyo), empleador_id__isnull=False)


@invariante("Cada aporte con empleador está en la planilla de su empleador, sucursal, mes y tipo; sin él, en ninguna.")
def aporte_fuera_de_su_planilla() -> QuerySet[Aporte]:
    suya = Planilla.objects.filter(
        pk=OuterRef("planilla_id"),
        empleador_id=OuterRef("empleador_id"),
        sucursal=OuterRef("sucursal"),
        periodo=OuterRef("periodo"),
        tipo=OuterRef("tipo_planilla"),
    )
    con_algo = Q(empleador_id__isnull=False) | Q(planilla_id__isnull=False)
    return Aporte.objects.filter(con_algo, ~Exists(suya))


@invariante("Los totales de cada planilla son los de sus aportes, al centavo.")
def planilla_que_no_suma() -> QuerySet[Planilla]:
    sumadas = Planilla.objects.annotate(
        cuantos=Count("aportes"),
        # SQLite adds up cents as floating point: what is less than half a cent is no difference.
        resto=Round(Coalesce(Sum("aportes__sueldo"), CERO) - F("suma_sueldos"), 2),
        impagos=Count("aportes", filter=Q(aportes__fecha_pago__isnull=True)),
    )
    return sumadas.exclude(cuantos=F("trabajadores"), resto=0, impagos=F("aportes_impagos"))


@invariante("Cada relación de trabajo lleva el RUC de su empleador.")
def relacion_con_otro_ruc() -> QuerySet[Relacion]:
    return Relacion.objects.filter(empleador__isnull=False).exclude(ruc=F("empleador__ruc"))


@invariante("Cada asiento de la bitácora sobre una persona es sobre una que existe.")
def asiento_sin_persona() -> QuerySet[Asiento]:
    conocida = Persona.objects.filter(pk=OuterRef("persona_id"))
    return Asiento.objects.filter(~Exists(conocida), persona_id__isnull=False)

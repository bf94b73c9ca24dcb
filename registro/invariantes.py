"""What holds of the register. Aportes and the bitácora have no foreign keys in the database (ADR 0011, ADR 0005)."""

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Round

from nucleo.bitacora.models import Asiento
from nucleo.dinero import CERO
from nucleo.invariantes import invariante
from registro.dialecto import dialecto_de
from registro.models import Aporte, Empleador, Persona, Planilla, Relacion
from registro.planillas.valores import PARTES, sumas


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


@invariante(
    "Lo que cobra cada planilla del portal, y cada una por pagar, es la suma de sus filas redondeadas una a una."
)
def planilla_mal_valorada() -> QuerySet[Planilla]:
    valoradas = "(pl.generada_en IS NOT NULL OR pl.aportes_impagos > 0)"
    difieren = " OR ".join(f"pl.{parte} <> s.{parte}" for parte in PARTES)
    sql = f"""SELECT pl.id FROM registro_planilla pl
        JOIN ({sumas(dialecto_de(connection), valoradas)}) s ON s.id = pl.id WHERE {difieren}"""  # noqa: S608 (our own)
    halladas = RawSQL(sql, [])  # noqa: S611 (nothing in it comes from outside)
    return Planilla.objects.filter(pk__in=halladas)


@invariante("El capital de cada planilla es la suma de sus partes; la anulada no cobra nada.")
def planilla_con_otro_capital() -> QuerySet[Planilla]:
    partes = F("personal") + F("patronal") + F("ccc") + F("fondos") + F("salud")
    con_partes = Planilla.objects.annotate(resto=Round(F("capital") - partes, 2))
    viva_a_medias = Q(anulada_en__isnull=False) & (Q(trabajadores__gt=0) | Q(capital__gt=0))
    return con_partes.filter(~Q(resto=0) | viva_a_medias)

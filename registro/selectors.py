"""What other floors ask of the register. Each function is one query, however long the record."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Min

from registro.models import DE_FONDOS_DE_RESERVA, Aporte, Empleador, EstadoPlanilla, Pension, Persona, Relacion


class AporteFila(NamedTuple):
    """One month at one branch of one employer, as the historial shows it."""

    periodo: date
    ruc: str
    empleador: str
    sucursal: str
    dias: int
    sueldo: Decimal
    tipo: str
    fecha_pago: date | None
    comprobante: str
    vence: date | None

    @property
    def pagado(self) -> bool:
        return self.fecha_pago is not None

    def estado(self, hoy: date) -> EstadoPlanilla:
        return EstadoPlanilla.de(impaga=not self.pagado, vence=self.vence, hoy=hoy)


class MoraFila(NamedTuple):
    """How many months one employer owes of one person, and the first of them."""

    ruc: str
    empleador: str
    desde: date


def persona_por_cedula(cedula: str) -> Persona | None:
    return Persona.objects.filter(cedula=cedula).first()


def empleador_por_ruc(ruc: str) -> Empleador | None:
    return Empleador.objects.filter(ruc=ruc).first()


def historial_de(persona: Persona) -> list[AporteFila]:
    """Every contribution of a person, newest month first. Reserve funds are no contribution to the time of service."""
    filas = (
        Aporte.objects.filter(persona=persona)
        .exclude(tipo_planilla__in=DE_FONDOS_DE_RESERVA)
        .order_by("-periodo", "ruc", "sucursal", "tipo_planilla")
        .values_list(
            "periodo",
            "ruc",
            "empleador__razon_social",
            "sucursal",
            "dias",
            "sueldo",
            "tipo_planilla",
            "fecha_pago",
            "numero_comprobante",
            "planilla__fecha_vencimiento",
        )
    )
    return [AporteFila(*fila) for fila in filas]


def aportes_en_mora(persona: Persona, hoy: date) -> list[MoraFila]:
    """The employers that owe contributions of this person past their due date, the oldest debt first."""
    filas = (
        Aporte.objects.filter(persona=persona, fecha_pago__isnull=True, planilla__fecha_vencimiento__lt=hoy)
        .exclude(tipo_planilla__in=DE_FONDOS_DE_RESERVA)
        .values_list("ruc", "empleador__razon_social")
        .annotate(desde=Min("periodo"))
        .order_by("desde")
    )
    return [MoraFila(*fila) for fila in filas]


def relaciones_de(persona: Persona) -> list[Relacion]:
    """Every affiliation of a person, the running ones first, each with its employer."""
    relaciones = Relacion.objects.filter(persona=persona).select_related("empleador")
    return sorted(relaciones, key=lambda r: (r.fecha_salida is not None, -r.fecha_ingreso.toordinal()))


def pensiones_de(persona: Persona) -> list[Pension]:
    return list(Pension.objects.filter(persona=persona).order_by("fecha_inicio"))

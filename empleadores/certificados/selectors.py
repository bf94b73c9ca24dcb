"""What a certificate of obligations looks at: who is asked about, and what they owe."""

from collections.abc import Collection, Iterable
from datetime import date

from empleadores.reglas.obligaciones import Obligacion, Situacion, cumplimiento
from registro.models import Empleador, Persona, Planilla, nombre_de_tipo
from registro.planillas.deuda import deudas_de
from registro.reglas.identidad import ESTABLECIMIENTO_DOMESTICO, TipoRuc, es_ruc, tipo_ruc
from registro.selectors import empleador_por_ruc, persona_por_cedula

EN_PERSONA = frozenset({TipoRuc.NATURAL, TipoRuc.DOMESTICO})
CEDULA = 10


def es_persona_natural(ruc: str) -> bool:
    """Whether an employer with this number is a person: a company's first ten digits may look like a cédula too."""
    return es_ruc(ruc, domestico=True) and tipo_ruc(ruc) in EN_PERSONA


def rucs_en_persona(cedula: str) -> list[str]:
    """The numbers under which this person may be an employer: of a business, and of a home."""
    return [ruc for ruc in (f"{cedula}001", f"{cedula}{ESTABLECIMIENTO_DOMESTICO}") if es_persona_natural(ruc)]


def empleadores_en_persona(cedula: str) -> list[Empleador]:
    return list(Empleador.objects.filter(ruc__in=rucs_en_persona(cedula)).order_by("-ruc"))


def rucs_de_empleador(cedula: str) -> list[str]:
    return [empleador.ruc for empleador in empleadores_en_persona(cedula)]


def quien_es(identificacion: str) -> Persona | Empleador | None:
    """Of whom a valid cédula or RUC is, in the register. At most two queries."""
    if len(identificacion) != CEDULA:
        return empleador_por_ruc(identificacion)
    return persona_por_cedula(identificacion) or next(iter(empleadores_en_persona(identificacion)), None)


def obligaciones_de(empleadores: Iterable[Empleador], hoy: date) -> list[Obligacion]:
    """Every planilla of theirs that is not wholly paid, with its interest of today; the oldest of each first."""
    return [
        Obligacion(
            periodo=deuda.planilla.periodo,
            sucursal=deuda.planilla.sucursal,
            tipo=nombre_de_tipo(deuda.planilla.tipo),
            vence=deuda.planilla.fecha_vencimiento,
            capital=deuda.capital,
            interes=deuda.interes,
            convenio=deuda.planilla.convenio,
            sin_valorar=deuda.planilla.sin_valorar,
        )
        for empleador in empleadores
        for deuda in deudas_de(empleador, hoy)
    ]


def situacion_de(rucs: Collection[str], hoy: date) -> Situacion:
    """The situation alone, for whoever verifies: the rates decide how much is owed, and never whether. One query."""
    impagas = Planilla.objects.por_pagar().filter(empleador__ruc__in=rucs, fecha_vencimiento__lt=hoy)
    obligaciones = [
        Obligacion(
            periodo=planilla.periodo,
            sucursal=planilla.sucursal,
            tipo=planilla.tipo,
            vence=planilla.fecha_vencimiento,
            capital=planilla.saldo,
            interes=planilla.interes_pendiente,
            convenio=planilla.convenio,
            sin_valorar=planilla.sin_valorar,
        )
        for planilla in impagas
    ]
    return cumplimiento(obligaciones, hoy).situacion

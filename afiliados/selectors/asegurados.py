"""What each of several people is insured by in their own name, and on what a titular contributes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max

from afiliados.reglas.afiliacion import Afiliacion, Aportes, Situacion, Vinculo, afiliacion
from afiliados.reglas.cobertura import Calidad, EstadoCivil, SeguroPropio, Titular
from afiliados.selectors.expediente import Expediente
from nucleo.dinero import CERO
from registro.models import Aporte, PagoPension, Pension, Persona, Relacion
from registro.reglas.puertas import mover

MESES_QUE_SOSTIENEN = 4
"""A voluntary affiliation runs on its last months: older ones say nothing of today."""


@dataclass(frozen=True)
class Seguros:
    """The affiliations and pensions of several people, read together."""

    hoy: date
    dia_de_pago: int
    relaciones: Mapping[int, list[Relacion]]
    pensiones: Mapping[int, list[Pension]]
    voluntarios: Mapping[int, list[date]]

    @classmethod
    def de(cls, personas: Sequence[Persona], hoy: date, dia_de_pago: int) -> "Seguros":
        """Three queries."""
        relaciones: dict[int, list[Relacion]] = {}
        for relacion in Relacion.objects.filter(persona__in=personas):
            relaciones.setdefault(relacion.persona_id, []).append(relacion)
        pensiones: dict[int, list[Pension]] = {}
        for pension in Pension.objects.filter(persona__in=personas, fecha_inicio__lte=hoy):
            pensiones.setdefault(pension.persona_id, []).append(pension)
        voluntarios: dict[int, list[date]] = {}
        pagados = Aporte.objects.filter(persona__in=[p.pk for p in personas], ruc="", fecha_pago__isnull=False)
        recientes = pagados.filter(periodo__gte=mover(hoy, -MESES_QUE_SOSTIENEN))
        for quien, periodo in recientes.values_list("persona_id", "periodo"):
            voluntarios.setdefault(quien, []).append(periodo)
        return cls(hoy, dia_de_pago, relaciones, pensiones, voluntarios)

    def afiliacion(self, persona: Persona, aportes: Aportes | None = None) -> Afiliacion:
        return afiliacion(
            [Vinculo(r.ruc, "", r.fecha_ingreso, r.fecha_salida) for r in self.relaciones.get(persona.pk, ())],
            aportes or Aportes(self.voluntarios.get(persona.pk, ())),
            self.hoy,
            dia_de_pago=self.dia_de_pago,
            fallecimiento=persona.fecha_fallecimiento,
        )

    def propio(self, persona: Persona) -> SeguroPropio | None:
        """What somebody is insured by in their own name today; whose employee they are is not told."""
        vigentes = self.afiliacion(persona).vigentes
        hay = [SeguroPropio("Afiliación a su nombre", v.desde, v.hasta) for v in vigentes]
        hay += [SeguroPropio("Pensión a su nombre", p.fecha_inicio) for p in self.pensiones.get(persona.pk, ())]
        # The first to begin says since when; none ends the insurance while another runs.
        return min(hay, key=lambda seguro: (seguro.hasta is not None, seguro.desde), default=None)


def titular_de(persona: Persona, expediente: Expediente, seguros: Seguros, hoy: date) -> Titular:
    """As the rule of the cover takes them, but for whom they cover. One query, of a pensioner alone."""
    filas = expediente.filas
    voluntarios = {fila.periodo for fila in filas if not fila.ruc and fila.pagado}
    hecho = seguros.afiliacion(persona, Aportes(voluntarios, filas[0].periodo if filas else None))
    pensiones = seguros.pensiones.get(persona.pk, [])
    activa = hecho.situacion is Situacion.ACTIVA
    if pensiones and not activa:
        calidad, base = Calidad.PENSIONISTA, sum((pension.monto for pension in pensiones), CERO)
        ultimo_mes = _ultima_pension(persona, hoy)
    else:
        calidad = Calidad.AFILIADO
        base, ultimo_mes = _base(expediente, hecho, seguros.relaciones.get(persona.pk, []), hoy)
    return Titular(
        cedula=persona.cedula,
        calidad=calidad,
        vigente=persona.fecha_fallecimiento is None and (activa or bool(pensiones)),
        base=base,
        nacimiento=persona.fecha_nacimiento,
        estado_civil=estado_civil_de(persona),
        ultimo_mes=ultimo_mes,
        cese=hecho.cese if hecho.situacion is Situacion.CESANTE else None,
        fallecimiento=persona.fecha_fallecimiento,
    )


def _base(
    expediente: Expediente, hecho: Afiliacion, relaciones: Sequence[Relacion], hoy: date
) -> tuple[Decimal, date | None]:
    """What they contribute on, and the last month paid: of that month, or of a job of which none is paid yet."""
    pagados = expediente.pagados
    ultimo = pagados[-1] if pagados else None
    desde = min((vinculo.desde for vinculo in hecho.vigentes), default=None)
    if ultimo and (desde is None or ultimo.periodo >= desde.replace(day=1)):
        return ultimo.sueldo, ultimo.periodo
    return sum((r.sueldo_de_aportacion for r in relaciones if r.rige(hoy)), CERO), None


def _ultima_pension(persona: Persona, hoy: date) -> date | None:
    pagos = PagoPension.objects.filter(persona=persona, fecha_pago__lte=hoy)
    return pagos.aggregate(ultimo=Max("periodo"))["ultimo"]


def estado_civil_de(persona: Persona | None) -> EstadoCivil | None:
    return EstadoCivil(persona.estado_civil) if persona and persona.estado_civil else None

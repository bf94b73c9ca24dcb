"""Who lives abroad, and until when their proof of life is good: one definition for page, desk and clock."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from pensionistas.models import AvisoPais, PensionistaExterior, Supervivencia, Suspension
from registro.models import Pension, Persona
from registro.parametros import Parametros

AVISOS = "supervivencia_avisos_dias"
FRECUENCIA = "supervivencia_frecuencia_meses"


def pensionistas_exterior() -> QuerySet[Any]:
    """Those who are alive, each a PensionistaExterior with `vence`.

    It is None where neither a proof nor the notice that they left is registered. The day by which somebody who just
    left owes the first proof gives way to the first one that is registered: no further trip puts it off.
    """
    fuera = Pension.objects.filter(persona=OuterRef("pk"), reside_exterior=True)
    vivos = PensionistaExterior.objects.filter(Exists(fuera), fecha_fallecimiento=None)
    return vivos.annotate(vence=_vence("pk"))


def _vence(persona: str) -> Coalesce:
    """By the name that the outer query has for the person."""
    suyas = Supervivencia.objects.filter(persona=OuterRef(persona), anulada_en=None).order_by("-fecha")
    primera = (
        AvisoPais.objects.filter(persona=OuterRef(persona), anulado_en=None, presentar_hasta__isnull=False)
        .order_by()
        .values("persona")
        .annotate(primera=Min("presentar_hasta"))
        .values("primera")
    )
    return Coalesce(Subquery(suyas.values("vence")[:1]), Subquery(primera), output_field=DateField())


@dataclass(frozen=True)
class EstadoSupervivencia:
    """How somebody stands today. `debe`: they live abroad, and so they hand it in."""

    hoy: date
    debe: bool
    vence: date | None
    avisa_desde: int

    @property
    def vencida(self) -> bool:
        return self.debe and self.vence is not None and self.vence < self.hoy

    @property
    def pronto(self) -> bool:
        """It runs out so soon that they were reminded."""
        return self.debe and self.vence is not None and self.hoy <= self.vence <= self.hoy + timedelta(self.avisa_desde)

    @property
    def falta(self) -> bool:
        """Nothing is registered of somebody who lives abroad."""
        return self.debe and self.vence is None

    @property
    def dias(self) -> int | None:
        return (self.vence - self.hoy).days if self.vence else None


def estado_de(persona: Persona, hoy: date) -> EstadoSupervivencia:
    """One query."""
    fila = pensionistas_exterior().filter(pk=persona.pk).values_list("vence").first()
    return EstadoSupervivencia(hoy, fila is not None, fila[0] if fila else None, primer_aviso(hoy))


def lo_que_toca(persona: Persona, hoy: date) -> tuple[list[Pension], EstadoSupervivencia]:
    """(the pensions that are suspended, each with its `motivo`; how the proof of life stands). One query."""
    abierta = Suspension.objects.filter(pension=OuterRef("pk"), levantada_en=None)
    suyas = Pension.objects.filter(Q(reside_exterior=True) | Q(suspendida_desde__isnull=False), persona=persona)
    filas = list(
        suyas.annotate(motivo=Subquery(abierta.values("motivo")[:1]), vence=_vence("persona")).order_by("fecha_inicio")
    )
    fuera = [fila for fila in filas if fila.reside_exterior and persona.fecha_fallecimiento is None]
    estado = EstadoSupervivencia(hoy, bool(fuera), fuera[0].vence if fuera else None, primer_aviso(hoy))
    return [fila for fila in filas if fila.suspendida_desde], estado


def primer_aviso(hoy: date) -> int:
    return max(Parametros.al(hoy).lista(AVISOS))


def avisos_de(persona: Persona) -> QuerySet[AvisoPais]:
    """The newest first, those that were annulled too."""
    return AvisoPais.objects.filter(persona=persona).order_by("-fecha", "-pk")


def supervivencias_de(persona: Persona) -> QuerySet[Supervivencia]:
    return Supervivencia.objects.filter(persona=persona, anulada_en=None).order_by("-fecha")


def suspensiones_abiertas(persona: Persona) -> list[Suspension]:
    """One query."""
    return list(Suspension.objects.filter(persona=persona, levantada_en=None).select_related("pension").order_by("pk"))

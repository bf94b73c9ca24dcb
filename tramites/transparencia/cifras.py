"""What is published of a month, and what the staff compare: values, without a database."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from tramites.catalogo.models import Tramite
from tramites.transparencia.models import Conteo
from tramites.transparencia.tiempos import Tiempos

POCOS = range(1, 5)
"""So few people that a number about them may tell of one (docs/cifras.md): where a cut has them, it is masked."""


@dataclass(frozen=True)
class Cifra:
    """Complaints and attentions of one month from one source. `version` > 1: restated, for `motivo`."""

    quejas: int
    atenciones: int
    version: int = 1
    motivo: str = ""
    cerrada: bool = True
    registrada_en: datetime | None = None

    @property
    def solo_quejas(self) -> bool:
        return bool(self.quejas) and not self.atenciones

    @property
    def por_mil(self) -> Decimal | None:
        """Complaints per thousand attentions, to one decimal; None without attentions."""
        if not self.atenciones:
            return None
        return (Decimal(1000 * self.quejas) / self.atenciones).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Detalle:
    """What the portal's figure is made of, as it may be published: None is masked, or there is none."""

    en_linea: int | None = None
    presencial: int | None = None
    decididos: int | None = None
    mediana: Decimal | None = None
    nueve_de_diez: Decimal | None = None
    oculto_canales: bool = False
    oculto_tiempos: bool = False

    @classmethod
    def de(cls, en_linea: int, presencial: int, tiempos: Tiempos | None = None) -> Self:
        """With few people in one channel both are masked: the total is published, and one would give the other away."""
        pocos_canal = en_linea in POCOS or presencial in POCOS
        visible = Tiempos() if tiempos is None or tiempos.decididos in POCOS else tiempos
        return cls(
            en_linea=None if pocos_canal else en_linea,
            presencial=None if pocos_canal else presencial,
            decididos=visible.decididos or None,
            mediana=visible.mediana,
            nueve_de_diez=visible.nueve_de_diez,
            oculto_canales=pocos_canal,
            oculto_tiempos=tiempos is not None and tiempos.decididos in POCOS,
        )


@dataclass(frozen=True)
class MesPublicado:
    anio: int
    mes: int
    fuente: str
    cifra: Cifra
    otra: Cifra | None = None
    """What the portal itself counted, where the official figure is the one shown."""
    versiones: list[Cifra] = field(default_factory=list)
    """Every version of the figure shown, newest first: a restatement stands beside what it replaced."""
    detalle: Detalle | None = None
    """None where only the official sheet speaks of the month."""

    @property
    def oficial(self) -> bool:
        return self.fuente == Conteo.Fuente.OFICIAL


@dataclass(frozen=True)
class Cierre:
    """A month that was closed, or one figure of a closed month that was restated."""

    anio: int
    mes: int
    cerrado_en: datetime
    tramites: int
    atenciones: int
    quejas: int
    reexpresion: bool = False
    motivo: str = ""
    version: int = 1
    tramite: Tramite | None = None
    """Of a restatement: None when it is that of the complaints about the service and about data."""
    nuevo: bool = False
    """Whether the verb that gave it back has just written it."""


@dataclass(frozen=True)
class Linea:
    """One number of a closed figure, as it was fixed and as the events say it now."""

    nombre: str
    fijada: Decimal | int | None
    contada: Decimal | int | None

    @property
    def coincide(self) -> bool:
        return self.fijada == self.contada


@dataclass(frozen=True)
class Recuento:
    """A closed figure counted again from its events. `tramite` is None for the complaints that are about none."""

    tramite: Tramite | None
    anio: int
    mes: int
    fijada: Cifra | None
    """None: that month is not closed."""
    contada: Cifra
    lineas: tuple[Linea, ...]

    @property
    def coincide(self) -> bool:
        return all(linea.coincide for linea in self.lineas)


@dataclass(frozen=True)
class MesEnCurso:
    """What one procedure counts so far this month, beside the month before and the same month a year before."""

    tramite: Tramite
    anio: int
    mes: int
    quejas: int
    atenciones: int
    anio_antes: Cifra | None
    mes_antes: Cifra | None
    anomalia: str

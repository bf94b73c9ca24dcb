"""Subsidies of rests that did not happen: what each contingency would give from today, and "what if"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from afiliados.reglas.certificado_medico import Habiles
from afiliados.reglas.reposos import UN_DIA, Clase, Motivo, Reposo
from afiliados.reglas.subsidios_calculo import Causa, NormaSubsidios, Tramo
from afiliados.reglas.subsidios_examen import Asegurado, Examen, Pedido, examinar
from afiliados.reglas.subsidios_pasos import pasos_de, que_pasa
from afiliados.reglas.subsidios_requisitos import requisitos_de
from nucleo.dinero import formato
from registro.reglas.dictamen import Requisito, todos_cumplen

DE_LA_PERSONA: Final = frozenset({"imposiciones_seguidas", "imposiciones", "protegido", "sector", "trabaja_ese_dia"})
"""The requirements that her record meets or not, whatever a certificate will say."""
TIPICO: Final[Mapping[Clase, Motivo]] = {
    Clase.ENFERMEDAD: Motivo.ENFERMEDAD,
    Clase.MATERNIDAD: Motivo.MATERNIDAD,
    Clase.RIESGOS: Motivo.ACCIDENTE_DE_TRABAJO,
}


def supuesto(
    motivo: Motivo, desde: date, hasta: date, *, norma: NormaSubsidios, hoy: date, hecho: date | None = None
) -> Pedido:
    """A certificate handed in today for that rest. `hecho`: the day of the birth or of the accident.

    Unless it is told, the rest begins with the accident, or as early before the birth as is paid; and the accident was
    reported on its day.
    """
    accidente = (hecho or desde) if motivo is Motivo.ACCIDENTE_DE_TRABAJO else None
    return Pedido(
        Reposo(motivo, desde, hasta, emision=min(desde, hoy)),
        presentado=hoy,
        parto=(hecho or desde + norma.maternidad.antes * UN_DIA) if motivo is Motivo.MATERNIDAD else None,
        accidente=accidente,
        aviso=accidente,
    )


class AlDia(NamedTuple):
    """What a tranche pays for each of its days."""

    tramo: Tramo
    que_pasa: str
    iess: Decimal
    empleador: Decimal


def al_dia(examen: Examen) -> list[AlDia]:
    """The tranches that this subsidy counts."""
    base, tramos = examen.subsidio.base, examen.subsidio.tramos
    return [
        AlDia(tramo, que_pasa(tramo), base.de(1, tramo.trato.iess), base.de(1, tramo.trato.empleador))
        for tramo in tramos
        if tramo.trato.causa is not Causa.FUERA
    ]


@dataclass(frozen=True, slots=True)
class Derecho:
    """What a contingency that began today would give, for as long as it is paid."""

    clase: Clase
    examen: Examen
    requisitos: tuple[Requisito, ...]

    @property
    def cumple(self) -> bool:
        return todos_cumplen(self.requisitos)

    @property
    def razones(self) -> list[tuple[Requisito, Sequence[Requisito]]]:
        """Each requirement; and of its ways the first one that is met, or all of them where none is."""
        return [(uno, [via for via in uno.opciones if via.cumple][:1] or uno.opciones) for uno in self.requisitos]

    @property
    def tramos(self) -> list[AlDia]:
        return al_dia(self.examen)

    @property
    def desde_cuando(self) -> str:
        """The first amount that IESS pays by the day, and from which day of the rest on."""
        return next(
            (f"{formato(fila.iess)} del IESS desde el día {fila.tramo.dia_desde}" for fila in self.tramos if fila.iess),
            "",
        )

    @property
    def referencial(self) -> bool:
        return any(paso.referencial for paso in pasos_de(self.examen, califica=self.cumple))


def derechos(asegurado: Asegurado, *, norma: NormaSubsidios, habiles: Habiles, hoy: date) -> list[Derecho]:
    """Of each contingency; earlier rests are left aside."""
    solo = replace(asegurado, anteriores=())
    # The day of an accident itself is not paid: one more reaches the last one that is.
    dias = {
        Clase.ENFERMEDAD: norma.enfermedad.maximo,
        Clase.MATERNIDAD: norma.maternidad.maximo,
        Clase.RIESGOS: norma.riesgos.maximo + norma.riesgos.desde_el_dia_siguiente,
    }
    hechos = []
    for clase, cuantos in dias.items():
        pedido = supuesto(TIPICO[clase], hoy, hoy + (cuantos - 1) * UN_DIA, norma=norma, hoy=hoy)
        examen = examinar(solo, pedido, norma=norma, habiles=habiles, hoy=hoy)
        propios = tuple(requisito for requisito in requisitos_de(examen) if requisito.nombre in DE_LA_PERSONA)
        hechos.append(Derecho(clase, examen, propios))
    return hechos

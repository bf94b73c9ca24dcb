"""What the certificate says of an employer, or of a person in that capacity. Its text: E §6."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from empleadores.certificados.selectors import empleadores_en_persona, es_persona_natural, obligaciones_de
from empleadores.reglas.obligaciones import Cumplimiento, Situacion, cumplimiento
from nucleo.escritura import dinero
from nucleo.texto import iniciales
from registro.models import Empleador, Persona
from registro.selectors import persona_por_cedula

# Of a person whom the register knows, and not as an employer: beside the three of the rule.
NO_EMPLEADOR = "NO_EMPLEADOR"


@dataclass(frozen=True, slots=True)
class Texto:
    """The words of one of the two: what it says in each situation, after naming of whom. `{total}`: what is owed."""

    titulo: str
    dice: Mapping[str, str]


CUMPLIMIENTO = Texto(
    "Certificado de cumplimiento de obligaciones patronales",
    {
        Situacion.NO_MORA: "NO registra obligaciones patronales en mora",
        Situacion.EN_TRAMITE_DE_PAGO: (
            "registra obligaciones patronales EN TRÁMITE DE PAGO, dentro de un acuerdo de pagos parciales cuyas cuotas "
            "se cumplen"
        ),
        Situacion.SI_MORA: "SÍ registra obligaciones patronales en mora, por {total}",
        NO_EMPLEADOR: "NO consta como empleador y, por tanto, NO registra obligaciones patronales en mora",
    },
)
NO_ADEUDAR = Texto(
    "Certificado de no adeudar al IESS",
    {
        Situacion.NO_MORA: "NO adeuda al IESS obligaciones vencidas y NO registra obligaciones patronales en mora",
        Situacion.EN_TRAMITE_DE_PAGO: (
            "adeuda al IESS obligaciones que están EN TRÁMITE DE PAGO, dentro de un acuerdo de pagos parciales cuyas "
            "cuotas se cumplen"
        ),
        Situacion.SI_MORA: "SÍ adeuda al IESS {total} y SÍ registra obligaciones patronales en mora",
        NO_EMPLEADOR: (
            "NO consta como empleador y, por tanto, NO adeuda al IESS obligaciones patronales ni las registra en mora"
        ),
    },
)


SIN_CALCULAR = "un valor que todavía no se calcula"


def cuanto(estado: Cumplimiento) -> str:
    """What is in arrears, in words."""
    if not estado.sin_valorar:
        return dinero(estado.total)
    return f"{dinero(estado.total)} más {SIN_CALCULAR}" if estado.total else SIN_CALCULAR


@dataclass(frozen=True, slots=True)
class Consultado:
    """Of whom, and how they stand; `estado` is None of somebody who is no employer."""

    titular: Persona | Empleador
    empleadores: tuple[Empleador, ...]
    estado: Cumplimiento | None

    @classmethod
    def de(cls, titular: Persona | Empleador, hoy: date) -> "Consultado":
        """An employer is asked about by itself; a person, as every employer that they are in their own name."""
        suyos = empleadores_en_persona(titular.cedula) if isinstance(titular, Persona) else [titular]
        estado = cumplimiento(obligaciones_de(suyos, hoy), hoy) if suyos else None
        return cls(titular, tuple(suyos), estado)

    @property
    def situacion(self) -> str:
        return self.estado.situacion if self.estado else NO_EMPLEADOR

    def datos(self, texto: Texto) -> dict[str, Any]:
        estado = self.estado
        return {
            **self._quien(),
            "situacion": self.situacion,
            "dice": texto.dice[self.situacion].format(total=cuanto(estado) if estado else ""),
            "total": str(estado.total) if estado and estado.en_mora else "",
            "acuerdo_aparte": bool(estado and estado.en_mora and estado.en_convenio),
        }

    def _quien(self) -> dict[str, Any]:
        """The employer as anybody may know it; of a person who is none, no more than tells that number from another."""
        if isinstance(self.titular, Persona):
            nombre = self.empleadores[0].razon_social if self.empleadores else iniciales(self.titular.nombre_completo)
            return {
                "nombre": nombre,
                "cedula": self.titular.cedula,
                "como_empleador": [empleador.ruc for empleador in self.empleadores],
            }
        if es_persona_natural(self.titular.ruc):
            return {"nombre": self.titular.razon_social, "ruc": self.titular.ruc, "natural": True}
        representante = persona_por_cedula(self.titular.representante_cedula)
        return {
            "nombre": self.titular.razon_social,
            "ruc": self.titular.ruc,
            "representante": representante.nombre_completo if representante else "",
            "direccion": self.titular.direccion,
        }

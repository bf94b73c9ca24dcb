"""What the register shows of who receives a pension."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from nucleo.dinero import CERO
from pensionistas.models import Suspension
from pensionistas.reglas import conceptos
from pensionistas.reglas.pagos import Antecedentes, Cambio, Mes, Renglon, cambios_de, meses_de
from pensionistas.rol.selectors import DepositosDelMes, depositos_de
from registro.models import PagoPension, Pension, Persona, Prestamo
from registro.reglas.puertas import mover
from tramites.models import CambioDePension

CUOTA_DE = {
    Prestamo.Tipo.QUIROGRAFARIO: conceptos.QUIROGRAFARIO,
    Prestamo.Tipo.HIPOTECARIO: conceptos.HIPOTECARIO,
}
"""The concept of a rol by which a loan of each kind is paid."""


@dataclass(frozen=True)
class Pagos:
    """The pensions of a person and what was paid of them, in order."""

    pensiones: list[Pension]
    meses: list[Mes]
    cambios: Mapping[date, list[Cambio]]
    suspensiones: list[Suspension]
    depositos: dict[date, DepositosDelMes]

    def mensual(self, hoy: date) -> Decimal:
        """What they come to a month, those that have begun and are paid."""
        pagadas = (pension for pension in self.pensiones if pension.suspendida_desde is None)
        return sum((pension.monto for pension in pagadas if pension.fecha_inicio <= hoy), CERO)

    def mes(self, periodo: date) -> Mes | None:
        return next((mes for mes in self.meses if mes.periodo == periodo), None)


def pagos_de(persona: Persona) -> Pagos:
    """Six queries, however many months."""
    filas = PagoPension.objects.filter(persona=persona).values_list(
        "periodo", "concepto", "orden", "fecha_pago", "valor"
    )
    meses = meses_de(Renglon(*fila) for fila in filas)
    pensiones = pensiones_de(persona)
    suspensiones = list(Suspension.objects.filter(persona=persona).select_related("pension").order_by("pk"))
    cambios = cambios_de(meses, _antecedentes(persona, pensiones))
    return Pagos(pensiones, meses, cambios, suspensiones, depositos_de(persona))


def pensiones_de(persona: Persona) -> list[Pension]:
    """In the order in which they began."""
    return list(Pension.objects.filter(persona=persona).order_by("fecha_inicio", "pk"))


def _antecedentes(persona: Persona, pensiones: list[Pension]) -> Antecedentes:
    prestamos = Prestamo.objects.filter(persona=persona).values_list("tipo", "fecha")
    concedidos = CambioDePension.objects.filter(persona=persona, deshecho_en=None).values_list(
        "hecho_en", "solicitud__tramite__nombre", "solicitud__numero"
    )
    acuerdos: dict[date, str] = {}
    for cuando, tramite, numero in concedidos:
        # The rol of the month of a decision may have been made before it: then the raise begins with the next one.
        for mes in (mover(timezone.localdate(cuando), 0), mover(timezone.localdate(cuando), 1)):
            acuerdos[mes] = f"lo que se le concedió: {tramite}, solicitud {numero}"
    return Antecedentes(
        pensiones={mover(p.fecha_inicio, 0): p.get_tipo_display() for p in pensiones},
        acuerdos=acuerdos,
        prestamos=[(CUOTA_DE[Prestamo.Tipo(tipo)], dia) for tipo, dia in prestamos],
    )

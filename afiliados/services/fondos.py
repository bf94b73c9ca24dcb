"""What a withdrawal of the fondos de reserva writes in the register."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from afiliados.selectors.fondos import libre_de
from cuentas.actuacion import Actuacion
from nucleo.dinero import formato
from registro.models import MovimientoFondo, Persona
from tramites.casos.paso import NoProcede, anotar_efecto

RESERVA, RETIRO = MovimientoFondo.Fondo.RESERVA, MovimientoFondo.Tipo.RETIRO


def retirar_fondos(
    *, actuacion: Actuacion, persona: Persona, solicitud: str, fecha: date, monto: Decimal
) -> MovimientoFondo:
    """The movement of the withdrawal that the case `solicitud` grants; granted again, it is the same one, corrected.

    Raises NoProcede when that much isn't free any more: what a dictamen was made of may have changed since.
    """
    with transaction.atomic():
        # The person is the lock of their money: another withdrawal or a loan waits here.
        dueno = Persona.objects.select_for_update().get(pk=persona.pk)
        libre = libre_de(dueno, fecha, salvo=solicitud)
        if monto > libre:
            raise NoProcede(f"En los fondos de reserva quedan {formato(libre)} libres: calcule otra vez el dictamen.")
        suyos = MovimientoFondo.objects.filter(persona=dueno, acuerdo_numero=solicitud)
        movimiento = suyos.first() or MovimientoFondo(
            persona=dueno, fondo=RESERVA, tipo=RETIRO, acuerdo_numero=solicitud
        )
        if movimiento.valor != monto:
            # What a second decision adds wasn't there on the day of the first.
            movimiento.fecha, movimiento.valor = fecha, monto
            movimiento.save()
            anotar_efecto(actuacion, dueno.pk, solicitud, "fondos.retirados")
    return movimiento


def devolver_fondos(*, actuacion: Actuacion, persona: Persona, solicitud: str) -> bool:
    """Takes back the withdrawal that the case granted before it was decided again. False: it had granted none."""
    with transaction.atomic():
        dueno = Persona.objects.select_for_update().get(pk=persona.pk)
        borrados, _ = MovimientoFondo.objects.filter(persona=dueno, acuerdo_numero=solicitud).delete()
        if borrados:
            anotar_efecto(actuacion, dueno.pk, solicitud, "fondos.restituidos")
    return bool(borrados)

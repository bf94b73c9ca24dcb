"""What a withdrawal of the fondos de reserva writes in the register."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from afiliados.selectors.fondos import libre_de
from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import CAMBIO_DE_ESTADO
from cuentas.avisos.services import encolar_aviso
from nucleo.bitacora import anotar
from nucleo.dinero import formato
from nucleo.formularios import RespuestaRechazada
from registro.models import MovimientoFondo, Persona, Relacion
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


def elegir_modalidad(*, actuacion: Actuacion, relacion_id: int, acumula: bool) -> Relacion:
    """Saves the fondos de reserva of an employment from this month on, or has them paid with the salary.

    The employer, who pays in one way or the other, is told. Raises RespuestaRechazada when it is so already, or the
    employment has ended.
    """
    persona = actuacion.persona
    with transaction.atomic():
        relacion = (
            Relacion.objects.select_for_update(of=["self"])
            .select_related("empleador")
            .filter(pk=relacion_id, persona=persona, fecha_salida=None, empleador__isnull=False)
            .first()
        )
        if relacion is None:
            raise RespuestaRechazada("Ese empleo ya terminó. Elija uno de los que siguen.", "relacion")
        if relacion.acumula_fondos == acumula:
            raise RespuestaRechazada("Ya es así. Elija la otra manera, o no cambie nada.", "modalidad")
        relacion.acumula_fondos, relacion.fondos_desde = acumula, timezone.localdate().replace(day=1)
        relacion.marcar_cambio("acumula_fondos")
        relacion.save(update_fields=["acumula_fondos", "fondos_desde", "cambiado_en_portal"])
        asiento = anotar(
            actor=actuacion.nombre_actor,
            por=actuacion.por,
            accion="fondos.modalidad",
            objeto=f"relacion:{relacion.pk}",
            persona_id=persona.pk,
            datos={"acumula": acumula, "ruc": relacion.ruc},
        )
        encolar_aviso(
            clase=CAMBIO_DE_ESTADO,
            clave_unica=f"fondos:modalidad:{asiento.pk}",
            titular=relacion.empleador,
            asunto="Cómo paga los fondos de reserva de un trabajador",
            plantilla="fondos_modalidad",
            contexto={"trabajador": persona.nombre_completo, "acumula": acumula},
        )
    return relacion

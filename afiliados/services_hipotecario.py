"""What the case of a mortgage writes in the register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from cuentas.actuacion import Actuacion
from nucleo.bitacora import anotar
from registro.models import Persona, Prestamo
from registro.reglas.dictamen import Dictamen
from tramites.casos.services import NoProcede


def conceder_hipotecario(
    *, actuacion: Actuacion, persona: Persona, acuerdo: str, fecha: date, dictamen: Dictamen
) -> Prestamo:
    """The loan that the case `acuerdo` grants; granted again, it is the same loan with the newer figures.

    Raises NoProcede when the person is paying another one: it may have come while the case was on its way.
    """
    with transaction.atomic():
        # The person is the lock of all their cases.
        dueno = Persona.objects.select_for_update().get(pk=persona.pk)
        suyos = Prestamo.objects.filter(persona=dueno, tipo=Prestamo.Tipo.HIPOTECARIO)
        if suyos.exclude(acuerdo_numero=acuerdo).filter(Q(saldo__gt=0) | Q(fecha=fecha)).exists():
            raise NoProcede("La persona ya tiene un préstamo hipotecario: devuelva la solicitud al cálculo.")
        datos: Mapping[str, Any] = dictamen.datos
        prestamo = suyos.filter(acuerdo_numero=acuerdo).first()
        prestamo = prestamo or Prestamo(persona=dueno, tipo=Prestamo.Tipo.HIPOTECARIO, acuerdo_numero=acuerdo)
        prestamo.fecha, prestamo.plazo_meses, prestamo.tasa = fecha, datos["plazo"], datos["tasa"]
        prestamo.monto = prestamo.saldo = datos["monto"]
        prestamo.save()
        _anotar(actuacion, dueno, acuerdo, "prestamo.concedido")
    return prestamo


def retirar_hipotecario(*, actuacion: Actuacion, persona: Persona, acuerdo: str) -> bool:
    """Takes back what the case `acuerdo` granted before it was decided again. False: it had granted nothing.

    Raises NoProcede when something of it was paid already.
    """
    with transaction.atomic():
        dueno = Persona.objects.select_for_update().get(pk=persona.pk)
        suyo = Prestamo.objects.filter(persona=dueno, tipo=Prestamo.Tipo.HIPOTECARIO, acuerdo_numero=acuerdo).first()
        if suyo is None:
            return False
        if suyo.saldo != suyo.monto:
            raise NoProcede("El préstamo ya se está pagando: no se puede retirar.")
        suyo.delete()
        _anotar(actuacion, dueno, acuerdo, "prestamo.retirado")
    return True


def _anotar(actuacion: Actuacion, persona: Persona, acuerdo: str, accion: str) -> None:
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=persona.pk,
        objeto=f"solicitud:{acuerdo}",
        por=actuacion.por,
    )

"""What the case of a mortgage writes in the register."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from cuentas.actuacion import Actuacion
from registro.models import Persona, Prestamo
from registro.reglas.dictamen import Dictamen
from tramites.casos.paso import NoProcede, anotar_efecto

SE_PAGA = "El préstamo ya se está pagando: su decisión no se puede cambiar."


def conceder_hipotecario(
    *,
    actuacion: Actuacion,
    persona: Persona,
    numero: str,
    fecha: date,
    dictamen: Dictamen,
    con: Collection[Persona] = (),
) -> Prestamo:
    """The loan that the case `numero` grants; granted again, it is the same loan with the newer figures.

    `con`: who owes it too. Raises NoProcede when one of them is paying another: it may have come meanwhile.
    """
    with transaction.atomic():
        # Each person is the lock of all their cases; two of them are locked in one order, whoever asks.
        deudores = {persona.pk, *(otra.pk for otra in con)}
        list(Persona.objects.select_for_update().filter(pk__in=deudores).order_by("pk"))
        hipotecas = Prestamo.objects.filter(persona__in=deudores, tipo=Prestamo.Tipo.HIPOTECARIO)
        del_mismo_dia = Q(persona=persona, fecha=fecha)
        if hipotecas.exclude(acuerdo_numero=numero).filter(Q(saldo__gt=0) | del_mismo_dia).exists():
            raise NoProcede("Ya consta un préstamo hipotecario: devuelva la solicitud al cálculo.")
        datos: Mapping[str, Any] = dictamen.datos
        prestamo = hipotecas.filter(persona=persona, acuerdo_numero=numero).first()
        prestamo = prestamo or Prestamo(persona=persona, tipo=Prestamo.Tipo.HIPOTECARIO, acuerdo_numero=numero)
        if prestamo.saldo != prestamo.monto:
            raise NoProcede(SE_PAGA)
        prestamo.fecha, prestamo.plazo_meses, prestamo.tasa = fecha, datos["plazo"], datos["tasa"]
        prestamo.monto = prestamo.saldo = datos["monto"]
        prestamo.save()
        anotar_efecto(actuacion, persona.pk, numero, "prestamo.concedido")
    return prestamo


def retirar_hipotecario(*, actuacion: Actuacion, persona: Persona, numero: str) -> bool:
    """Takes back what the case `numero` granted before it was decided again. False: it had granted nothing.

    Raises NoProcede when something of it was paid already.
    """
    with transaction.atomic():
        dueno = Persona.objects.select_for_update().get(pk=persona.pk)
        suyo = Prestamo.objects.filter(persona=dueno, tipo=Prestamo.Tipo.HIPOTECARIO, acuerdo_numero=numero).first()
        if suyo is None:
            return False
        if suyo.saldo != suyo.monto:
            raise NoProcede(SE_PAGA)
        suyo.delete()
        anotar_efecto(actuacion, dueno.pk, numero, "prestamo.retirado")
    return True

"""What the retirement by age writes in the register."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from cuentas.actuacion import Actuacion
from registro.models import Pension, Persona
from registro.reglas.dictamen import Dictamen
from tramites.casos.paso import NoProcede, anotar_efecto

DEL_ACUERDO = ("fecha_inicio", "imposiciones", "base", "monto", "acuerdo_numero", "acuerdo_fecha")


def conceder_pension_de_vejez(
    *, actuacion: Actuacion, persona: Persona, acuerdo: str, fecha: date, dictamen: Dictamen
) -> Pension:
    """The pension that the case `acuerdo` grants; granted again, it is the same pension with the newer figures.

    Raises NoProcede when the person has one from elsewhere: two cases may have been on their way at once.
    """
    with transaction.atomic():
        # The person is the lock of all their cases.
        dueno = Persona.objects.select_for_update().get(pk=persona.pk)
        de_vejez = Pension.objects.filter(persona=dueno, tipo=Pension.Tipo.VEJEZ)
        if de_vejez.exclude(acuerdo_numero=acuerdo).exists():
            raise NoProcede("La persona ya tiene una pensión de vejez: devuelva la solicitud al cálculo.")
        pension = de_vejez.first() or Pension(persona=dueno, tipo=Pension.Tipo.VEJEZ)
        datos: Mapping[str, Any] = dictamen.datos
        pension.fecha_inicio, pension.imposiciones = datos["fecha_inicio"], datos["imposiciones"]
        pension.base, pension.monto = datos["base"], datos["pension"]
        pension.acuerdo_numero, pension.acuerdo_fecha = acuerdo, fecha
        pension.marcar_cambio(*DEL_ACUERDO)
        pension.save()
        anotar_efecto(actuacion, dueno.pk, acuerdo, "pension.concedida")
    return pension


def retirar_pension_de_vejez(*, actuacion: Actuacion, persona: Persona, acuerdo: str) -> bool:
    """Takes back what the case `acuerdo` granted before it was decided again. False: it had granted nothing.

    Raises NoProcede when another case stands on that pension already.
    """
    with transaction.atomic():
        dueno = Persona.objects.select_for_update().get(pk=persona.pk)
        suyas = Pension.objects.filter(persona=dueno, tipo=Pension.Tipo.VEJEZ, acuerdo_numero=acuerdo)
        try:
            retiradas, _ = suyas.delete()
        except ProtectedError as razon:
            raise NoProcede("Otra solicitud cambió ya esa pensión: no se puede retirar mientras conste.") from razon
        if retiradas:
            anotar_efecto(actuacion, dueno.pk, acuerdo, "pension.retirada")
    return bool(retiradas)

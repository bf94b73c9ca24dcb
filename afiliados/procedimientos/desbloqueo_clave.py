"""Procedure 6: an account is recovered on the pages of the clave, with nobody logged in; here it is counted."""

from django.utils import timezone

from cuentas.actuacion import Por
from cuentas.clave.recuperacion import al_recuperar
from cuentas.permisos import PUBLICO
from registro.models import Persona
from tramites.procedimientos import ActoAparte, inscribir
from tramites.selectors import ficha
from tramites.transparencia.services import contar


@inscribir
class DesbloqueoClave(ActoAparte):
    slug = "desbloqueo-clave"
    permiso = PUBLICO
    inicio = "cuentas:desbloquear"


@al_recuperar
def contar_recuperacion(persona: Persona, por: Por, vez: str) -> None:
    contar(
        tramite=ficha(DesbloqueoClave.slug),
        titular=persona,
        fecha=timezone.localdate(),
        por=por,
        origen=f"recuperacion:{vez}",
    )

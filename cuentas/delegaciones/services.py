"""The verbs of a delegation: given here; accepted, used and ended as any encargo."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from cuentas.actuacion import Actuacion, Por, SujetoEquivocado
from cuentas.delegaciones.selectors import recibidas_por
from cuentas.encargos import Ciclo, EncargoRechazado, Suceso, hay_abierto
from cuentas.models import Cuenta, Delegacion
from registro.models import Empleador, Persona


class _Delegaciones(Ciclo[Delegacion]):
    nombre = "delegacion"
    propuesto = Suceso("delegacion.otorgada", "delegacion_propuesta", "Un empleador quiere que actúe en su nombre")
    aceptado = Suceso("delegacion.aceptada", "delegacion_aceptada", "Aceptaron actuar en nombre de su empresa")
    usado = Suceso("delegacion.usada")
    terminado = Suceso("", "delegacion_terminada", "Una autorización para actuar terminó")
    ya_termino = "Esa autorización ya terminó."
    no_vigente = "Esa autorización no está vigente: acéptela antes."

    def dados(self, actuacion: Actuacion) -> QuerySet[Delegacion]:
        return Delegacion.objects.filter(empleador=_empleador(actuacion)).select_related("empleador")

    def recibidos(self, persona: Persona) -> QuerySet[Delegacion]:
        return recibidas_por(persona)

    def cuenta_de_quien_lo_dio(self, encargo: Delegacion) -> Cuenta | None:
        return Cuenta.objects.filter(empleador=encargo.empleador_id).first()

    def asiento(self, encargo: Delegacion) -> dict[str, Any]:
        """The line is of the account of the employer, who reads it in «Mis accesos», as does whoever acted."""
        return {
            "objeto": f"cuenta:{encargo.empleador.ruc}",
            "datos": {"delegacion": encargo.pk, "rol": encargo.rol},
        }


_delegaciones = _Delegaciones()
aceptar, dejar, retirar, usar = _delegaciones.aceptar, _delegaciones.dejar, _delegaciones.retirar, _delegaciones.usar


def autorizar(
    *, actuacion: Actuacion, apoderado_cedula: str, rol: Delegacion.Rol, hasta: date | None = None
) -> Delegacion:
    """Proposes it to a number. Whether anybody has that number is not told."""
    with transaction.atomic():
        empleador = Empleador.objects.select_for_update().get(pk=_empleador(actuacion).pk)
        if hay_abierto(Delegacion.objects.filter(empleador=empleador, apoderado_cedula=apoderado_cedula)):
            raise EncargoRechazado("Ya autorizó a esa persona. Para cambiar lo que puede hacer, retírela antes.")
        delegacion = Delegacion.objects.create(
            empleador=empleador, apoderado_cedula=apoderado_cedula, rol=rol, hasta=hasta
        )
        _delegaciones.proponer(actuacion=actuacion, encargo=delegacion, hasta=hasta)
    return delegacion


def _empleador(actuacion: Actuacion) -> Empleador:
    if not isinstance(actuacion.sujeto, Empleador) or actuacion.por is not Por.CLAVE_PATRONAL:
        raise SujetoEquivocado("only who knows the clave patronal says who may act for the employer")
    return actuacion.sujeto

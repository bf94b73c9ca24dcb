"""A datum of the register that a person can't change alone, put right by a decision (LOPDP art. 14)."""

from typing import Any

from django.db import transaction

from cuentas.actuacion import Actuacion
from cuentas.cambios.models import CambioDeDatos
from nucleo.bitacora import anotar
from nucleo.escritura import fecha
from registro.models import Persona

RECTIFICABLES = {
    "apellidos": "Apellidos",
    "nombres": "Nombres",
    "fecha_nacimiento": "Fecha de nacimiento",
    "sexo": "Sexo",
    "estado_civil": "Estado civil",
    "nacionalidad": "Nacionalidad",
}


def legible(persona: Persona, campo: str) -> str:
    """What the register holds, as people read it."""
    if campo == "fecha_nacimiento":
        return fecha(persona.fecha_nacimiento)
    if campo == "nacionalidad":
        return persona.nacionalidad.capitalize()
    con_opciones = getattr(persona, f"get_{campo}_display", None)
    return con_opciones().capitalize() if con_opciones else getattr(persona, campo)


def rectificar(*, actuacion: Actuacion, persona: Persona, campo: str, valor: Any, solicitud: str) -> CambioDeDatos:
    """Writes one datum; imports keep it from now on. `solicitud`: the number of the case that decided it."""
    with transaction.atomic():
        fila = Persona.objects.select_for_update().get(pk=persona.pk)
        antes = legible(fila, campo)
        setattr(fila, campo, valor)
        fila.full_clean(validate_unique=False, validate_constraints=False)
        fila.marcar_cambio(campo)
        fila.save(update_fields=[campo, "cambiado_en_portal"])
        cambio = CambioDeDatos.objects.create(
            persona=fila,
            tipo=CambioDeDatos.Tipo.REGISTRO,
            antes={RECTIFICABLES[campo]: antes},
            ahora={RECTIFICABLES[campo]: legible(fila, campo), "Solicitud": solicitud},
            actor=actuacion.actor,
            por=actuacion.por,
        )
        anotar(
            actor=actuacion.nombre_actor,
            accion="datos.rectificados",
            persona_id=fila.pk,
            objeto=f"persona:{fila.cedula}",
            por=actuacion.por,
            datos={"campos": [campo], "solicitud": solicitud},
        )
    return cambio

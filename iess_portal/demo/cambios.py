"""Changes of data that are under way when the demonstration begins: an account to validate, an e-mail just changed."""

from cuentas import codigos
from cuentas.actuacion import actuacion_de
from cuentas.cambios import contacto
from cuentas.cambios.bancaria import registrar_cuenta
from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta
from iess_portal.demo.personas import GABRIELA, JORGE

CUENTA_NUEVA = {"institucion": "Guayaquil", "tipo": "AHORROS", "numero": "0175550104"}
CORREO_NUEVO = "gabriela.nueva@correo.invalid"


def cambiar_datos() -> int:
    """Jorge registers another bank account, Gabriela another e-mail; once. How many changes were made."""
    por_cedula = {
        cuenta.identificador: cuenta
        for cuenta in Cuenta.objects.filter(identificador__in=[JORGE, GABRIELA]).select_related("persona")
    }
    hechos = set(CambioDeDatos.objects.values_list("persona__cedula", flat=True))
    faltan = [cuenta for cedula, cuenta in por_cedula.items() if cedula not in hechos]
    for cuenta in faltan:
        if cuenta.identificador == JORGE:
            registrar_cuenta(actuacion=actuacion_de(cuenta), **CUENTA_NUEVA)
        else:
            _cambiar_correo(cuenta)
    return len(faltan)


def _cambiar_correo(cuenta: Cuenta) -> None:
    """With a code of its own, as nobody reads the one that is mailed."""
    actuacion = actuacion_de(cuenta)
    cambio = contacto.pedir_correo(actuacion=actuacion, correo=CORREO_NUEVO)
    codigo, _ = codigos.emitir(contacto.PROPOSITO, cambio.numero, vigencia=contacto.VIGENCIA_DEL_CODIGO)
    contacto.confirmar_correo(actuacion=actuacion, cambio=cambio, codigo=codigo)

"""What puts accounts, powers and delegations out of order."""

from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta, Delegacion, Poder
from nucleo.models import Outbox
from tests.iess_portal.roturas.comun import Roturas, luis

ROTURAS: Roturas = {
    "cuenta_con_otro_numero": [lambda: Cuenta.objects.filter(persona=luis().persona).update(identificador="0")],
    "poder_de_otra_persona": [lambda: Poder.objects.update(apoderado_cedula="0")],
    "delegacion_de_otra_persona": [lambda: Delegacion.objects.update(apoderado_cedula="0")],
    "cambio_sobre_cuenta_ajena": [lambda: CambioDeDatos.objects.update(persona=luis().persona)],
    "exportacion_sin_tarea": [lambda: Outbox.objects.filter(kind="mis_datos.preparar").update(state="HECHO")],
}

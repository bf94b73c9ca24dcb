"""How each thing that must hold is broken, by the app or room that says it. All of them are in `ROTURAS`."""

from tests.iess_portal.roturas import afiliados, cuentas, empleadores, pensionistas, registro, tramites, transparencia
from tests.iess_portal.roturas.comun import Roturas

ROTURAS: Roturas = {
    nombre: suyas
    for app in (registro, cuentas, tramites, transparencia, afiliados, empleadores, pensionistas)
    for nombre, suyas in app.ROTURAS.items()
}

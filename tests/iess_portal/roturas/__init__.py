"""How each thing that must hold is broken, by the app that says that it holds. All of them are found in `ROTURAS`."""

from tests.iess_portal.roturas import afiliados, cuentas, empleadores, pensionistas, registro, tramites
from tests.iess_portal.roturas.comun import Roturas

ROTURAS: Roturas = {
    nombre: suyas
    for app in (registro, cuentas, tramites, afiliados, empleadores, pensionistas)
    for nombre, suyas in app.ROTURAS.items()
}

"""Who acts for an employer of the demonstration: one person in each role, and one who has not decided yet."""

from dataclasses import dataclass

from cuentas.actuacion import actuacion_de
from cuentas.delegaciones.services import aceptar, autorizar
from cuentas.models import Cuenta, Delegacion
from iess_portal.demo.empleadores import YUNQUE, Patrono
from iess_portal.demo.personas import EDISON, NICOLE, ROSA, VICTOR

Rol = Delegacion.Rol


@dataclass(frozen=True)
class Delegado:
    cedula: str
    rol: Delegacion.Rol
    muestra: str
    patrono: Patrono = YUNQUE
    acepta: bool = True


DELEGADOS = (
    Delegado(EDISON, Rol.TODO, "Actúa por la ferretería en todos los trámites."),
    Delegado(ROSA, Rol.AVISOS, "Actúa por la ferretería, solo en los avisos."),
    Delegado(VICTOR, Rol.CONSULTA, "Actúa por la ferretería, solo en las consultas."),
    Delegado(NICOLE, Rol.AVISOS, "La ferretería le pidió que actúe: falta que lo acepte.", acepta=False),
)


def delegar() -> int:
    """Once. How many were authorised."""
    hechas = set(Delegacion.objects.values_list("empleador__ruc", "apoderado_cedula"))
    cuentas = {
        cuenta.identificador: cuenta
        for cuenta in Cuenta.objects.select_related("persona", "empleador").filter(is_staff=False)
    }
    faltan = [
        d for d in DELEGADOS if (d.patrono.ruc, d.cedula) not in hechas and {d.patrono.ruc, d.cedula} <= cuentas.keys()
    ]
    for delegado in faltan:
        delegacion = autorizar(
            actuacion=actuacion_de(cuentas[delegado.patrono.ruc]), apoderado_cedula=delegado.cedula, rol=delegado.rol
        )
        if delegado.acepta:
            aceptar(actuacion=actuacion_de(cuentas[delegado.cedula]), encargo_id=delegacion.pk)
    return len(faltan)

"""What `manage.py demo` prints once the portal answers: where, who, with which clave, and how to stop."""

from collections.abc import Iterable

from cuentas import dispositivos
from cuentas.clave.demostracion import en_palabras
from cuentas.management.commands.demo_clave import CLAVE_DEMOSTRACION
from cuentas.models import Cuenta
from iess_portal.demo.delegaciones import DELEGADOS
from iess_portal.demo.empleadores import PATRONOS
from iess_portal.demo.personal import PERSONAL
from iess_portal.demo.personas import CON_CLAVE


def anuncio(url: str) -> str:
    """The whole text, plain, to be printed as it is."""
    personas = [(p.cedula, f"{p.apellidos} {p.nombres}", p.muestra) for p in CON_CLAVE]
    patronos = [(p.ruc, p.razon_social, p.muestra) for p in PATRONOS if p.con_clave]
    nombres = {p.cedula: f"{p.apellidos} {p.nombres}" for p in CON_CLAVE}
    delegados = [(d.cedula, nombres[d.cedula], d.muestra) for d in DELEGADOS]
    personal = [(f.usuario, f.nombre, f.muestra) for f in PERSONAL]
    direcciones = [f"  {usuario:<14} {direccion}" for usuario, direccion in _segundos_factores()]
    return "\n".join(
        (
            "",
            f"Portal IESS, demostración: {url}/",
            f"Clave de todas las cuentas: {CLAVE_DEMOSTRACION}",
            "",
            f"Personas (cédula), en {url}/ingresar/",
            *_filas(personas),
            "",
            f"Si olvida una clave, {url}/cuenta/desbloquear/ pregunta a cada persona:",
            *(f"  {pregunta} {respuesta}" for pregunta, respuesta in en_palabras()),
            "",
            f"Empleadores (RUC), en {url}/ingresar/",
            *_filas(patronos),
            "",
            f"Autorizados por un empleador (cédula), en {url}/ingresar/",
            *_filas(delegados),
            "",
            f"Personal del instituto (usuario), en {url}/admin/",
            *_filas(personal),
            "",
            "Su segundo paso: el código de ahora lo da  .venv/bin/python manage.py demo_codigo USUARIO",
            "o una aplicación de autenticación con su dirección:",
            *direcciones,
            "",
            f"Correos que el portal envía: {url}/demo/buzon/",
            "Todo es inventado. Para detener: Ctrl-C.",
            "",
        )
    )


def _segundos_factores() -> list[tuple[str, str]]:
    """(user name, otpauth address) of the staff who have one; an account that took it off has none to print."""
    cuentas = Cuenta.objects.in_bulk([f.usuario for f in PERSONAL], field_name="identificador")
    direcciones = [(f.usuario, dispositivos.direccion_de(cuentas[f.usuario])) for f in PERSONAL if f.usuario in cuentas]
    return [(usuario, direccion) for usuario, direccion in direcciones if direccion]


def _filas(filas: Iterable[tuple[str, str, str]]) -> list[str]:
    """Three columns; what a person shows goes below, so that it fits a narrow terminal."""
    return [f"  {quien:<14} {nombre}\n  {'':<14} {muestra}" for quien, nombre, muestra in filas]

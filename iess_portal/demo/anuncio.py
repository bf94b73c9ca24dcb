"""What `manage.py demo` prints once the portal answers: where, who, with which clave, and how to stop."""

from collections.abc import Iterable

from cuentas.management.commands.demo_clave import CLAVE_DEMOSTRACION
from iess_portal.demo.empleadores import PATRONOS
from iess_portal.demo.personal import PERSONAL
from iess_portal.demo.personas import CON_CLAVE


def anuncio(url: str) -> str:
    """The whole text, plain, to be printed as it is."""
    personas = [(p.cedula, f"{p.apellidos} {p.nombres}", p.muestra) for p in CON_CLAVE]
    patronos = [(p.ruc, p.razon_social, p.muestra) for p in PATRONOS if p.con_clave]
    personal = [(f.usuario, f.nombre, f.muestra) for f in PERSONAL]
    return "\n".join(
        (
            "",
            f"Portal IESS, demostración: {url}/",
            f"Clave de todas las cuentas: {CLAVE_DEMOSTRACION}",
            "",
            f"Personas (cédula), en {url}/ingresar/",
            *_filas(personas),
            "",
            f"Empleadores (RUC), en {url}/ingresar/",
            *_filas(patronos),
            "",
            f"Personal del instituto (usuario), en {url}/admin/",
            *_filas(personal),
            "",
            f"Correos que el portal envía: {url}/demo/buzon/",
            "Todo es inventado. Para detener: Ctrl-C.",
            "",
        )
    )


def _filas(filas: Iterable[tuple[str, str, str]]) -> list[str]:
    """Three columns; what a person shows goes below, so that it fits a narrow terminal."""
    return [f"  {quien:<14} {nombre}\n  {'':<14} {muestra}" for quien, nombre, muestra in filas]

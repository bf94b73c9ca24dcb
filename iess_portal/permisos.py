"""Every URL and who may open it. A URL that is missing here is closed to everyone; a test walks the whole URLconf."""

from cuentas.permisos import PERSONAL, PUBLICO, TITULAR, Permiso
from tramites.procedimientos.rutas import permisos as permisos_de_procedimientos

FIJOS: dict[str, Permiso] = {
    "portada": PUBLICO,
    "inicio": TITULAR,
    "salud": PUBLICO,
    "salud_listo": PUBLICO,
    "cuentas:ingresar": PUBLICO,
    "cuentas:salir": PUBLICO,
    "cuentas:accesos": TITULAR,
    "cuentas:cerrar_sesiones": TITULAR,
    "tramites:catalogo": PUBLICO,
    "tramites:ficha": PUBLICO,
    "tramites:verificar": PUBLICO,
    "tramites:verificacion": PUBLICO,
    "tramites:transparencia": PUBLICO,
    "tramites:transparencia_csv": PUBLICO,
    "tramites:transparencia_json": PUBLICO,
    "tramites:transparencia_tramite": PUBLICO,
    "tramites:transparencia_tramite_csv": PUBLICO,
    "tramites:transparencia_tramite_json": PUBLICO,
    "tramites:bitacora": PUBLICO,
    "tramites:bitacora_json": PUBLICO,
    "tramites:bitacora_firma": PUBLICO,
    "tramites:documentos": TITULAR,
    "tramites:documento": TITULAR,
    "tramites:documento_pdf": TITULAR,
    "demo:buzon": PUBLICO,
    "demo:mensaje": PUBLICO,
    # The login of the admin is the portal's own; what a member of staff may do there is Django's permissions by role.
    "admin:*": PERSONAL,
    "no_encontrada": PUBLICO,
}


def mapa() -> dict[str, Permiso]:
    return FIJOS | permisos_de_procedimientos()

"""Every URL and who may open it. A URL that is missing here is closed to everyone; a test walks the whole URLconf."""

from dataclasses import replace

from cuentas.actuacion import Por
from cuentas.permisos import (
    ATENDIENDO,
    CON_CUENTA,
    EMPLEADOR,
    PERSONA,
    PERSONAL,
    PUBLICO,
    TITULAR,
    TITULAR_O_APODERADO,
    Permiso,
)
from tramites.procedimientos.rutas import permisos as permisos_de_procedimientos

FIJOS: dict[str, Permiso] = {
    "portada": PUBLICO,
    "inicio": TITULAR_O_APODERADO,
    "robots_txt": PUBLICO,
    "security_txt": PUBLICO,
    "salud": PUBLICO,
    "salud_listo": PUBLICO,
    "cuentas:ingresar": PUBLICO,
    "cuentas:salir": PUBLICO,
    "cuentas:mis_datos": PERSONA,
    "cuentas:mis_datos_zip": PERSONA,
    "cuentas:clave": TITULAR,
    # Who makes or recovers a clave has none to come in with; each step asks for what the ones before proved.
    "cuentas:generar": PUBLICO,
    "cuentas:generar_datos": PUBLICO,
    "cuentas:generar_clave": PUBLICO,
    "cuentas:generar_preguntas": PUBLICO,
    "cuentas:generar_correo": PUBLICO,
    "cuentas:generar_codigo": PUBLICO,
    "cuentas:generar_ventanilla": PUBLICO,
    "cuentas:generar_papel": PUBLICO,
    "cuentas:desbloquear": PUBLICO,
    "cuentas:desbloquear_respuestas": PUBLICO,
    "cuentas:desbloquear_codigo": PUBLICO,
    "cuentas:desbloquear_clave": PUBLICO,
    # Whoever reads the mailbox of the employer makes its clave: the secret of the link is the right.
    "cuentas:clave_patronal": PUBLICO,
    "cuentas:segundo_paso": PUBLICO,
    "cuentas:sesion": CON_CUENTA,
    "cuentas:borrador": CON_CUENTA,
    "cuentas:segundo_factor": CON_CUENTA,
    "cuentas:segundo_factor_activar": CON_CUENTA,
    "cuentas:segundo_factor_codigos": CON_CUENTA,
    "cuentas:segundo_factor_quitar": CON_CUENTA,
    "cuentas:perfil": PERSONA,
    # Whoever reads the old mailbox may be locked out of the account: the secret of the link is the right.
    "cuentas:cambio": PUBLICO,
    "cuentas:accesos": TITULAR,
    "cuentas:avisos": TITULAR,
    "cuentas:cerrar_sesiones": TITULAR,
    "cuentas:atender_persona": PERSONAL,
    "cuentas:atender_empleador": PERSONAL,
    "cuentas:atencion_terminar": ATENDIENDO,
    "afiliados:simulador-jubilacion": PUBLICO,
    "tramites:catalogo": PUBLICO,
    "tramites:ficha": PUBLICO,
    # Certificates that anybody may ask for by a number; whoever has the code downloads it, for a day.
    "tramites:consulta": PUBLICO,
    "tramites:consulta_documento": PUBLICO,
    "tramites:consulta_pdf": PUBLICO,
    "tramites:verificar": PUBLICO,
    "tramites:verificacion": PUBLICO,
    "tramites:transparencia": PUBLICO,
    "tramites:transparencia_csv": PUBLICO,
    "tramites:transparencia_json": PUBLICO,
    "tramites:transparencia_tramite": PUBLICO,
    "tramites:transparencia_tramite_csv": PUBLICO,
    "tramites:transparencia_tramite_json": PUBLICO,
    "tramites:documentos": TITULAR_O_APODERADO,
    "tramites:documento": TITULAR_O_APODERADO,
    "tramites:documento_pdf": TITULAR_O_APODERADO,
    "tramites:adjunto": TITULAR_O_APODERADO,
    "tramites:adjunto_quitar": TITULAR_O_APODERADO,
    "tramites:solicitudes": TITULAR_O_APODERADO,
    "tramites:solicitud": TITULAR_O_APODERADO,
    "tramites:solicitud_responder": TITULAR_O_APODERADO,
    "tramites:solicitud_retirar": TITULAR_O_APODERADO,
    "tramites:solicitud_impugnar": TITULAR_O_APODERADO,
    # One's own word: nobody gives it in one's name.
    "tramites:confirmacion": PERSONA,
    "tramites:poderes": PERSONA,
    "tramites:poder_nuevo": PERSONA,
    "tramites:poder_acto": PERSONA,
    "tramites:poder_dejar": replace(TITULAR_O_APODERADO, por=frozenset({Por.PROPIO, Por.PODER, Por.DELEGACION})),
    "tramites:delegaciones": EMPLEADOR,
    "tramites:delegacion_nueva": EMPLEADOR,
    "tramites:delegacion_retirar": EMPLEADOR,
    "tramites:delegacion_acto": PERSONA,
    "tramites:bitacora": PUBLICO,
    "tramites:bitacora_json": PUBLICO,
    "tramites:bitacora_firma": PUBLICO,
    "demo:buzon": PUBLICO,
    "demo:mensaje": PUBLICO,
    # The login of the admin is the portal's own; what a member of staff may do there is Django's permissions by role.
    "admin:*": PERSONAL,
    "no_encontrada": PUBLICO,
}


def mapa() -> dict[str, Permiso]:
    return FIJOS | permisos_de_procedimientos()

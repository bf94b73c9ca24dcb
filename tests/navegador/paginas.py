"""Every page that a visitor can reach, by who opens it. Braces stand for documents and rows of the scene."""

from cuentas.actuacion import Actuacion, Por
from registro.models import Empleador, Persona
from tramites.procedimientos import que_sirven_a

PUBLICO = ""


def inicios(sujeto: Persona | Empleador, por: Por) -> tuple[str, ...]:
    """Where each procedure of this kind of subject begins."""
    return tuple(procedimiento.url for procedimiento in que_sirven_a(Actuacion(None, sujeto, por)))


PAGINAS: dict[str, tuple[str, ...]] = {
    PUBLICO: (
        "/",
        "/tramites/",
        "/tramites/?rol=pensionistas",
        "/tramites/?q=prestamo",
        "/tramites/?q=zzzz",
        "/tramites/certificado-afiliacion/",
        "/tramites/prestamo-hipotecario/",
        "/tramites/reliquidacion/",
        "/transparencia/",
        "/transparencia/reliquidacion/",
        "/transparencia/cuenta-bancaria/",
        "/verificar/",
        "/verificar/?codigo=",
        "/transparencia/bitacora/",
        "/verificar/0123456789ABCDEF/",
        "/verificar/{valido}/",
        "/verificar/{vencido}/",
        "/verificar/{revocado}/",
        "/verificar/{reemplazado}/",
        "/ingresar/",
        "/ingresar/?next=/inicio/",
        "/cuenta/clave/generar/",
        "/cuenta/clave/generar/ventanilla/",
        "/cuenta/clave/generar/papel/",
        "/cuenta/desbloquear/",
        "/cuenta/clave/patronal/1790011674001/nada/",
        "/afiliado/simulador-jubilacion/",
        "/afiliado/simulador-jubilacion/?nacimiento_dia=17&nacimiento_mes=5&nacimiento_anio=1966&anios=27&sueldo=1240&sigue=si",
        "/afiliado/simulador-jubilacion/?nacimiento_dia=31&nacimiento_mes=2&anios=x&sueldo=&sigue=",
        "/no-existe/",
    ),
    "ana": (
        *inicios(Persona(), Por.PROPIO),
        "/salir/",
        "/cuenta/clave/",
        "/inicio/",
        "/afiliado/historial-laboral/?empleador=1790085783001",
        "/afiliado/historial-laboral/?anio=1800",
        "/afiliado/simulador-jubilacion/",
        "/cuenta/perfil/",
        "/cuenta/poderes/",
        "/cuenta/cambios/1/nada/",
        "/documentos/",
        "/documentos/{valido}/",
        "/documentos/{vencido}/",
        "/documentos/{revocado}/",
        "/documentos/{reemplazado}/",
        "/documentos/{en_espera}/",
        "/afiliado/jubilacion-vejez/paso/1/",
        "/afiliado/jubilacion-vejez/paso/2/",
        "/afiliado/jubilacion-vejez/revisar/",
        "/afiliado/subsidios/calcular/?contingencia=maternidad&desde_dia=2&desde_mes=11&desde_anio=2026&hasta_dia=24&hasta_mes=1&hasta_anio=2027",
        "/afiliado/subsidios/calcular/?contingencia=enfermedad&desde_dia=31&desde_mes=2&hasta_dia=x",
        "/solicitudes/",
        "/solicitudes/{solicitud}/",
        "/solicitudes/{solicitud}/responder/",
        "/solicitudes/{solicitud}/retirar/",
        "/cuenta/segundo-factor/",
        "/cuenta/borrador/",
        "/cuenta/accesos/",
        "/cuenta/avisos/",
        "/admin/",
    ),
    "marta": (
        "/afiliado/jubilacion-vejez/",
        "/solicitudes/{jubilacion}/",
    ),
    "luis": (
        "/inicio/",
        "/afiliado/historial-laboral/",
        "/afiliado/certificado-afiliacion/",
        "/documentos/",
        "/documentos/{valido}/",
    ),
    "pensionista": (
        "/pensionista/reliquidacion/",
        "/pensionista/reliquidacion/paso/1/",
    ),
    "empresa": (
        *inicios(Empleador(), Por.CLAVE_PATRONAL),
        "/inicio/",
        "/documentos/",
        "/cuenta/delegaciones/",
        "/cuenta/delegaciones/nueva/",
        "/afiliado/historial-laboral/",
    ),
    "administrador": (
        "/cuenta/segundo-factor/",
        "/cuenta/segundo-factor/codigos/",
        "/cuenta/segundo-factor/quitar/",
        "/admin/",
        "/admin/registro/",
        "/admin/registro/persona/",
        "/admin/registro/persona/?q=prueba",
        "/admin/registro/persona/{persona}/expediente/",
        "/admin/registro/persona/{persona}/change/",
        "/admin/registro/aporte/?persona__id__exact={persona}",
        "/admin/registro/relacion/?persona__id__exact={persona}",
        "/admin/registro/empleador/{empleador}/change/",
        "/admin/registro/parametro/?q=salario",
        "/admin/registro/parametro/add/",
        "/admin/tramites/certificado/",
        "/admin/tramites/certificado/?q=nada",
        "/admin/tramites/certificado/{certificado}/change/",
        "/admin/tramites/certificado/{certificado}/revocar/",
        "/admin/tramites/certificado/{certificado}/reemplazar/",
        "/admin/tramites/solicitud/",
        "/admin/tramites/solicitud/?bandeja=mias",
        "/admin/tramites/solicitud/{caso}/change/",
        "/admin/tramites/solicitud/{caso}/reasignar/",
        "/admin/tramites/solicitud/{jubilado}/change/",
        "/admin/tramites/tramite/",
        "/admin/tramites/conteo/",
        "/admin/nucleo/outbox/",
        "/admin/nucleo/asiento/",
        "/admin/nucleo/feriado/add/",
        "/admin/cuentas/cuenta/",
        "/admin/cuentas/codigoenpapel/",
        "/admin/cuentas/codigoenpapel/add/",
        "/admin/cuentas/enlacepatronal/",
        "/admin/cuentas/enlacepatronal/add/",
    ),
}

# Not everybody may open everything; whoever may not gets a page as well.
NEGADAS: dict[tuple[str, str], int] = {
    (PUBLICO, "/no-existe/"): 404,
    (PUBLICO, "/cuenta/clave/patronal/1790011674001/nada/"): 404,
    ("ana", "/salir/"): 405,
    ("ana", "/admin/"): 403,
    ("ana", "/cuenta/cambios/1/nada/"): 404,
    ("luis", "/documentos/{valido}/"): 404,
    ("empresa", "/afiliado/historial-laboral/"): 403,
}


def status_de(quien: str, url: str) -> int:
    return NEGADAS.get((quien, url), 200)

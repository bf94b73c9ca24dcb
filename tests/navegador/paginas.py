"""Every page that a visitor can reach, by who opens it. Braces stand for documents and rows of the scene."""

PUBLICO = ""

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
        "/no-existe/",
    ),
    "ana": (
        "/salir/",
        "/inicio/",
        "/afiliado/historial-laboral/",
        "/afiliado/historial-laboral/?empleador=1790085783001",
        "/afiliado/historial-laboral/?anio=1800",
        "/afiliado/certificado-afiliacion/",
        "/documentos/",
        "/documentos/{valido}/",
        "/documentos/{vencido}/",
        "/documentos/{revocado}/",
        "/documentos/{reemplazado}/",
        "/documentos/{en_espera}/",
        "/cuenta/accesos/",
        "/admin/",
    ),
    "luis": (
        "/inicio/",
        "/afiliado/historial-laboral/",
        "/afiliado/certificado-afiliacion/",
        "/documentos/",
        "/documentos/{valido}/",
    ),
    "empresa": (
        "/inicio/",
        "/documentos/",
        "/afiliado/historial-laboral/",
    ),
    "administrador": (
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
        "/admin/tramites/tramite/",
        "/admin/tramites/conteo/",
        "/admin/nucleo/outbox/",
        "/admin/nucleo/asiento/",
        "/admin/nucleo/feriado/add/",
        "/admin/cuentas/cuenta/",
    ),
}

# Not everybody may open everything; whoever may not gets a page as well.
NEGADAS: dict[tuple[str, str], int] = {
    (PUBLICO, "/no-existe/"): 404,
    ("ana", "/salir/"): 405,
    ("ana", "/admin/"): 403,
    ("luis", "/documentos/{valido}/"): 404,
    ("empresa", "/afiliado/historial-laboral/"): 403,
}


def status_de(quien: str, url: str) -> int:
    return NEGADAS.get((quien, url), 200)

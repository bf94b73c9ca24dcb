"""From the list of procedures to the URLconf and the permission map."""

from functools import singledispatch

from django.urls import URLPattern, path

from cuentas.permisos import Permiso
from tramites.procedimientos import acto, vistas
from tramites.procedimientos.base import (
    Acto,
    ActoAparte,
    Certificado,
    Consulta,
    Procedimiento,
    ProcedimientoConCaso,
)
from tramites.procedimientos.caso import urls_de_caso
from tramites.procedimientos.lista import inscritos


@singledispatch
def de_su_clase(procedimiento: Procedimiento) -> list[URLPattern]:
    """The pages that every procedure of a kind has."""
    raise TypeError(f"{procedimiento.slug}: its class is of no known kind")


@de_su_clase.register
def _(consulta: Consulta) -> list[URLPattern]:
    slug = consulta.slug
    urls = [path(f"{slug}/", vistas.pagina_de_consulta(consulta), name=slug)]
    if consulta.da("csv"):
        urls.append(path(f"{slug}/datos.csv", vistas.csv_de_consulta(consulta), name=f"{slug}-csv"))
    if consulta.hoja:
        urls.append(path(f"{slug}/datos.xlsx", vistas.hoja_de_consulta(consulta), name=f"{slug}-xlsx"))
    if consulta.da("documento"):
        urls.append(path(f"{slug}/documento/", vistas.documento_de_consulta(consulta), name=f"{slug}-documento"))
    return urls


@de_su_clase.register
def _(certificado: Certificado) -> list[URLPattern]:
    return [path(f"{certificado.slug}/", vistas.pagina_de_certificado(certificado), name=certificado.slug)]


@de_su_clase.register
def _(de_acto: Acto) -> list[URLPattern]:
    slug = de_acto.slug
    return [
        path(f"{slug}/", acto.pagina_de_acto(de_acto), name=slug),
        path(f"{slug}/hecho/<uuid:peticion>/", acto.confirmacion_de_acto(de_acto), name=f"{slug}-hecho"),
    ]


@de_su_clase.register
def _(_aparte: ActoAparte) -> list[URLPattern]:
    return []


@de_su_clase.register
def _(con_caso: ProcedimientoConCaso) -> list[URLPattern]:
    return urls_de_caso(con_caso)


def urls_de(procedimiento: Procedimiento) -> list[URLPattern]:
    return de_su_clase(procedimiento) + procedimiento.urls()


def urls_de_app(app: str) -> list[URLPattern]:
    """The pages of all procedures of one role app, for its `urls.py`."""
    return [url for procedimiento in inscritos().values() if procedimiento.app == app for url in urls_de(procedimiento)]


def permisos() -> dict[str, Permiso]:
    """View name → permission of every page of every procedure."""
    return {
        f"{procedimiento.app}:{url.name}": procedimiento.permiso
        for procedimiento in inscritos().values()
        for url in urls_de(procedimiento)
    }

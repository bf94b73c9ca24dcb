"""The page from which somebody came to complain, as a hint: it is only believed where it is one of ours."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve

from cuentas.permisos import permiso_de

LARGO = 200
DE_UN_TRAMITE = frozenset({"tramites:ficha", "tramites:transparencia_tramite"})
DE_UNA_SOLICITUD = "tramites:solicitud"


@dataclass(frozen=True)
class Origen:
    """`pagina` is kept with the complaint; `slug` and `numero` of a case fill in its form."""

    pagina: str = ""
    slug: str = ""
    numero: str = ""


def leer(escrito: str) -> Origen:
    """What a hint says. An address that may hold a secret or name somebody is kept by its pattern alone."""
    if len(escrito) > LARGO or not escrito.startswith("/") or escrito.startswith("//"):
        return Origen()
    try:
        hallada = resolve(escrito)
    except Resolver404:
        return Origen()
    nombre, partes = hallada.view_name, hallada.kwargs
    permiso = permiso_de(nombre)
    if permiso is None or nombre == "no_encontrada" or nombre.startswith("admin:"):
        return Origen()
    pagina = escrito if partes.keys() <= {"slug"} else f"/{hallada.route}"
    if nombre in DE_UN_TRAMITE:
        return Origen(pagina[:LARGO], slug=partes["slug"])
    if nombre.startswith(DE_UNA_SOLICITUD) and "numero" in partes:
        return Origen(pagina[:LARGO], numero=str(partes["numero"]))
    return Origen(pagina[:LARGO], slug=permiso.tramite)

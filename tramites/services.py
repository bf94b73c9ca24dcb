"""Verbs that touch more than one room of this floor: an official sheet is a text of the catalogue and a table."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from nucleo.bitacora import anotar, cambios
from nucleo.texto import normalizar
from tramites.catalogo.lectura import textos_de_hoja
from tramites.catalogo.models import Tramite
from tramites.rutr import HojaRUTR
from tramites.transparencia.services import Publicacion, publicar_oficial


@dataclass(frozen=True)
class HojaImportada:
    """What one sheet changed."""

    tramite: Tramite
    creado: bool
    ficha_cambiada: bool
    meses: Publicacion


def importar_hoja(*, hoja: HojaRUTR, actor: str) -> HojaImportada:
    """Brings an official sheet into the catalogue and its months into the figures; doing it twice changes nothing.

    The procedure is found by its code, else by its name; one that the catalogue lacks is entered as a sheet only.
    """
    with transaction.atomic():
        tramite, creado = _tramite_de(hoja)
        cambiados = _escribir(tramite, hoja)
        meses = publicar_oficial(
            tramite=tramite,
            meses=[(mes.anio, mes.mes, mes.quejas, mes.atenciones) for mes in hoja.transparencia],
            motivo=f"La hoja oficial {hoja.codigo} trae otra cifra",
        )
        if cambiados or meses.cambia_algo:
            anotar(
                actor=actor,
                accion="rutr.importada",
                objeto=f"tramite:{tramite.slug}",
                datos={
                    "codigo": hoja.codigo,
                    "nuevos": meses.nuevos,
                    "corregidos": meses.corregidos,
                    "cambios": cambiados,
                },
            )
    return HojaImportada(tramite, creado, bool(cambiados), meses)


def _tramite_de(hoja: HojaRUTR) -> tuple[Tramite, bool]:
    tramites = list(Tramite.objects.select_for_update())
    nombre = normalizar(hoja.nombre)
    for tramite in tramites:
        if tramite.codigo_rutr == hoja.codigo:
            return tramite, False
    for tramite in tramites:
        if tramite.codigo_rutr is None and normalizar(tramite.nombre) == nombre:
            return tramite, False
    usados = {tramite.slug for tramite in tramites}
    base = slugify(hoja.nombre)[:50].strip("-") or slugify(hoja.codigo)
    slug = base if base not in usados else f"{base[:40]}-{slugify(hoja.codigo)}"[:60]
    return Tramite(slug=slug, nombre=hoja.nombre, rol=_rol_de(hoja), principal=False), True


def _rol_de(hoja: HojaRUTR) -> str:
    """The shelf of a procedure that the catalogue doesn't know, by whom its sheet names."""
    texto = normalizar(f"{hoja.nombre} {hoja.dirigido_a}")
    if "pensionista" in texto or "jubilad" in texto:
        return Tramite.Rol.PENSIONISTAS
    if "empleador" in texto or "patronal" in texto:
        return Tramite.Rol.EMPLEADORES
    return Tramite.Rol.AFILIADOS


def _escribir(tramite: Tramite, hoja: HojaRUTR) -> dict[str, dict[str, Any]]:
    """Puts the sheet's fields on the row, as they are: an empty one is empty. Gives back what changed.

    The catalogue's own name stays: the official one is written in capitals.
    """
    valores = textos_de_hoja(hoja) | {"nombre": tramite.nombre, "origen": Tramite.Origen.RUTR}
    antes = {} if tramite.pk is None else {campo: getattr(tramite, campo) for campo in valores}
    cambiados = cambios(antes, valores)
    if cambiados:
        for campo, valor in valores.items():
            setattr(tramite, campo, valor)
        tramite.save()
    return cambiados

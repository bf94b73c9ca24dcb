"""Verbs that touch more than one room of this floor: an official sheet is a text of the catalogue and a table."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from nucleo.bitacora import anotar, cambios
from nucleo.texto import normalizar
from tramites.catalogo.lectura import textos_de_hoja
from tramites.catalogo.models import Tramite
from tramites.rutr import HojaRUTR, MesTransparencia
from tramites.transparencia.selectors import meses_de
from tramites.transparencia.services import Publicacion, publicar_oficial


@dataclass(frozen=True)
class HojaImportada:
    """What one sheet changed."""

    tramite: Tramite
    creado: bool
    cambios: dict[str, dict[str, Any]]
    meses: Publicacion
    distintos: tuple[str, ...] = ()
    """Months that the sheet says the portal counted, with other figures than the portal's. They are not entered."""

    @property
    def ficha_cambiada(self) -> bool:
        return bool(self.cambios)

    @property
    def en_palabras(self) -> str:
        ficha = "nueva" if self.creado else "actualizada" if self.ficha_cambiada else "sin cambios"
        nuevos, corregidos, iguales = self.meses.nuevos, self.meses.corregidos, self.meses.iguales
        return f"ficha {ficha}; meses: {nuevos} nuevos, {corregidos} corregidos, {iguales} iguales"


class HojaAjena(Exception):
    """A sheet that reads well and can't be entered; the message says why, for the person who brings it."""


def importar_hoja(*, hoja: HojaRUTR, actor: str) -> HojaImportada:
    """Brings an official sheet into the catalogue and its months into the figures; doing it twice changes nothing.

    The procedure is found by its code, else by its name; one that the catalogue lacks is entered as a sheet only. A
    month that the sheet itself says is the portal's own count is compared and never becomes an official one. Raises
    HojaAjena.
    """
    with transaction.atomic():
        tramite, creado = _tramite_de(hoja)
        cambiados = _escribir(tramite, hoja)
        meses = publicar_oficial(
            tramite=tramite,
            meses=[(mes.anio, mes.mes, mes.quejas, mes.atenciones) for mes in hoja.transparencia if mes.oficial],
            motivo=f"La hoja oficial {hoja.codigo} trae otra cifra",
        )
        iguales, distintos = _comparar(tramite, [mes for mes in hoja.transparencia if not mes.oficial])
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
    return HojaImportada(tramite, creado, cambiados, replace(meses, iguales=meses.iguales + iguales), distintos)


def _comparar(tramite: Tramite, meses: list[MesTransparencia]) -> tuple[int, tuple[str, ...]]:
    """How many of these months are published with the same figures, and which are not."""
    if not meses:
        return 0, ()
    publicados = {(m.anio, m.mes): m.cifra for m in meses_de(tramite) if m.cifra.cerrada}
    distintos = [
        f"{mes.anio}-{mes.mes:02d}"
        for mes in meses
        if (cifra := publicados.get((mes.anio, mes.mes))) is None
        or (cifra.quejas, cifra.atenciones) != (mes.quejas, mes.atenciones)
    ]
    return len(meses) - len(distintos), tuple(distintos)


def _tramite_de(hoja: HojaRUTR) -> tuple[Tramite, bool]:
    tramites = list(Tramite.objects.select_for_update())
    nombre = normalizar(hoja.nombre)
    for tramite in tramites:
        if hoja.codigo and tramite.codigo_rutr == hoja.codigo:
            return tramite, False
    tocayos = [t for t in tramites if t.codigo_rutr is None and normalizar(t.nombre) == nombre]
    if len(tocayos) > 1 or not (tocayos or hoja.codigo):
        cuantos = "hay varios trámites que se llaman" if tocayos else "no hay un trámite sin código que se llame"
        raise HojaAjena(f"La hoja no dice a qué trámite pertenece: {cuantos} «{hoja.nombre}».")
    if tocayos:
        return tocayos[0], False
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

    The catalogue's own name stays: the official one is written in capitals. So does where its texts come from, while
    a sheet that this portal wrote says the same as they do.
    """
    valores = textos_de_hoja(hoja) | {"nombre": tramite.nombre, "codigo_rutr": hoja.codigo or None}
    antes = {} if tramite.pk is None else {campo: getattr(tramite, campo) for campo in valores}
    cambiados = cambios(antes, valores)
    if tramite.origen != Tramite.Origen.RUTR and (cambiados or not hoja.del_portal):
        valores["origen"] = Tramite.Origen.RUTR
        cambiados |= cambios({"origen": tramite.origen}, {"origen": valores["origen"]})
    if cambiados:
        for campo, valor in valores.items():
            setattr(tramite, campo, valor)
        _revisar(tramite, valores)
        tramite.save()
    return cambiados


def _revisar(tramite: Tramite, valores: dict[str, Any]) -> None:
    """HojaAjena for a text that its column can't hold. What the sheet leaves empty stays empty."""
    try:
        tramite.clean_fields(exclude={campo.name for campo in Tramite._meta.fields if not valores.get(campo.name)})
    except ValidationError as error:
        cuales = ", ".join(str(c.verbose_name) for c in Tramite._meta.concrete_fields if c.name in error.message_dict)
        raise HojaAjena(f"La hoja trae un texto demasiado largo o que no se admite en: {cuales}.") from None

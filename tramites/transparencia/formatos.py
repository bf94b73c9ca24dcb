"""The monthly figures as other programs read them: CSV rows, JSON (`esquema.json` beside this) and schema.org."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from tramites.catalogo.models import Tramite
from tramites.transparencia.cifras import Cifra, Detalle, MesPublicado
from tramites.transparencia.sumas import Anio, resumir

# Whoever reads the file finds a column by its place: new ones go to the end.
COLUMNAS = (
    *("tramite", "codigo_rutr", "nombre", "anio", "mes", "quejas", "atenciones", "fuente", "version", "motivo"),
    *("cerrado", "quejas_portal", "atenciones_portal"),
    *("quejas_por_mil", "registrado_en", "en_linea", "presencial", "casos_decididos", "dias_mediana"),
    *("dias_nueve_de_diez", "recuento"),
)
RESERVADO = "reservado"
INSTITUCION = "Instituto Ecuatoriano de Seguridad Social"
VARIABLES = (
    ("quejas", "Volumen de quejas: las que llegaron en el mes"),
    ("atenciones", "Volumen de atenciones del mes"),
    ("quejas_por_mil", "Quejas por cada mil atenciones"),
)


def absoluta(vista: str, *args: Any) -> str:
    """The address of a page as it is known outside."""
    return settings.PORTAL_URL + reverse(f"tramites:{vista}", args=args)


def url_del_recuento(tramite: Tramite, mes: MesPublicado) -> str:
    return absoluta("transparencia_mes", tramite.slug, mes.anio, mes.mes)


def url_del_esquema() -> str:
    return absoluta("transparencia_esquema")


def filas(tramite: Tramite, meses: Sequence[MesPublicado]) -> Iterator[tuple]:
    for m in meses:
        yield (
            *(tramite.slug, tramite.codigo_rutr or "", tramite.nombre, m.anio, m.mes),
            *(m.cifra.quejas, m.cifra.atenciones, m.fuente, m.cifra.version, m.cifra.motivo),
            "si" if m.cifra.cerrada else "no",
            *((m.otra.quejas, m.otra.atenciones) if m.otra else ("", "")),
            *("" if valor is None else valor for valor in (m.cifra.por_mil, _instante(m.cifra))),
            *_celdas(m.detalle or Detalle()),
            url_del_recuento(tramite, m),
        )


def _celdas(detalle: Detalle) -> tuple[object, ...]:
    canales = [detalle.en_linea, detalle.presencial]
    tiempos = [detalle.decididos, detalle.mediana, detalle.nueve_de_diez]
    return tuple(
        (RESERVADO if oculto else "") if valor is None else valor
        for valores, oculto in ((canales, detalle.oculto_canales), (tiempos, detalle.oculto_tiempos))
        for valor in valores
    )


def como_json(tramite: Tramite, meses: Sequence[MesPublicado]) -> dict[str, Any]:
    return {
        "tramite": tramite.slug,
        "codigo_rutr": tramite.codigo_rutr,
        "nombre": tramite.nombre,
        "ficha": absoluta("ficha", tramite.slug),
        "meses": [_mes(tramite, m) for m in meses],
        "anios": [
            {"anio": a.anio, **_cuentas(a.cifra), "meses": a.cuantos, "cerrado": a.cifra.cerrada}
            for a in resumir(meses)
        ],
        "esquema": url_del_esquema(),
    }


def _mes(tramite: Tramite, m: MesPublicado) -> dict[str, Any]:
    return {
        "anio": m.anio,
        "mes": m.mes,
        "quejas": m.cifra.quejas,
        "atenciones": m.cifra.atenciones,
        "fuente": m.fuente,
        "version": m.cifra.version,
        "motivo": m.cifra.motivo or None,
        "cerrado": m.cifra.cerrada,
        "portal": {"quejas": m.otra.quejas, "atenciones": m.otra.atenciones} if m.otra else None,
        "quejas_por_mil": _numero(m.cifra.por_mil),
        "registrado_en": _instante(m.cifra),
        "canales": _canales(m.detalle) if m.detalle else None,
        "tiempos": _tiempos(m.detalle) if m.detalle else None,
        "versiones": [_version(c) for c in m.versiones if c.cerrada],
        "recuento": url_del_recuento(tramite, m),
    }


def _cuentas(cifra: Cifra) -> dict[str, Any]:
    return {"quejas": cifra.quejas, "atenciones": cifra.atenciones, "quejas_por_mil": _numero(cifra.por_mil)}


def _canales(detalle: Detalle) -> dict[str, Any]:
    return {"en_linea": detalle.en_linea, "presencial": detalle.presencial, "reservado": detalle.oculto_canales}


def _tiempos(detalle: Detalle) -> dict[str, Any]:
    return {
        "casos": detalle.decididos,
        "mediana": _numero(detalle.mediana),
        "nueve_de_diez": _numero(detalle.nueve_de_diez),
        "reservado": detalle.oculto_tiempos,
    }


def _version(cifra: Cifra) -> dict[str, Any]:
    return {
        "version": cifra.version,
        "quejas": cifra.quejas,
        "atenciones": cifra.atenciones,
        "motivo": cifra.motivo or None,
        "registrado_en": _instante(cifra),
    }


def _numero(valor: Decimal | None) -> float | None:
    return None if valor is None else float(valor)


def _instante(cifra: Cifra) -> str | None:
    return cifra.registrada_en.isoformat(timespec="seconds") if cifra.registrada_en else None


def esquema() -> dict[str, Any]:
    """The JSON Schema of both documents, with the address at which it is published."""
    escrito = json.loads(Path(__file__).with_name("esquema.json").read_text())
    return escrito | {"$id": url_del_esquema()}


def dataset(
    *,
    nombre: str,
    descripcion: str,
    vista: str,
    args: Sequence[str] = (),
    anios: Sequence[Anio],
    codigo: str | None = None,
) -> dict[str, Any]:
    """What a search engine of data sets wants to know (schema.org/Dataset). The figures are those of `anios`."""
    de_una_pagina = absoluta(vista, *args)
    desde = min(((a.anio, a.primero) for a in anios), default=None)
    hasta = max(((a.anio, a.ultimo.mes) for a in anios), default=None)
    fijadas = [a.fijada_en for a in anios if a.fijada_en]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": de_una_pagina,
        "name": nombre,
        "description": descripcion,
        "url": de_una_pagina,
        **({"identifier": codigo} if codigo else {}),
        "inLanguage": "es-EC",
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": INSTITUCION},
        "spatialCoverage": {"@type": "Country", "name": "Ecuador"},
        **({"temporalCoverage": "{}-{:02}/{}-{:02}".format(*desde, *hasta)} if desde and hasta else {}),
        **({"dateModified": max(fijadas).isoformat(timespec="seconds")} if fijadas else {}),
        "measurementTechnique": "Conteo de los hechos que registra el portal, y cifras de las hojas oficiales.",
        "variableMeasured": [
            {"@type": "PropertyValue", "name": columna, "description": que} for columna, que in VARIABLES
        ],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": tipo, "contentUrl": absoluta(f"{vista}_{formato}", *args)}
            for tipo, formato in (("text/csv", "csv"), ("application/json", "json"))
        ],
    }

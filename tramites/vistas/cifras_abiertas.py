"""The monthly figures for other programs, at stable addresses: CSV, JSON with its schema, a feed of closed months."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from nucleo.copias import archivo_publico
from nucleo.csv import Csv, respuesta_csv
from tramites import selectors
from tramites.transparencia import formatos
from tramites.transparencia.copias import copia, version
from tramites.transparencia.feed import feed_de
from tramites.transparencia.selectors import cerrados, meses_de, meses_de_todos

R = TypeVar("R", bound=HttpResponseBase)
Filas = list[tuple[object, ...]]


@archivo_publico
@require_safe
def todos_csv(request: HttpRequest) -> HttpResponseBase:
    leidas = copia(version(), "csv", _filas_de_todos)
    return _csv("transparencia.csv", leidas.contenido, leidas.de)


@archivo_publico
@require_safe
def uno_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    tramite = selectors.ficha(slug)
    leidas = copia(version(), f"csv:{tramite.pk}", lambda: list(formatos.filas(tramite, meses_de(tramite))))
    return _csv(f"transparencia-{slug}.csv", leidas.contenido, leidas.de)


@archivo_publico
@require_safe
def todos_json(request: HttpRequest) -> HttpResponse:
    leido = copia(version(), "json", _json_de_todos)
    return _json(leido.contenido, leido.de)


@archivo_publico
@require_safe
def uno_json(request: HttpRequest, slug: str) -> HttpResponse:
    tramite = selectors.ficha(slug)
    leido = copia(version(), f"json:{tramite.pk}", lambda: _escrito(formatos.como_json(tramite, meses_de(tramite))))
    return _json(leido.contenido, leido.de)


@archivo_publico
@require_safe
def esquema(request: HttpRequest) -> HttpResponse:
    return _abierto(HttpResponse(_escrito(formatos.esquema()), content_type="application/schema+json"))


@archivo_publico
@require_safe
def meses_cerrados(request: HttpRequest) -> HttpResponse:
    """Atom. A month that is corrected comes up again, with why."""
    feed = feed_de(cerrados())
    return _abierto(HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type))


def _filas_de_todos() -> Filas:
    meses = meses_de_todos()
    return [fila for t in selectors.catalogo() for fila in formatos.filas(t, meses.get(t.pk, []))]


def _json_de_todos() -> str:
    meses = meses_de_todos()
    tramites = [formatos.como_json(t, meses.get(t.pk, [])) for t in selectors.catalogo()]
    return _escrito({"tramites": tramites, "esquema": formatos.url_del_esquema()})


def _escrito(contenido: dict[str, Any]) -> str:
    return json.dumps(contenido, ensure_ascii=False, indent=1)


def _csv(nombre: str, filas: Sequence[tuple[object, ...]], de: datetime) -> HttpResponseBase:
    response = respuesta_csv(Csv(nombre, formatos.COLUMNAS, filas))
    # It is sent as it is written, and so has no content yet to take the ETag from.
    response.headers["ETag"] = f'"{hashlib.sha256(repr((formatos.COLUMNAS, filas)).encode()).hexdigest()[:32]}"'
    return _abierto(response, de)


def _json(escrito: str, de: datetime) -> HttpResponse:
    return _abierto(HttpResponse(escrito, content_type="application/json"), de)


def _abierto(response: R, de: datetime | None = None) -> R:
    """Public figures, for any page on the web."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    if de is not None:
        response.headers["Last-Modified"] = http_date(de.timestamp())
    return response

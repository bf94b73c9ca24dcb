"""The public reading of the monthly figures: tables, pictures, CSV and JSON at stable addresses."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nucleo.csv import Csv, respuesta_csv
from nucleo.escritura import mes_corto
from nucleo.graficos import Grafico, Serie, barras
from tramites import selectors
from tramites.catalogo.models import Tramite
from tramites.transparencia.selectors import Cifra, MesPublicado, meses_de, meses_de_todos

COLUMNAS = (
    *("tramite", "codigo_rutr", "nombre", "anio", "mes", "quejas", "atenciones", "fuente", "version", "motivo"),
    *("cerrado", "quejas_portal", "atenciones_portal"),
)
MESES_DEL_GRAFICO = 24


@require_safe
def todos(request: HttpRequest) -> HttpResponse:
    meses = meses_de_todos()
    tramites = selectors.catalogo()
    con_datos = [(t, meses[t.pk][0], _suma(meses[t.pk])) for t in tramites if t.pk in meses]
    sin_datos = [t for t in tramites if t.pk not in meses]
    return render(request, "tramites/transparencia.html", {"con_datos": con_datos, "sin_datos": sin_datos})


@require_safe
def uno(request: HttpRequest, slug: str) -> HttpResponse:
    tramite = selectors.ficha(slug)
    meses = meses_de(tramite)
    contexto = {"tramite": tramite, "meses": meses, "total": _suma(meses), "anios": _por_anio(meses)}
    contexto["graficos"] = _graficos(meses) if meses else []
    return render(request, "tramites/transparencia_tramite.html", contexto)


@require_safe
def todos_csv(request: HttpRequest) -> HttpResponseBase:
    meses = meses_de_todos()
    filas = (fila for t in selectors.catalogo() for fila in _filas(t, meses.get(t.pk, [])))
    return respuesta_csv(Csv("transparencia.csv", COLUMNAS, filas))


@require_safe
def uno_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    tramite = selectors.ficha(slug)
    return respuesta_csv(Csv(f"transparencia-{slug}.csv", COLUMNAS, _filas(tramite, meses_de(tramite))))


@require_safe
def todos_json(request: HttpRequest) -> HttpResponse:
    meses = meses_de_todos()
    tramites = [_como_json(t, meses.get(t.pk, [])) for t in selectors.catalogo()]
    return _json({"tramites": tramites})


@require_safe
def uno_json(request: HttpRequest, slug: str) -> HttpResponse:
    tramite = selectors.ficha(slug)
    return _json(_como_json(tramite, meses_de(tramite)))


def _suma(meses: list[MesPublicado]) -> Cifra:
    return Cifra(quejas=sum(m.cifra.quejas for m in meses), atenciones=sum(m.cifra.atenciones for m in meses))


def _por_anio(meses: list[MesPublicado]) -> list[tuple[int, Cifra]]:
    anios = sorted({m.anio for m in meses}, reverse=True)
    return [(anio, _suma([m for m in meses if m.anio == anio])) for anio in anios]


def _graficos(meses: list[MesPublicado]) -> list[Grafico]:
    """The last two years at most, oldest on the left; a picture for each figure, as their scales differ."""
    ultimos = list(reversed(meses[:MESES_DEL_GRAFICO]))
    rotulos = [mes_corto(date(m.anio, m.mes, 1)) for m in ultimos]
    atenciones = Serie("Atenciones", [m.cifra.atenciones for m in ultimos])
    quejas = Serie("Quejas", [m.cifra.quejas for m in ultimos])
    return [barras("Atenciones por mes", rotulos, [atenciones]), barras("Quejas por mes", rotulos, [quejas], alto=90)]


def _filas(tramite: Tramite, meses: list[MesPublicado]) -> Iterator[tuple]:
    for m in meses:
        yield (
            *(tramite.slug, tramite.codigo_rutr or "", tramite.nombre, m.anio, m.mes),
            *(m.cifra.quejas, m.cifra.atenciones, m.fuente, m.cifra.version, m.cifra.motivo),
            "si" if m.cifra.cerrada else "no",
            *((m.otra.quejas, m.otra.atenciones) if m.otra else ("", "")),
        )


def _como_json(tramite: Tramite, meses: list[MesPublicado]) -> dict:
    return {
        "tramite": tramite.slug,
        "codigo_rutr": tramite.codigo_rutr,
        "nombre": tramite.nombre,
        "ficha": settings.PORTAL_URL + reverse("tramites:ficha", args=[tramite.slug]),
        "meses": [
            {
                "anio": m.anio,
                "mes": m.mes,
                "quejas": m.cifra.quejas,
                "atenciones": m.cifra.atenciones,
                "fuente": m.fuente,
                "version": m.cifra.version,
                "motivo": m.cifra.motivo or None,
                "cerrado": m.cifra.cerrada,
                "portal": {"quejas": m.otra.quejas, "atenciones": m.otra.atenciones} if m.otra else None,
            }
            for m in meses
        ],
    }


def _json(contenido: dict) -> JsonResponse:
    response = JsonResponse(contenido, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Access-Control-Allow-Origin"] = "*"  # public figures, for any page on the web
    return response

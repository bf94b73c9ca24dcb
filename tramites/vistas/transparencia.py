"""The public reading of the monthly figures: of all procedures, of one, and of one of its months with its recount."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from nucleo.copias import pagina_publica
from nucleo.escritura import mes_corto
from nucleo.graficos import Grafico, Serie, barras
from tramites import selectors
from tramites.catalogo.models import Tramite
from tramites.transparencia.cifras import Cifra, MesPublicado
from tramites.transparencia.copias import Copia, copia, version
from tramites.transparencia.formatos import dataset
from tramites.transparencia.forms import FiltroForm
from tramites.transparencia.selectors import meses_de, meses_de_todos, recuento
from tramites.transparencia.sumas import Anio, por_anio, resumir, suma

ANIOS_A_LA_VISTA = 2
MESES_DEL_GRAFICO = 24
SEGUNDOS_DEL_RECUENTO = 600
"""To count a month again reads all its events: anybody may ask, so it is done once for everybody."""


@dataclass(frozen=True)
class Fila:
    """One procedure of the list: its newest month, and its figures under each column; None: it has none there."""

    tramite: Tramite
    ultimo: MesPublicado
    cifras: list[tuple[str, Cifra | None]]
    total: Cifra


@pagina_publica
@require_safe
def todos(request: HttpRequest) -> HttpResponse:
    """Each procedure with its last two years and all of them, or with the one year that is asked for."""
    leido = copia(version(), "resumen", _resumenes)
    anios = sorted({a.anio for suyos in leido.contenido.values() for a in suyos}, reverse=True)
    form = FiltroForm(request.GET, anios=anios)
    form.is_valid()  # what can't be read filters nothing, and the page says so
    elegidos = form.elegir(selectors.catalogo())
    columnas = [form.del_anio] if form.del_anio else anios[:ANIOS_A_LA_VISTA]
    filas = [f for t in elegidos if (f := _fila(t, leido.contenido.get(t.pk, []), columnas, form.del_anio))]
    con_cifras = {fila.tramite for fila in filas}
    contexto = {
        "form": form,
        "filas": filas,
        "totales": [
            (columna[0][0], suma([cifra for _, cifra in columna if cifra]))
            for columna in zip(*(fila.cifras for fila in filas), strict=True)
        ],
        "total": suma([fila.total for fila in filas]),
        "sin_datos": [t for t in elegidos if t not in con_cifras],
        "dataset": dataset(
            nombre="Quejas y atenciones de los trámites del IESS, por mes",
            descripcion="Cuántas veces se atendió cada trámite del seguro social ecuatoriano y cuántas quejas recibió,"
            " cada mes, como en la hoja del Registro Único de Trámites, con sus correcciones.",
            vista="transparencia",
            anios=[anio for suyos in leido.contenido.values() for anio in suyos],
        ),
    }
    return _fechada(render(request, "tramites/transparencia.html", contexto), leido)


@pagina_publica
@require_safe
def uno(request: HttpRequest, slug: str) -> HttpResponse:
    tramite = selectors.ficha(slug)
    leido = _meses(version(), tramite)
    anios = por_anio(leido.contenido)
    contexto: dict[str, Any] = {
        "tramite": tramite,
        "meses": leido.contenido,
        "anios": [(anio, suyos, [m for m in suyos if m.detalle]) for anio, suyos in anios],
        "total": suma([m.cifra for m in leido.contenido]),
        "reservado": _se_reserva(leido.contenido),
        "graficos": _graficos(leido.contenido) if leido.contenido else [],
        "dataset": dataset(
            nombre=f"Quejas y atenciones por mes: {tramite.nombre}",
            descripcion=f"Cuántas veces se atendió «{tramite.nombre}» y cuántas quejas recibió, cada mes, como en la"
            " hoja del Registro Único de Trámites, con sus correcciones.",
            vista="transparencia_tramite",
            args=[slug],
            anios=[anio for anio, _ in anios],
            codigo=tramite.codigo_rutr,
        ),
    }
    return _fechada(render(request, "tramites/transparencia_tramite.html", contexto), leido)


@pagina_publica
@require_safe
def un_mes(request: HttpRequest, slug: str, anio: int, mes: int) -> HttpResponse:
    """What was fixed for that month, and what its events say now."""
    tramite = selectors.ficha(slug)
    vigente = version()
    publicados = _meses(vigente, tramite)
    meses = publicados.contenido
    n = next((n for n, m in enumerate(meses) if (m.anio, m.mes) == (anio, mes)), None)
    if n is None:
        raise Http404(f"{slug} {anio}-{mes}")
    leido = copia(
        vigente, f"recuento:{tramite.pk}:{anio}:{mes}", lambda: recuento(tramite, anio, mes), SEGUNDOS_DEL_RECUENTO
    )
    contexto = {
        "tramite": tramite,
        "m": meses[n],
        "meses": [meses[n]],
        "reservado": _se_reserva([meses[n]]),
        "antes": meses[n + 1] if n + 1 < len(meses) else None,
        "despues": meses[n - 1] if n else None,
        "recuento": leido.contenido,
        "contado_en": leido.de,
    }
    return _fechada(render(request, "tramites/transparencia_mes.html", contexto), publicados, leido)


def _resumenes() -> dict[int, list[Anio]]:
    return {tramite_id: resumir(meses) for tramite_id, meses in meses_de_todos().items()}


def _meses(vigente: str, tramite: Tramite) -> Copia[list[MesPublicado]]:
    return copia(vigente, f"meses:{tramite.pk}", lambda: meses_de(tramite))


def _fechada(response: HttpResponse, *leidos: Copia) -> HttpResponse:
    response.headers["Last-Modified"] = http_date(max(leido.de for leido in leidos).timestamp())
    return response


def _fila(tramite: Tramite, suyos: Sequence[Anio], columnas: Sequence[int], elegido: int | None) -> Fila | None:
    """None: nothing happened, or nothing in the year that is asked for."""
    mostrados = [anio for anio in suyos if elegido in (None, anio.anio)]
    de_anio = {anio.anio: anio.cifra for anio in mostrados}
    total = suma(list(de_anio.values()))
    if not total.atenciones and not total.quejas:
        return None
    cifras = [(str(columna), de_anio.get(columna)) for columna in columnas]
    return Fila(tramite, mostrados[0].ultimo, cifras if elegido else [*cifras, ("Todos los años", total)], total)


def _se_reserva(meses: Sequence[MesPublicado]) -> bool:
    """Whether any of their numbers is masked, so that the page says why."""
    return any(m.detalle and (m.detalle.oculto_canales or m.detalle.oculto_tiempos) for m in meses)


def _graficos(meses: list[MesPublicado]) -> list[Grafico]:
    """The last two years at most, oldest on the left; a picture for each figure that has something to draw."""
    ultimos = list(reversed(meses[:MESES_DEL_GRAFICO]))
    rotulos = [mes_corto(date(m.anio, m.mes, 1)) for m in ultimos]
    atenciones = Serie("Atenciones", [m.cifra.atenciones for m in ultimos])
    quejas = Serie("Quejas", [m.cifra.quejas for m in ultimos])
    graficos = [
        barras("Atenciones por mes", rotulos, [atenciones]),
        barras("Quejas por mes", rotulos, [quejas], alto=90),
    ]
    return [g for g, serie in zip(graficos, (atenciones, quejas), strict=True) if any(serie.valores)]

"""What a quirografario would cost: any amount, term and table, on another salary or some months later.

It is sent by GET and kept nowhere: whoever has the address sees the same, of their own record.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from afiliados.forms.quirografario import NUEVO, TABLAS, SimulacionForm
from afiliados.reglas.quirografario import Opcion
from afiliados.reglas.quirografario_dictamen import Pedido
from afiliados.selectors.quirografario import SLUG, Situacion, situacion_de
from afiliados.vistas.pagos import csv_de_pagos
from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from nucleo.csv import respuesta_csv
from nucleo.dinero import formato
from nucleo.escritura import mes_corto, tasa
from registro.models import Persona
from registro.reglas.dictamen import Dictamen
from registro.reglas.prestamos import SIN_SEGURO, Sistema, Tabla
from tramites.certificados.contenido import Contenido, identidad
from tramites.procedimientos.lista import caso_de
from tramites.procedimientos.vistas import emitir_y_mostrar, leer_peticion
from tramites.selectors import ficha

Celda = tuple[str, str, Any]
"""Title of its column, name of the figure, value."""


@dataclass(frozen=True)
class Simulacion:
    """What the page answers."""

    situacion: Situacion
    pedido: Pedido
    supuestos: Sequence[Sequence[str]] = ()
    """[what is imagined, of how much], besides the record as it is."""

    @property
    def elegida(self) -> Opcion:
        return self.situacion.opcion(self.pedido)

    @property
    def cabe(self) -> bool:
        return self.elegida.cabe and self.pedido.monto >= self.pedido.minimo

    @property
    def dictamen(self) -> Dictamen:
        return self.situacion.dictamen(self.pedido)

    @property
    def tablas(self) -> list[tuple[str, Tabla, list[tuple[str, list[Celda]]]]]:
        """(words, table, its months) of the one that was chosen, and of the other one."""
        elegida = self.elegida.tabla
        if elegida is None:
            return []
        otro = Sistema.ALEMAN if elegida.sistema is Sistema.FRANCES else Sistema.FRANCES
        otra = self.situacion.opcion(Pedido(elegida.monto, elegida.plazo, otro, self.pedido.renueva)).tabla
        return [
            (TABLAS[tabla.sistema], tabla, list(meses_de(tabla, self.situacion.hoy)))
            for tabla in (elegida, otra)
            if tabla is not None
        ]

    @property
    def filas(self) -> list[tuple[Opcion, list[Celda]]]:
        return filas_de(self.situacion.comparar(self.pedido))


def filas_de(opciones: Sequence[Opcion]) -> list[tuple[Opcion, list[Celda]]]:
    """The terms side by side, each figure under its own name."""
    filas = []
    for una in opciones:
        tabla, plazo = una.tabla, una.plazo
        celdas = [("Le prestan hasta", f"capacidad_{plazo}", una.capacidad.monto)]
        if tabla:
            cuota = "Cuota" if tabla.sistema is Sistema.FRANCES else "Primera cuota"
            celdas += [
                (cuota, f"cuota_{plazo}", tabla.primera),
                ("Intereses", f"intereses_{plazo}", tabla.intereses),
                ("Pagará en total", f"total_{plazo}", tabla.total),
            ]
        filas.append((una, celdas))
    return filas


def meses_de(tabla: Tabla, hoy: date) -> Iterator[tuple[str, list[Celda]]]:
    """Month by month."""
    for periodo, cuota in tabla.por_mes(hoy):
        n = cuota.numero
        yield (
            f"{n}. {mes_corto(periodo)}",
            [
                ("Cuota", f"cuota_mes_{n}", cuota.valor),
                ("Capital", f"capital_mes_{n}", cuota.capital),
                ("Interés", f"interes_mes_{n}", cuota.interes),
                ("Debe después", f"saldo_mes_{n}", cuota.saldo),
            ],
        )


def _leer(persona: Persona, parametros: QueryDict) -> tuple[SimulacionForm, Simulacion | None]:
    """The form as it was sent, and its answer; None while something in it can't be read."""
    situacion = situacion_de(persona, timezone.localdate())
    datos = parametros.copy()
    datos.setdefault("sistema", Sistema.FRANCES.value)
    datos.setdefault("renueva", NUEVO)
    form = SimulacionForm(datos, situacion=situacion)
    return form, Simulacion(form.supuesta, form.pedido(), form.supuestos()) if form.is_valid() else None


@never_cache
@require_safe
def simulacion(request: Peticion) -> HttpResponse:
    procedimiento = caso_de(SLUG)
    form, simulada = _leer(request.actuacion.persona, request.GET)
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")
    consulta = request.GET.urlencode()
    contexto = {
        "tramite": ficha(SLUG),
        "url": procedimiento.url,
        "form": form,
        "simulacion": simulada,
        "url_csv": f"{procedimiento.url_de('csv')}?{consulta}",
        "url_documento": f"{procedimiento.url_de('documento')}?{consulta}",
        "peticion": leer_peticion(request),
        "sin_seguro": SIN_SEGURO,
    }
    return render(request, "afiliados/prestamo-quirografario-simular.html", contexto)


@never_cache
@require_safe
def tabla_csv(request: Peticion) -> HttpResponseBase:
    persona = request.actuacion.persona
    _, simulada = _leer(persona, request.GET)
    if simulada is None or not simulada.cabe:
        return _de_vuelta(request)
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")
    tabla = simulada.elegida.tabla
    assert tabla
    nombre = f"tabla-{tabla.sistema.lower()}-{tabla.plazo}-meses-{persona.cedula}.csv"
    return respuesta_csv(csv_de_pagos(nombre, tabla, simulada.situacion.hoy))


@require_POST
def tabla_documento(request: Peticion) -> HttpResponse:
    _, simulada = _leer(request.actuacion.persona, request.GET)
    if simulada is None or not simulada.cabe:
        return _de_vuelta(request)
    return emitir_y_mostrar(request, caso_de(SLUG), documento_de(request.actuacion.persona, simulada))


def _de_vuelta(request: Peticion) -> HttpResponse:
    """To the page, which says what is wrong with it."""
    return redirect(f"{caso_de(SLUG).url_de('simular')}?{request.GET.urlencode()}")


def documento_de(persona: Persona, simulada: Simulacion) -> Contenido:
    """The table as a signed document: what it would cost, and that it is no loan."""
    tabla = simulada.elegida.tabla
    assert tabla
    hoy = simulada.situacion.hoy
    cuotas = [
        [str(cuota.numero), mes_corto(periodo), *map(formato, (cuota.valor, cuota.capital, cuota.interes, cuota.saldo))]
        for periodo, cuota in tabla.por_mes(hoy)
    ]
    resumen = [
        *map(list, simulada.supuestos),
        ["Monto", formato(tabla.monto)],
        ["Plazo", f"{tabla.plazo} {'mes' if tabla.plazo == 1 else 'meses'}"],
        ["Tabla", TABLAS[tabla.sistema]],
        ["Tasa nominal anual", tasa(tabla.tasa)],
        ["Tasa efectiva anual", tasa(tabla.efectiva)],
        ["Intereses de todo el plazo", formato(tabla.intereses)],
        ["Total a pagar", formato(tabla.total)],
    ]
    datos = {**identidad(persona), "resumen": resumen, "cuotas": cuotas, "sin_seguro": SIN_SEGURO}
    return Contenido(
        "tabla",
        "Tabla de pagos de un préstamo quirografario",
        "afiliados/documentos/prestamo-quirografario-tabla.html",
        datos,
    )

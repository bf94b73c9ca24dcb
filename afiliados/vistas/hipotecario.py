"""The mortgage as one may imagine it: every product under other circumstances, and one loan month by month.

All by GET: a result has an address that can be kept, and nothing is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from afiliados.forms.hipotecario import SupuestosForm, TablaForm
from afiliados.normas.hipotecario import norma_hipotecario_de
from afiliados.reglas.hipotecario import FICHAS, Condiciones, NormaHipotecario, Producto, tramos_de
from afiliados.reglas.hipotecario_supuestos import suponer
from afiliados.selectors.hipotecario import SLUG, Panorama, interesado_de
from afiliados.vistas.pagos import csv_de_pagos
from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from nucleo.csv import Csv, respuesta_csv
from nucleo.dinero import CERO, formato
from nucleo.escritura import mes_corto
from registro.parametros import Parametros
from registro.reglas.prestamos import SIN_SEGURO, Cuota, Sistema, Tabla, amortizar
from registro.reglas.puertas import MESES_POR_ANIO


@never_cache
@require_safe
def simular(request: Peticion) -> HttpResponse:
    hoy = timezone.localdate()
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")
    parametros = Parametros.al(hoy)
    quien = interesado_de(request.actuacion.persona, parametros)
    form = SupuestosForm(request.GET, quien=quien)
    contexto: dict[str, Any] = {"form": form, "sin_seguro": SIN_SEGURO, "panorama": None}
    norma = norma_hipotecario_de(parametros)
    if form.is_valid() and _se_ofrece(form, norma):
        otro, dia = suponer(quien, form.supuesto, hoy)
        panorama = Panorama.de(form.pedido(otro), dia, norma)
        contexto["panorama"] = panorama.solo(form.cleaned_data["producto"])
    return render(request, "afiliados/prestamo-hipotecario-simular.html", contexto)


def _se_ofrece(form: SupuestosForm, norma: NormaHipotecario) -> bool:
    """Whether some product, or the one that was chosen, has so long a term."""
    plazo, producto = form.cleaned_data["plazo"], form.cleaned_data["producto"]
    plazos = [uno.plazo for uno in norma.productos if uno.se_calcula and producto in {"", uno.producto}]
    tope = max(plazos, default=0)
    if plazo and plazo > tope:
        form.add_error("plazo", f"El plazo más largo que se ofrece es de {tope} meses.")
    return not form.errors


# --- month by month ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pagos:
    """One loan, as it would be paid from next month on."""

    condiciones: Condiciones
    tabla: Tabla
    hoy: date

    @property
    def nombre(self) -> str:
        return FICHAS[self.condiciones.producto].nombre

    @property
    def por_anio(self) -> Iterator[tuple[int, str, str, str, list[tuple[str, ...]]]]:
        """Of each year of the loan: which one, principal, interest, what is owed after it, and its months, as text."""
        meses = self.tabla.por_mes(self.hoy)
        for anio, grupo in groupby(meses, key=lambda uno: (uno[1].numero - 1) // MESES_POR_ANIO + 1):
            filas = list(grupo)
            capital = sum((cuota.capital for _, cuota in filas), CERO)
            interes = sum((cuota.interes for _, cuota in filas), CERO)
            saldo = filas[-1][1].saldo
            yield anio, formato(capital), formato(interes), formato(saldo), [_celdas(*fila) for fila in filas]

    def csv(self) -> Csv:
        nombre = f"tabla-{self.condiciones.producto.value.lower()}-{self.tabla.sistema.value.lower()}.csv"
        return csv_de_pagos(nombre, self.tabla, self.hoy)


def _celdas(mes: date, cuota: Cuota) -> tuple[str, ...]:
    """One row, ready to be printed: there are hundreds."""
    importes = (cuota.valor, cuota.capital, cuota.interes, cuota.saldo)
    return (str(cuota.numero), mes_corto(mes), *map(formato, importes))


@never_cache
@require_safe
def tabla(request: Peticion) -> HttpResponse:
    form, pagos, comparadas = _pagos(request.GET)
    contexto = {
        "form": form,
        "pagos": pagos,
        "comparadas": comparadas,
        "sin_seguro": SIN_SEGURO,
        "consulta": urlencode(request.GET.dict()),
    }
    return render(request, "afiliados/prestamo-hipotecario-tabla.html", contexto)


@never_cache
@require_safe
def tabla_csv(request: Peticion) -> HttpResponseBase:
    """What can't be read as a loan is told by the page, not by a file."""
    _, pagos, _ = _pagos(request.GET)
    return respuesta_csv(pagos.csv()) if pagos else tabla(request)


def _pagos(parametros: QueryDict) -> tuple[TablaForm, Pagos | None, list[Tabla]]:
    """The form, the loan that it describes, and that loan under both systems."""
    form = TablaForm(parametros or None)
    if not form.is_valid():
        return form, None, []
    datos, hoy = form.cleaned_data, timezone.localdate()
    condiciones = norma_hipotecario_de(Parametros.al(hoy)).condiciones(Producto(datos["producto"]))
    if not condiciones.se_calcula:
        form.add_error("producto", "Hoy no se publican las condiciones de este crédito. Elija otro.")
    elif datos["plazo"] > condiciones.plazo:
        form.add_error("plazo", f"Este crédito se paga en {condiciones.plazo} meses como máximo.")
    if form.errors:
        return form, None, []
    tasa: Decimal = tramos_de(condiciones, datos["avaluo"] or datos["monto"])[0].tasa
    elegida, *otras = (
        amortizar(datos["monto"], datos["plazo"], tasa, sistema)
        for sistema in sorted(Sistema, key=lambda uno: uno.value != datos["sistema"])
    )
    comparadas = sorted([elegida, *otras], key=lambda una: una.sistema is not Sistema.FRANCES)
    return form, Pagos(condiciones, elegida, hoy), comparadas

"""What a subsidy would come to for some rest: a page with an address of its own, that keeps nothing."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from afiliados.forms.subsidios import CalculoForm
from afiliados.normas.subsidios import norma_subsidios_de
from afiliados.reglas.reposos import Clase, Motivo
from afiliados.reglas.subsidios import dictamen
from afiliados.reglas.subsidios_examen import examinar
from afiliados.reglas.subsidios_supuestos import al_dia, supuesto
from afiliados.selectors.subsidios import SLUG, anteriores_de, asegurado_de, parametros_del_reposo
from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from nucleo.feriados import DiasHabiles
from registro.models import Persona
from tramites.selectors import ficha


@never_cache
@require_safe
def calcular(request: Peticion) -> HttpResponse:
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")
    form = CalculoForm(request.GET if "contingencia" in request.GET or "desde_dia" in request.GET else None)
    contexto: dict[str, Any] = {"tramite": ficha(SLUG), "form": form}
    if form.is_bound and form.is_valid():
        contexto |= _calculado(request.actuacion.persona, form.cleaned_data, timezone.localdate())
    return render(request, "afiliados/subsidios-calcular.html", contexto)


def _calculado(persona: Persona, datos: dict[str, Any], hoy: date) -> dict[str, Any]:
    """Six queries."""
    parametros, habiles = parametros_del_reposo(datos["desde"]), DiasHabiles.nacionales()
    norma = norma_subsidios_de(parametros)
    asegurado = asegurado_de(persona, anteriores_de(persona))
    pedido = supuesto(
        Motivo(datos["contingencia"]), datos["desde"], datos["hasta"], norma=norma, hoy=hoy, hecho=datos["hecho"]
    )
    examen = examinar(asegurado, pedido, norma=norma, habiles=habiles, hoy=hoy)
    hecho = dictamen(asegurado, pedido, norma=norma, habiles=habiles, hoy=hoy, parametros=parametros.usados)
    return {
        "dictamen": hecho,
        "tramos": al_dia(examen),
        "reposo": pedido.reposo,
        "es_maternidad": pedido.reposo.clase is Clase.MATERNIDAD,
        "pedido": pedido,
        "supuso": datos["hecho"] is None,
    }

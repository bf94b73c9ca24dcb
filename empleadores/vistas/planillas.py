"""The pages of planillas besides that of the act: a year of them, and one with its rows, its files and its paper."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cuentas.actuacion import Actuacion, Peticion
from cuentas.atencion import anotar_lectura
from cuentas.permisos import EMPLEADOR_TODO
from empleadores.cobranza.ingresos import PagoRechazado
from empleadores.cobranza.selectors import saldo_a_favor
from empleadores.cobranza.services import usar_saldo_a_favor
from empleadores.planillas.comprobante import comprobante_de
from empleadores.planillas.detalle import Detalle, detalle_de, filas_de_archivo, filas_que
from empleadores.planillas.lista import anios_de, meses_de_planillas
from nucleo.csv import Csv, respuesta_csv
from nucleo.dinero import CERO, formato
from nucleo.xlsx import respuesta_xlsx
from registro.planillas.deuda import deudas_de
from tramites.procedimientos import por_slug
from tramites.procedimientos.base import Procedimiento
from tramites.procedimientos.vistas import emitir_y_mostrar
from tramites.selectors import ficha

SLUG = "planillas"
POR_PAGINA = 100
MAXIMO_BUSCADO = 120
SOLO_MIRA = "Su autorización permite ver las planillas, no pagarlas. Pídalo a quien tiene la clave patronal."
COLUMNAS = (
    *("cedula", "apellidos", "nombres", "dias", "base", "personal", "patronal", "iece_secap", "fondos_reserva"),
    *("salud_jornada_parcial", "total", "estado"),
)


def enlaces(actuacion: Actuacion) -> dict[str, str]:
    """Where these pages lead to; "" for a procedure that is not there, or not for whoever acts."""

    def abierto(slug: str) -> Procedimiento | None:
        procedimiento = por_slug(slug)
        return procedimiento if procedimiento and procedimiento.permiso.admite(actuacion) else None

    avisos, convenio = abierto("aviso-entrada"), abierto("convenio-pagos")
    return {
        "novedades": avisos.url_de("novedades") if avisos else "",
        "convenio": convenio.url if convenio else "",
        "aportes": reverse("empleadores:aportes-patronales"),
    }


def _procedimiento() -> Procedimiento:
    procedimiento = por_slug(SLUG)
    assert procedimiento
    return procedimiento


def _leido(request: Peticion) -> None:
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")


@never_cache
@require_safe
def anio(request: Peticion, anio: int) -> HttpResponse:
    empleador, hoy = request.actuacion.empleador, timezone.localdate()
    anios = anios_de(empleador)
    if anio not in anios:
        raise Http404
    _leido(request)
    contexto = {
        "tramite": ficha(SLUG),
        "url": _procedimiento().url,
        "anio": anio,
        "anios": anios,
        "meses": meses_de_planillas(empleador, deudas_de(empleador, hoy), hoy, anio),
        "puede": EMPLEADOR_TODO.admite(request.actuacion),
        "peticion": uuid.uuid4(),
    }
    return render(request, "empleadores/planillas-anio.html", contexto)


@never_cache
@require_safe
def una(request: Peticion, numero: int) -> HttpResponse:
    detalle = detalle_de(request.actuacion.empleador, numero, timezone.localdate())
    buscado = request.GET.get("q", "").replace("\0", "").strip()[:MAXIMO_BUSCADO]
    pagina = Paginator(filas_que(detalle.planilla, buscado), POR_PAGINA).get_page(request.GET.get("pagina"))
    _leido(request)
    contexto = {
        "tramite": ficha(SLUG),
        "url": _procedimiento().url,
        "detalle": detalle,
        "buscado": buscado,
        "pagina": pagina,
        "filas": [(aporte, *detalle.partes_de(aporte)) for aporte in pagina],
        "peticion": uuid.uuid4(),
        "enlaces": enlaces(request.actuacion),
        "a_favor": saldo_a_favor(request.actuacion.empleador) if detalle.se_paga_sola else CERO,
        "url_csv": _procedimiento().url_de("una_csv", numero),
        "url_xlsx": _procedimiento().url_de("una_xlsx", numero),
    }
    return render(request, "empleadores/planillas-una.html", contexto)


def _archivo(respuesta: Callable[[Csv], HttpResponseBase]) -> Callable[..., Any]:
    @never_cache
    @require_safe
    def view(request: Peticion, numero: int) -> HttpResponseBase:
        detalle = detalle_de(request.actuacion.empleador, numero, timezone.localdate())
        _leido(request)
        return respuesta(Csv(f"{_nombre(detalle)}.csv", COLUMNAS, filas_de_archivo(detalle)))

    return view


una_csv, una_xlsx = _archivo(respuesta_csv), _archivo(respuesta_xlsx)


def _nombre(detalle: Detalle) -> str:
    planilla = detalle.planilla
    return f"planilla-{planilla.periodo:%Y-%m}-{detalle.tipo.lower().replace(' ', '-')}-{planilla.sucursal}"


@require_POST
def una_saldo(request: Peticion, numero: int) -> HttpResponse:
    """Pays one planilla with what is in favour of the employer, as far as it goes."""
    planilla = detalle_de(request.actuacion.empleador, numero, timezone.localdate()).planilla
    if not EMPLEADOR_TODO.admite(request.actuacion):
        messages.error(request, SOLO_MIRA)
        return redirect(_procedimiento().url_de("una", numero))
    try:
        pago = usar_saldo_a_favor(planilla_id=planilla.pk, actor=request.actuacion.nombre_actor)
    except PagoRechazado as razon:
        messages.error(request, razon.mensaje)
    else:
        messages.success(request, f"Se pagaron {formato(pago.valor)} con su saldo a favor.")
    return redirect(_procedimiento().url_de("una", numero))


@require_POST
def una_comprobante(request: Peticion, numero: int) -> HttpResponse:
    empleador = request.actuacion.empleador
    detalle = detalle_de(empleador, numero, timezone.localdate())
    if not detalle.se_paga_sola:
        messages.error(request, "Esta planilla no tiene nada que pagar con su propio comprobante.")
        return redirect(_procedimiento().url_de("una", numero))
    return emitir_y_mostrar(request, _procedimiento(), comprobante_de(empleador, detalle))

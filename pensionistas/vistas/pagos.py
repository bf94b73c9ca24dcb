"""The rol of one month, on the screen and signed, and the calendar of the payments as a file."""

from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cuentas.actuacion import Actuacion, Peticion
from cuentas.atencion import anotar_lectura
from nucleo.dinero import formato
from nucleo.escritura import fecha, fecha_corta
from nucleo.escritura import mes as mes_en_palabras
from nucleo.feriados import DiasHabiles
from pensionistas.normas import calendario_de
from pensionistas.reglas.calendario import ics
from pensionistas.reglas.pagos import Linea, Mes
from pensionistas.selectors import Pagos, pagos_de
from registro.parametros import Parametros
from tramites.certificados.contenido import Contenido, identidad
from tramites.procedimientos import por_slug
from tramites.procedimientos.vistas import emitir_y_mostrar, leer_peticion
from tramites.selectors import ficha

SLUG = "pagos-pension"
MESES_DEL_CALENDARIO = 12


@never_cache
@require_safe
def rol(request: Peticion, anio: int, mes: int) -> HttpResponse:
    pagos, este = _mes(request.actuacion, anio, mes)
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")
    procedimiento = por_slug(SLUG)
    assert procedimiento
    contexto = {
        "tramite": ficha(SLUG),
        "url": procedimiento.url,
        "url_documento": procedimiento.url_de("rol-documento", anio, mes),
        "peticion": leer_peticion(request),
        "mes": este,
        "por_venir": este.fecha is not None and este.fecha > timezone.localdate(),
        "cambios": pagos.cambios.get(este.periodo, ()),
        "depositos": pagos.depositos.get(este.periodo),
    }
    return render(request, "pensionistas/pagos-pension-rol.html", contexto)


@require_POST
def documento(request: Peticion, anio: int, mes: int) -> HttpResponse:
    pagos, este = _mes(request.actuacion, anio, mes)
    procedimiento = por_slug(SLUG)
    assert procedimiento
    return emitir_y_mostrar(request, procedimiento, documento_de(request.actuacion, pagos, este))


def _mes(actuacion: Actuacion, anio: int, mes: int) -> tuple[Pagos, Mes]:
    """Raises Http404 where nothing was paid."""
    try:
        periodo = date(anio, mes, 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    pagos = pagos_de(actuacion.persona)
    este = pagos.mes(periodo)
    if este is None or este.fecha is None:
        raise Http404
    return pagos, este


def documento_de(actuacion: Actuacion, pagos: Pagos, mes: Mes) -> Contenido:
    """The rol as it is paid, of one month and all the pensions of one person."""
    pensiones = [p for p in pagos.pensiones if p.fecha_inicio.replace(day=1) <= mes.periodo]
    return Contenido(
        variante="rol",
        titulo=f"Rol de pago de pensión de {mes_en_palabras(mes.periodo)}",
        plantilla="pensionistas/documentos/rol.html",
        datos={
            **identidad(actuacion.persona),
            "mes": mes_en_palabras(mes.periodo),
            "fecha": fecha(mes.fecha),
            "por_venir": mes.fecha is not None and mes.fecha > timezone.localdate(),
            "pensiones": [[p.get_tipo_display(), fecha_corta(p.fecha_inicio), p.acuerdo_numero] for p in pensiones],
            "ingresos": _escritas(mes.ingresos),
            "descuentos": _escritas(mes.descuentos),
            "informativos": _escritas(mes.informativos),
            "suma_ingresos": formato(mes.suma_ingresos),
            "suma_descuentos": formato(mes.suma_descuentos),
            "liquido": formato(mes.liquido),
        },
    )


def _escritas(lineas: list[Linea]) -> list[list[str]]:
    return [[linea.nombre, formato(linea.valor)] for linea in lineas]


@never_cache
@require_safe
def calendario(request: Peticion) -> HttpResponse:
    """The next twelve payments; asked again, the same events with the same names."""
    ahora = timezone.now()
    hoy = timezone.localdate(ahora)
    pagos = calendario_de(Parametros.al(hoy), DiasHabiles.nacionales()).proximos(hoy, MESES_DEL_CALENDARIO)
    dominio = urlsplit(settings.PORTAL_URL).hostname or "iess.gob.ec"
    respuesta = HttpResponse(ics(pagos, dominio, ahora), content_type="text/calendar; charset=utf-8")
    respuesta.headers["Content-Disposition"] = 'attachment; filename="pagos-de-pension.ics"'
    return respuesta

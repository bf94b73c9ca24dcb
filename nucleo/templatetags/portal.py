"""Template language of the portal, loaded as builtins: how figures and dates are written, and the components.

The components that wrap other markup are block tags here; the others are plain includes under `templates/componentes/`,
each with its parameters in a comment on top.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from nucleo import escritura
from nucleo.dinero import CERO, centavos
from nucleo.formularios import CAMPO_SUJETO
from nucleo.pdf import code128_svg

register = template.Library()

# Outlines on a 24 × 24 grid, drawn with the colour of the text around them.
ICONOS = {
    "info": "M12 11v6M12 7.5v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
    "exito": "M8 12.5l3 3 5.5-6.5M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
    "atencion": "M12 9.5v4.5M12 17.5v.01M12 3.5 2.5 20.5h19z",
    "error": "M12 7.5v6M12 16.5v.01M8 3h8l5 5v8l-5 5H8l-5-5V8z",
    "flecha": "M5 12h14M13 6l6 6-6 6",
    "lupa": "M16.5 16.5 21 21M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0z",
}

AVISOS = {"info": "Información", "exito": "Hecho", "atencion": "Atención", "error": "Error"}
NIVELES = {"success": "exito", "warning": "atencion", "debug": "info"}


for escribir in (
    escritura.dinero,
    escritura.numero,
    escritura.porcentaje,
    escritura.tasa,
    escritura.fecha,
    escritura.fecha_corta,
    escritura.hora,
    escritura.mes,
    escritura.mes_corto,
    escritura.nombre_de_mes,
    escritura.anio,
    escritura.iso,
):
    register.filter(escribir)


# What a dictamen calls its figures, where the name alone doesn't read as words; and those that are no money.
NOMBRES = {
    "anios": "años",
    "sbu": "salario básico unificado",
    "minima": "mínima",
    "maxima": "máxima",
    "pension": "pensión",
    "pension_anterior": "pensión anterior",
    "calculada": "pensión antes de los límites",
    "dias": "días",
    "depositos": "depósitos",
    "porcentaje_empleador": "porcentaje del empleador",
    "reserva": "fondos de reserva",
    "cesantia": "cesantía",
    "retenido": "lo que garantiza otros préstamos",
    "cuota_maxima": "cuota máxima",
    "garantias": "garantías",
    "capacidad_pago": "lo que alcanza a pagar",
    "maximo_sbu": "monto máximo",
    "efectiva": "tasa efectiva",
    "avaluo": "avalúo",
    "por_avaluo": "por el avalúo",
    "maximo": "máximo",
}
SIN_SIGNO = {
    "coeficiente": "porcentaje",
    "factor": "numero",
    "porcentaje": "porcentaje",
    "porcentaje_empleador": "porcentaje",
    "base_diaria": "numero",
    "tasa": "tasa",
    "efectiva": "tasa",
    "veces": "numero",
    "financiamiento": "tasa",
}


@register.filter
def nombre_de_dato(nombre: str) -> str:
    return NOMBRES.get(nombre, nombre.replace("_", " "))


@register.filter
def como_dato(nombre: str) -> str:
    """How `dato` writes the figure of that name."""
    return SIN_SIGNO.get(nombre, "")


@register.filter
def dato_legible(valor: Any, nombre: str) -> str:
    """A figure that a step of a dictamen starts from, in words."""
    if isinstance(valor, date) and valor.day == 1:
        return escritura.mes(valor)
    return _legible(valor, como_dato(nombre))[1]


@register.filter
def con_columnas(fila: list[Any], columnas: list[Any]) -> list[tuple[Any, Any]]:
    """The cells of a row, each with its column."""
    return list(zip(columnas, fila, strict=True))


def _legible(valor: Any, como: str) -> tuple[str, str]:
    """(value for machines, text for people) of a computed figure."""
    match valor:
        case None:
            return "", escritura.SIN_DATO
        case bool():
            return ("si", "Sí") if valor else ("no", "No")
        case Decimal():
            return _decimal(valor, como)
        case int():
            return str(valor), escritura.numero(valor)
        case date():
            return escritura.iso(valor), escritura.fecha(valor)
        case _:
            return str(valor), str(valor)


def _decimal(valor: Decimal, como: str) -> tuple[str, str]:
    match como:
        case "numero":
            return f"{valor:f}", escritura.numero(valor)
        case "porcentaje":
            return f"{valor:f}", escritura.porcentaje(valor)
        case "tasa":
            return f"{valor + CERO:f}", escritura.tasa(valor)
        case _:
            return str(centavos(valor)), escritura.dinero(valor)


@register.simple_tag
def dato(nombre: str, valor: Any, como: str = "", texto: str = "") -> SafeString:
    """A computed figure, found by its name: `{% dato "imposiciones" 120 %}`.

    A Decimal is money unless `como` is "numero", "porcentaje" for a share of one, or "tasa" for one of a hundred;
    `texto` replaces what people read ("10 años y 3 meses").
    """
    maquina, legible = _legible(valor, como)
    return format_html('<data data-dato="{}" value="{}">{}</data>', nombre, maquina, texto or legible)


@register.filter
def codigo_de_barras(texto: str) -> SafeString:
    """A reference for the reader of a bank, in a signed document."""
    return code128_svg(texto)


@register.simple_tag
def datos_enlazados(datos: dict[str, Any]) -> SafeString:
    """A JSON-LD document for search engines: data, which no browser runs, so that the CSP lets it be."""
    escrito = json.dumps(datos, ensure_ascii=False).replace("<", "\\u003C")
    return mark_safe(f'<script type="application/ld+json">{escrito}</script>')  # noqa: S308 (nothing ends it)


@register.simple_tag
def icono(nombre: str, lado: int = 24) -> SafeString:
    """One of ICONOS, silent for screen readers: words beside it say the same."""
    return format_html(
        '<svg width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="{1}"/></svg>',
        lado,
        mark_safe(ICONOS[nombre]),  # noqa: S308 (our own constant)
    )


def _componente(context: Context, nombre: str, **valores: Any) -> SafeString:
    """Render a component that sees its own parameters alone."""
    engine = context.template.engine  # type: ignore[union-attr] # a context that renders has its template
    return engine.get_template(f"componentes/{nombre}.html").render(context.new(valores))


@register.simple_tag(takes_context=True, name="csrf_token")
def csrf_token(context: Context) -> str:
    """In place of Django's tag in every template, the admin's too: beside the token, for whom the form is drawn.

    A session that acts for nobody else draws Django's field and no other.
    """
    token = CsrfTokenNode().render(context)
    sujeto = str(getattr(context.get("request"), "sujeto", ""))
    if not sujeto:
        return token
    return token + format_html('<input type="hidden" name="{}" value="{}">', CAMPO_SUJETO, sujeto)


@register.simple_tag(takes_context=True)
def enlace_de_menu(context: Context, vista: str, texto: str) -> SafeString:
    """An entry of the menu, marked on its own page."""
    encontrada = getattr(context.get("request"), "resolver_match", None)
    actual = mark_safe(' aria-current="page"') if encontrada and encontrada.view_name == vista else ""
    return format_html('<li><a href="{}"{}>{}</a></li>', reverse(vista), actual, texto)


@register.simple_tag(takes_context=True)
def migas(context: Context, *pares: str) -> SafeString:
    """The way to this page: `{% migas "Trámites" url_tramites %}`. The start is added; the page itself is its title."""
    request = context.get("request")
    actuacion = getattr(request, "actuacion", None)
    raiz = ("Inicio", reverse("portada"))
    if actuacion is not None and actuacion.sujeto is not None:
        raiz = ("Atención" if actuacion.en_ventanilla else "Mi inicio", reverse("inicio"))
    camino = [raiz, *zip(pares[::2], pares[1::2], strict=True)]
    return _componente(context, "migas", camino=camino)


@register.simple_block_tag(takes_context=True)
def aviso(context: Context, content: SafeString, tipo: str = "info", titulo: str = "") -> SafeString:
    """A notice: `{% aviso "atencion" "Le falta un dato" %}…{% endaviso %}`; also takes the levels of messages."""
    tipo = NIVELES.get(tipo, tipo)
    return _componente(context, "aviso", tipo=tipo, palabra=AVISOS[tipo], titulo=titulo, contenido=content)


@register.simple_block_tag(takes_context=True)
def desplegable(
    context: Context, content: SafeString, titulo: Any, resumen: str = "", *, abierto: bool = False
) -> SafeString:
    """A block that opens in place, such as a year: `{% desplegable "2025" "12 meses" %}…{% enddesplegable %}`."""
    return _componente(context, "desplegable", titulo=titulo, resumen=resumen, abierto=abierto, contenido=content)


@register.simple_block_tag
def capturar(content: SafeString) -> SafeString:
    """Keep rendered markup in a variable: `{% capturar as nombre %}…{% endcapturar %}`."""
    return mark_safe(content.strip())  # noqa: S308 (already rendered, hence escaped)

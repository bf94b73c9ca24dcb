"""The table of an agreement before it is asked for, and its instalments once it is in force."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from empleadores.cobranza import convenios
from empleadores.models import Convenio, Cuota
from empleadores.reglas import convenio as regla
from empleadores.reglas.convenio import Deudor, Norma
from nucleo.dinero import CERO
from nucleo.escritura import dinero, fecha_corta
from registro.models import Empleador
from registro.parametros import Parametros
from tramites.selectors import ficha

SLUG = "convenio-pagos"
PLAZOS = (6, 12, 24, 36, 48, 60)
"""Those that are shown side by side, besides the least and the most."""


class Opcion(NamedTuple):
    plazo: int
    cuotas: Sequence[regla.Cuota]

    @property
    def primera(self) -> regla.Cuota:
        return self.cuotas[0]

    @property
    def ultima(self) -> regla.Cuota:
        return self.cuotas[-1]

    @property
    def total(self) -> Decimal:
        return sum((cuota.valor for cuota in self.cuotas), CERO)


def opciones(deudor: Deudor, norma: Norma) -> list[Opcion]:
    minimo, maximo = regla.banda(deudor.total, norma.bandas)[1:]
    plazos = sorted({minimo, maximo, *(plazo for plazo in PLAZOS if minimo < plazo < maximo)})
    return [Opcion(plazo, regla.tabla(deudor.capital, deudor.interes, norma.tasa, plazo)) for plazo in plazos]


def filas_impresas(convenio: Convenio) -> list[tuple[str, ...]]:
    return [
        (
            str(cuota.numero),
            fecha_corta(cuota.vence),
            dinero(cuota.capital),
            dinero(cuota.interes + cuota.futuro),
            dinero(cuota.valor),
            cuota.referencia,
        )
        for cuota in convenio.cuotas.order_by("numero")
    ]


@never_cache
@require_safe
def tabla(request: Peticion) -> HttpResponse:
    """Each instalment, if it were granted today. `plazo` comes in the address; one that doesn't fit is told."""
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")
    empleador, hoy = request.actuacion.sujeto, timezone.localdate()
    assert isinstance(empleador, Empleador)
    parametros = Parametros.al(hoy)
    deudor = convenios.deudor_de(empleador, hoy, {})
    norma = convenios.norma_de(parametros, juridica=deudor.juridica)
    banda = regla.banda(deudor.total, norma.bandas)
    escrito = request.GET.get("plazo", "").strip()[:6]
    plazo = int(escrito) if escrito.isascii() and escrito.isdigit() else 0
    cabe = banda.minimo <= plazo <= banda.maximo and bool(deudor.debidas)
    cuotas = regla.tabla(deudor.capital, deudor.interes, norma.tasa, plazo) if cabe else []
    vence = convenios.fechas_de_cuotas(hoy, plazo, parametros) if cabe else []
    contexto = {
        "tramite": ficha(SLUG),
        "banda": banda,
        "escrito": escrito,
        "plazo": plazo,
        "deudor": deudor,
        "filas": list(zip(vence, cuotas, strict=True)),
        "futuro": sum((cuota.futuro for cuota in cuotas), CERO),
        "total": sum((cuota.valor for cuota in cuotas), CERO),
        "norma": norma,
    }
    return render(request, "empleadores/convenio-pagos-tabla.html", contexto)


@never_cache
@require_safe
def cuotas(request: Peticion, numero: str) -> HttpResponse:
    """What is paid of an agreement, what is next, and by which reference each instalment is paid."""
    empleador = request.actuacion.sujeto
    assert isinstance(empleador, Empleador)
    convenio = Convenio.objects.filter(numero=numero, empleador=empleador).first()
    if convenio is None:
        raise Http404
    anotar_lectura(request.actuacion, f"tramite:{SLUG}")
    todas: list[Cuota] = list(convenio.cuotas.order_by("numero"))
    contexto = {
        "tramite": ficha(SLUG),
        "convenio": convenio,
        "cuotas": todas,
        "siguiente": next((cuota for cuota in todas if not cuota.pagada_el), None) if _vigente(convenio) else None,
        "pagado": sum((cuota.pagado for cuota in todas), CERO),
        "pagadas": sum(1 for cuota in todas if cuota.pagada_el),
        "items": convenio.items.select_related("planilla").order_by("planilla__fecha_vencimiento", "planilla_id"),
        "hoy": timezone.localdate(),
    }
    return render(request, "empleadores/convenio-pagos-cuotas.html", contexto)


def _vigente(convenio: Convenio) -> bool:
    return convenio.estado == Convenio.Estado.VIGENTE

"""The notices that an employer gave, each of them with what undoes it, and the search among its own workers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.actuacion import Peticion
from cuentas.atencion import anotar_lectura
from empleadores.models import Novedad
from empleadores.novedades.forms import DeshacerForm
from empleadores.novedades.normas import Normas
from empleadores.novedades.palabras import jornada_en_palabras
from empleadores.novedades.selectors import en_funciones, mes_por_rehacer, novedades_de, por_que_no_se_deshace, quienes
from empleadores.novedades.services import NoSeDeshace, deshacer
from nucleo.escritura import mes as mes_en_palabras
from nucleo.paginas import pagina_de
from registro.models import CausaSalida
from registro.reglas.puertas import mover
from tramites.procedimientos import por_slug
from tramites.selectors import ficha

POR_PAGINA = 25
MESES_DEL_FILTRO = 24


@dataclass(frozen=True)
class Filtro:
    """What of the address can be read; what can't is no filter."""

    mes: date | None = None
    tipo: str = ""
    quien: str = ""
    tarde: bool = False

    @classmethod
    def de(cls, parametros: Mapping[str, str]) -> "Filtro":
        try:
            mes = date.fromisoformat(f"{parametros.get('mes', '')}-01")
        except ValueError:
            mes = None
        tipo = parametros.get("tipo", "")
        return cls(
            mes=mes if mes and mes.year < date.max.year else None,
            tipo=tipo if tipo in Novedad.Tipo.values else "",
            quien=parametros.get("quien", "").replace("\0", "").strip()[:100],
            tarde=parametros.get("tarde") == "si",
        )

    @property
    def activo(self) -> bool:
        return self != Filtro()


@never_cache
@require_safe
def lista(request: Peticion) -> HttpResponse:
    anotar_lectura(request.actuacion, "tramite:aviso-entrada")
    filtro = Filtro.de(request.GET.dict())
    filas = novedades_de(
        request.actuacion.empleador, mes=filtro.mes, tipo=filtro.tipo, quien=filtro.quien, tarde=filtro.tarde
    )
    este = timezone.localdate().replace(day=1)
    contexto = {
        "pagina": pagina_de(filas, request.GET.get("pagina"), POR_PAGINA),
        "filtro": filtro,
        "meses": [
            (f"{uno:%Y-%m}", mes_en_palabras(uno).capitalize(), uno == filtro.mes)
            for uno in (mover(este, -n) for n in range(MESES_DEL_FILTRO))
        ],
        "tipos": [(valor, texto.capitalize(), valor == filtro.tipo) for valor, texto in Novedad.Tipo.choices],
        "tramite": ficha("aviso-entrada"),
    }
    return render(request, "empleadores/novedades.html", contexto)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def una(request: Peticion, numero: int) -> HttpResponse:
    """One notice; its POST undoes it, with a reason."""
    novedad = _la_mia(request, numero)
    form = DeshacerForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        anotar_lectura(request.actuacion, f"novedad:{novedad.pk}")
    elif form.is_valid():
        try:
            deshacer(actuacion=request.actuacion, novedad_id=novedad.pk, motivo=form.cleaned_data["motivo"])
            messages.success(request, f"El aviso {novedad.numero} está deshecho.")
            return redirect(reverse("empleadores:aviso-entrada-novedad", args=[novedad.pk]))
        except NoSeDeshace as razon:
            form.add_error(None, str(razon))
    registro, deshizo = quienes(novedad)
    planillas = por_slug("planillas")
    contexto = {
        "novedad": novedad,
        "registro": registro,
        "deshizo": deshizo,
        "por_rehacer": mes_por_rehacer(novedad),
        "url_planillas": planillas.url if planillas and planillas.permiso.admite(request.actuacion) else "",
        "form": form,
        "por_que_no": por_que_no_se_deshace(novedad),
        "declarado": _declarado(novedad),
        "causa": dict(CausaSalida.choices).get(novedad.causa, "") if novedad.tipo == Novedad.Tipo.SALIDA else "",
        "fallecimiento": _fallecimiento(novedad),
        "es_entrada": novedad.tipo == Novedad.Tipo.ENTRADA,
        "url": reverse("empleadores:aviso-entrada-novedades"),
    }
    return render(request, "empleadores/novedad.html", contexto)


def _la_mia(request: Peticion, numero: int) -> Novedad:
    suyas: QuerySet[Novedad] = Novedad.objects.select_related("persona", "empleador")
    novedad = suyas.filter(empleador=request.actuacion.empleador, pk=min(numero, 2**63 - 1)).first()
    if novedad is None:
        raise Http404
    return novedad


def _declarado(novedad: Novedad) -> list[tuple[str, str]]:
    """What an entry said besides, in the words that its codes had on that day."""
    dicho = novedad.detalle
    if "jornada" not in dicho:
        return []
    norma = Normas.leer().del_dia(novedad.fecha)
    return [
        ("Jornada", jornada_en_palabras(dicho["jornada"])),
        ("Cargo", dicho["cargo"]),
        ("Actividad sectorial", dicho["actividad"]),
        ("Relación de trabajo", norma.relaciones.get(dicho["relacion_trabajo"], dicho["relacion_trabajo"])),
        ("Seguro", norma.seguros.get(dicho["seguro"], dicho["seguro"])),
        ("Con qué se paga", norma.origenes.get(dicho["origen_pago"], dicho["origen_pago"])),
    ]


def _fallecimiento(novedad: Novedad) -> date | None:
    escrita = novedad.detalle.get("fallecimiento")
    return date.fromisoformat(escrita) if escrita else None


@never_cache
@require_safe
def buscar_trabajadores(request: Peticion) -> HttpResponse:
    """Those who work for this employer today; each leads to its notices, with a form, so that no address names them."""
    anotar_lectura(request.actuacion, "tramite:aviso-salida")
    quien = request.GET.get("quien", "").replace("\0", "").strip()[:100]
    contexto = {
        "pagina": pagina_de(en_funciones(request.actuacion.empleador, quien), request.GET.get("pagina"), POR_PAGINA),
        "quien": quien,
        "tramite": ficha("aviso-salida"),
        "avisos": [
            (reverse(f"empleadores:{slug}"), texto)
            for slug, texto in (("aviso-salida", "Salida"), ("nuevo-sueldo", "Sueldo"), ("extras-del-mes", "Extras"))
        ],
    }
    return render(request, "empleadores/trabajadores.html", contexto)

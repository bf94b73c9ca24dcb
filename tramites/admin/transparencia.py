"""The monthly figures at the desk: the month in progress, what to close, what to restate, and the official sheets."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from nucleo.administracion import MotivoForm, PortalAdmin
from nucleo.escritura import SIN_DATO, nombre_de_mes
from nucleo.escritura import mes as mes_escrito
from nucleo.formularios import ArchivoField
from nucleo.pdf import ErrorPdf
from registro.reglas.puertas import mover
from tramites.catalogo.models import Tramite
from tramites.hoja_oficial import pdf_de, texto_de
from tramites.publicacion import Propuesta, leer_propuesta, proponer
from tramites.services import HojaAjena, importar_hoja
from tramites.transparencia import services
from tramites.transparencia.conteo import primer_mes
from tramites.transparencia.diferencias import quejas_que_no_coinciden
from tramites.transparencia.models import Atencion, CierreMensual, Conteo
from tramites.transparencia.selectors import Recuento, en_curso, recuento, recuentos

FIJAR = "tramites.add_conteo"
"""Who closes months, restates them and publishes official sheets."""
SIN_TRAMITE = "sin-tramite"
A_LA_VISTA = 12
TOPE_DE_HOJA = 5 * 1024 * 1024


class ReexpresarForm(MotivoForm):
    motivo = forms.CharField(
        label="Motivo",
        help_text="Se publica junto a la cifra.",
        max_length=services.LARGO_DEL_MOTIVO,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Escriba el motivo."},
    )


class HojaForm(forms.Form):
    archivo = ArchivoField(
        tope=TOPE_DE_HOJA,
        tipos=".pdf,.txt,application/pdf,text/plain",
        label="Hoja oficial",
        help_text="El PDF del Registro Único de Trámites, o su texto. Antes de publicar verá qué cambia.",
    )

    def clean_archivo(self) -> Propuesta:
        try:
            return proponer(self.cleaned_data["archivo"].read(), hoy=timezone.localdate())
        except HojaAjena as razon:
            raise forms.ValidationError(str(razon).splitlines()) from None


def del_mes(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The year and month of the address as a date; what is no month is no page."""

    def con_fecha(self: Any, request: HttpRequest, anio: int, mes: int, **kwargs: Any) -> HttpResponse:
        if not (2000 <= anio <= 9000 and 1 <= mes <= 12):
            raise Http404
        return view(self, request, date(anio, mes, 1), **kwargs)

    return con_fecha


def _direccion(periodo: date) -> str:
    return reverse("admin:tramites_conteo_recuento", args=[periodo.year, periodo.month])


@admin.register(Conteo)
class ConteoAdmin(PortalAdmin):
    change_list_template = "admin/tramites/conteo/change_list.html"
    list_display = ["tramite", "periodo", "fuente", "quejas", "atenciones", "version", "motivo"]
    list_filter = ["fuente", "tramite"]
    list_select_related = ["tramite"]
    search_fields = ["=anio", "tramite__nombre"]
    search_help_text = "El año, o palabras del trámite."

    @admin.display(description="mes")
    def periodo(self, conteo: Conteo) -> str:
        return f"{nombre_de_mes(conteo.mes)} de {conteo.anio}"

    def get_urls(self) -> list[URLPattern]:
        def ruta(direccion: str, vista: Callable[..., HttpResponse], nombre: str) -> URLPattern:
            return path(direccion, self.admin_site.admin_view(vista), name=f"tramites_conteo_{nombre}")

        return [
            ruta("mes/", self.en_curso, "mes"),
            ruta("mes/<int:anio>/<int:mes>/", self.un_mes, "recuento"),
            ruta("mes/<int:anio>/<int:mes>/<slug:slug>/", self.corregir, "corregir"),
            ruta("hoja/", self.publicar_hoja, "publicar"),
            ruta("hoja/<slug:slug>.pdf", self.hoja_pdf, "hoja_pdf"),
            ruta("hoja/<slug:slug>.txt", self.hoja_txt, "hoja_txt"),
            *super().get_urls(),
        ]

    # --- the month in progress ---

    def en_curso(self, request: HttpRequest) -> HttpResponse:
        self._exigir(request, "tramites.view_conteo")
        hoy = timezone.localdate()
        filas = en_curso(hoy)
        cerrados = set(CierreMensual.objects.filter(version=1).values_list("anio", "mes"))
        este = hoy.replace(day=1)
        a_la_vista = [date(*periodo, 1) for periodo in sorted(cerrados, reverse=True)[:A_LA_VISTA]]
        cambiadas = quejas_que_no_coinciden(a_la_vista[-1]) if a_la_vista else {}
        contexto = {
            "title": f"Las cifras de {mes_escrito(hoy)}",
            "hoy": hoy,
            "anterior": mover(este, -1),
            "hace_un_anio": mover(este, -12),
            "filas": filas,
            "anomalas": [fila for fila in filas if fila.anomalia],
            "por_cerrar": [(mes_escrito(mes), _direccion(mes)) for mes in _sin_cerrar(este, cerrados)],
            "cerrados": [
                (mes_escrito(mes), _direccion(mes), cambiadas.get((mes.year, mes.month), 0)) for mes in a_la_vista
            ],
        }
        return self._pagina(request, "mes", contexto)

    # --- one month: closing it, counting it again ---

    @del_mes
    def un_mes(self, request: HttpRequest, periodo: date) -> HttpResponse:
        self._exigir(request, FIJAR if request.method == "POST" else "tramites.view_conteo")
        rechazo = ""
        if request.method == "POST":
            try:
                services.cerrar_mes(
                    anio=periodo.year,
                    mes=periodo.month,
                    actor=request.user.get_username(),
                    hoy=timezone.localdate(),
                )
            except services.NoProcede as razon:
                rechazo = str(razon)
            else:
                self.message_user(request, f"{mes_escrito(periodo).capitalize()} está cerrado.", messages.SUCCESS)
                return redirect(_direccion(periodo))
        contados = recuentos(periodo.year, periodo.month)
        cerrado = contados[-1].fijada is not None  # the line of what is about no procedure: its closing is the month's
        lineas = [(r, _como_se_llama(r), self._corregir_en(periodo, r)) for r in contados]
        contexto = {
            "title": f"Las cifras de {mes_escrito(periodo)}",
            "mes": mes_escrito(periodo),
            "cerrado": cerrado,
            "terminado": mover(periodo, 1) <= timezone.localdate(),
            "rechazo": rechazo,
            "lineas": lineas,
            "distintas": [(_en_palabras(r), *linea) for r, *linea in lineas if cerrado and not r.coincide],
        }
        return self._pagina(request, "recuento", contexto)

    @del_mes
    def corregir(self, request: HttpRequest, periodo: date, slug: str) -> HttpResponse:
        self._exigir(request, FIJAR)
        tramite = None if slug == SIN_TRAMITE else get_object_or_404(Tramite, slug=slug)
        form = ReexpresarForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            de_que: dict[str, Any] = {"anio": periodo.year, "mes": periodo.month, "actor": request.user.get_username()}
            try:
                if tramite is None:
                    services.reexpresar_sin_tramite(**de_que, motivo=form.cleaned_data["motivo"])
                else:
                    services.reexpresar(tramite=tramite, **de_que, motivo=form.cleaned_data["motivo"])
            except services.NoProcede as razon:
                form.add_error("motivo", str(razon))
            else:
                self.message_user(request, "La corrección está publicada, junto a lo que decía.", messages.SUCCESS)
                return redirect(_direccion(periodo))
        contado = recuento(tramite, periodo.year, periodo.month)
        contexto = {
            "title": f"Corregir {mes_escrito(periodo)}",
            "mes": mes_escrito(periodo),
            "url_mes": _direccion(periodo),
            "recuento": contado,
            "nombre": _como_se_llama(contado),
            "form": form,
        }
        return self._pagina(request, "corregir", contexto)

    def _corregir_en(self, periodo: date, contado: Recuento) -> str:
        slug = contado.tramite.slug if contado.tramite else SIN_TRAMITE
        return reverse("admin:tramites_conteo_corregir", args=[periodo.year, periodo.month, slug])

    # --- official sheets ---

    def publicar_hoja(self, request: HttpRequest) -> HttpResponse:
        """A sheet is read and tried first; what the operator saw is what the second form publishes."""
        self._exigir(request, FIJAR)
        firmada, propuesta = request.POST.get("propuesta", ""), None
        form = HojaForm()
        if request.method == "POST" and firmada:
            try:
                resultado = importar_hoja(hoja=leer_propuesta(firmada), actor=request.user.get_username())
            except (HojaAjena, signing.BadSignature):
                self.message_user(request, "No se publicó nada: elija el archivo otra vez.", messages.ERROR)
            else:
                hecho = f"«{resultado.tramite.nombre}» está publicada: {resultado.en_palabras}."
                self.message_user(request, hecho, messages.SUCCESS)
            return redirect("admin:tramites_conteo_publicar")
        if request.method == "POST":
            form = HojaForm(request.POST, request.FILES)
            propuesta = form.cleaned_data["archivo"] if form.is_valid() else None
        contexto = {"title": "Publicar una hoja oficial", "form": form, "propuesta": propuesta}
        return self._pagina(request, "publicar", contexto)

    def hoja_pdf(self, request: HttpRequest, slug: str) -> HttpResponse:
        self._exigir(request, "tramites.view_conteo")
        tramite = get_object_or_404(Tramite, slug=slug)
        try:
            return _descarga(pdf_de(tramite), tramite, "pdf", "application/pdf")
        except ErrorPdf as error:
            self.message_user(request, f"La hoja no se pudo dibujar; descargue su texto. {error}", messages.ERROR)
            return redirect("admin:tramites_conteo_mes")

    def hoja_txt(self, request: HttpRequest, slug: str) -> HttpResponse:
        self._exigir(request, "tramites.view_conteo")
        tramite = get_object_or_404(Tramite, slug=slug)
        return _descarga(texto_de(tramite).encode(), tramite, "txt", "text/plain; charset=utf-8")

    # --- shared ---

    def _exigir(self, request: HttpRequest, permiso: str) -> None:
        if not request.user.has_perm(permiso):
            raise PermissionDenied("Su papel no permite este acto.")

    def _pagina(self, request: HttpRequest, plantilla: str, contexto: dict[str, Any]) -> HttpResponse:
        comun = {**self.admin_site.each_context(request), "opts": self.opts, "puede": request.user.has_perm(FIJAR)}
        return TemplateResponse(request, f"admin/tramites/conteo/{plantilla}.html", comun | contexto)


def _sin_cerrar(este: date, cerrados: set[tuple[int, int]]) -> list[date]:
    """The months that are over and open, oldest first: each is closed once those before it are."""
    meses, mes = [], primer_mes()
    while mes is not None and mes < este:
        if (mes.year, mes.month) not in cerrados:
            meses.append(mes)
        mes = mover(mes, 1)
    return meses


def _como_se_llama(contado: Recuento) -> str:
    return contado.tramite.nombre if contado.tramite else "Quejas sobre el servicio y sobre datos personales"


def _en_palabras(contado: Recuento) -> str:
    """What no longer matches of a figure."""
    if contado.fijada is None:
        return "no tiene cifra fijada"
    distintas = [linea for linea in contado.lineas if not linea.coincide]
    return "; ".join(
        f"{linea.nombre}: decía {_o_nada(linea.fijada)}, ahora {_o_nada(linea.contada)}" for linea in distintas
    )


def _o_nada(valor: Decimal | int | None) -> str:
    return SIN_DATO if valor is None else str(valor).replace(".", ",")


def _descarga(contenido: bytes, tramite: Tramite, ext: str, tipo: str) -> HttpResponse:
    nombre = f"hoja-{tramite.codigo_rutr or tramite.slug}.{ext}"
    return HttpResponse(
        contenido, content_type=tipo, headers={"Content-Disposition": f'attachment; filename="{nombre}"'}
    )


@admin.register(Atencion)
class AtencionAdmin(PortalAdmin):
    """The events behind the portal's figures. Whose they are is not shown: counting needs no names."""

    list_display = ["fecha", "tramite", "canal"]
    list_filter = ["canal", "tramite"]
    list_select_related = ["tramite"]
    fields = ["fecha", "tramite", "canal"]

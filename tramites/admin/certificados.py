import re
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cuentas.actuacion import Actuacion, Peticion, Por
from nucleo.administracion import (
    Acto,
    MotivoForm,
    NoProcede,
    anotar_vista,
    enlazar,
    momento,
    ninguno,
    si_no,
)
from nucleo.escritura import fecha
from nucleo.models import Asiento
from registro.admin.expediente import ConExpediente
from registro.models import Empleador, Persona
from registro.selectors import persona_por_cedula
from tramites import procedimientos
from tramites.certificados import codigo, services
from tramites.certificados.contenido import Contenido
from tramites.certificados.models import Certificado

PERMISO_REVOCAR = "tramites.revocar_certificado"
EVENTOS_A_LA_VISTA = 50
EVENTOS = {
    "certificado.solicitado": "Solicitado",
    "certificado.emitido": "Firmado y emitido",
    "certificado.revocado": "Revocado",
    "certificado.reemplazado": "Reemplazado",
    "consulta.personal": "Visto por el personal",
}

# The names of the figures are written without accents; people read them with.
TILDES = {
    "afiliacion": "afiliación",
    "anio": "año",
    "anios": "años",
    "cedula": "cédula",
    "codigo": "código",
    "dia": "día",
    "dias": "días",
    "direccion": "dirección",
    "numero": "número",
    "pension": "pensión",
    "periodo": "período",
    "razon": "razón",
    "relacion": "relación",
    "ultima": "última",
    "ultimo": "último",
}

enlazar(Persona, "Certificados y documentos", Certificado, "persona__id__exact")
enlazar(Empleador, "Certificados y documentos", Certificado, "empleador__id__exact")


class MotivoDeRevocacionForm(MotivoForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["motivo"].help_text = "Lo leerá el titular del documento. A quien lo verifique no se le muestra."


def busqueda(texto: str) -> Q | None:
    """What was typed into the search box: a code in any form, a SHA-256, a cédula or a RUC. None: none of them."""
    limpio = texto.strip()
    if re.fullmatch(r"[0-9a-fA-F]{64}", limpio):
        return Q(sha256=limpio.lower())
    if re.fullmatch(r"\d{10}", limpio):
        return Q(persona__cedula=limpio)
    if re.fullmatch(r"\d{13}", limpio):
        return Q(empleador__ruc=limpio)
    leido = codigo.leer(limpio)
    return Q(codigo=leido) if leido else None


def en_lineas(datos: dict[str, Any]) -> list[tuple[str, str]]:
    """What the document says, one line per figure; of a table, how many rows it has."""
    return [
        (en_palabras(nombre), f"Tabla, filas: {len(valor)}" if isinstance(valor, list) else str(valor))
        for nombre, valor in datos.items()
        if valor not in ("", None) and not isinstance(valor, dict)
    ]


def en_palabras(nombre: str) -> str:
    """`ultimo_mes_pagado` → Último mes pagado."""
    palabras = " ".join(TILDES.get(palabra, palabra) for palabra in nombre.split("_"))
    return palabras[:1].upper() + palabras[1:]


def por_el_titular(request: Peticion, certificado: Certificado) -> Actuacion:
    """The act of the staff member at the counter, for the holder of the document."""
    return Actuacion(actor=request.actuacion.actor, sujeto=certificado.titular, por=Por.VENTANILLA)


def contenido_de_hoy(actuacion: Actuacion, certificado: Certificado) -> Contenido | None:
    """What the document would say today. None when its procedure no longer issues one for this holder."""
    hoy = timezone.localdate()
    match procedimientos.por_slug(certificado.tramite.slug):
        case procedimientos.Certificado() as procedimiento:
            return procedimiento.contenido(actuacion, hoy)
        case procedimientos.Consulta() as procedimiento:
            return procedimiento.documento(actuacion, hoy)
        case _:
            return None


def _revocar(request: Peticion, certificado: Certificado, datos: dict[str, Any]) -> Certificado:
    try:
        return services.revocar(
            actuacion=por_el_titular(request, certificado),
            codigo_certificado=certificado.codigo,
            motivo=datos["motivo"],
        )
    except services.NoSePuede as razon:
        raise NoProcede(str(razon)) from razon


def _reemplazar(request: Peticion, certificado: Certificado, datos: dict[str, Any]) -> Certificado:
    actuacion = por_el_titular(request, certificado)
    contenido = contenido_de_hoy(actuacion, certificado)
    if contenido is None:
        raise NoProcede("Hoy no se puede emitir otro documento de este trámite. Puede revocarlo.")
    try:
        return services.reemplazar(
            actuacion=actuacion, codigo_certificado=certificado.codigo, contenido=contenido, motivo=datos["motivo"]
        )
    except services.NoSePuede as razon:
        raise NoProcede(str(razon)) from razon


def _lo_nuevo(request: Peticion, certificado: Certificado) -> dict[str, Any]:
    """For the page of the replacement: what the new document will be."""
    contenido = contenido_de_hoy(por_el_titular(request, certificado), certificado)
    if contenido is None:
        return {}
    return {
        "detalles": [
            ("Documento nuevo", contenido.titulo),
            ("Válido hasta", fecha(contenido.vence_el) if contenido.vence_el else "Sin fecha de caducidad"),
        ]
    }


@admin.register(Certificado)
class CertificadoAdmin(ConExpediente):
    """Issued documents. Each act on them is a verb of tramites.certificados.services; none is edited."""

    lista_abierta = True  # a document is found by its code; whose it is takes a reason
    list_display = ["codigo_legible", "titulo", "de_quien", "estado", "emision"]
    list_filter = ["estado", "tramite", ("emitido_en", admin.DateFieldListFilter)]
    list_select_related = ["persona", "empleador"]
    search_fields = ["codigo"]
    search_help_text = "El código en cualquier forma, la cédula, el RUC, o la huella SHA-256 del archivo."
    fieldsets = [
        (None, {"fields": ["codigo_legible", "titulo", "titular", "tramite", "estado", "verificacion"]}),
        ("Emisión", {"fields": ["emision", "vence_el", "pidio", "por", "sha256", "tamano", "de_demostracion"]}),
        ("Revocación o reemplazo", {"fields": ["terminado_en", "motivo", "reemplazado_por"]}),
    ]
    readonly_fields = ["codigo_legible", "titular", "emision", "verificacion", "pidio", "de_demostracion"]

    @admin.display(description="código")
    def codigo_legible(self, certificado: Certificado) -> str:
        return certificado.codigo_en_grupos

    @admin.display(description="titular")
    def titular(self, certificado: Certificado) -> str:
        return str(certificado.titular)

    @admin.display(description="titular")
    def de_quien(self, certificado: Certificado) -> str:
        return certificado.titular_en_parte

    @admin.display(description="emitido")
    def emision(self, certificado: Certificado) -> str:
        return momento(certificado.emitido_en)

    @admin.display(description="lo pidió")
    def pidio(self, certificado: Certificado) -> str:
        return str(certificado.actor or "el público")

    @admin.display(description="firmado con clave de demostración")
    def de_demostracion(self, certificado: Certificado) -> str:
        return si_no(certificado.demostracion)

    @admin.display(description="verificación pública")
    def verificacion(self, certificado: Certificado) -> SafeString:
        if not certificado.listo:
            return format_html("Cuando esté firmado")
        url = reverse("tramites:verificacion", args=[certificado.codigo])
        return format_html('<a href="{}">Ver lo que ve quien lo verifica</a>', url)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """To ask for the documents of a cédula is to open that person's file."""
        texto = request.GET.get("q", "").strip()
        persona = persona_por_cedula(texto) if re.fullmatch(r"[0-9]{10}", texto) else None
        puerta = self._puerta(request, str(persona.pk)) if persona and self.has_view_permission(request) else None
        return puerta or super().changelist_view(request, extra_context)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Certificado], search_term: str
    ) -> tuple[QuerySet[Certificado], bool]:
        if not search_term.strip():
            return queryset, False
        condicion = busqueda(search_term)
        return ninguno(queryset) if condicion is None else (queryset.filter(condicion), False)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificado]:
        return super().get_queryset(request).defer("datos")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        certificado = kwargs["obj"]
        objeto = f"certificado:{certificado.codigo}"
        eventos = Asiento.objects.filter(persona_id=certificado.persona_id, objeto=objeto)[:EVENTOS_A_LA_VISTA]
        context["eventos"] = [(momento(e.momento), EVENTOS.get(e.accion, e.accion), e.actor) for e in eventos]
        context["columnas_eventos"] = ("Momento", "Qué", "Quién")
        context["columnas_datos"] = ("Dato", "Valor")
        context["datos"] = en_lineas(certificado.datos)
        anotar_vista(request, objeto, certificado.persona_id)
        return super().render_change_form(request, context, *args, **kwargs)

    def actos(self) -> tuple[Acto, ...]:
        def procede(certificado: Certificado) -> bool:
            return certificado.estado == Certificado.Estado.EMITIDO

        return (
            Acto(
                nombre="revocar",
                titulo="Revocar el documento",
                boton="Revocar",
                explicacion="Deja de tener validez enseguida y para siempre. Quien lo verifique lo sabrá.",
                hecho="El documento quedó revocado.",
                permiso=PERMISO_REVOCAR,
                procede=procede,
                hacer=_revocar,
                form=MotivoDeRevocacionForm,
            ),
            Acto(
                nombre="reemplazar",
                titulo="Reemplazar el documento",
                boton="Reemplazar",
                explicacion="Este deja de tener validez y se emite otro a la misma persona con los datos de hoy.",
                hecho="Se emite el documento nuevo. El anterior quedó reemplazado.",
                permiso=PERMISO_REVOCAR,
                procede=procede,
                hacer=_reemplazar,
                form=MotivoDeRevocacionForm,
                contexto=_lo_nuevo,
            ),
        )

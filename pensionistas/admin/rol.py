"""The files of the rol at the desk: what each holds by institution, what the bank answered, and who waits."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from nucleo.administracion import VENTANILLA, Anexo, PortalAdmin, agregar_boton, anexar, enlazar, oficina_de
from nucleo.bitacora import anotar
from nucleo.csv import Csv, descarga, respuesta_csv
from nucleo.dinero import formato
from nucleo.escritura import fecha_corta, mes_corto, numero
from pensionistas.models import ArchivoRol, Deposito
from pensionistas.rol.banco import escrito
from pensionistas.rol.selectors import ESPERAN_CSV, los_que_esperan, por_estado
from registro.admin.prestaciones import ConValor
from registro.models import Persona

PERMISO = "pensionistas.descargar_archivorol"

enlazar(Persona, "Depósitos de pensión", Deposito, "persona__id__exact")
for texto, vista in (("Descargar el archivo", "descargar"), ("Descargar los que esperan una cuenta", "esperan")):
    agregar_boton(ArchivoRol, texto, f"admin:pensionistas_archivorol_{vista}", permiso=PERMISO, envia=False)
anexar(
    ArchivoRol,
    Anexo(
        "Por institución",
        ("Institución", "Depósitos", "Suma"),
        lambda request, archivo: [(quien, numero(n), formato(suma)) for quien, n, suma in archivo.instituciones],
        "",
    ),
)
anexar(
    ArchivoRol,
    Anexo(
        "El mes entero, con todos sus archivos",
        ("Cómo está", "Depósitos", "Suma"),
        lambda request, archivo: [(como, numero(n), formato(suma)) for como, n, suma in por_estado(archivo.periodo)],
        "",
    ),
)


@admin.register(ArchivoRol)
class ArchivoRolAdmin(PortalAdmin):
    """Made by `archivo_rol` and never changed. Whoever takes one with them leaves their name in the bitácora."""

    list_display = ["__str__", "mes", "dia", "depositos", "dinero"]
    fields = ["mes", "numero", "hecho_el", "fecha", "depositos", "dinero"]
    readonly_fields = ["mes", "depositos", "dinero"]

    def get_urls(self) -> list[URLPattern]:
        vista = self.admin_site.admin_view
        return [
            path("<int:pk>/descargar/", vista(self.descargar), name="pensionistas_archivorol_descargar"),
            path("<int:pk>/sin-cuenta/", vista(self.esperan), name="pensionistas_archivorol_esperan"),
            *super().get_urls(),
        ]

    def descargar(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        archivo = self._anotado(request, pk, "archivo")
        return descarga(archivo.nombre, escrito(archivo))

    def esperan(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        archivo = self._anotado(request, pk, "sin cuenta")
        return respuesta_csv(
            Csv(f"sin-cuenta-{archivo.periodo:%Y-%m}.csv", ESPERAN_CSV, los_que_esperan(archivo.periodo))
        )

    def _anotado(self, request: HttpRequest, pk: int, que: str) -> ArchivoRol:
        """Who took it is a line of the bitácora, written before the first of its lines leaves."""
        if not request.user.has_perm(PERMISO):
            raise PermissionDenied("Su papel no permite este acto.")
        archivo = get_object_or_404(ArchivoRol, pk=pk)
        anotar(
            actor=request.user.get_username(),
            accion="rol.archivo_descargado",
            objeto=f"archivo_rol:{archivo.pk}",
            por=VENTANILLA,
            datos={"archivo": str(archivo), "que": que, "oficina": oficina_de(request)},
        )
        return archivo

    @admin.display(description="mes")
    def mes(self, archivo: ArchivoRol) -> str:
        return mes_corto(archivo.periodo)

    @admin.display(description="fecha de pago")
    def dia(self, archivo: ArchivoRol) -> str:
        return fecha_corta(archivo.fecha)

    @admin.display(description="depósitos")
    def depositos(self, archivo: ArchivoRol) -> str:
        return numero(archivo.lineas)

    @admin.display(description="total")
    def dinero(self, archivo: ArchivoRol) -> str:
        return formato(archivo.total)


@admin.register(Deposito)
class DepositoAdmin(ConValor):
    """What was deposited to a person, and what the bank said of it."""

    list_display = ["__str__", "persona", "mes", "dinero", "estado", "resuelto_el"]
    list_filter = ["estado"]
    fields = ["persona", "mes", "envio", "dinero", "archivo", "cuenta", "estado", "resuelto_el", "motivo"]
    readonly_fields = ["mes", "dinero"]

    @admin.display(description="mes")
    def mes(self, deposito: Deposito) -> str:
        return mes_corto(deposito.periodo)

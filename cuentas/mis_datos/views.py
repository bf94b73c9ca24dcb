from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.actuacion import Peticion
from cuentas.mis_datos.secciones import secciones
from cuentas.mis_datos.services import VIGENCIA, DemasiadasExportaciones, anotar_descarga, pedir
from cuentas.models import ExportacionDeDatos

ULTIMAS = 5


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mis_datos_view(request: Peticion) -> HttpResponse:
    if request.method == "POST":
        try:
            pedir(actuacion=request.actuacion)
        except DemasiadasExportaciones as error:
            messages.error(request, str(error))
        return redirect("cuentas:mis_datos")
    ahora = timezone.now()
    ultimas = list(ExportacionDeDatos.objects.filter(cuenta=request.actuacion.actor)[:ULTIMAS])
    contexto = {
        "titulos": [seccion.titulo for seccion in secciones()],
        "preparando": [e for e in ultimas if e.lista_en is None],
        "listas": [e for e in ultimas if e.disponible(ahora)],
        "pasadas": [e for e in ultimas if e.lista_en and not e.disponible(ahora)],
        "horas": int(VIGENCIA.total_seconds() // 3600),
    }
    return render(request, "cuentas/mis-datos.html", contexto)


@never_cache
@require_safe
def descarga_view(request: Peticion, numero: int) -> FileResponse:
    """The file, to whom it is of and while it lives; each time is in the bitácora."""
    exportacion = ExportacionDeDatos.objects.filter(pk=numero, cuenta=request.actuacion.actor).first()
    if exportacion is None or not exportacion.disponible(timezone.now()):
        raise Http404
    archivo = default_storage.open(exportacion.archivo)
    anotar_descarga(actuacion=request.actuacion, exportacion=exportacion)
    nombre = f"mis-datos-{exportacion.cuenta.identificador}-{timezone.localdate(exportacion.lista_en):%Y-%m-%d}.zip"
    return FileResponse(archivo, as_attachment=True, filename=nombre, content_type="application/zip")

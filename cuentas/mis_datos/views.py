from typing import cast

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cuentas.actuacion import Peticion
from cuentas.mis_datos.secciones import secciones
from cuentas.mis_datos.selectors import exportacion_disponible, exportaciones_de
from cuentas.mis_datos.services import VIGENCIA, DemasiadasExportaciones, anotar_descarga, pedir
from cuentas.models import Cuenta


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mis_datos_view(request: Peticion) -> HttpResponse:
    if request.method == "POST":
        try:
            pedir(actuacion=request.actuacion)
        except DemasiadasExportaciones as error:
            messages.error(request, str(error))
        return redirect("cuentas:mis_datos")
    cuenta = cast("Cuenta", request.actuacion.actor)  # the permission map lets nobody else in
    contexto = {
        "titulos": [seccion.titulo for seccion in secciones()],
        **exportaciones_de(cuenta, timezone.now()),
        "horas": int(VIGENCIA.total_seconds() // 3600),
    }
    return render(request, "cuentas/mis-datos.html", contexto)


@never_cache
@require_safe
def descarga_view(request: Peticion, numero: int) -> FileResponse:
    """The file; each time is in the bitácora."""
    cuenta = cast("Cuenta", request.actuacion.actor)
    exportacion = exportacion_disponible(cuenta, numero, timezone.now())
    if exportacion is None:
        raise Http404
    archivo = default_storage.open(exportacion.archivo)
    anotar_descarga(actuacion=request.actuacion, exportacion=exportacion)
    nombre = f"mis-datos-{cuenta.identificador}-{timezone.localdate(exportacion.lista_en):%Y-%m-%d}.zip"
    return FileResponse(archivo, as_attachment=True, filename=nombre, content_type="application/zip")

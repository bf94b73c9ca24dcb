from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from iess_portal import archivos, salud
from iess_portal.metricas import metricas
from nucleo.errores import forbidden, not_found
from tramites.vistas import inicio, publicas

urlpatterns = [
    path("", publicas.portada, name="portada"),
    path("inicio/", inicio.inicio, name="inicio"),
    path("", include("cuentas.urls")),
    path("", include("tramites.urls")),
    path("afiliado/", include("afiliados.urls")),
    path("empleador/", include("empleadores.urls")),
    path("pensionista/", include("pensionistas.urls")),
    path("robots.txt", archivos.robots, name="robots_txt"),
    path(".well-known/security.txt", archivos.seguridad, name="security_txt"),
    path("salud/", salud.vivo, name="salud"),
    path("salud/listo/", salud.listo, name="salud_listo"),
    path("metricas/", metricas, name="metricas"),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    urlpatterns.append(path("demo/", include("iess_portal.demo.urls")))

# The page of what isn't there is ours with DEBUG on as well.
urlpatterns.append(re_path(r"^(?!static/).*$", not_found, name="no_encontrada"))

handler403 = forbidden
handler404 = not_found

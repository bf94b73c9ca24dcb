from django.urls import path

from cuentas import views
from cuentas.cambios import vistas as cambios

app_name = "cuentas"
urlpatterns = [
    path("ingresar/", views.ingresar_view, name="ingresar"),
    path("salir/", views.salir_view, name="salir"),
    path("cuenta/perfil/", cambios.perfil, name="perfil"),
    path("cuenta/cambios/<int:numero>/<slug:secreto>/", cambios.cambio, name="cambio"),
]

from django.urls import path

from cuentas import views
from cuentas import vistas_segundo_factor as factor
from cuentas import vistas_sesion as sesion

app_name = "cuentas"
urlpatterns = [
    path("ingresar/", views.ingresar_view, name="ingresar"),
    path("ingresar/codigo/", views.segundo_paso_view, name="segundo_paso"),
    path("salir/", views.salir_view, name="salir"),
    path("cuenta/sesion/", sesion.sesion, name="sesion"),
    path("cuenta/borrador/", sesion.borrador, name="borrador"),
    path("cuenta/segundo-factor/", factor.estado, name="segundo_factor"),
    path("cuenta/segundo-factor/activar/", factor.activar, name="segundo_factor_activar"),
    path("cuenta/segundo-factor/codigos/", factor.codigos, name="segundo_factor_codigos"),
    path("cuenta/segundo-factor/quitar/", factor.quitar, name="segundo_factor_quitar"),
]

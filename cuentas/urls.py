from django.urls import path

from cuentas import views
from cuentas.accesos import views as accesos

app_name = "cuentas"
urlpatterns = [
    path("ingresar/", views.ingresar_view, name="ingresar"),
    path("salir/", views.salir_view, name="salir"),
    path("cuenta/accesos/", accesos.accesos, name="accesos"),
    path("cuenta/accesos/cerrar/", accesos.cerrar, name="cerrar_sesiones"),
]

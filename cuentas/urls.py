from django.urls import path

from cuentas import views
from cuentas.mis_datos import views as mis_datos

app_name = "cuentas"
urlpatterns = [
    path("ingresar/", views.ingresar_view, name="ingresar"),
    path("salir/", views.salir_view, name="salir"),
    path("cuenta/mis-datos/", mis_datos.mis_datos_view, name="mis_datos"),
    path("cuenta/mis-datos/<int:numero>.zip", mis_datos.descarga_view, name="mis_datos_zip"),
]

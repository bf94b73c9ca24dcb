from django.urls import path

from cuentas import views

app_name = "cuentas"
urlpatterns = [
    path("ingresar/", views.ingresar_view, name="ingresar"),
    path("salir/", views.salir_view, name="salir"),
]

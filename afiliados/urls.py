from django.urls import path

from afiliados.vistas.simulador import simulador
from tramites.procedimientos.rutas import urls_de_app

app_name = "afiliados"
urlpatterns = [
    path("simulador-jubilacion/", simulador, name="simulador-jubilacion"),
    *urls_de_app(app_name),
]

from django.urls import path

from iess_portal.demo import buzon

app_name = "demo"
urlpatterns = [
    path("buzon/", buzon.lista, name="buzon"),
    path("buzon/<slug:nombre>/", buzon.mensaje, name="mensaje"),
]

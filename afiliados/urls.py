from tramites.procedimientos.rutas import urls_de_app

app_name = "afiliados"
urlpatterns = urls_de_app(app_name)

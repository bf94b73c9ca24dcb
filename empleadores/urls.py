from tramites.procedimientos.rutas import urls_de_app

app_name = "empleadores"
urlpatterns = urls_de_app(app_name)

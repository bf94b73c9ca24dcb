from tramites.procedimientos.rutas import urls_de_app

app_name = "pensionistas"
urlpatterns = urls_de_app(app_name)

from empleadores.lotes import paginas as lotes
from tramites.procedimientos.rutas import urls_de_app

app_name = "empleadores"
urlpatterns = [*lotes.urlpatterns, *urls_de_app(app_name)]

from django.urls import path

from tramites.vistas import bitacora, documentos, poderes, publicas, solicitudes, transparencia, verificacion

app_name = "tramites"
urlpatterns = [
    path("tramites/", publicas.catalogo, name="catalogo"),
    path("tramites/<slug:slug>/", publicas.ficha, name="ficha"),
    path("verificar/", verificacion.verificar, name="verificar"),
    path("verificar/<str:codigo>/", verificacion.por_codigo_view, name="verificacion"),
    path("transparencia/", transparencia.todos, name="transparencia"),
    path("transparencia.csv", transparencia.todos_csv, name="transparencia_csv"),
    path("transparencia.json", transparencia.todos_json, name="transparencia_json"),
    path("transparencia/bitacora/", bitacora.cabezas, name="bitacora"),
    path("transparencia/bitacora/<slug:dia>.json", bitacora.contenido, name="bitacora_json"),
    path("transparencia/bitacora/<slug:dia>.p7s", bitacora.firma, name="bitacora_firma"),
    path("transparencia/<slug:slug>/", transparencia.uno, name="transparencia_tramite"),
    path("transparencia/<slug:slug>.csv", transparencia.uno_csv, name="transparencia_tramite_csv"),
    path("transparencia/<slug:slug>.json", transparencia.uno_json, name="transparencia_tramite_json"),
    path("documentos/", documentos.lista, name="documentos"),
    path("documentos/<slug:codigo>/", documentos.uno, name="documento"),
    path("documentos/<slug:codigo>.pdf", documentos.archivo, name="documento_pdf"),
    path("solicitudes/", solicitudes.lista, name="solicitudes"),
    path("solicitudes/<slug:numero>/", solicitudes.una, name="solicitud"),
    path("solicitudes/<slug:numero>/responder/", solicitudes.responder, name="solicitud_responder"),
    path("solicitudes/<slug:numero>/retirar/", solicitudes.desistir, name="solicitud_retirar"),
    path("solicitudes/<slug:numero>/impugnar/", solicitudes.impugnar, name="solicitud_impugnar"),
    path("cuenta/poderes/", poderes.lista, name="poderes"),
    path("cuenta/poderes/nuevo/", poderes.nuevo, name="poder_nuevo"),
    path("cuenta/poderes/dejar/", poderes.dejar_de_actuar, name="poder_dejar"),
    path("cuenta/poderes/<int:numero>/<slug:acto>/", poderes.acto, name="poder_acto"),
]

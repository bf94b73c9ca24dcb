from django.urls import path

from cuentas import views
from cuentas import vistas_atencion as atencion
from cuentas import vistas_segundo_factor as factor
from cuentas import vistas_sesion as sesion
from cuentas.accesos import views as accesos
from cuentas.avisos import vistas as avisos
from cuentas.cambios import vistas as cambios
from cuentas.clave import cambiar, desbloquear, generar
from cuentas.mis_datos import views as mis_datos
from cuentas.patronal import vistas as patronal

app_name = "cuentas"
urlpatterns = [
    path("ingresar/", views.ingresar_view, name="ingresar"),
    path("ingresar/codigo/", views.segundo_paso_view, name="segundo_paso"),
    path("salir/", views.salir_view, name="salir"),
    path("salir/listo/", views.terminada_view, name="terminada"),
    path("cuenta/mis-datos/", mis_datos.mis_datos_view, name="mis_datos"),
    path("cuenta/mis-datos/<int:numero>.zip", mis_datos.descarga_view, name="mis_datos_zip"),
    path("cuenta/clave/", cambiar.cambiar, name="clave"),
    path("cuenta/clave/generar/", generar.numero, name="generar"),
    path("cuenta/clave/generar/datos/", generar.datos, name="generar_datos"),
    path("cuenta/clave/generar/clave/", generar.clave, name="generar_clave"),
    path("cuenta/clave/generar/preguntas/", generar.preguntas, name="generar_preguntas"),
    path("cuenta/clave/generar/correo/", generar.correo, name="generar_correo"),
    path("cuenta/clave/generar/codigo/", generar.codigo, name="generar_codigo"),
    path("cuenta/clave/generar/ventanilla/", generar.ventanilla, name="generar_ventanilla"),
    path("cuenta/clave/generar/papel/", generar.papel, name="generar_papel"),
    path("cuenta/desbloquear/", desbloquear.numero, name="desbloquear"),
    path("cuenta/desbloquear/respuestas/", desbloquear.respuestas, name="desbloquear_respuestas"),
    path("cuenta/desbloquear/codigo/", desbloquear.codigo, name="desbloquear_codigo"),
    path("cuenta/desbloquear/clave/", desbloquear.clave, name="desbloquear_clave"),
    path("cuenta/clave/patronal/<slug:ruc>/<slug:secreto>/", patronal.activar, name="clave_patronal"),
    path("cuenta/sesion/", sesion.sesion, name="sesion"),
    path("cuenta/borrador/", sesion.borrador, name="borrador"),
    path("cuenta/segundo-factor/", factor.estado, name="segundo_factor"),
    path("cuenta/segundo-factor/activar/", factor.activar, name="segundo_factor_activar"),
    path("cuenta/segundo-factor/codigos/", factor.codigos, name="segundo_factor_codigos"),
    path("cuenta/segundo-factor/quitar/", factor.quitar, name="segundo_factor_quitar"),
    path("cuenta/avisos/", avisos.avisos, name="avisos"),
    path("cuenta/perfil/", cambios.perfil, name="perfil"),
    path("cuenta/cambios/<int:numero>/<slug:secreto>/", cambios.cambio, name="cambio"),
    path("atencion/persona/<int:numero>/", atencion.atender_persona, name="atender_persona"),
    path("atencion/empleador/<int:numero>/", atencion.atender_empleador, name="atender_empleador"),
    path("atencion/terminar/", atencion.terminar, name="atencion_terminar"),
    path("cuenta/accesos/", accesos.accesos, name="accesos"),
    path("cuenta/accesos/cerrar/", accesos.cerrar, name="cerrar_sesiones"),
]

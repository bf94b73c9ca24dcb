from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CuentasConfig(AppConfig):
    name = "cuentas"
    verbose_name = "cuentas y accesos"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from cuentas.accesos.services import registrar_sesion
        from cuentas.recordatorios import recordar_al_ingresar
        from cuentas.sesiones import fechar_ingreso

        user_logged_in.connect(fechar_ingreso, dispatch_uid="cuentas.fechar_ingreso")
        user_logged_in.connect(recordar_al_ingresar, dispatch_uid="cuentas.recordar_al_ingresar")
        user_logged_in.connect(registrar_sesion, dispatch_uid="cuentas.registrar_sesion")  # last: it stores the session
        autodiscover_modules("mis_datos_secciones")

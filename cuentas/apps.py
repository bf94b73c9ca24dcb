from django.apps import AppConfig


class CuentasConfig(AppConfig):
    name = "cuentas"
    verbose_name = "cuentas y accesos"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from cuentas.borradores import limpiar_borradores
        from cuentas.sesiones import fechar_ingreso
        from nucleo.limpieza import al_limpiar

        user_logged_in.connect(fechar_ingreso, dispatch_uid="cuentas.fechar_ingreso")
        al_limpiar(limpiar_borradores)

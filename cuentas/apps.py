from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CuentasConfig(AppConfig):
    name = "cuentas"
    verbose_name = "cuentas y accesos"

    def ready(self) -> None:
        autodiscover_modules("mis_datos_secciones")

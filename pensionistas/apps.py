from django.apps import AppConfig


class PensionistasConfig(AppConfig):
    name = "pensionistas"
    verbose_name = "pensionistas"

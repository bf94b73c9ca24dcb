from django.apps import AppConfig


class AfiliadosConfig(AppConfig):
    name = "afiliados"
    verbose_name = "afiliados"

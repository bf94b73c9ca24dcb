from django.apps import AppConfig


class RegistroConfig(AppConfig):
    name = "registro"
    verbose_name = "registro"

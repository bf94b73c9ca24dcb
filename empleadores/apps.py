from django.apps import AppConfig


class EmpleadoresConfig(AppConfig):
    name = "empleadores"
    verbose_name = "empleadores"

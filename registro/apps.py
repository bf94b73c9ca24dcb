from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class RegistroConfig(AppConfig):
    name = "registro"
    verbose_name = "registro"

    def ready(self) -> None:
        post_migrate.connect(_cargar_parametros, sender=self)


def _cargar_parametros(*, using: str, **kwargs: Any) -> None:
    """After `migrate`, the legal parameters of this release; nothing when the table is not there (migrating back)."""
    from registro.models import Parametro
    from registro.parametros import sincronizar

    if Parametro._meta.db_table in connections[using].introspection.table_names():
        sincronizar(using=using)

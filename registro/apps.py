from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models.signals import post_migrate


class RegistroConfig(AppConfig):
    name = "registro"
    verbose_name = "registro"

    def ready(self) -> None:
        post_migrate.connect(_cargar_parametros, sender=self)
        post_migrate.connect(_valorar_planillas, sender=self)


def _cargar_parametros(*, using: str, **kwargs: Any) -> None:
    """After `migrate`, the legal parameters of this release; nothing when the table is not there (migrating back)."""
    from registro.models import Parametro
    from registro.parametros import sincronizar

    if Parametro._meta.db_table in connections[using].introspection.table_names():
        sincronizar(using=using)


def _valorar_planillas(*, using: str, plan: list[Any], **kwargs: Any) -> None:
    """Once the parameters are there, the amounts owed of planillas that are older than the columns for them."""
    from registro.planillas.valores import valorar_las_de_antes

    suya = ("registro", "0007_planillas_y_su_dinero")
    if using == DEFAULT_DB_ALIAS and any((m.app_label, m.name) == suya and not atras for m, atras in plan):
        valorar_las_de_antes()

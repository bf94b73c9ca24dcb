from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db import connections
from django.db.models.signals import post_migrate


class PortalConfig(AppConfig):
    default = True
    name = "iess_portal"
    verbose_name = "portal"

    def ready(self) -> None:
        post_migrate.connect(_dar_permisos_a_los_roles, sender=self)


class PortalAdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "iess_portal.admin.PortalAdminSite"


def _dar_permisos_a_los_roles(*, using: str, **kwargs: Any) -> None:
    """After `migrate`, when the permissions of every app are there: this is the last app of the list."""
    from django.contrib.auth.models import Group

    from iess_portal.roles import sincronizar_roles

    if Group._meta.db_table in connections[using].introspection.table_names():
        sincronizar_roles(using)

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule


class TramitesConfig(AppConfig):
    name = "tramites"
    verbose_name = "trámites"

    def ready(self) -> None:
        from tramites import checks, ofertas  # noqa: F401 (they register themselves)
        from tramites.catalogo.services import sincronizar_catalogo

        inscribir_todos()
        post_migrate.connect(lambda **_: sincronizar_catalogo(), sender=self, weak=False, dispatch_uid="catalogo")


def inscribir_todos() -> None:
    """Imports every module of the package `procedimientos` of each app: each enters its class in the list."""
    for app in apps.get_app_configs():
        if app.name != TramitesConfig.name and module_has_submodule(app.module, "procedimientos"):
            paquete = import_module(f"{app.name}.procedimientos")
            for modulo in iter_modules(paquete.__path__):
                import_module(f"{paquete.__name__}.{modulo.name}")

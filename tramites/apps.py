from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class TramitesConfig(AppConfig):
    name = "tramites"
    verbose_name = "trámites"

    def ready(self) -> None:
        from tramites import checks, ofertas  # noqa: F401 (they register themselves)
        from tramites.catalogo.services import sincronizar_catalogo

        autodiscover_modules("procedimientos")
        post_migrate.connect(lambda **_: sincronizar_catalogo(), sender=self, weak=False, dispatch_uid="catalogo")

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class TramitesConfig(AppConfig):
    name = "tramites"
    verbose_name = "trámites"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from tramites import checks  # noqa: F401 (registers itself)
        from tramites.catalogo.services import sincronizar_catalogo
        from tramites.ofertas import recordar_al_ingresar

        autodiscover_modules("procedimientos")
        user_logged_in.connect(recordar_al_ingresar, dispatch_uid="tramites.recordar_ofertas")
        post_migrate.connect(lambda **_: sincronizar_catalogo(), sender=self, weak=False, dispatch_uid="catalogo")

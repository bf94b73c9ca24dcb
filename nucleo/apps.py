from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NucleoConfig(AppConfig):
    name = "nucleo"
    verbose_name = "núcleo"

    def ready(self) -> None:
        from nucleo.pdf import checks  # noqa: F401 (registers itself)

        autodiscover_modules("tareas")

"""The Celery application: `celery -A iess_portal worker` and `celery -A iess_portal beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
app = Celery("iess_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _registros(**_kwargs: Any) -> None:
    """Somebody listens, so Celery sets up no logging of its own: its lines go where those of the portal go."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils.log import configure_logging  # noqa: PLC0415

    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)

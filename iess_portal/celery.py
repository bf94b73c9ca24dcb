"""The Celery application: `celery -A iess_portal worker` and `celery -A iess_portal beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iess_portal.settings")
app = Celery("iess_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

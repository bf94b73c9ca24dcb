"""How gunicorn is told to serve: its own lines are of the same form as all others."""

import json
import subprocess
import sys

from django.conf import settings

ORDEN = """
import logging, sys
sys.argv = ["gunicorn", "--config", "python:iess_portal.servidor"]
from gunicorn.app.wsgiapp import WSGIApplication
cfg = WSGIApplication().cfg
cfg.logger_class(cfg).error("nació\\nel proceso")
print(cfg.worker_class_str, cfg.workers, cfg.threads, file=sys.stderr)
"""


def test_gunicorn_takes_its_configuration_and_speaks_as_the_portal_does():
    dicho = subprocess.run(
        [sys.executable, "-c", ORDEN],
        cwd=settings.BASE_DIR,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert dicho.stderr.splitlines() == ["gthread 2 4"], dicho.stderr
    assert json.loads(dicho.stdout)["message"] == "nació\nel proceso"

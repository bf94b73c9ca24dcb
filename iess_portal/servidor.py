"""How gunicorn serves the portal: `gunicorn --config python:iess_portal.servidor`. What differs is said beside it."""

import os

wsgi_app = "iess_portal.wsgi"
# Threads, since a POST may wait two seconds for its document.
worker_class, workers, threads = "gthread", 2, 4
control_socket_disable = True  # it would be written into $HOME
# Its own lines are as all others; the settings tell theirs once a worker has loaded them.
FORMATO = "FormatoLegible" if os.environ.get("DJANGO_DEBUG", "").lower() == "true" else "FormatoJson"
logconfig_dict = {
    "formatters": {"generic": {"()": f"nucleo.observacion.registros.{FORMATO}"}},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
        "environ": {"level": "WARNING"},  # a machine that is configured without a file lacks none
    },
}

"""Settings of the test suite: the real ones, with fast hashing and nothing outside a temporary folder."""

import os
import tempfile

os.environ.setdefault("DJANGO_DEBUG", "true")
from iess_portal.settings import *  # noqa: F403
from iess_portal.settings import CACHES, STORAGES, TEMPLATES

DEBUG = False
# A process that a test starts finds the folder of its parent in the environment.
TMP_DIR = os.environ.get("PORTAL_PRUEBAS_DIR") or tempfile.mkdtemp(prefix="portal-pruebas-")
MEDIA_ROOT = f"{TMP_DIR}/documentos"
STORAGES["default"]["OPTIONS"]["location"] = MEDIA_ROOT
PKI_DIR = f"{TMP_DIR}/pki"
DESARROLLO_PKI_PERMITIDA = True
TRABAJADOR_SOCKET = f"{TMP_DIR}/trabajador.sock"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
CATALOGO_SEGUNDOS = SALUD_SEGUNDOS = 0
RECUERDO_SEGUNDOS = 10**9  # no page of a test that is not about it pays for it (tests/conftest.py)
# One Redis serves every process of the suite, and emptying its cache empties a whole database of it: one for each.
if (worker := os.environ.get("PYTEST_XDIST_WORKER", "")) and "LOCATION" in CACHES["default"]:
    CACHES["default"]["LOCATION"] = f"{CACHES['default']['LOCATION'].rpartition('/')[0]}/{int(worker[2:]) + 1}"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class UndefinedVariable(str):
    """An undefined template variable fails the test that renders it."""

    __slots__ = ()

    def __contains__(self, item):
        return item == "%s"

    def __mod__(self, name):
        raise AssertionError(f"undefined template variable: {name}")


TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")

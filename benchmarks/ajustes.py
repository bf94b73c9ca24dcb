"""Settings of the benchmarks: production's own, in a scratch folder, with the two views that others are measured by."""

import os
from pathlib import Path

from iess_portal.settings import *  # noqa: F403

BANCO_DIR = Path(os.environ["BANCO_DIR"])

ROOT_URLCONF = "benchmarks.urls"
PERMISOS = "benchmarks.urls.permisos"
STATIC_ROOT = BANCO_DIR / "static"
PKI_DIR = BANCO_DIR / "pki"
DESARROLLO_PKI_PERMITIDA = True
TRABAJADOR_SOCKET = BANCO_DIR / "trabajador.sock"
DOCUMENTS_PER_HOUR = 1_000_000  # one account asks for hundreds here
PUBLIC_CONSULTS_PER_NETWORK = PUBLIC_CONSULTS_IN_TOTAL = 1_000_000  # and so does one network

if os.environ.get("BANCO_HUELLA") == "django":  # what the login is compared with
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

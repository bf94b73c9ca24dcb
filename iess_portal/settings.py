"""Settings of the portal. Everything that differs between machines comes from the environment (see `.env.example`).

Insecure defaults exist only while DJANGO_DEBUG is on; with it off, a missing secret stops the start.
"""

import hashlib
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from iess_portal.direcciones import almacen, antivirus

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env", overwrite=False)

DEBUG = env.bool("DJANGO_DEBUG", default=False)


def secret(name: str, insecure_default: str) -> str:
    """The value of `name`, or its development default while DEBUG is on."""
    value = env.str(name, default="")
    if value:
        return value
    if DEBUG:
        return insecure_default
    raise ImproperlyConfigured(
        f"Falta la variable de entorno {name}. Sin ella el portal no arranca (vea .env.example)."
    )


SECRET_KEY = secret("DJANGO_SECRET_KEY", "clave-insegura-solo-para-desarrollo-y-demostracion")
# Former keys: what was signed or enciphered under them still holds; nothing new is.
SECRET_KEY_FALLBACKS = env.list("DJANGO_SECRET_KEY_FALLBACKS", default=[])
BITACORA_KEY = secret("BITACORA_KEY", "clave-de-bitacora-solo-para-desarrollo")
PORTAL_URL = secret("PORTAL_URL", "http://127.0.0.1:8000").rstrip("/")
# Whom to tell of a vulnerability, as an address: /.well-known/security.txt. RFC 2142 gives every domain this mailbox.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="") or f"mailto:security@{urlsplit(PORTAL_URL).hostname}"
ALLOWED_HOSTS = env.list(
    "DJANGO_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [urlsplit(PORTAL_URL).hostname]
)

# --- applications: the floors of the house, from the ground up -------------------------------------------------------

INSTALLED_APPS = [
    "iess_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "nucleo",
    "registro",
    "cuentas",
    "tramites",
    "afiliados",
    "empleadores",
    "pensionistas",
    "iess_portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nucleo.observacion.middleware.PeticionMiddleware",
    "nucleo.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nucleo.readonly.ReadOnlyGetMiddleware",
    "nucleo.errores.ErrorPagesMiddleware",
    "cuentas.middleware.ActuacionMiddleware",
    "cuentas.compartida.EquipoCompartidoMiddleware",
    "cuentas.mantenimiento.MantenimientoMiddleware",
    "cuentas.middleware.PermisoMiddleware",
]

ROOT_URLCONF = "iess_portal.urls"
WSGI_APPLICATION = "iess_portal.wsgi.application"
PERMISOS = "iess_portal.permisos.mapa"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "iess_portal.contexto.portal",
            ],
            "builtins": ["nucleo.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "nucleo.formularios.PortalFormRenderer"

# --- data ------------------------------------------------------------------------------------------------------------

SQLITE_OPTIONS = {
    # WAL alone makes a read that turns into a write fail at once; IMMEDIATE takes the write lock at BEGIN.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; "
        "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; PRAGMA temp_store=MEMORY;"
    ),
}

DATABASES = {"default": environ.Env.db_url_config(secret("DATABASE_URL", f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"))}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "nucleo.postgresql"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "documentos"))
STORAGES = {
    # Signed documents and those that people hand in: never under a public address, served only through a permission
    # check.
    "default": almacen(env.str("STORAGE_URL", default=""), str(MEDIA_ROOT)),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]

# --- background work: one outbox, two drains (docs/adr/0004) ---------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
# In the temporary folder, since the path of a UNIX socket may not exceed 107 bytes.
CHECKOUT_ID = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:12]
TRABAJADOR_SOCKET = Path(tempfile.gettempdir()) / f"portal-iess-{CHECKOUT_ID}.sock"
CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10, "max_retries": 0}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A child warms up before it says that it is there. At Celery's own 4 seconds, on a busy machine, the child that stands
# in for a killed one is itself killed before it is ready, and so is the next one, for as long as the machine is busy.
CELERY_WORKER_PROC_ALIVE_TIMEOUT = 60.0
CELERY_TIMEZONE = "America/Guayaquil"
# Two queues, so that a mail server that hangs holds up no document. A worker started without -Q takes both.
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {"celery": {}, "correo": {}}
CELERY_TASK_ROUTES = {"nucleo.outbox.sweep_mail": {"queue": "correo"}}
CELERY_BEAT_SCHEDULE = {
    # A sweep that found no worker in time is left out: the next one does its work.
    "barrer-outbox": {"task": "nucleo.outbox.sweep", "schedule": 30.0, "options": {"expires": 30}},
    "barrer-correos": {"task": "nucleo.outbox.sweep_mail", "schedule": 30.0, "options": {"expires": 30}},
    "sellar-bitacora": {"task": "nucleo.bitacora.sellar", "schedule": 300.0, "options": {"expires": 300}},
    "limpiar": {"task": "nucleo.limpiar", "schedule": crontab(hour=3, minute=17)},
}

EMAIL_CONFIG = environ.Env.email_url_config(secret("EMAIL_URL", f"filemail:///{VAR_DIR / 'correo'}"))
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20  # well below the lease of the outbox, so that no mail is sent twice while a server hangs
DEFAULT_FROM_EMAIL = f"Portal IESS <notificaciones@{urlsplit(PORTAL_URL).hostname}>"
EMAIL_REBOTES = env.str("EMAIL_REBOTES", default="")  # the sender of the envelope: where what comes back goes

# --- people and sessions ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "cuentas.Cuenta"
AUTHENTICATION_BACKENDS = ["cuentas.backends.CuentaBackend"]
PASSWORD_HASHERS = ["cuentas.hashers.PortalArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "cuentas:ingresar"
LOGIN_REDIRECT_URL = "inicio"
SESSION_ENGINE = "cuentas.sesiones"
SESSION_COOKIE_AGE = 15 * 60  # without a page
SESSION_SHARED_AGE = 5 * 60  # the same, for whoever said at the login that others use the computer
SESSION_ABSOLUTE_AGE = 8 * 60 * 60  # since the login, whatever was opened
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # the row ends, not the cookie: by it, what was typed is kept for its author
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PORTAL_URL.startswith("https://")
if SESSION_COOKIE_SECURE:
    # By this name the browser takes a cookie from this host alone, over TLS: no neighbour under the domain plants one.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
CSRF_FAILURE_VIEW = "nucleo.errores.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if not DEBUG else None
SECURE_HSTS_SECONDS = 31536000 if SESSION_COOKIE_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# W008: the proxy leads from HTTP to HTTPS, and the health check speaks HTTP. W021: to be on the browsers' own list is a
# decision of whoever owns the whole domain.
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A GET changes no fact (nucleo/readonly.py). The closed list of what it may write, and how, each with its reason.
READONLY_GET_EXCEPTIONS = {
    "django_session": ({"INSERT", "UPDATE", "DELETE"}, "the idle clock of the session moves with the pages"),
    "cuentas_sesionabierta": ({"UPDATE"}, "a session that goes on under a new key of the server gets a new key itself"),
    "nucleo_throttlecounter": ({"INSERT", "UPDATE"}, "counting tries is how guessing is stopped"),
    "nucleo_asiento": ({"INSERT"}, "who looked at what is written when it is looked at"),
    "tramites_atencion": ({"INSERT"}, "a consulta counts once per subject, procedure and day"),
}

# That one account may ask for, and a counter for each person: a loop of requests is no citizen.
DOCUMENTS_PER_HOUR = 60
# Of the public consult, in ten minutes: from one network, behind which there may be an office; and from all of them,
# which is about what the two cores of one worker sign in that time.
PUBLIC_CONSULTS_PER_NETWORK = 100
PUBLIC_CONSULTS_IN_TOTAL = 10_000

# --- documents that people hand in -----------------------------------------------------------------------------------

FILE_UPLOAD_HANDLERS = ["nucleo.uploads.BoundedMemoryUploadHandler"]
ADJUNTO_TOPE = 5 * 1024 * 1024  # bytes, each
ADJUNTOS_POR_HORA = 60  # that one account may hand in; the counter has no limit
LOTE_TOPE = 20 * 1024 * 1024  # of one file of notices; fifty thousand of them are 7 MB
CLAMAV_URL = antivirus(env.str("CLAMAV_URL", default=""))

# --- signed documents ------------------------------------------------------------------------------------------------

PKI_DIR = VAR_DIR / "pki"
DESARROLLO_PKI_PERMITIDA = DEBUG  # may `manage.py pki iniciar` make a key, and may documents be signed with it?
PKI_P12 = env.str("PKI_P12", default="")
PKI_P12_PASSWORD = env.str("PKI_P12_PASSWORD", default="")
PKI_ROOTS = env.str("PKI_ROOTS", default="")
TSA_URL = env.str("TSA_URL", default="")

# --- the catalogue ---------------------------------------------------------------------------------------------------

# For so long a process may list the procedures as it read them; the sheet of each is always read. 0: never.
CATALOGO_SEGUNDOS = 30

# --- what goes on every page -----------------------------------------------------------------------------------------

# For so long a process may show the announcements, and hold to the maintenance, as it last read them. 0: never.
RECUERDO_SEGUNDOS = 5
# During a maintenance (cuentas/mantenimiento.py) what is sent is refused, but for this closed list, with its reasons.
MAINTENANCE_EXCEPTIONS = {
    "cuentas:ingresar": "who can't come in can't read, nor end the maintenance",
    "cuentas:segundo_paso": "the other half of coming in",
    "cuentas:salir": "whoever leaves a computer must be able to",
    "admin:logout": "the same, from the desk",
    "cuentas:sesion": "moves the idle clock of whoever reads",
    "cuentas:cerrar_sesiones": "a session in foreign hands does not wait",
    "cuentas:atencion_terminar": "the counter stops acting for somebody",
    "tramites:poder_dejar": "and so does whoever acts by a power",
    "tramites:verificar": "reads a file and answers; nothing is kept",
}

# --- language, time, logs --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "es-ec"
LANGUAGES = [("es-ec", "Español (Ecuador)")]
FORMAT_MODULE_PATH = ["iess_portal.formats"]
TIME_ZONE = "America/Guayaquil"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True

# --- what operators see ----------------------------------------------------------------------------------------------

# The header in which the proxy says the number of a request; empty: nobody is believed. The proxy must overwrite it.
REQUEST_ID_HEADER = env.str("REQUEST_ID_HEADER", default="")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without it /metricas/ isn't there
SALUD_SEGUNDOS = 5  # for so long an answer about what the portal needs is kept: asking is cheap for whoever asks

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "nucleo.observacion.registros.FormatoJson"},
        "line": {"()": "nucleo.observacion.registros.FormatoLegible"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line" if DEBUG else "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Django's own handler prints the address of what failed, as it came; here its lines go the way of all others.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "portal.acceso": {"level": "WARNING" if DEBUG else "INFO"},
        "portal.tareas": {"level": "WARNING" if DEBUG else "INFO"},
        "celery.app.trace": {"level": "WARNING"},  # each task has its line in portal.tareas
        "celery.worker.strategy": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "pyhanko": {"level": "WARNING"},
    },
}

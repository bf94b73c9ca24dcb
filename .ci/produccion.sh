#!/usr/bin/env bash
# Production refuses to start without its secrets, and passes Django's deployment checks with them.
set -euo pipefail
export DJANGO_DEBUG=false
unset DJANGO_SECRET_KEY || true
if salida=$(.venv/bin/python manage.py check 2>&1); then
    echo "production started without DJANGO_SECRET_KEY" >&2
    exit 1
fi
grep -q "Falta la variable de entorno DJANGO_SECRET_KEY" <<<"$salida"
# With all of them set, not even a warning: the files of the key are only looked for when something is signed.
DJANGO_SECRET_KEY=$(openssl rand -base64 48) BITACORA_KEY=$(openssl rand -base64 48) PORTAL_URL=https://portal.example \
    DJANGO_ALLOWED_HOSTS=portal.example DATABASE_URL="${DATABASE_URL:-sqlite:///:memory:}" EMAIL_URL=consolemail:// \
    PKI_P12=firma.p12 PKI_ROOTS=raices.pem TSA_URL=https://sello.example \
    .venv/bin/python manage.py check --deploy --fail-level WARNING

# One image, four uses: web, worker, beat and the one-shot `migrar` (see docker-compose.yml).

FROM python:3.11-slim-bookworm AS bibliotecas
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt .
# Only what the file names, at the hash that it names, and nothing that has to be compiled.
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r requirements.txt


FROM python:3.11-slim-bookworm
# The list of Debian packages has one home, which the quick start uses too.
COPY bin/_preparar.sh /opt/
RUN . /opt/_preparar.sh \
    && apt-get update \
    && apt-get install -y --no-install-recommends $PAQUETES_PDF \
    && rm -rf /var/lib/apt/lists/*

COPY --from=bibliotecas /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# A login needs 19 MiB for its hash. Kept in the process, in huge pages, they are not asked for anew at each login, which
# would be a page fault for every 4 KiB; in one arena and one hash at a time (cuentas/hashers.py), they are kept once.
ENV MALLOC_ARENA_MAX=1 \
    GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=134217728
WORKDIR /app
COPY . .

# Static files are part of the image. The values are of no use to anyone: they only let the settings load.
RUN DJANGO_SECRET_KEY=construccion BITACORA_KEY=construccion PORTAL_URL=http://localhost EMAIL_URL=dummymail:// \
    python manage.py collectstatic --noinput

# A fresh volume takes over the owner of the folder on which it is mounted.
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 700 var/documentos var/pki var/demo
USER portal

EXPOSE 8000
CMD ["gunicorn", "--config", "python:iess_portal.servidor", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"]

import hashlib
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from iess_portal.roles import Rol
from nucleo.archivos.examen import examinar
from nucleo.bitacora.triggers import CREATE, CREATE_SEALS, DROP, DROP_SEALS
from nucleo.mantenimiento.selectors import MANTENIMIENTO
from nucleo.pdf import Documento, DocumentoFirmado
from nucleo.pdf.pki import iniciar
from tests import mesa, mundo
from tramites.anuncios.selectors import ANUNCIOS

# A slow machine is no failed property: speed belongs to benchmarks/.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


@pytest.fixture(autouse=True)
def _a_clean_cache():
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _no_announcement_yet():
    """As a process that has just read that there is none; a test about them reads with every page."""
    ANUNCIOS.fijar(())
    MANTENIMIENTO.fijar(None)


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_the_bitacora():
    """A flush between tests empties tables, by DELETE or TRUNCATE, which the bitácora's triggers rightly refuse."""
    engine, operations = connection.vendor, type(connection.ops)
    original = operations.sql_flush

    def sql_flush(self, *args, **kwargs):
        return [
            *(*DROP_SEALS[engine], *DROP[engine]),
            *original(self, *args, **kwargs),
            *(*CREATE[engine], *CREATE_SEALS[engine]),
        ]

    operations.sql_flush = sql_flush
    yield
    operations.sql_flush = original


@pytest.fixture(scope="session")
def pki():
    """The development keys, made once for the session."""
    iniciar(Path(settings.PKI_DIR))


@pytest.fixture(autouse=True)
def _all_in_this_process(request, monkeypatch):
    """The test is its own worker, so a POST doesn't wait for one; and files are judged without a process for each.

    The browser has both as they are served; `tests/nucleo/archivos` has the process.
    """
    if request.node.get_closest_marker("navegador") is None:
        monkeypatch.setattr("tramites.procedimientos.vistas.WAIT", timedelta(0))
        monkeypatch.setattr("tramites.adjuntos.services.juzgar", examinar)


def _unsigned(documento: Documento) -> DocumentoFirmado:
    """The page of a document, not laid out and not signed."""
    contenido = documento.html.encode() + documento.json()
    return DocumentoFirmado(contenido, hashlib.sha256(contenido).hexdigest(), len(contenido), desarrollo=True)


@pytest.fixture(autouse=True)
def _documents_as_pages(request, monkeypatch):
    """A document takes a tenth of a second to lay out and sign: only what is marked `pdf` looks at the file itself."""
    if not any(request.node.get_closest_marker(marker) for marker in ("pdf", "navegador", "celery")):
        monkeypatch.setattr("nucleo.pdf.emitir", _unsigned)


@pytest.fixture
def de_ana(ana) -> Client:
    """The browser of Ana, whom the module or its folder describes in `ana`."""
    return mundo.navegador(mundo.cuenta(ana))


@pytest.fixture
def de_la_mesa():
    """The browser of a member of the staff, by role; each role is one person unless `usuario` names another."""
    return lambda rol, usuario="": mundo.navegador(mesa.con_rol(rol, usuario))


@pytest.fixture
def analista(de_la_mesa) -> Client:
    return de_la_mesa(Rol.ANALISTA)


@pytest.fixture
def aprobadora(de_la_mesa) -> Client:
    return de_la_mesa(Rol.APROBADOR)

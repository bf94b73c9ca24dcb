"""Loading WeasyPrint, which needs the system's Pango, and saying clearly when it can't be had."""

import contextlib
import ctypes
import functools
import io
import sys
from types import ModuleType

from nucleo.pdf.tipos import PdfNoDisponible, Renderer

RECORTADOR = "libharfbuzz-subset0"
LIBRERIAS = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": RECORTADOR,
}
APT = f"apt-get install -y --no-install-recommends {' '.join(LIBRERIAS.values())}"


@functools.cache
def weasyprint() -> ModuleType:
    """The module, or PdfNoDisponible. Without Pango its import prints a banner and raises OSError."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint as modulo  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise PdfNoDisponible(f"No se puede cargar WeasyPrint: {error}. Instale: {APT}") from error
    return modulo


def faltan() -> list[str]:
    """The Debian packages whose libraries this machine lacks. Asks the dynamic loader, which costs a millisecond."""
    return [paquete for libreria, paquete in LIBRERIAS.items() if sys.platform == "linux" and not _se_carga(libreria)]


def disponible() -> tuple[bool, str]:
    """(True, "") or (False, why), without loading the engine. Without the subsetter documents are slow, not missing."""
    ausentes = [paquete for paquete in faltan() if paquete != RECORTADOR]
    return (False, f"Faltan en el sistema: {', '.join(ausentes)}. Instale: {APT}") if ausentes else (True, "")


def _se_carga(libreria: str) -> bool:
    try:
        ctypes.CDLL(libreria)
    except OSError:
        return False
    return True


@functools.cache
def get_renderer() -> Renderer:
    """The renderer of this process: fonts and style sheet are read once."""
    from nucleo.pdf.weasy import WeasyRenderer  # noqa: PLC0415 - with fontTools, only where something is rendered

    return WeasyRenderer(weasyprint())

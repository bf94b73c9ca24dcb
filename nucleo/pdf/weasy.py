"""The renderer over WeasyPrint: one font configuration and one parsed style sheet per process."""

import threading
from datetime import UTC
from pathlib import Path
from types import ModuleType
from typing import Any

from nucleo.pdf.acabado import Acabado
from nucleo.pdf.cobertura import RECURSOS
from nucleo.pdf.tipos import ADJUNTO, Documento, DocumentoDefectuoso

HOJA_DE_ESTILO = RECURSOS / "documentos.css"
PERFIL = "--srgb"


class BundledFetcher:
    """Lets a document read what the package bundles and what it carries inside (data:), and nothing else."""

    _fail_on_errors = True  # WeasyPrint asks: a document without one of its pieces is no document

    def __init__(self, weasyprint: ModuleType):
        self._permitidos = {ruta.as_uri() for ruta in RECURSOS.iterdir()}
        self._leer = weasyprint.urls.URLFetcher(allowed_protocols={"file", "data"})

    def __call__(self, url: str) -> Any:
        if not url.startswith("data:") and url not in self._permitidos:
            raise ValueError(f"el documento pide un recurso que no es suyo: {url[:200]}")
        return self._leer(url)


class SrgbProfile:
    """WeasyPrint's sRGB profile, byte for byte and read once.

    Its own class opens the file for each document, leaves it open, and writes other bytes the second time.
    """

    name = "sRGB IEC61966-2.1"
    components = ("r", "g", "b")
    pdf_reference = None

    def __init__(self, weasyprint: ModuleType):
        self.content = (Path(weasyprint.pdf.__file__).parent / "sRGB2014.icc").read_bytes()


class WeasyRenderer:
    """Renders one document at a time: nothing in WeasyPrint guards a font configuration against two threads."""

    def __init__(self, weasyprint: ModuleType):
        self._weasyprint = weasyprint
        self._turno = threading.Lock()
        self._fetcher = BundledFetcher(weasyprint)
        self._perfiles = {PERFIL: SrgbProfile(weasyprint)}
        self._fuentes = weasyprint.text.fonts.FontConfiguration()
        self._estilo = weasyprint.CSS(filename=HOJA_DE_ESTILO, font_config=self._fuentes, url_fetcher=self._fetcher)

    def render(self, documento: Documento) -> bytes:
        """The unsigned PDF: the same document gives the same bytes in any process."""
        try:
            with self._turno:
                return self._write_pdf(documento)
        except self._weasyprint.urls.FatalURLFetchingError as error:  # a BaseException
            raise DocumentoDefectuoso(str(error.__cause__ or error)) from error

    def _write_pdf(self, documento: Documento) -> bytes:
        adjuntos = [self._adjunto(documento, ADJUNTO, documento.json(), "Datos")]
        adjuntos += [self._adjunto(documento, anexo.nombre, anexo.contenido, "Detalle") for anexo in documento.anexos]
        html = self._weasyprint.HTML(string=documento.html, base_url=RECURSOS.as_uri(), url_fetcher=self._fetcher)
        return html.write_pdf(
            stylesheets=[self._estilo],
            font_config=self._fuentes,
            attachments=adjuntos,
            pdf_variant="pdf/a-3a",
            output_intent=PERFIL,
            color_profiles=dict(self._perfiles),
            finisher=Acabado(documento),
        )

    def _adjunto(self, documento: Documento, nombre: str, contenido: bytes, que: str) -> Any:
        emitido = documento.emitido.astimezone(UTC)
        return self._weasyprint.Attachment(
            string=contenido,
            name=nombre,
            description=f"{que} del documento {documento.codigo}",
            relationship="Data",
            created=emitido,
            modified=emitido,
            url_fetcher=self._fetcher,
        )

"""The timestamp authority of TSA_URL, asked with a limit of time and of size."""

import time
import urllib.request

from asn1crypto import tsp
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

ESPERA = 5.0  # seconds for the whole answer
MAXIMO = 64 * 1024
TROZO = 8192


class HttpTimeStamper(TimeStamper):
    """RFC 3161 over HTTP with the standard library. Raises OSError when the authority fails or is too slow."""

    def __init__(self, url: str, espera: float = ESPERA):
        super().__init__()
        self._url = url
        self._espera = espera

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Blocking on purpose: a worker signs one document at a time and has nothing else to do."""
        limite = time.monotonic() + self._espera
        peticion = urllib.request.Request(  # noqa: S310 - the scheme is checked by sello_de_tiempo
            self._url, data=req.dump(), headers={"Content-Type": "application/timestamp-query"}
        )
        cuerpo = bytearray()
        with urllib.request.urlopen(peticion, timeout=self._espera) as respuesta:  # noqa: S310
            while trozo := respuesta.read1(TROZO):
                cuerpo += trozo
                if len(cuerpo) > MAXIMO or time.monotonic() > limite:
                    raise TimeoutError("la autoridad de sellado de tiempo tardó o respondió demasiado")
        return tsp.TimeStampResp.load(bytes(cuerpo))


def sello_de_tiempo() -> TimeStamper | None:
    """The configured authority, or None. Only HTTP: the answer is signed, so the channel needn't be."""
    url = settings.TSA_URL
    return HttpTimeStamper(url) if url.startswith(("http://", "https://")) else None

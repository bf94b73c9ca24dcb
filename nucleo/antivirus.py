"""ClamAV over its own protocol: the file goes to clamd in pieces (INSTREAM), one line comes back."""

import re
import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

CONECTAR = 5.0  # seconds
RESPONDER = 60.0  # well below the lease of the outbox, as every handler
TOPE_RESPUESTA = 4096
PUERTO = 3310
RESPUESTA = re.compile(r"stream: (?:(?P<limpio>OK)|(?P<amenaza>.+) FOUND)")


class AntivirusNoDisponible(Exception):
    """clamd can't be reached, or did not say whether the file is clean."""


def direccion(url: str) -> str | tuple[str, int]:
    """Where clamd listens: a path, or host and port. Raises ValueError when it is neither unix:/path nor tcp://host."""
    partes = urlsplit(url)
    if partes.scheme == "unix" and partes.path.startswith("/") and not partes.netloc:
        return partes.path
    if partes.scheme == "tcp" and partes.hostname and partes.path in {"", "/"}:
        return partes.hostname, partes.port or PUERTO
    raise ValueError(url)


def examinar(trozos: Iterable[bytes], url: str) -> str:
    """The name of what clamd found in the file, or "" when it is clean. Raises AntivirusNoDisponible."""
    try:
        with _conectar(direccion(url)) as enchufe:
            enchufe.sendall(b"zINSTREAM\0")
            for trozo in filter(None, trozos):
                enchufe.sendall(struct.pack("!L", len(trozo)) + trozo)
            enchufe.sendall(struct.pack("!L", 0))
            linea = _leer(enchufe)
    except OSError as error:
        raise AntivirusNoDisponible(f"ClamAV no responde en {url}: {error}") from error
    hallado = RESPUESTA.fullmatch(linea)
    if hallado is None:
        raise AntivirusNoDisponible(f"ClamAV no dijo si el archivo está limpio: {linea!r}")
    return hallado["amenaza"] or ""


def _conectar(donde: str | tuple[str, int]) -> socket.socket:
    if isinstance(donde, tuple):
        enchufe = socket.create_connection(donde, timeout=CONECTAR)
    else:
        enchufe = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        enchufe.settimeout(CONECTAR)
        try:
            enchufe.connect(donde)
        except OSError:
            enchufe.close()
            raise
    enchufe.settimeout(RESPONDER)
    return enchufe


def _leer(enchufe: socket.socket) -> str:
    """The answer, which ends with a zero byte or with the connection."""
    recibido = b""
    while b"\0" not in recibido and len(recibido) < TOPE_RESPUESTA:
        pedazo = enchufe.recv(TOPE_RESPUESTA)
        if not pedazo:
            break
        recibido += pedazo
    return recibido.partition(b"\0")[0].decode(errors="replace").strip()

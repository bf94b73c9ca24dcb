"""A mail server on loopback that keeps what it accepted, and that can be taken down."""

import contextlib
import random
import socket
import socketserver
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from enum import StrEnum

# Of a session, in its order. Until DATOS the mail is not the server's; from ACEPTADO on it is.
FASES_ANTES = ("saludo", "remitente", "destinatario", "datos")
ACEPTADO = "aceptado"
# What a server takes to write a mail down, in seconds.
DEMORA = (0.002, 0.02)


class Modo(StrEnum):
    SIRVE = "sirve"
    CERRADO = "no acepta conexiones"
    CALLA = "acepta conexiones y no contesta"


@dataclass(frozen=True)
class Recibido:
    message_id: str
    para: str
    momento: float


class _Servidor(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    buzon: "Buzon"


class _Sesion(socketserver.StreamRequestHandler):
    server: _Servidor

    def handle(self) -> None:
        buzon = self.server.buzon
        with contextlib.suppress(OSError):
            while buzon.modo is Modo.CALLA:
                time.sleep(0.1)
                if not self._sigue_ahi():
                    return
            if buzon.modo is Modo.SIRVE:
                self._conversar(buzon)

    def _sigue_ahi(self) -> bool:
        self.connection.setblocking(False)
        try:
            return self.connection.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        finally:
            self.connection.setblocking(True)

    def _decir(self, linea: str) -> None:
        self.wfile.write(linea.encode() + b"\r\n")

    def _conversar(self, buzon: "Buzon") -> None:
        buzon.paso("saludo")
        self._decir("220 buzon")
        for cruda in self.rfile:
            orden = cruda.strip().upper()
            if buzon.modo is not Modo.SIRVE:
                return
            if orden.startswith((b"EHLO", b"HELO")):
                self._decir("250 buzon")
            elif orden.startswith(b"MAIL"):
                buzon.paso("remitente")
                self._decir("250 ok")
            elif orden.startswith(b"RCPT"):
                buzon.paso("destinatario")
                self._decir("250 ok")
            elif orden == b"DATA":
                buzon.paso("datos")
                self._decir("354 siga")
                if not self._recibir(buzon):
                    return
            elif orden == b"QUIT":
                self._decir("221 adios")
                return
            else:
                self._decir("250 ok")

    def _recibir(self, buzon: "Buzon") -> bool:
        lineas: list[bytes] = []
        for linea in self.rfile:
            if linea == b".\r\n":
                break
            lineas.append(linea)
        else:
            return False  # the connection ended before the mail did: nobody sent it
        time.sleep(random.uniform(*DEMORA))
        if not buzon.aceptar(b"".join(lineas)):
            return False
        buzon.paso(ACEPTADO)
        self._decir("250 aceptado")
        return True


class Buzon:
    """Takes mails from the start. `al_paso` is called with each phase of a session, before the server answers it."""

    def __init__(self, puerto: int) -> None:
        self.puerto = puerto
        self.recibidos: list[Recibido] = []
        self.al_paso: Callable[[str], object] = lambda _fase: None
        self._candado = threading.Lock()
        self.modo = Modo.CERRADO
        self.poner(Modo.SIRVE)

    def poner(self, modo: Modo) -> None:
        with self._candado:
            antes, self.modo = self.modo, modo
        if modo is Modo.CERRADO and antes is not Modo.CERRADO:
            self._servidor.shutdown()
            self._servidor.server_close()
        elif antes is Modo.CERRADO and modo is not Modo.CERRADO:
            self._servidor = _Servidor(("127.0.0.1", self.puerto), _Sesion)
            self._servidor.buzon = self
            threading.Thread(target=self._servidor.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def paso(self, fase: str) -> None:
        self.al_paso(fase)

    def aceptar(self, crudo: bytes) -> bool:
        """Writes a mail down, unless the server went down meanwhile."""
        cabeceras = BytesHeaderParser().parsebytes(crudo)
        with self._candado:
            if self.modo is not Modo.SIRVE:
                return False
            self.recibidos.append(Recibido(cabeceras["Message-ID"], cabeceras["To"], time.monotonic()))
        return True

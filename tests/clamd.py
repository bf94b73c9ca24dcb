"""A clamd that speaks INSTREAM on a UNIX socket of its own, and finds whatever one tells it to find."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path


class Clamd:
    def __init__(self, ruta: Path) -> None:
        self.url = f"unix:{ruta}"
        self.responde = b"stream: OK\0"
        self.recibido: list[bytes] = []
        self._oye = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._oye.bind(str(ruta))
        self._oye.listen()
        self._hilo = threading.Thread(target=self._atender, daemon=True)
        self._hilo.start()

    def _atender(self) -> None:
        while True:
            try:
                cliente, _ = self._oye.accept()
            except OSError:
                return
            with cliente, cliente.makefile("rb") as entra, contextlib.suppress(OSError, struct.error):
                assert entra.read(10) == b"zINSTREAM\0"
                archivo = b""
                while largo := struct.unpack("!L", entra.read(4))[0]:
                    archivo += entra.read(largo)
                self.recibido.append(archivo)
                cliente.sendall(self.responde)

    def cerrar(self) -> None:
        self._oye.shutdown(socket.SHUT_RDWR)
        self._oye.close()
        self._hilo.join()


@contextlib.contextmanager
def clamd(carpeta: Path) -> Iterator[Clamd]:
    servidor = Clamd(carpeta / "clamd.ctl")
    try:
        yield servidor
    finally:
        servidor.cerrar()

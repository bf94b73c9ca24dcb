"""Progress of an import, on a terminal only."""

import sys
from typing import TextIO

ANCHO = 30


class Avance:
    """Says nothing: for callers without a terminal."""

    def empezar(self, total: int) -> None: ...

    def etapa(self, nombre: str) -> None: ...

    def sumar(self, leidos: int) -> None: ...

    def terminar(self) -> None: ...


class BarraDeAvance(Avance):
    """A bar for the bytes read, and then the name of the step that the database is busy with."""

    def __init__(self, salida: TextIO = sys.stderr):
        self.salida = salida
        self.total, self.leidos, self.nombre, self.pintado = 1, 0, "", -1

    def empezar(self, total: int) -> None:
        self.total = max(total, 1)

    def etapa(self, nombre: str) -> None:
        self.nombre, self.pintado = nombre, -1
        self._pintar()

    def sumar(self, leidos: int) -> None:
        self.leidos += leidos
        self._pintar()

    def terminar(self) -> None:
        self.salida.write("\r\033[K")
        self.salida.flush()

    def _pintar(self) -> None:
        por_ciento = min(100 * self.leidos // self.total, 100)
        if por_ciento == self.pintado:
            return
        self.pintado = por_ciento
        lleno = ANCHO * por_ciento // 100
        self.salida.write(f"\r\033[K{'█' * lleno}{'░' * (ANCHO - lleno)} {por_ciento:3} %  {self.nombre}")
        self.salida.flush()

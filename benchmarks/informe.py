"""How a benchmark tells what it measured: the conditions, and each figure beside its target."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cifra:
    """One figure. Without a `meta` it is only reported; `minimo`: the target is the least that will do."""

    nombre: str
    valor: float
    meta: float | None = None
    minimo: bool = False
    decimales: int = 0

    @property
    def cumple(self) -> bool:
        return self.meta is None or (self.valor >= self.meta if self.minimo else self.valor <= self.meta)

    def __str__(self) -> str:
        linea = f"{self.nombre:<62}{self.valor:>10.{self.decimales}f}"
        if self.meta is None:
            return linea
        signo = ">=" if self.minimo else "<="
        return f"{linea}   meta {signo} {self.meta:<6g}{'cumple' if self.cumple else 'NO CUMPLE'}"


def informar(titulo: str, condiciones: Sequence[str], cifras: Sequence[Cifra]) -> int:
    """Prints the table; the exit status is 1 when a target is missed."""
    maquina = f"{os.cpu_count()} CPU, carga {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    print(f"\n{titulo}\n{'; '.join([maquina, *condiciones])}")
    for cifra in cifras:
        print(cifra)
    return 0 if all(cifra.cumple for cifra in cifras) else 1

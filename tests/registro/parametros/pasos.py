"""The shipped parameters, of a day."""

from datetime import date

from registro.parametros import Parametros, Version, leer

VERSIONES = leer()


def al(anio: int, mes: int = 6, dia: int = 1) -> Parametros:
    return Parametros(date(anio, mes, dia), VERSIONES)


def version(clave="sbu", valor=1, desde=date(2026, 1, 1), hasta=None) -> Version:
    return Version(clave, valor, desde, hasta, "base", "fuente", "ALTA", "")

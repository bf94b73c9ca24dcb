"""The payments of a loan as a file, the same for every loan."""

from datetime import date

from nucleo.csv import Csv
from registro.reglas.prestamos import Tabla

COLUMNAS = ("numero", "mes", "cuota", "capital", "interes", "saldo")


def csv_de_pagos(nombre: str, tabla: Tabla, hoy: date) -> Csv:
    """Month by month, from the first one after `hoy`."""
    filas = (
        (cuota.numero, f"{periodo:%Y-%m}", cuota.valor, cuota.capital, cuota.interes, cuota.saldo)
        for periodo, cuota in tabla.por_mes(hoy)
    )
    return Csv(nombre, COLUMNAS, filas)

"""Dates in words, without Django: what a rule writes reads as the page around it."""

from datetime import date

MESES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)


def fecha(dia: date) -> str:
    """21 de noviembre de 2026."""
    return f"{dia.day} de {MESES[dia.month - 1]} de {dia.year}"


def mes(dia: date) -> str:
    """octubre de 2026."""
    return f"{MESES[dia.month - 1]} de {dia.year}"

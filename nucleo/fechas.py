"""Dates in words, without Django: what a rule writes reads as the page around it."""

import re
from datetime import date

MES = re.compile(r"[0-9]{4}-[0-9]{2}")
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


def leer_mes(texto: str) -> date | None:
    """The first day of a month that is written as 2026-11; None of anything else."""
    try:
        return date.fromisoformat(f"{texto}-01") if MES.fullmatch(texto) else None
    except ValueError:
        return None

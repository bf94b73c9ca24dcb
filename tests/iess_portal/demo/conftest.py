from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from iess_portal.demo import carpeta, casos
from iess_portal.demo.carpeta import Tablas, generar
from iess_portal.demo.empleadores import PATRONOS
from iess_portal.demo.epoca import Epoca

HOY = date(2026, 11, 21)


@pytest.fixture
def pocos(monkeypatch):
    """The demonstration with two generated workers for each employer instead of 1,200, and with two cases."""
    chicos = [replace(p, plantilla=p.plantilla and replace(p.plantilla, cuantos=2)) for p in PATRONOS]
    monkeypatch.setattr(carpeta, "PATRONOS", chicos)
    monkeypatch.setattr(casos, "CASOS", casos.CASOS[:2])


@pytest.fixture
def tablas(pocos):
    """Makes the rows of every file for an epoch that begins on a day, seen from a later one."""

    def hacer(inicio: date = HOY, hoy: date | None = None) -> Tablas:
        return generar(Epoca(Epoca.nueva(inicio).ancla, hoy or inicio), lambda dia: Decimal(482))

    return hacer

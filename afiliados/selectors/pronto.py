"""How long before a right opens one is told at home."""

from datetime import timedelta

MESES_PRONTO = 3
PRONTO = timedelta(days=MESES_PRONTO * 30)

"""What the commands of several apps read from their line."""

import re
from datetime import date

from django.core.management.base import CommandError

_MES = re.compile(r"[0-9]{4}-[0-9]{2}")


def mes_pedido(texto: str) -> date:
    """`2026-10` → its first day; CommandError when it is no month."""
    try:
        if _MES.fullmatch(texto):
            return date.fromisoformat(f"{texto}-01")
    except ValueError:  # month 13, year 0
        pass
    raise CommandError(f"«{texto}» no es un mes: escriba, por ejemplo, 2026-10.")

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def pagina_de(filas: "QuerySet[M]", numero: str | None, por_pagina: int) -> "Page[M]":
    """The page of that number; a number that is no page gives the nearest one."""
    return Paginator(filas, por_pagina).get_page(numero)

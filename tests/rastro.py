"""What a stranger could tell two numbers apart by."""

import re
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def rastro(camino: Callable[[Client], list]) -> tuple[list, list, str]:
    """Status and headers of each answer, the queries by verb and table, and the last page."""
    with CaptureQueriesContext(connection) as consultas:
        respuestas = camino(Client())
    cabeceras = [(r.status_code, r.headers.get("Location"), sorted(r.headers), sorted(r.cookies)) for r in respuestas]
    sql = [(q["sql"].split()[0], *re.findall(r'(?:FROM|INTO|UPDATE) "?(\w+)', q["sql"])) for q in consultas]
    return cabeceras, sql, respuestas[-1].content.decode()

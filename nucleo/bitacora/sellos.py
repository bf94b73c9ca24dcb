"""Seals: every few minutes the new lines are chained to those before, so that none can be taken out, put in or moved.

A line gets its number before its commit, so a smaller number may become visible after a larger one. A seal therefore
leaves out what is younger than MARGEN, and writes down which numbers of its range no row had (`huecos`): most belong
to transactions that were undone. A row that fills one of them later was in flight longer than that; the next seal
chains it as `tardia`, told apart from the rest and never skipped. It is taken only if its own signature holds and it
was written before the seal that missed it: a row that somebody puts into a gap is nobody's late row.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from nucleo.bitacora.models import Asiento, Sello
from nucleo.bitacora.services import clave, firma_de

CADA = timedelta(minutes=5)
MARGEN = timedelta(minutes=1)
# How long after a seal a late row is still waited for. No transaction of the portal lives that long.
ESPERA_TARDIAS = timedelta(days=1)
FILAS_POR_SELLO = 50_000
GENESIS = "0" * 64
CANDADO = 0x5E110  # of PostgreSQL's advisory locks: one process seals at a time


def eslabon(pk: int, firma: str) -> bytes:
    """One line as the chain takes it in. Seals that exist were made so: another form would break them all."""
    return b"\n%d:%b" % (pk, firma.encode())


def cadena(anterior: str, filas: Iterable[tuple[int, str]]) -> tuple[str, int]:
    """The chained hash over (id, firma) in the given order, and how many there were."""
    resumen, cuantas = hashlib.sha256(anterior.encode()), 0
    for pk, firma in filas:
        resumen.update(eslabon(pk, firma))
        cuantas += 1
    return resumen.hexdigest(), cuantas


def firma_de_sello(sello: Sello) -> str:
    partes = [sello.numero, sello.momento.astimezone(UTC).isoformat(timespec="microseconds"), sello.desde, sello.hasta]
    texto = json.dumps([*partes, sello.filas, sello.huecos, sello.tardias, sello.resumen], separators=(",", ":"))
    return hmac.digest(clave(), b"sello:" + texto.encode(), "sha256").hex()


def sellar() -> int:
    """Seals what is old enough; returns how many seals that took. Two processes at once make the same seals as one."""
    hechos = 0
    while _sellar_uno(timezone.now()):
        hechos += 1
    return hechos


def sin_sello_desde() -> datetime | None:
    """When the oldest line was written that no seal holds yet, or None; late lines aside. Two queries."""
    ultimo = Sello.objects.order_by("-numero").values_list("hasta", flat=True).first()
    return Asiento.objects.filter(pk__gt=ultimo or 0).order_by("pk").values_list("momento", flat=True).first()


@transaction.atomic
def _sellar_uno(ahora: datetime) -> bool:
    uno_a_la_vez()
    ultimo = Sello.objects.order_by("-numero").first()
    desde = ultimo.hasta + 1 if ultimo else 1
    hasta = _hasta(desde, ahora - MARGEN)
    tardias = list(_tardias(ahora))
    if hasta is None and not tardias:
        return False
    hasta = desde - 1 if hasta is None else hasta
    nuevas = list(Asiento.objects.filter(pk__range=(desde, hasta)).order_by("pk").values_list("pk", "firma"))
    resumen, filas = cadena(ultimo.resumen if ultimo else GENESIS, [*tardias, *nuevas])
    sello = Sello(
        numero=ultimo.numero + 1 if ultimo else 1,
        momento=ahora,
        desde=desde,
        hasta=hasta,
        filas=filas,
        huecos=list(_huecos(desde, (pk for pk, _ in nuevas))),
        tardias=[pk for pk, _ in tardias],
        resumen=resumen,
    )
    sello.firma = firma_de_sello(sello)
    sello.save(force_insert=True)
    return True


def uno_a_la_vez() -> None:
    """Waits until nobody else seals, and keeps others from it to the end of the transaction."""
    if connection.vendor == "postgresql":  # SQLite has one writer at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CANDADO])


def _hasta(desde: int, limite: datetime) -> int | None:
    """The last row before the first that is too young, or None; at most FILAS_POR_SELLO rows from `desde` on."""
    nuevas = Asiento.objects.filter(pk__gte=desde)
    joven = nuevas.filter(momento__gte=limite).aggregate(pk=Min("pk"))["pk"]
    if joven is not None:
        nuevas = nuevas.filter(pk__lt=joven)
    return nuevas.filter(pk__in=nuevas.order_by("pk").values("pk")[:FILAS_POR_SELLO]).aggregate(pk=Max("pk"))["pk"]


def _huecos(desde: int, presentes: Iterable[int]) -> Iterator[list[int]]:
    for pk in presentes:
        if pk > desde:
            yield [desde, pk - 1]
        desde = pk + 1


def _tardias(ahora: datetime) -> Iterator[tuple[int, str]]:
    """Rows that fill a gap of a seal of the last day and were written before it, by number."""
    recientes = list(Sello.objects.filter(momento__gte=ahora - ESPERA_TARDIAS).order_by("numero"))
    ya = {pk for sello in recientes for pk in sello.tardias}
    huecos = [(desde, hasta, sello.momento) for sello in recientes for desde, hasta in sello.huecos]
    for inicio in range(0, len(huecos), 200):
        grupo = huecos[inicio : inicio + 200]
        condicion = reduce(or_, (Q(pk__range=(desde, hasta), momento__lte=hecho) for desde, hasta, hecho in grupo))
        for asiento in Asiento.objects.filter(condicion).order_by("pk"):
            if asiento.pk not in ya and asiento.firma == firma_de(asiento):
                yield asiento.pk, asiento.firma

"""What a month counts, from the events themselves: by whoever closes it, and by whoever counts it again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Count, F, Min, Q, QuerySet, Value
from django.db.models.functions import ExtractMonth, ExtractYear

from nucleo.feriados import DiasHabiles
from registro.reglas.puertas import mover
from tramites.catalogo.models import Tramite
from tramites.quejas.estados import Tema
from tramites.quejas.models import Queja
from tramites.quejas.selectors import contadas
from tramites.transparencia.models import Atencion
from tramites.transparencia.tiempos import Tiempos, tiempos

Periodo = tuple[int, int]
EN_LINEA, PRESENCIAL = Atencion.Canal.EN_LINEA, Atencion.Canal.PRESENCIAL
QUEJA = "QUEJA"


@dataclass(frozen=True)
class Contado:
    """What one procedure counts in a month."""

    quejas: int = 0
    en_linea: int = 0
    presencial: int = 0
    tiempos: Tiempos = field(default_factory=Tiempos)

    @property
    def atenciones(self) -> int:
        return self.en_linea + self.presencial

    @property
    def campos(self) -> dict[str, Any]:
        """As the row that fixes it names them."""
        del_mes = {"quejas": self.quejas, "atenciones": self.atenciones}
        return del_mes | {"en_linea": self.en_linea, "presencial": self.presencial} | asdict(self.tiempos)


@dataclass(frozen=True)
class MesContado:
    """What a month counts: of each procedure that had something, and the complaints that are about none."""

    tramites: dict[int, Contado] = field(default_factory=dict)
    quejas_servicio: int = 0
    quejas_datos: int = 0

    def de(self, tramite_id: int) -> Contado:
        return self.tramites.get(tramite_id, Contado())


def contar_mes(anio: int, mes: int, tramite: Tramite | None = None) -> MesContado:
    """Of every procedure, or of one. Four queries, however many events: each brings back sums of its month."""
    desde = date(anio, mes, 1)
    del_mes = Q(fecha__gte=desde, fecha__lt=mover(desde, 1))
    if tramite is not None:
        del_mes &= Q(tramite=tramite)
    cuentas: defaultdict[int, Contado] = defaultdict(Contado)
    for tramite_id, canal, total in (
        Atencion.objects.filter(del_mes).values_list("tramite_id", "canal").annotate(total=Count("*")).order_by()
    ):
        cuentas[tramite_id] = _con(cuentas[tramite_id], canal, total)
    sin_tramite: defaultdict[str, int] = defaultdict(int)
    quejas = contadas().filter(del_mes).values_list("tramite_id", "tema").annotate(total=Count("*")).order_by()
    for tramite_id, tema, total in quejas:
        if tramite_id is None:
            sin_tramite[tema] += total
        else:
            cuentas[tramite_id] = _con(cuentas[tramite_id], QUEJA, total)
    for tramite_id, de_sus_casos in _tiempos(desde, tramite).items():
        cuentas[tramite_id] = replace(cuentas[tramite_id], tiempos=de_sus_casos)
    return MesContado(dict(cuentas), sin_tramite[Tema.SERVICIO], sin_tramite[Tema.DATOS])


def _con(contado: Contado, que: str, total: int) -> Contado:
    nombre = {QUEJA: "quejas", EN_LINEA: "en_linea", PRESENCIAL: "presencial"}[que]
    return replace(contado, **{nombre: getattr(contado, nombre) + total})


def _tiempos(desde: date, tramite: Tramite | None) -> dict[int, Tiempos]:
    """Procedure → the times of the cases that count in that month, from filing to their first decision.

    A case is found by the event that counted it: the attention of a decision stays in its month, though an objection
    may undo the decision later. The database brings how many were filed and decided on the same two days, which is a
    few thousand rows however many cases; the business days between two dates are counted here.
    """
    ingreso, zona = connection.ops.datetime_cast_date_sql("s.ingresada_en", (), settings.TIME_ZONE)
    sql = f"""
        SELECT a.tramite_id, {ingreso}, a.fecha, count(*)
        FROM tramites_atencion a
        JOIN tramites_solicitud s
          ON s.id = CASE WHEN a.origen LIKE 'solicitud:%%' THEN CAST(substr(a.origen, 11) AS bigint) END
        WHERE a.fecha >= %s AND a.fecha < %s {"AND a.tramite_id = %s" if tramite else ""}
        GROUP BY 1, 2, 3
    """  # noqa: S608 (Django's words for the date of an instant)
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [*zona, desde.isoformat(), mover(desde, 1).isoformat(), *([tramite.pk] if tramite is not None else [])]
        )
        filas = cursor.fetchall()
    dias = DiasHabiles.nacionales()
    casos: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    entre: dict[tuple[Any, Any], int] = {}
    for tramite_id, ingresada, decidida, cuantos in filas:
        par = ingresada, decidida
        if par not in entre:
            entre[par] = dias.entre(_fecha(ingresada), _fecha(decidida))
        casos[tramite_id][entre[par]] += cuantos
    return {tramite_id: tiempos(cuantos) for tramite_id, cuantos in casos.items()}


def _fecha(valor: date | str) -> date:
    """SQLite has no dates: it gives back how it writes them."""
    return valor if isinstance(valor, date) else date.fromisoformat(valor)


# --- months that are still open --------------------------------------------------------------------------------------


def contar_abiertos(cerrados: Iterable[Periodo]) -> dict[tuple[int, int, int], Contado]:
    """(procedure, year, month) → what it counts so far, of every month that is not closed; one query, and no times."""
    abierto = fuera_de(cerrados)
    eventos = _por_mes(Atencion.objects.filter(abierto), F("canal")).union(
        _por_mes(contadas().filter(abierto, tramite__isnull=False), Value(QUEJA, CharField())), all=True
    )
    cuentas: defaultdict[tuple[int, int, int], Contado] = defaultdict(Contado)
    for tramite_id, anio, mes, que, total in eventos:
        cuentas[tramite_id, anio, mes] = _con(cuentas[tramite_id, anio, mes], que, total)
    return dict(cuentas)


def _por_mes(eventos: "QuerySet[Any]", que: Any) -> "QuerySet[Any, tuple]":
    # A month may have complaints and no attentions: whoever complains was attended earlier, or not at all.
    return (
        eventos.annotate(del_anio=ExtractYear("fecha"), del_mes=ExtractMonth("fecha"), que=que)
        .values_list("tramite_id", "del_anio", "del_mes", "que")
        .annotate(total=Count("*"))
        .order_by()
    )


def fuera_de(cerrados: Iterable[Periodo]) -> Q:
    """The dates of every month but those: as few ranges as there are, for the index on the date to find them."""
    abierto, desde = Q(), None
    for periodo in sorted(set(cerrados)):
        inicio = date(*periodo, 1)
        if desde is None:
            abierto |= Q(fecha__lt=inicio)
        elif desde < inicio:
            abierto |= Q(fecha__gte=desde, fecha__lt=inicio)
        desde = mover(inicio, 1)
    return abierto | Q(fecha__gte=desde) if desde else abierto


def primer_mes() -> date | None:
    """The month of the first event that this portal knows of."""
    primeros = [
        Atencion.objects.aggregate(primera=Min("fecha"))["primera"],
        Queja.objects.aggregate(primera=Min("fecha"))["primera"],
    ]
    return min((fecha.replace(day=1) for fecha in primeros if fecha), default=None)

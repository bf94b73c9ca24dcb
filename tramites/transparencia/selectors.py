"""The monthly figures as they are shown: the official one where there is one, and the portal's own beside it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear

from tramites.catalogo.models import Tramite
from tramites.quejas.selectors import por_tramite_y_mes
from tramites.transparencia.models import Atencion, Conteo

Periodo = tuple[int, int]
SEGUNDOS_EN_CACHE = 60
OFICIAL, PORTAL = Conteo.Fuente.OFICIAL, Conteo.Fuente.PORTAL


@dataclass(frozen=True)
class Cifra:
    """Complaints and attentions of one month from one source. `version` > 1: restated, for `motivo`."""

    quejas: int
    atenciones: int
    version: int = 1
    motivo: str = ""
    cerrada: bool = True

    @property
    def solo_quejas(self) -> bool:
        return bool(self.quejas) and not self.atenciones


@dataclass(frozen=True)
class MesPublicado:
    anio: int
    mes: int
    fuente: str
    cifra: Cifra
    otra: Cifra | None = None
    """What the portal itself counted, where the official figure is the one shown."""

    @property
    def oficial(self) -> bool:
        return self.fuente == OFICIAL


def meses_de(tramite: Tramite) -> list[MesPublicado]:
    """The months of one procedure, newest first. Two queries."""
    return _publicados(Conteo.objects.filter(tramite=tramite), tramite).get(tramite.pk, [])


def meses_de_todos() -> dict[int, list[MesPublicado]]:
    """Procedure → its months, newest first; procedures without figures are absent. Two queries."""
    return _publicados(Conteo.objects.all())


def _publicados(conteos: Iterable[Conteo], de: Tramite | None = None) -> dict[int, list[MesPublicado]]:
    cifras: dict[int, dict[Periodo, dict[str, Cifra]]] = defaultdict(lambda: defaultdict(dict))
    for tramite_id, anio, mes, quejas, atenciones in _en_curso():
        if de is not None and tramite_id != de.pk:
            continue
        cifras[tramite_id][anio, mes][PORTAL] = Cifra(quejas, atenciones, cerrada=False)
    for conteo in sorted(conteos, key=lambda c: c.version):  # the last version wins
        cifras[conteo.tramite_id][conteo.anio, conteo.mes][conteo.fuente] = Cifra(
            conteo.quejas, conteo.atenciones, conteo.version, conteo.motivo
        )
    return {
        tramite_id: [_publicado(periodo, fuentes) for periodo, fuentes in sorted(meses.items(), reverse=True)]
        for tramite_id, meses in cifras.items()
    }


def _en_curso() -> list[tuple[int, int, int, int, int]]:
    """(procedure, year, month, complaints, attentions), counted from the events, once a minute for all the pages."""
    return cache.get_or_set("quejas-y-atenciones-por-mes", _contar_por_mes, SEGUNDOS_EN_CACHE) or []


def _contar_por_mes() -> list[tuple[int, int, int, int, int]]:
    """A month may have complaints and no attentions: whoever complains was attended earlier, or not at all."""
    atenciones = (
        Atencion.objects.annotate(anio=ExtractYear("fecha"), mes=ExtractMonth("fecha"))
        .values_list("tramite_id", "anio", "mes")
        .annotate(total=Count("pk"))
        .order_by()
    )
    cuentas: defaultdict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0, 0])
    for cual, eventos in enumerate((por_tramite_y_mes(), atenciones)):
        for tramite_id, anio, mes, total in eventos:
            cuentas[tramite_id, anio, mes][cual] = total
    return [(*clave, quejas, atendidas) for clave, (quejas, atendidas) in cuentas.items()]


def _publicado(periodo: Periodo, fuentes: dict[str, Cifra]) -> MesPublicado:
    fuente = OFICIAL if OFICIAL in fuentes else PORTAL
    otra = fuentes.get(PORTAL) if fuente == OFICIAL else None
    return MesPublicado(*periodo, fuente, fuentes[fuente], otra)

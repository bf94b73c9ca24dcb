"""How many complaints each month had, and about what: closed months as they were fixed, the others counted."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import ExtractMonth, ExtractYear

from tramites.quejas.estados import Tema
from tramites.quejas.selectors import contadas
from tramites.transparencia.conteo import Periodo, fuera_de
from tramites.transparencia.models import CierreMensual, Conteo


@dataclass(frozen=True)
class MesDeQuejas:
    """The complaints of one month: about procedures (cases included), about the service, about personal data."""

    anio: int
    mes: int
    tramites: int
    servicio: int
    datos: int

    @property
    def desde(self) -> date:
        return date(self.anio, self.mes, 1)

    @property
    def total(self) -> int:
        return self.tramites + self.servicio + self.datos


def meses_de_quejas() -> list[MesDeQuejas]:
    """Every month with complaints filed here, the newest first. Three queries."""
    cerrados = {(c.anio, c.mes): c for c in CierreMensual.objects.order_by("version")}
    de_tramites = _de_tramites() if cerrados else {}
    meses = [
        MesDeQuejas(*periodo, de_tramites.get(periodo, 0), cierre.quejas_servicio, cierre.quejas_datos)
        for periodo, cierre in cerrados.items()
    ]
    meses += _de_los_abiertos(cerrados)
    return sorted((mes for mes in meses if mes.total), key=lambda mes: (mes.anio, mes.mes), reverse=True)


def _de_tramites() -> dict[Periodo, int]:
    """Of each closed month, the complaints about procedures in the last version of each."""
    cifras = Conteo.objects.filter(fuente=Conteo.Fuente.PORTAL).order_by("version")
    ultimas = {fila[:3]: fila[3] for fila in cifras.values_list("anio", "mes", "tramite_id", "quejas")}
    sumas: defaultdict[Periodo, int] = defaultdict(int)
    for (anio, mes, _), quejas in ultimas.items():
        sumas[anio, mes] += quejas
    return sumas


def _de_los_abiertos(cerrados: dict[Periodo, CierreMensual]) -> list[MesDeQuejas]:
    meses: defaultdict[Periodo, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    abiertas = contadas().filter(fuera_de(cerrados))
    por_tema = (
        abiertas.annotate(del_anio=ExtractYear("fecha"), del_mes=ExtractMonth("fecha"))
        .values_list("del_anio", "del_mes", "tema")
        .annotate(total=Count("*"))
        .order_by()
    )
    for anio, mes, tema, total in por_tema:
        meses[anio, mes][tema] += total
    return [
        MesDeQuejas(*periodo, de[Tema.TRAMITE] + de[Tema.CASO], de[Tema.SERVICIO], de[Tema.DATOS])
        for periodo, de in meses.items()
    ]

"""Which closed figures complaints no longer bear out: one may be found later to have been none.

Only complaints: they are few, and it is they that change. `recuento` counts everything again, one month at a time.
"""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, Q
from django.db.models.functions import ExtractMonth, ExtractYear

from tramites.quejas.selectors import contadas
from tramites.transparencia.conteo import Periodo
from tramites.transparencia.models import Conteo


def quejas_que_no_coinciden(desde: date) -> dict[Periodo, int]:
    """Closed month → how many procedures have other complaints now than those fixed. Two queries."""
    cifras = Conteo.objects.filter(
        Q(anio__gt=desde.year) | Q(anio=desde.year, mes__gte=desde.month), fuente=Conteo.Fuente.PORTAL
    )
    fijadas = {
        fila[:3]: fila[3]
        for fila in cifras.order_by("version").values_list("anio", "mes", "tramite_id", "quejas")  # the last one wins
    }
    ahora: defaultdict[tuple[int, int, int], int] = defaultdict(int)
    ahora.update(
        (fila[:3], fila[3])
        for fila in contadas()
        .filter(fecha__gte=desde, tramite__isnull=False)
        .annotate(del_anio=ExtractYear("fecha"), del_mes=ExtractMonth("fecha"))
        .values_list("del_anio", "del_mes", "tramite_id")
        .annotate(total=Count("*"))
        .order_by()
    )
    return Counter(clave[:2] for clave, quejas in fijadas.items() if ahora[clave] != quejas)

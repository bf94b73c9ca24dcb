"""What the clocks of the complaints bring about once a day: apologies for what is late, the end of what is answered."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from tramites.quejas import avisos
from tramites.quejas.estados import ABIERTAS, Estado
from tramites.quejas.models import Queja
from tramites.quejas.services import NoProcede, cerrar


def mover_relojes(hoy: date) -> tuple[int, int]:
    """(apologies, closed). Doing it twice on one day changes nothing: a notice has the key of its term."""
    tarde = Queja.objects.filter(estado__in=ABIERTAS, vence_el__lt=hoy).select_related("persona", "empleador")
    atrasadas = cerradas = 0
    for queja in tarde.iterator():
        with transaction.atomic():
            avisos.avisar(queja, "atraso", f"{queja.pk}:{queja.vence_el:%Y-%m-%d}")
        atrasadas += 1
    firmes = Q(reabrible_hasta__isnull=True) | Q(reabrible_hasta__lt=hoy)
    for queja in Queja.objects.filter(firmes, estado=Estado.RESPONDIDA).iterator():
        try:
            cerrar(queja=queja)
        except NoProcede:  # reopened meanwhile
            continue
        cerradas += 1
    return atrasadas, cerradas

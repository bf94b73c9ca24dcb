"""The mails of what was paid: one for each employer, however many of their payments came together."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction

from cuentas.avisos.clases import CAMBIO_DE_ESTADO
from cuentas.avisos.services import encolar_aviso
from nucleo.dinero import CERO
from registro.models import Pago


def avisar_pagos(pagos: Sequence[int]) -> None:
    """Doing it twice sends nothing twice: the mail has the key of its first payment."""
    de_cada_uno = (
        Pago.objects.filter(pk__in=pagos).select_related("planilla__empleador").order_by("planilla__empleador_id", "pk")
    )
    for empleador, suyos in groupby(de_cada_uno, key=lambda pago: pago.planilla.empleador):
        lista = list(suyos)
        with transaction.atomic():
            encolar_aviso(
                clase=CAMBIO_DE_ESTADO,
                clave_unica=f"pagos:{lista[0].pk}",
                titular=empleador,
                asunto="Recibimos su pago" if len(lista) == 1 else f"Recibimos {len(lista)} pagos suyos",
                plantilla="pagos_recibidos",
                contexto={
                    "pagos": lista,
                    "a_favor": sum((pago.excedente for pago in lista), CERO),
                },
            )

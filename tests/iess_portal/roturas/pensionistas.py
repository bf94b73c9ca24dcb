"""What puts the effects of a pensioner's procedures, and the rol, out of order."""

from typing import Any

from registro.models import PagoPension
from tests import mundo
from tests.iess_portal.roturas.comun import Roturas, de_tramite, luis, un_aumento


def un_pago_de_pension(**cambios: Any) -> None:
    datos = {"periodo": mundo.HOY, "concepto": "PENSION", "fecha_pago": mundo.HOY, "valor": 1}
    PagoPension.objects.create(persona=luis().persona, **datos | cambios)


def una_reliquidacion(**cambios: Any) -> None:
    """With its raise, however it ended."""
    de_tramite("reliquidacion", **cambios)
    un_aumento()


ROTURAS: Roturas = {
    "aumento_sin_su_cambio": [
        lambda: de_tramite("reliquidacion"),
        lambda: una_reliquidacion(resultado="NEGADA"),
        lambda: una_reliquidacion(resultado="", estado="ARCHIVADA"),
    ],
    "descuento_de_mas": [lambda: un_pago_de_pension(concepto="QUIRO", valor=-1)],
    "pension_pagada_de_mas": [lambda: un_pago_de_pension(orden=2)],
}

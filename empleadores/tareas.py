from datetime import datetime
from typing import Any

from django.utils import timezone

from empleadores.cobranza.avisos import avisar_pagos
from empleadores.cobranza.cuotas import romper_los_incumplidos
from nucleo.limpieza import al_limpiar
from nucleo.outbox import handler


@handler("cobranza.avisar")
def avisar_de_los_pagos(payload: dict[str, Any]) -> None:
    avisar_pagos(payload["pagos"])


@al_limpiar
def terminar_los_convenios_incumplidos(ahora: datetime) -> None:
    romper_los_incumplidos(timezone.localdate(ahora))

"""The worker is told of their entry and of their exit. Promised in few rows, as there may be thousands at once."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from cuentas.avisos.clases import SU_TRABAJO
from cuentas.avisos.services import encolar_aviso
from empleadores.models import Novedad
from empleadores.reglas.novedades import MUERTE
from nucleo.outbox import enqueue, handler

AVISAR = "novedades.avisar"
JUNTAS = 100
SE_AVISAN = {Novedad.Tipo.ENTRADA: "Un empleador registró su entrada", Novedad.Tipo.SALIDA: "Registraron su salida"}


def prometer_avisos(novedades: Sequence[Novedad]) -> None:
    """In the transaction of the notices; the mails themselves are written after it."""
    numeros = [novedad.pk for novedad in novedades if novedad.tipo in SE_AVISAN and novedad.causa != MUERTE]
    for desde in range(0, len(numeros), JUNTAS):
        juntas = numeros[desde : desde + JUNTAS]
        enqueue(AVISAR, f"{juntas[0]}-{juntas[-1]}", novedades=juntas)


@handler(AVISAR)
def avisar(payload: dict[str, Any]) -> None:
    """Telling it twice is telling it once; what was undone meanwhile is not told."""
    filas = Novedad.objects.filter(pk__in=payload["novedades"], deshecha_en=None, persona__fecha_fallecimiento=None)
    with transaction.atomic():
        for novedad in filas.select_related("persona", "empleador").order_by("pk"):
            avisar_de(novedad, SE_AVISAN[Novedad.Tipo(novedad.tipo)])


def avisar_deshecha(novedad: Novedad) -> None:
    """Whoever was told of it is told that it no longer holds."""
    if novedad.tipo in SE_AVISAN and novedad.causa != MUERTE and novedad.persona.fecha_fallecimiento is None:
        avisar_de(novedad, "Se deshizo un aviso sobre su trabajo")


def avisar_de(novedad: Novedad, asunto: str) -> None:
    que = "deshecha" if novedad.deshecha_en else "registrada"
    encolar_aviso(
        clase=SU_TRABAJO,
        clave_unica=f"novedad:{que}:{novedad.pk}",
        titular=novedad.persona,
        asunto=asunto,
        plantilla="novedad",
        contexto={"novedad": novedad, "es_entrada": novedad.tipo == Novedad.Tipo.ENTRADA},
    )

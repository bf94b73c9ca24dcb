import uuid

from django.db.models import QuerySet

from cuentas.actuacion import Actuacion
from empleadores.models import LineaConError, Lote

A_LA_VISTA = 10


def lotes_de(actuacion: Actuacion, tipo: str = "") -> QuerySet[Lote]:
    """Those of the employer of this act, the newest first; nobody else's."""
    suyos = Lote.objects.filter(empleador=actuacion.empleador).select_related("tramite", "empleador")
    return suyos.filter(tipo=tipo) if tipo else suyos


def lote_de(actuacion: Actuacion, numero: uuid.UUID) -> Lote | None:
    """One of them, or None: whether somebody else's exists is not told."""
    return lotes_de(actuacion).select_related("subido_por", "confirmado_por").filter(numero=numero).first()


def motivos_de(lote: Lote) -> dict[int, list[str]]:
    """Number of the line → what is wrong with it, each reason with its field."""
    motivos: dict[int, list[str]] = {}
    for linea, campo, motivo in LineaConError.objects.filter(lote=lote).values_list("linea", "campo", "motivo"):
        motivos.setdefault(linea, []).append(f"{campo}: {motivo}")
    return motivos

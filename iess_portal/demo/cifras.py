"""A year of attentions, and its months closed: one of them restated, so that both figures can be seen."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from cuentas.actuacion import Por
from iess_portal.demo.epoca import mover
from nucleo.calendario import es_habil
from nucleo.masivo import crear_filas
from registro.models import Persona
from tramites.models import Atencion, CierreMensual
from tramites.selectors import ficha
from tramites.transparencia.reloj import cerrar_los_terminados
from tramites.transparencia.services import contar, reexpresar

MESES = 13
CADA_DIA = {"historial-laboral": 6, "fondos-reserva": 4}
"""At most, of each consulta; one of every ten people comes to the counter."""
CORREGIDA = "historial-laboral"
MOTIVO = "Llegaron tarde las atenciones de una agencia que estuvo sin conexión."
TARDE = 7


def atender_y_cerrar(hoy: date) -> int:
    """Consultas of the last months where no month is closed yet, and every month closed whose day has come.

    How many months were closed. Only consultas: they leave an attention and nothing else, as these do.
    """
    if CierreMensual.objects.exists():
        return len(cerrar_los_terminados(hoy))
    personas = list(Persona.objects.order_by("cedula").values_list("pk", flat=True)[:400])
    atenciones = [a for slug, tope in CADA_DIA.items() for a in _consultas(slug, tope, personas, hoy)]
    crear_filas(atenciones)
    cerrados = cerrar_los_terminados(hoy)
    _corregir(cerrados[-2])
    return len(cerrados)


def _consultas(slug: str, tope: int, personas: list[int], hoy: date) -> Iterator[Atencion]:
    """The same on every run; none of today, which people make themselves."""
    tramite, azar = ficha(slug), Random(slug)  # noqa: S311 (no secret)
    dia = mover(hoy, -MESES)
    while dia < hoy:
        cuantas = azar.randint(1, tope) if es_habil(dia) else 0
        for persona in azar.sample(personas, min(cuantas, len(personas))):
            canal = Atencion.Canal.PRESENCIAL if azar.random() < 0.1 else Atencion.Canal.EN_LINEA
            origen = f"consulta:persona:{persona}:{dia:%Y-%m-%d}"
            yield Atencion(tramite=tramite, persona_id=persona, fecha=dia, canal=canal, origen=origen)
        dia += timedelta(days=1)


def _corregir(mes: date) -> None:
    """Some attentions of a closed month come late: what was published stays, and its restatement stands beside it."""
    tramite, ultimo = ficha(CORREGIDA), mover(mes, 1) - timedelta(days=1)
    for persona in Persona.objects.order_by("-cedula")[:TARDE]:
        origen = f"consulta:persona:{persona.pk}:{ultimo:%Y-%m-%d}"
        contar(tramite=tramite, titular=persona, fecha=ultimo, por=Por.VENTANILLA, origen=origen)
    reexpresar(tramite=tramite, anio=mes.year, mes=mes.month, motivo=MOTIVO, actor="transparencia")

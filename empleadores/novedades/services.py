"""The verbs of notices: they write in the register what an employer tells of its workers, and take it back.

Whoever gives or takes back notices of an employer holds its row, so that two people of one employer come one after the
other, and each sees what the other did.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from empleadores.models import Lote, Novedad
from empleadores.novedades.avisos import avisar_deshecha, prometer_avisos
from empleadores.novedades.normas import Normas
from empleadores.novedades.ronda import Comun, NovedadesRechazadas, Ronda
from empleadores.novedades.selectors import lo_que_depende, por_que_no_se_deshace
from empleadores.reglas.novedades import Pedido
from nucleo.bitacora import anotar_todas, linea
from registro.models import Empleador, Relacion

__all__ = ["NoSeDeshace", "NovedadesRechazadas", "aplicar", "bloquear", "deshacer", "retirar_las_de"]

ACCIONES = {
    Novedad.Tipo.ENTRADA: "novedad.entrada",
    Novedad.Tipo.SALIDA: "novedad.salida",
    Novedad.Tipo.SUELDO: "novedad.sueldo",
    Novedad.Tipo.EXTRAS: "novedad.extras",
}


class NoSeDeshace(Exception):
    """The notice stays; the message says why, and what to do instead."""


def bloquear(empleador: Empleador) -> Empleador:
    """Holds the row of the employer until the transaction ends; what points to it may still be written."""
    return Empleador.objects.select_for_update(no_key=True).get(pk=empleador.pk)


def aplicar(
    *,
    actuacion: Actuacion,
    pedidos: Sequence[tuple[Pedido, int | None]],
    solicitud: str = "",
    lote: Lote | None = None,
) -> list[Novedad]:
    """Writes notices in the register: each with the line of the `lote` that it comes from, or None. All or none.

    What is in force exactly so already is left out of what is given back: nothing is told twice. `solicitud` is the
    case that admits notices of long ago. Raises NovedadesRechazadas. The number of statements does not depend on how
    many they are, as long as each is of another worker.
    """
    hechas: list[tuple[int, Novedad]] = []
    with transaction.atomic():
        empleador = bloquear(actuacion.empleador)
        comun = Comun(actuacion, empleador, Normas.leer(), timezone.localdate(), timezone.now(), solicitud, lote)
        for ronda in _rondas(pedidos):
            hechas += Ronda(comun).aplicar(ronda)
        novedades = [novedad for _, novedad in sorted(hechas, key=lambda hecha: hecha[0])]
        anotar_todas([_linea(actuacion, novedad) for novedad in novedades])
        prometer_avisos(novedades)
    return novedades


def _rondas(
    pedidos: Sequence[tuple[Pedido, int | None]],
) -> Iterator[list[tuple[int, Pedido, int | None]]]:
    """Each with one notice of a worker at most: the second is judged by what the first changed."""
    quedan = [(indice, pedido, linea_) for indice, (pedido, linea_) in enumerate(pedidos)]
    while quedan:
        vistos: set[str] = set()
        ronda: list[tuple[int, Pedido, int | None]] = []
        despues: list[tuple[int, Pedido, int | None]] = []
        for uno in quedan:
            (despues if uno[1].cedula in vistos else ronda).append(uno)
            vistos.add(uno[1].cedula)
        yield ronda
        quedan = despues


def _linea(actuacion: Actuacion, novedad: Novedad, accion: str = "", **datos: Any) -> Any:
    return linea(
        actor=actuacion.nombre_actor,
        accion=accion or ACCIONES[Novedad.Tipo(novedad.tipo)],
        persona_id=novedad.persona_id,
        objeto=f"novedad:{novedad.pk}",
        por=actuacion.por,
        datos={"tipo": novedad.tipo, "fecha": novedad.fecha.isoformat(), **datos},
    )


# --- taking back ------------------------------------------------------------------------------------------------------


def deshacer(*, actuacion: Actuacion, novedad_id: int, motivo: str) -> Novedad:
    """Takes a notice back while its month is open: it stays, with who did it and why. Raises NoSeDeshace.

    Raises Novedad.DoesNotExist where it is none of this employer.
    """
    with transaction.atomic():
        empleador = bloquear(actuacion.empleador)
        novedad = Novedad.objects.select_for_update(of=("self",)).get(pk=novedad_id, empleador=empleador)
        novedad.empleador = empleador
        razon = por_que_no_se_deshace(novedad)
        if razon:
            raise NoSeDeshace(razon)
        if not motivo.strip():
            raise NoSeDeshace("Escriba por qué lo deshace.")
        _quitar(actuacion, novedad, motivo)
    return novedad


def retirar_las_de(*, actuacion: Actuacion, solicitud: str, motivo: str) -> None:
    """Takes back what a case had written, whatever its month: it was decided otherwise. Raises NoSeDeshace."""
    with transaction.atomic():
        empleador = bloquear(actuacion.empleador)
        suyas = Novedad.objects.select_for_update(of=("self",)).filter(
            empleador=empleador, solicitud_numero=solicitud, deshecha_en=None
        )
        for novedad in suyas:
            novedad.empleador = empleador
            razon = lo_que_depende(novedad)
            if razon:
                raise NoSeDeshace(razon)
            _quitar(actuacion, novedad, motivo)


def _quitar(actuacion: Actuacion, novedad: Novedad, motivo: str) -> None:
    _devolver(novedad)
    novedad.deshecha_en, novedad.deshecha_por = timezone.now(), actuacion.nombre_actor
    novedad.motivo_deshecha = motivo.strip()[:250]
    novedad.save(update_fields=["deshecha_en", "deshecha_por", "motivo_deshecha", "relacion"])
    anotar_todas([_linea(actuacion, novedad, "novedad.deshecha", motivo=novedad.motivo_deshecha)])
    avisar_deshecha(novedad)


def _devolver(novedad: Novedad) -> None:
    """What the register showed before it."""
    if novedad.tipo == Novedad.Tipo.EXTRAS:
        return
    assert novedad.relacion_id is not None
    relacion = Relacion.objects.select_for_update(of=("self",)).get(pk=novedad.relacion_id)
    match novedad.tipo:
        case Novedad.Tipo.ENTRADA:
            relacion.delete()
            novedad.relacion = None
        case Novedad.Tipo.SALIDA:
            relacion.fecha_salida, relacion.causa_salida = None, ""
            relacion.save(update_fields=["fecha_salida", "causa_salida"])
        case Novedad.Tipo.SUELDO:
            _devolver_sueldo(novedad, relacion)


def _devolver_sueldo(novedad: Novedad, relacion: Relacion) -> None:
    """The months until the next new salary are paid again with what was paid before this one."""
    assert novedad.antes is not None
    sigue = (
        Novedad.objects.filter(relacion=relacion, tipo=Novedad.Tipo.SUELDO, deshecha_en=None, fecha__gt=novedad.fecha)
        .order_by("fecha")
        .first()
    )
    if sigue:
        sigue.antes = novedad.antes
        sigue.save(update_fields=["antes"])
    else:
        relacion.sueldo = novedad.antes
        relacion.save(update_fields=["sueldo"])

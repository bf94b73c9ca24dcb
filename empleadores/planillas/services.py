"""What an employer asks of the planillas of a month, and what staff do to them.

A page calls `generar_mes` or `generar_ajuste` and gets a `Generacion`: finished, with what changed, or, where there are
more than EN_LA_PETICION workers, on its way (`terminada` false) until a worker process has done it.
"""

from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from empleadores.models import Generacion, MesReabierto
from empleadores.planillas.ajuste import DemasiadosAjustes, ajustar
from empleadores.planillas.asiento import anular
from empleadores.planillas.generacion import bloquear, generar, trabajadores_del_mes
from empleadores.planillas.meses import CON_COBRO, Cierre, cerrados, mes_de, termino
from nucleo.bitacora import anotar
from nucleo.escritura import fecha
from nucleo.outbox import enqueue
from registro.dialecto import dialecto_de
from registro.models import Aporte, Empleador, Planilla
from registro.reglas.puertas import mover

EN_LA_PETICION: Final = 5_000
"""Workers that are done while the page waits."""
TAREA: Final = "planillas.generar"
REABIERTO_HASTA: Final = timedelta(days=90)
"""For how long from today staff may open a month."""


class GeneracionRechazada(Exception):
    """Nothing was done; `mensaje` says why and what to do, in words for whoever asked."""

    def __init__(self, mensaje: str) -> None:
        super().__init__(mensaje)
        self.mensaje = mensaje


class MesCerrado(GeneracionRechazada):
    """The month is closed, or is not over."""


class SinNovedades(GeneracionRechazada):
    """There is nothing to charge."""


class NoProcede(GeneracionRechazada):
    """Staff can't do that to that row now."""


# --- what the employer asks -------------------------------------------------------------------------------------------


@transaction.atomic
def generar_mes(*, actuacion: Actuacion, periodo: date) -> Generacion:
    """Make the planillas of an open month, or make them again. Raises MesCerrado, SinNovedades."""
    empleador, cuantos = _empezar(actuacion, periodo)
    if not mes_de(empleador, periodo).generable:
        _rechazar(cerrados([empleador.pk], periodo, timezone.localdate()).get(empleador.pk, Cierre.VENCIDO))
    if cuantos is None:
        raise SinNovedades("Ese mes no tuvo trabajadores: no hay planilla que generar.")
    return _pedir(actuacion, empleador, periodo, Generacion.Clase.MES, cuantos)


@transaction.atomic
def generar_ajuste(*, actuacion: Actuacion, periodo: date) -> Generacion:
    """Charge what the planillas of a closed month left out. Raises MesCerrado, SinNovedades."""
    empleador, cuantos = _empezar(actuacion, periodo)
    mes = mes_de(empleador, periodo)
    if mes.sin_generar:
        raise SinNovedades("Ese mes todavía no tiene planillas: genérelas primero.")
    if mes.abierto:
        raise SinNovedades("Ese mes sigue abierto: genere otra vez sus planillas, que recogen todas las novedades.")
    return _pedir(actuacion, empleador, periodo, Generacion.Clase.AJUSTE, cuantos or 0)


def _empezar(actuacion: Actuacion, periodo: date) -> tuple[Empleador, int | None]:
    """The employer, held, and how many employments touch the month; None: there is not even a planilla."""
    empleador = actuacion.sujeto
    if not isinstance(empleador, Empleador):
        raise TypeError(f"se esperaba un empleador, no {empleador!r}")
    if not termino(periodo, timezone.localdate()):
        raise MesCerrado(f"Ese mes no ha terminado: su planilla se genera desde el {fecha(mover(periodo, 1))}.")
    bloquear(periodo, [empleador.pk])
    return empleador, trabajadores_del_mes(periodo, [empleador.pk]).get(empleador.pk)


def _rechazar(cierre: Cierre) -> None:
    raise MesCerrado(f"{cierre} Lo que falte se cobra con una planilla de ajuste.")


def _pedir(
    actuacion: Actuacion, empleador: Empleador, periodo: date, clase: Generacion.Clase, trabajadores: int
) -> Generacion:
    """Do it now, or promise it; what is on its way is not asked for twice."""
    if en_curso := Generacion.objects.filter(empleador=empleador, periodo=periodo, terminada_en=None).first():
        return en_curso
    generacion = Generacion.objects.create(
        empleador=empleador,
        periodo=periodo,
        clase=clase,
        trabajadores=trabajadores,
        pedida_por=actuacion.nombre_actor,
        por=actuacion.por,
    )
    if trabajadores > EN_LA_PETICION:
        enqueue(TAREA, str(generacion.pk), generacion_id=generacion.pk)
        return generacion
    _hacer(generacion)
    if generacion.rechazo:
        raise SinNovedades(generacion.rechazo)
    return generacion


def hacer(*, generacion_id: int) -> None:
    """What was promised to a big employer. Called twice, it is done once."""
    with transaction.atomic():
        generaciones = Generacion.objects.select_for_update(of=("self",)).select_related("empleador")
        generacion = generaciones.get(pk=generacion_id)
        if generacion.terminada_en is None:
            _hacer(generacion)


def _hacer(generacion: Generacion) -> None:
    periodo, empleador = generacion.periodo, generacion.empleador
    bloquear(periodo, [empleador.pk])
    if generacion.clase == Generacion.Clase.MES:
        resultado = generar(periodo, empleadores=[empleador.pk])
        generacion.resultado = resultado.datos
        generacion.rechazo = next(iter(resultado.omitidos), "")
    else:
        _ajustar(generacion)
    generacion.terminada_en = timezone.now()
    generacion.save()
    accion = "planillas.generadas" if generacion.clase == Generacion.Clase.MES else "planillas.ajustadas"
    datos = {"periodo": f"{periodo:%Y-%m}", "rechazo": generacion.rechazo, **generacion.resultado}
    anotar(
        actor=generacion.pedida_por,
        accion=accion,
        objeto=f"empleador:{empleador.ruc}",
        por=generacion.por,
        datos=datos,
    )


def _ajustar(generacion: Generacion) -> None:
    try:
        ajuste = ajustar(generacion.periodo, generacion.empleador_id)
    except DemasiadosAjustes:
        generacion.rechazo = "Ese mes ya tiene todas las planillas de ajuste que admite: acuda al instituto."
        return
    generacion.resultado = ajuste.datos
    if not ajuste.nuevas and not ajuste.de_mas:
        generacion.rechazo = "Las planillas de ese mes ya cobran lo que dicen las novedades: no hay nada que ajustar."


# --- what staff do ----------------------------------------------------------------------------------------------------


@transaction.atomic
def reabrir_mes(*, actuacion: Actuacion, empleador: Empleador, periodo: date, hasta: date, motivo: str) -> MesReabierto:
    """Open a closed month until that day, included. Raises NoProcede."""
    hoy = timezone.localdate()
    bloquear(periodo, [empleador.pk])
    mes = mes_de(empleador, periodo, hoy)
    if hasta < hoy:
        raise NoProcede("Ese día ya pasó.")
    if hasta > hoy + REABIERTO_HASTA:
        raise NoProcede(f"Un mes se reabre, a más tardar, hasta el {fecha(hoy + REABIERTO_HASTA)}.")
    if mes.abierto:
        raise NoProcede(f"Ese mes está abierto hasta el {fecha(mes.hasta)}.")
    if mes.por_que != Cierre.VENCIDO:
        raise NoProcede(f"Ese mes no se puede reabrir. {mes.por_que}")
    reabierto = MesReabierto.objects.create(
        empleador=empleador, periodo=periodo, hasta=hasta, motivo=motivo.strip(), reabierto_por=actuacion.nombre_actor
    )
    _anotar(actuacion, empleador, "mes.reabierto", periodo=periodo, hasta=hasta, motivo=motivo)
    return reabierto


@transaction.atomic
def cerrar_mes(*, actuacion: Actuacion, reabierto_id: int, motivo: str) -> MesReabierto:
    """Close what was reopened, before its day. Raises NoProcede."""
    reabierto = MesReabierto.objects.select_for_update(of=("self",)).select_related("empleador").get(pk=reabierto_id)
    if reabierto.cerrado_en or reabierto.hasta < timezone.localdate():
        raise NoProcede("Ese mes ya está cerrado otra vez.")
    reabierto.cerrado_en = timezone.now()
    reabierto.save(update_fields=["cerrado_en"])
    _anotar(actuacion, reabierto.empleador, "mes.cerrado", periodo=reabierto.periodo, motivo=motivo)
    return reabierto


@transaction.atomic
def anular_planilla(*, actuacion: Actuacion, planilla_id: int, motivo: str) -> Planilla:
    """Annul a planilla that the portal made and nobody paid: its rows go. Raises NoProcede."""
    planilla = Planilla.objects.select_related("empleador").get(pk=planilla_id)
    bloquear(planilla.periodo, [planilla.empleador_id])
    anulables = Planilla.objects.exclude(CON_COBRO).filter(generada_en__isnull=False, anulada_en=None)
    if not anulables.filter(pk=planilla_id).exists():
        raise NoProcede("Solo se anula una planilla que hizo el portal y de la que no se ha pagado nada.")
    planilla.refresh_from_db()
    antes = {"trabajadores": planilla.trabajadores, "capital": str(planilla.capital)}
    Aporte.objects.filter(periodo=planilla.periodo, planilla=planilla).delete()
    anular(dialecto_de(connection), f"pl.id = {planilla.pk}", timezone.now())
    planilla.refresh_from_db()
    _anotar(
        actuacion,
        planilla.empleador,
        "planilla.anulada",
        planilla=planilla.pk,
        periodo=planilla.periodo,
        tipo=planilla.tipo,
        sucursal=planilla.sucursal,
        motivo=motivo,
        **antes,
    )
    return planilla


def _anotar(actuacion: Actuacion, empleador: Empleador, accion: str, *, periodo: date, **datos: object) -> None:
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        objeto=f"empleador:{empleador.ruc}",
        por=actuacion.por,
        datos={"periodo": f"{periodo:%Y-%m}", **datos},
    )

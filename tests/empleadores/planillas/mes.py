"""What the tests of a month of planillas share: the month, the days around its close, and notices as applied."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from cuentas.actuacion import Actuacion, Por
from empleadores.models import Novedad
from registro.models import Aporte, Empleador, Persona, Planilla, Relacion

OCTUBRE = date(2026, 10, 1)
ABIERTO, CERRADO = date(2026, 11, 5), date(2026, 11, 20)
"""October 2026 falls due on Monday, 16 November."""
DESHECHA = datetime(2026, 11, 2, tzinfo=ZoneInfo("America/Guayaquil"))


def d(valor: str) -> Decimal:
    return Decimal(valor)


def trabaja(
    persona: Persona,
    empleador: Empleador,
    desde: date = date(2026, 1, 5),
    hasta: date | None = None,
    *,
    sueldo: str = "482.00",
    sucursal: str = "0001",
    jornada: str = "COMPLETA",
) -> Relacion:
    return Relacion.objects.create(
        persona=persona,
        empleador=empleador,
        ruc=empleador.ruc,
        sucursal=sucursal,
        fecha_ingreso=desde,
        fecha_salida=hasta,
        sueldo=d(sueldo),
        jornada=jornada,
        acumula_fondos=True,
    )


def novedad(relacion: Relacion, tipo: str, mes: date, valor: str, antes: str | None = None, **datos) -> Novedad:
    """A notice as the verb leaves it; of a new salary, the employment says it too."""
    if tipo == "MSU" and not datos.get("deshecha_en"):
        Relacion.objects.filter(pk=relacion.pk).update(sueldo=d(valor))
    return Novedad.objects.create(
        empleador=relacion.empleador,
        persona=relacion.persona,
        relacion=relacion,
        tipo=tipo,
        sucursal=relacion.sucursal,
        fecha=mes,
        valor=d(valor),
        antes=None if antes is None else d(antes),
        limite=mes,
        registrada_por="alguien",
        **datos,
    )


def filas(*tipos: str) -> list[tuple[str, str, str, int, Decimal, Decimal]]:
    """(kind, branch, cédula, days, salary, health), in order."""
    suyas = Aporte.objects.filter(tipo_planilla__in=tipos) if tipos else Aporte.objects.all()
    columnas = suyas.values_list("tipo_planilla", "sucursal", "persona__cedula", "dias", "sueldo", "salud")
    return sorted((*fila[:5], fila[5] or Decimal(0)) for fila in columnas)


def planilla(tipo: str = "APORTES", **datos) -> Planilla:
    return Planilla.objects.get(tipo=tipo, **datos)


def por(empleador: Empleador) -> Actuacion:
    return Actuacion(actor=None, sujeto=empleador, por=Por.CLAVE_PATRONAL)


def gente(cuantos: int) -> list[Persona]:
    nuevos = [
        Persona(cedula=f"{i:010}", apellidos="Prueba", nombres=str(i), fecha_nacimiento=date(1980, 1, 1))
        for i in range(1, cuantos + 1)
    ]
    return Persona.objects.bulk_create(nuevos)


def sin_cambios(antes: Iterable[Planilla]) -> bool:
    """Whether those planillas are as they were, to the last field."""
    campos = [campo.attname for campo in Planilla._meta.concrete_fields]
    ahora = {planilla.pk: planilla for planilla in Planilla.objects.all()}
    return all(getattr(uno, campo) == getattr(ahora[uno.pk], campo) for uno in antes for campo in campos)

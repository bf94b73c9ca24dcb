"""What a pension becomes when contributions that an employer owed are paid after it was granted (E §11).

The months that count as new are those paid after the date of the acuerdo. The pension is computed again with all of
them, by the norm in force at retirement; it never goes down. The difference is due from the month in which the debt was
paid in full (`reliquidacion_retroactivo_desde`, of low confidence).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from nucleo.dinero import CERO, centavos
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.pension import Base, Liquidacion, MesPagado, Norma, Respaldo, base, liquidar
from registro.reglas.pension_pasos import pasos_de_base, pasos_de_liquidacion
from registro.reglas.puertas import mover

FICHA = "Ficha IESS-034-01-07"
_CIEN = Decimal(100)


class Desde(StrEnum):
    """From when the difference is due; the values of `reliquidacion_retroactivo_desde`."""

    PAGO_COMPLETO = "FECHA_PAGO_COMPLETO"
    """From the month in which the last of the new contributions was paid, that month included."""
    INICIO_PENSION = "FECHA_INICIO_PENSION"


@dataclass(frozen=True, slots=True)
class AporteDePension:
    """A contribution of whom the pension comes from. `vence`: the last day to pay it, where it is known."""

    periodo: date
    ruc: str
    empleador: str
    sueldo: Decimal
    fecha_pago: date | None
    vence: date | None = None

    def en_mora(self, hoy: date) -> bool:
        return self.fecha_pago is None and (self.vence is None or self.vence < hoy)


@dataclass(frozen=True, slots=True)
class PensionVigente:
    """The pension as it is. `del_sgp`: vejez, invalidez or muerte; `cuota`: what per cent of it a survivor has."""

    inicio: date
    monto: Decimal
    del_sgp: bool = True
    acuerdo: date | None = None
    base: Decimal | None = None
    imposiciones: int | None = None
    cuota: Decimal = _CIEN

    @property
    def corte(self) -> date:
        """What was paid after this day was not counted; without an acuerdo, the day on which the pension began."""
        return self.acuerdo or self.inicio


@dataclass(frozen=True, slots=True)
class Deuda:
    """The months that one employer still owes."""

    ruc: str
    empleador: str
    meses: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class MesRetroactivo:
    periodo: date
    pagada: Decimal
    debida: Decimal

    @property
    def diferencia(self) -> Decimal:
        return self.debida - self.pagada


@dataclass(frozen=True, slots=True)
class Reliquidacion:
    nuevos: tuple[AporteDePension, ...]
    """The contributions paid after the acuerdo, in order."""
    deudas: tuple[Deuda, ...]
    base: Base
    liquidacion: Liquidacion | None
    """None: too little time for any coefficient."""
    anterior: Decimal
    pension: Decimal
    """The new one; never less than `anterior`."""
    desde: date | None
    """The first month with a difference; None: there is none."""
    retroactivo: tuple[MesRetroactivo, ...]

    @property
    def diferencia(self) -> Decimal:
        return self.pension - self.anterior

    @property
    def total(self) -> Decimal:
        return sum((mes.diferencia for mes in self.retroactivo), CERO)


def deudas(aportes: Sequence[AporteDePension], pension: PensionVigente, hoy: date) -> tuple[Deuda, ...]:
    """What employers owe of the time before the pension, each with its months."""
    por_empleador: dict[tuple[str, str], set[date]] = {}
    for aporte in aportes:
        if aporte.periodo < pension.inicio and aporte.en_mora(hoy):
            por_empleador.setdefault((aporte.ruc, aporte.empleador), set()).add(aporte.periodo)
    filas = (Deuda(ruc, nombre, tuple(sorted(meses))) for (ruc, nombre), meses in por_empleador.items())
    return tuple(sorted(filas, key=lambda deuda: (deuda.meses[0], deuda.ruc)))


def reliquidar(
    pension: PensionVigente, aportes: Sequence[AporteDePension], norma: Norma, *, desde: Desde, hasta: date, hoy: date
) -> Reliquidacion:
    """`norma` is that of the start of the pension; `hasta`, the last month that was paid at the old amount."""
    pagados = [a for a in aportes if a.fecha_pago is not None and a.periodo < pension.inicio]
    nuevos = sorted((a for a in pagados if _es_nuevo(a, pension)), key=lambda a: (a.periodo, a.ruc))
    de_la_base = base(_por_mes(pagados), norma)
    imposiciones = _imposiciones(pension, pagados, nuevos)
    valor = max(de_la_base.valor, pension.base or CERO)
    liquidacion = liquidar(valor, imposiciones, norma) if imposiciones >= norma.anios_minimos * 12 else None
    calculada = centavos(liquidacion.pension * pension.cuota / _CIEN) if liquidacion else CERO
    nueva = max(calculada, pension.monto) if nuevos else pension.monto
    primero = _primer_mes(pension, nuevos, desde) if nueva > pension.monto else None
    return Reliquidacion(
        nuevos=tuple(nuevos),
        deudas=deudas(aportes, pension, hoy),
        base=de_la_base,
        liquidacion=liquidacion,
        anterior=pension.monto,
        pension=nueva,
        desde=primero,
        retroactivo=tuple(_retroactivo(pension.monto, nueva, primero, hasta)),
    )


def _es_nuevo(aporte: AporteDePension, pension: PensionVigente) -> bool:
    return aporte.fecha_pago is not None and aporte.fecha_pago > pension.corte


def _por_mes(aportes: Sequence[AporteDePension]) -> list[MesPagado]:
    por_mes: dict[date, Decimal] = {}
    for aporte in aportes:
        por_mes[aporte.periodo] = por_mes.get(aporte.periodo, CERO) + aporte.sueldo
    return [MesPagado(periodo, sueldo) for periodo, sueldo in sorted(por_mes.items())]


def _imposiciones(
    pension: PensionVigente, pagados: Sequence[AporteDePension], nuevos: Sequence[AporteDePension]
) -> int:
    """What was counted then and the months that nobody had paid; the record alone where nothing was written down."""
    antes = {aporte.periodo for aporte in pagados if not _es_nuevo(aporte, pension)}
    ganados = {aporte.periodo for aporte in nuevos} - antes
    return max(pension.imposiciones or 0, len(antes)) + len(ganados)


def _primer_mes(pension: PensionVigente, nuevos: Sequence[AporteDePension], desde: Desde) -> date:
    if desde is Desde.INICIO_PENSION:
        return pension.inicio.replace(day=1)
    completo = max(aporte.fecha_pago for aporte in nuevos if aporte.fecha_pago)
    return max(completo, pension.inicio).replace(day=1)


def _retroactivo(anterior: Decimal, nueva: Decimal, desde: date | None, hasta: date) -> Iterator[MesRetroactivo]:
    while desde is not None and desde <= hasta:
        yield MesRetroactivo(desde, anterior, nueva)
        desde = mover(desde, 1)


# --- the dictamen ----------------------------------------------------------------------------------------------------


def condiciones(pension: PensionVigente | None, deben: Sequence[Deuda], correo: str) -> tuple[Requisito, ...]:
    """The three conditions of the sheet, which the portal checks by itself (E §11.1)."""
    return (
        Requisito(
            nombre="pensionista_sgp",
            texto="Ser pensionista del Seguro General",
            exigido="Pensión de vejez, de invalidez o por muerte",
            registrado="Consta" if pension and pension.del_sgp else "No consta",
            cumple=pension is not None and pension.del_sgp,
            base_legal=FICHA,
        ),
        Requisito(
            nombre="sin_aportes_pendientes",
            texto="Que su empleador haya pagado todo lo que debía",
            exigido="Ningún aporte pendiente",
            registrado=_en_palabras(deben),
            cumple=not deben,
            base_legal=FICHA,
        ),
        Requisito(
            nombre="correo",
            texto="Un correo electrónico válido y activo",
            exigido="Registrado",
            registrado=correo or "Ninguno",
            cumple=bool(correo),
            base_legal=FICHA,
        ),
    )


def dictamen(
    pension: PensionVigente,
    hecha: Reliquidacion,
    norma: Norma,
    *,
    correo: str,
    retroactivo: Respaldo,
    hoy: date,
    parametros: Mapping[str, Any],
) -> Dictamen:
    """The conditions, what is new, and the calculation. `retroactivo` backs the first month of the difference."""
    requisitos = (*condiciones(pension, hecha.deudas, correo), _aportes_nuevos(hecha, pension))
    datos: dict[str, Valor] = {
        "pension_anterior": hecha.anterior,
        "pension": hecha.pension,
        "diferencia": hecha.diferencia,
        "meses_nuevos": len({aporte.periodo for aporte in hecha.nuevos}),
        "retroactivo": hecha.total,
        "meses_retroactivos": len(hecha.retroactivo),
    }
    if hecha.liquidacion:
        datos |= {
            "imposiciones": hecha.liquidacion.imposiciones,
            "base": hecha.liquidacion.base,
            "coeficiente": hecha.liquidacion.coeficiente,
        }
    return Dictamen(
        fecha=hoy,
        requisitos=requisitos,
        pasos=tuple(_pasos(hecha, norma, retroactivo)),
        califica=todos_cumplen(requisitos),
        datos=datos,
        parametros=dict(parametros),
    )


def _aportes_nuevos(hecha: Reliquidacion, pension: PensionVigente) -> Requisito:
    cuantos = len({aporte.periodo for aporte in hecha.nuevos})
    mejora = f"{cuantos} mes{'es' if cuantos != 1 else ''}"
    if cuantos and not hecha.diferencia:
        mejora += ", que no aumentan la pensión"
    return Requisito(
        nombre="aportes_nuevos",
        texto="Aportes que no se contaron en su acuerdo",
        exigido=f"Pagados después del {pension.corte:%d/%m/%Y}, y que aumenten la pensión",
        registrado=mejora if cuantos else "Ninguno",
        cumple=hecha.diferencia > 0,
        base_legal=FICHA,
    )


def _pasos(hecha: Reliquidacion, norma: Norma, respaldo: Respaldo) -> Iterator[Paso]:
    if not hecha.liquidacion:
        return
    yield from pasos_de_base(hecha.base, norma)
    yield from pasos_de_liquidacion(hecha.liquidacion, norma)
    entradas: dict[str, Valor] = {
        "pension_anterior": hecha.anterior,
        "pension": hecha.pension,
        "meses": len(hecha.retroactivo),
    }
    if hecha.desde:
        entradas["desde"] = hecha.desde
    yield Paso(
        nombre="retroactivo",
        texto="Diferencia de los meses que ya se pagaron",
        formula="(pensión nueva − pensión anterior) × meses",
        entradas=entradas,
        resultado=hecha.total,
        base_legal=respaldo.base_legal,
        confianza=Confianza(respaldo.confianza),
    )


def _en_palabras(deben: Sequence[Deuda]) -> str:
    if not deben:
        return "Ninguno"
    return "; ".join(
        f"{deuda.empleador or deuda.ruc}: {', '.join(f'{mes:%m/%Y}' for mes in deuda.meses)}" for deuda in deben
    )

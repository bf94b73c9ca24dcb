"""The quirografario of the BIESS: how much it lends a person over each term, and at what price.

    amount = the least of 95 % of the free fondos de reserva and cesantía, what the instalment that fits the income
    carries over the term, and 80 SBU

Pensioners give no fund as guarantee; their share of the income and their term depend on their age (A §5). What the
instalment carries depends on the term, so every term has a capacity of its own. What is asked of the person and of a
renewal is in `quirografario_dictamen`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from nucleo.dinero import CENTAVO, CERO
from registro.reglas.aportes import porcentaje
from registro.reglas.dictamen import Confianza
from registro.reglas.pension import MesPagado
from registro.reglas.prestamos import (
    Capacidad,
    Limite,
    Sistema,
    Tabla,
    Vigente,
    amortizar,
    cuotas_de,
    maximo_por_cuota,
    saldo_de,
    tasa_del_plazo,
    tasa_efectiva,
    tasa_nominal,
)
from registro.reglas.puertas import edad, meses_despues, mover, siguiente_aporte
from registro.reglas.respaldo import Respaldado, Respaldo, respaldado
from registro.reglas.tablas import banda

PLAZOS_A_COMPARAR: Final = (6, 9, 12, 18, 24, 36, 48, 60)
PENSIONES_CON_CREDITO: Final = frozenset({"VEJEZ", "INVALIDEZ", "DISCAPACIDAD", "RIESGOS", "VIUDEZ"})
"""Of survivors, only the widowed (A §5)."""


class Calidad(StrEnum):
    AFILIADO = "AFILIADO"
    """With an employer."""
    ZAFRERO = "ZAFRERO"
    PENSIONISTA = "PENSIONISTA"


class Tasas(StrEnum):
    """The tables of rates, as their legal parameters are called."""

    NUEVO = "quirografario_tasas_nuevo"
    NOVACION = "quirografario_tasas_novacion"
    PENSIONISTA = "quirografario_tasas_pensionista"
    PENSIONISTA_NOVACION = "quirografario_tasas_pensionista_novacion"


class Ventana(NamedTuple):
    """Days of the month on which a loan may be renewed."""

    quien: str
    desde: int
    hasta: int


Filas = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class NormaQuirografario:
    """The figures of one date; `respaldos` are found by the key of the legal parameter."""

    imposiciones: int
    imposiciones_discapacidad: int
    garantia: Decimal
    capacidad: Decimal
    capacidad_pensionista: Filas
    maximo_sbu: Decimal
    sbu: Decimal
    plazo: int
    plazo_zafrero: int
    plazo_pensionista: Filas
    tasas: Mapping[Tasas, Filas]
    novacion_pagado: Decimal
    novacion_espera_horas: int
    novaciones_por_anio: int
    ventanas: Sequence[Ventana]
    reserva_mensual: Decimal
    cesantia_mensual: Decimal
    respaldos: Mapping[str, Respaldo]

    def respaldo(self, *claves: str, segura: bool = True) -> Respaldado:
        return respaldado(self.respaldos, *(f"quirografario_{clave}" for clave in claves), segura=segura)


@dataclass(frozen=True, slots=True)
class Solicitante:
    """What the register knows of who wants a loan."""

    nacimiento: date
    calidad: Calidad | None
    """None: neither works for somebody nor has a pension that gives the right."""
    pagados: Sequence[MesPagado] = ()
    """The imposiciones, in order, each once."""
    pension: Decimal = CERO
    reserva: Decimal = CERO
    cesantia: Decimal = CERO
    ahorra: bool = False
    """The employer deposits the fondos de reserva instead of paying them with the salary."""
    vigentes: Sequence[Vigente] = ()
    discapacidad: bool = False
    planillas_en_mora: int = 0
    """Of the employer that this person is."""
    cuenta: str = ""
    cuenta_validada: bool = False
    impedimentos: frozenset[str] = frozenset()
    """Names of `IMPEDIMENTOS` and `DE_AFILIADO` that the register shows."""

    @property
    def pensionista(self) -> bool:
        return self.calidad is Calidad.PENSIONISTA

    @property
    def ingreso(self) -> Decimal:
        """What the share of the income is taken of (`quirografario_ingreso`)."""
        if self.pensionista:
            return self.pension
        return self.pagados[-1].sueldo if self.pagados else CERO


@dataclass(frozen=True, slots=True)
class Opcion:
    """What one term would cost."""

    plazo: int
    tasa: Decimal
    capacidad: Capacidad
    tabla: Tabla | None
    """Of the amount asked, or of the most that fits; None: nothing fits."""
    cabe: bool

    @property
    def efectiva(self) -> Decimal:
        return tasa_efectiva(self.tasa)


# --- how much, and at what price --------------------------------------------------------------------------------------


def plazo_maximo(solicitante: Solicitante, norma: NormaQuirografario, hoy: date) -> int:
    if solicitante.pensionista:
        return int(banda(norma.plazo_pensionista, edad(solicitante.nacimiento, hoy))["meses"])
    return norma.plazo_zafrero if solicitante.calidad is Calidad.ZAFRERO else norma.plazo


def tasa_de(
    solicitante: Solicitante, plazo: int, norma: NormaQuirografario, *, renueva: bool = False
) -> tuple[Decimal, Respaldado]:
    """The nominal rate, and what backs it. Raises FueraDeTabla beyond the last band."""
    if not solicitante.pensionista:
        tabla = Tasas.NOVACION if renueva else Tasas.NUEVO
        return tasa_del_plazo(norma.tasas[tabla], plazo), respaldado(norma.respaldos, tabla)
    if renueva:
        fila = banda(norma.tasas[Tasas.PENSIONISTA_NOVACION], plazo)
        if plazo >= fila["desde"]:
            return tasa_nominal(fila["efectiva"]), respaldado(norma.respaldos, Tasas.PENSIONISTA_NOVACION)
    # Of a renewal under the first published band nothing is known: it is a new loan, with low confidence.
    tasa = tasa_del_plazo(norma.tasas[Tasas.PENSIONISTA], plazo)
    return tasa, respaldado(norma.respaldos, Tasas.PENSIONISTA, segura=not renueva)


def capacidad(
    solicitante: Solicitante,
    plazo: int,
    norma: NormaQuirografario,
    hoy: date,
    *,
    sistema: Sistema = Sistema.FRANCES,
    renueva: Vigente | None = None,
) -> Capacidad:
    """The most that may be lent over `plazo`. What is renewed neither holds guarantee nor asks for its instalment."""
    siguen = [uno for uno in solicitante.vigentes if uno != renueva]
    limites = [_por_cuota(solicitante, plazo, norma, hoy, siguen=siguen, sistema=sistema, renueva=bool(renueva))]
    if not solicitante.pensionista:
        limites.insert(0, _por_garantia(solicitante, norma, siguen))
    limites.append(
        Limite(
            nombre="maximo_sbu",
            texto="El monto máximo de un préstamo",
            formula=f"{norma.maximo_sbu} × salario básico unificado",
            entradas={"sbu": norma.sbu, "veces": norma.maximo_sbu},
            valor=norma.maximo_sbu * norma.sbu,
            respaldo=norma.respaldo("monto_maximo_sbu"),
        )
    )
    return Capacidad(limites)


def _por_garantia(solicitante: Solicitante, norma: NormaQuirografario, siguen: Sequence[Vigente]) -> Limite:
    retenido = saldo_de(siguen, quirografario=True)
    libre = max(solicitante.reserva + solicitante.cesantia - retenido, CERO)
    return Limite(
        nombre="garantias",
        texto="Lo que sus fondos garantizan",
        formula=f"{norma.garantia} % de (fondos de reserva + cesantía - lo que garantiza otros préstamos)",
        entradas={"reserva": solicitante.reserva, "cesantia": solicitante.cesantia, "retenido": retenido},
        valor=porcentaje(libre, norma.garantia),
        respaldo=norma.respaldo("garantia_porcentaje"),
    )


def _por_cuota(
    solicitante: Solicitante,
    plazo: int,
    norma: NormaQuirografario,
    hoy: date,
    *,
    siguen: Sequence[Vigente],
    sistema: Sistema,
    renueva: bool,
) -> Limite:
    tasa, de_la_tasa = tasa_de(solicitante, plazo, norma, renueva=renueva)
    parte, clave = _parte_del_ingreso(solicitante, norma, hoy)
    otras = cuotas_de(siguen)
    cuota = max(porcentaje(solicitante.ingreso, parte) - otras, CERO)
    criterios = ["ingreso"] if not solicitante.pensionista else []
    criterios += ["cuotas_vigentes"] if otras else []
    respaldo = norma.respaldo(clave, *criterios)
    return Limite(
        nombre="capacidad_pago",
        texto="Lo que su ingreso alcanza a pagar",
        formula=f"{parte} % del ingreso - cuotas de otros préstamos, traído a hoy por el plazo y la tasa",
        entradas={
            "ingreso": solicitante.ingreso,
            "otras_cuotas": otras,
            "cuota_maxima": cuota,
            "plazo": plazo,
            "tasa": tasa,
        },
        valor=maximo_por_cuota(cuota, plazo, tasa, sistema),
        respaldo={
            "base_legal": respaldo["base_legal"],
            "confianza": Confianza.menor([respaldo["confianza"], de_la_tasa["confianza"]]),
        },
    )


def _parte_del_ingreso(solicitante: Solicitante, norma: NormaQuirografario, hoy: date) -> tuple[Decimal, str]:
    if not solicitante.pensionista:
        return norma.capacidad, "capacidad_porcentaje"
    parte = Decimal(banda(norma.capacidad_pensionista, edad(solicitante.nacimiento, hoy))["porcentaje"])
    # The general share is well known; those by age were announced for six months.
    return parte, "capacidad_porcentaje" if parte == norma.capacidad else "capacidad_pensionista"


def comparar(
    solicitante: Solicitante,
    norma: NormaQuirografario,
    hoy: date,
    *,
    monto: Decimal | None = None,
    sistema: Sistema = Sistema.FRANCES,
    renueva: Vigente | None = None,
    plazo: int | None = None,
) -> tuple[Opcion, ...]:
    """The usual terms side by side, and `plazo` among them; without `monto`, the most that each one lends."""
    tope = plazo_maximo(solicitante, norma, hoy)
    plazos = {uno for uno in (*PLAZOS_A_COMPARAR, plazo or tope, tope) if 1 <= uno <= tope}
    return tuple(
        opcion(solicitante, uno, norma, hoy, monto=monto, sistema=sistema, renueva=renueva) for uno in sorted(plazos)
    )


def opcion(
    solicitante: Solicitante,
    plazo: int,
    norma: NormaQuirografario,
    hoy: date,
    *,
    monto: Decimal | None = None,
    sistema: Sistema = Sistema.FRANCES,
    renueva: Vigente | None = None,
) -> Opcion:
    tasa, _ = tasa_de(solicitante, plazo, norma, renueva=renueva is not None)
    puede = capacidad(solicitante, plazo, norma, hoy, sistema=sistema, renueva=renueva)
    pedido = puede.monto if monto is None else monto
    tabla = amortizar(pedido, plazo, tasa, sistema) if pedido >= CENTAVO else None
    return Opcion(plazo, tasa, puede, tabla, cabe=CENTAVO <= pedido <= puede.monto)


# --- what if ----------------------------------------------------------------------------------------------------------


def suponer(
    solicitante: Solicitante, norma: NormaQuirografario, hoy: date, *, meses: int = 0, sueldo: Decimal | None = None
) -> tuple[Solicitante, date]:
    """Who they would be, and on which day, after so many months on `sueldo` (None: on the one they have).

    Every instalment is paid meanwhile. The yields of the funds, which nobody knows, are left out; whoever doesn't work
    saves nothing.
    """
    if not solicitante.pagados or solicitante.pensionista or not solicitante.calidad:
        vigentes = [replace(uno, saldo=uno.saldo_tras(meses)) for uno in solicitante.vigentes]
        return replace(solicitante, vigentes=vigentes), meses_despues(hoy, meses)
    ultimo = solicitante.pagados[-1]
    gana = ultimo.sueldo if sueldo is None else sueldo
    primero = siguiente_aporte(ultimo.periodo, hoy)
    nuevos = [MesPagado(mover(primero, i), gana) for i in range(meses)] or [ultimo._replace(sueldo=gana)]
    anteriores = solicitante.pagados if meses else solicitante.pagados[:-1]
    ahorro = porcentaje(gana, norma.reserva_mensual) * meses if solicitante.ahorra else CERO
    return (
        replace(
            solicitante,
            pagados=[*anteriores, *nuevos],
            reserva=solicitante.reserva + ahorro,
            cesantia=solicitante.cesantia + porcentaje(gana, norma.cesantia_mensual) * meses,
            vigentes=[replace(uno, saldo=uno.saldo_tras(meses)) for uno in solicitante.vigentes],
        ),
        meses_despues(hoy, meses),
    )

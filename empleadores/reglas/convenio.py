"""The agreement of partial payments: its terms, its table, and how an instalment is shared out among its planillas.

E §5 and C.D. 671. What interest the instalments bear is in no source: here it is the rate of arrears of the day of the
liquidation, simple, on the capital that is left, a twelfth of it for each instalment (a parameter, of low confidence).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from nucleo.dinero import CERO, centavos, formato
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen

BASE = "Resolución C.D. 671 (23 de abril de 2024)"
BASE_SEGUNDO = "Resolución C.D. 658"
BASE_MORA = "Ley de Seguridad Social, art. 89"


@dataclass(frozen=True, slots=True)
class Debida:
    """One overdue planilla, and what it owes on the day of the liquidation."""

    planilla: int
    nombre: str
    vence: date
    capital: Decimal
    interes: Decimal


@dataclass(frozen=True, slots=True)
class Deudor:
    """`plazo` is None before it is asked; `vigente`, the agreement that the employer keeps; `rotos`, of each that was
    broken, how many instalments were paid."""

    juridica: bool
    debidas: tuple[Debida, ...]
    plazo: int | None = None
    vigente: str = ""
    rotos: tuple[int, ...] = ()

    @property
    def capital(self) -> Decimal:
        return sum((debida.capital for debida in self.debidas), CERO)

    @property
    def interes(self) -> Decimal:
        return sum((debida.interes for debida in self.debidas), CERO)

    @property
    def total(self) -> Decimal:
        return self.capital + self.interes


class Banda(NamedTuple):
    """The terms of a debt up to `hasta`, which is in it; None: any debt."""

    hasta: Decimal | None
    minimo: int
    maximo: int


@dataclass(frozen=True, slots=True)
class Norma:
    bandas: tuple[Banda, ...]
    director: Decimal
    """The debt above which the Director decides."""
    tasa: Decimal
    """Yearly, in per cent, that the instalments bear."""
    interes_confianza: Confianza
    segundo_anios: int


class Cuota(NamedTuple):
    numero: int
    capital: Decimal
    interes: Decimal
    futuro: Decimal
    saldo: Decimal
    """Capital and settled interest that are left after it."""

    @property
    def valor(self) -> Decimal:
        return self.capital + self.interes + self.futuro


class Parte(NamedTuple):
    """What of an instalment goes to one planilla."""

    planilla: int
    capital: Decimal
    interes: Decimal
    futuro: Decimal


def banda(deuda: Decimal, bandas: Sequence[Banda]) -> Banda:
    return next(una for una in bandas if una.hasta is None or deuda <= una.hasta)


def decide_el_director(deuda: Decimal, norma: Norma) -> bool:
    return deuda > norma.director


def tabla(capital: Decimal, interes: Decimal, tasa: Decimal, plazo: int) -> list[Cuota]:
    """Capital and settled interest in equal parts, to the cent, and each month's interest on the capital before it."""
    cuotas, debe = [], capital
    for numero in range(1, plazo + 1):
        de_capital, de_interes = (_parte(total, numero, plazo) for total in (capital, interes))
        futuro = centavos(debe * tasa / 1200)
        debe -= de_capital
        por_pagar = interes - centavos(interes * numero / plazo)
        cuotas.append(Cuota(numero, de_capital, de_interes, futuro, debe + por_pagar))
    return cuotas


def _parte(total: Decimal, numero: int, plazo: int) -> Decimal:
    """The rounded running total makes the parts add up whatever the remainder is."""
    return centavos(total * numero / plazo) - centavos(total * (numero - 1) / plazo)


def repartir(cuota: Cuota, debidas: Sequence[tuple[int, Decimal, Decimal]]) -> list[Parte]:
    """Shares one whole instalment out among (planilla, capital left, settled interest left), in their order.

    The first that still owes is paid first, so that its workers' contributions are paid as soon as they can be; the
    interest of the instalment goes with it.
    """
    capital, interes, futuro = cuota.capital, cuota.interes, cuota.futuro
    partes: list[Parte] = []
    for planilla, debe_capital, debe_interes in debidas:
        a_capital, a_interes = min(capital, debe_capital), min(interes, debe_interes)
        if a_capital or a_interes:
            partes.append(Parte(planilla, a_capital, a_interes, futuro))
            capital, interes, futuro = capital - a_capital, interes - a_interes, CERO
    if capital or interes or futuro:
        raise ValueError("the planillas owe less than the instalment pays")
    return partes


def dictamen(deudor: Deudor, norma: Norma, hoy: date, parametros: Mapping[str, Any]) -> Dictamen:
    plazos = banda(deudor.total, norma.bandas)
    plazo = deudor.plazo or plazos.maximo
    cuotas = tabla(deudor.capital, deudor.interes, norma.tasa, plazo)
    requisitos = (
        Requisito(
            nombre="deuda_vencida",
            texto="Tener planillas vencidas sin pagar",
            exigido="Una planilla vencida, por lo menos",
            registrado=f"{len(deudor.debidas)} planillas vencidas, por {formato(deudor.total)}",
            cumple=deudor.total > 0,
            base_legal=BASE,
        ),
        _del_plazo(deudor, plazos, cuotas),
        Requisito(
            nombre="sin_convenio",
            texto="No tener otro convenio en vigor",
            exigido="Ninguno",
            registrado=f"El convenio {deudor.vigente}" if deudor.vigente else "Ninguno",
            cumple=not deudor.vigente,
            base_legal=BASE,
            confianza=Confianza.BAJA,
        ),
        _del_segundo(deudor, norma, plazo),
    )
    futuro = sum((cuota.futuro for cuota in cuotas), CERO)
    datos: dict[str, Valor] = {
        "capital": deudor.capital,
        "interes": deudor.interes,
        "deuda": deudor.total,
        "plazo": plazo,
        "plazo_minimo": plazos.minimo,
        "plazo_maximo": plazos.maximo,
        "tasa": norma.tasa,
        "interes_de_cuotas": futuro,
        "total": deudor.total + futuro,
        "primera_cuota": cuotas[0].valor,
        "ultima_cuota": cuotas[-1].valor,
        "director": norma.director,
    }
    pasos = _pasos(deudor, norma, plazo, futuro, cuotas)
    return Dictamen(hoy, requisitos, pasos, todos_cumplen(requisitos), datos, parametros)


def _del_plazo(deudor: Deudor, plazos: Banda, cuotas: Sequence[Cuota]) -> Requisito:
    elegido = deudor.plazo
    cabe = elegido is None or plazos.minimo <= elegido <= plazos.maximo
    return Requisito(
        nombre="plazo",
        texto="Un plazo de los que admite esa deuda",
        exigido=f"De {plazos.minimo} a {plazos.maximo} meses, con cuotas de un centavo o más",
        registrado=f"{elegido} meses" if elegido else "Todavía no lo elige",
        cumple=cabe and all(cuota.valor > 0 for cuota in cuotas),
        base_legal=BASE,
        confianza=Confianza.MEDIA,
    )


def _del_segundo(deudor: Deudor, norma: Norma, plazo: int) -> Requisito:
    """A second agreement is given once, and what was paid of the first counts for its term."""
    tope = norma.segundo_anios * 12
    pagadas = sum(deudor.rotos)
    return Requisito(
        nombre="segundo_convenio",
        texto="Si incumplió un convenio, que este sea el segundo y quepa en el plazo de los dos",
        exigido=f"Un convenio incumplido como máximo; sus cuotas pagadas y el nuevo plazo, {tope} meses",
        registrado=f"{len(deudor.rotos)} incumplidos; {pagadas} cuotas pagadas y {plazo} meses de plazo"
        if deudor.rotos
        else "Ninguno",
        cumple=not deudor.rotos or (len(deudor.rotos) == 1 and pagadas + plazo <= tope),
        base_legal=BASE_SEGUNDO,
        confianza=Confianza.MEDIA,
    )


def _pasos(deudor: Deudor, norma: Norma, plazo: int, futuro: Decimal, cuotas: Sequence[Cuota]) -> tuple[Paso, ...]:
    primera = cuotas[0]
    return (
        Paso(
            nombre="deuda",
            texto="Deuda liquidada hoy",
            formula="capital de las planillas vencidas + interés de mora",
            entradas={"capital": deudor.capital, "interes": deudor.interes},
            resultado=deudor.total,
            base_legal=BASE_MORA,
            confianza=Confianza.MEDIA,
        ),
        Paso(
            nombre="interes_de_cuotas",
            texto="Interés de las cuotas",
            formula="suma de capital que falta × tasa ÷ 12, cada mes",
            entradas={"capital": deudor.capital, "tasa": norma.tasa, "plazo": plazo},
            resultado=futuro,
            base_legal=BASE_MORA,
            confianza=norma.interes_confianza,
        ),
        Paso(
            nombre="primera_cuota",
            texto="Primera cuota, la más alta",
            formula="parte del capital + parte del interés de mora + interés de la cuota",
            entradas={"capital": primera.capital, "interes": primera.interes, "interes_de_cuotas": primera.futuro},
            resultado=primera.valor,
            base_legal=BASE,
            confianza=norma.interes_confianza,
        ),
        Paso(
            nombre="total",
            texto="Pagará en total",
            formula="deuda + interés de las cuotas",
            entradas={"deuda": deudor.total, "interes_de_cuotas": futuro},
            resultado=deudor.total + futuro,
            base_legal=BASE,
            confianza=norma.interes_confianza,
        ),
    )

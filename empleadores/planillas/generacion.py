"""Makes the planillas of a month from the notices of its employers, in one set-based pass.

Employers are taken in chunks, each in one transaction that holds their rows: what was cut short is finished by running
it again, and what is right already is not written. Months that are closed (`meses.cerrados`) are left alone.
"""
# ruff: noqa: S608 (the names in these statements are our own; ids and dates come from the register)

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from empleadores.planillas.asiento import asentar
from empleadores.planillas.filas import FILAS, preparar_filas
from empleadores.planillas.meses import cerrados
from nucleo.dinero import CERO, centavos
from registro import particiones
from registro.dialecto import dialecto_de
from registro.models import Empleador, Planilla, TipoPlanilla
from registro.reglas.puertas import mover

POR_LOTE = 20_000
"""Workers of a chunk; an employer with more is a chunk of its own."""
EMPLEADORES_POR_LOTE = 2_000
TIPOS = (TipoPlanilla.APORTES, TipoPlanilla.FONDOS_RESERVA)
# The rows of both kinds, from those of FILAS.
RENGLONES = f"""(
    SELECT empleador_id, sucursal, persona_id, ruc, '{TipoPlanilla.APORTES}' AS tipo, dias, sueldo,
        CASE WHEN salud > 0 THEN salud END AS salud
    FROM {FILAS}
    UNION ALL
    SELECT empleador_id, sucursal, persona_id, ruc, '{TipoPlanilla.FONDOS_RESERVA}', dias_fondos, sueldo_fondos, NULL
    FROM {FILAS} WHERE dias_fondos > 0)"""


@dataclass
class Resultado:
    """What a pass did: rows of the planillas, and their capital before and after."""

    periodo: date
    empleadores: int = 0
    omitidos: Counter[str] = field(default_factory=Counter)
    """Employers whose month is closed, by the reason."""
    filas: int = 0
    nuevas: int = 0
    cambiadas: int = 0
    quitadas: int = 0
    antes: Decimal = CERO
    capital: Decimal = CERO

    @property
    def cambio(self) -> bool:
        return bool(self.nuevas or self.cambiadas or self.quitadas or self.antes != self.capital)

    def sumar(self, otro: "Resultado") -> None:
        for campo in ("empleadores", "filas", "nuevas", "cambiadas", "quitadas", "antes", "capital"):
            setattr(self, campo, getattr(self, campo) + getattr(otro, campo))
        self.omitidos += otro.omitidos

    @property
    def datos(self) -> dict[str, Any]:
        """As JSON, for the bitácora and for whoever asked."""
        cuentas = {campo: getattr(self, campo) for campo in ("empleadores", "filas", "nuevas", "cambiadas", "quitadas")}
        return {**cuentas, "antes": str(self.antes), "capital": str(self.capital)}


def generar(
    periodo: date,
    *,
    empleadores: Collection[int] | None = None,
    desde: int = 0,
    hoy: date | None = None,
    al_avanzar: Callable[[Resultado, int], bool] | None = None,
) -> Resultado:
    """The planillas de aportes and fondos de reserva of one month: of these employers, or of all from number `desde`.

    `al_avanzar(so far, last employer)` is called after each chunk, once it is committed; False ends the pass there.
    `hoy`: the day by which is told whether the month is open.
    """
    hoy = hoy or timezone.localdate()
    particiones.asegurar(connection, periodo.year)
    suma = Resultado(periodo)
    for lote in _lotes(periodo, empleadores, desde):
        suma.sumar(_generar_lote(periodo, lote, hoy))
        if al_avanzar is not None and not al_avanzar(suma, lote[-1]):
            break
    return suma


def trabajadores_del_mes(periodo: date, empleadores: Collection[int] | None = None, desde: int = 0) -> dict[int, int]:
    """How many employments touch the month, by employer; 0: only a planilla of it is left, which may have to go."""
    de_quien = "empleador_id IS NOT NULL" if empleadores is None else f"empleador_id IN ({_lista(empleadores)})"
    filas = dialecto_de(connection).filas(
        f"""SELECT empleador_id, sum(cuantos) FROM (
            SELECT empleador_id, count(*) AS cuantos FROM registro_relacion
            WHERE {de_quien} AND empleador_id >= {desde} AND fecha_ingreso < '{mover(periodo, 1)}'
                AND (fecha_salida IS NULL OR fecha_salida >= '{periodo}')
            GROUP BY empleador_id
            UNION ALL
            SELECT empleador_id, 0 FROM registro_planilla
            WHERE {de_quien} AND empleador_id >= {desde} AND periodo = '{periodo}' AND generada_en IS NOT NULL
        ) q GROUP BY empleador_id ORDER BY empleador_id"""
    )
    return {pk: int(cuantos) for pk, cuantos in filas}


def bloquear(periodo: date, empleadores: Collection[int]) -> None:
    """Hold the employers, and then their planillas of the month: no notice and no payment comes in between."""
    list(Empleador.objects.select_for_update(no_key=True).filter(pk__in=empleadores).order_by("pk").values_list("pk"))
    suyas = Planilla.objects.filter(empleador__in=empleadores, periodo=periodo)
    list(suyas.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def capital_de(periodo: date, empleadores: Collection[int]) -> Decimal:
    suyas = Planilla.objects.filter(empleador__in=empleadores, periodo=periodo, tipo__in=TIPOS)
    return centavos(suyas.aggregate(suma=Sum("capital"))["suma"] or CERO)


def _lotes(periodo: date, empleadores: Collection[int] | None, desde: int) -> Iterator[list[int]]:
    lote: list[int] = []
    cuantos = 0
    for pk, suyos in trabajadores_del_mes(periodo, empleadores, desde).items():
        if lote and (cuantos + suyos > POR_LOTE or len(lote) == EMPLEADORES_POR_LOTE):
            yield lote
            lote, cuantos = [], 0
        lote.append(pk)
        cuantos += suyos
    if lote:
        yield lote


@transaction.atomic
def _generar_lote(periodo: date, lote: Sequence[int], hoy: date) -> Resultado:
    bloquear(periodo, lote)
    cierres = cerrados(lote, periodo, hoy)
    abiertos = [pk for pk in lote if pk not in cierres]
    resultado = Resultado(periodo, omitidos=Counter(cierre.value for cierre in cierres.values()))
    if not abiertos:
        return resultado
    dialecto = dialecto_de(connection)
    resultado.empleadores, resultado.antes = len(abiertos), capital_de(periodo, abiertos)
    preparar_filas(dialecto, periodo, abiertos)
    hecho = asentar(dialecto, periodo, RENGLONES, TIPOS)
    resultado.filas, resultado.nuevas, resultado.cambiadas, resultado.quitadas = hecho
    resultado.capital = capital_de(periodo, abiertos)
    return resultado


def _lista(pks: Collection[int]) -> str:
    return ", ".join(map(str, sorted(pks))) or "NULL"

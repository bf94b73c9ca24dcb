"""What the planillas of a closed month left out: the notices as they stand now, less what was charged.

Worker by worker. What is missing is charged by further planillas, of the kinds AJUSTE and AJUSTE_FONDOS (the second
time AJUSTE_2…), due when their month was; what was charged too much is told, and given back by nobody here.
"""
# ruff: noqa: S608 (the names in these statements are our own; ids and dates come from the register)

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from empleadores.planillas.asiento import asentar
from empleadores.planillas.filas import FILAS, preparar_filas
from nucleo.dinero import CERO, centavos
from registro import particiones
from registro.dialecto import Dialecto, dialecto_de
from registro.models import AJUSTES_POR_MES, DE_FONDOS_DE_RESERVA, Planilla, TipoPlanilla, tipo_de_ajuste
from registro.reglas.aportes import DIAS_POR_MES

DIFERENCIAS, RENGLONES = "planilla_diferencia", "planilla_ajuste"


class DemasiadosAjustes(Exception):
    """The month has all the adjustments that a month may have."""


@dataclass(frozen=True, slots=True)
class Ajuste:
    """Rows made and what they come to; workers charged too much, and on how much salary too much."""

    nuevas: int
    capital: Decimal
    de_mas: int
    sueldo_de_mas: Decimal
    salud_de_mas: Decimal
    fondos_de_mas: Decimal

    @property
    def datos(self) -> dict[str, Any]:
        """As JSON, for the bitácora and for whoever asked."""
        return {campo: valor if isinstance(valor, int) else str(valor) for campo, valor in asdict(self).items()}


@transaction.atomic
def ajustar(periodo: date, empleador: int) -> Ajuste:
    """Make the planillas de ajuste of one employer, whom the caller holds. Raises DemasiadosAjustes."""
    particiones.asegurar(connection, periodo.year)
    dialecto = dialecto_de(connection)
    preparar_filas(dialecto, periodo, [empleador])
    _diferencias(dialecto, periodo, empleador)
    tipos = _tipos(periodo, empleador)
    _renglones(dialecto, *tipos)
    nuevas = 0
    if dialecto.filas(f"SELECT 1 FROM {RENGLONES} LIMIT 1"):
        nuevas = asentar(dialecto, periodo, RENGLONES, tipos).nuevas
    hechas = Planilla.objects.filter(empleador=empleador, periodo=periodo, tipo__in=tipos)
    return Ajuste(nuevas, centavos(hechas.aggregate(suma=Sum("capital"))["suma"] or CERO), *_de_mas(dialecto))


def _tipos(periodo: date, empleador: int) -> tuple[str, str]:
    """The first names that no planilla of the month has, not even one that was annulled."""
    usados = set(Planilla.objects.filter(empleador=empleador, periodo=periodo).values_list("tipo", flat=True))
    for numero in range(1, AJUSTES_POR_MES + 1):
        tipos = (
            tipo_de_ajuste(TipoPlanilla.AJUSTE, numero),
            tipo_de_ajuste(TipoPlanilla.AJUSTE_FONDOS, numero),
        )
        if not usados.intersection(tipos):
            return tipos
    raise DemasiadosAjustes


def _diferencias(dialecto: Dialecto, periodo: date, empleador: int) -> None:
    """One row for each worker of a branch: what is due, less what the planillas of the month charge."""
    columnas = ("dias", "sueldo", "salud", "dias_fondos", "sueldo_fondos")
    clave = "empleador_id, sucursal, persona_id, ruc"
    de_fondos = "a.tipo_planilla IN ({})".format(", ".join(f"'{tipo}'" for tipo in sorted(DE_FONDOS_DE_RESERVA)))
    dialecto.crear(
        DIFERENCIAS,
        "empleador_id bigint, sucursal text, persona_id bigint, ruc text, dias integer, sueldo decimal, salud decimal,"
        " dias_fondos integer, sueldo_fondos decimal",
    )
    restas = ", ".join(f"round(sum(q.{campo}), 2)" for campo in columnas)
    dialecto.ejecutar(
        f"""INSERT INTO {DIFERENCIAS} SELECT {clave}, {restas} FROM (
            SELECT {clave}, {", ".join(columnas)} FROM {FILAS}
            UNION ALL
            SELECT a.empleador_id, a.sucursal, a.persona_id, a.ruc,
                CASE WHEN {de_fondos} THEN 0 ELSE -a.dias END, CASE WHEN {de_fondos} THEN 0 ELSE -a.sueldo END,
                CASE WHEN {de_fondos} THEN 0 ELSE -coalesce(a.salud, 0) END,
                CASE WHEN {de_fondos} THEN -a.dias ELSE 0 END, CASE WHEN {de_fondos} THEN -a.sueldo ELSE 0 END
            FROM registro_aporte a JOIN registro_planilla pl ON pl.id = a.planilla_id
            WHERE a.periodo = '{periodo}' AND pl.periodo = '{periodo}' AND pl.empleador_id = {empleador}
        ) q GROUP BY {clave}"""
    )


def _renglones(dialecto: Dialecto, ajuste: str, fondos: str) -> None:
    """What is missing, as rows. A row has a day at least, though only its salary was short."""
    dialecto.crear(
        RENGLONES,
        "empleador_id bigint, sucursal text, persona_id bigint, ruc text, tipo text, dias integer, sueldo decimal,"
        " salud decimal",
    )
    clave = "empleador_id, sucursal, persona_id, ruc"
    dialecto.ejecutar(
        f"""INSERT INTO {RENGLONES}
        SELECT {clave}, '{ajuste}', {_dias("dias")}, CASE WHEN sueldo > 0 THEN sueldo ELSE 0 END,
            CASE WHEN salud > 0 THEN salud END
        FROM {DIFERENCIAS} WHERE sueldo > 0 OR salud > 0
        UNION ALL
        SELECT {clave}, '{fondos}', {_dias("dias_fondos")}, sueldo_fondos, NULL
        FROM {DIFERENCIAS} WHERE sueldo_fondos > 0"""
    )


def _dias(columna: str) -> str:
    return f"CASE WHEN {columna} < 1 THEN 1 WHEN {columna} > {DIAS_POR_MES} THEN {DIAS_POR_MES} ELSE {columna} END"


def _de_mas(dialecto: Dialecto) -> tuple[int, Decimal, Decimal, Decimal]:
    campos = ("sueldo", "salud", "sueldo_fondos")
    de_mas = ", ".join(dialecto.suma(f"CASE WHEN {campo} < 0 THEN -{campo} ELSE 0 END") for campo in campos)
    ((cuantos, *valores),) = dialecto.filas(
        f"SELECT sum(CASE WHEN {' OR '.join(f'{campo} < 0' for campo in campos)} THEN 1 ELSE 0 END), {de_mas}"
        f" FROM {DIFERENCIAS}"
    )
    sueldo, salud, fondos = (centavos(Decimal(str(valor))) for valor in valores)
    return int(cuantos or 0), sueldo, salud, fondos

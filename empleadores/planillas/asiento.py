"""Writes planillas and their rows so that they are what was worked out, and nothing else is written.

The employers are those of the staging table EMPLEADORES, which the caller holds.
"""
# ruff: noqa: S608 (the names in these statements are our own; ids and dates come from the register)

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from empleadores.planillas.filas import EMPLEADORES
from empleadores.planillas.meses import vence
from registro.dialecto import Dialecto
from registro.planillas.valores import PARTES, fijar_tasas, sumas_de, valorar_por

GRUPOS, DEBIDAS, VIEJAS = "planilla_grupo", "planilla_debida", "planilla_vieja"
_CLAVE = "empleador_id, sucursal, tipo"
_DEL_GRUPO = "g.empleador_id = a.empleador_id AND g.sucursal = a.sucursal AND g.tipo = a.tipo"
_ES_LA_MISMA = "d.planilla_id = v.planilla_id AND d.persona_id = v.persona_id"
_SIN_NADA = ("trabajadores", "suma_sueldos", "aportes_impagos", "capital")


class Asentado(NamedTuple):
    """Rows: in all, and of them written."""

    filas: int
    nuevas: int
    cambiadas: int
    quitadas: int


def asentar(dialecto: Dialecto, periodo: date, renglones: str, tipos: Sequence[str]) -> Asentado:
    """Make the planillas of these kinds and that month hold the rows of `renglones`, and add them up.

    `renglones`: a table in SQL with empleador_id, sucursal, persona_id, ruc, tipo, dias, sueldo and salud.
    """
    en_tipos = ", ".join(f"'{tipo}'" for tipo in tipos)
    hechas = (
        f"pl.periodo = '{periodo}' AND pl.tipo IN ({en_tipos}) AND pl.empleador_id IN (SELECT id FROM {EMPLEADORES})"
    )
    _agrupar(dialecto, periodo, renglones)
    asentado = _sincronizar(dialecto, periodo, renglones, hechas)
    _poner_al_dia(dialecto, periodo, renglones, hechas)
    return asentado


def anular(dialecto: Dialecto, donde: str, ahora: datetime) -> int:
    """Annul the planillas `pl` of `donde` that the portal made, whose rows are gone."""
    en_cero = ", ".join(f"{campo} = 0" for campo in (*_SIN_NADA, *PARTES))
    return dialecto.ejecutar(
        f"""UPDATE registro_planilla AS pl SET {en_cero}, anulada_en = %s
        WHERE pl.generada_en IS NOT NULL AND pl.anulada_en IS NULL AND {donde}""",
        [ahora],
    )


def _agrupar(dialecto: Dialecto, periodo: date, renglones: str) -> None:
    """One row per planilla that the month should have; those that are missing are made, without rows yet."""
    dialecto.crear(
        GRUPOS,
        "empleador_id bigint, sucursal text, tipo text, trabajadores integer, suma_sueldos decimal, planilla_id bigint",
    )
    dialecto.ejecutar(
        f"INSERT INTO {GRUPOS} ({_CLAVE}, trabajadores, suma_sueldos)"
        f" SELECT {_CLAVE}, count(*), {dialecto.suma('sueldo')} FROM {renglones} f GROUP BY {_CLAVE}"
    )
    dialecto.ejecutar(
        f"""INSERT INTO registro_planilla
            ({_CLAVE}, periodo, fecha_vencimiento, numero_comprobante, trabajadores, suma_sueldos, aportes_impagos)
        SELECT {_CLAVE}, {dialecto.fecha(f"'{periodo}'")}, {dialecto.fecha(f"'{vence(periodo)}'")}, '', 0, 0, 0
        FROM {GRUPOS} WHERE 1 = 1 ORDER BY {_CLAVE}
        ON CONFLICT (empleador_id, sucursal, periodo, tipo) DO NOTHING"""
    )
    # One by one through the unique index: joined, the planner may compare each with every planilla of the month.
    dialecto.ejecutar(
        f"""UPDATE {GRUPOS} AS g SET planilla_id = (SELECT pl.id FROM registro_planilla pl
            WHERE pl.empleador_id = g.empleador_id AND pl.sucursal = g.sucursal AND pl.periodo = '{periodo}'
                AND pl.tipo = g.tipo)"""
    )
    dialecto.analizar(GRUPOS)


def _sincronizar(dialecto: Dialecto, periodo: date, renglones: str, hechas: str) -> Asentado:
    """Make the rows those of `renglones`, writing only what differs."""
    debidas = f"""SELECT g.planilla_id, a.persona_id, a.empleador_id, a.ruc, a.sucursal, a.tipo, a.dias, a.sueldo,
            a.salud
        FROM {renglones} a JOIN {GRUPOS} g ON {_DEL_GRUPO}"""
    cambiadas = quitadas = 0
    if dialecto.filas(f"SELECT 1 FROM registro_planilla pl WHERE pl.trabajadores > 0 AND {hechas} LIMIT 1"):
        _apartar(dialecto, periodo, debidas, hechas)
        cambiadas, quitadas = _corregir(dialecto, periodo)
        debidas = f"SELECT d.* FROM {DEBIDAS} d LEFT JOIN {VIEJAS} v ON {_ES_LA_MISMA} WHERE v.id IS NULL"
    nuevas = dialecto.ejecutar(
        f"""INSERT INTO registro_aporte (persona_id, empleador_id, planilla_id, ruc, sucursal, periodo, dias, sueldo,
            tipo_planilla, numero_comprobante, salud)
        SELECT q.persona_id, q.empleador_id, q.planilla_id, q.ruc, q.sucursal, {dialecto.fecha(f"'{periodo}'")},
            q.dias, q.sueldo, q.tipo, '', q.salud
        FROM ({debidas}) q"""
    )
    ((filas,),) = dialecto.filas(f"SELECT coalesce(sum(trabajadores), 0) FROM {GRUPOS}")
    return Asentado(int(filas), nuevas, cambiadas, quitadas)


def _apartar(dialecto: Dialecto, periodo: date, debidas: str, hechas: str) -> None:
    """What should be and what is, in two tables of which the planner knows the size: it may compare them as a whole."""
    importes = "dias integer, sueldo decimal, salud decimal"
    dialecto.crear(
        DEBIDAS,
        "planilla_id bigint, persona_id bigint, empleador_id bigint, ruc text, sucursal text, tipo text, " + importes,
    )
    dialecto.ejecutar(f"INSERT INTO {DEBIDAS} {debidas}")
    dialecto.analizar(DEBIDAS)
    dialecto.crear(VIEJAS, f"id bigint, planilla_id bigint, persona_id bigint, {importes}")
    dialecto.ejecutar(
        f"""INSERT INTO {VIEJAS} SELECT a.id, a.planilla_id, a.persona_id, a.dias, a.sueldo, a.salud
        FROM registro_planilla pl JOIN registro_aporte a ON a.planilla_id = pl.id
        WHERE a.periodo = '{periodo}' AND {hechas}"""
    )
    dialecto.analizar(VIEJAS)


def _corregir(dialecto: Dialecto, periodo: date) -> tuple[int, int]:
    """Write the rows that are others now, and take away those that should not be; how many of each."""
    campos = ("dias", "sueldo", "salud")
    otros = " OR ".join(dialecto.distinto(f"v.{campo}", f"d.{campo}") for campo in campos)
    cambiadas = dialecto.ejecutar(
        f"""UPDATE registro_aporte AS a SET {", ".join(f"{campo} = q.{campo}" for campo in campos)}
        FROM (SELECT v.id, d.dias, d.sueldo, d.salud
            FROM {VIEJAS} v JOIN {DEBIDAS} d ON {_ES_LA_MISMA} WHERE {otros}) q
        WHERE a.id = q.id AND a.periodo = '{periodo}'"""
    )
    quitadas = dialecto.ejecutar(
        f"""DELETE FROM registro_aporte WHERE periodo = '{periodo}' AND id IN (
            SELECT v.id FROM {VIEJAS} v LEFT JOIN {DEBIDAS} d ON {_ES_LA_MISMA} WHERE d.planilla_id IS NULL)"""
    )
    return cambiadas, quitadas


def _poner_al_dia(dialecto: Dialecto, periodo: date, renglones: str, hechas: str) -> None:
    """Totals, rates and amounts of the planillas; one that nobody is in any more is annulled.

    Added up from the staging tables, which hold what was just written: the planner knows nothing yet of rows that this
    transaction put into a table that grows, and may read it once for each planilla.
    """
    ahora = timezone.now()
    dialecto.ejecutar(
        f"""UPDATE registro_planilla AS pl SET trabajadores = g.trabajadores, suma_sueldos = g.suma_sueldos,
            aportes_impagos = g.trabajadores, fecha_vencimiento = %s, generada_en = %s, anulada_en = NULL
        FROM {GRUPOS} g WHERE pl.id = g.planilla_id
            AND (pl.trabajadores <> g.trabajadores OR pl.suma_sueldos <> g.suma_sueldos
                OR pl.generada_en IS NULL OR pl.anulada_en IS NOT NULL)""",
        [vence(periodo), ahora],
    )
    anular(dialecto, f"{hechas} AND pl.id NOT IN (SELECT planilla_id FROM {GRUPOS})", ahora)
    fijar_tasas(dialecto, f"pl.anulada_en IS NULL AND {hechas}", otra_vez=True)
    escritas = f"{renglones} a JOIN {GRUPOS} g ON {_DEL_GRUPO} JOIN registro_planilla pl ON pl.id = g.planilla_id"
    valorar_por(dialecto, sumas_de(dialecto, escritas))

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
from registro.planillas.valores import fijar_tasas, valorar

GRUPOS = "planilla_grupo"
_CLAVE = "empleador_id, sucursal, tipo"
_DEL_GRUPO = "g.empleador_id = f.empleador_id AND g.sucursal = f.sucursal AND g.tipo = f.tipo"
_SIN_NADA = ("trabajadores", "suma_sueldos", "aportes_impagos", "capital")
_COMPONENTES = ("personal", "patronal", "ccc", "fondos", "salud")


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
    _poner_al_dia(dialecto, periodo, hechas)
    return asentado


def anular(dialecto: Dialecto, donde: str, ahora: datetime) -> int:
    """Annul the planillas `pl` of `donde` that the portal made, whose rows are gone."""
    en_cero = ", ".join(f"{campo} = 0" for campo in (*_SIN_NADA, *_COMPONENTES))
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
    dialecto.ejecutar(
        f"""UPDATE {GRUPOS} AS g SET planilla_id = pl.id FROM registro_planilla pl
        WHERE pl.periodo = '{periodo}' AND pl.empleador_id = g.empleador_id AND pl.sucursal = g.sucursal
            AND pl.tipo = g.tipo"""
    )
    dialecto.analizar(GRUPOS)


def _sincronizar(dialecto: Dialecto, periodo: date, renglones: str, hechas: str) -> Asentado:
    """Make the rows those of `renglones`, writing only what differs."""
    son_suyas = f"a.periodo = '{periodo}' AND a.planilla_id = g.planilla_id AND a.persona_id = f.persona_id"
    debidas = f"{renglones} f JOIN {GRUPOS} g ON {_DEL_GRUPO}"
    cambiadas, quitadas, faltan = 0, 0, ""
    if dialecto.filas(f"SELECT 1 FROM registro_planilla pl WHERE pl.trabajadores > 0 AND {hechas} LIMIT 1"):
        quitadas = dialecto.ejecutar(
            f"""DELETE FROM registro_aporte AS a
            WHERE a.periodo = '{periodo}' AND a.planilla_id IN (SELECT pl.id FROM registro_planilla pl WHERE {hechas})
                AND NOT EXISTS (SELECT 1 FROM {debidas} WHERE {son_suyas})"""
        )
        campos = ("dias", "sueldo", "salud")
        otros = " OR ".join(dialecto.distinto(f"a.{campo}", f"f.{campo}") for campo in campos)
        cambiadas = dialecto.ejecutar(
            f"""UPDATE registro_aporte AS a SET {", ".join(f"{campo} = f.{campo}" for campo in campos)}
            FROM {debidas} WHERE {son_suyas} AND ({otros})"""
        )
        faltan = f"WHERE NOT EXISTS (SELECT 1 FROM registro_aporte a WHERE {son_suyas})"
    nuevas = dialecto.ejecutar(
        f"""INSERT INTO registro_aporte (persona_id, empleador_id, planilla_id, ruc, sucursal, periodo, dias, sueldo,
            tipo_planilla, numero_comprobante, salud)
        SELECT f.persona_id, f.empleador_id, g.planilla_id, f.ruc, f.sucursal, {dialecto.fecha(f"'{periodo}'")},
            f.dias, f.sueldo, f.tipo, '', f.salud
        FROM {debidas} {faltan}"""
    )
    ((filas,),) = dialecto.filas(f"SELECT coalesce(sum(trabajadores), 0) FROM {GRUPOS}")
    return Asentado(int(filas), nuevas, cambiadas, quitadas)


def _poner_al_dia(dialecto: Dialecto, periodo: date, hechas: str) -> None:
    """Totals, rates and amounts of the planillas; one that nobody is in any more is annulled."""
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
    valorar(dialecto, f"pl.anulada_en IS NULL AND {hechas}")

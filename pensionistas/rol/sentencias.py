"""One batch of a rol in SQL, all in whole cents: the same integers on both databases.

The people of the batch go to a staging table first, with what each of them starts from; whoever has a rol of that
month already, made here or handed over by the core system, is left out whole. Each table is read by the range of
people of the batch, so that a batch costs the same among thousands or among a million.
"""
# ruff: noqa: S608 (the names in these statements are our own, and so are their dates and figures)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pensionistas.reglas import conceptos
from pensionistas.reglas.rol import DIAS, NormaRol
from registro.dialecto import Dialecto
from registro.reglas.pension import mensualizada
from registro.reglas.puertas import mover

PERSONAS, CUOTAS = "rol_persona", "rol_cuota"
DE_LA_PERSONA = "persona_id bigint, ordenado bigint, del_anio bigint, terceras int, cuartas int, hace_un_anio int"
DE_LA_CUOTA = "persona_id bigint, concepto text, orden int, centavos bigint"
POR_CIEN = 10_000
"""A rate is kept in ten thousandths of per cent."""


@dataclass(frozen=True)
class Plan:
    """A month, the day on which it is paid, and the figures of its norm."""

    mes: date
    fecha: date
    norma: NormaRol

    @property
    def propios(self) -> tuple[str, ...]:
        """The concepts that are made here: where one of them is there, so is the rol."""
        return (conceptos.PENSION, conceptos.TERCERA, conceptos.CUARTA, *self.norma.prelacion)


@dataclass(frozen=True)
class Lote:
    """The people from one id to another, both among them."""

    desde: int
    hasta: int

    def de(self, tabla: str) -> str:
        return f"{tabla}.persona_id BETWEEN {self.desde} AND {self.hasta}"


def lista(valores: Sequence[str]) -> str:
    return ", ".join(f"'{valor}'" for valor in valores)


def centavos(x: str) -> str:
    return f"CAST(round({x} * 100) AS bigint)"


def en_centavos(valor: Decimal) -> int:
    return int(valor * 100)


def _dia(dialecto: Dialecto, dia: date) -> str:
    return dialecto.fecha(f"'{dia.isoformat()}'")


def _se_paga(dialecto: Dialecto, plan: Plan) -> str:
    """Of a pension `n` of a person `q`."""
    mes, siguiente = _dia(dialecto, plan.mes), _dia(dialecto, mover(plan.mes, 1))
    viva = f"(q.fecha_fallecimiento IS NULL OR q.fecha_fallecimiento >= {mes})"
    activa = f"(n.suspendida_desde IS NULL OR n.suspendida_desde > {mes})"
    return f"n.fecha_inicio < {siguiente} AND n.monto > 0 AND {activa} AND {viva}"


def elegir(dialecto: Dialecto, plan: Plan, lote: Lote) -> str:
    """Fills PERSONAS: who is due a rol and has none, with what they start from."""
    mes, enero = _dia(dialecto, plan.mes), _dia(dialecto, plan.mes.replace(month=1))
    anterior, hace_dos = _dia(dialecto, mover(plan.mes, -1)), _dia(dialecto, mover(plan.mes, -2))
    hace_un_anio, ahora = _dia(dialecto, mover(plan.mes, -12)), f"g.periodo = {mes}"
    del_anio = f"g.periodo >= {enero} AND g.periodo <= {mes} AND (g.fecha_pago IS NOT NULL OR {ahora})"
    meses = [mes, anterior, hace_dos, hace_un_anio]
    cuales = f"g.periodo IN ({', '.join(meses)})"
    if plan.mes.month == plan.norma.mes_tercera:
        cuales = f"({cuales} OR g.periodo >= {enero} AND g.periodo <= {mes})"
    seguidos = f"g.periodo IN ({anterior}, {hace_dos}) AND g.fecha_pago IS NOT NULL"

    def veces(concepto: str) -> str:
        return f"count(DISTINCT CASE WHEN g.concepto = '{concepto}' AND {seguidos} THEN g.periodo END)"

    return f"""INSERT INTO {PERSONAS}
        SELECT p.persona_id, coalesce(h.ordenado, 0), coalesce(h.del_anio, 0), coalesce(h.terceras, 0),
               coalesce(h.cuartas, 0), coalesce(h.hace_un_anio, 0)
          FROM (SELECT DISTINCT n.persona_id FROM registro_pension n JOIN registro_persona q ON q.id = n.persona_id
                 WHERE {lote.de("n")} AND q.id BETWEEN {lote.desde} AND {lote.hasta} AND {_se_paga(dialecto, plan)}) p
          LEFT JOIN (
            SELECT g.persona_id,
                   max(CASE WHEN {ahora} AND (g.fecha_pago IS NOT NULL OR g.concepto IN ({lista(plan.propios)}))
                       THEN 1 ELSE 0 END) AS entregado,
                   CAST(sum(CASE WHEN {ahora} THEN {centavos("g.valor")} ELSE 0 END) AS bigint) AS ordenado,
                   CAST(sum(CASE WHEN g.concepto IN ({lista(sorted(conceptos.DE_LA_TERCERA))}) AND {del_anio}
                       THEN {centavos("g.valor")} ELSE 0 END) AS bigint) AS del_anio,
                   {veces(conceptos.TERCERA)} AS terceras,
                   {veces(conceptos.CUARTA)} AS cuartas,
                   max(CASE WHEN g.periodo = {hace_un_anio} AND g.concepto = '{conceptos.CUARTA}'
                             AND g.fecha_pago IS NOT NULL THEN 1 ELSE 0 END) AS hace_un_anio
              FROM registro_pagopension g
             WHERE {lote.de("g")} AND {cuales}
             GROUP BY g.persona_id) h ON h.persona_id = p.persona_id
         WHERE coalesce(h.entregado, 0) = 0"""


def fechar_lo_ordenado(dialecto: Dialecto, plan: Plan, lote: Lote) -> str:
    """What a decision ordered to be paid with this month is paid with it."""
    return f"""UPDATE registro_pagopension SET fecha_pago = {_dia(dialecto, plan.fecha)}
         WHERE registro_pagopension.periodo = {_dia(dialecto, plan.mes)} AND {lote.de("registro_pagopension")}
           AND fecha_pago IS NULL AND persona_id IN (SELECT persona_id FROM {PERSONAS})"""


def pagar(dialecto: Dialecto, plan: Plan, lote: Lote) -> str:
    """Every line of the batch: incomes as they are, deductions as far as there is something to take them from."""
    return f"""INSERT INTO registro_pagopension (persona_id, periodo, concepto, orden, fecha_pago, valor)
        WITH pension AS ({_pensiones(dialecto, plan, lote)}),
             linea AS ({" UNION ALL ".join([*_ingresos(plan), *_descuentos(dialecto, plan, lote)])}),
             cuenta AS (
               SELECT l.persona_id, l.concepto, l.orden, l.centavos,
                      s.ordenado + sum(CASE WHEN l.centavos > 0 THEN l.centavos ELSE 0 END) OVER (
                        PARTITION BY l.persona_id) AS hay,
                      coalesce(sum(CASE WHEN l.centavos < 0 THEN -l.centavos ELSE 0 END) OVER (
                        PARTITION BY l.persona_id ORDER BY l.prelacion, l.orden
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS antes
                 FROM linea l JOIN {PERSONAS} s ON s.persona_id = l.persona_id),
             cobrada AS (
               SELECT persona_id, concepto, orden,
                      CASE WHEN centavos >= 0 OR -centavos <= hay - antes THEN centavos
                           WHEN hay <= antes THEN 0 ELSE antes - hay END AS centavos
                 FROM cuenta)
        SELECT persona_id, {_dia(dialecto, plan.mes)}, concepto, orden, {_dia(dialecto, plan.fecha)}, centavos / 100.0
          FROM cobrada WHERE centavos <> 0"""


def _pensiones(dialecto: Dialecto, plan: Plan, lote: Lote) -> str:
    """Thirtieths of the first month of each, half up."""
    dia = "CAST(substr(CAST(n.fecha_inicio AS text), 9, 2) AS integer)"
    empezada = f"{DIAS + 1} - CASE WHEN {dia} > {DIAS} THEN {DIAS} ELSE {dia} END"
    dias = f"(CASE WHEN n.fecha_inicio <= {_dia(dialecto, plan.mes)} THEN {DIAS} ELSE {empezada} END)"
    return f"""SELECT n.persona_id, ({centavos("n.monto")} * {dias} * 2 + {DIAS}) / {DIAS * 2} AS centavos,
                      row_number() OVER (PARTITION BY n.persona_id ORDER BY n.fecha_inicio, n.id) AS orden,
                      s.del_anio, s.terceras, s.cuartas, s.hace_un_anio
                 FROM registro_pension n
                 JOIN registro_persona q ON q.id = n.persona_id
                 JOIN {PERSONAS} s ON s.persona_id = n.persona_id
                WHERE {lote.de("n")} AND q.id BETWEEN {lote.desde} AND {lote.hasta} AND {_se_paga(dialecto, plan)}"""


def _ingresos(plan: Plan) -> list[str]:
    decimos = plan.norma.decimos
    divisor, cuarta = decimos.divisor, en_centavos(decimos.cuarta)
    en_diciembre = "max(del_anio)" if plan.mes.month == plan.norma.mes_tercera else "NULL"
    base = f"(CASE WHEN max(terceras) = 2 THEN 0 ELSE {en_diciembre} END + CAST(sum(centavos) AS bigint))"
    return [
        f"SELECT persona_id, '{conceptos.PENSION}' AS concepto, orden, 0 AS prelacion, centavos FROM pension",
        f"""SELECT persona_id, '{conceptos.TERCERA}', 1, 0, ({base} * 2 + {divisor}) / {divisor * 2}
              FROM pension GROUP BY persona_id HAVING {base} IS NOT NULL""",
        f"""SELECT persona_id, '{conceptos.CUARTA}', 1, 0,
                   CASE WHEN cuartas = 2 THEN {en_centavos(mensualizada(decimos.cuarta))} ELSE {cuarta} END
              FROM pension WHERE orden = 1 AND (cuartas = 2 OR hace_un_anio = 1)""",
    ]


def _descuentos(dialecto: Dialecto, plan: Plan, lote: Lote) -> list[str]:
    lugar = {concepto: i for i, concepto in enumerate(plan.norma.prelacion, 1)}
    de_cuotas = " ".join(f"WHEN '{concepto}' THEN {i}" for concepto, i in lugar.items())
    partes = [
        f"""SELECT persona_id, '{concepto}', orden, {lugar[concepto]},
                   -((centavos * {int(tasa * POR_CIEN)} * 2 + {100 * POR_CIEN}) / {200 * POR_CIEN}) FROM pension"""
        for concepto, tasa in plan.norma.tasas.items()
        if tasa
    ]
    return [
        *partes,
        f"""SELECT g.persona_id, g.concepto, g.orden, {lugar[conceptos.ALIMENTOS]}, {centavos("g.valor")}
              FROM registro_pagopension g
             WHERE {lote.de("g")} AND g.periodo = {_dia(dialecto, mover(plan.mes, -1))}
               AND g.concepto = '{conceptos.ALIMENTOS}' AND g.fecha_pago IS NOT NULL AND g.valor < 0""",
        f"SELECT persona_id, concepto, orden, CASE concepto {de_cuotas} END, -centavos FROM {CUOTAS}",
    ]

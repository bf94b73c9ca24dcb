"""What the planillas of a month should charge, worker by worker, by the notices as they stand: in one statement.

The second implementation of `registro.reglas.planillas.fila_del_mes` and `fila_de_fondos`: a property test compares
both to the cent.
"""
# ruff: noqa: S608 (the names in these statements are our own; dates and figures come from the register and parameters)

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from registro.dialecto import Dialecto
from registro.models import Empleador
from registro.parametros import Parametros
from registro.parametros.planillas import norma_planilla_de
from registro.reglas.aportes import DIAS_POR_MES, HORAS_JORNADA_COMPLETA
from registro.reglas.puertas import mover

EMPLEADORES, FILAS = "planilla_empleador", "planilla_fila"


def preparar_filas(dialecto: Dialecto, periodo: date, empleadores: Collection[int]) -> int:
    """Fill the staging table FILAS with one row for each worker of a branch who has a day in that month; how many."""
    dialecto.crear(EMPLEADORES, "id bigint PRIMARY KEY")
    dialecto.insertar(EMPLEADORES, ("id",), ((pk,) for pk in sorted(empleadores)))
    dialecto.analizar(EMPLEADORES)
    dialecto.crear(
        FILAS,
        "empleador_id bigint, sucursal text, persona_id bigint, ruc text, dias integer, sueldo decimal, salud decimal,"
        " dias_fondos integer, sueldo_fondos decimal",
    )
    clave = "m.empleador_id, m.sucursal, m.persona_id, m.ruc"
    cuantas = dialecto.ejecutar(
        f"""INSERT INTO {FILAS}
        SELECT {clave}, {_hasta_treinta("m.cotizados")}, {dialecto.suma("m.base")}, {dialecto.suma("m.salud")},
            {_hasta_treinta("CASE WHEN m.con_fondos THEN m.cotizados ELSE 0 END")},
            {dialecto.suma("CASE WHEN m.con_fondos THEN m.base ELSE 0 END")}
        FROM ({_renglones(dialecto, periodo)}) m GROUP BY {clave} ORDER BY {clave}"""
    )
    dialecto.analizar(FILAS)
    return cuantas


def _hasta_treinta(dias: str) -> str:
    return f"CASE WHEN sum({dias}) > {DIAS_POR_MES} THEN {DIAS_POR_MES} ELSE sum({dias}) END"


def _renglones(dialecto: Dialecto, periodo: date) -> str:
    """`registro.reglas.planillas.renglon` of every employment."""
    norma = norma_planilla_de(Parametros.al(periodo), Empleador.Tipo.PRIVADO)  # what is asked of it is the same for all
    cotizados = f"c.dias * c.horas / {HORAS_JORNADA_COMPLETA}"
    sbu = dialecto.parte(dialecto.numero(f"'{norma.sbu}'"), "b.dias")
    salud = dialecto.porcentaje(f"({sbu} - b.base)", dialecto.numero(f"'{norma.salud}'"))
    le_falta = f"b.horas < {HORAS_JORNADA_COMPLETA} AND {sbu} > b.base"
    return f"""SELECT b.*, CASE WHEN {le_falta} THEN {salud} ELSE 0 END AS salud
    FROM (SELECT d.*, round({dialecto.parte("d.sueldo", "d.cotizados")} + d.extras, 2) AS base
        FROM (SELECT c.*, CASE WHEN {cotizados} < 1 THEN 1 ELSE {cotizados} END AS cotizados
            FROM ({_empleos(dialecto, periodo, norma.primer_mes_de_fondos)}) c) d) b"""


def _empleos(dialecto: Dialecto, periodo: date, primer_mes: int) -> str:
    """Every employment with a day in the month: `dias_del_mes`, `sueldo_del_mes`, its hours and extras.

    `con_fondos`: they are saved that month (`Relacion.acumula_en`), and by `antiguedad_desde` they have begun: it
    counts from before `limite`.
    """
    limite = f"'{mover(periodo, 2 - primer_mes)}'"
    ultimo = periodo.replace(day=monthrange(periodo.year, periodo.month)[1])
    vigente = f"r.fecha_ingreso <= '{ultimo}' AND (r.fecha_salida IS NULL OR r.fecha_salida >= '{periodo}')"
    entra, sale = dialecto.dia("r.fecha_ingreso"), dialecto.dia("r.fecha_salida")
    return f"""SELECT r.empleador_id, r.sucursal, r.persona_id, r.ruc,
        CASE WHEN r.fecha_salida IS NULL OR r.fecha_salida > '{ultimo}'
                OR (r.fecha_salida = '{ultimo}' AND r.fecha_ingreso <= '{periodo}') THEN {DIAS_POR_MES}
            WHEN {sale} > {DIAS_POR_MES} THEN {DIAS_POR_MES} ELSE {sale} END
        - CASE WHEN r.fecha_ingreso <= '{periodo}' THEN 1
            WHEN {entra} > {DIAS_POR_MES} THEN {DIAS_POR_MES} ELSE {entra} END + 1 AS dias,
        CASE WHEN r.jornada = 'COMPLETA' THEN {HORAS_JORNADA_COMPLETA} ELSE CAST(r.jornada AS integer) END AS horas,
        coalesce(s.antes, r.sueldo) AS sueldo, coalesce(x.valor, 0) AS extras,
        CASE WHEN r.fondos_desde > '{periodo}' THEN NOT r.acumula_fondos ELSE r.acumula_fondos END
            AND (r.fecha_ingreso < {limite}
                OR {dialecto.dias_entre(limite, "r.fecha_ingreso")} < coalesce(t.antes, 0)) AS con_fondos
    FROM registro_relacion r JOIN {EMPLEADORES} e ON e.id = r.empleador_id
    LEFT JOIN ({_sueldos_de_antes(periodo)}) s ON s.relacion_id = r.id
    LEFT JOIN ({_extras(periodo)}) x ON x.relacion_id = r.id
    LEFT JOIN ({_tiempo_de_antes(dialecto, f"r.fecha_ingreso >= {limite} AND {vigente}")}) t ON t.relacion_id = r.id
    WHERE {vigente}"""


def _sueldos_de_antes(periodo: date) -> str:
    return f"""SELECT q.relacion_id, q.antes FROM (
        SELECT n.relacion_id, n.antes,
            row_number() OVER (PARTITION BY n.relacion_id ORDER BY n.fecha, n.id) AS lugar
        FROM empleadores_novedad n JOIN {EMPLEADORES} e ON e.id = n.empleador_id
        WHERE n.tipo = 'MSU' AND n.deshecha_en IS NULL AND n.fecha > '{periodo}' AND n.relacion_id IS NOT NULL
    ) q WHERE q.lugar = 1"""


def _extras(periodo: date) -> str:
    return f"""SELECT n.relacion_id, sum(n.valor) AS valor
        FROM empleadores_novedad n JOIN {EMPLEADORES} e ON e.id = n.empleador_id
        WHERE n.tipo = 'INS' AND n.deshecha_en IS NULL AND n.fecha = '{periodo}' AND n.relacion_id IS NOT NULL
        GROUP BY n.relacion_id"""


def _tiempo_de_antes(dialecto: Dialecto, donde: str) -> str:
    hasta_su_salida = dialecto.dias_entre("o.fecha_ingreso", "o.fecha_salida")
    hasta_el_ingreso = dialecto.dias_entre("o.fecha_ingreso", "r.fecha_ingreso")
    suyos = f"CASE WHEN o.fecha_salida < r.fecha_ingreso THEN {hasta_su_salida} + 1 ELSE {hasta_el_ingreso} END"
    return f"""SELECT r.id AS relacion_id, sum({suyos}) AS antes
        FROM registro_relacion r JOIN {EMPLEADORES} e ON e.id = r.empleador_id
        JOIN registro_relacion o ON o.persona_id = r.persona_id AND o.empleador_id = r.empleador_id
            AND o.fecha_ingreso < r.fecha_ingreso
        WHERE {donde} GROUP BY r.id"""

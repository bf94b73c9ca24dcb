"""The rates of planillas and the sums of what they charge, for any number of them in one statement.

The second implementation of `Aporte.valores`, row by row: a property test compares both to the cent.
"""
# ruff: noqa: S608 (the names in these statements are our own; what is asked for is a condition of the code)

from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction
from django.db.models import Min

from registro.dialecto import Dialecto, dialecto_de
from registro.models import DE_FONDOS_DE_RESERVA, Parametro
from registro.parametros import Parametros
from registro.parametros.planillas import TASAS_POR_TIPO

TASAS = "carga_tasas"
FONDOS = "fondos_reserva_porcentaje"
COMPONENTES = ("personal", "patronal", "ccc", "fondos")
PARTES = (*COMPONENTES, "salud")


def fijar_tasas(dialecto: Dialecto, donde: str, *, otra_vez: bool = False) -> int:
    """Give the planillas `pl` of `donde` the rates of their month and kind of employer. Those of which it changed.

    Only those that have none; `otra_vez`: also those whose rates are others now.
    """
    sin_tasas = "pl.tasa_personal = 0 AND pl.tasa_patronal = 0 AND pl.tasa_fondos = 0"
    fondos = "pl.tipo IN ({})".format(", ".join(f"'{tipo}'" for tipo in sorted(DE_FONDOS_DE_RESERVA)))
    tasas = {campo: f"CASE WHEN {fondos} THEN 0 ELSE t.{campo} END" for campo in ("personal", "patronal", "ccc")}
    tasas["fondos"] = f"CASE WHEN {fondos} THEN t.fondos ELSE 0 END"
    son_otras = " OR ".join(f"pl.tasa_{campo} <> {sql}" for campo, sql in tasas.items())
    pendientes = "1 = 1" if otra_vez else sin_tasas
    meses = dialecto.filas(f"SELECT DISTINCT periodo FROM registro_planilla pl WHERE {pendientes} AND {donde}")
    if not meses:
        return 0
    dialecto.crear(TASAS, "periodo date, tipo text, personal decimal, patronal decimal, ccc decimal, fondos decimal")
    dialecto.insertar(TASAS, ("periodo", "tipo", *COMPONENTES), list(_tasas([mes for (mes,) in meses])))
    return dialecto.ejecutar(
        f"""UPDATE registro_planilla AS pl SET {", ".join(f"tasa_{campo} = {sql}" for campo, sql in tasas.items())}
        FROM {TASAS} t JOIN registro_empleador e ON e.tipo = t.tipo
        WHERE e.id = pl.empleador_id AND t.periodo = pl.periodo AND {pendientes} AND ({son_otras}) AND {donde}"""
    )


def sumas(dialecto: Dialecto, donde: str) -> str:
    """The query of what the rows of the planillas `pl` of `donde` are charged, part by part (PARTES).

    Of a planilla that the core system handed over, and which is paid in part, only the rows that are still owed.
    """
    return sumas_de(
        dialecto,
        f"""registro_planilla pl JOIN registro_aporte a ON a.planilla_id = pl.id AND a.periodo = pl.periodo
        WHERE {donde} AND (pl.generada_en IS NOT NULL OR a.fecha_pago IS NULL)""",
    )


def sumas_de(dialecto: Dialecto, filas: str) -> str:
    """The same of `filas`: a FROM with the planillas `pl` and their rows `a`, wherever those come from."""
    por_componente = ", ".join(
        f"{dialecto.suma(dialecto.porcentaje('a.sueldo', f'pl.tasa_{campo}'))} AS {campo}" for campo in COMPONENTES
    )
    return f"SELECT pl.id, {por_componente}, {dialecto.suma('a.salud')} AS salud FROM {filas} GROUP BY pl.id"


def valorar(dialecto: Dialecto, donde: str) -> int:
    """Add up again what the planillas `pl` of `donde` charge, from their rows. Those of which it changed."""
    return valorar_por(dialecto, sumas(dialecto, donde))


def valorar_por(dialecto: Dialecto, sumas: str) -> int:
    """Give planillas the parts that a query of `sumas_de` comes to. Those of which it changed."""
    total = f"round({' + '.join(f's.{campo}' for campo in PARTES)}, 2)"
    asignan = ", ".join(f"{campo} = s.{campo}" for campo in PARTES)
    cambia = " OR ".join(f"pl.{campo} <> s.{campo}" for campo in PARTES)
    return dialecto.ejecutar(
        f"""UPDATE registro_planilla AS pl SET {asignan}, capital = {total}
        FROM ({sumas}) s WHERE s.id = pl.id AND ({cambia})"""
    )


def valorar_las_de_antes() -> int:
    """Rates for every planilla that has none, and amounts for those that are owed; how many of these."""
    dialecto = dialecto_de(connection)
    with transaction.atomic():
        fijar_tasas(dialecto, "1 = 1")
        return valorar(dialecto, "pl.aportes_impagos > 0 AND pl.capital = 0")


def _tasas(meses: list[date]) -> Iterator[tuple[str, ...]]:
    """(month, kind of employer, rates). Of a month before the first that is known, those of the first."""
    claves = (FONDOS, *TASAS_POR_TIPO.values())
    al = Parametros.de_cada_fecha(*claves)
    inicios = Parametro.objects.filter(clave__in=claves).values_list("clave").annotate(Min("valido_desde"))
    primera = dict(inicios)
    for mes in meses:
        fondos = al(max(mes, primera[FONDOS])).decimal(FONDOS)
        for tipo, clave in TASAS_POR_TIPO.items():
            tasas = al(max(mes, primera[clave])).mapa(clave)
            partes = (tasas["personal"], tasas["patronal"], tasas["ccc"], fondos)
            yield mes.isoformat(), tipo.value, *map(str, partes)

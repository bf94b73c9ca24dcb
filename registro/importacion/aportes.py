"""Aportes and what follows from them: the branches, and the planilla of each (employer, branch, month, kind)."""
# ruff: noqa: S608 (the names in these statements are our own; what files say is a parameter or a column)

from collections.abc import Callable
from datetime import date

from django.db import connection

from registro import particiones
from registro.dialecto import Dialecto
from registro.importacion.archivos import APORTES, RELACIONES
from registro.importacion.carga import Cargador, Fuente
from registro.importacion.errores import Resumen
from registro.models import DE_FONDOS_DE_RESERVA
from registro.planillas.valores import fijar_tasas, valorar

GRUPOS, VENCIMIENTOS = "carga_planilla", "carga_vencimiento"
_TOTALES = ("trabajadores", "suma_sueldos", "aportes_impagos", "fecha_pago", "numero_comprobante")
_CLAVE = ("empleador_id", "sucursal", "periodo", "tipo")
_IGUAL = " AND ".join(f"pl.{campo} = g.{campo}" for campo in _CLAVE)
# The texts that tell the planilla of a staged row `s`; NULL would not be equal to itself in a join.
_TEXTOS = {
    "texto_ruc": "coalesce(s.ruc, '')",
    "texto_sucursal": "coalesce(s.sucursal, '')",
    "texto_mes": "s.periodo",
    "texto_tipo": "s.tipo_planilla",
}
_DEL_GRUPO = {
    "empleador_id": "g.empleador_id",
    "ruc": "g.texto_ruc",
    "sucursal": "g.sucursal",
    "periodo": "g.periodo",
    "tipo_planilla": "g.tipo",
    "planilla_id": "g.planilla_id",
    "marcas": "coalesce(g.marcas, '[]')",
}


def cargar_sucursales(dialecto: Dialecto, tabla: str) -> None:
    """A branch exists because somebody works or worked there. `tabla` has (empleador_id, sucursal)."""
    dialecto.ejecutar(
        "INSERT INTO registro_sucursal (empleador_id, codigo, nombre)"
        f" SELECT DISTINCT g.empleador_id, g.sucursal, '' FROM {tabla} g"
        " LEFT JOIN registro_sucursal t ON t.empleador_id = g.empleador_id AND t.codigo = g.sucursal"
        " WHERE t.id IS NULL AND g.empleador_id IS NOT NULL"
    )


def sucursales_de_relaciones(dialecto: Dialecto) -> None:
    cargar_sucursales(dialecto, f"({Fuente(dialecto, RELACIONES).sql})")


def cargar_aportes(dialecto: Dialecto, vencimiento: Callable[[date], date]) -> tuple[Resumen, int, int]:
    """Write the staged aportes; give back what happened to them, and how many planillas are new and changed.

    The planillas come first, as each aporte names its own. A new planilla's totals are those of the file; one that was
    there already is added up again from its aportes, if any of them changed.
    """
    _agrupar(dialecto)
    meses = _meses(dialecto)
    if not meses:
        return Resumen(APORTES.nombre), 0, 0
    desde, hasta = meses[0], meses[-1]
    particiones.asegurar(connection, hasta.year)
    cargar_sucursales(dialecto, GRUPOS)
    nuevas = _insertar_planillas(dialecto, {mes: vencimiento(mes) for mes in meses})
    union = " AND ".join(f"g.{campo} = {sql}" for campo, sql in _TEXTOS.items())
    fuente = Fuente(dialecto, APORTES, sustituye=_DEL_GRUPO, uniones=f"JOIN {GRUPOS} g ON {union}")
    periodos = f"t.periodo BETWEEN '{desde}' AND '{hasta}'"
    resumen = Cargador(dialecto, APORTES, fuente, marcas="f.marcas", donde=periodos).cargar()
    actualizadas = _actualizar_planillas(dialecto, desde, hasta) if resumen.nuevos or resumen.actualizados else 0
    _acumulan_fondos(dialecto, hasta)
    del_archivo = f"pl.periodo BETWEEN '{desde}' AND '{hasta}'"
    fijar_tasas(dialecto, del_archivo)
    valorar(dialecto, f"pl.aportes_impagos > 0 AND {del_archivo}")
    return resumen, nuevas, actualizadas


def son_meses_nuevos(dialecto: Dialecto) -> bool:
    """Whether the register has no aporte of the months of the file, as with the first load and with each new month.

    Then two rows with one key can only be inserted both, which the unique constraint refuses: there is no need to look
    for them among millions beforehand.
    """
    (rango,) = dialecto.filas(
        f"SELECT {dialecto.fecha('min(periodo) || %s')}, {dialecto.fecha('max(periodo) || %s')} FROM {APORTES.carga}",
        ["-01", "-01"],
    )
    return not dialecto.filas("SELECT 1 FROM registro_aporte WHERE periodo BETWEEN %s AND %s LIMIT 1", rango)


def _meses(dialecto: Dialecto) -> list[date]:
    """The months of the file, in order."""
    filas = dialecto.filas(f"SELECT DISTINCT texto_mes FROM {GRUPOS} ORDER BY texto_mes")
    return [date.fromisoformat(f"{mes}-01") for (mes,) in filas]


def _agrupar(dialecto: Dialecto) -> None:
    """One row per employer, branch, month and kind as they are written in the file, with its values and totals.

    It is a hundred times smaller than the file, and spares each aporte the reading of four texts. Voluntary aportes
    have their groups too, without employer and so without planilla.
    """
    dialecto.crear(
        GRUPOS,
        f"{', '.join(f'{campo} text' for campo in _TEXTOS)}, empleador_id bigint, sucursal text, periodo date,"
        " tipo text, trabajadores integer, suma_sueldos decimal, aportes_impagos integer,"
        " fecha_pago date, numero_comprobante text, planilla_id bigint, marcas text",
    )
    textos = ", ".join(f"{sql} AS {campo}" for campo, sql in _TEXTOS.items())
    sueldo, pago = dialecto.numero("s.sueldo"), dialecto.fecha("max(s.fecha_pago)")
    dialecto.ejecutar(
        f"""INSERT INTO {GRUPOS} ({", ".join((*_TEXTOS, *_CLAVE, *_TOTALES))})
        SELECT {", ".join(f"q.{campo}" for campo in _TEXTOS)}, e.id,
            CASE WHEN q.texto_sucursal <> '' THEN {dialecto.rellenar("q.texto_sucursal", 4)} ELSE '' END,
            {dialecto.fecha("(q.texto_mes || '-01')")}, trim(q.texto_tipo),
            {", ".join(f"q.{campo}" for campo in _TOTALES)}
        FROM (SELECT {textos}, count(*) AS trabajadores, sum({sueldo}) AS suma_sueldos,
                count(*) - count(s.fecha_pago) AS aportes_impagos, {pago} AS fecha_pago,
                coalesce(max(trim(s.numero_comprobante)), '') AS numero_comprobante
            FROM {APORTES.carga} s GROUP BY {", ".join(_TEXTOS.values())}) q
        LEFT JOIN registro_empleador e ON e.ruc = q.texto_ruc"""
    )
    dialecto.analizar(GRUPOS)


def _insertar_planillas(dialecto: Dialecto, vencimientos: dict[date, date]) -> int:
    """Make the planillas that are missing, and note that of each group; `marcas` stays empty where it is new."""
    dialecto.ejecutar(
        f"UPDATE {GRUPOS} AS g SET planilla_id = pl.id, marcas = CAST(pl.cambiado_en_portal AS text)"
        f" FROM registro_planilla pl WHERE {_IGUAL}"
    )
    dialecto.crear(VENCIMIENTOS, "mes date, fecha_vencimiento date")
    fechas = [(mes.isoformat(), vence.isoformat()) for mes, vence in vencimientos.items()]
    dialecto.insertar(VENCIMIENTOS, ("mes", "fecha_vencimiento"), fechas)
    clave = ", ".join(_CLAVE)
    nuevas = dialecto.ejecutar(
        f"""INSERT INTO registro_planilla ({clave}, fecha_vencimiento, {", ".join(_TOTALES)})
        SELECT {clave}, min(fecha_vencimiento), sum(trabajadores), sum(suma_sueldos), sum(aportes_impagos),
            CASE WHEN sum(aportes_impagos) = 0 THEN max(fecha_pago) END, max(numero_comprobante)
        FROM {GRUPOS} JOIN {VENCIMIENTOS} ON mes = periodo
        WHERE planilla_id IS NULL AND empleador_id IS NOT NULL GROUP BY {clave}"""
    )
    if nuevas:
        dialecto.analizar("registro_planilla")
        dialecto.ejecutar(
            f"UPDATE {GRUPOS} AS g SET planilla_id = pl.id FROM registro_planilla pl"
            f" WHERE g.planilla_id IS NULL AND {_IGUAL}"
        )
    return nuevas


def _actualizar_planillas(dialecto: Dialecto, desde: date, hasta: date) -> int:
    """Add up again the planillas of the file that were there before."""
    totales = f"""SELECT x.planilla_id, count(*) AS trabajadores, sum(x.sueldo) AS suma_sueldos,
            count(*) - count(x.fecha_pago) AS aportes_impagos,
            CASE WHEN count(x.fecha_pago) = count(*) THEN max(x.fecha_pago) END AS fecha_pago,
            max(x.numero_comprobante) AS numero_comprobante
        FROM registro_aporte x
        WHERE x.periodo BETWEEN '{desde}' AND '{hasta}'
            AND x.planilla_id IN (SELECT planilla_id FROM {GRUPOS} WHERE marcas IS NOT NULL)
        GROUP BY x.planilla_id"""
    asignaciones = ", ".join(f"{campo} = f.{campo}" for campo in _TOTALES)
    cambia = " OR ".join(dialecto.distinto(f"t.{campo}", f"f.{campo}") for campo in _TOTALES)
    return dialecto.ejecutar(
        f"UPDATE registro_planilla AS t SET {asignaciones} FROM ({totales}) f WHERE t.id = f.planilla_id AND ({cambia})"
    )


def _acumulan_fondos(dialecto: Dialecto, ultimo: date) -> None:
    """Whose fondos de reserva were in a planilla of the last month of the file saves them, unless they said otherwise.

    The core system hands over no word of the worker; that the institute charged them to the employer is one.
    """
    tipos = ", ".join(f"'{tipo}'" for tipo in sorted(DE_FONDOS_DE_RESERVA))
    dialecto.ejecutar(
        f"""UPDATE registro_relacion SET acumula_fondos = true
        WHERE NOT acumula_fondos AND fecha_salida IS NULL AND ruc <> ''
            AND CAST(cambiado_en_portal AS text) NOT LIKE %s
            AND EXISTS (SELECT 1 FROM {GRUPOS} WHERE tipo IN ({tipos}) AND periodo = '{ultimo}')
            AND EXISTS (SELECT 1 FROM registro_aporte a
                WHERE a.persona_id = registro_relacion.persona_id AND a.periodo = '{ultimo}'
                    AND a.ruc = registro_relacion.ruc AND a.tipo_planilla IN ({tipos}))""",
        ['%"acumula_fondos"%'],
    )

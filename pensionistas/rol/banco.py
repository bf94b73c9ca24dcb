"""What the bank is told to deposit: the net rol of everybody, once, and afterwards only what changed.

A line of a rol that is paid on another day than the rest of its month was paid by the core system, and not by this.
"""
# ruff: noqa: S608 (the names in these statements are our own, and so are their dates)

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from nucleo.bitacora import anotar
from nucleo.csv import Csv, linea, lineas
from nucleo.dinero import CERO
from nucleo.dinero import centavos as al_centavo
from pensionistas.reglas import conceptos
from pensionistas.rol.models import ArchivoRol, Deposito, referencia_de
from pensionistas.rol.sentencias import centavos, lista
from pensionistas.rol.services import ACTOR, NoProcede, plan_de
from registro.dialecto import Dialecto, dialecto_de
from registro.reglas.puertas import mover
from registro.selectors import cuentas_para_pagos

Estado = Deposito.Estado
LIQUIDO, YA, CUENTA = "rol_liquido", "rol_ya", "rol_cuenta"
COLUMNAS = (
    "registro",
    "referencia",
    "cedula",
    "titular",
    "institucion",
    "tipo_cuenta",
    "numero_cuenta",
    "valor",
    "fecha",
    "depositos",
)
CABECERA, DETALLE, DE_INSTITUCION, FIN = "C", "D", "I", "F"


class NoCuadra(Exception):
    """The lines of a file are not those that it was made with: it is not for the bank."""


@dataclass(frozen=True)
class Cuantos:
    """How many people, and how much."""

    personas: int
    valor: Decimal


@dataclass(frozen=True)
class Salida:
    """What one run did. `archivo`: None when there was nothing new for the bank; the rest is the month as it stands."""

    archivo: ArchivoRol | None
    sin_cuenta: Cuantos
    en_cero: int
    """Whose deductions took all of it."""
    negativos: Cuantos
    de_mas: Cuantos
    """To whom more was sent than what the rol says now: nothing takes it back on its own."""


def hacer_archivo(*, mes: date, hoy: date | None = None) -> Salida:
    """Makes the next file of `mes`, of whatever has not been sent. All or nothing. Raises NoProcede."""
    mes, hoy = mover(mes, 0), hoy or timezone.localdate()
    dialecto = dialecto_de(connection)
    with transaction.atomic():
        dialecto.preparar()  # one at a time, and never beside an import or an answer
        anteriores = ArchivoRol.objects.filter(periodo=mes)
        primero = anteriores.order_by("numero").first()
        pago = primero.fecha if primero else plan_de(mes).fecha
        if primero is None and pago < hoy:
            raise NoProcede(f"El rol de {mes:%Y-%m} se pagó el {pago:%Y-%m-%d} sin archivo del portal: no se repite.")
        _comparar(dialecto, mes, pago, hoy)
        if primero is None and not dialecto.filas(f"SELECT 1 FROM {LIQUIDO} LIMIT 1"):
            raise NoProcede(f"No hay rol de {mes:%Y-%m}: ármelo con generar_rol {mes:%Y-%m}.")
        archivo = ArchivoRol.objects.create(
            periodo=mes,
            numero=anteriores.count() + 1,
            fecha=max(pago, hoy),
            hecho_el=hoy,
            lineas=0,
            total=CERO,
            por_institucion=[],
        )
        Deposito.objects.filter(periodo=mes, estado=Estado.SIN_CUENTA).delete()
        dialecto.ejecutar(_depositar(dialecto, archivo))
        return Salida(_cerrar(archivo), *_lo_demas(dialecto, mes))


def _comparar(dialecto: Dialecto, mes: date, pago: date, hoy: date) -> None:
    """Three tables, by person: what the rol comes to, what was sent of it, and where more can be sent."""
    de_mes, de_pago = f"'{mes.isoformat()}'", f"'{pago.isoformat()}'"
    dialecto.crear(LIQUIDO, "persona_id bigint, centavos bigint")
    dialecto.ejecutar(
        f"""INSERT INTO {LIQUIDO} SELECT persona_id, CAST(sum({centavos("valor")}) AS bigint) FROM registro_pagopension
             WHERE periodo = {de_mes} AND fecha_pago = {de_pago}
               AND concepto NOT IN ({lista(sorted(conceptos.INFORMATIVOS))}) GROUP BY persona_id"""
    )
    dialecto.crear(YA, "persona_id bigint, envio int, centavos bigint")
    vivo = f"estado <> '{Estado.RECHAZADO}'"
    dialecto.ejecutar(
        f"""INSERT INTO {YA} SELECT persona_id, max(envio),
                   CAST(sum(CASE WHEN {vivo} THEN {centavos("valor")} ELSE 0 END) AS bigint)
              FROM pensionistas_deposito WHERE periodo = {de_mes} AND estado <> '{Estado.SIN_CUENTA}'
             GROUP BY persona_id"""
    )
    dialecto.crear(CUENTA, "persona_id bigint, cuenta_id bigint")
    elegidas, parametros = cuentas_para_pagos(hoy).values_list("persona_id", "pk").query.sql_with_params()
    dialecto.ejecutar(f"INSERT INTO {CUENTA} {elegidas}", parametros)
    rechazada = f"""SELECT 1 FROM pensionistas_deposito r WHERE r.persona_id = {CUENTA}.persona_id
         AND r.periodo = {de_mes} AND r.estado = '{Estado.RECHAZADO}' AND r.cuenta_id = {CUENTA}.cuenta_id"""
    dialecto.ejecutar(f"DELETE FROM {CUENTA} WHERE EXISTS ({rechazada})")
    for tabla in (LIQUIDO, YA, CUENTA):
        dialecto.analizar(tabla)


def _depositar(dialecto: Dialecto, archivo: ArchivoRol) -> str:
    """What is still due to each, to their account or waiting for one; by institution, as the bank will deal with it."""
    mes = dialecto.fecha(f"'{archivo.periodo.isoformat()}'")
    return f"""INSERT INTO pensionistas_deposito
            (persona_id, periodo, envio, archivo_id, cuenta_id, cedula, titular, valor, estado, motivo)
        SELECT p.id, {mes}, coalesce(y.envio, 0) + 1,
               CASE WHEN c.cuenta_id IS NOT NULL THEN {archivo.pk} END, c.cuenta_id,
               p.cedula, p.apellidos || ' ' || p.nombres, (q.centavos - coalesce(y.centavos, 0)) / 100.0,
               CASE WHEN c.cuenta_id IS NOT NULL THEN '{Estado.ENVIADO}' ELSE '{Estado.SIN_CUENTA}' END, ''
          FROM {LIQUIDO} q
          JOIN registro_persona p ON p.id = q.persona_id
          LEFT JOIN {YA} y ON y.persona_id = q.persona_id
          LEFT JOIN {CUENTA} c ON c.persona_id = q.persona_id
          LEFT JOIN registro_cuentabancaria b ON b.id = c.cuenta_id
         WHERE q.centavos > coalesce(y.centavos, 0)
         ORDER BY b.institucion, p.cedula"""


def _cerrar(archivo: ArchivoRol) -> ArchivoRol | None:
    """Fixes its totals; an empty one never was."""
    sumas = archivo.depositos.order_by().values("cuenta__institucion").annotate(n=Count("pk"), suma=Sum("valor"))
    por_institucion = sorted((fila["cuenta__institucion"], fila["n"], al_centavo(fila["suma"])) for fila in sumas)
    if not por_institucion:
        archivo.delete()
        return None
    archivo.lineas = sum(n for _, n, _ in por_institucion)
    archivo.total = sum((suma for *_, suma in por_institucion), CERO)
    archivo.por_institucion = [[nombre, n, str(suma)] for nombre, n, suma in por_institucion]
    archivo.save(update_fields=["lineas", "total", "por_institucion"])
    anotar(
        actor=ACTOR,
        accion="rol.archivo",
        objeto=f"archivo_rol:{archivo.pk}",
        datos={"archivo": str(archivo), "depositos": archivo.lineas, "total": str(archivo.total)},
    )
    return archivo


def _lo_demas(dialecto: Dialecto, mes: date) -> tuple[Cuantos, int, Cuantos, Cuantos]:
    sin_cuenta = Deposito.objects.filter(periodo=mes, estado=Estado.SIN_CUENTA).aggregate(
        personas=Count("pk"), valor=Sum("valor", default=CERO)
    )
    ((en_cero, negativos, negativo),) = dialecto.filas(
        f"""SELECT count(CASE WHEN centavos = 0 THEN 1 END), count(CASE WHEN centavos < 0 THEN 1 END),
                   coalesce(sum(CASE WHEN centavos < 0 THEN centavos END), 0) FROM {LIQUIDO}"""
    )
    debido = "CASE WHEN coalesce(q.centavos, 0) > 0 THEN q.centavos ELSE 0 END"
    ((de_mas, sobra),) = dialecto.filas(
        f"""SELECT count(*), coalesce(sum(y.centavos - {debido}), 0)
              FROM {YA} y LEFT JOIN {LIQUIDO} q ON q.persona_id = y.persona_id WHERE y.centavos > {debido}"""
    )
    return Cuantos(**sin_cuenta), en_cero, Cuantos(negativos, _dolares(negativo)), Cuantos(de_mas, _dolares(sobra))


def _dolares(centavos_: int) -> Decimal:
    return Decimal(int(centavos_)) / 100


# --- as the bank reads it --------------------------------------------------------------------------------------------


def escrito(archivo: ArchivoRol) -> Iterator[str]:
    """The file, line by line: what it holds, each deposit, the sums by institution, and the end with its control.

    The control is the SHA-256 of all that comes before its line. Raises NoCuadra before that line when the deposits are
    not those that the file was made with.
    """
    control = hashlib.sha256()
    for escrita in lineas(Csv(archivo.nombre, COLUMNAS, _filas(archivo))):
        control.update(escrita.encode())
        yield escrita
    yield linea([FIN, control.hexdigest(), "", "", "", "", "", archivo.total, archivo.fecha, archivo.lineas])


def _filas(archivo: ArchivoRol) -> Iterator[tuple[object, ...]]:
    nada = [""] * 5
    yield (CABECERA, str(archivo), *nada, archivo.total, archivo.fecha, archivo.lineas)
    cuantas, total = 0, CERO
    campos = ("pk", "cedula", "titular", "cuenta__institucion", "cuenta__tipo", "cuenta__numero", "valor")
    depositos = archivo.depositos.order_by("pk").values_list(*campos)
    for pk, *de_quien, valor in depositos.iterator(chunk_size=20_000):
        cuantas, total = cuantas + 1, total + valor
        yield (DETALLE, referencia_de(pk), *de_quien, valor, archivo.fecha, "")
    if (cuantas, total) != (archivo.lineas, archivo.total):
        raise NoCuadra(f"{archivo.nombre}: {cuantas} depósitos, y se hizo con {archivo.lineas}.")
    for institucion, n, suma in archivo.instituciones:
        yield (DE_INSTITUCION, "", "", "", institucion, "", "", suma, archivo.fecha, n)

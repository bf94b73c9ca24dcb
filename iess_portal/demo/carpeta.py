"""The CSV folder of the demonstration, in the format of the core system (`manage.py importar_registro`)."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from iess_portal.demo import historias
from iess_portal.demo.empleadores import PATRONOS, Patrono
from iess_portal.demo.epoca import Epoca, mover
from iess_portal.demo.historias import Deposito, Fila, Mes, Sbu
from iess_portal.demo.nombres import Trabajador
from iess_portal.demo.personas import PROTAGONISTAS, Empleo, Protagonista
from registro.importacion.archivos import ARCHIVOS

Tablas = dict[str, list[Fila]]
NACIONALIDAD = "ECUATORIANA"


def escribir(carpeta: Path, epoca: Epoca, sbu: Sbu) -> None:
    """Write every file of the folder, those that hold nothing as well."""
    carpeta.mkdir(parents=True, exist_ok=True)
    tablas = generar(epoca, sbu)
    for archivo in ARCHIVOS:
        with (carpeta / archivo.nombre).open("w", encoding="utf-8", newline="") as salida:
            escritor = csv.writer(salida, lineterminator="\n")
            escritor.writerow(archivo.encabezado)
            escritor.writerows(tablas[archivo.nombre])


def generar(epoca: Epoca, sbu: Sbu) -> Tablas:
    """The rows of each file. `sbu` gives the basic salary of a date, which the décima cuarta pays."""
    tablas: Tablas = defaultdict(list)
    tablas["empleadores.csv"] += [_empleador(patrono) for patrono in PATRONOS]
    historia_de: dict[str, list[Mes]] = {}
    for protagonista in PROTAGONISTAS:
        tablas["personas.csv"].append(_persona(protagonista, epoca))
        historia_de[protagonista.cedula] = _trabajo(tablas, protagonista, epoca)
        _ahorro(tablas, protagonista, epoca)
    for protagonista in PROTAGONISTAS:
        _pension(tablas, protagonista, historia_de, epoca, sbu)
    for patrono in PATRONOS:
        for trabajador, empleo in plantilla_de(patrono):
            tablas["personas.csv"].append(_persona_generada(trabajador))
            _empleo(tablas, trabajador.cedula, empleo, epoca)
    return tablas


def plantilla_de(patrono: Patrono) -> Iterator[tuple[Trabajador, Empleo]]:
    """The generated workers of an employer: each with 24 months of service or more."""
    plantilla = patrono.plantilla
    if plantilla is None:
        return
    for numero in range(plantilla.cuantos):
        yield (
            Trabajador(numero, plantilla.provincia, plantilla.serie),
            Empleo(
                patrono,
                desde=-24 - numero * 7 % 25,
                sueldo=Decimal(480 + numero * 13 % 420),
                cargo=plantilla.cargos[numero % len(plantilla.cargos)],
                sucursal=plantilla.sucursales[numero % len(plantilla.sucursales)],
                dia_ingreso=1 if numero % 3 else 16,
            ),
        )


def _empleador(patrono: Patrono) -> Fila:
    return (
        patrono.ruc,
        patrono.razon_social,
        patrono.tipo,
        patrono.representante,
        patrono.direccion,
        patrono.correo,
        patrono.telefono,
    )


def _persona(protagonista: Protagonista, epoca: Epoca) -> Fila:
    return (
        protagonista.cedula,
        protagonista.apellidos,
        protagonista.nombres,
        protagonista.nacimiento(epoca),
        protagonista.sexo,
        NACIONALIDAD,
        protagonista.estado_civil,
        protagonista.correo,
        protagonista.telefono,
        protagonista.direccion,
        protagonista.fallecimiento(epoca),
    )


def _persona_generada(trabajador: Trabajador) -> Fila:
    return (
        trabajador.cedula,
        trabajador.apellidos,
        trabajador.nombres,
        trabajador.nacimiento,
        trabajador.sexo,
        NACIONALIDAD,
        "",
        "",
        "",
        "",
        None,
    )


def _empleo(
    tablas: Tablas, cedula: str, empleo: Empleo, epoca: Epoca, protagonista: Protagonista | None = None
) -> list[Mes]:
    fin = historias.salida(empleo, epoca, protagonista.fallecimiento(epoca) if protagonista else None)
    historia = list(historias.meses_de(empleo, epoca, fin))
    tablas["relaciones.csv"].append(historias.relacion(cedula, empleo, epoca, fin))
    tablas["aportes.csv"] += historias.aportes(cedula, empleo, historia)
    return historia


def _trabajo(tablas: Tablas, protagonista: Protagonista, epoca: Epoca) -> list[Mes]:
    """The employments of a person with their contributions and funds; gives back the months, oldest first."""
    cedula = protagonista.cedula
    todos: list[Mes] = []
    reserva: list[Deposito] = []
    cesantia: list[Deposito] = []
    for empleo in protagonista.empleos:
        historia = _empleo(tablas, cedula, empleo, epoca, protagonista)
        todos += historia
        if empleo.patrono:
            cesantia += historias.depositos(historia, historias.CESANTIA)
        if empleo.acumula_fondos:
            con_fondo = (mes for mes in historia if mes.con_fondo)
            reserva += historias.depositos(con_fondo, historias.FONDO_DE_RESERVA)
    tablas["fondos_reserva.csv"] += historias.fondo(cedula, reserva, epoca)
    tablas["cesantia.csv"] += historias.fondo(cedula, cesantia, epoca)
    return todos


def _ahorro(tablas: Tablas, protagonista: Protagonista, epoca: Epoca) -> None:
    cedula = protagonista.cedula
    if protagonista.credito:
        tablas["prestamos.csv"].append(historias.prestamo(cedula, protagonista.credito, epoca))
    if protagonista.banco:
        tablas["cuentas_bancarias.csv"].append((cedula, *protagonista.banco, mover(epoca.ancla, -60)))
    for hijo in protagonista.hijos:
        nacimiento = next(p.nacimiento(epoca) for p in PROTAGONISTAS if p.cedula == hijo)
        tablas["dependientes.csv"].append((cedula, hijo, "HIJO", nacimiento))


def _pension(
    tablas: Tablas, protagonista: Protagonista, historia_de: dict[str, list[Mes]], epoca: Epoca, sbu: Sbu
) -> None:
    jubilacion = protagonista.jubilacion
    if jubilacion is None:
        return
    if jubilacion.causante:
        boda = (jubilacion.causante, protagonista.cedula, "CONYUGE", mover(epoca.ancla, -300))
        tablas["dependientes.csv"].append(boda)
    historia = historia_de[jubilacion.causante or protagonista.cedula]
    renta = historias.renta(historia, historias.acuerdo_de(jubilacion.desde, epoca), jubilacion.porcion)
    tablas["pensiones.csv"].append(historias.pension(protagonista.cedula, jubilacion, renta, epoca))
    tablas["pagos_pension.csv"] += historias.pagos_pension(protagonista.cedula, jubilacion, renta.monto, epoca, sbu)

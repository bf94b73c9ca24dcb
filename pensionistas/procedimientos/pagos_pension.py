"""Procedure 19: what a pensioner was paid month by month, why it changed, and when the next payments come."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import URLPattern, path
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.dinero import CERO, formato
from nucleo.escritura import fecha_corta, mes_corto, nombre_de_mes
from nucleo.escritura import mes as mes_en_palabras
from nucleo.feriados import DiasHabiles
from nucleo.graficos import Grafico, Serie, barras
from pensionistas.models import Suspension
from pensionistas.normas import calendario_de, meses_cuarta_de
from pensionistas.reglas import conceptos
from pensionistas.reglas.decimos import decimas_del_anio
from pensionistas.reglas.pagos import Anio, Cambio, Linea, Mes, anios_de, intervalo, sin_pagos
from pensionistas.reglas.suspension import meses_entre
from pensionistas.rol.selectors import depositos_de, los_que_no_llegaron
from pensionistas.selectors import Pagos, pagos_de
from pensionistas.vistas import pagos as vistas
from registro.parametros import Parametros
from registro.parametros.pension import decimos_de
from registro.reglas.puertas import mover
from tramites.procedimientos import Consulta, Csv, Pendiente, inscribir

COLUMNAS_CSV = ("periodo", "fecha_pago", "concepto", "nombre", "tipo", "valor")
MESES_DEL_GRAFICO = 24
"""Who has been paid for less is drawn month by month, others year by year."""
PROXIMOS = 6


class Fila(NamedTuple):
    """A month, ready to be printed: a record may hold hundreds."""

    mes: str
    url: str
    fecha: str
    por_venir: bool
    deposito: str
    ingresos: list[tuple[str, str]]
    descuentos: list[tuple[str, str]]
    liquido: str
    numero: str
    cambios: list[tuple[str, str]]


def escritas(lineas: Sequence[Linea]) -> list[tuple[str, str]]:
    return [(linea.nombre, formato(linea.valor)) for linea in lineas]


def explicados(cambios: Sequence[Cambio]) -> list[tuple[str, str]]:
    """What each did to the deposit, with its sign."""
    return [(uno.porque, f"{'+' if uno.diferencia > 0 else ''}{formato(uno.diferencia)}") for uno in cambios]


def por_anio(pagos: Pagos, hoy: date, url: str) -> list[tuple[Anio, list[Fila]]]:
    """The years, newest first, each with its months, newest first; its sums are of what is paid already."""
    return [
        (
            Anio(anio.anio, tuple(mes for mes in anio.meses if mes.pagado(hoy))),
            [fila_de(mes, pagos, hoy, url) for mes in reversed(anio.meses)],
        )
        for anio in reversed(anios_de(pagos.meses))
    ]


def fila_de(mes: Mes, pagos: Pagos, hoy: date, url: str) -> Fila:
    depositos = pagos.depositos.get(mes.periodo)
    return Fila(
        mes=mes_corto(mes.periodo),
        url=f"{url}rol/{mes.periodo.year}/{mes.periodo.month}/" if mes.fecha else "",
        fecha=fecha_corta(mes.fecha) if mes.fecha else "Por pagar",
        por_venir=mes.fecha is None or mes.fecha > hoy,
        deposito=depositos.en_palabras if depositos else "",
        ingresos=escritas(mes.ingresos) + [(f"{que}, por pagar", cuanto) for que, cuanto in escritas(mes.por_pagar)],
        descuentos=escritas(mes.descuentos),
        liquido=formato(mes.liquido),
        numero=str(mes.liquido),
        cambios=explicados(pagos.cambios.get(mes.periodo, ())),
    )


def suspendidos(suspensiones: Sequence[Suspension]) -> set[date]:
    """The months that were paid later, with the first rol after them."""
    return {mes for una in suspensiones if una.hasta for mes in meses_entre(una.desde, mover(una.hasta, 1))}


def grafico_de(meses: Sequence[Mes]) -> Grafico | None:
    """Of the months that are paid."""
    if not meses:
        return None
    if len(meses) < MESES_DEL_GRAFICO:
        titulo, nombres = "Lo depositado cada mes", [mes_corto(mes.periodo) for mes in meses]
        valores = [mes.liquido for mes in meses]
    else:
        anios = anios_de(meses)
        titulo, nombres = "Lo depositado cada año", [str(anio.anio) for anio in anios]
        valores = [anio.liquido for anio in anios]
    serie = Serie("Depositado", [max(valor, CERO) for valor in valores])
    return barras(titulo, nombres, [serie], escribir=lambda valor: formato(Decimal(valor)))


@inscribir
class PagosPension(Consulta):
    slug = "pagos-pension"
    permiso = PERSONA_O_APODERADO

    def urls(self) -> list[URLPattern]:
        rol = f"{self.slug}/rol/<int:anio>/<int:mes>/"
        return [
            path(rol, vistas.rol, name=f"{self.slug}-rol"),
            path(f"{rol}documento/", vistas.documento, name=f"{self.slug}-rol-documento"),
            path(f"{self.slug}/calendario.ics", vistas.calendario, name=f"{self.slug}-calendario"),
        ]

    espera = "pensionistas_deposito WHERE persona_id = %(persona)s AND estado = 'SIN_CUENTA'"

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        return [
            Pendiente(
                f"No llegó el depósito de su pensión de {mes_en_palabras(mes)}", self.url, "Ver qué hacer", urgente=True
            )
            for mes, depositos in depositos_de(actuacion.persona).items()
            if depositos.falla
        ]

    def contexto(self, actuacion: Actuacion, parametros: QueryDict) -> dict[str, Any]:
        hoy = timezone.localdate()
        pagos, norma = pagos_de(actuacion.persona), Parametros.al(hoy)
        pagados = [mes for mes in pagos.meses if mes.pagado(hoy)]
        en_camino = [mes for mes in pagos.meses if mes.fecha and mes.fecha > hoy]
        regiones = meses_cuarta_de(norma)
        return {
            "pensiones": pagos.pensiones,
            "en_el_exterior": any(pension.reside_exterior for pension in pagos.pensiones),
            "ultimo": pagados[-1] if pagados else None,
            "del_ultimo": pagos.depositos.get(pagados[-1].periodo) if pagados else None,
            "del_que_viene": pagos.depositos.get(en_camino[0].periodo) if en_camino else None,
            "no_llegaron": los_que_no_llegaron(actuacion.persona, pagos.depositos, hoy),
            "cambios": explicados(pagos.cambios.get(pagados[-1].periodo, ())) if pagados else [],
            "en_camino": en_camino[0] if en_camino else None,
            "por_pagar": [(mes.periodo, linea) for mes in pagos.meses for linea in mes.por_pagar],
            "anios": por_anio(pagos, hoy, self.url),
            "se_paga": any(pension.suspendida_desde is None for pension in pagos.pensiones),
            "suspensiones": [una for una in pagos.suspensiones if una.levantada_en is None],
            "huecos": [intervalo(*hueco) for hueco in sin_pagos(pagos.meses, suspendidos(pagos.suspensiones))],
            "grafico": grafico_de(pagados),
            "proximos": calendario_de(norma, DiasHabiles.nacionales()).proximos(hoy, PROXIMOS),
            "url_calendario": self.url_de("calendario"),
            "decimas": decimas_del_anio(pagados, hoy.year, decimos_de(norma), regiones, pagos.mensual(hoy)),
            "regiones": [(nombre_de_mes(mes), region) for mes, region in sorted(regiones.items())],
        }

    def csv(self, actuacion: Actuacion, parametros: QueryDict) -> Csv:
        return Csv(
            f"pagos-pension-{actuacion.persona.cedula}.csv", COLUMNAS_CSV, _filas(pagos_de(actuacion.persona).meses)
        )


def _filas(meses: Sequence[Mes]) -> Iterator[tuple[object, ...]]:
    for mes in meses:
        for r in mes.renglones:
            yield (
                f"{r.periodo:%Y-%m}",
                r.fecha_pago or "",
                r.concepto,
                conceptos.nombre(r.concepto),
                _tipo(r.concepto, r.valor),
                r.valor,
            )


def _tipo(concepto: str, valor: Decimal) -> str:
    if concepto in conceptos.INFORMATIVOS:
        return "informativo"
    return "descuento" if valor < 0 else "ingreso"

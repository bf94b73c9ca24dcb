"""Notices in words: for who checks them before confirming, for the page of each, and for the receipt."""

from decimal import Decimal

from empleadores.reglas.novedades import (
    HORAS,
    Entrada,
    Extras,
    NormaNovedades,
    NuevoSueldo,
    Pedido,
    Plazo,
    Salida,
    Trabajador,
    por_horas,
)
from nucleo.escritura import dinero, fecha, mes
from registro.models import Jornada
from tramites.procedimientos import Cambio

REFERENCIAL = "valor referencial"


def jornada_en_palabras(jornada: str) -> str:
    return str(dict(Jornada.choices).get(jornada, jornada)).capitalize()


def cambios_de(pedido: Pedido, trabajador: Trabajador, norma: NormaNovedades) -> list[Cambio]:
    quien = [
        Cambio("Trabajador", f"{trabajador.nombre}, cédula {trabajador.cedula}"),
        Cambio("Sucursal", pedido.sucursal),
    ]
    match pedido:
        case Entrada():
            return [*quien, *_de_la_entrada(pedido, norma)]
        case Salida():
            murio = [Cambio("Fecha de fallecimiento", fecha(pedido.fallecimiento))] if pedido.fallecimiento else []
            return [
                *quien,
                Cambio("Último día de trabajo", fecha(pedido.fecha)),
                Cambio("Causa", f"{pedido.causa}, {norma.causas[pedido.causa].lower()}"),
                *murio,
            ]
        case NuevoSueldo():
            vinculo = trabajador.del_mes(pedido.sucursal, pedido.periodo)
            antes = vinculo.sueldo_en(pedido.periodo) if vinculo else None
            return [
                *quien,
                Cambio("Desde", mes(pedido.periodo).capitalize()),
                Cambio("Sueldo", dinero(pedido.sueldo), dinero(antes) if antes is not None else ""),
            ]
        case Extras():
            return [
                *quien,
                Cambio("Mes", mes(pedido.periodo).capitalize()),
                Cambio("Qué son", norma.causas_extras[pedido.causa]),
                Cambio("Valor de los extras", dinero(pedido.valor), _extras_de_antes(pedido, trabajador)),
            ]


def _de_la_entrada(pedido: Entrada, norma: NormaNovedades) -> list[Cambio]:
    completa = HORAS[pedido.jornada] == HORAS["COMPLETA"]
    parte = [] if completa else [Cambio("Sueldo por sus horas", dinero(por_horas(pedido.sueldo, pedido.jornada)))]
    return [
        Cambio("Primer día de trabajo", fecha(pedido.ingreso)),
        Cambio("Jornada", jornada_en_palabras(pedido.jornada)),
        Cambio("Sueldo de la jornada completa", dinero(pedido.sueldo)),
        *parte,
        Cambio("Cargo", pedido.cargo),
        Cambio("Actividad sectorial", pedido.actividad),
        Cambio("Relación de trabajo", norma.relaciones[pedido.relacion_trabajo]),
        Cambio("Seguro", norma.seguros[pedido.seguro]),
        Cambio("Con qué se paga", norma.origenes[pedido.origen_pago]),
    ]


def _extras_de_antes(pedido: Extras, trabajador: Trabajador) -> str:
    vinculo = trabajador.del_mes(pedido.sucursal, pedido.periodo)
    extras = vinculo.extras if vinculo else ()
    mismos = (e.valor for e in extras if (e.periodo, e.causa) == (pedido.periodo, pedido.causa))
    valor = next(mismos, None)
    return dinero(valor) if valor is not None else ""


def cambios_del_plazo(plazo: Plazo) -> list[Cambio]:
    lineas = [Cambio("Fecha límite de este aviso", fecha(plazo.limite)), Cambio("Retraso", retraso(plazo.dias_tarde))]
    if plazo.multa is not None:
        lineas.append(Cambio("Multa estimada", multa(plazo.multa)))
    return lineas


def retraso(dias: int) -> str:
    return f"{dias} día{'s' if dias != 1 else ''}" if dias else "Ninguno: está a tiempo"


def multa(valor: Decimal) -> str:
    return f"{dinero(valor)} ({REFERENCIAL})"

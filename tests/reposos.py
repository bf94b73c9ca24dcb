"""Who is insured, rests and what is asked for them, as the rules of the subsidies take them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from afiliados.normas.subsidios import norma_subsidios_de
from afiliados.reglas.reposos import Motivo, Reposo
from afiliados.reglas.subsidios import dictamen
from afiliados.reglas.subsidios_examen import Asegurado, Pedido, Puesto
from nucleo.feriados import DiasHabiles
from registro.parametros import Parametros, leer
from registro.reglas.dictamen import Dictamen
from registro.reglas.puertas import mover
from registro.reglas.tiempo_servicio import Mes

VERSIONES = leer()
PARAMETROS = Parametros(date(2026, 11, 20), VERSIONES)
NORMA = norma_subsidios_de(PARAMETROS)
HABILES = DiasHabiles()
HOY = date(2026, 11, 20)
LUNES = date(2026, 11, 2)
OCTUBRE = date(2026, 10, 1)
PRIVADO = Puesto("Sol S.A.", date(2010, 1, 1), sueldo=Decimal(500))


def d(texto) -> Decimal:
    return Decimal(str(texto))


def aportes(cuantos: int, sueldo=500, *, hasta: date = OCTUBRE, dias: int = 30) -> list[Mes]:
    return [Mes(mover(hasta, i + 1 - cuantos), True, dias, d(sueldo), False) for i in range(cuantos)]


def impago(mes: date) -> Mes:
    return Mes(mes, False, 0, d(0), True)


def persona(meses=None, **cambios) -> Asegurado:
    listo = Asegurado(aportes(24), [PRIVADO], cuenta="Banco del Austro, ahorros", cuenta_validada=True)
    return replace(listo, **({"meses": meses} if meses is not None else {}), **cambios)


def reposo(dias: int, desde: date = LUNES, motivo=Motivo.ENFERMEDAD, **cambios) -> Reposo:
    return Reposo(motivo, desde, desde + timedelta(days=dias - 1), **{"emision": desde} | cambios)


def pedido(este: Reposo, **cambios) -> Pedido:
    return Pedido(este, **{"presentado": este.hasta} | cambios)


def decidir(quien: Asegurado, que: Pedido, norma=NORMA) -> Dictamen:
    return dictamen(quien, que, norma=norma, habiles=HABILES, hoy=HOY, parametros={})


def enfermar(dias: int, quien: Asegurado | None = None, **cambios) -> Dictamen:
    return decidir(quien or persona(), pedido(reposo(dias, **cambios)))


def falta(hecho: Dictamen) -> dict[str, str]:
    return {requisito.nombre: requisito.registrado for requisito in hecho.faltan}


def requisito(hecho: Dictamen, nombre: str):
    return next(uno for uno in hecho.requisitos if uno.nombre == nombre)


def tramos(hecho: Dictamen) -> list[tuple[int, Decimal]]:
    return [(paso.entradas["dias"], paso.resultado) for paso in hecho.pasos if paso.nombre.startswith("tramo_")]

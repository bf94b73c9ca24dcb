"""What the procedures of the fondos de reserva ask of the register, put as their rules take it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from afiliados.normas.fondos_reserva import norma_fondos_de
from afiliados.reglas.fondos_reserva import (
    CuentaDeFondos,
    Movimiento,
    NormaFondos,
    Tipo,
    Titular,
    cuenta_de,
    deposito,
)
from afiliados.reglas.fondos_reserva_retiro import puerta_de_retiro
from afiliados.selectors.expediente import expediente_de
from afiliados.selectors.pronto import PRONTO
from nucleo.fechas import fecha as en_palabras
from registro import selectors as registro
from registro.models import CuentaBancaria, MovimientoFondo, Persona, Prestamo, Relacion
from registro.parametros import Parametros
from registro.reglas.dictamen import Requisito
from registro.reglas.planillas import antiguedad_desde, primer_mes_de_fondos
from registro.reglas.prestamos import Vigente
from registro.selectors import PagoEn


class Fondos(NamedTuple):
    """The account of a person today, and what an employer owes to it."""

    cuenta: CuentaDeFondos
    norma: NormaFondos
    puerta: Requisito
    """Whether it may be withdrawn, and by which door."""
    corresponde: tuple["Corresponde", ...]


class Corresponde(NamedTuple):
    """What an employer must pay each month, with the salary or into this account."""

    empleador: str
    desde: date
    """The first month that is paid."""
    sueldo: Decimal
    deposito: Decimal


def fondos_de(persona: Persona, hoy: date) -> Fondos:
    """Six queries, however long the record."""
    norma = norma_fondos_de(Parametros.al(hoy))
    relaciones = registro.relaciones_de(persona)
    titular = _titular(persona, hoy, movimientos_de(persona), relaciones)
    cuenta = cuenta_de(titular, norma)
    puerta = puerta_de_retiro(titular, cuenta, norma, hoy)
    return Fondos(cuenta, norma, puerta, tuple(_corresponde(relaciones, norma, hoy)))


def titular_de_fondos(persona: Persona, hoy: date, *, salvo: str = "") -> Titular:
    """Five queries. `salvo`: a case, whose own withdrawal doesn't count while it is decided again."""
    return _titular(persona, hoy, movimientos_de(persona, salvo=salvo), registro.relaciones_de(persona))


def libre_de(persona: Persona, hoy: date, *, salvo: str = "") -> Decimal:
    """What may leave the fund, by its movements and loans as they stand. Three queries."""
    titular = Titular(persona.fecha_nacimiento, movimientos_de(persona, salvo=salvo), vigentes_de(persona))
    return cuenta_de(titular, norma_fondos_de(Parametros.al(hoy))).libre


def retiro_desde(persona: Persona, hoy: date) -> date | None:
    """Since when what is free may be withdrawn: today, or the day soon on which a door opens; None: neither.

    Who never saved costs one query; who has nothing left, three.
    """
    movimientos = movimientos_de(persona)
    if not movimientos:
        return None
    norma, vigentes = norma_fondos_de(Parametros.al(hoy)), vigentes_de(persona)
    if not cuenta_de(Titular(persona.fecha_nacimiento, movimientos, vigentes), norma).libre:
        return None
    titular = _titular(persona, hoy, movimientos, registro.relaciones_de(persona))
    puerta = puerta_de_retiro(titular, cuenta_de(titular, norma), norma, hoy)
    abre = hoy if puerta.cumple else puerta.fecha_en_que_cumple
    return abre if abre and abre <= hoy + PRONTO else None


def movimientos_de(persona: Persona, *, salvo: str = "") -> list[Movimiento]:
    filas = MovimientoFondo.objects.filter(persona=persona, fondo=MovimientoFondo.Fondo.RESERVA)
    if salvo:
        filas = filas.exclude(acuerdo_numero=salvo)
    en_orden = filas.order_by("fecha", "orden", "pk").values_list("fecha", "tipo", "valor")
    return [Movimiento(fecha, Tipo(tipo), valor) for fecha, tipo, valor in en_orden]


def vigentes_de(persona: Persona) -> list[Vigente]:
    """The loans that are being paid, the oldest first."""
    prestamos = Prestamo.objects.filter(Q(saldo__gt=0) | Q(cuotas_vencidas__gt=0), persona=persona)
    return [vigente(prestamo, prestamo.saldo) for prestamo in prestamos.order_by("fecha", "pk")]


def vigente(prestamo: Prestamo, saldo: Decimal) -> Vigente:
    """A loan as the rules take it, owing that much."""
    return Vigente(
        nombre=f"{prestamo.get_tipo_display().capitalize()} del {en_palabras(prestamo.fecha)}",
        fecha=prestamo.fecha,
        monto=prestamo.monto,
        plazo=prestamo.plazo_meses,
        tasa=prestamo.tasa,
        saldo=saldo,
        cuotas_vencidas=prestamo.cuotas_vencidas,
        quirografario=prestamo.tipo == Prestamo.Tipo.QUIROGRAFARIO,
    )


def cuenta_del_retiro(pago: PagoEn) -> tuple[str, bool]:
    """The account that the money would go to, and whether it is validated; "" when there is none.

    The one that payments take today; without one, the one that will.
    """
    cuenta = pago.cuenta or pago.en_espera
    return (str(cuenta), cuenta.estado == CuentaBancaria.Estado.VALIDADA) if cuenta else ("", False)


def _titular(persona: Persona, hoy: date, movimientos: Sequence[Movimiento], relaciones: Sequence[Relacion]) -> Titular:
    cuenta, validada = cuenta_del_retiro(registro.cuenta_para_pagos(persona, hoy))
    salidas = [relacion.fecha_salida for relacion in relaciones if relacion.fecha_ingreso <= hoy]
    return Titular(
        nacimiento=persona.fecha_nacimiento,
        movimientos=movimientos,
        vigentes=vigentes_de(persona),
        imposiciones=expediente_de(persona).tiempo.imposiciones,
        trabaja=any(relacion.rige(hoy) for relacion in relaciones),
        cese=None if None in salidas else max((dia for dia in salidas if dia), default=None),
        cuenta=cuenta,
        cuenta_validada=validada,
    )


def _corresponde(relaciones: Sequence[Relacion], norma: NormaFondos, hoy: date) -> list[Corresponde]:
    """Of each employer of today."""
    return [
        Corresponde(
            empleador=relacion.empleador.razon_social,
            desde=max(
                primer_mes_de_fondos(_desde_cuando(relacion, relaciones), norma.primer_mes),
                relacion.fecha_ingreso.replace(day=1),
            ),
            sueldo=relacion.sueldo_de_aportacion,
            deposito=deposito(relacion.sueldo_de_aportacion, norma),
        )
        for relacion in relaciones
        if relacion.empleador and relacion.rige(hoy)
    ]


def _desde_cuando(relacion: Relacion, todas: Sequence[Relacion]) -> date:
    con_el_mismo = [(otra.fecha_ingreso, otra.fecha_salida) for otra in todas if otra.ruc == relacion.ruc]
    return antiguedad_desde(relacion.fecha_ingreso, con_el_mismo)

"""What the quirografario asks of the register, put as its rule takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, Sum

from afiliados.normas.quirografario import norma_quirografario_de
from afiliados.reglas.quirografario import (
    PENSIONES_CON_CREDITO,
    Calidad,
    NormaQuirografario,
    Opcion,
    Solicitante,
    capacidad,
    comparar,
    opcion,
    plazo_maximo,
    suponer,
)
from afiliados.reglas.quirografario_dictamen import Hechos, Pedido, Renovacion, dictamen
from afiliados.selectors.expediente import expediente_de
from afiliados.selectors.fondos import cuenta_del_retiro, vigente
from nucleo.dinero import CERO, centavos
from registro import selectors as registro
from registro.models import Empleador, MovimientoFondo, Pension, Persona, Planilla, Prestamo, Relacion
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.prestamos import Sistema, Vigente
from registro.reglas.puertas import mover
from tramites.casos.estados import DEL_PERSONAL, Estado, Resultado
from tramites.casos.models import Solicitud

SLUG = "prestamo-quirografario"
EN_TRAMITE = {
    SLUG: "quirografario_en_tramite",
    "prestamo-hipotecario": "hipotecario_en_tramite",
    "retiro-cesantia": "cesantia_en_tramite",
}
"""Slug of a case that is not decided → what it stands in the way of."""
SIN_DECIDIR = frozenset({*DEL_PERSONAL, Estado.CONCEDIDA})
Fondo = MovimientoFondo.Fondo
TIPO = Prestamo.Tipo.QUIROGRAFARIO


class _Caso(NamedTuple):
    numero: str
    slug: str
    estado: str
    resultado: str
    anio: int | None
    renueva: str | None


def hechos_de(persona: Persona, hoy: date, datos: Mapping[str, Any]) -> Hechos:
    """Ten queries at most, however long the record. Without answers the request is for the most that is lent."""
    quien, renovables = _solicitante(persona, hoy, datos)
    if datos:
        renueva = next((una for una in renovables if una.prestamo.fecha.isoformat() == datos["renueva"]), None)
        pedido = Pedido(Decimal(datos["monto"]), int(datos["plazo"]), Sistema(datos["sistema"]), renueva)
        return Hechos(quien, pedido)
    norma = norma_quirografario_de(Parametros.al(hoy))
    return Hechos(quien, pedido_maximo(quien, norma, hoy))


def pedido_maximo(
    quien: Solicitante,
    norma: NormaQuirografario,
    hoy: date,
    *,
    plazo: int | None = None,
    sistema: Sistema = Sistema.FRANCES,
    renueva: Renovacion | None = None,
) -> Pedido:
    """The most that is lent over `plazo`; without one, over the longest of the terms that lend as much."""
    plazos = [plazo] if plazo else range(1, plazo_maximo(quien, norma, hoy) + 1)
    paga = renueva.prestamo if renueva else None
    cada_uno = [(capacidad(quien, n, norma, hoy, sistema=sistema, renueva=paga).monto, n) for n in plazos]
    monto, elegido = max(cada_uno)
    return Pedido(monto, elegido, sistema, renueva)


def dictaminar(hechos: Hechos, hoy: date, parametros: Parametros) -> Dictamen:
    norma = norma_quirografario_de(parametros)
    return dictamen(hechos.solicitante, hechos.pedido, norma, hoy, parametros.usados)


# --- for the pages ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Situacion:
    """Who asks, under the norm of a day: what all that one page shows is worked out from."""

    solicitante: Solicitante
    renovables: Sequence[Renovacion]
    """The quirografarios that they are paying."""
    norma: NormaQuirografario
    parametros: Parametros
    hoy: date

    @property
    def plazo_maximo(self) -> int:
        return plazo_maximo(self.solicitante, self.norma, self.hoy)

    @property
    def maximo(self) -> Pedido:
        return self.maximo_con()

    def maximo_con(
        self, plazo: int | None = None, sistema: Sistema = Sistema.FRANCES, renueva: Renovacion | None = None
    ) -> Pedido:
        return pedido_maximo(self.solicitante, self.norma, self.hoy, plazo=plazo, sistema=sistema, renueva=renueva)

    def opcion(self, pedido: Pedido) -> Opcion:
        return opcion(
            self.solicitante,
            pedido.plazo,
            self.norma,
            self.hoy,
            monto=pedido.monto,
            sistema=pedido.sistema,
            renueva=pedido.paga,
        )

    def comparar(self, pedido: Pedido | None = None) -> tuple[Opcion, ...]:
        """The terms side by side, for what is asked; without it, each with the most that it lends."""
        if pedido is None:
            return comparar(self.solicitante, self.norma, self.hoy)
        return comparar(
            self.solicitante,
            self.norma,
            self.hoy,
            monto=pedido.monto,
            sistema=pedido.sistema,
            renueva=pedido.paga,
            plazo=pedido.plazo,
        )

    def renovable(self, fecha: str) -> Renovacion | None:
        """The loan of that day, which the form names it by; None: none of theirs."""
        return next((una for una in self.renovables if una.prestamo.fecha.isoformat() == fecha), None)

    def dictamen(self, pedido: Pedido) -> Dictamen:
        return dictamen(self.solicitante, pedido, self.norma, self.hoy, self.parametros.usados)

    def supuesta(self, meses: int, sueldo: Decimal | None) -> "Situacion":
        """After so many months on that salary; the loans to renew, as they will be then."""
        quien, dia = suponer(self.solicitante, self.norma, self.hoy, meses=meses, sueldo=sueldo)
        entonces = {uno.fecha: uno for uno in quien.vigentes if uno.quirografario and uno.saldo}
        renovables = [
            replace(una, prestamo=entonces[una.prestamo.fecha])
            for una in self.renovables
            if una.prestamo.fecha in entonces
        ]
        return replace(self, solicitante=quien, renovables=renovables, hoy=dia)


def situacion_de(persona: Persona, hoy: date) -> Situacion:
    """The same for every form and hook of one request: its person is an object of its own, and remembers it."""
    sabida: Situacion | None = vars(persona).get("_situacion_quirografario")
    if sabida is None or sabida.hoy != hoy:
        parametros = Parametros.al(hoy)
        quien, renovables = _solicitante(persona, hoy, {})
        sabida = Situacion(quien, renovables, norma_quirografario_de(parametros), parametros, hoy)
        vars(persona)["_situacion_quirografario"] = sabida
    return sabida


# --- the register ----------------------------------------------------------------------------------------------------


def _solicitante(persona: Persona, hoy: date, datos: Mapping[str, Any]) -> tuple[Solicitante, list[Renovacion]]:
    """Who asks, and the loans that they might renew."""
    expediente = expediente_de(persona)
    relaciones = [una for una in registro.relaciones_de(persona) if una.empleador_id and una.rige(hoy)]
    pensiones = [] if relaciones else _pensiones(persona, hoy)
    casos = _casos(persona)
    propio = next((caso for caso in casos if caso.numero == datos.get("solicitud")), None)
    vigentes, del_dia = _vigentes(persona, hoy, datos, propio)
    saldos, ahorra = _fondos(persona, hoy)
    suyas, de_sus_empleadores = _en_mora(persona, relaciones, hoy)
    cuenta, validada = cuenta_del_retiro(registro.cuenta_para_pagos(persona, hoy))
    abiertos = {EN_TRAMITE[caso.slug] for caso in casos if caso.estado in SIN_DECIDIR and caso != propio}
    textos = " ".join(una.relacion_trabajo.lower() for una in relaciones)
    ciertos = {
        "fallecimiento": persona.fecha_fallecimiento is not None,
        "quirografario_en_tramite": del_dia,
        "empleador_en_mora": de_sus_empleadores,
        "seguro_campesino": "campesin" in textos,
    }
    solicitante = Solicitante(
        nacimiento=persona.fecha_nacimiento,
        calidad=_calidad(relaciones, pensiones),
        pagados=expediente.pagados,
        pension=sum((pension.monto for pension in pensiones), CERO),
        reserva=saldos[Fondo.RESERVA],
        cesantia=saldos[Fondo.CESANTIA],
        ahorra=ahorra,
        vigentes=vigentes,
        planillas_en_mora=suyas,
        cuenta=cuenta,
        cuenta_validada=validada,
        impedimentos=frozenset(abiertos | {nombre for nombre, cierto in ciertos.items() if cierto}),
    )
    pago = max((fila.fecha_pago for fila in expediente.filas if fila.fecha_pago), default=None)
    otros = [caso for caso in casos if caso != propio]
    return solicitante, _renovables(vigentes, otros, pago if relaciones else None, hoy)


def _renovables(
    vigentes: Sequence[Vigente], otros: Sequence[_Caso], ultimo_pago: date | None, hoy: date
) -> list[Renovacion]:
    """The quirografarios that they pay. When an instalment was paid isn't known: the employer's last payment is."""
    concedidas = [caso for caso in otros if caso.renueva and caso.resultado == Resultado.CONCEDIDA]
    en_el_anio = sum(caso.anio == hoy.year for caso in concedidas)
    return [
        Renovacion(uno, ultimo_pago=ultimo_pago, en_el_anio=en_el_anio)
        for uno in vigentes
        if uno.quirografario and uno.saldo
    ]


def _pensiones(persona: Persona, hoy: date) -> list[Pension]:
    return list(Pension.objects.filter(persona=persona, tipo__in=PENSIONES_CON_CREDITO, fecha_inicio__lte=hoy))


def _calidad(relaciones: Sequence[Relacion], pensiones: Sequence[Pension]) -> Calidad | None:
    """Whoever works for somebody asks as an affiliate, whatever else they receive."""
    if relaciones:
        zafra = all("zafr" in una.relacion_trabajo.lower() for una in relaciones)
        return Calidad.ZAFRERO if zafra else Calidad.AFILIADO
    return Calidad.PENSIONISTA if pensiones else None


def _casos(persona: Persona) -> list[_Caso]:
    """The cases of this person that a loan has to do with. One query."""
    enviadas = Solicitud.objects.filter(persona=persona, tramite__slug__in=EN_TRAMITE).exclude(estado=Estado.BORRADOR)
    campos = ("numero", "tramite__slug", "estado", "resultado", "decidida_en__year", "datos__renueva")
    return [_Caso(*fila) for fila in enviadas.values_list(*campos)]


def _vigentes(
    persona: Persona, hoy: date, datos: Mapping[str, Any], propio: _Caso | None
) -> tuple[list[Vigente], bool]:
    """What they owe, and whether a quirografario was granted today, whose money is on its way. One query.

    A case that is decided again stands on what there was before it: without its own loan, and owing what that one paid.
    """
    prestamos = list(Prestamo.objects.filter(persona=persona).order_by("fecha"))
    otros = [uno for uno in prestamos if propio is None or uno.acuerdo_numero != propio.numero]
    concedido = len(otros) < len(prestamos)
    vigentes = []
    for uno in otros:
        renovado = concedido and uno.tipo == TIPO and uno.fecha.isoformat() == datos["renueva"]
        saldo = Decimal(datos["saldo_renovado"]) if renovado else uno.saldo
        if saldo or uno.cuotas_vencidas:
            vigentes.append(vigente(uno, saldo))
    return vigentes, any(uno.tipo == TIPO and uno.fecha == hoy for uno in otros)


def _fondos(persona: Persona, hoy: date) -> tuple[dict[str, Decimal], bool]:
    """The balance of each fund, and whether the fondos de reserva are still being deposited. One query."""
    movimientos = MovimientoFondo.objects.filter(persona=persona, fecha__lte=hoy).order_by()
    saldos: dict[str, Decimal] = dict.fromkeys(Fondo.values, CERO)
    ahorra = False
    for fondo, tipo, suma, ultimo in movimientos.values_list("fondo", "tipo").annotate(Sum("valor"), Max("fecha")):
        saldos[fondo] += -centavos(suma) if tipo == MovimientoFondo.Tipo.RETIRO else centavos(suma)
        ahorra = ahorra or (
            (fondo, tipo) == (Fondo.RESERVA, MovimientoFondo.Tipo.DEPOSITO) and ultimo >= mover(hoy, -2)
        )
    return {fondo: max(saldo, CERO) for fondo, saldo in saldos.items()}, ahorra


def _en_mora(persona: Persona, relaciones: Sequence[Relacion], hoy: date) -> tuple[int, bool]:
    """(planillas that they owe as an employer, whether some employer of theirs owes any). One query."""
    suyos = {una.empleador_id for una in relaciones}
    # In a subquery, so that each of the two conditions finds its employers by an index.
    de_quien = Empleador.objects.filter(Q(pk__in=suyos) | Q(ruc__startswith=persona.cedula))
    deudas = Planilla.objects.en_mora(hoy).filter(empleador__in=de_quien).order_by()
    por_empleador = list(deudas.values_list("empleador", "empleador__ruc").annotate(Count("pk")))
    propias = sum(cuantas for _, ruc, cuantas in por_empleador if ruc.startswith(persona.cedula))
    return propias, any(empleador in suyos for empleador, _, _ in por_empleador)

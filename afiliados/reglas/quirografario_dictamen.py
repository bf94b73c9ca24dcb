"""Whether somebody may have a quirografario today, what is missing and until when; and whether one may be renewed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any, Final

from afiliados.reglas.quirografario import (
    Calidad,
    NormaQuirografario,
    Solicitante,
    opcion,
    plazo_maximo,
    tasa_de,
)
from nucleo import fechas
from nucleo.dinero import CENTAVO, CERO, formato
from registro.reglas.dictamen import Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.prestamos import (
    Impedimento,
    Sistema,
    Vigente,
    al_dia,
    cuenta_propia,
    datos_de_tabla,
    monto_posible,
    pasos_de_tabla,
    plazo_ofrecido,
    sin_impedimentos,
)
from registro.reglas.puertas import meses_despues, mover, siguiente_aporte
from registro.reglas.respaldo import Respaldado

REQUISITOS = "Requisitos del préstamo quirografario que publica el BIESS"
IMPEDIMENTOS: Final = (
    Impedimento("cesantia_en_tramite", "No estar retirando la cesantía", "Hay un retiro de cesantía en trámite"),
    Impedimento("quirografario_en_tramite", "No tener otro quirografario en trámite", "Hay otra solicitud en trámite"),
    Impedimento("hipotecario_en_tramite", "No tener un hipotecario en trámite", "Hay un hipotecario en trámite"),
    Impedimento(
        "gastos_pendientes", "No deber gastos de instrumentación de un hipotecario", "Hay gastos de instrumentación"
    ),
    Impedimento("comprobante_pendiente", "No tener un comprobante por pagar", "Hay un comprobante por pagar"),
    Impedimento("en_liquidacion", "No tener un préstamo en liquidación", "Hay un préstamo en liquidación"),
    Impedimento("prestamo_antiguo", "No tener un préstamo del sistema anterior", "Hay uno del sistema anterior"),
    Impedimento("fallecimiento", "No constar como persona fallecida", "Consta un fallecimiento"),
)
DE_AFILIADO: Final = (
    Impedimento("seguro_campesino", "Que su empleador no sea del Seguro Social Campesino", "Es del Seguro Campesino"),
    Impedimento("empleador_en_mora", "Que sus empleadores no deban aportes", "Un empleador debe aportes"),
)


@dataclass(frozen=True, slots=True)
class Renovacion:
    """A loan that somebody wants to replace by another one."""

    prestamo: Vigente
    en_planilla: bool = False
    """An instalment of it was sent to the employer and is not paid yet."""
    ultimo_pago: date | None = None
    """When the employer paid last."""
    en_el_anio: int = 0
    """Renewals since the first of January."""


@dataclass(frozen=True, slots=True)
class Pedido:
    monto: Decimal
    plazo: int
    sistema: Sistema = Sistema.FRANCES
    renueva: Renovacion | None = None

    @property
    def paga(self) -> Vigente | None:
        """The loan that this one pays off."""
        return self.renueva.prestamo if self.renueva else None

    @property
    def minimo(self) -> Decimal:
        """A renewal pays off the old loan and hands out something besides: there is no payment of nothing."""
        return (self.paga.saldo if self.paga else CERO) + CENTAVO

    @property
    def recibe(self) -> Decimal:
        return self.monto - (self.paga.saldo if self.paga else CERO)


@dataclass(frozen=True, slots=True)
class Hechos:
    """What a decision stands on."""

    solicitante: Solicitante
    pedido: Pedido


# --- who may have one -------------------------------------------------------------------------------------------------


def requisitos(solicitante: Solicitante, norma: NormaQuirografario, hoy: date) -> tuple[Requisito, ...]:
    return tuple(_requisitos(solicitante, norma, hoy))


def _requisitos(solicitante: Solicitante, norma: NormaQuirografario, hoy: date) -> Iterator[Requisito]:
    yield Requisito(
        nombre="calidad",
        texto="Trabajar para un empleador, o ser pensionista",
        exigido="Afiliación activa en relación de dependencia, jubilación o montepío por viudez",
        registrado=solicitante.calidad.value.capitalize() if solicitante.calidad else "Ninguna",
        cumple=solicitante.calidad is not None,
        base_legal=REQUISITOS,
    )
    if not solicitante.pensionista:
        yield _imposiciones(solicitante, norma, hoy)
        garantia = solicitante.reserva + solicitante.cesantia
        yield Requisito(
            nombre="garantia",
            texto="Fondos de reserva o cesantía que garanticen el préstamo",
            exigido="Más que cero",
            registrado=formato(garantia),
            cumple=garantia > 0,
            base_legal=REQUISITOS,
        )
    vencidas = sum(uno.cuotas_vencidas for uno in solicitante.vigentes)
    yield from al_dia(vencidas, solicitante.planillas_en_mora, REQUISITOS)
    yield cuenta_propia(solicitante.cuenta, REQUISITOS, validada=solicitante.cuenta_validada)
    lista = IMPEDIMENTOS if solicitante.pensionista else (*DE_AFILIADO, *IMPEDIMENTOS)
    yield from sin_impedimentos(lista, solicitante.impedimentos, REQUISITOS)


def _imposiciones(solicitante: Solicitante, norma: NormaQuirografario, hoy: date) -> Requisito:
    clave = "aportes_minimos_discapacidad" if solicitante.discapacidad else "aportes_minimos"
    exigidas = norma.imposiciones_discapacidad if solicitante.discapacidad else norma.imposiciones
    faltan = exigidas - len(solicitante.pagados)
    ultimo = solicitante.pagados[-1].periodo if solicitante.pagados else None
    cura = mover(siguiente_aporte(ultimo, hoy), faltan) if faltan > 0 and solicitante.calidad else None
    return Requisito(
        nombre="imposiciones",
        texto="Tiempo de aportes",
        exigido=f"{exigidas} imposiciones",
        registrado=str(len(solicitante.pagados)),
        cumple=faltan <= 0,
        fecha_en_que_cumple=cura,
        **norma.respaldo(clave),
    )


# --- the decision -----------------------------------------------------------------------------------------------------


def dictamen(
    solicitante: Solicitante, pedido: Pedido, norma: NormaQuirografario, hoy: date, parametros: Mapping[str, Any]
) -> Dictamen:
    """`parametros`: what `norma` was made of."""
    tope = plazo_maximo(solicitante, norma, hoy)
    lista = [*requisitos(solicitante, norma, hoy)]
    if pedido.renueva:
        lista += requisitos_de_novacion(pedido.renueva, solicitante.calidad, norma, hoy)
    lista.append(plazo_ofrecido(pedido.plazo, tope, _del_plazo(solicitante, norma)))
    pasos: tuple[Paso, ...] = ()
    datos: dict[str, Valor] = {
        "monto": pedido.monto,
        "plazo": pedido.plazo,
        "plazo_maximo": tope,
        "recibe": pedido.recibe,
    }
    if 1 <= pedido.plazo <= tope:
        elegida = opcion(
            solicitante,
            pedido.plazo,
            norma,
            hoy,
            monto=pedido.monto,
            sistema=pedido.sistema,
            renueva=pedido.paga,
        )
        lista.append(monto_posible(pedido.monto, elegida.capacidad, pedido.minimo))
        datos |= {"capacidad": elegida.capacidad.monto, "manda": elegida.capacidad.manda.nombre}
        pasos = tuple(elegida.capacidad.pasos)
        if elegida.tabla:
            _, respaldo = tasa_de(solicitante, pedido.plazo, norma, renueva=bool(pedido.paga))
            pasos += tuple(pasos_de_tabla(elegida.tabla, respaldo))
            datos |= datos_de_tabla(elegida.tabla)
    return Dictamen(
        fecha=hoy,
        requisitos=tuple(lista),
        pasos=pasos,
        califica=todos_cumplen(lista),
        datos=datos,
        parametros=dict(parametros),
    )


def _del_plazo(solicitante: Solicitante, norma: NormaQuirografario) -> Respaldado:
    otros = {Calidad.PENSIONISTA: "pensionista", Calidad.ZAFRERO: "zafrero"}
    quien = otros.get(solicitante.calidad, "afiliado") if solicitante.calidad else "afiliado"
    return norma.respaldo(f"plazo_{quien}_meses")


# --- renewal ----------------------------------------------------------------------------------------------------------


def requisitos_de_novacion(
    renovacion: Renovacion, calidad: Calidad | None, norma: NormaQuirografario, hoy: date
) -> tuple[Requisito, ...]:
    """Two sources ask for a quarter of the term and of the amount, one for a quarter of the instalments: the two."""
    prestamo, parte = renovacion.prestamo, norma.novacion_pagado
    meses = ceil(prestamo.plazo * parte / 100)
    van = prestamo.transcurridos(hoy)
    pagado = norma.respaldo("novacion_pagado_porcentaje")
    veces = norma.novaciones_por_anio
    return (
        Requisito(
            nombre="novacion_plazo",
            texto=f"Que haya pasado el {parte} % del plazo",
            exigido=f"{meses} de {prestamo.plazo} meses",
            registrado=str(van),
            cumple=van >= meses,
            fecha_en_que_cumple=meses_despues(prestamo.fecha, meses) if van < meses else None,
            **pagado,
        ),
        Requisito(
            nombre="novacion_pagado",
            texto=f"Haber pagado el {parte} % del monto",
            exigido=formato(prestamo.monto * parte / 100),
            registrado=formato(prestamo.monto - prestamo.saldo),
            cumple=prestamo.pagado >= parte,
            fecha_en_que_cumple=_cuando_pague(prestamo, parte, hoy),
            **pagado,
        ),
        Requisito(
            nombre="novacion_sin_planilla",
            texto="Que ninguna cuota esté en planilla",
            exigido="Ninguna",
            registrado="Hay una cuota en planilla" if renovacion.en_planilla else "Ninguna",
            cumple=not renovacion.en_planilla,
            **pagado,
        ),
        _espera(renovacion, norma, hoy),
        _ventana(calidad, norma, hoy),
        Requisito(
            nombre="novacion_veces",
            texto="No renovar demasiado seguido",
            exigido=f"Hasta {veces} veces en un año",
            registrado=str(renovacion.en_el_anio or "Ninguna"),
            cumple=renovacion.en_el_anio < veces,
            fecha_en_que_cumple=None if renovacion.en_el_anio < veces else date(hoy.year + 1, 1, 1),
            **norma.respaldo("novaciones_por_anio"),
        ),
    )


def _cuando_pague(prestamo: Vigente, parte: Decimal, hoy: date) -> date | None:
    """When the instalments to come will have repaid that part; None: they have, or an overdue one comes first."""
    if prestamo.pagado >= parte or prestamo.cuotas_vencidas:
        return None
    queda = prestamo.monto * (100 - parte) / 100
    meses = next((n for n, saldo in enumerate(prestamo.saldos, start=1) if saldo <= queda), None)
    return meses_despues(hoy, meses) if meses else None


def _espera(renovacion: Renovacion, norma: NormaQuirografario, hoy: date) -> Requisito:
    horas, pago = norma.novacion_espera_horas, renovacion.ultimo_pago
    desde = pago + timedelta(hours=horas) if pago else None
    return Requisito(
        nombre="novacion_espera",
        texto="Que su empleador haya pagado hace un tiempo",
        exigido=f"{horas} horas",
        registrado=f"Pagó el {fechas.fecha(pago)}" if pago else "Ningún pago reciente",
        cumple=desde is None or desde <= hoy,
        fecha_en_que_cumple=desde if desde and desde > hoy else None,
        **norma.respaldo("novacion_espera_horas"),
    )


def _ventana(calidad: Calidad | None, norma: NormaQuirografario, hoy: date) -> Requisito:
    quien = "pensionista" if calidad is Calidad.PENSIONISTA else "afiliado"
    suyas = [ventana for ventana in norma.ventanas if ventana.quien == quien]
    dias = (hoy + timedelta(days=i) for i in range(32))
    proximo = next((dia for dia in dias if any(v.desde <= dia.day <= v.hasta for v in suyas)), None)
    return Requisito(
        nombre="novacion_ventana",
        texto="Pedirla en los días del mes que corresponden",
        exigido=", ".join(f"del {ventana.desde} al {ventana.hasta}" for ventana in suyas),
        registrado=f"Hoy es {hoy.day}",
        cumple=proximo == hoy,
        fecha_en_que_cumple=proximo if proximo != hoy else None,
        **norma.respaldo("novacion_ventanas"),
    )

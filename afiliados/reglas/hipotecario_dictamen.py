"""Who may have a mortgage of the BIESS, alone or with the spouse; what each product asks besides; the decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from afiliados.reglas.hipotecario import (
    Aportes,
    Condiciones,
    Interesado,
    NormaHipotecario,
    Oferta,
    Pedido,
    Producto,
    Situacion,
    ofrecer,
)
from nucleo.dinero import CENTAVO, formato
from registro.reglas.dictamen import Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.prestamos import (
    Impedimento,
    al_dia,
    datos_de_tabla,
    monto_posible,
    pasos_de_tabla,
    plazo_ofrecido,
    sin_impedimentos,
)
from registro.reglas.puertas import edad, mover, siguiente_aporte

REQUISITOS = "Requisitos del préstamo hipotecario que publica el BIESS"
HIPOTECA_VIGENTE: Final = "hipoteca_vigente"
IMPEDIMENTOS: Final = (
    Impedimento(HIPOTECA_VIGENTE, "No estar pagando otro hipotecario del BIESS", "Hay un hipotecario vigente"),
    Impedimento("hipotecario_en_tramite", "No tener otro hipotecario en trámite", "Hay otra solicitud en trámite"),
    Impedimento("construccion_inactiva", "No tener detenida una línea de construcción", "Hay una línea detenida"),
    Impedimento("gastos_pendientes", "No deber gastos de instrumentación", "Hay gastos de instrumentación"),
    Impedimento(
        "obligaciones_del_representado",
        "Si representa a un empleador, que no deba obligaciones",
        "Su representado debe obligaciones",
    ),
    Impedimento("zafra_o_campesino", "Que su empleador no sea de zafra ni del Seguro Campesino", "Es uno de ellos"),
    Impedimento("enfermedad_degenerativa", "No constar con una enfermedad degenerativa", "Consta una enfermedad"),
)
SITUACIONES: Final = {
    Situacion.DEPENDENCIA: "Con empleador",
    Situacion.INDEPENDIENTE: "Por su cuenta",
    Situacion.JUBILADO: "Jubilación en curso",
}


@dataclass(frozen=True, slots=True)
class Consulta:
    """One product for one person."""

    condiciones: Condiciones
    oferta: Oferta | None
    requisitos: tuple[Requisito, ...]
    """Its own, beside those that every product asks."""

    @property
    def faltan(self) -> tuple[Requisito, ...]:
        return tuple(requisito for requisito in self.requisitos if not requisito.cumple)

    @property
    def presta(self) -> bool:
        """Something, leaving aside what every product asks."""
        return self.oferta is not None and self.oferta.cabe and not self.faltan


def consultar(pedido: Pedido, norma: NormaHipotecario) -> tuple[Consulta, ...]:
    """Every product; what has not been said of the house yet is not asked."""
    return tuple(
        Consulta(
            condiciones,
            ofrecer(_dentro_del_plazo(pedido, condiciones), condiciones, norma),
            tuple(_del_producto(pedido, condiciones, norma)),
        )
        for condiciones in norma.productos
    )


def _dentro_del_plazo(pedido: Pedido, condiciones: Condiciones) -> Pedido:
    """A term that suits one product may be too long for another one, which is then shown over its longest."""
    if pedido.plazo is None or pedido.plazo <= condiciones.plazo:
        return pedido
    return replace(pedido, plazo=None)


# --- who may have one -------------------------------------------------------------------------------------------------


def requisitos(pedido: Pedido, norma: NormaHipotecario, hoy: date) -> tuple[Requisito, ...]:
    """What every product asks, of each of those who would owe it."""
    lista = list(_de_la_persona(pedido.solicitante, norma, hoy))
    if pedido.solidaria:
        lista += _del_conyuge(pedido, norma, hoy)
    return tuple(lista)


def _de_la_persona(quien: Interesado, norma: NormaHipotecario, hoy: date) -> Iterator[Requisito]:
    yield _aportes(quien, norma, hoy)
    anios = edad(quien.nacimiento, hoy)
    yield Requisito(
        nombre="edad",
        texto="No pasar de la edad máxima",
        exigido=f"Hasta {norma.edad_maxima} años",
        registrado=f"{anios} años",
        cumple=anios <= norma.edad_maxima,
        **norma.respaldo("hipotecario_edad_maxima"),
    )
    vencidas = sum(uno.cuotas_vencidas for uno in quien.vigentes)
    yield from al_dia(vencidas, quien.planillas_en_mora, REQUISITOS)
    hipotecas = any(uno.saldo for uno in quien.vigentes if not uno.quirografario)
    yield from sin_impedimentos(
        IMPEDIMENTOS, quien.impedimentos | ({HIPOTECA_VIGENTE} if hipotecas else set()), REQUISITOS
    )


def _aportes(quien: Interesado, norma: NormaHipotecario, hoy: date) -> Requisito:
    """The pension of a jubilado is enough; who has a disability needs fewer, and none of them in a row."""
    jubilado = quien.situacion is Situacion.JUBILADO
    pide, clave = _pide(quien, norma)
    hay, seguidas = len(quien.pagados), quien.consecutivas(hoy)
    faltan = max(pide.total - hay, pide.consecutivos - seguidas, 0)
    cumple = quien.situacion is not None and (jubilado or not faltan)
    registrado = f"{hay}, las {seguidas} últimas seguidas"
    cura = None
    if jubilado:
        registrado = SITUACIONES[Situacion.JUBILADO]
    elif quien.situacion is None:
        registrado += ", sin afiliación activa"
    elif faltan:
        cura = mover(siguiente_aporte(quien.pagados[-1].periodo if hay else None, hoy), faltan)
    seguidos = f", las {pide.consecutivos} últimas seguidas" if pide.consecutivos else ""
    return Requisito(
        nombre="aportes",
        texto="Afiliación activa y tiempo de aportes, o una jubilación",
        exigido="Una jubilación en curso" if jubilado else f"{pide.total} imposiciones{seguidos}",
        registrado=registrado,
        cumple=cumple,
        fecha_en_que_cumple=cura,
        **norma.respaldo(clave),
    )


def _pide(quien: Interesado, norma: NormaHipotecario) -> tuple[Aportes, str]:
    if quien.discapacidad:
        return Aportes(norma.discapacidad, 0), "hipotecario_aportes_discapacidad"
    if quien.situacion is Situacion.INDEPENDIENTE:
        return norma.independiente, "hipotecario_aportes_independiente"
    return norma.dependencia, "hipotecario_aportes_dependencia"


def _del_conyuge(pedido: Pedido, norma: NormaHipotecario, hoy: date) -> Iterator[Requisito]:
    comun = norma.respaldo("hipotecario_solidario")
    yield Requisito(
        nombre="conyuge",
        texto="Una solicitud con su cónyuge o conviviente",
        exigido="Que lo confirme desde su propia cuenta",
        registrado="Confirmada" if pedido.confirmada else "Sin confirmar",
        cumple=pedido.conyuge is not None and pedido.confirmada,
        **comun,
    )
    if pedido.conyuge:
        for requisito in _de_la_persona(pedido.conyuge, norma, hoy):
            yield replace(requisito, nombre=f"conyuge_{requisito.nombre}", texto=f"Su cónyuge: {requisito.texto}")


# --- what a product asks ----------------------------------------------------------------------------------------------


def _del_producto(
    pedido: Pedido, condiciones: Condiciones, norma: NormaHipotecario, *, exige: bool = False
) -> Iterator[Requisito]:
    """`exige`: what has not been said of the house is missing, instead of left for later."""
    claves = condiciones.claves
    if not condiciones.tramos:
        return
    if condiciones.ingreso_maximo is not None:
        yield Requisito(
            nombre="ingreso_familiar",
            texto="El ingreso de la familia",
            exigido=f"Hasta {formato(condiciones.ingreso_maximo)}",
            registrado=formato(pedido.ingreso_familiar),
            cumple=pedido.ingreso_familiar <= condiciones.ingreso_maximo,
            **norma.respaldo(*claves["ingreso"]),
        )
    if pedido.avaluo is not None or exige:
        tope = condiciones.avaluo_maximo
        yield Requisito(
            nombre="avaluo",
            texto="El avalúo del inmueble",
            exigido=f"Hasta {formato(tope)}" if tope is not None else "Conocerlo",
            registrado=formato(pedido.avaluo) if pedido.avaluo is not None else "Por decir",
            cumple=pedido.avaluo is not None and pedido.avaluo > 0 and (tope is None or pedido.avaluo <= tope),
            **norma.respaldo(*claves.get("avaluo", claves["financiamiento"])),
        )
    if condiciones.dormitorios and (pedido.dormitorios is not None or exige):
        yield Requisito(
            nombre="dormitorios",
            texto="Los dormitorios de la vivienda",
            exigido=f"{condiciones.dormitorios} o más",
            registrado="Por decir" if pedido.dormitorios is None else str(pedido.dormitorios),
            cumple=(pedido.dormitorios or 0) >= condiciones.dormitorios,
            **norma.respaldo(*claves["dormitorios"]),
        )
    for nombre, texto, pide, hay in (
        ("primera_vivienda", "Que sea su primera vivienda", condiciones.primera_vivienda, pedido.primera_vivienda),
        ("nueva", "Que la vivienda sea nueva", condiciones.nueva, pedido.nueva),
    ):
        if pide and (hay is not None or exige):
            yield Requisito(
                nombre=nombre,
                texto=texto,
                exigido="Sí",
                registrado="Por decir" if hay is None else ("Sí" if hay else "No"),
                cumple=bool(hay),
                base_legal=REQUISITOS,
            )


# --- the decision -----------------------------------------------------------------------------------------------------


def dictamen(
    pedido: Pedido, producto: Producto, norma: NormaHipotecario, hoy: date, parametros: Mapping[str, Any]
) -> Dictamen:
    """`parametros`: what `norma` was made of."""
    condiciones = norma.condiciones(producto)
    oferta = ofrecer(pedido, condiciones, norma)
    lista = [
        *requisitos(pedido, norma, hoy),
        _se_ofrece(condiciones),
        *_del_producto(pedido, condiciones, norma, exige=condiciones.se_calcula),
    ]
    pasos: tuple[Paso, ...] = ()
    datos: dict[str, Valor] = {"producto": producto.value}
    if condiciones.se_calcula:
        plazo = condiciones.plazo if pedido.plazo is None else pedido.plazo
        lista.append(plazo_ofrecido(plazo, condiciones.plazo, norma.respaldo(*condiciones.claves["plazo"])))
    if oferta:
        lista.append(monto_posible(oferta.monto, oferta.capacidad))
        pasos = tuple(oferta.capacidad.pasos)
        datos |= {"capacidad": oferta.capacidad.monto, "manda": oferta.capacidad.manda.nombre}
        if oferta.monto >= CENTAVO:
            tabla = oferta.tabla
            pasos += tuple(pasos_de_tabla(tabla, norma.respaldo(*condiciones.claves["tasa"])))
            datos |= datos_de_tabla(tabla)
        if oferta.entrada is not None:
            datos["entrada"] = oferta.entrada
    return Dictamen(
        fecha=hoy,
        requisitos=tuple(lista),
        pasos=pasos,
        califica=todos_cumplen(lista),
        datos=datos,
        parametros=dict(parametros),
    )


def _se_ofrece(condiciones: Condiciones) -> Requisito:
    registrado = "Se ofrece"
    if not condiciones.del_biess:
        registrado = "Lo dan bancos privados con subsidio del Estado"
    elif not condiciones.tramos:
        registrado = "El BIESS no publica sus condiciones"
    return Requisito(
        nombre="producto",
        texto=condiciones.ficha.nombre,
        exigido="Un producto del BIESS con condiciones publicadas",
        registrado=registrado,
        cumple=condiciones.se_calcula,
        base_legal=REQUISITOS,
    )

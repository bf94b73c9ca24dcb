"""What a subsidy asks for, in words: what is demanded, what the record shows, and from when it would be met."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from afiliados.reglas.certificado_medico import CAMPOS_DE_VALIDACION, CAMPOS_DEL_IESS, campos_que_faltan, cie10_posible
from afiliados.reglas.imposiciones_seguidas import (
    desde_cuando_dias,
    desde_cuando_seguidos,
    dias_en,
    protege_hasta,
)
from afiliados.reglas.reposos import Clase, Emisor, Motivo, tramos_de_fechas
from afiliados.reglas.subsidios_calculo import Causa, Patrono
from afiliados.reglas.subsidios_examen import Examen
from nucleo import fechas
from registro.reglas.dictamen import Confianza, Requisito
from registro.reglas.respaldo import respaldado
from registro.reglas.tiempo_servicio import DIAS_POR_MES

CUENTA = "Requisitos de los subsidios monetarios que publica el IESS"


def requisitos_de(examen: Examen) -> Iterator[Requisito]:
    yield from _PROPIOS[examen.clase](examen)
    yield _reposo(examen)
    yield _sin_otro_reposo(examen)
    yield _maximo(examen)
    yield _certificado_a_tiempo(examen)
    if examen.pedido.escritos is not None:
        yield _certificado_completo(examen, examen.pedido.escritos)
    yield _cuenta(examen)


# --- what each subsidy asks ------------------------------------------------------------------------------------------


def _de_enfermedad(examen: Examen) -> Iterator[Requisito]:
    piden, lleva = examen.norma.enfermedad.imposiciones, examen.racha
    cumple = lleva.meses >= piden
    cuando = None if cumple else desde_cuando_seguidos(examen.asegurado.meses, piden, examen.hoy)
    # Months of fewer days: the source equals six months with 180 days, the law only says months.
    enteros = lleva.dias >= lleva.meses * DIAS_POR_MES or lleva.dias >= piden * DIAS_POR_MES
    yield Requisito(
        nombre="imposiciones_seguidas",
        texto="Aportes seguidos antes de enfermar",
        exigido=f"{piden} meses seguidos antes de {fechas.mes(examen.situado.inicio)}",
        registrado=_lleva(examen, piden, cuando),
        cumple=cumple,
        fecha_en_que_cumple=cuando,
        **respaldado(examen.norma.respaldos, "enfermedad_imposiciones", segura=enteros),
    )
    yield _protegido(examen)
    yield _duracion(examen)


def _de_maternidad(examen: Examen) -> Iterator[Requisito]:
    yield _sector(examen)
    yield _aportes_de_maternidad(examen)
    yield _protegido(examen)
    cifras, pagables = examen.norma.maternidad, examen.reposo.dias - examen.subsidio.dias_con(Causa.FUERA)
    yield Requisito(
        nombre="licencia",
        texto="Los días son los de la maternidad",
        exigido=f"Desde {cifras.antes} días antes del parto y hasta {cifras.despues} días desde el parto",
        registrado=f"{_cuantos(pagables)} de {examen.reposo.dias}, con el parto el {_fecha(examen.pedido.parto)}",
        cumple=pagables > 0,
        **respaldado(examen.norma.respaldos, "maternidad_dias"),
    )


def _de_riesgos(examen: Examen) -> Iterator[Requisito]:
    hecho, puestos = examen.hecho, examen.asegurado.puestos_el(examen.hecho)
    quienes = ", ".join(dict.fromkeys(puesto.empleador or "afiliación voluntaria" for puesto in puestos))
    accidente = examen.reposo.motivo is Motivo.ACCIDENTE_DE_TRABAJO
    yield Requisito(
        nombre="trabaja_ese_dia",
        texto="Estar afiliado el día del accidente" if accidente else "Estar afiliado al empezar el reposo",
        exigido=f"Afiliación vigente el {fechas.fecha(hecho)}; vale desde el primer día de trabajo",
        registrado=quienes[:1].upper() + quienes[1:] if puestos else f"Ninguna afiliación el {fechas.fecha(hecho)}",
        cumple=bool(puestos),
        # Nothing was found on the voluntary ones.
        **respaldado(
            examen.norma.respaldos,
            "riesgos_imposiciones",
            segura=not puestos or any(puesto.empleador for puesto in puestos),
        ),
    )
    if accidente:
        yield _aviso(examen)
        dias = examen.reposo.dias - examen.subsidio.dias_con(Causa.FUERA)
        yield Requisito(
            nombre="despues_del_accidente",
            texto="El reposo es por ese accidente",
            exigido=f"Días de reposo desde el accidente, el {fechas.fecha(hecho)}",
            registrado=f"{_cuantos(dias)} de {examen.reposo.dias}",
            cumple=dias > 0,
            **respaldado(examen.norma.respaldos, "riesgos_inicio"),
        )


_PROPIOS: Mapping[Clase, Callable[[Examen], Iterator[Requisito]]] = {
    Clase.ENFERMEDAD: _de_enfermedad,
    Clase.MATERNIDAD: _de_maternidad,
    Clase.RIESGOS: _de_riesgos,
}


def _aportes_de_maternidad(examen: Examen) -> Requisito:
    """One of three ways is enough: months before the birth, or days before the rest."""
    cifras, meses, inicio = examen.norma.maternidad, examen.asegurado.meses, examen.situado.inicio
    seguidos = examen.racha.meses >= cifras.imposiciones
    opciones = [
        Requisito(
            nombre="imposiciones_seguidas",
            texto=f"{cifras.imposiciones} meses de aportes seguidos antes del mes del parto",
            exigido=f"{cifras.imposiciones} meses seguidos",
            registrado=_seguidas(examen),
            cumple=seguidos,
            fecha_en_que_cumple=None if seguidos else desde_cuando_seguidos(meses, cifras.imposiciones, examen.hoy),
            **respaldado(examen.norma.respaldos, "maternidad_imposiciones"),
        )
    ]
    for alternativa, clave in zip(
        cifras.alternativas, ("maternidad_dias_previos", "maternidad_dias_alternativos"), strict=True
    ):
        hay = dias_en(meses, alternativa.meses, inicio)
        opciones.append(
            Requisito(
                nombre=f"{alternativa.dias}_dias_en_{alternativa.meses}_meses",
                texto=f"{alternativa.dias} días de aportes en los {alternativa.meses} meses anteriores al reposo",
                exigido=f"{alternativa.dias} días",
                registrado=_cuantos(hay),
                cumple=hay >= alternativa.dias,
                fecha_en_que_cumple=None
                if hay >= alternativa.dias
                else desde_cuando_dias(meses, *alternativa, inicio=inicio, hoy=examen.hoy),
                **respaldado(examen.norma.respaldos, clave),
            )
        )
    cumple = any(opcion.cumple for opcion in opciones)
    fechas_posibles = [opcion.fecha_en_que_cumple for opcion in opciones if opcion.fecha_en_que_cumple]
    cuando = None if cumple else min(fechas_posibles)
    confianzas = [opcion.confianza for opcion in opciones if opcion.cumple is cumple]
    return Requisito(
        nombre="imposiciones",
        texto="Aportes antes del parto",
        exigido="Una de estas combinaciones",
        registrado=_seguidas(examen) + _para_un_reposo(cuando),
        cumple=cumple,
        base_legal=opciones[0].base_legal,
        fecha_en_que_cumple=cuando,
        confianza=min(confianzas, key=list(Confianza).index),
        opciones=tuple(opciones),
    )


def _sector(examen: Examen) -> Requisito:
    publico = examen.caso.patrono is Patrono.PUBLICO
    return Requisito(
        nombre="sector",
        texto="No recibir el sueldo completo de una entidad pública",
        exigido="Trabajar en el sector privado o aportar por su cuenta",
        registrado="Trabaja en una entidad pública, que le paga el sueldo completo en su licencia"
        if publico
        else "No trabaja solo en entidades públicas",
        cumple=not publico,
        **respaldado(examen.norma.respaldos, "maternidad_porcentajes"),
    )


def _aviso(examen: Examen) -> Requisito:
    limite, aviso = examen.limite_aviso or examen.hoy, examen.pedido.aviso
    if aviso is None:
        vencido = "no consta, y el plazo ya venció" if examen.pedido.presentado > limite else "todavía no consta"
        registrado = f"El aviso {vencido}"
    else:
        registrado = f"Avisado el {fechas.fecha(aviso)}{'' if aviso <= limite else ': tarde'}"
    return Requisito(
        nombre="aviso_de_accidente",
        texto="Aviso del accidente de trabajo, de su empleador, suyo o de un familiar",
        exigido=f"Hasta el {fechas.fecha(limite)}, {examen.norma.riesgos.aviso_habiles} días hábiles",
        registrado=registrado,
        cumple=aviso is not None and examen.hecho <= aviso <= limite,
        **respaldado(examen.norma.respaldos, "riesgos_aviso_dias_habiles"),
    )


def _protegido(examen: Examen) -> Requisito:
    meses, ultimo = examen.norma.conservacion_meses, examen.racha.hasta
    sin_proteccion = protege_hasta(ultimo, meses) if ultimo else date.min
    registrado = "No consta ningún aporte anterior"
    if ultimo:
        hasta = fechas.fecha(sin_proteccion - timedelta(days=1))
        registrado = f"Último aporte: {fechas.mes(ultimo)}; le protege hasta el {hasta}"
    return Requisito(
        nombre="protegido",
        texto="Seguir protegido al empezar el reposo",
        exigido=f"Empezar el reposo hasta {meses} meses después del último aporte",
        registrado=registrado,
        cumple=examen.situado.inicio < sin_proteccion,
        **respaldado(examen.norma.respaldos, "enfermedad_conservacion_meses"),
    )


def _duracion(examen: Examen) -> Requisito:
    publico = examen.caso.patrono is Patrono.PUBLICO
    primero = examen.norma.enfermedad.primer_dia_pagado(publico=publico)
    llega, dias = examen.situado.ultimo_numero, examen.reposo.dias
    registrado = f"Reposo de {_cuantos(dias)}"
    if examen.situado.continua:
        registrado += f", que sigue a otro: llega al día {llega}"
    if llega < primero:
        registrado += f". Si se lo prolongan sin dejar un día de por medio y pasa de {primero - 1} días, puede pedirlo"
    clave = "enfermedad_servidor_publico" if publico else "enfermedad_dia_inicio"
    seguidos = ("reposos_seguidos",) if examen.situado.continua else ()
    return Requisito(
        nombre="duracion",
        texto="Un reposo bastante largo",
        exigido=f"Más de {primero - 1} días: antes no paga el IESS",
        registrado=registrado,
        cumple=llega >= primero,
        **respaldado(examen.norma.respaldos, clave, *seguidos),
    )


# --- what all of them ask --------------------------------------------------------------------------------------------


def _reposo(examen: Examen) -> Requisito:
    absoluto = examen.reposo.absoluto
    return Requisito(
        nombre="reposo",
        texto="El certificado ordena reposo",
        exigido="Reposo; el aislamiento solo no basta",
        registrado="Ordena reposo" if absoluto else "Ordena aislamiento o cuidados, sin reposo",
        cumple=absoluto,
        **respaldado(examen.norma.respaldos, "enfermedad_aislamiento"),
    )


def _sin_otro_reposo(examen: Examen) -> Requisito:
    repetidos = examen.situado.repetidos
    registrado = "Ninguno consta en otro reposo"
    if repetidos:
        quedan = examen.reposo.dias - len(repetidos)
        registrado = (
            f"{_cuantos(len(repetidos))} ya {'consta' if len(repetidos) == 1 else 'constan'} en otro reposo "
            f"({_rangos(repetidos)}) y no {'se paga' if len(repetidos) == 1 else 'se pagan'} otra vez. "
            f"Por ver: {_cuantos(quedan)}"
        )
    return Requisito(
        nombre="sin_otro_reposo",
        texto="Días que no constan en otro reposo",
        exigido="Cada día se paga una vez",
        registrado=registrado,
        cumple=not repetidos or examen.subsidio.dias_pagados > 0,
        **respaldado(examen.norma.respaldos, "reposos_superpuestos"),
    )


_MAXIMO: Mapping[Clase, str] = {
    Clase.ENFERMEDAD: "enfermedad_dias_maximo",
    Clase.MATERNIDAD: "maternidad_dias",
    Clase.RIESGOS: "riesgos_porcentajes",
}


def _maximo(examen: Examen) -> Requisito:
    sobran, llega = examen.subsidio.dias_con(Causa.SOBRE_EL_MAXIMO), examen.subsidio.ultimo_dia
    seguidos = ("reposos_seguidos",) if examen.situado.continua else ()
    return Requisito(
        nombre="maximo",
        texto="No haber pasado del máximo",
        exigido=f"{examen.maximo} días como máximo",
        registrado=f"Empezó el {fechas.fecha(examen.situado.inicio)} y llega al día {llega}"
        + (f": {_cuantos(sobran)} de más, sin pago" if sobran else ""),
        cumple=not sobran or examen.subsidio.dias_pagados > 0,
        **respaldado(examen.norma.respaldos, _MAXIMO[examen.clase], *seguidos),
    )


def _certificado_a_tiempo(examen: Examen) -> Requisito:
    presentado, ventana = examen.pedido.presentado, examen.ventana
    del_iess = examen.reposo.emisor is Emisor.IESS
    if del_iess:
        registrado = "Lo emitió una unidad del IESS: se registra solo"
    elif presentado < ventana.desde:
        registrado = f"Su fecha de emisión, el {fechas.fecha(ventana.desde)}, todavía no llega"
    elif presentado > ventana.hasta:
        registrado = f"Presentado el {fechas.fecha(presentado)}: el plazo venció el {fechas.fecha(ventana.hasta)}"
    else:
        registrado = f"Presentado el {fechas.fecha(presentado)}"
    return Requisito(
        nombre="certificado_a_tiempo",
        texto="Certificado presentado a tiempo",
        exigido=f"Desde que se emite y hasta el {fechas.fecha(ventana.hasta)}, "
        f"{examen.norma.certificado_habiles} días hábiles después del último de reposo",
        registrado=registrado,
        cumple=del_iess or ventana.a_tiempo(presentado),
        fecha_en_que_cumple=ventana.desde if not del_iess and presentado < ventana.desde else None,
        **respaldado(examen.norma.respaldos, "certificado_medico_dias_habiles"),
    )


def _certificado_completo(examen: Examen, escritos: Mapping[str, str]) -> Requisito:
    faltan = campos_que_faltan(examen.reposo.emisor, escritos)
    dice, son = escritos.get("total_dias", "").strip(), examen.reposo.dias
    problemas = [f"Falta: {', '.join(campo.texto for campo in faltan)}"] if faltan else []
    if (codigo := escritos.get("cie10", "").strip()) and not cie10_posible(codigo):
        problemas.append(f"«{codigo}» no tiene la forma de un código CIE-10")
    if dice and dice != str(son):
        problemas.append(f"Dice {dice} días, y de la primera fecha a la última hay {son}")
    return Requisito(
        nombre="certificado_completo",
        texto="Certificado completo",
        exigido="Todos los datos que pide el IESS, y que coincidan entre sí",
        registrado=". ".join(problemas) or "Completo",
        cumple=not problemas,
        base_legal=faltan[0].base_legal if faltan else CAMPOS_DE_VALIDACION if problemas else CAMPOS_DEL_IESS,
    )


def _cuenta(examen: Examen) -> Requisito:
    cuenta, validada = examen.asegurado.cuenta, examen.asegurado.cuenta_validada
    espera = "" if validada else " (pendiente de validación)"
    return Requisito(
        nombre="cuenta_bancaria",
        texto="Una cuenta bancaria propia",
        exigido="Activa y validada",
        registrado=f"{cuenta}{espera}" if cuenta else "Ninguna",
        cumple=bool(cuenta) and validada,
        base_legal=CUENTA,
    )


# --- words -----------------------------------------------------------------------------------------------------------


def _lleva(examen: Examen, piden: int, cuando: date | None) -> str:
    lleva = examen.racha
    texto = _seguidas(examen)
    if lleva.meses < piden <= lleva.con_impagos and lleva.impagos:
        texto += f". Serían {lleva.con_impagos} con {_meses(lleva.impagos)}, que su empleador no ha pagado"
    return texto + _para_un_reposo(cuando)


def _seguidas(examen: Examen) -> str:
    lleva = examen.racha
    if lleva.hasta is None:
        return "Ninguno antes de ese mes"
    return f"{lleva.meses} {'mes' if lleva.meses == 1 else 'meses seguidos'}, hasta {fechas.mes(lleva.hasta)}"


def _para_un_reposo(cuando: date | None) -> str:
    """The requirement is about the day on which a rest begins: this one will never meet it."""
    return f". Sirve para un reposo que empiece desde el {fechas.fecha(cuando)}" if cuando else ""


def _meses(meses: Sequence[date]) -> str:
    return ", ".join(map(fechas.mes, meses))


def _cuantos(dias: int) -> str:
    return f"{dias} {'día' if dias == 1 else 'días'}"


def _fecha(dia: date | None) -> str:
    return fechas.fecha(dia) if dia else "día que se declare"


def _rangos(dias: Sequence[date]) -> str:
    return ", ".join(
        f"del {fechas.fecha(desde)} al {fechas.fecha(hasta)}" if desde < hasta else f"el {fechas.fecha(desde)}"
        for desde, hasta in tramos_de_fechas(dias)
    )

"""The calculation of a subsidy, step by step, for the dictamen."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from afiliados.reglas.reposos import Clase
from afiliados.reglas.subsidios_calculo import Causa, Patrono, Tramo
from afiliados.reglas.subsidios_examen import Examen
from nucleo import fechas
from registro.reglas.dictamen import Confianza, Paso, Valor
from registro.reglas.respaldo import respaldado

_BASE: Mapping[Clase, str] = {
    Clase.ENFERMEDAD: "enfermedad_base_meses",
    Clase.MATERNIDAD: "maternidad_base",
    Clase.RIESGOS: "riesgos_base",
}
_POR_QUE: Mapping[Causa, str] = {
    Causa.SIN_PAGO: "son de espera: no los paga nadie",
    Causa.REPETIDO: "ya constan en otro reposo",
    Causa.SOBRE_EL_MAXIMO: "pasan del máximo",
    Causa.FUERA: "fuera de lo que este subsidio cubre",
}


def pasos_de(examen: Examen, *, califica: bool) -> Iterator[Paso]:
    """The months of the base, the daily base, each tranche, and the sums: the last is what is due, if anything is."""
    if not examen.subsidio.base.sueldos:
        return
    yield from _pasos_de_la_base(examen)
    tramos = [_paso_del_tramo(examen, numero, tramo) for numero, tramo in enumerate(examen.subsidio.tramos, start=1)]
    yield from tramos
    pesa = Confianza.menor(paso.confianza for paso in tramos)
    subsidio, legal = examen.subsidio, next((paso.base_legal for paso in tramos if paso.resultado), "")
    if subsidio.del_empleador:
        suma: dict[str, Valor] = {
            paso.nombre: tramo.valor_empleador
            for paso, tramo in zip(tramos, subsidio.tramos, strict=True)
            if tramo.valor_empleador
        }
        del_empleador = next(paso.base_legal for paso in tramos if paso.nombre in suma)
        texto = "Lo que le paga su empleador"
        yield Paso("empleador_total", texto, "suma de los tramos", suma, subsidio.del_empleador, del_empleador, pesa)
    suma = {paso.nombre: paso.resultado for paso in tramos if paso.resultado}
    nombre = "subsidio_total" if califica else "subsidio_calculado"
    texto = "Lo que le paga el IESS" if califica else "Lo que le pagaría el IESS"
    yield Paso(nombre, texto, "suma de los tramos", suma, subsidio.total, legal or tramos[0].base_legal, pesa)


def _pasos_de_la_base(examen: Examen) -> Iterator[Paso]:
    base, clave = examen.subsidio.base, _BASE[examen.clase]
    completa = len(base.sueldos) == base.esperados and not base.del_contrato
    respaldo = respaldado(examen.norma.respaldos, clave, segura=not base.del_contrato)
    meses: dict[str, Valor] = {fechas.mes(sueldo.periodo): sueldo.valor for sueldo in base.sueldos}
    texto = "Sueldo con el que aporta, al mes"
    if base.del_contrato:
        texto = "Sueldo del aviso de entrada: todavía no consta ningún aporte"
    elif not completa:
        texto = f"Sueldo con el que aporta, al mes: constan {len(base.sueldos)} de {base.esperados} meses"
    yield Paso("base", texto, "suma de los sueldos ÷ meses", meses, base.mensual, **respaldo)
    yield Paso(
        nombre="base_diaria",
        texto="Por día",
        formula=f"suma de los sueldos ÷ {base.divisor}",
        entradas={"suma": base.suma, "dias": base.divisor},
        resultado=base.diaria,
        **respaldo,
    )


def _paso_del_tramo(examen: Examen, numero: int, tramo: Tramo) -> Paso:
    base, trato = examen.subsidio.base, tramo.trato
    entradas: dict[str, Valor] = {"dias": tramo.dias}
    paga = bool(trato.iess or trato.empleador)
    if paga:
        entradas |= {"suma": base.suma, "divisor": base.divisor}
    if trato.iess:
        entradas["porcentaje"] = trato.iess / 100
    if trato.empleador:
        entradas |= {"porcentaje_empleador": trato.empleador / 100, "empleador": tramo.valor_empleador}
    return Paso(
        nombre=f"tramo_{numero}",
        texto=f"{_cuales(tramo)}: {que_pasa(tramo)}",
        formula="suma de los sueldos ÷ divisor × días × porcentaje" if paga else "días sin pago",
        entradas=entradas,
        resultado=tramo.valor_iess,
        **respaldado(examen.norma.respaldos, *_claves(examen, trato.causa), segura=_segura(examen, tramo)),
    )


def _cuales(tramo: Tramo) -> str:
    if tramo.trato.causa is Causa.FUERA:  # it has no number
        return (
            fechas.fecha(tramo.desde)
            if tramo.dias == 1
            else f"{fechas.fecha(tramo.desde)} a {fechas.fecha(tramo.hasta)}"
        )
    if tramo.dias == 1:
        return f"Día {tramo.dia_desde}, el {fechas.fecha(tramo.desde)}"
    return f"Días {tramo.dia_desde} a {tramo.dia_hasta}, del {fechas.fecha(tramo.desde)} al {fechas.fecha(tramo.hasta)}"


def que_pasa(tramo: Tramo) -> str:
    """Who pays those days, and what part of the base."""
    trato = tramo.trato
    if trato.causa is Causa.EMPLEADOR:
        return f"su empleador paga el {_por_ciento(trato.empleador)}"
    if trato.causa is not Causa.SUBSIDIO:
        return _POR_QUE[trato.causa]
    ademas = f", y su empleador el {_por_ciento(trato.empleador)}" if trato.empleador else ""
    return f"el IESS paga el {_por_ciento(trato.iess)}{ademas}"


def _claves(examen: Examen, causa: Causa) -> tuple[str, ...]:
    """The parameters that a tranche stands on, the one to cite first."""
    base = _BASE[examen.clase]
    seguidos = ("reposos_seguidos",) if examen.situado.continua else ()
    if causa is Causa.REPETIDO:
        return ("reposos_superpuestos",)
    if examen.clase is Clase.MATERNIDAD:
        return ("maternidad_dias",) if causa is Causa.FUERA else ("maternidad_porcentajes", base, *seguidos)
    if examen.clase is Clase.RIESGOS:
        inicio = ("riesgos_inicio",) if examen.caso.accidente else ()
        return inicio if causa is Causa.FUERA else ("riesgos_porcentajes", base, *inicio, *seguidos)
    return (*_de_enfermedad(examen, causa), *seguidos)


def _de_enfermedad(examen: Examen, causa: Causa) -> tuple[str, ...]:
    publico = examen.caso.patrono is Patrono.PUBLICO
    if causa is Causa.EMPLEADOR:
        if publico:
            return ("enfermedad_servidor_publico", "enfermedad_servidor_publico_porcentaje")
        return ("enfermedad_empleador", "enfermedad_base_meses")
    if causa is Causa.SIN_PAGO:
        return ("enfermedad_dia_inicio",)
    if causa is Causa.SOBRE_EL_MAXIMO:
        return ("enfermedad_dias_maximo",)
    return ("enfermedad_porcentajes", "enfermedad_base_meses", *(("enfermedad_servidor_publico",) if publico else ()))


def _segura(examen: Examen, tramo: Tramo) -> bool:
    """No source says the share of a public servant after day 90, nor the base of who never contributed."""
    publico = examen.clase is Clase.ENFERMEDAD and examen.caso.patrono is Patrono.PUBLICO
    return not (examen.subsidio.base.del_contrato or (publico and tramo.trato.causa is Causa.SUBSIDIO))


def _por_ciento(parte: Decimal) -> str:
    return f"{parte.normalize():f}\u00a0%".replace(".", ",")

"""What is wrong with a notice, and what is in force already: E §3 of the domain notes."""

from datetime import date
from decimal import Decimal

from empleadores.reglas.novedades.hechos import (
    HORAS,
    LETRAS_DE_LA_ACTIVIDAD,
    LETRAS_DEL_CARGO,
    MUERTE,
    SIN_SUCURSALES,
    TOPE,
    Entrada,
    Extras,
    NormaNovedades,
    NuevoSueldo,
    Pedido,
    Problema,
    Salida,
    Trabajador,
    Vinculo,
    campo_del_hecho,
)
from empleadores.reglas.novedades.plazos import extemporanea
from nucleo.dinero import CERO, centavos, formato
from nucleo.fechas import fecha as en_palabras
from nucleo.fechas import mes as mes_en_palabras
from registro.reglas.identidad import IdentidadInvalida, validar_cedula

# --- what is there already --------------------------------------------------------------------------------------------


def ya_consta(pedido: Pedido, trabajador: Trabajador) -> bool:
    """Whether it is in force exactly so: telling it again changes nothing."""
    propios = trabajador.en(pedido.sucursal)
    match pedido:
        case Entrada():
            return any(_misma_entrada(pedido, vinculo) for vinculo in propios)
        case Salida():
            return any(v.salida == pedido.fecha and v.causa == pedido.causa for v in propios)
        case NuevoSueldo():
            vinculo = trabajador.del_mes(pedido.sucursal, pedido.periodo)
            return vinculo is not None and vinculo.sueldo_en(pedido.periodo) == pedido.sueldo
        case Extras():
            vinculo = trabajador.del_mes(pedido.sucursal, pedido.periodo)
            return vinculo is not None and any(
                (e.periodo, e.causa, e.valor) == (pedido.periodo, pedido.causa, pedido.valor) for e in vinculo.extras
            )


def _misma_entrada(pedido: Entrada, vinculo: Vinculo) -> bool:
    return (
        vinculo.ingreso == pedido.ingreso
        and vinculo.sueldo_de_entrada == pedido.sueldo
        and vinculo.jornada == pedido.jornada
        and vinculo.cargo == pedido.cargo
    )


# --- what is wrong ----------------------------------------------------------------------------------------------------


def revisar(pedido: Pedido, trabajador: Trabajador, norma: NormaNovedades, hoy: date) -> list[Problema]:
    """Everything that is wrong, not the first thing; nothing of what is in force already (`ya_consta`)."""
    problemas = _de_quien(pedido.cedula, pedido.sucursal, trabajador)
    if not problemas and ya_consta(pedido, trabajador):
        return []
    match pedido:
        case Entrada():
            problemas += _de_la_entrada(pedido, trabajador, norma, hoy)
        case Salida():
            problemas += _de_la_salida(pedido, trabajador, norma, hoy)
        case NuevoSueldo():
            problemas += _del_sueldo(pedido, trabajador, norma, hoy)
        case Extras():
            problemas += _de_los_extras(pedido, trabajador, norma, hoy)
    campo = campo_del_hecho(pedido)
    if not any(problema.campo == campo for problema in problemas) and extemporanea(pedido, norma, hoy):
        problemas.append(Problema(campo, _texto_extemporanea(norma), extemporanea=True))
    return problemas


def revisar_quien_entra(sucursal: str, ingreso: date, trabajador: Trabajador, hoy: date) -> list[Problema]:
    """What is wrong with the worker, the branch and the first day, before the rest of an entry is known."""
    problemas = _de_quien(trabajador.cedula, sucursal, trabajador) + _de_la_fecha("ingreso", ingreso, trabajador, hoy)
    return problemas or _de_lo_anterior(sucursal, ingreso, trabajador)


def revisar_quien_trabaja(sucursal: str, trabajador: Trabajador, *, todavia: bool) -> list[Problema]:
    """What is wrong with the worker and the branch; `todavia`: it is only of who has not left."""
    if problemas := _de_quien(trabajador.cedula, sucursal, trabajador):
        return problemas
    hay = trabajador.abierto(sucursal) if todavia else trabajador.en(sucursal)
    return [] if hay else [Problema("cedula", _sin_trabajar(trabajador, sucursal))]


def _texto_extemporanea(norma: NormaNovedades) -> str:
    return (
        f"Pasaron más de {norma.dias_extemporanea} días: este aviso ya no se registra aquí. "
        "Preséntelo en «Novedades extemporáneas»."
    )


def _de_quien(cedula: str, sucursal: str, trabajador: Trabajador) -> list[Problema]:
    problemas = []
    try:
        validar_cedula(cedula)
    except IdentidadInvalida as razon:
        problemas.append(Problema("cedula", str(razon)))
    else:
        if trabajador.nacimiento is None:
            problemas.append(Problema("cedula", "El registro no conoce esta cédula. Revise el número."))
        elif trabajador.empresa.ruc.startswith(cedula):
            problemas.append(Problema("cedula", "Es la cédula del empleador: nadie es trabajador de sí mismo."))
    if sucursal not in (trabajador.empresa.sucursales or {SIN_SUCURSALES}):
        problemas.append(Problema("sucursal", "No es una sucursal de este empleador."))
    return problemas


def _de_la_entrada(pedido: Entrada, trabajador: Trabajador, norma: NormaNovedades, hoy: date) -> list[Problema]:
    problemas = _de_la_fecha("ingreso", pedido.ingreso, trabajador, hoy)
    if not problemas:
        problemas += _de_lo_anterior(pedido.sucursal, pedido.ingreso, trabajador)
    problemas += _del_valor("sueldo", pedido.sueldo, norma.minimo)
    for campo, valor, lista in (
        ("jornada", pedido.jornada, HORAS),
        ("relacion_trabajo", pedido.relacion_trabajo, norma.relaciones),
        ("seguro", pedido.seguro, norma.seguros),
        ("origen_pago", pedido.origen_pago, norma.origenes),
    ):
        if valor not in lista:
            problemas.append(Problema(campo, f"No es uno de estos: {', '.join(lista)}."))
    if not pedido.cargo.strip() or not pedido.cargo.isprintable():
        problemas.append(Problema("cargo", "Escriba el cargo."))
    elif len(pedido.cargo) > LETRAS_DEL_CARGO:
        problemas.append(Problema("cargo", f"El cargo tiene más de {LETRAS_DEL_CARGO} letras."))
    if not (pedido.actividad.isascii() and pedido.actividad.isalnum()):
        problemas.append(Problema("actividad", "Escriba el código de la actividad sectorial, con letras y números."))
    elif len(pedido.actividad) > LETRAS_DE_LA_ACTIVIDAD:
        problemas.append(Problema("actividad", f"El código tiene {LETRAS_DE_LA_ACTIVIDAD} letras o números."))
    return problemas


def _de_lo_anterior(sucursal: str, ingreso: date, trabajador: Trabajador) -> list[Problema]:
    """Two employments of one branch never share a day."""
    for vinculo in trabajador.en(sucursal):
        if vinculo.salida is None:
            texto = f"Ya consta trabajando en esta sucursal desde el {en_palabras(vinculo.ingreso)}."
            return [Problema("cedula", texto)]
        if vinculo.salida >= ingreso:
            texto = f"Constó trabajando en esta sucursal hasta el {en_palabras(vinculo.salida)}: la entrada va después."
            return [Problema("ingreso", texto)]
    return []


def _de_la_salida(pedido: Salida, trabajador: Trabajador, norma: NormaNovedades, hoy: date) -> list[Problema]:
    problemas = _de_la_fecha("fecha", pedido.fecha, trabajador, hoy)
    if trabajador.nacimiento is not None:
        problemas += _de_quien_sale(pedido, trabajador, bool(problemas))
    if pedido.causa not in norma.causas:
        problemas.append(Problema("causa", f"No es una de estas: {', '.join(norma.causas)}."))
    return problemas + _del_fallecimiento(pedido, trabajador, hoy)


def _de_quien_sale(pedido: Salida, trabajador: Trabajador, fecha_mala: bool) -> list[Problema]:
    vinculo = trabajador.abierto(pedido.sucursal)
    if vinculo is None:
        return [Problema("cedula", _sin_trabajar(trabajador, pedido.sucursal))]
    if fecha_mala:
        return []
    if pedido.fecha < vinculo.ingreso:
        return [Problema("fecha", f"Entró el {en_palabras(vinculo.ingreso)}: no pudo salir antes.")]
    meses = [*(cambio.periodo for cambio in vinculo.cambios), *(extra.periodo for extra in vinculo.extras)]
    despues = [periodo for periodo in meses if periodo > pedido.fecha]
    if despues:
        texto = f"Hay un nuevo sueldo o extras de {mes_en_palabras(min(despues))}: deshaga primero esa novedad."
        return [Problema("fecha", texto)]
    return []


def _del_fallecimiento(pedido: Salida, trabajador: Trabajador, hoy: date) -> list[Problema]:
    murio = pedido.fallecimiento
    if pedido.causa != MUERTE:
        texto = "La fecha de fallecimiento va solo con la causa F, muerte." if murio else ""
    elif murio is None:
        texto = "Escriba la fecha de fallecimiento: la causa es muerte."
    elif murio > hoy or (trabajador.nacimiento is not None and murio < trabajador.nacimiento):
        texto = "Esa fecha no es posible. Revísela."
    elif trabajador.fallecimiento not in {None, murio}:
        texto = "No es la fecha que tiene el instituto. Revísela."
    elif pedido.fecha > murio:
        return [Problema("fecha", "El último día de trabajo no puede ser después del fallecimiento.")]
    else:
        texto = ""
    return [Problema("fallecimiento", texto)] if texto else []


def _del_sueldo(pedido: NuevoSueldo, trabajador: Trabajador, norma: NormaNovedades, hoy: date) -> list[Problema]:
    return _del_mes_pedido(pedido, trabajador, hoy) + _del_valor("sueldo", pedido.sueldo, norma.minimo)


def _de_los_extras(pedido: Extras, trabajador: Trabajador, norma: NormaNovedades, hoy: date) -> list[Problema]:
    problemas = _del_mes_pedido(pedido, trabajador, hoy) + _del_valor("valor", pedido.valor, CERO)
    if pedido.causa not in norma.causas_extras:
        problemas.append(Problema("causa", f"No es una de estas: {', '.join(norma.causas_extras)}."))
    return problemas


def _del_mes_pedido(pedido: NuevoSueldo | Extras, trabajador: Trabajador, hoy: date) -> list[Problema]:
    if pedido.periodo.day != 1:
        return [Problema("periodo", "Escriba un mes.")]
    if pedido.periodo > hoy:
        return [Problema("periodo", "Ese mes todavía no empieza.")]
    if trabajador.nacimiento is None or trabajador.del_mes(pedido.sucursal, pedido.periodo) is not None:
        return []
    if not trabajador.en(pedido.sucursal):
        return [Problema("cedula", _sin_trabajar(trabajador, pedido.sucursal))]
    return [Problema("periodo", f"En {mes_en_palabras(pedido.periodo)} no constaba trabajando en esta sucursal.")]


def _sin_trabajar(trabajador: Trabajador, sucursal: str) -> str:
    propios = [vinculo.salida for vinculo in trabajador.en(sucursal) if vinculo.salida]
    if propios:
        return f"Ya consta su salida de esta sucursal, el {en_palabras(propios[-1])}."
    otras = sorted({vinculo.sucursal for vinculo in trabajador.vinculos if vinculo.salida is None})
    if otras:
        return f"No consta trabajando en esta sucursal, sino en la {', '.join(otras)}."
    return "No consta trabajando para este empleador."


def _de_la_fecha(campo: str, dia: date, trabajador: Trabajador, hoy: date) -> list[Problema]:
    if dia > hoy:
        return [Problema(campo, "Esa fecha todavía no llega.")]
    if trabajador.nacimiento is not None and dia <= trabajador.nacimiento:
        return [Problema(campo, "Esa fecha es anterior al nacimiento de la persona.")]
    if trabajador.fallecimiento is not None and dia > trabajador.fallecimiento:
        return [Problema(campo, "El registro muestra que la persona había fallecido ese día.")]
    return []


def _del_valor(campo: str, valor: Decimal, minimo: Decimal) -> list[Problema]:
    if not valor.is_finite() or abs(valor) > TOPE or valor != centavos(valor):
        return [Problema(campo, "Escriba el valor en dólares, con dos decimales como máximo, hasta 999999.99.")]
    if minimo and valor < minimo:
        return [Problema(campo, f"El mínimo de la jornada completa es {formato(minimo)}.")]
    if valor <= CERO:
        return [Problema(campo, "El valor debe ser mayor que cero.")]
    return []

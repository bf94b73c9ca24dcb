"""What an employer may tell of a worker, until when, and at what cost: E §3 and §4 of the domain notes.

`revisar` and `plazo` look at one notice and at what the register shows of its worker at this employer. The files of
many notices and the pages of one use the same two.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from nucleo.calendario import sumar_habiles
from nucleo.dinero import CERO, centavos, formato
from nucleo.fechas import fecha as en_palabras
from nucleo.fechas import mes as mes_en_palabras
from registro.reglas.aportes import Tasas, base_imponible, contribucion, dias_jornada, porcentaje
from registro.reglas.identidad import IdentidadInvalida, validar_cedula

HORAS = {"COMPLETA": 8, "4": 4, "5": 5, "6": 6, "7": 7}
"""Of each `Jornada` of the register."""
MUERTE = "F"
CALENDARIO, HABILES = "CALENDARIO", "HABILES"
PRIMER_DIA, ULTIMO_DIA = "PRIMER_DIA", "ULTIMO_DIA"
SIN_SUCURSALES = "0001"
"""The branch of an employer of whom the register knows none."""
TOPE = Decimal("999999.99")
LETRAS_DEL_CARGO = 64
LETRAS_DE_LA_ACTIVIDAD = 13


@dataclass(frozen=True, slots=True)
class Entrada:
    cedula: str
    sucursal: str
    ingreso: date
    sueldo: Decimal
    """Of the full day, whatever the hours."""
    jornada: str
    cargo: str
    actividad: str
    relacion_trabajo: str
    seguro: str
    origen_pago: str


@dataclass(frozen=True, slots=True)
class Salida:
    cedula: str
    sucursal: str
    fecha: date
    """The last day of work."""
    causa: str
    fallecimiento: date | None


@dataclass(frozen=True, slots=True)
class NuevoSueldo:
    cedula: str
    sucursal: str
    periodo: date
    """The first day of the month from which it is paid."""
    sueldo: Decimal


@dataclass(frozen=True, slots=True)
class Extras:
    cedula: str
    sucursal: str
    periodo: date
    valor: Decimal
    causa: str


Pedido = Entrada | Salida | NuevoSueldo | Extras


class Problema(NamedTuple):
    """What is wrong, in words for whoever wrote it; `campo` is a name of the dataclass."""

    campo: str
    texto: str
    extemporanea: bool = False


class Plazo(NamedTuple):
    """Until when it was on time, and what being late costs; `multa` is None while it costs nothing."""

    limite: date
    dias_tarde: int
    multa: Decimal | None
    extemporanea: bool


@dataclass(frozen=True, slots=True)
class NormaNovedades:
    """The figures of the day of one fact."""

    dias_entrada: int
    conteo_entrada: str
    dias_otras: int
    conteo_otras: str
    dias_extemporanea: int
    multa: Decimal
    minimo: Decimal
    tasas: Mapping[str, Tasas]
    """By kind of employer."""
    causas: Mapping[str, str]
    causas_extras: Mapping[str, str]
    relaciones: Mapping[str, str]
    seguros: Mapping[str, str]
    origenes: Mapping[str, str]
    sueldo_desde: str
    extras_desde: str
    extraordinarios: frozenset[date] = frozenset()
    laborables: frozenset[date] = frozenset()


class CambioSueldo(NamedTuple):
    """A new salary in force; `antes` is what was paid until then."""

    novedad: int
    periodo: date
    sueldo: Decimal
    antes: Decimal


class ValorExtra(NamedTuple):
    novedad: int
    periodo: date
    causa: str
    valor: Decimal


@dataclass(frozen=True, slots=True)
class Vinculo:
    """One employment of the worker with this employer."""

    relacion: int
    sucursal: str
    ingreso: date
    salida: date | None
    causa: str
    sueldo: Decimal
    jornada: str
    cargo: str
    cambios: tuple[CambioSueldo, ...] = ()
    """In the order of their months."""
    extras: tuple[ValorExtra, ...] = ()

    def toca(self, periodo: date) -> bool:
        return self.ingreso <= fin_de_mes(periodo) and (self.salida is None or self.salida >= periodo)

    def sueldo_en(self, periodo: date) -> Decimal:
        """Of the full day, in that month: what the first change after it changed, or what it is now."""
        return next((cambio.antes for cambio in self.cambios if cambio.periodo > periodo), self.sueldo)

    @property
    def sueldo_de_entrada(self) -> Decimal:
        return self.cambios[0].antes if self.cambios else self.sueldo


class Empresa(NamedTuple):
    ruc: str
    tipo: str
    sucursales: frozenset[str]


@dataclass(frozen=True, slots=True)
class Trabajador:
    """What the register shows of a cédula to this employer; `nacimiento` is None where it knows nobody."""

    cedula: str
    empresa: Empresa
    nombre: str = ""
    nacimiento: date | None = None
    fallecimiento: date | None = None
    persona: int = 0
    vinculos: tuple[Vinculo, ...] = ()
    """In the order of their first days."""

    def en(self, sucursal: str) -> tuple[Vinculo, ...]:
        return tuple(vinculo for vinculo in self.vinculos if vinculo.sucursal == sucursal)

    def abierto(self, sucursal: str) -> Vinculo | None:
        return next((vinculo for vinculo in self.en(sucursal) if vinculo.salida is None), None)

    def del_mes(self, sucursal: str, periodo: date) -> Vinculo | None:
        """The last of those that touch the month."""
        return next((vinculo for vinculo in reversed(self.en(sucursal)) if vinculo.toca(periodo)), None)


def fin_de_mes(periodo: date) -> date:
    return periodo.replace(day=monthrange(periodo.year, periodo.month)[1])


def por_horas(sueldo: Decimal, jornada: str) -> Decimal:
    """What a month of these hours is paid."""
    horas = HORAS.get(jornada, HORAS["COMPLETA"])
    return sueldo if horas == HORAS["COMPLETA"] else base_imponible(sueldo, dias_jornada(horas))


# --- until when -------------------------------------------------------------------------------------------------------


def hecho(pedido: Pedido, norma: NormaNovedades) -> date:
    """The day from which the term runs."""
    match pedido:
        case Entrada():
            return pedido.ingreso
        case Salida():
            return pedido.fecha
        case NuevoSueldo():
            return _del_mes(pedido.periodo, norma.sueldo_desde)
        case Extras():
            return _del_mes(pedido.periodo, norma.extras_desde)


def plazo(pedido: Pedido, norma: NormaNovedades, hoy: date, trabajador: Trabajador | None = None) -> Plazo:
    """The term of a notice given on `hoy`. The fine is that of the salary that the register shows of `trabajador`.

    Fifteen days of an entry count its first day; a término of three business days begins on the day after the fact.
    """
    dia = hecho(pedido, norma)
    limite = _limite(dia, isinstance(pedido, Entrada), norma)
    tarde = max((hoy - limite).days, 0)
    return Plazo(
        limite=limite,
        dias_tarde=tarde,
        multa=_multa(pedido, norma, trabajador) if tarde else None,
        extemporanea=extemporanea(pedido, norma, hoy),
    )


def extemporanea(pedido: Pedido, norma: NormaNovedades, hoy: date) -> bool:
    """Whether so many days have passed since the fact that it needs a case."""
    return (hoy - hecho(pedido, norma)).days > norma.dias_extemporanea


def _limite(dia: date, es_entrada: bool, norma: NormaNovedades) -> date:
    dias, conteo = (norma.dias_entrada, norma.conteo_entrada) if es_entrada else (norma.dias_otras, norma.conteo_otras)
    if conteo == HABILES:
        return _habiles(dia - timedelta(days=1) if es_entrada else dia, dias, norma.extraordinarios, norma.laborables)
    return dia + timedelta(days=dias - 1 if es_entrada else dias)


@lru_cache(maxsize=2048)
def _habiles(dia: date, dias: int, extraordinarios: frozenset[date], laborables: frozenset[date]) -> date:
    """Kept, as the lines of a file have few days between them."""
    return sumar_habiles(dia, dias, extraordinarios, laborables)


def _del_mes(periodo: date, cual: str) -> date:
    return periodo if cual == PRIMER_DIA else fin_de_mes(periodo)


def _multa(pedido: Pedido, norma: NormaNovedades, trabajador: Trabajador | None) -> Decimal | None:
    """So much per cent of the contribution that the last remuneration caused."""
    sueldo = _ultima_remuneracion(pedido, trabajador)
    tasas = norma.tasas.get(trabajador.empresa.tipo) if trabajador else None
    if sueldo is None or tasas is None:
        return None
    return porcentaje(contribucion(sueldo, tasas).iess, norma.multa)


def _ultima_remuneracion(pedido: Pedido, trabajador: Trabajador | None) -> Decimal | None:
    if isinstance(pedido, Entrada):
        return por_horas(pedido.sueldo, pedido.jornada)
    propios = trabajador.en(pedido.sucursal) if trabajador else ()
    return por_horas(propios[-1].sueldo, propios[-1].jornada) if propios else None


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
    problemas = _de_quien(pedido, trabajador)
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


def revisar_a_quien(pedido: Pedido, trabajador: Trabajador, hoy: date) -> list[Problema]:
    """What is wrong with the worker and the branch, and with the first day of an entry, before the rest is known."""
    problemas = _de_quien(pedido, trabajador)
    match pedido:
        case Entrada():
            problemas += _de_la_fecha("ingreso", pedido.ingreso, trabajador, hoy)
            return problemas or _de_lo_anterior(pedido, trabajador)
        case Salida():
            sin_trabajo = trabajador.abierto(pedido.sucursal) is None
        case _:
            sin_trabajo = not trabajador.en(pedido.sucursal)
    if sin_trabajo and not problemas:
        problemas.append(Problema("cedula", _sin_trabajar(trabajador, pedido.sucursal)))
    return problemas


def campo_del_hecho(pedido: Pedido) -> str:
    match pedido:
        case Entrada():
            return "ingreso"
        case Salida():
            return "fecha"
        case _:
            return "periodo"


def _texto_extemporanea(norma: NormaNovedades) -> str:
    return (
        f"Pasaron más de {norma.dias_extemporanea} días: este aviso ya no se registra aquí. "
        "Preséntelo en «Novedades extemporáneas»."
    )


def _de_quien(pedido: Pedido, trabajador: Trabajador) -> list[Problema]:
    problemas = []
    try:
        validar_cedula(pedido.cedula)
    except IdentidadInvalida as razon:
        problemas.append(Problema("cedula", str(razon)))
    else:
        if trabajador.nacimiento is None:
            problemas.append(Problema("cedula", "El registro no conoce esta cédula. Revise el número."))
        elif trabajador.empresa.ruc.startswith(pedido.cedula):
            problemas.append(Problema("cedula", "Es la cédula del empleador: nadie es trabajador de sí mismo."))
    if pedido.sucursal not in (trabajador.empresa.sucursales or {SIN_SUCURSALES}):
        problemas.append(Problema("sucursal", "No es una sucursal de este empleador."))
    return problemas


def _de_la_entrada(pedido: Entrada, trabajador: Trabajador, norma: NormaNovedades, hoy: date) -> list[Problema]:
    problemas = _de_la_fecha("ingreso", pedido.ingreso, trabajador, hoy)
    if not problemas:
        problemas += _de_lo_anterior(pedido, trabajador)
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


def _de_lo_anterior(pedido: Entrada, trabajador: Trabajador) -> list[Problema]:
    """Two employments of one branch never share a day."""
    for vinculo in trabajador.en(pedido.sucursal):
        if vinculo.salida is None:
            texto = f"Ya consta trabajando en esta sucursal desde el {en_palabras(vinculo.ingreso)}."
            return [Problema("cedula", texto)]
        if vinculo.salida >= pedido.ingreso:
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

"""The fondos de reserva of a person: what there is, what of it guarantees a loan, and when it may be withdrawn.

One door is enough (A §4, C.D. 316): 36 monthly contributions saved, 60 years of age, two months without work, or 40
years of service. A withdrawal never takes more than is free, and nothing is free of what guarantees a quirografario:
this fund answers first, the cesantía for what it doesn't cover. Whether the institute holds the balance of the loan or
the whole account was not found: the balance, as `Retencion` says, with low confidence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from nucleo import fechas
from nucleo.dinero import CENTAVO, CERO, formato
from registro.reglas.aportes import porcentaje
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.prestamos import Vigente
from registro.reglas.puertas import MESES_POR_ANIO, cumpleanos, edad, meses_despues, mover
from registro.reglas.respaldo import Respaldado, Respaldo, respaldado

CONDICIONES = "Condiciones del retiro de fondos de reserva que publica el IESS"


class Tipo(StrEnum):
    """In the order of a day: what comes in that day can be withdrawn on it."""

    DEPOSITO = "DEPOSITO"
    RENDIMIENTO = "RENDIMIENTO"
    RETIRO = "RETIRO"


_ORDEN = {tipo: lugar for lugar, tipo in enumerate(Tipo)}


class Retencion(StrEnum):
    """What an open quirografario holds."""

    SALDO_GARANTIZADO = "SALDO_GARANTIZADO"
    TODA_LA_CUENTA = "TODA_LA_CUENTA"


class Movimiento(NamedTuple):
    """`valor` has no sign: the kind says whether it adds or takes away."""

    fecha: date
    tipo: Tipo
    valor: Decimal


class Renglon(NamedTuple):
    """A movement, and what there was after it."""

    fecha: date
    tipo: Tipo
    valor: Decimal
    saldo: Decimal


class Anio(NamedTuple):
    anio: int
    depositos: Decimal
    rendimientos: Decimal
    retiros: Decimal
    saldo: Decimal
    """At its end, or today."""


class Retenido(NamedTuple):
    """What one loan holds of the fund."""

    prestamo: Vigente
    valor: Decimal


@dataclass(frozen=True, slots=True)
class NormaFondos:
    """The figures of one date; `respaldos` are found by the key of the legal parameter."""

    porcentaje: Decimal
    primer_mes: int
    aportaciones: int
    edad: int
    meses_de_cese: int
    anios_de_servicio: int
    bloqueo: Decimal
    pago_dias_habiles: int
    rendimiento: Decimal
    """Per cent a year, as it was last published."""
    retencion: Retencion
    respaldos: Mapping[str, Respaldo]

    def respaldo(self, *claves: str) -> Respaldado:
        return respaldado(self.respaldos, *(f"fondos_reserva_{clave}" for clave in claves))


@dataclass(frozen=True)
class CuentaDeFondos:
    """Without slots: its sums are asked for many times and made once."""

    renglones: tuple[Renglon, ...]
    retenidos: tuple[Retenido, ...]
    sin_explicar: Decimal = CERO
    """Withdrawn, by the register, beyond what there was: its movements are incomplete."""

    @property
    def saldo(self) -> Decimal:
        return self.renglones[-1].saldo if self.renglones else CERO

    @property
    def retenido(self) -> Decimal:
        return sum((uno.valor for uno in self.retenidos), CERO)

    @property
    def libre(self) -> Decimal:
        return self.saldo - self.retenido

    @cached_property
    def aportaciones(self) -> int:
        """Months in which something was deposited, however many employers did."""
        return len({mover(fila.fecha, 0) for fila in self.renglones if fila.tipo is Tipo.DEPOSITO})

    @property
    def ultimo_deposito(self) -> date | None:
        return next((fila.fecha for fila in reversed(self.renglones) if fila.tipo is Tipo.DEPOSITO), None)

    def suma(self, tipo: Tipo) -> Decimal:
        return _suma(self.renglones, tipo)

    @property
    def anios(self) -> tuple[Anio, ...]:
        """Each year with a movement, in order."""
        por_anio: dict[int, list[Renglon]] = {}
        for fila in self.renglones:
            por_anio.setdefault(fila.fecha.year, []).append(fila)
        return tuple(
            Anio(
                anio,
                depositos=_suma(suyos, Tipo.DEPOSITO),
                rendimientos=_suma(suyos, Tipo.RENDIMIENTO),
                retiros=_suma(suyos, Tipo.RETIRO),
                saldo=suyos[-1].saldo,
            )
            for anio, suyos in por_anio.items()
        )


def _suma(renglones: Iterable[Renglon], tipo: Tipo) -> Decimal:
    return sum((fila.valor for fila in renglones if fila.tipo is tipo), CERO)


@dataclass(frozen=True, slots=True)
class Titular:
    """What the register knows of whose fund it is."""

    nacimiento: date
    movimientos: Sequence[Movimiento]
    vigentes: Sequence[Vigente] = ()
    imposiciones: int = 0
    trabaja: bool = True
    """Some affiliation runs."""
    cese: date | None = None
    """The last day of the last affiliation, past or announced; None while one runs without a day of exit."""
    cuenta: str = ""
    cuenta_validada: bool = False
    bloqueada: bool = False
    """The institute has blocked the account against fraud."""


def deposito(remuneracion: Decimal, norma: NormaFondos) -> Decimal:
    """What the employer pays for one month."""
    return porcentaje(remuneracion, norma.porcentaje)


def primer_deposito(ingreso: date, norma: NormaFondos) -> date:
    """The first month that is paid, with the employer of that day of entry."""
    return mover(ingreso, norma.primer_mes - 1)


# --- balance ---------------------------------------------------------------------------------------------------------


def cuenta_de(titular: Titular, norma: NormaFondos) -> CuentaDeFondos:
    """The account, whatever the order of the movements."""
    saldo, sin_explicar, renglones = CERO, CERO, []
    for fecha, tipo, valor in sorted(titular.movimientos, key=lambda uno: (uno.fecha, _ORDEN[uno.tipo])):
        saldo += -valor if tipo is Tipo.RETIRO else valor
        if saldo < 0:
            sin_explicar, saldo = sin_explicar - saldo, CERO
        renglones.append(Renglon(fecha, tipo, valor, saldo))
    return CuentaDeFondos(tuple(renglones), tuple(_retenidos(titular.vigentes, saldo, norma)), sin_explicar)


def _retenidos(vigentes: Sequence[Vigente], saldo: Decimal, norma: NormaFondos) -> Iterator[Retenido]:
    """The oldest loan first, each as far as the fund reaches."""
    queda = saldo
    for prestamo in sorted(vigentes, key=lambda uno: uno.fecha):
        if not prestamo.quirografario or not prestamo.saldo:
            continue
        todo = norma.retencion is Retencion.TODA_LA_CUENTA
        valor = queda if todo else min(prestamo.saldo, queda)
        queda -= valor
        yield Retenido(prestamo, valor)


# --- when it may be withdrawn ----------------------------------------------------------------------------------------


def puerta_de_retiro(titular: Titular, cuenta: CuentaDeFondos, norma: NormaFondos, hoy: date) -> Requisito:
    """One way is enough; each says when it opens, and the whole, when the first of them does."""
    opciones = tuple(_puertas(titular, cuenta, norma, hoy))
    abiertas = [opcion for opcion in opciones if opcion.cumple]
    return Requisito(
        nombre="puerta",
        texto="Poder retirar ya",
        exigido="Una de estas condiciones",
        registrado=abiertas[0].texto if abiertas else "Ninguna todavía",
        cumple=bool(abiertas),
        fecha_en_que_cumple=None
        if abiertas
        else min((opcion.fecha_en_que_cumple for opcion in opciones if opcion.fecha_en_que_cumple), default=None),
        opciones=opciones,
        base_legal=norma.respaldos["fondos_reserva_aportes_minimos"].base_legal,
        confianza=Confianza.menor(opcion.confianza for opcion in abiertas[:1] or opciones),
    )


def _puertas(titular: Titular, cuenta: CuentaDeFondos, norma: NormaFondos, hoy: date) -> Iterator[Requisito]:
    cumple = cuenta.aportaciones >= norma.aportaciones
    # How those of before a withdrawal count was not found.
    conteo = ("conteo",) if cuenta.suma(Tipo.RETIRO) else ()
    yield Requisito(
        nombre="aportaciones",
        texto=f"{norma.aportaciones} aportaciones mensuales ahorradas",
        exigido=f"{norma.aportaciones}",
        registrado=f"{cuenta.aportaciones}",
        cumple=cumple,
        fecha_en_que_cumple=None if cumple else _ahorrando(titular, cuenta, norma, hoy),
        **norma.respaldo("aportes_minimos", *conteo),
    )
    con_edad, anios = cumpleanos(titular.nacimiento, norma.edad), edad(titular.nacimiento, hoy)
    yield Requisito(
        nombre="edad",
        texto=f"{norma.edad} años de edad",
        exigido=f"{norma.edad} años",
        registrado=f"{anios} años",
        cumple=anios >= norma.edad,
        fecha_en_que_cumple=con_edad if con_edad > hoy else None,
        **norma.respaldo("edad_retiro"),
    )
    yield _sin_trabajo(titular, norma, hoy)
    yield _servicio(titular, norma, hoy)


def _sin_trabajo(titular: Titular, norma: NormaFondos, hoy: date) -> Requisito:
    abre = meses_despues(titular.cese, norma.meses_de_cese) if titular.cese else None
    if titular.cese:
        registrado = f"{'Sale' if titular.trabaja else 'Salió'} el {fechas.fecha(titular.cese)}"
    else:
        registrado = "Está trabajando" if titular.trabaja else "No consta una salida"
    return Requisito(
        nombre="cese",
        texto=f"{norma.meses_de_cese} meses sin trabajar",
        exigido=f"{norma.meses_de_cese} meses desde la salida",
        registrado=registrado,
        cumple=abre is not None and abre <= hoy,
        fecha_en_que_cumple=abre if abre and abre > hoy else None,
        **norma.respaldo("meses_cese"),
    )


def _servicio(titular: Titular, norma: NormaFondos, hoy: date) -> Requisito:
    exigidas = norma.anios_de_servicio * MESES_POR_ANIO
    faltan = exigidas - titular.imposiciones
    return Requisito(
        nombre="servicio",
        texto=f"{norma.anios_de_servicio} años de servicio",
        exigido=f"{exigidas} imposiciones",
        registrado=f"{titular.imposiciones}",
        cumple=faltan <= 0,
        fecha_en_que_cumple=mover(hoy, faltan) if faltan > 0 and titular.trabaja else None,
        **norma.respaldo("anios_servicio_jubilado"),
    )


def _ahorrando(titular: Titular, cuenta: CuentaDeFondos, norma: NormaFondos, hoy: date) -> date | None:
    """The day of the deposit that completes them, for who goes on saving; None for who doesn't."""
    ultimo = cuenta.ultimo_deposito
    if not titular.trabaja or ultimo is None or ultimo < mover(hoy, -2):
        return None
    faltan = norma.aportaciones - cuenta.aportaciones
    completa = meses_despues(ultimo, faltan)
    return completa if completa > hoy else meses_despues(hoy, faltan)


# --- a withdrawal ----------------------------------------------------------------------------------------------------


def dictamen(
    titular: Titular, monto: Decimal | None, norma: NormaFondos, hoy: date, parametros: Mapping[str, Any]
) -> Dictamen:
    """Whether `monto` may be withdrawn today; None: all that is free. `parametros`: what `norma` was made of."""
    cuenta = cuenta_de(titular, norma)
    pedido = cuenta.libre if monto is None else monto
    requisitos = tuple(_requisitos(titular, cuenta, pedido, norma, hoy))
    datos: dict[str, Valor] = {
        "saldo": cuenta.saldo,
        "retenido": cuenta.retenido,
        "libre": cuenta.libre,
        "monto": pedido,
        "alcance": "TOTAL" if pedido == cuenta.saldo else "PARCIAL",
        "aportaciones": cuenta.aportaciones,
        "pago_dias_habiles": norma.pago_dias_habiles,
    }
    return Dictamen(
        fecha=hoy,
        requisitos=requisitos,
        pasos=tuple(_pasos(cuenta, pedido, norma)),
        califica=todos_cumplen(requisitos),
        datos=datos,
        parametros=dict(parametros),
    )


def _requisitos(
    titular: Titular, cuenta: CuentaDeFondos, monto: Decimal, norma: NormaFondos, hoy: date
) -> Iterator[Requisito]:
    yield puerta_de_retiro(titular, cuenta, norma, hoy)
    yield _monto(cuenta, monto, norma)
    vencidas = sum(uno.cuotas_vencidas for uno in titular.vigentes)
    yield Requisito(
        nombre="sin_deuda_vencida",
        texto="No tener cuotas vencidas con el BIESS",
        exigido="Ninguna cuota vencida",
        registrado=f"{vencidas} {'cuota vencida' if vencidas == 1 else 'cuotas vencidas'}" if vencidas else "Ninguna",
        cumple=not vencidas,
        base_legal=CONDICIONES,
        confianza=Confianza.MEDIA,
    )
    espera = "" if titular.cuenta_validada else " (pendiente de validación)"
    yield Requisito(
        nombre="cuenta_bancaria",
        texto="Una cuenta bancaria propia",
        exigido="Activa y validada",
        registrado=f"{titular.cuenta}{espera}" if titular.cuenta else "Ninguna",
        cumple=bool(titular.cuenta) and titular.cuenta_validada,
        base_legal=CONDICIONES,
        confianza=Confianza.MEDIA,
    )
    if titular.bloqueada:
        yield Requisito(
            nombre="sin_bloqueo",
            texto="La cuenta de fondos, sin bloqueo",
            exigido=f"Liberada: las de más de {formato(norma.bloqueo)} se bloquean para evitar fraudes",
            registrado="Bloqueada",
            cumple=False,
            **norma.respaldo("bloqueo_monto"),
        )


def _monto(cuenta: CuentaDeFondos, monto: Decimal, norma: NormaFondos) -> Requisito:
    libre = cuenta.libre
    en_centavos = monto == monto.quantize(CENTAVO)
    return Requisito(
        nombre="monto",
        texto="No más de lo que está libre",
        exigido=f"De {formato(CENTAVO)} a {formato(libre)}" if libre else "Dinero libre en la cuenta",
        registrado=formato(monto) if en_centavos else "Con más de dos decimales",
        cumple=CENTAVO <= monto <= libre and en_centavos,
        **norma.respaldo("retencion_quirografario") if cuenta.retenidos else norma.respaldo("aportes_minimos"),
    )


def _pasos(cuenta: CuentaDeFondos, monto: Decimal, norma: NormaFondos) -> Iterator[Paso]:
    comun = norma.respaldo("aportes_minimos")
    retencion = norma.respaldo("retencion_quirografario") if cuenta.retenidos else comun
    yield Paso(
        nombre="saldo",
        texto="Lo que hay en su cuenta",
        formula="depósitos + rendimientos - retiros",
        entradas={
            "depositos": cuenta.suma(Tipo.DEPOSITO),
            "rendimientos": cuenta.suma(Tipo.RENDIMIENTO),
            "retiros": cuenta.suma(Tipo.RETIRO),
        },
        resultado=cuenta.saldo,
        **comun,
    )
    yield Paso(
        nombre="retenido",
        texto="Lo que garantiza sus préstamos quirografarios",
        formula="saldo de cada préstamo, hasta donde alcanza el fondo",
        entradas={retenido.prestamo.nombre: retenido.valor for retenido in cuenta.retenidos},
        resultado=cuenta.retenido,
        **retencion,
    )
    yield Paso(
        nombre="libre",
        texto="Lo que está libre",
        formula="saldo - retenido",
        entradas={"saldo": cuenta.saldo, "retenido": cuenta.retenido},
        resultado=cuenta.libre,
        **retencion,
    )
    yield Paso(
        nombre="queda",
        texto="Lo que queda en la cuenta después del retiro",
        formula="saldo - monto",
        entradas={"saldo": cuenta.saldo, "monto": monto},
        resultado=cuenta.saldo - monto,
        **retencion,
    )

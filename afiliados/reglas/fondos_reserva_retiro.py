"""When the fondos de reserva may be withdrawn, and whether a withdrawal may be made today.

One door is enough (A §4, C.D. 316): 36 monthly contributions saved, 60 years of age, two months without work, or 40
years of service. A withdrawal never takes more than is free.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from afiliados.reglas.fondos_reserva import CuentaDeFondos, NormaFondos, Tipo, Titular, cuenta_de
from nucleo import fechas
from nucleo.dinero import CENTAVO, formato
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.puertas import MESES_POR_ANIO, cumpleanos, edad, meses_despues, mover

CONDICIONES = "Condiciones del retiro de fondos de reserva que publica el IESS"


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
        registrado=f"{cuenta.aportaciones} {'ahorrada' if cuenta.aportaciones == 1 else 'ahorradas'}",
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
        registrado=f"{titular.imposiciones} {'imposición' if titular.imposiciones == 1 else 'imposiciones'}",
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


@dataclass(frozen=True, slots=True)
class Retiro:
    """What is asked for, of whose account; without an amount: all that is free."""

    titular: Titular
    monto: Decimal | None = None


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
    if cuenta.retenidos:
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

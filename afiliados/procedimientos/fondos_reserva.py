"""Procedure 4: the fondos de reserva of a person: how much, what of it is free, and when it can be withdrawn."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from afiliados.reglas.fondos_reserva import Anio, CuentaDeFondos, Renglon, Tipo
from afiliados.selectors.fondos import Fondos, fondos_de
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.dinero import CERO, formato
from nucleo.escritura import dinero, fecha, fecha_corta, mes_corto
from nucleo.graficos import Grafico, Serie, linea
from registro.reglas.puertas import mover
from tramites.procedimientos import Consulta, Contenido, Csv, inscribir, por_slug

RETIRO = "retiro-fondos-reserva"
TIPOS = {Tipo.DEPOSITO: "Depósito", Tipo.RENDIMIENTO: "Rendimiento", Tipo.RETIRO: "Retiro"}
COLUMNAS_CSV = ("fecha", "tipo", "valor", "saldo")
MESES_DEL_GRAFICO = 24
"""A younger account is drawn month by month, an older one year by year."""


def celdas(fila: Renglon) -> tuple[str, ...]:
    """One row of the table, ready to be printed: a record may hold thousands."""
    valor = -fila.valor if fila.tipo is Tipo.RETIRO else fila.valor
    return fecha_corta(fila.fecha), TIPOS[fila.tipo], formato(valor), formato(fila.saldo)


def por_anio(cuenta: CuentaDeFondos) -> list[tuple[Anio, list[tuple[str, ...]]]]:
    """The years of the account, newest first, each with its rows, newest first."""
    grupos: dict[int, list[tuple[str, ...]]] = {}
    for fila in reversed(cuenta.renglones):
        grupos.setdefault(fila.fecha.year, []).append((*celdas(fila), str(fila.saldo)))
    return [(anio, grupos[anio.anio]) for anio in reversed(cuenta.anios)]


def grafico_de(cuenta: CuentaDeFondos) -> Grafico | None:
    """The balance at the end of each month or year, those without a movement as well."""
    if not cuenta.renglones:
        return None
    primero, ultimo = (cuenta.renglones[i].fecha.replace(day=1) for i in (0, -1))
    meses = (ultimo.year - primero.year) * 12 + ultimo.month - primero.month
    if meses < MESES_DEL_GRAFICO:
        puntos = [mover(primero, i) for i in range(-1, meses + 1)]
        nombres, saldos = [mes_corto(m) for m in puntos], _al_final(cuenta.renglones, [mover(m, 1) for m in puntos])
        titulo = "Su saldo, al final de cada mes"
    else:
        anios = range(primero.year - 1, ultimo.year + 1)
        nombres, saldos = [str(a) for a in anios], _al_final(cuenta.renglones, [date(a + 1, 1, 1) for a in anios])
        titulo = "Su saldo, al final de cada año"
    return linea(titulo, nombres, Serie("Saldo", saldos), escribir=lambda valor: formato(Decimal(valor)))


def _al_final(renglones: Sequence[Renglon], cortes: Sequence[date]) -> list[Decimal]:
    """The balance before each of those days, which come in order."""
    saldos, saldo, i = [], CERO, 0
    for corte in cortes:
        while i < len(renglones) and renglones[i].fecha < corte:
            saldo, i = renglones[i].saldo, i + 1
        saldos.append(saldo)
    return saldos


@inscribir
class FondosReserva(Consulta):
    slug = "fondos-reserva"
    permiso = PERSONA_O_APODERADO

    def contexto(self, actuacion: Actuacion, parametros: QueryDict) -> dict[str, Any]:
        hoy = timezone.localdate()
        fondos = fondos_de(actuacion.persona, hoy)
        cuenta, retiro = fondos.cuenta, por_slug(RETIRO)
        return {
            "cuenta": cuenta,
            "norma": fondos.norma,
            "puerta": fondos.puerta,
            "corresponde": [(uno, uno.desde <= hoy) for uno in fondos.corresponde],
            "totales": {tipo.name.lower(): cuenta.suma(tipo) for tipo in Tipo},
            "anios": por_anio(cuenta),
            "grafico": grafico_de(cuenta),
            "url_retiro": retiro.url if retiro and retiro.permiso.admite(actuacion) else "",
            "referencial": bool(cuenta.retenidos),
            "grande": cuenta.saldo > fondos.norma.bloqueo,
        }

    def csv(self, actuacion: Actuacion, parametros: QueryDict) -> Csv:
        cuenta = fondos_de(actuacion.persona, timezone.localdate()).cuenta
        return Csv(f"fondos-reserva-{actuacion.persona.cedula}.csv", COLUMNAS_CSV, cuenta.renglones)

    def documento(self, actuacion: Actuacion, hoy: date) -> Contenido:
        """The statement of account: the whole of it."""
        fondos = fondos_de(actuacion.persona, hoy)
        cuenta = fondos.cuenta
        return Contenido(
            variante="estado-de-cuenta",
            titulo="Estado de cuenta de fondos de reserva",
            plantilla="afiliados/documentos/fondos-reserva.html",
            datos={
                "saldo": dinero(cuenta.saldo),
                "disponible": dinero(cuenta.libre),
                "retenido": dinero(cuenta.retenido),
                "retenidos": [[uno.prestamo.nombre, dinero(uno.valor)] for uno in cuenta.retenidos],
                "aportaciones": cuenta.aportaciones,
                "depositos": dinero(cuenta.suma(Tipo.DEPOSITO)),
                "rendimientos": dinero(cuenta.suma(Tipo.RENDIMIENTO)),
                "retiros": dinero(cuenta.suma(Tipo.RETIRO)),
                "sin_explicar": dinero(cuenta.sin_explicar) if cuenta.sin_explicar else "",
                "cuando": cuando(fondos),
                "anios": [
                    [str(a.anio), *(dinero(valor) for valor in (a.depositos, a.rendimientos, a.retiros, a.saldo))]
                    for a in cuenta.anios
                ],
                "movimientos": [celdas(fila) for fila in cuenta.renglones],
            },
        )


def cuando(fondos: Fondos) -> str:
    """When it can be withdrawn, in one sentence."""
    puerta = fondos.puerta
    if puerta.cumple:
        return f"Ya se puede retirar: {puerta.registrado}."
    if puerta.fecha_en_que_cumple:
        return f"Se podrá retirar desde el {fecha(puerta.fecha_en_que_cumple)}, si nada cambia."
    return "Todavía no se puede retirar."

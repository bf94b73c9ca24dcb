"""Applies the bank's file: each payment to its planilla or instalment, and what finds neither waits for a person."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from operator import attrgetter

from django.db import transaction
from django.utils import timezone

from empleadores.cobranza.archivo import Linea, leer
from empleadores.cobranza.cuotas import bloquear_convenios, recibir_cuota
from empleadores.cobranza.ingresos import Ingreso, PagoRechazado, bloquear, recibir, revisar_planilla
from empleadores.models import PagoCuota, PagoPorAplicar
from nucleo.bitacora import anotar
from nucleo.dinero import CERO
from registro.importacion.errores import ErrorDeCarga
from registro.models import Pago
from registro.reglas.referencia import cuota_de, numero_de

LOTE = 500


@dataclass
class Informe:
    """What became of a file: how many payments and how much money, of each outcome."""

    archivo: str
    aplicados: int = 0
    valor_aplicado: Decimal = CERO
    conocidos: int = 0
    por_aplicar: list[tuple[int, str]] = field(default_factory=list)
    """(line, why)."""
    valor_por_aplicar: Decimal = CERO
    errores: list[ErrorDeCarga] = field(default_factory=list)

    @property
    def lineas_malas(self) -> int:
        return len({error.linea for error in self.errores})


def cargar(*, nombre: str, contenido: bytes, actor: str) -> Informe:
    """Applies what is good in a file and tells the rest. In batches, each whole or not at all: it can be repeated.

    By their dates, however the bank has them: interest is counted as payments come, and is never counted back.
    """
    lineas, errores = leer(nombre, contenido, timezone.localdate())
    lineas.sort(key=attrgetter("fecha"))
    informe = Informe(nombre, errores=errores)
    for inicio in range(0, len(lineas), LOTE):
        with transaction.atomic():
            _aplicar(lineas[inicio : inicio + LOTE], informe, actor)
    informe.errores.sort()
    informe.por_aplicar.sort()
    with transaction.atomic():
        anotar(
            actor=actor,
            accion="pagos.archivo",
            objeto=f"archivo:{nombre}"[:80],
            datos={
                "sha256": hashlib.sha256(contenido).hexdigest(),
                "aplicados": informe.aplicados,
                "valor": str(informe.valor_aplicado),
                "conocidos": informe.conocidos,
                "por_aplicar": len(informe.por_aplicar),
                "lineas_malas": informe.lineas_malas,
            },
        )
    return informe


def _aplicar(lineas: Sequence[Linea], informe: Informe, actor: str) -> None:
    """One batch. What was known is asked once its planillas are locked: the same file at the same time waits here.

    Payments of planillas are written first: an agreement that is restored by an instalment must find them.
    """
    cuotas = {linea.clave: cuota for linea in lineas if (cuota := cuota_de(linea.referencia))}
    de_planilla = {linea.clave: numero for linea in lineas if (numero := numero_de(linea.referencia))}
    planillas = bloquear({*de_planilla.values(), *bloquear_convenios(cuotas.values())})
    ingresos: list[Ingreso] = []

    def a_una_planilla(linea: Linea) -> None:
        numero = de_planilla.get(linea.clave, 0)
        ingreso = Ingreso(numero, linea.valor, linea.fecha, linea.clave, Pago.Origen.BANCO, linea.canal)
        revisar_planilla(planillas.get(numero), ingreso)
        ingresos.append(ingreso)

    def a_una_cuota(linea: Linea) -> None:
        recibir_cuota(
            cuota_id=cuotas[linea.clave],
            valor=linea.valor,
            fecha=linea.fecha,
            referencia=linea.clave,
            canal=linea.canal,
            origen=Pago.Origen.BANCO,
            actor=actor,
        )

    nuevas = list(_nuevas(lineas, informe))
    _probar([linea for linea in nuevas if linea.clave not in cuotas], a_una_planilla, informe, actor)
    recibir(ingresos, planillas, actor=actor)
    _probar([linea for linea in nuevas if linea.clave in cuotas], a_una_cuota, informe, actor)


def _probar(lineas: Sequence[Linea], aplicar: Callable[[Linea], None], informe: Informe, actor: str) -> None:
    """What can't be applied waits for a person, with the reason."""
    por_aplicar: list[PagoPorAplicar] = []
    for linea in lineas:
        try:
            aplicar(linea)
        except PagoRechazado as razon:
            por_aplicar.append(_en_espera(linea, razon.mensaje, actor))
            informe.por_aplicar.append((linea.numero, razon.mensaje))
            informe.valor_por_aplicar += linea.valor
        else:
            informe.aplicados += 1
            informe.valor_aplicado += linea.valor
    PagoPorAplicar.objects.bulk_create(por_aplicar)


def _nuevas(lineas: Sequence[Linea], informe: Informe) -> Iterator[Linea]:
    """The lines whose payments are not there yet. One that comes back with other data is an error."""
    conocidos = _conocidos([linea.clave for linea in lineas])
    for linea in lineas:
        if linea.clave not in conocidos:
            conocidos[linea.clave] = (linea.fecha, linea.valor)
            yield linea
        elif conocidos[linea.clave] == (linea.fecha, linea.valor):
            informe.conocidos += 1
        else:
            motivo = "esa transacción ya está registrada, con otra fecha u otro valor"
            informe.errores.append(ErrorDeCarga(informe.archivo, linea.numero, "transaccion", motivo))


def _conocidos(claves: Sequence[str]) -> dict[str, tuple[date, Decimal]]:
    hallados: dict[str, tuple[date, Decimal]] = {}
    for modelo, campo in ((Pago, "referencia"), (PagoCuota, "referencia"), (PagoPorAplicar, "clave")):
        filas = modelo.objects.filter(**{f"{campo}__in": claves}).values_list(campo, "fecha", "valor")
        hallados |= {clave: (fecha, valor) for clave, fecha, valor in filas}
    return hallados


def _en_espera(linea: Linea, problema: str, actor: str) -> PagoPorAplicar:
    return PagoPorAplicar(
        clave=linea.clave,
        referencia=linea.referencia,
        fecha=linea.fecha,
        valor=linea.valor,
        canal=linea.canal,
        problema=problema,
        registrado_por=actor,
    )

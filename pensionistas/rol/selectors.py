"""What became of the deposits of a person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, OuterRef, Subquery, Sum

from nucleo.escritura import fecha_corta
from pensionistas.rol.models import Deposito
from registro.models import CuentaBancaria, Persona
from registro.selectors import cuenta_para_pagos

Estado = Deposito.Estado


@dataclass(frozen=True)
class DepositosDelMes:
    """Of one person, in the order in which they were made: the last one says how the month stands."""

    envios: Sequence[Deposito]

    @property
    def falla(self) -> Deposito | None:
        """What does not arrive: it waits for an account."""
        return self.envios[-1] if self.envios[-1].estado == Estado.SIN_CUENTA else None

    @property
    def rechazo(self) -> Deposito | None:
        """The last that the bank rejected."""
        return next((uno for uno in reversed(self.envios) if uno.estado == Estado.RECHAZADO), None)

    @property
    def en_palabras(self) -> str:
        """For a line of a table."""
        if self.falla:
            return "Rechazado por el banco" if self.rechazo else "Espera una cuenta suya"
        vivos = [uno for uno in self.envios if uno.estado != Estado.RECHAZADO]
        resueltos = [uno.resuelto_el for uno in vivos if uno.resuelto_el]
        return f"Acreditado el {fecha_corta(max(resueltos))}" if len(resueltos) == len(vivos) else "Enviado al banco"


@dataclass(frozen=True)
class NoLlego:
    """A deposit that did not arrive, and where it goes now: to `cuenta`, or it waits until `en_espera` is good."""

    del_mes: DepositosDelMes
    cuenta: CuentaBancaria | None
    en_espera: CuentaBancaria | None


def depositos_de(persona: Persona) -> dict[date, DepositosDelMes]:
    """By month. One query."""
    suyos = Deposito.objects.filter(persona=persona).select_related("cuenta", "archivo").order_by("periodo", "envio")
    return {mes: DepositosDelMes(list(envios)) for mes, envios in groupby(suyos, key=lambda uno: uno.periodo)}


def los_que_no_llegaron(persona: Persona, depositos: dict[date, DepositosDelMes], hoy: date) -> list[NoLlego]:
    """The oldest first. One query where there is any, as nearly nobody has."""
    fallan = [uno for uno in depositos.values() if uno.falla]
    if not fallan:
        return []
    hecho = cuenta_para_pagos(persona, hoy)
    return [NoLlego(uno, None if _la_rechazo(uno, hecho.cuenta) else hecho.cuenta, hecho.en_espera) for uno in fallan]


def _la_rechazo(depositos: DepositosDelMes, cuenta: CuentaBancaria | None) -> bool:
    return cuenta is not None and any(
        uno.cuenta_id == cuenta.pk for uno in depositos.envios if uno.estado == Estado.RECHAZADO
    )


# --- a whole month ---------------------------------------------------------------------------------------------------

ESPERAN_CSV = ("cedula", "titular", "valor", "rechazado_por_el_banco")


def por_estado(mes: date) -> list[tuple[str, int, Decimal]]:
    """(how they stand, deposits, sum) of a month: its files, and what waits beside them. One query."""
    filas = Deposito.objects.filter(periodo=mes).order_by().values_list("estado").annotate(Count("pk"), Sum("valor"))
    sumas = {estado: (cuantos, suma) for estado, cuantos, suma in filas}
    return [(Estado(uno).label.capitalize(), *sumas[uno]) for uno in Estado.values if uno in sumas]


def los_que_esperan(mes: date) -> Iterator[tuple[object, ...]]:
    """Who waits for an account, for whoever looks for them, and what the bank said of the one they had."""
    rechazados = Deposito.objects.filter(persona=OuterRef("persona"), periodo=mes, estado=Estado.RECHAZADO)
    motivo = Subquery(rechazados.order_by("-envio").values("motivo")[:1])
    filas = Deposito.objects.filter(periodo=mes, estado=Estado.SIN_CUENTA).annotate(dijo=motivo).order_by("cedula")
    for *de_quien, dijo in filas.values_list("cedula", "titular", "valor", "dijo").iterator():
        yield (*de_quien, dijo or "")

"""What more than one app puts out of order in its own way."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

from cuentas.models import Cuenta
from registro.models import Empleador, PagoPension, Pension, Planilla
from tests import cobranza, mundo
from tramites.models import CambioDePension, Solicitud
from tramites.selectors import ficha

Roturas = dict[str, list[Callable[[], object]]]
"""By the name of an invariant: each call leaves one row that breaks it, in the house of `tests.casa`."""


def otra(fila: Model, **cambios: Any) -> None:
    """One more row like that, which nothing else tells of."""
    fila.pk = None
    for campo, valor in cambios.items():
        setattr(fila, campo, valor)
    fila.save(force_insert=True)


def luis() -> Cuenta:
    return Cuenta.objects.get(identificador=mundo.LUIS)


def caso(**cambios: Any) -> None:
    Solicitud.objects.update(**cambios)


def un_aumento(**cambios: Any) -> None:
    solicitud = Solicitud.objects.get()
    pension = Pension.objects.create(persona=solicitud.persona, tipo="VEJEZ", fecha_inicio=mundo.HOY, monto=1)
    pago = PagoPension.objects.create(persona=solicitud.persona, periodo=mundo.HOY, concepto="RETROACTIVO", valor=10)
    datos = {"solicitud": solicitud, "persona": solicitud.persona, "pension": pension, "pago": pago, "retroactivo": 10}
    CambioDePension.objects.create(**datos | {"antes": {}, "ahora": {}, "aumento": 1} | cambios)


def de_tramite(slug: str, **cambios: Any) -> None:
    caso(tramite=ficha(slug), **cambios)


def una_planilla(**cambios: Any) -> Callable[[], object]:
    return lambda: Planilla.objects.filter(periodo=date(2024, 1, 1)).update(**cambios)


def pagada(tipo: str = "APORTES") -> Planilla:
    """One of October, paid through the portal with 20.00 too much."""
    de_octubre = cobranza.planilla(Empleador.objects.get(), luis().persona, periodo=date(2026, 10, 1), tipo=tipo)
    cobranza.pagar(de_octubre, str(de_octubre.capital + 20), date(2026, 11, 10))
    return de_octubre


def tras_pagar(modelo: type[Model], tipo: str = "APORTES", **cambios: Any) -> Callable[[], object]:
    """What was written with that payment says something else now."""
    return lambda: (pagada(tipo), modelo.objects.filter(pk=modelo.objects.latest("pk").pk).update(**cambios))

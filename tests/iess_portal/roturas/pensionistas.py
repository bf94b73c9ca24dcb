"""What puts the effects of a pensioner's procedures, and the rol, out of order."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from pensionistas.models import ArchivoRol, Deposito, Suspension
from registro.models import PagoPension, Pension
from tests import mundo
from tests.iess_portal.roturas.comun import Roturas, de_tramite, luis, otra, un_aumento
from tramites.models import Solicitud


def un_pago_de_pension(**cambios: Any) -> None:
    datos = {"periodo": mundo.HOY, "concepto": "PENSION", "fecha_pago": mundo.HOY, "valor": 1}
    PagoPension.objects.create(persona=luis().persona, **datos | cambios)


def una_reliquidacion(**cambios: Any) -> None:
    """With its raise, however it ended."""
    de_tramite("reliquidacion", **cambios)
    un_aumento()


def un_archivo(valor: int = 1, **cambios: Any) -> None:
    """Of a rol of 1.00, of which `valor` was sent, in order but for `cambios`."""
    un_pago_de_pension()
    datos = {"periodo": mundo.HOY, "numero": 1, "fecha": mundo.HOY, "hecho_el": mundo.HOY, "por_institucion": []}
    archivo = ArchivoRol.objects.create(**datos | {"lineas": 1, "total": valor} | cambios)
    de_luis = luis().persona
    comun = {"persona": de_luis, "periodo": mundo.HOY, "archivo": archivo, "cuenta": mundo.cuenta_bancaria(de_luis)}
    Deposito.objects.create(**comun, envio=1, cedula=de_luis.cedula, titular="x", valor=valor, estado="ENVIADO")


def enviado_dos_veces() -> None:
    un_archivo()
    otra(Deposito.objects.get(), envio=2)


def una_suspension(pension: dict[str, Any] | None = None, **cambios: Any) -> Callable[[], object]:
    """Of a pension of Luis, as both tables tell it."""

    def romper() -> None:
        mes, quien = mundo.HOY.replace(day=1), luis().persona
        suya = {"tipo": "VEJEZ", "fecha_inicio": mundo.HOY, "monto": 1, "suspendida_desde": mes}
        datos = {"persona": quien, "desde": mes, "monto": 1, "motivo": "x", "suspendida_por": "x"}
        Suspension.objects.create(
            pension=Pension.objects.create(persona=quien, **suya | (pension or {})), **datos | cambios
        )

    return romper


LEVANTADA = {"levantada_en": timezone.now(), "hasta": mundo.HOY.replace(day=1)}


def reactivacion_negada() -> None:
    de_tramite("reactivacion-pension", resultado="NEGADA")
    solicitud = Solicitud.objects.get()
    una_suspension({"suspendida_desde": None}, **LEVANTADA, solicitud=solicitud, persona=solicitud.persona)()


ROTURAS: Roturas = {
    "aumento_sin_su_cambio": [
        lambda: de_tramite("reliquidacion"),
        lambda: una_reliquidacion(resultado="NEGADA"),
        lambda: una_reliquidacion(resultado="", estado="ARCHIVADA"),
    ],
    "descuento_de_mas": [lambda: un_pago_de_pension(concepto="QUIRO", valor=-1)],
    "archivo_rol_que_no_suma": [lambda: un_archivo(total=2), lambda: un_archivo(lineas=2)],
    "rol_que_no_sale": [lambda: un_archivo(2), lambda: (un_archivo(), Deposito.objects.all().delete())],
    "deposito_de_mas": [enviado_dos_veces],
    "pension_pagada_de_mas": [
        lambda: un_pago_de_pension(orden=2),
        lambda: (una_suspension()(), un_pago_de_pension(periodo=mundo.HOY.replace(day=1))),
    ],
    "suspension_sin_su_pension": [
        una_suspension({"suspendida_desde": None}),
        una_suspension({"suspendida_desde": mundo.HOY}),
        una_suspension(**LEVANTADA),
    ],
    "suspension_mal_pagada": [
        una_suspension({"suspendida_desde": None}, **LEVANTADA, detalle=[["2026-11-01", "1.00", "0", "0"]]),
    ],
    "reactivacion_sin_su_suspension": [lambda: de_tramite("reactivacion-pension"), reactivacion_negada],
}

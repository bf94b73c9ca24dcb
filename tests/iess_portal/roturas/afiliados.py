"""What puts the effects of an affiliate's procedures out of order."""

from datetime import date
from typing import Any

from registro.models import CuentaBancaria, Dependiente, MovimientoFondo, Pension, Prestamo
from tests import mundo
from tests.iess_portal.roturas.comun import Roturas, de_tramite, luis, otra
from tramites.models import Respaldo, Solicitud


def una_jubilacion(**cambios: Any) -> None:
    """With its pension, however it ended."""
    de_tramite("jubilacion-vejez", **cambios)
    numero, persona = Solicitud.objects.values_list("numero", "persona").get()
    Pension.objects.create(persona_id=persona, tipo="VEJEZ", fecha_inicio=mundo.HOY, monto=1, acuerdo_numero=numero)


def un_prestamo(**cambios: Any) -> None:
    """One that says that the case granted it."""
    numero, persona = Solicitud.objects.values_list("numero", "persona").get()
    datos = {"persona_id": persona, "tipo": "QUIROGRAFARIO", "fecha": mundo.HOY, "acuerdo_numero": numero}
    Prestamo.objects.create(**datos | {"monto": 1, "saldo": 1, "plazo_meses": 1, "tasa": 1} | cambios)


def un_quirografario(**cambios: Any) -> None:
    """With its loan, however it ended."""
    de_tramite("prestamo-quirografario", **cambios)
    un_prestamo()


def un_hipotecario(tipo: str = "HIPOTECARIO", **cambios: Any) -> None:
    de_tramite("prestamo-hipotecario", **cambios)
    un_prestamo(tipo=tipo)


def una_cobertura(**cambios: Any) -> None:
    """With its dependant, however it ended."""
    de_tramite("extension-cobertura", datos={"cedula": mundo.RUC_MAR[:10]}, **cambios)
    un_dependiente(cedula=mundo.RUC_MAR[:10], acuerdo_numero=Solicitud.objects.get().numero)


def un_dependiente(**cambios: Any) -> None:
    datos = {"cedula": mundo.LUIS, "parentesco": "CONYUGE", "fecha_desde": mundo.HOY}
    Dependiente.objects.create(titular=Solicitud.objects.get().persona, **datos | cambios)


def dos_subsidios() -> None:
    """Granted both, of the same days."""
    reposo = {"desde": "2026-11-02", "hasta": "2026-11-11"}
    de_tramite("subsidios", datos=reposo, dictamen={"califica": True, "datos": {"dias_repetidos": 0}})
    otra(Solicitud.objects.get(), numero="2026-9999999")


def un_retiro(**cambios: Any) -> None:
    """With its movement, however it ended; the money was there."""
    de_tramite("retiro-fondos-reserva", **cambios)
    numero, persona = Solicitud.objects.values_list("numero", "persona").get()
    comun = {"persona_id": persona, "fondo": "RESERVA", "fecha": mundo.HOY, "valor": 10}
    MovimientoFondo.objects.create(**comun, tipo="DEPOSITO")
    MovimientoFondo.objects.create(**comun, tipo="RETIRO", acuerdo_numero=numero)


def retiro_que_vuelve_otro_dia() -> None:
    un_retiro()
    otra(MovimientoFondo.objects.get(tipo="RETIRO"), fecha=date(2026, 11, 24), acuerdo_numero="")


ROTURAS: Roturas = {
    "jubilacion_sin_su_pension": [
        lambda: de_tramite("jubilacion-vejez"),
        lambda: una_jubilacion(resultado="NEGADA"),
        lambda: una_jubilacion(resultado="", estado="DESISTIDA"),
    ],
    "dia_de_reposo_pagado_dos_veces": [dos_subsidios],
    "retiro_sin_su_movimiento": [
        lambda: de_tramite("retiro-fondos-reserva"),
        lambda: un_retiro(resultado="NEGADA"),
        lambda: un_retiro(resultado="", estado="ARCHIVADA"),
    ],
    "retiro_que_no_cabe": [retiro_que_vuelve_otro_dia],
    "solicitud_sin_su_prestamo": [
        lambda: de_tramite("prestamo-hipotecario"),
        lambda: un_hipotecario(resultado="NEGADA"),
        lambda: un_hipotecario("QUIROGRAFARIO"),
        lambda: de_tramite("prestamo-quirografario"),
        lambda: un_quirografario(resultado="NEGADA"),
        lambda: un_quirografario(resultado="", estado="DESISTIDA"),
    ],
    "prestamo_sin_su_solicitud": [
        un_prestamo,
        lambda: (de_tramite("prestamo-quirografario"), un_prestamo(acuerdo_numero="2020-0000001")),
        lambda: (de_tramite("prestamo-quirografario"), un_prestamo(persona_id=luis().persona_id)),
    ],
    "cobertura_sin_su_dependiente": [
        lambda: de_tramite("extension-cobertura", datos={"cedula": mundo.LUIS}),
        lambda: una_cobertura(resultado="NEGADA"),
        lambda: una_cobertura(resultado="", estado="DESISTIDA"),
    ],
    "cobertura_de_dos_parejas": [
        lambda: (un_dependiente(), un_dependiente(cedula=mundo.ANA, parentesco="CONVIVIENTE")),
        lambda: (un_dependiente(fecha_hasta=mundo.HOY), un_dependiente(cedula=mundo.ANA)),
    ],
    "cobertura_de_un_mayor": [
        lambda: un_dependiente(parentesco="HIJO"),
        lambda: un_dependiente(parentesco="HIJO", fecha_hasta=mundo.HOY),
        lambda: un_dependiente(parentesco="HIJO", cedula=mundo.RUC_MAR[:10], acuerdo_numero="1"),
    ],
    "respaldo_de_ninguna_cuenta": [
        lambda: Respaldo.objects.update(objeto="cuenta_bancaria:0"),
        lambda: CuentaBancaria.objects.update(persona=luis().persona),
    ],
}

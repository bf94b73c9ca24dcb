"""What a quirografario writes in the register: the loan, and that another one is paid off."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from afiliados.selectors.quirografario import TIPO, dictaminar, hechos_de
from cuentas.actuacion import Actuacion
from nucleo.dinero import CERO, formato
from registro.models import Persona, Prestamo
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.models import Solicitud
from tramites.casos.paso import NoProcede, anotar_efecto


def conceder_quirografario(*, actuacion: Actuacion, solicitud: Solicitud, fecha: date) -> Prestamo:
    """The loan that the case grants; granted again, it is the same loan with the newer figures.

    From here on it holds the funds that guarantee it. What may be lent is worked out once more under the lock that
    every loan and withdrawal of a person takes: NoProcede when it is less by now than what was decided.
    """
    assert solicitud.dictamen
    datos: Any = Dictamen.de_json(solicitud.dictamen).datos
    with transaction.atomic():
        dueno = _bloquear(solicitud)
        _exigir_capacidad(dueno, solicitud, fecha)
        prestamo = _prestamo_de(dueno, solicitud) or _nuevo(dueno, solicitud, fecha)
        pagado = prestamo.monto - prestamo.saldo
        prestamo.monto, prestamo.plazo_meses, prestamo.tasa = datos["monto"], datos["plazo"], datos["tasa"]
        prestamo.saldo = max(prestamo.monto - pagado, CERO)
        prestamo.save()
        _saldar(dueno, solicitud, CERO)
        anotar_efecto(actuacion, dueno.pk, solicitud.numero, "prestamo.concedido")
    return prestamo


def retirar_quirografario(*, actuacion: Actuacion, solicitud: Solicitud) -> bool:
    """Takes back what the case granted before it was decided again. False: it had granted nothing."""
    with transaction.atomic():
        dueno = _bloquear(solicitud)
        prestamo = _prestamo_de(dueno, solicitud)
        if prestamo is None:
            return False
        prestamo.delete()
        if solicitud.datos["renueva"]:
            _saldar(dueno, solicitud, Decimal(solicitud.datos["saldo_renovado"]))
        anotar_efecto(actuacion, dueno.pk, solicitud.numero, "prestamo.retirado")
    return True


def _bloquear(solicitud: Solicitud) -> Persona:
    assert solicitud.persona_id
    return Persona.objects.select_for_update().get(pk=solicitud.persona_id)


def _exigir_capacidad(dueno: Persona, solicitud: Solicitud, hoy: date) -> None:
    hechos = hechos_de(dueno, hoy, solicitud.datos | {"solicitud": solicitud.numero})
    if solicitud.datos["renueva"]:
        paga = hechos.pedido.paga
        if paga is None or paga.saldo != Decimal(solicitud.datos["saldo_renovado"]):
            raise NoProcede("El saldo del préstamo que se renueva cambió: la persona debe pedirlo otra vez.")
    ahora = dictaminar(hechos, hoy, Parametros.al(hoy))
    if "monto" in {requisito.nombre for requisito in ahora.faltan}:
        capacidad: Any = ahora.datos.get("capacidad", CERO)
        raise NoProcede(f"Ahora se le puede prestar hasta {formato(capacidad)}: calcule la solicitud otra vez.")


def _nuevo(dueno: Persona, solicitud: Solicitud, fecha: date) -> Prestamo:
    if Prestamo.objects.filter(persona=dueno, tipo=TIPO, fecha=fecha).exists():
        # The core system tells the loans of a person by their day.
        raise NoProcede("Hoy ya se le concedió otro quirografario: calcúlela otra vez mañana.")
    return Prestamo(
        persona=dueno, tipo=TIPO, fecha=fecha, acuerdo_numero=solicitud.numero or "", monto=CERO, saldo=CERO
    )


def _prestamo_de(dueno: Persona, solicitud: Solicitud) -> Prestamo | None:
    return Prestamo.objects.filter(persona=dueno, tipo=TIPO, acuerdo_numero=solicitud.numero).first()


def _saldar(dueno: Persona, solicitud: Solicitud, saldo: Decimal) -> None:
    """What is owed from now on of the loan that this one renews, if it renews one."""
    if solicitud.datos["renueva"]:
        Prestamo.objects.filter(persona=dueno, tipo=TIPO, fecha=solicitud.datos["renueva"]).update(saldo=saldo)

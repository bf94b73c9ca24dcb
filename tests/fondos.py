"""Who saves fondos de reserva in tests: an account that a reader can add up, and the case to its number."""

from datetime import date
from decimal import Decimal

from django.test import Client

from registro.models import MovimientoFondo, Persona, Prestamo
from registro.reglas.puertas import mover
from tests import mundo
from tests.actos import para
from tramites.models import Solicitud

CONSULTA = "/afiliado/fondos-reserva/"
RETIRO = "/afiliado/retiro-fondos-reserva/"


def depositos(persona: Persona, cuantos: int, valor="10.00", ultimo: date = date(2026, 11, 10)) -> None:
    """One a month, on the day of `ultimo`, up to it."""
    MovimientoFondo.objects.bulk_create(
        MovimientoFondo(
            persona=persona,
            fondo="RESERVA",
            fecha=mover(ultimo, -i).replace(day=ultimo.day),
            tipo="DEPOSITO",
            valor=Decimal(valor),
        )
        for i in reversed(range(cuantos))
    )


def movimiento(persona: Persona, tipo: str, valor: str, dia: date, **datos) -> MovimientoFondo:
    campos = {"fondo": "RESERVA", "fecha": dia, "tipo": tipo, "valor": Decimal(valor)} | datos
    return MovimientoFondo.objects.create(persona=persona, **campos)


def prestamo(persona: Persona, saldo: str, dia: date = date(2026, 3, 1), **datos) -> Prestamo:
    campos = {
        "tipo": "QUIROGRAFARIO",
        "fecha": dia,
        "monto": Decimal(max(Decimal(saldo), Decimal(1000))),
        "plazo_meses": 24,
        "tasa": Decimal(11),
        "saldo": Decimal(saldo),
    } | datos
    return Prestamo.objects.create(persona=persona, **campos)


def quien_ahorra(meses: int = 40, valor: str = "10.00", *, cedula: str = mundo.ANA, **datos) -> Persona:
    """Forty-six years old, at work since 2020 for a thousand a month, with an account in order."""
    persona = mundo.persona(cedula, **datos)
    mundo.relacion(persona, mundo.empleador(), date(2020, 1, 1))
    mundo.cuenta_bancaria(persona)
    depositos(persona, meses, valor)
    return persona


def retiros(persona: Persona) -> list[tuple[date, Decimal, str]]:
    filas = MovimientoFondo.objects.filter(persona=persona, tipo="RETIRO").order_by("fecha", "pk")
    return list(filas.values_list("fecha", "valor", "acuerdo_numero"))


def revisar(client: Client, cuanto: str = "TODO", monto: str = "") -> str:
    """From the start to «revise sus respuestas»; the page on which one lands."""
    de_quien = para(client)
    client.post(RETIRO, de_quien)
    respuesta = client.post(f"{RETIRO}paso/1/", {"cuanto": cuanto, "monto": monto} | de_quien, follow=True)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def enviar(client: Client, cuanto: str = "TODO", monto: str = "") -> Solicitud:
    """From the start to the number, page by page."""
    revisar(client, cuanto, monto)
    fin = client.post(f"{RETIRO}revisar/", para(client))
    assert fin.status_code == 302, fin.content.decode()
    return Solicitud.objects.get(numero=fin.url.split("/")[2])

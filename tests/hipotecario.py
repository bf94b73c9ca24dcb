"""Who asks for a mortgage in tests, and the case from its start to the number."""

from datetime import date
from decimal import Decimal

from django.test import Client

from registro.models import Empleador, Persona
from registro.reglas.puertas import mover
from tests import mundo
from tests.actos import para
from tests.jubilacion import aportar
from tramites.models import Solicitud

URL = "/afiliado/prestamo-hipotecario/"
CREDITO = {"producto": "CREDICASA", "monto": "50000", "plazo": "300"}
CASA = {
    "precio": "60000",
    "avaluo": "60 000,00",
    "canton": "Ambato",
    "direccion": "Av. Cevallos 123",
    "dormitorios": "2",
    "nueva": "SI",
    "primera_vivienda": "SI",
}
SOLO = {"modo": "INDIVIDUAL", "declaracion": "on"}
JUNTOS = {"modo": "SOLIDARIA", "conyuge": mundo.LUIS, "declaracion": "on"}
PASOS = (CREDITO, CASA, SOLO)


def quien_pide(
    meses: int = 48,
    *,
    sueldo: str = "1000.00",
    cedula: str = mundo.ANA,
    empresa: Empleador | None = None,
    ultimo: date = date(2026, 10, 1),
    **datos,
) -> Persona:
    """Somebody who works, with so many months paid in a row."""
    persona = mundo.persona(cedula, **({"fecha_nacimiento": date(1986, 1, 15)} | datos))
    empresa, desde = empresa or mundo.empleador(), mover(ultimo, 1 - meses)
    aportar(persona, empresa, desde, meses, Decimal(sueldo))
    mundo.relacion(persona, empresa, desde)
    return persona


def llenar(client: Client, **respuestas: str) -> dict[str, str]:
    """Up to the review; each answer goes to its own form."""
    de_quien = para(client)
    client.post(URL, de_quien)
    for numero, paso in enumerate(PASOS, 1):
        client.post(f"{URL}paso/{numero}/", paso | _suyas(numero, respuestas) | de_quien)
    return de_quien


def _suyas(numero: int, respuestas: dict[str, str]) -> dict[str, str]:
    """A form is sent what it asks; the third takes also what the others don't."""
    otros = {**CREDITO, **CASA}
    if numero == len(PASOS):
        return {nombre: valor for nombre, valor in respuestas.items() if nombre not in otros}
    return {nombre: valor for nombre, valor in respuestas.items() if nombre in PASOS[numero - 1]}


def enviar(client: Client, **respuestas: str) -> Solicitud:
    de_quien = llenar(client, **respuestas)
    fin = client.post(f"{URL}revisar/", de_quien)
    assert fin.status_code == 302, fin.content.decode()
    assert fin.url.startswith("/solicitudes/"), fin.url
    return Solicitud.objects.get(numero=fin.url.split("/")[2])

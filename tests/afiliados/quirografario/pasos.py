"""Who borrows in tests, the pages of procedure 8, and the way from the start to the number."""

from datetime import date
from decimal import Decimal

from django.test import Client

from registro.models import MovimientoFondo, Pension, Persona, Prestamo
from registro.reglas.puertas import mover
from tests import mundo
from tests.actos import codigo_de, correos, para
from tramites.models import Solicitud

URL = "/afiliado/prestamo-quirografario/"
PEDIDO = {"monto": "1000", "plazo": "12", "sistema": "FRANCES"}


def depositar(persona: Persona, valor: str, fondo: str = "RESERVA", tipo: str = "DEPOSITO", **datos) -> None:
    valores = {"fecha": date(2026, 10, 15), "valor": Decimal(valor)}
    MovimientoFondo.objects.create(persona=persona, fondo=fondo, tipo=tipo, **(valores | datos))


def quien_pide(
    imposiciones: int = 24, *, reserva: str = "3000.00", cesantia: str = "1000.00", cedula: str = mundo.ANA
) -> Persona:
    """At work since so many months on 1,000 a month, all paid, with funds and an account in order."""
    persona, empresa = mundo.persona(cedula), mundo.empleador()
    desde = mover(date(2026, 11, 1), -imposiciones)
    mundo.aportes(persona, empresa, desde, imposiciones)
    mundo.relacion(persona, empresa, desde)
    mundo.cuenta_bancaria(persona)
    depositar(persona, reserva)
    depositar(persona, cesantia, "CESANTIA")
    return persona


def pensionista(nacimiento: date, *, pension: str = "800.00", tipo: str = "VEJEZ") -> Persona:
    persona = mundo.persona(fecha_nacimiento=nacimiento)
    Pension.objects.create(persona=persona, tipo=tipo, fecha_inicio=date(2020, 1, 1), monto=Decimal(pension))
    mundo.cuenta_bancaria(persona)
    return persona


def prestamo(persona: Persona, saldo: str, **datos) -> Prestamo:
    """Granted by the core system a year and a half ago."""
    valores = {"tipo": "QUIROGRAFARIO", "fecha": date(2025, 5, 3), "monto": Decimal(1000), "plazo_meses": 36}
    return Prestamo.objects.create(persona=persona, saldo=Decimal(saldo), **(valores | {"tasa": Decimal(11)} | datos))


def pagina(client: Client, url: str = URL, **consulta: str) -> str:
    respuesta = client.get(url, consulta)
    assert respuesta.status_code == 200, url
    return respuesta.content.decode()


def simular(client: Client, **consulta: str) -> str:
    return pagina(client, f"{URL}simular/", **consulta)


def hasta_revisar(client: Client, **respuestas: str) -> None:
    de_quien = para(client)
    client.post(URL, de_quien)
    respuesta = client.post(f"{URL}paso/1/", PEDIDO | respuestas | de_quien)
    assert respuesta.status_code == 302, respuesta.content.decode()


def pedir_codigo(client: Client) -> str:
    """Asks for the code; the one that came by mail."""
    correos()
    respuesta = client.post(f"{URL}revisar/", para(client))
    assert respuesta.status_code == 302, respuesta.content.decode()
    assert respuesta.url == f"{URL}confirmar/"
    (correo,) = [uno for uno in correos() if uno.subject == "Su código para enviar la solicitud"]
    return codigo_de(correo)


def confirmar(client: Client, codigo: str):
    return client.post(f"{URL}confirmar/", {"codigo": codigo} | para(client))


def enviar(client: Client, **respuestas: str) -> Solicitud:
    """From the start to the number, page by page, with the code that comes by mail."""
    hasta_revisar(client, **respuestas)
    fin = confirmar(client, pedir_codigo(client))
    assert fin.status_code == 302, fin.content.decode()
    return Solicitud.objects.get(numero=fin.url.split("/")[2])

"""Procedure 16 as a person goes through it: each page with its answers."""

from datetime import date, timedelta
from typing import Any

from django.test import Client

from registro.models import Empleador, Persona
from registro.reglas.puertas import mover
from tests import mundo
from tests.archivos import pdf, subido
from tramites.models import Solicitud

URL = "/afiliado/subsidios/"
CALCULAR = f"{URL}calcular/"
LUNES = date(2026, 11, 2)
DE_QUIEN_LO_DIO = {
    "establecimiento": "Clínica del Valle",
    "establecimiento_correo": "clinica@valle.ec",
    "establecimiento_telefonos": "02 255 5555",
    "establecimiento_direccion": "Av. Ilaló 100",
    "lugar_emision": "Quito",
    "membrete": "on",
    "medico": "Rosa Vega",
    "medico_cedula": mundo.LUIS,
    "medico_especialidad": "Medicina interna",
    "firma": "on",
    "sin_enmiendas": "on",
}
DEL_PACIENTE = {
    "historia_clinica": "HC-12",
    "diagnostico": "Gripe con neumonía",
    "cie10": "J11.0",
    "sintomas": "Fiebre y tos",
    "total_dias_letras": "on",
}


def quien_trabaja(cedula: str, meses: int = 24, *, empresa: Empleador | None = None) -> Persona:
    """So many months in a row until October, and still at work."""
    persona, empresa = mundo.persona(cedula), empresa or mundo.empleador()
    desde = mover(date(2026, 10, 1), 1 - meses)
    mundo.relacion(persona, empresa, desde)
    mundo.aportes(persona, empresa, desde, meses)
    mundo.cuenta_bancaria(persona)
    return persona


def fecha(nombre: str, dia: date) -> dict[str, str]:
    return {f"{nombre}_dia": str(dia.day), f"{nombre}_mes": str(dia.month), f"{nombre}_anio": str(dia.year)}


def fechas(desde: date = LUNES, dias: int = 10, **otras: date) -> dict[str, str]:
    hasta = desde + timedelta(days=dias - 1)
    todas = {"emision": desde, "desde": desde, "hasta": hasta} | otras
    return {clave: valor for nombre, dia in todas.items() for clave, valor in fecha(nombre, dia).items()}


def paso(client: Client, numero: int, datos: dict[str, Any]) -> Any:
    return client.post(f"{URL}paso/{numero}/", datos)


def hasta_las_fechas(client: Client, motivo: str = "enfermedad", emisor: str = "particular", ordena: str = "reposo"):
    client.post(URL)
    assert paso(client, 1, {"motivo": motivo}).status_code == 302
    assert paso(client, 2, {"emisor": emisor, "ordena": ordena}).status_code == 302


def hasta_los_documentos(
    client: Client, dias: int = 10, desde: date = LUNES, *, otras: dict[str, date] | None = None, **contexto: str
):
    """Everything typed; the sixth page is next."""
    hasta_las_fechas(client, **contexto)
    for numero, datos in (
        (3, fechas(desde, dias, **(otras or {}))),
        (4, DE_QUIEN_LO_DIO),
        (5, DEL_PACIENTE | {"total_dias": str(dias)}),
    ):
        respuesta = paso(client, numero, datos)
        assert respuesta.status_code == 302, respuesta.content.decode()


def adjuntar(client: Client, *documentos: str):
    """A PDF for each, all of them different."""
    return paso(
        client, 6, {f"documento_{nombre}": subido(pdf(n), f"{nombre}.pdf") for n, nombre in enumerate(documentos, 1)}
    )


def enviar(client: Client, dias: int = 10, desde: date = LUNES, **contexto: Any) -> Solicitud:
    """From the start to the number, page by page."""
    hasta_los_documentos(client, dias, desde, **contexto)
    respuesta = adjuntar(client, "certificado")
    assert respuesta.status_code == 302, respuesta.content.decode()
    fin = client.post(f"{URL}revisar/")
    assert fin.status_code == 302, fin.content.decode()
    return Solicitud.objects.get(numero=fin.url.split("/")[2])


def pagina(client: Client, url: str = URL, **parametros: str) -> str:
    respuesta = client.get(url, parametros)
    assert respuesta.status_code == 200, url
    return respuesta.content.decode()

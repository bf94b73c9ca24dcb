"""The pages that make a clave, gone through as a person does."""

import re

from django.core import mail
from django.test import Client
from django.utils import timezone

from cuentas.clave.selectors import sorteo_de
from nucleo.outbox import drain
from tests import mundo

URL = "/cuenta/clave/generar/"
FRASE = "puente azul sobre nueve mangos"
PREGUNTAS = {
    "pregunta_1": "escuela",
    "respuesta_1": "Simón Bolívar",
    "pregunta_2": "mascota",
    "respuesta_2": "Lulú",
    "pregunta_3": "propia",
    "propia_3": "¿Qué vendía mi abuela en la feria?",
    "respuesta_3": "Humitas",
}


def respuestas_de(cedula=mundo.ANA, *, nacimiento=(17, 5, 1980), cambios=()):
    """Right answers for whom they exist, the first option for the others; `cambios`: questions to answer wrongly."""
    _, preguntas = sorteo_de(cedula, timezone.localdate())
    elegidas = [p.correcta or 0 for p in preguntas]
    for n in cambios:
        elegidas[n] = (elegidas[n] + 1) % len(preguntas[n].opciones)
    dia, mes, anio = nacimiento
    return {
        "nacimiento_dia": dia,
        "nacimiento_mes": mes,
        "nacimiento_anio": anio,
        **{f"pregunta_{n}": elegida for n, elegida in enumerate(elegidas)},
    }


def validar(client, cedula=mundo.ANA, **cuales):
    client.post(URL, {"cedula": cedula})
    return client.post(f"{URL}datos/", respuestas_de(cedula, **cuales))


def ultimo_codigo(para="ana@correo.ec"):
    drain()
    mensajes = [m for m in mail.outbox if m.to == [para] and "Su código es" in m.body]
    return re.search(r"\b(\d{6})\b", mensajes[-1].body)[1]


def hasta_el_codigo(client):
    validar(client)
    client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"})
    return client.post(f"{URL}preguntas/", PREGUNTAS)


def ingresa(cedula=mundo.ANA, clave=FRASE):
    return Client().post("/ingresar/", {"identificacion": cedula, "clave": clave}).status_code == 302

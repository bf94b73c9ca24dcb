"""A dictamen as a signed document holds it: plain texts, printed by tramites/documentos/dictamen.html."""

from datetime import date
from typing import Any

from nucleo.escritura import fecha
from nucleo.templatetags.portal import como_dato, dato_legible, nombre_de_dato
from registro.reglas.dictamen import Dictamen, Paso, Requisito


def dictamen_impreso(dictamen: Dictamen) -> dict[str, Any]:
    return {
        "fecha": fecha(dictamen.fecha),
        "califica": dictamen.califica,
        "requisitos": [_requisito(requisito) for requisito in dictamen.requisitos],
        "pasos": [_paso(paso) for paso in dictamen.pasos],
        "referencial": dictamen.referencial,
    }


def _requisito(requisito: Requisito) -> dict[str, Any]:
    opciones = "; o ".join(opcion.texto for opcion in requisito.opciones)
    return {
        "texto": requisito.texto,
        "exigido": f"{requisito.exigido}: {opciones}" if opciones else requisito.exigido,
        "registrado": requisito.registrado,
        "cumple": requisito.cumple,
        "base_legal": requisito.base_legal,
    }


def _paso(paso: Paso) -> dict[str, Any]:
    entradas = ", ".join(f"{nombre_de_dato(n)} {dato_legible(valor, n)}" for n, valor in paso.entradas.items())
    return {
        "texto": paso.texto,
        "de_donde": f"{paso.formula[:1].upper()}{paso.formula[1:]}: {entradas}",
        "resultado": dato_legible(paso.resultado, como_dato(paso.nombre) and paso.nombre),
        "base_legal": paso.base_legal,
        "referencial": paso.referencial,
    }


def cifra(valor: Any, nombre: str = "") -> str:
    """A figure of a dictamen in words, as its steps write it; a date as a whole date."""
    return fecha(valor) if isinstance(valor, date) else dato_legible(valor, nombre)


def lo_que_falta(requisito: Requisito) -> str:
    """For whoever is about to send a case all the same."""
    cura = requisito.fecha_en_que_cumple
    cuando = f" Lo cumplirá el {fecha(cura)}, si sigue como hasta ahora." if cura else ""
    return f"Hoy falta: {requisito.texto}. Consta: {requisito.registrado.rstrip('.')}.{cuando}"

"""The shape of a parameter's value: a rule that asks for a table of rates must never find a number."""

from typing import Any

NOMBRES = {"numero": "un número", "logico": "true o false", "texto": "un texto entre comillas", "lista": "una lista"}

# In this order: to Python, true is a number.
FORMAS = ((bool, "logico"), ((int, float), "numero"), (str, "texto"), (dict, "grupo"))


def problema_de_forma(valor: Any, vigente: Any) -> str:
    """What is wrong with the shape of `valor`, compared with the value that the rules now read; empty when nothing."""
    esperada = _forma(vigente)
    if _forma(valor) != esperada:
        return f"El valor debe ser {NOMBRES.get(esperada, 'de la misma forma que el vigente')}, como el vigente."
    if esperada == "tabla":
        return _filas(valor, vigente)
    if esperada == "grupo" and valor.keys() != vigente.keys():
        return f"El valor debe tener los mismos nombres que el vigente: {', '.join(vigente)}."
    return ""


def _forma(valor: Any) -> str:
    if isinstance(valor, list):
        return "tabla" if valor and all(isinstance(fila, dict) for fila in valor) else "lista"
    return next((nombre for tipos, nombre in FORMAS if isinstance(valor, tipos)), "nada")


def _filas(valor: list[dict[str, Any]], vigente: list[dict[str, Any]]) -> str:
    todas = set().union(*vigente)
    siempre = set.intersection(*map(set, vigente))
    for numero, fila in enumerate(valor, start=1):
        if faltan := siempre - fila.keys():
            return f"En la fila {numero} falta {', '.join(sorted(faltan))}."
        if sobran := fila.keys() - todas:
            return f"En la fila {numero} sobra {', '.join(sorted(sobran))}."
    return ""

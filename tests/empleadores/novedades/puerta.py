"""What a browser sends for each notice."""

from datetime import date
from typing import Any

from tests import mundo

ENTRADA, SALIDA = "/empleador/aviso-entrada/", "/empleador/aviso-salida/"
SUELDO, EXTRAS = "/empleador/nuevo-sueldo/", "/empleador/extras-del-mes/"
NOVEDADES, TRABAJADORES = f"{ENTRADA}novedades/", f"{SALIDA}trabajadores/"


def dia(nombre: str, cuando: date) -> dict[str, Any]:
    """A date as three boxes."""
    return {f"{nombre}_dia": str(cuando.day), f"{nombre}_mes": str(cuando.month), f"{nombre}_anio": str(cuando.year)}


def quien(cedula: str = mundo.ANA, sucursal: str = "0001") -> dict[str, str]:
    return {"p0-cedula": cedula, "p0-sucursal": sucursal}


def entrada(ingreso: date = date(2026, 11, 10), **otros: str) -> dict[str, str]:
    return {
        **quien(),
        **dia("p0-ingreso", ingreso),
        "p1-jornada": "COMPLETA",
        "p1-sueldo": "500,00",
        "p1-cargo": "Bodeguera",
        "p1-actividad": "0000000000001",
        "p1-relacion_trabajo": "06",
        "p1-seguro": "R",
        "p1-origen_pago": "P",
        **otros,
    }


def salida(fecha: date = date(2026, 11, 19), causa: str = "V", **otros: str) -> dict[str, str]:
    return {**quien(), **dia("p1-fecha", fecha), "p1-causa": causa, **otros}


def sueldo(valor: str = "1.100,00", periodo: str = "2026-11-01", **otros: str) -> dict[str, str]:
    return {**quien(), "p1-periodo": periodo, "p1-sueldo": valor, **otros}


def extras(valor: str = "25,50", periodo: str = "2026-11-01", **otros: str) -> dict[str, str]:
    return {**quien(), "p1-periodo": periodo, "p1-valor": valor, "p1-causa": "O", **otros}

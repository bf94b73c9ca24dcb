"""How figures and dates are written for people in Ecuador. In templates these are filters of the same name."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from nucleo import fechas
from nucleo.dinero import formato
from nucleo.fechas import MESES

SIN_DATO = "—"
_A_LA_ECUATORIANA = str.maketrans(",.", ".,")


def _local(valor: date) -> date:
    """An aware instant as the clock of Ecuador shows it; anything else as it is."""
    if isinstance(valor, datetime) and timezone.is_aware(valor):
        return timezone.localtime(valor)
    return valor


def dinero(valor: Decimal | None) -> str:
    return formato(valor)


def numero(valor: Decimal | int | None) -> str:
    """1234.5 → "1.234,5": as many decimals as the value has."""
    return SIN_DATO if valor is None else f"{valor:,}".translate(_A_LA_ECUATORIANA)


def porcentaje(parte: Decimal) -> str:
    """0.8125 → "81,25 %", with a no-break space."""
    texto = f"{parte * 100:f}"
    return (texto.rstrip("0").rstrip(".") if "." in texto else texto).translate(_A_LA_ECUATORIANA) + "\u00a0%"


def tasa(anual: Decimal) -> str:
    """11.5719 → "11,57 %": a rate per cent, to two decimals."""
    return f"{anual:.2f}".translate(_A_LA_ECUATORIANA) + "\u00a0%"


def fecha(valor: date | None) -> str:
    """21 de noviembre de 2026."""
    return SIN_DATO if valor is None else fechas.fecha(_local(valor))


def fecha_corta(valor: date | None) -> str:
    """21-nov-2026."""
    if valor is None:
        return SIN_DATO
    dia = _local(valor)
    return f"{dia.day:02}-{MESES[dia.month - 1][:3]}-{dia.year}"


def hora(valor: datetime | None) -> str:
    """14:32, in Ecuador."""
    return SIN_DATO if valor is None else f"{_local(valor):%H:%M}"


def cuando(hasta: datetime) -> str:
    """a las 14:32, or mañana a las 08:05: until when one waits, which is never longer than a day."""
    hoy = timezone.localdate(hasta) == timezone.localdate()
    return f"a las {hora(hasta)}" if hoy else f"mañana a las {hora(hasta)}"


def demasiados_intentos(hasta: datetime) -> str:
    return f"Hubo demasiados intentos. Por seguridad, podrá volver a intentarlo {cuando(hasta)}."


def mes(valor: date | None) -> str:
    """octubre de 2026."""
    return SIN_DATO if valor is None else fechas.mes(valor)


def mes_corto(valor: date | None) -> str:
    """oct-2026."""
    return SIN_DATO if valor is None else f"{MESES[valor.month - 1][:3]}-{valor.year}"


def nombre_de_mes(numero: int) -> str:
    """10 → octubre."""
    return MESES[numero - 1]


def anio(valor: int) -> str:
    """2026, which is a name and not a quantity: no point of thousands."""
    return str(valor)


def iso(valor: date) -> str:
    """For `datetime` attributes: HTML accepts no microseconds."""
    return valor.isoformat(timespec="seconds") if isinstance(valor, datetime) else valor.isoformat()

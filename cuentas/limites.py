"""How often one may try to log in: per account and network, and slower ceilings for each; asked before hashing."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from nucleo import throttle

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_NETWORK = 5
PER_ACCOUNT = 30
PER_NETWORK = 200


def red_de(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")


def _limits(identificador: str, red: str) -> dict[tuple[str, str], int]:
    return {
        ("ingreso", f"{identificador}|{red}"): PER_ACCOUNT_AND_NETWORK,
        ("ingreso-cuenta", identificador): PER_ACCOUNT,
        ("ingreso-red", red): PER_NETWORK,
    }


def bloqueado_hasta(identificador: str, red: str) -> datetime | None:
    return throttle.exceeded(_limits(identificador, red))


def contar_fallo(identificador: str, red: str) -> None:
    for scope, value in _limits(identificador, red):
        throttle.hit(scope, value, WINDOW)


def olvidar_fallos(identificador: str, red: str) -> None:
    throttle.forget(("ingreso", f"{identificador}|{red}"))

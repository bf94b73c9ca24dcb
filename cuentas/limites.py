"""How often one may try to log in: per account and network, and slower ceilings for each; counted before hashing."""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from nucleo import throttle

WINDOW = timedelta(minutes=15)
PER_ACCOUNT_AND_NETWORK = 5
PER_ACCOUNT = 30
PER_NETWORK = 200
IPV6_NETWORK = 64  # bits: what one subscriber gets, who may take any address in it


def red_de(request: HttpRequest) -> str:
    """The network that a request comes from: an IPv4 address, an IPv6 /64, or "" over a UNIX socket."""
    texto = request.META.get("REMOTE_ADDR", "")
    try:
        direccion = ip_address(texto)
    except ValueError:
        return texto
    if not isinstance(direccion, IPv6Address):
        return texto
    if direccion.ipv4_mapped:
        return str(direccion.ipv4_mapped)
    return str(ip_network((int(direccion), IPV6_NETWORK), strict=False))


def contar_intento(identificador: str, red: str, *, recuperada: bool = False) -> datetime | None:
    """Counts a try before its clave is looked at. When one may come back if it is one too many, or None.

    Whoever has just recovered the account does not wait behind the strangers who go on filling its ceiling.
    """
    limits = _limits(identificador, red)
    if recuperada:
        del limits["ingreso-cuenta", identificador]
    return throttle.count_in_all({pair: (limit, WINDOW) for pair, limit in limits.items()})


def olvidar_intento(identificador: str, red: str) -> None:
    """After a right clave: the account is new again in this network, and the ceilings get this one try back."""
    pair, *ceilings = _limits(identificador, red)
    throttle.forget(pair)
    for ceiling in ceilings:
        throttle.give_back(*ceiling)


def desbloquear(identificador: str, red: str) -> None:
    """After the account was recovered from this network."""
    throttle.forget(("ingreso", f"{identificador}|{red}"), ("ingreso-cuenta", identificador))


def empieza_bloqueo(identificador: str, red: str) -> bool:
    """After a wrong clave: whether it was the last that was allowed, and the first such time in a window."""
    agotable = {par: tope for par, tope in _limits(identificador, red).items() if par[0] != "ingreso-red"}
    return throttle.exceeded(agotable) is not None and throttle.hit("aviso-bloqueo", identificador, WINDOW)[0] == 1


def _limits(identificador: str, red: str) -> dict[tuple[str, str], int]:
    """(scope, value) → tries allowed, in the order in which the rows are locked: the narrowest first."""
    return {
        ("ingreso", f"{identificador}|{red}"): PER_ACCOUNT_AND_NETWORK,
        ("ingreso-cuenta", identificador): PER_ACCOUNT,
        ("ingreso-red", red): PER_NETWORK,
    }

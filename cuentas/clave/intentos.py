"""How often one may try each step of the clave. Counted before anything is judged, and alike for every number."""

from datetime import datetime, timedelta

from nucleo import throttle

CUARTO_DE_HORA = timedelta(minutes=15)
UN_DIA = timedelta(days=1)
POR_RED = 60  # each step, in a quarter of an hour: an office shares one address
VALIDACIONES_POR_CEDULA = 12  # a day, over all networks
RESPUESTAS = 5
PAPELES = 5
CODIGOS_POR_DIA = 10
CLAVES_ACTUALES = 5


def empezar(red: str) -> datetime | None:
    return throttle.count_in_all({("clave-numero", red): (POR_RED, CUARTO_DE_HORA)})


def validar(cedula: str, red: str, *, sorteos: int) -> datetime | None:
    """A person's own network first, so that a stranger elsewhere does not send them to the counter."""
    return throttle.count_in_all(
        {
            ("clave-validar", f"{cedula}|{red}"): (sorteos, UN_DIA),
            ("clave-validar-cedula", cedula): (VALIDACIONES_POR_CEDULA, UN_DIA),
        }
    )


def sorteos_agotados(cedula: str, red: str, *, sorteos: int) -> datetime | None:
    """When the next draw is open, if the one that failed was the last."""
    return throttle.exceeded({("clave-validar", f"{cedula}|{red}"): sorteos})


def validada(cedula: str, red: str) -> None:
    throttle.forget(("clave-validar", f"{cedula}|{red}"))
    throttle.give_back("clave-validar-cedula", cedula)


def responder(cedula: str, red: str) -> datetime | None:
    """No ceiling over all networks, on purpose: right answers only send a code to the holder's own mailbox, and a
    ceiling that strangers can fill would lock the holder out of the one way back in.
    """
    return throttle.count_in_all({("clave-respuestas", f"{cedula}|{red}"): (RESPUESTAS, CUARTO_DE_HORA)})


def respondida(cedula: str, red: str) -> None:
    throttle.forget(("clave-respuestas", f"{cedula}|{red}"))


def presentar_papel(cedula: str, red: str) -> datetime | None:
    return throttle.count_in_all(
        {
            ("clave-papel", f"{cedula}|{red}"): (PAPELES, CUARTO_DE_HORA),
            ("clave-papel-red", red): (POR_RED, CUARTO_DE_HORA),
        }
    )


def enviar_codigo(proposito: str, cedula: str) -> datetime | None:
    """Each code is worth five guesses; so many codes a day keep all of them together far from a million."""
    return throttle.count_in_all({(f"clave-envio-{proposito}", cedula): (CODIGOS_POR_DIA, UN_DIA)})


def escribir_actual(identificador: str) -> datetime | None:
    return throttle.count_in_all({("clave-actual", identificador): (CLAVES_ACTUALES, CUARTO_DE_HORA)})


def actual_correcta(identificador: str) -> None:
    throttle.forget(("clave-actual", identificador))

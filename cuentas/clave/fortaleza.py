"""Whether a clave will do: long, not known to be in use by many, and not made of what is known of its owner. Pure."""

from collections.abc import Iterator, Sequence

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from nucleo.texto import normalizar

PUNTAJE_MINIMO = 3  # of 0 to 4
LO_QUE_MIDE_ZXCVBN = 72
# That zxcvbn takes for letters. It tries every reading of them: with ten in one clave it would take a quarter minute.
COMO_LETRAS = "@({[<!|$+%"
COMO_LETRAS_A_LA_VEZ = 3
_comunes = CommonPasswordValidator()


def reparo(clave: str, *, minimo: int, personales: Sequence[str]) -> str:
    """What to do about a clave that won't do, or "". `personales`: the name and number of whom it is of."""
    return next(_reparos(clave, minimo, _palabras(personales)), "")


def _reparos(clave: str, minimo: int, palabras: list[str]) -> Iterator[str]:
    """The cheapest look first: zxcvbn measures nothing that is refused already."""
    if len(clave) < minimo:
        yield f"La clave debe tener al menos {minimo} caracteres. Puede ser una frase con espacios."
    if any(palabra in normalizar(clave) for palabra in palabras):
        yield "La clave no debe contener su nombre ni su cédula o RUC. Elija otras palabras."
    if _es_comun(clave):
        yield "Esa clave está en las listas de claves más usadas. Elija otra."
    medida = zxcvbn(_que_se_mide(clave), user_inputs=[*palabras, "iess", "portal", "ecuador"])
    if medida["score"] < PUNTAJE_MINIMO:
        yield "La clave es fácil de adivinar. Junte varias palabras que no suelan ir juntas."


def _que_se_mide(clave: str) -> str:
    """The clave as far as it is measured; of the signs that may be letters, all but the first three are just signs."""
    medido = clave[:LO_QUE_MIDE_ZXCVBN]
    sobran = [signo for signo in dict.fromkeys(medido) if signo in COMO_LETRAS][COMO_LETRAS_A_LA_VEZ:]
    return medido.translate({ord(signo): "_" for signo in sobran})


def _palabras(personales: Sequence[str]) -> list[str]:
    """Words of four letters or more: a shorter one is part of too many others."""
    return [palabra for texto in personales for palabra in normalizar(texto).split() if len(palabra) >= 4]


def _es_comun(clave: str) -> bool:
    try:
        _comunes.validate(clave)
    except ValidationError:
        return True
    return False

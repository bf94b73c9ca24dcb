"""The short code of an issued document: 16 symbols of 32, 80 random bits, made to be read aloud and typed."""

import secrets

# Crockford's alphabet: no I, L, O, U, so that nothing looks like something else.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_LOOKALIKES = str.maketrans("OIL", "011", " -–—.\t\n\r\u00a0")


def nuevo() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def en_grupos(codigo: str) -> str:
    """`ABCD-EFGH-JKMN-PQRS`, as it is printed."""
    return "-".join(codigo[i : i + 4] for i in range(0, len(codigo), 4))


def leer(texto: str) -> str | None:
    """The code that somebody typed: any case, with or without dashes, O for 0, I or L for 1. None: it is no code."""
    codigo = texto.upper().translate(_LOOKALIKES)
    return codigo if len(codigo) == LENGTH and set(codigo) <= set(ALPHABET) else None

"""Text for searching, reduced to what can be compared; text that hides what it names; and what is one paragraph."""

import re
import unicodedata

from django.core.exceptions import ValidationError

_PALABRA = re.compile(r"[a-z0-9]+")
_SILABA_FINAL = re.compile(r"(?<=[aeiou])(?:(c)es?|([dlnrsz])es?)$")
_PLURAL_SIMPLE = re.compile(r"(?<=[aeo])s$")
# Line breaks of every kind, and the marks that turn the direction of what follows around.
_NO_ES_UN_PARRAFO = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def normalizar(texto: str) -> str:
    """Casefolded, without accents and with single spaces: "  Jubilación  POR Vejez" → "jubilacion por vejez"."""
    # Decomposed on both sides of the folding: "™" hides capitals, and folding "İ" leaves a combining dot.
    letras = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", texto).casefold())
    sin_acentos = "".join(letra for letra in letras if not unicodedata.combining(letra))
    return " ".join(sin_acentos.split())


def singulares(texto: str) -> list[str]:
    """The words of `texto`, normalised, so that singular and plural give the same token.

    The token is a key to compare with another token, not a word to show: "base" and "bases" both give "bas".
    Without a dictionary the endings of "bases" and "meses" look alike, so the final "e" that may or may not belong to
    the singular is dropped from both.
    """
    return [_raiz(palabra) for palabra in _PALABRA.findall(normalizar(texto))]


def _raiz(palabra: str) -> str:
    """Strip plural endings until nothing changes; short words ("mes", "dos") and words with digits stay whole."""
    while len(palabra) > 3 and palabra.isalpha():
        menor = _SILABA_FINAL.sub(lambda m: "z" if m[1] else m[2], palabra)
        menor = _PLURAL_SIMPLE.sub("", menor) if menor == palabra else menor
        if menor == palabra:
            break
        palabra = menor
    return palabra


def correo_enmascarado(correo: str) -> str:
    """ana.ruiz@correo.ec → a•••@correo.ec: enough for its owner, and too little for anybody else."""
    nombre, arroba, dominio = correo.rpartition("@")
    return f"{nombre[:1]}•••{arroba}{dominio}"


def iniciales(nombre: str) -> str:
    """Prueba Ríos Ana María → P. R. A. M.: whoever knows the name finds it, and nobody learns it."""
    return " ".join(f"{palabra[0]}." for palabra in nombre.split())


def en_parte(numero: str) -> str:
    """17•••••065: enough of a number to tell it from another, too little to use it."""
    return f"{numero[:2]}•••••{numero[-3:]}" if len(numero) > 5 else "•••••"


def un_parrafo(texto: str) -> None:
    """A validator: for what the staff write and everybody reads."""
    if _NO_ES_UN_PARRAFO.search(texto):
        raise ValidationError("Escriba un solo párrafo, sin saltos de línea ni signos ocultos.")

"""Identity numbers of Ecuador: cédula (10 digits) and RUC (13 digits).

python-stdnum does the arithmetic. It is wrapped because its own verdict on a RUC refuses companies that the SRI has
registered: since the SRI stopped generating numbers by module 11, a company or public RUC can only be checked by its
structure, and a failed module 11 is worth a remark, never a refusal.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from stdnum import luhn
from stdnum.ec import ruc as stdnum_ruc
from stdnum.exceptions import ValidationError

EXTERIOR = "30"
PROVINCIAS = frozenset(f"{n:02d}" for n in range(1, 25)) | {EXTERIOR}
ESTABLECIMIENTO_DOMESTICO = "000"

_DIEZ_DIGITOS = re.compile(r"[0-9]{10}")
_TRECE_DIGITOS = re.compile(r"[0-9]{13}")
_SEPARADORES = re.compile(r"[\s-]+")


class IdentidadInvalida(ValueError):
    """The number cannot exist; `str(error)` is the sentence for the person who typed it."""


class TipoRuc(StrEnum):
    NATURAL = "NATURAL"
    SOCIEDAD = "SOCIEDAD"
    PUBLICA = "PUBLICA"
    INDETERMINADO = "INDETERMINADO"
    """Third digit 6 and neither check digit holds: a public body or a foreign person; only the SRI can tell."""
    DOMESTICO = "DOMESTICO"
    """Not a RUC of the SRI: the cédula of a domestic employer followed by 000."""


def limpiar(texto: str) -> str:
    """`texto` without the blanks and hyphens that people type inside a number."""
    return _SEPARADORES.sub("", texto)


def validar_cedula(cedula: str) -> None:
    """Raise `IdentidadInvalida` unless `cedula` is ten digits with a real province and a right check digit.

    The third digit is not judged: 6 is common among foreigners with cédula and the Registro Civil disowns the rule.
    """
    if not _DIEZ_DIGITOS.fullmatch(cedula):
        raise IdentidadInvalida("La cédula debe tener 10 dígitos, sin letras.")
    if cedula[:2] not in PROVINCIAS:
        raise IdentidadInvalida("Los dos primeros dígitos de la cédula no corresponden a ninguna provincia.")
    if not luhn.is_valid(cedula):  # module 10 with coefficients 2,1,2,…: the algorithm of Luhn
        raise IdentidadInvalida("La cédula no es correcta: revise los dígitos.")


def es_cedula(cedula: str) -> bool:
    return _pasa(validar_cedula, cedula)


def validar_ruc(ruc: str, *, domestico: bool = False) -> None:
    """Raise `IdentidadInvalida` unless `ruc` may be a RUC.

    With `domestico`, a valid cédula followed by 000 is accepted too: the identifier of a domestic employer.
    """
    if not _TRECE_DIGITOS.fullmatch(ruc):
        raise IdentidadInvalida("El RUC debe tener 13 dígitos, sin letras.")
    if ruc[:2] not in PROVINCIAS:
        raise IdentidadInvalida("Los dos primeros dígitos del RUC no corresponden a ninguna provincia.")
    if ruc.endswith(ESTABLECIMIENTO_DOMESTICO):
        if domestico and es_cedula(ruc[:10]):
            return
        raise IdentidadInvalida("Los tres últimos dígitos del RUC no pueden ser 000.")
    if ruc[2] in "78":
        raise IdentidadInvalida("El tercer dígito del RUC no es correcto.")
    if ruc[2] in "012345" and not es_cedula(ruc[:10]):
        raise IdentidadInvalida("El RUC no es correcto: sus diez primeros dígitos no son una cédula válida.")


def es_ruc(ruc: str, *, domestico: bool = False) -> bool:
    try:
        validar_ruc(ruc, domestico=domestico)
    except IdentidadInvalida:
        return False
    return True


def tipo_ruc(ruc: str) -> TipoRuc:
    """The kind of a valid RUC (or of a domestic employer's identifier); raises `IdentidadInvalida` on any other."""
    validar_ruc(ruc, domestico=True)
    if ruc.endswith(ESTABLECIMIENTO_DOMESTICO):
        return TipoRuc.DOMESTICO
    if ruc[2] == "9":
        return TipoRuc.SOCIEDAD
    if ruc[2] in "012345":
        return TipoRuc.NATURAL
    if _es_publica(ruc):
        return TipoRuc.PUBLICA
    return TipoRuc.NATURAL if es_cedula(ruc[:10]) else TipoRuc.INDETERMINADO


def advertencias_cedula(cedula: str) -> tuple[str, ...]:
    """Remarks for staff about a valid cédula; they never stop a person."""
    if cedula[2] in "789":
        return ("El tercer dígito de la cédula es poco habitual: confírmela en el Registro Civil.",)
    return ()


def advertencias_ruc(ruc: str) -> tuple[str, ...]:
    """Remarks for staff about a valid RUC; they never stop an employer."""
    tipo = tipo_ruc(ruc)
    if tipo is TipoRuc.INDETERMINADO:
        return ("El RUC no es verificable por algoritmo: confírmelo en el SRI.",)
    if tipo is TipoRuc.SOCIEDAD and not _pasa(stdnum_ruc.validate, ruc):
        return ("El RUC no cumple el módulo 11, que el SRI ya no aplica: confírmelo en el SRI.",)
    return ()


def _es_publica(ruc: str) -> bool:
    """Module 11 on digits 1–9, and the four-digit establishment of public bodies (0001): a cédula may hit the first."""
    suma = sum(peso * int(digito) for peso, digito in zip((3, 2, 7, 6, 5, 4, 3, 2, 1), ruc, strict=False))
    return suma % 11 == 0 and ruc[9] == "0"


def _pasa(validador: Callable[[str], object], numero: str) -> bool:
    try:
        validador(numero)
    except (IdentidadInvalida, ValidationError):
        return False
    return True

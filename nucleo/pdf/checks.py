"""System checks: the portal starts without Pango and without a key, but says so."""

from typing import Any

from django.conf import settings
from django.core import checks

from nucleo.pdf import motor


@checks.register("pdf")
def revisar_motor(**kwargs: Any) -> list[checks.CheckMessage]:
    """Can this machine render, and at full speed?"""
    disponible, razon = motor.disponible()
    if not disponible:
        return [
            checks.Warning(f"Este equipo no puede emitir documentos PDF. {razon}", hint=motor.APT, id="nucleo.W001")
        ]
    if motor.RECORTADOR in motor.faltan():
        return [
            checks.Warning(
                f"Falta {motor.RECORTADOR}: cada documento tarda de tres a siete veces más.",
                hint=motor.APT,
                id="nucleo.W002",
            )
        ]
    return []


@checks.register("pdf", deploy=True)
def revisar_firma(**kwargs: Any) -> list[checks.CheckMessage]:
    """In production: is there a key, are there pinned roots, is there a timestamp?"""
    avisos: list[checks.CheckMessage] = []
    if not settings.PKI_P12:
        avisos.append(
            checks.Warning(
                "Sin PKI_P12 no se emite ningún documento firmado.", hint="Vea .env.example.", id="nucleo.W003"
            )
        )
    if not settings.PKI_ROOTS:
        avisos.append(
            checks.Warning(
                "Sin PKI_ROOTS ninguna firma se puede verificar.", hint="Vea .env.example.", id="nucleo.W004"
            )
        )
    if not settings.TSA_URL:
        avisos.append(
            checks.Warning(
                "Sin TSA_URL las firmas no llevan sello de tiempo.", hint="Vea .env.example.", id="nucleo.W005"
            )
        )
    return avisos

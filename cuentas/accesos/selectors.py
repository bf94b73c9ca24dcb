from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from ua_parser import parse

from cuentas.accesos.frases import FRASES, Frase, Tipo, frase_de
from cuentas.actuacion import Por
from cuentas.models import Cuenta, SesionAbierta
from nucleo.models import Asiento

# Written about who gave the power, by who received it. One who refuses it stays a number.
DE_QUIEN_TIENE_EL_PODER = frozenset({"poder.aceptado", "poder.usado", "poder.renunciado"})
DESCONOCIDO = "un equipo que no se pudo reconocer"
EN_PUBLICO = "alguien que no ingresó, en la consulta pública"


@dataclass(frozen=True)
class Acceso:
    """One line of the page. `detalles`: who, from where, why, as pairs of words and value."""

    momento: datetime
    frase: Frase
    detalles: list[tuple[str, str]]


def asientos_de(cuenta: Cuenta, tipo: Tipo | None = None) -> QuerySet[Asiento]:
    """The lines on the holder of an account, newest first. A refused try is written by number, without a person."""
    de_la_cuenta = Q(persona_id__isnull=True) & (
        Q(objeto=f"cuenta:{cuenta.identificador}") | Q(actor=cuenta.identificador)
    )
    if cuenta.empleador_id is not None:
        de_la_cuenta |= Q(persona_id__isnull=True, objeto=f"empleador:{cuenta.identificador}")
    suyos = de_la_cuenta if cuenta.persona_id is None else Q(persona_id=cuenta.persona_id) | de_la_cuenta
    filas = Asiento.objects.filter(suyos).order_by("-pk")
    if tipo is None:
        return filas
    acciones = [accion for accion, frase in FRASES.items() if frase.tipo == tipo]
    nuevas = ~Q(accion__in=FRASES) if tipo == Tipo.DATOS else Q()
    return filas.filter(Q(accion__in=acciones) | nuevas if nuevas else Q(accion__in=acciones))


def en_palabras(asientos: Sequence[Asiento]) -> list[Acceso]:
    """The lines as their holder reads them. One query for the names of all who did something."""
    autores = Cuenta.objects.filter(identificador__in={a.actor for a in asientos}).select_related("persona")
    cuentas = {cuenta.identificador: cuenta for cuenta in autores.defer("password")}
    return [Acceso(a.momento, frase_de(a.accion), _detalles(a, cuentas.get(a.actor))) for a in asientos]


def _quien(asiento: Asiento, autor: Cuenta | None) -> str:
    """The staff, and who has or had a power of the holder's; nobody else is named."""
    if autor is None:
        return EN_PUBLICO if asiento.por == Por.PUBLICO and asiento.accion == "certificado.solicitado" else ""
    if asiento.por == Por.PODER or asiento.accion in DE_QUIEN_TIENE_EL_PODER:
        return f"{autor.nombre_visible}, con el poder que usted le dio"
    return autor.nombre_visible if autor.is_staff else ""


def _detalles(asiento: Asiento, autor: Cuenta | None) -> list[tuple[str, str]]:
    datos = asiento.datos
    clase, _, numero = asiento.objeto.partition(":")
    detalles = [
        ("Equipo", equipo_de(datos["equipo"]) if datos.get("equipo") else ""),
        ("Red", red_en_parte(datos.get("red", ""))),
        ("Quién", _quien(asiento, autor)),
        ("Oficina", datos.get("oficina", "") if autor and autor.is_staff else ""),
        ("Motivo", datos.get("motivo", "")),
        ("Documento", numero if clase == "certificado" else ""),
    ]
    return [(rotulo, str(valor)) for rotulo, valor in detalles if valor]


@lru_cache(maxsize=1024)
def equipo_de(user_agent: str) -> str:
    """Chrome en Windows: what a person recognises, and no more."""
    leido = parse(user_agent)
    partes = [parte.family for parte in (leido.user_agent, leido.os) if parte and parte.family != "Other"]
    return " en ".join(partes) or DESCONOCIDO


def red_en_parte(red: str) -> str:
    """190.152.•.•: enough to know one's own network by."""
    try:
        direccion = ip_address(red.partition("/")[0])
    except ValueError:
        return ""
    if isinstance(direccion, IPv6Address):
        return ":".join(direccion.exploded.split(":")[:2]) + ":•"
    return ".".join(str(direccion).split(".")[:2]) + ".•.•"


@dataclass(frozen=True)
class SesionVista:
    pk: int
    abierta_en: datetime
    equipo: str
    red: str
    esta: bool


def sesiones_de(cuenta: Cuenta, clave_actual: str | None) -> list[SesionVista]:
    """The open sessions of an account, this one first."""
    vivas = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    filas = SesionAbierta.objects.filter(cuenta=cuenta, clave__in=vivas).order_by("-abierta_en")
    vistas = [
        SesionVista(s.pk, s.abierta_en, equipo_de(s.equipo), red_en_parte(s.red), s.clave == clave_actual)
        for s in filas
    ]
    return sorted(vistas, key=lambda sesion: not sesion.esta)

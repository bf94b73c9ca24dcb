import re
from datetime import datetime

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cuentas import limites
from cuentas.accesos.services import registrar_sesion
from cuentas.actuacion import Actuacion, titular_de
from cuentas.models import Cuenta
from nucleo.bitacora import anotar
from registro.models import Empleador, Persona

NUMERO = re.compile(r"[0-9]{10}(?:[0-9]{3})?")  # the shape of a cédula or a RUC, whether there is one or not


class IngresoRechazado(Exception):
    """Unknown number, wrong clave, closed account: one answer for all of them."""


class IngresoBloqueado(IngresoRechazado):
    """Too many tries; `hasta` is when one may try again."""

    def __init__(self, hasta: datetime) -> None:
        super().__init__()
        self.hasta = hasta
        hora = f"{timezone.localtime(hasta):%H:%M}"
        self.mensaje = f"Hubo demasiados intentos. Por seguridad, podrá volver a intentarlo a las {hora}."


def ingresar(*, request: HttpRequest, identificacion: str, clave: str) -> Cuenta:
    """Opens a session, or raises IngresoRechazado, or IngresoBloqueado before any hashing.

    A refused try leaves its line in the bitácora. A blocked one leaves none: a flood may not fill what only grows.
    """
    red = limites.red_de(request)
    hasta = limites.contar_intento(identificacion, red)
    if hasta:
        raise IngresoBloqueado(hasta)
    cuenta = authenticate(request, username=identificacion, password=clave)
    if cuenta is None:
        anotar(
            actor="publico",
            accion="ingreso.rechazado",
            objeto=_cuenta_escrita(identificacion),
            datos={"red": red, "equipo": request.headers.get("User-Agent", "")[:200]},
        )
        raise IngresoRechazado
    with transaction.atomic():
        limites.olvidar_intento(identificacion, red)
        login(request, cuenta)
        registrar_sesion(request=request, cuenta=cuenta)
        anotar(
            actor=cuenta.identificador,
            accion="ingreso.aceptado",
            persona_id=cuenta.persona_id,
            datos={"red": red, "equipo": request.headers.get("User-Agent", "")[:200]},
        )
    return cuenta


def _cuenta_escrita(identificacion: str) -> str:
    """What was typed as the account, as the bitácora may keep it for ever.

    Somebody may have typed a clave in that field. What can't be an account's is kept as a short keyed hash, by which
    its repetitions are still found.
    """
    if NUMERO.fullmatch(identificacion) or Cuenta.objects.filter(identificador=identificacion).exists():
        return f"cuenta:{identificacion}"
    return f"cuenta:hmac:{salted_hmac('cuentas.ingreso', identificacion, algorithm='sha256').hexdigest()[:16]}"


def salir(*, request: HttpRequest) -> None:
    if request.user.is_authenticated:
        with transaction.atomic():
            anotar(actor=request.user.identificador, accion="salida", persona_id=request.user.persona_id)
            logout(request)


def abrir_cuenta_de_demostracion(*, titular: Persona | Empleador, clave: str, correo: str) -> Cuenta:
    """Gives a person or employer of the register a clave and a confirmed e-mail without validation; DEBUG only."""
    identificador = titular.cedula if isinstance(titular, Persona) else titular.ruc
    with transaction.atomic():
        cuenta, _created = Cuenta.objects.get_or_create(identificador=identificador, defaults={**titular_de(titular)})
        cuenta.set_password(clave)
        cuenta.correo, cuenta.correo_confirmado_en, cuenta.is_active = correo, timezone.now(), True
        cuenta.save()
        anotar(
            actor="sistema:demo_clave",
            accion="cuenta.demostracion",
            persona_id=cuenta.persona_id,
            objeto=f"cuenta:{cuenta.identificador}",
        )
    return cuenta


class CambioRechazado(Exception):
    """The state of an account can't be changed so; the message says why."""


def desactivar(*, actuacion: Actuacion, cuenta: Cuenta, motivo: str) -> Cuenta:
    """Closes an account: its sessions end with their next request, and it can't come in until it is activated."""
    if actuacion.actor == cuenta:
        raise CambioRechazado("No puede desactivar su propia cuenta.")
    return _activar(actuacion, cuenta, motivo, activa=False)


def activar(*, actuacion: Actuacion, cuenta: Cuenta, motivo: str) -> Cuenta:
    """Opens a closed account again, with the clave that it had."""
    return _activar(actuacion, cuenta, motivo, activa=True)


def _activar(actuacion: Actuacion, cuenta: Cuenta, motivo: str, *, activa: bool) -> Cuenta:
    if not motivo.strip():
        raise CambioRechazado("Escriba el motivo.")
    with transaction.atomic():
        fila = Cuenta.objects.select_for_update(of=("self",)).get(pk=cuenta.pk)
        if fila.is_active == activa:
            raise CambioRechazado("La cuenta ya está activa." if activa else "La cuenta ya está desactivada.")
        fila.is_active = activa
        fila.save(update_fields=["is_active"])
        anotar(
            actor=actuacion.nombre_actor,
            accion="cuenta.activada" if activa else "cuenta.desactivada",
            persona_id=fila.persona_id,
            objeto=f"cuenta:{fila.identificador}",
            por=actuacion.por,
            datos={"motivo": motivo.strip()},
        )
    return fila

import re
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cuentas import atencion, limites, segundo_factor
from cuentas.actuacion import Actuacion, titular_de
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.models import Cuenta
from cuentas.sesiones import COMPARTIDA
from nucleo.bitacora import anotar, cambios
from nucleo.escritura import demasiados_intentos
from registro.models import Empleador, Persona

PENDIENTE = "ingreso_pendiente"
SEGUNDO_PASO = timedelta(minutes=5)
NUMERO = re.compile(r"[0-9]{10}(?:[0-9]{3})?")  # the shape of a cédula or a RUC, whether there is one or not

RECUPERADA = "cuenta_recuperada"  # in the session: the number whose clave was just recovered in this browser


class IngresoRechazado(Exception):
    """Unknown number, wrong clave, closed account: one answer for all of them."""


class IngresoBloqueado(IngresoRechazado):
    """Too many tries; the message says when one may try again."""

    def __init__(self, hasta: datetime) -> None:
        super().__init__(demasiados_intentos(hasta))


def ingresar(*, request: HttpRequest, identificacion: str, clave: str, compartida: bool = False) -> Cuenta:
    """Opens a session, or raises IngresoRechazado, or IngresoBloqueado before any hashing.

    An account with a second factor gets no session yet, but five minutes for its code (`pasar_segundo_paso`).

    A refused try leaves its line in the bitácora. A blocked one leaves none: a flood may not fill what only grows.
    """
    red = limites.red_de(request)
    recuperada = request.session.get(RECUPERADA) == identificacion
    hasta = limites.contar_intento(identificacion, red, recuperada=recuperada)
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
        if limites.empieza_bloqueo(identificacion, red):
            _avisar_bloqueo(identificacion)
        raise IngresoRechazado
    with transaction.atomic():
        limites.olvidar_intento(identificacion, red)
        if cuenta.segundo_factor_desde is None:
            abrir_sesion(request=request, cuenta=cuenta, compartida=compartida)
        else:
            _esperar_segundo_paso(request, cuenta, compartida=compartida)
    return cuenta


def _avisar_bloqueo(identificacion: str) -> None:
    """Tells the holder, if there is one, wherever they read: they alone see whether a mail came."""
    cuenta = Cuenta.objects.filter(identificador=identificacion, is_active=True).select_related("persona").first()
    if cuenta is None:
        return
    ahora = timezone.now()
    with transaction.atomic():
        encolar_aviso(
            clase=SEGURIDAD,
            clave_unica=f"ingreso_bloqueado:{uuid4()}",
            titular=cuenta,
            asunto="Hubo varios intentos de ingresar con su número",
            plantilla="ingreso_bloqueado",
            contexto={"momento": ahora, "hasta": ahora + limites.WINDOW},
        )


def abrir_sesion(*, request: HttpRequest, cuenta: Cuenta, compartida: bool = False, **datos: str) -> None:
    """Logs in somebody who has proven all that their account asks for, under a new session key."""
    login(request, cuenta)
    if compartida:
        request.session[COMPARTIDA] = True
    else:
        request.session.pop(COMPARTIDA, None)
    equipo = request.headers.get("User-Agent", "")[:200]
    anotar(
        actor=cuenta.identificador,
        accion="ingreso.aceptado",
        persona_id=cuenta.persona_id,
        datos={"red": limites.red_de(request), "equipo": equipo, **datos},
    )


def _esperar_segundo_paso(request: HttpRequest, cuenta: Cuenta, *, compartida: bool) -> None:
    """Keeps in a new session of nobody whose clave was right. Nothing of the session before comes along."""
    request.session.flush()
    request.session[PENDIENTE] = {
        "cuenta": cuenta.pk,
        "huella": cuenta.get_session_auth_hash(),
        "hasta": (timezone.now() + SEGUNDO_PASO).timestamp(),
        "compartida": compartida,
    }


def espera_segundo_paso(request: HttpRequest) -> Cuenta | None:
    """Whose clave was right in this session a moment ago; None when the time is over or the account has changed."""
    pendiente = request.session.get(PENDIENTE)
    if pendiente is None or timezone.now().timestamp() >= pendiente["hasta"]:
        return None
    cuenta = Cuenta.objects.filter(pk=pendiente["cuenta"], is_active=True).first()
    if cuenta is None or not cuenta.reconoce(pendiente["huella"]):
        return None
    return cuenta


def pasar_segundo_paso(*, request: HttpRequest, cuenta: Cuenta, codigo: str) -> None:
    """Opens the session of `espera_segundo_paso`'s account; raises CodigoEquivocado."""
    medio = segundo_factor.comprobar(cuenta=cuenta, codigo=codigo)
    with transaction.atomic():
        compartida = request.session.pop(PENDIENTE).get("compartida", False)
        abrir_sesion(request=request, cuenta=cuenta, compartida=compartida, segundo_factor=medio)


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
            atencion.terminar(request=request)
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


def cambiar_correo_del_personal(*, actuacion: Actuacion, cuenta: Cuenta, correo: str, motivo: str) -> Cuenta:
    """Where a member of staff gets mail. The institute gives the mailbox, so nobody has to confirm it; "": none."""
    if not motivo.strip():
        raise CambioRechazado("Escriba el motivo.")
    with transaction.atomic():
        fila = Cuenta.objects.select_for_update(of=("self",)).get(pk=cuenta.pk)
        if not fila.is_staff:
            raise CambioRechazado("Solo el personal recibe su correo de la administración.")
        cambiado = cambios({"correo": fila.correo}, {"correo": correo})
        if not cambiado:
            raise CambioRechazado("Ese correo ya consta.")
        fila.correo, fila.correo_confirmado_en = correo, timezone.now() if correo else None
        fila.save(update_fields=["correo", "correo_confirmado_en"])
        anotar(
            actor=actuacion.nombre_actor,
            accion="cuenta.correo_del_personal",
            objeto=f"cuenta:{fila.identificador}",
            por=actuacion.por,
            datos={"motivo": motivo.strip(), "cambios": cambiado},
        )
    return fila

"""The second factor: an authenticator app and ten recovery codes. The only module that knows django-otp.

django-otp keeps the rows and computes the codes. The secret of the app is enciphered, of a recovery code only an HMAC
is kept, and the tries are counted by our own counters, which hold for the account however many devices it has.
"""

import re
import secrets
import time
import uuid
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import quote, urlencode

from django.db import transaction
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.cifrado import NoSePuedeLeer, cifrar, descifrar, resumenes, resumir
from cuentas.clave.services import Agotado, NoCoincide, confirmar_clave
from cuentas.models import Cuenta
from nucleo import throttle
from nucleo.bitacora import anotar
from nucleo.escritura import demasiados_intentos

EMISOR = "Portal IESS"
CODIGOS = 10
LARGO = 10
LETRAS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another
INTENTOS, VENTANA = 5, timedelta(minutes=15)
PROPOSITO = "segundo_factor"

# Their pages in the admin would show secrets.
MODELOS = (TOTPDevice, StaticDevice)


class Medio(StrEnum):
    """With what the second step was passed."""

    APLICACION = "aplicacion"
    RECUPERACION = "recuperacion"


class CodigoEquivocado(Exception):
    """The code doesn't hold; the message says what to do."""

    def __init__(self, mensaje: str = "") -> None:
        super().__init__(
            mensaje or "El código no es correcto o ya se usó. Espere a que la aplicación muestre el siguiente."
        )


class DemasiadosIntentos(CodigoEquivocado):
    """Too many tries; the message says when one may come back."""

    def __init__(self, hasta: datetime) -> None:
        super().__init__(demasiados_intentos(hasta))


class CambioImposible(Exception):
    """The second factor isn't in the state that this change starts from; the message says why."""


@dataclass(frozen=True)
class Secreto:
    """What an authenticator app is told: by its address in a QR code, or typed in groups of four letters."""

    direccion: str
    en_grupos: str


def preparar(*, cuenta: Cuenta) -> None:
    """Makes the secret that the person is about to scan. It protects nothing until a code of it was confirmed."""
    with transaction.atomic():
        fila = _tomar(cuenta)
        if fila.segundo_factor_desde is not None:
            raise CambioImposible("Ya tiene un segundo factor. Quítelo antes de poner otro.")
        TOTPDevice.objects.filter(user=fila).delete()
        _crear(fila, confirmado=False)


def por_confirmar(cuenta: Cuenta) -> Secreto | None:
    """The secret that waits for its first code."""
    return _secreto(cuenta, confirmado=False)


def confirmar(*, cuenta: Cuenta, codigo: str) -> list[str]:
    """Turns the second factor on with a first code of the app; gives the recovery codes, which nobody sees again.

    The other sessions of the account end: its session hash holds since when there is a second factor.
    """
    _contar(cuenta)
    with transaction.atomic():
        fila = _tomar(cuenta)
        dispositivo = TOTPDevice.objects.filter(user=fila, confirmed=False).first()
        if dispositivo is None or fila.segundo_factor_desde is not None:
            raise CambioImposible("No hay un segundo factor por confirmar. Empiece otra vez.")
        if not _acierta(fila, dispositivo, _limpio(codigo)):
            raise CodigoEquivocado("El código no es correcto. Escriba el que muestra la aplicación en este momento.")
        TOTPDevice.objects.filter(pk=dispositivo.pk).update(confirmed=True)
        _fechar(cuenta, fila, timezone.now())
        codigos = _renovar_codigos(fila)
        _dejar_constancia(fila, "segundo_factor.activado", "Se activó la verificación en dos pasos de su cuenta.")
    _perdonar(cuenta)
    return codigos


def comprobar(*, cuenta: Cuenta, codigo: str) -> Medio:
    """Uses up a code of the app or a recovery code. Raises CodigoEquivocado, or DemasiadosIntentos before looking.

    Each try counts before it is looked at, so it may not run in a transaction that a refusal rolls back.
    """
    _contar(cuenta)
    escrito = _limpio(codigo)
    with transaction.atomic():
        fila = _tomar(cuenta)
        medio = _usar(fila, escrito) if fila.segundo_factor_desde is not None else None
        if medio is Medio.RECUPERACION:
            quedan = codigos_restantes(fila)
            _dejar_constancia(
                fila,
                "segundo_factor.recuperacion",
                f"Se usó un código de recuperación de su cuenta. Le quedan {quedan}.",
                quedan=quedan,
            )
        if medio is None:
            anotar(
                actor="publico",
                accion="segundo_factor.rechazado",
                persona_id=fila.persona_id,
                objeto=f"cuenta:{fila.identificador}",
            )
    if medio is None:
        raise CodigoEquivocado
    _perdonar(cuenta)
    return medio


def renovar_codigos(*, cuenta: Cuenta) -> list[str]:
    """Ten new recovery codes; the old ones are dead. The caller has asked for a code."""
    with transaction.atomic():
        fila = _tomar(cuenta)
        if fila.segundo_factor_desde is None:
            raise CambioImposible("Su cuenta no tiene un segundo factor.")
        codigos = _renovar_codigos(fila)
        _dejar_constancia(fila, "segundo_factor.codigos", "Se hicieron códigos de recuperación nuevos para su cuenta.")
    return codigos


def quitar(*, cuenta: Cuenta, clave: str, codigo: str) -> None:
    """Turns it off for who knows the clave and has a code. Raises CodigoEquivocado or DemasiadosIntentos."""
    try:
        confirmar_clave(cuenta=cuenta, clave=clave)
    except NoCoincide as error:
        raise CodigoEquivocado("La clave o el código no son correctos.") from error
    except Agotado as error:
        raise DemasiadosIntentos(error.hasta) from error
    comprobar(cuenta=cuenta, codigo=codigo)
    with transaction.atomic():
        fila = _tomar(cuenta)
        _borrar(cuenta, fila)
        _dejar_constancia(fila, "segundo_factor.quitado", "Se quitó la verificación en dos pasos de su cuenta.")


def reiniciar(*, actuacion: Actuacion, cuenta: Cuenta, motivo: str) -> Cuenta:
    """Takes it off somebody who lost phone and codes, as the administration does with a reason; never off oneself."""
    if actuacion.actor == cuenta:
        raise CambioImposible("No puede quitar su propio segundo factor desde aquí. Hágalo en su cuenta.")
    return _reiniciar(actuacion.nombre_actor, actuacion.por, cuenta, motivo)


def reiniciar_por_consola(*, cuenta: Cuenta, motivo: str) -> Cuenta:
    """The same for the last administrator, by whoever runs the server."""
    return _reiniciar("sistema:quitar_segundo_factor", "", cuenta, motivo)


def abrir_de_demostracion(*, cuenta: Cuenta) -> None:
    """A confirmed second factor with a secret of this installation, for the people of demonstration and tests."""
    with transaction.atomic():
        fila = _tomar(cuenta)
        if fila.segundo_factor_desde is None:
            TOTPDevice.objects.filter(user=fila).delete()
            _crear(fila, confirmado=True)
            _fechar(cuenta, fila, timezone.now())


def direccion_de(cuenta: Cuenta) -> str:
    """The otpauth address of a confirmed second factor, or "": the demonstration prints it."""
    secreto = _secreto(cuenta, confirmado=True)
    return secreto.direccion if secreto else ""


def codigo_actual(cuenta: Cuenta) -> str | None:
    """The first code that is still good: the next one where the one of now was used already. None: no factor."""
    dispositivo = TOTPDevice.objects.filter(user=cuenta, confirmed=True).first()
    if dispositivo is None:
        return None
    totp = _totp(cuenta, dispositivo)
    paso = max(totp.t(), dispositivo.last_t + 1)
    totp.time = paso * dispositivo.step
    return f"{totp.token():06d}"


def codigos_restantes(cuenta: Cuenta) -> int:
    return StaticToken.objects.filter(device__user=cuenta).count()


# --- inside ----------------------------------------------------------------------------------------------------------


def _tomar(cuenta: Cuenta) -> Cuenta:
    """The account, locked: two requests with the same code come one after the other."""
    return Cuenta.objects.select_for_update(of=("self",)).get(pk=cuenta.pk)


def _limpio(codigo: str) -> str:
    return re.sub(r"[\s-]", "", codigo).lower()


def _contar(cuenta: Cuenta) -> None:
    intentos, hasta = throttle.hit(PROPOSITO, str(cuenta.pk), VENTANA)
    if intentos > INTENTOS:
        raise DemasiadosIntentos(hasta)


def _perdonar(cuenta: Cuenta) -> None:
    throttle.forget((PROPOSITO, str(cuenta.pk)))


def _crear(cuenta: Cuenta, *, confirmado: bool) -> None:
    llave = _cifrada(cuenta, secrets.token_bytes(20))
    TOTPDevice.objects.create(user=cuenta, name=EMISOR, confirmed=confirmado, key=llave)


def _cifrada(cuenta: Cuenta, llave: bytes) -> str:
    return cifrar(PROPOSITO, str(cuenta.pk), llave)


def _llave(cuenta: Cuenta, dispositivo: TOTPDevice) -> bytes:
    return descifrar(PROPOSITO, str(cuenta.pk), dispositivo.key)


def _totp(cuenta: Cuenta, dispositivo: TOTPDevice) -> TOTP:
    totp = TOTP(_llave(cuenta, dispositivo), dispositivo.step, dispositivo.t0, dispositivo.digits)
    totp.time = time.time()
    return totp


def _secreto(cuenta: Cuenta, *, confirmado: bool) -> Secreto | None:
    dispositivo = TOTPDevice.objects.filter(user=cuenta, confirmed=confirmado).first()
    try:
        secreto = b32encode(_llave(cuenta, dispositivo)).decode() if dispositivo else ""
    except NoSePuedeLeer:  # made under a key of the server that is gone
        secreto = ""
    if not secreto:
        return None
    etiqueta = quote(f"{EMISOR}:{cuenta.identificador}")
    datos = urlencode({"secret": secreto, "issuer": EMISOR}, quote_via=quote)
    return Secreto(f"otpauth://totp/{etiqueta}?{datos}", " ".join(re.findall(".{4}", secreto)))


def _acierta(cuenta: Cuenta, dispositivo: TOTPDevice, codigo: str) -> bool:
    """Whether the app shows this code now, or showed it one step ago or will; a code of a used step is none."""
    if not re.fullmatch(r"[0-9]{6}", codigo):
        return False
    try:
        totp = _totp(cuenta, dispositivo)
    except NoSePuedeLeer:
        return False
    if not totp.verify(int(codigo), dispositivo.tolerance, dispositivo.last_t + 1):
        return False
    TOTPDevice.objects.filter(pk=dispositivo.pk).update(
        last_t=totp.t(),
        last_used_at=timezone.now(),
        key=_cifrada(cuenta, totp.key),  # under the server's key of now, where it was replaced
    )
    return True


def _usar(cuenta: Cuenta, codigo: str) -> Medio | None:
    if len(codigo) == LARGO:
        posibles = [_en_letras(resumen) for resumen in resumenes(_mensaje(cuenta, codigo))]
        borrados, _ = StaticToken.objects.filter(device__user=cuenta, token__in=posibles).delete()
        return Medio.RECUPERACION if borrados else None
    dispositivo = TOTPDevice.objects.filter(user=cuenta, confirmed=True).first()
    return Medio.APLICACION if dispositivo and _acierta(cuenta, dispositivo, codigo) else None


def _renovar_codigos(cuenta: Cuenta) -> list[str]:
    StaticDevice.objects.filter(user=cuenta).delete()
    dispositivo = StaticDevice.objects.create(user=cuenta, name=EMISOR)
    codigos = ["".join(secrets.choice(LETRAS) for _ in range(LARGO)) for _ in range(CODIGOS)]
    StaticToken.objects.bulk_create(
        StaticToken(device=dispositivo, token=_en_letras(resumir(_mensaje(cuenta, codigo)))) for codigo in codigos
    )
    return [f"{codigo[:5]}-{codigo[5:]}" for codigo in codigos]


def _mensaje(cuenta: Cuenta, codigo: str) -> str:
    return f"{PROPOSITO}\0{cuenta.pk}\0{codigo}"


def _en_letras(resumen: bytes) -> str:
    """As long as the column is: 80 bits of an HMAC."""
    return b32encode(resumen[:10]).decode()


def _fechar(cuenta: Cuenta, fila: Cuenta, desde: datetime | None) -> None:
    """Sets since when, on the row and on the account that the caller holds."""
    cuenta.segundo_factor_desde = fila.segundo_factor_desde = desde
    fila.save(update_fields=["segundo_factor_desde"])


def _borrar(cuenta: Cuenta, fila: Cuenta) -> None:
    if fila.segundo_factor_desde is None:
        raise CambioImposible("La cuenta no tiene un segundo factor.")
    TOTPDevice.objects.filter(user=fila).delete()
    StaticDevice.objects.filter(user=fila).delete()
    _fechar(cuenta, fila, None)


def _reiniciar(actor: str, por: Por | str, cuenta: Cuenta, motivo: str) -> Cuenta:
    if not motivo.strip():
        raise CambioImposible("Escriba el motivo.")
    with transaction.atomic():
        fila = _tomar(cuenta)
        _borrar(cuenta, fila)
        anotar(
            actor=actor,
            accion="segundo_factor.reiniciado",
            persona_id=fila.persona_id,
            objeto=f"cuenta:{fila.identificador}",
            por=por,
            datos={"motivo": motivo.strip()},
        )
        _avisar(fila, "La administración del portal quitó la verificación en dos pasos de su cuenta.")
    _perdonar(cuenta)
    return fila


def _dejar_constancia(cuenta: Cuenta, accion: str, hecho: str, **datos: int) -> None:
    anotar(
        actor=cuenta.identificador,
        accion=accion,
        persona_id=cuenta.persona_id,
        objeto=f"cuenta:{cuenta.identificador}",
        datos=datos,
    )
    _avisar(cuenta, hecho)


def _avisar(cuenta: Cuenta, hecho: str) -> None:
    encolar_aviso(
        clase=SEGURIDAD,
        clave_unica=f"segundo-factor:{uuid.uuid4()}",
        titular=cuenta,
        asunto="Cambio en la seguridad de su cuenta",
        plantilla="segundo_factor",
        contexto={"hecho": hecho, "cuando": timezone.localtime()},
    )

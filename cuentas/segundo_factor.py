"""The verbs of the second factor: turned on, asked for, renewed and taken off. Its devices: cuentas/dispositivos.py.

The tries are counted by our own counters, which hold for the account however many devices it has.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cuentas import dispositivos
from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.clave.services import Agotado, NoCoincide, confirmar_clave
from cuentas.dispositivos import PROPOSITO, Medio
from cuentas.models import Cuenta
from nucleo import throttle
from nucleo.bitacora import anotar
from nucleo.escritura import demasiados_intentos

INTENTOS, VENTANA = 5, timedelta(minutes=15)


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


def preparar(*, cuenta: Cuenta) -> None:
    """Makes the secret that the person is about to scan. It protects nothing until a code of it was confirmed."""
    with transaction.atomic():
        fila = _tomar(cuenta)
        if fila.segundo_factor_desde is not None:
            raise CambioImposible("Ya tiene un segundo factor. Quítelo antes de poner otro.")
        dispositivos.crear(fila, confirmado=False)


def confirmar(*, cuenta: Cuenta, codigo: str) -> list[str]:
    """Turns the second factor on with a first code of the app; gives the recovery codes, which nobody sees again.

    The other sessions of the account end: its session hash holds since when there is a second factor.
    """
    _contar(cuenta)
    with transaction.atomic():
        fila = _tomar(cuenta)
        if fila.segundo_factor_desde is not None or not dispositivos.espera_su_primer_codigo(fila):
            raise CambioImposible("No hay un segundo factor por confirmar. Empiece otra vez.")
        if not dispositivos.confirmar(fila, codigo):
            raise CodigoEquivocado("El código no es correcto. Escriba el que muestra la aplicación en este momento.")
        _fechar(cuenta, fila, timezone.now())
        codigos = dispositivos.renovar_codigos(fila)
        _dejar_constancia(fila, "segundo_factor.activado", "Se activó la verificación en dos pasos de su cuenta.")
    _perdonar(cuenta)
    return codigos


def comprobar(*, cuenta: Cuenta, codigo: str) -> Medio:
    """Uses up a code of the app or a recovery code. Raises CodigoEquivocado, or DemasiadosIntentos before looking.

    Each try counts before it is looked at, so it may not run in a transaction that a refusal rolls back.
    """
    _contar(cuenta)
    with transaction.atomic():
        fila = _tomar(cuenta)
        medio = dispositivos.usar(fila, codigo) if fila.segundo_factor_desde is not None else None
        if medio is Medio.RECUPERACION:
            quedan = dispositivos.codigos_restantes(fila)
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
        codigos = dispositivos.renovar_codigos(fila)
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
            dispositivos.crear(fila, confirmado=True)
            _fechar(cuenta, fila, timezone.now())


# --- inside ----------------------------------------------------------------------------------------------------------


def _tomar(cuenta: Cuenta) -> Cuenta:
    """The account, locked: two requests with the same code come one after the other."""
    return Cuenta.objects.select_for_update(of=("self",)).get(pk=cuenta.pk)


def _contar(cuenta: Cuenta) -> None:
    intentos, hasta = throttle.hit(PROPOSITO, str(cuenta.pk), VENTANA)
    if intentos > INTENTOS:
        raise DemasiadosIntentos(hasta)


def _perdonar(cuenta: Cuenta) -> None:
    throttle.forget((PROPOSITO, str(cuenta.pk)))


def _fechar(cuenta: Cuenta, fila: Cuenta, desde: datetime | None) -> None:
    """Sets since when, on the row and on the account that the caller holds."""
    cuenta.segundo_factor_desde = fila.segundo_factor_desde = desde
    fila.save(update_fields=["segundo_factor_desde"])


def _borrar(cuenta: Cuenta, fila: Cuenta) -> None:
    if fila.segundo_factor_desde is None:
        raise CambioImposible("La cuenta no tiene un segundo factor.")
    dispositivos.borrar(fila)
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

"""E-mail as rows: the text is fixed in the transaction of the event, and sent by the outbox after its commit."""

import logging
import re
import smtplib
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from nucleo.outbox import Definitive, Refused, enqueue, handler
from nucleo.outbox.models import MAIL, Outbox

logger = logging.getLogger(__name__)

AlRechazar = Callable[[str, str], object]
AlEntregar = Callable[[str], object]
_al_rechazar: list[AlRechazar] = []
_al_devolver: list[AlRechazar] = []
_al_entregar: list[AlEntregar] = []

# What a refusal is about, by its second number (RFC 3463): these are the system, the protocol and the policy of the
# server, which say nothing of the mailbox. "550 5.7.1 relaying denied" would else mark everybody's address.
NO_ES_LA_DIRECCION = re.compile(r"^5\.[357]\.")


NUESTRO = re.compile(r"<(\d{1,18})\.([0-9a-f]{32})@")


class CorreoNegado(Definitive):
    """The server refused this mail for good."""


class DireccionRechazada(Refused):
    """The server refused its address for good."""


def al_rechazar(oyente: AlRechazar) -> AlRechazar:
    """Registers who is told of an address that a server refused, and in which words. Belongs in a `tareas.py`.

    A refusal whose worker dies is told again. What the listener raises is a failed try of the mail.
    """
    _al_rechazar.append(oyente)
    return oyente


def al_devolver(oyente: AlRechazar) -> AlRechazar:
    """Registers who is told of an address whose server took a mail and returned it later; as `al_rechazar`."""
    _al_devolver.append(oyente)
    return oyente


def al_entregar(oyente: AlEntregar) -> AlEntregar:
    """Registers who is told that a mail was taken at an address. What it raises is only logged: the mail is sent."""
    _al_entregar.append(oyente)
    return oyente


def encolar_correo(
    *, clave: str, para: str, asunto: str, plantilla: str, contexto: dict[str, Any], pie: str = ""
) -> None:
    """Promises one mail of `templates/correos/<plantilla>.txt` and `.html`; the same `clave` is never sent twice.

    `pie`: a template of that folder with which both parts end. Above this floor, mails go through
    `cuentas.avisos.services.encolar_aviso`, which knows who wants them.
    """
    contexto = {**contexto, "portal_url": settings.PORTAL_URL, "pie": f"correos/{pie}.html" if pie else ""}
    texto: str = render_to_string(f"correos/{plantilla}.txt", contexto)
    if pie:
        texto = f"{texto.rstrip()}\n\n{render_to_string(f'correos/{pie}.txt', contexto)}"
    enqueue(
        MAIL,
        clave,
        clave=clave,
        para=para,
        asunto=" ".join(asunto.split()),  # a name with a line end in it is no header of its own
        texto=texto,
        html=render_to_string(f"correos/{plantilla}.html", contexto),
    )


def message_id_de(fila: Outbox) -> str:
    """The same at every try, so that mail servers drop the copy which a worker killed between sending and noting makes.

    Nobody but its readers can name it: who returns a mail (nucleo/rebotes.py) has had it.
    """
    return f"<{fila.pk}.{_prueba(fila, settings.SECRET_KEY)}@{urlsplit(settings.PORTAL_URL).hostname}>"


def fila_de(message_id: str) -> Outbox | None:
    """The mail that went out under this Message-ID, also before the last change of the server's key."""
    hallado = NUESTRO.match(message_id)
    fila = Outbox.objects.filter(kind=MAIL, pk=int(hallado[1])).first() if hallado else None
    if hallado is None or fila is None:
        return None
    claves = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return fila if any(constant_time_compare(hallado[2], _prueba(fila, clave)) for clave in claves) else None


def _prueba(fila: Outbox, clave: str) -> str:
    return salted_hmac("nucleo.correo", f"{fila.pk}:{fila.key}", secret=clave, algorithm="sha256").hexdigest()[:32]


@handler(MAIL)
def enviar(payload: dict[str, Any]) -> Callable[[], None]:
    """Sends one mail. Taking leave of the server, and telling who listens, wait until it is noted as sent."""
    fila = Outbox.objects.only("key").get(kind=MAIL, key=payload["clave"])
    conexion = get_connection()
    message = EmailMultiAlternatives(
        subject=payload["asunto"],
        body=payload["texto"],
        from_email=settings.EMAIL_REBOTES or settings.DEFAULT_FROM_EMAIL,
        to=[payload["para"]],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": message_id_de(fila),
            "Auto-Submitted": "auto-generated",
        },
        connection=conexion,
    )
    message.attach_alternative(payload["html"], "text/html")
    try:
        conexion.open()  # or Django would close it before it says that the mail was accepted
        message.send()
    except Exception as error:
        conexion.close()
        significado = _en_nuestros_terminos(error, payload["para"])
        if significado is error:
            raise
        raise significado from error
    return partial(_despedirse, conexion, payload["para"])


def _despedirse(conexion: BaseEmailBackend, para: str) -> None:
    try:
        conexion.close()
    except Exception:
        logger.exception("the mail is sent; its server did not take leave")
    for oyente in _al_entregar:
        try:
            oyente(para)
        except Exception:
            logger.exception("the mail is sent; who is told of it failed")


def _en_nuestros_terminos(error: Exception, para: str) -> Exception:
    """What an error of sending means for the outbox: try again, give up, or the address is no good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _por_la_direccion(error, para)
    if isinstance(error, smtplib.SMTPDataError):
        return _por_el_contenido(error)
    return error


def _por_la_direccion(error: smtplib.SMTPRecipientsRefused, para: str) -> Exception:
    """What a refusal of the only recipient means: the address is no good, the mail isn't, or not now."""
    codigo, texto = next(iter(error.recipients.values()))
    razon = _en_palabras(texto)
    if not 500 <= codigo < 600:
        return error
    if NO_ES_LA_DIRECCION.match(razon):
        return CorreoNegado(f"El servidor no acepta este correo: {codigo} {razon}")
    for oyente in _al_rechazar:
        oyente(para, f"{codigo} {razon}")
    return DireccionRechazada(f"El servidor rechazó la dirección: {codigo} {razon}")


def devolver(fila: Outbox, razon: str) -> bool:
    """A mail that was sent came back for good; its `fila` is locked. False when that is known, or its text forgotten.

    It ends as one that was refused at once: `razon` begins with the code that says whether the address is at fault.
    """
    es_la_direccion = not NO_ES_LA_DIRECCION.match(razon)
    estado = Outbox.State.REFUSED if es_la_direccion else Outbox.State.ABANDONED
    if not fila.payload or fila.state in {Outbox.State.REFUSED, estado}:
        return False
    fila.state, fila.due_at, fila.last_error = estado, timezone.now(), f"El correo volvió: {razon}"
    fila.save(update_fields=["state", "due_at", "last_error"])
    if es_la_direccion:
        for oyente in _al_devolver:
            oyente(fila.payload["para"], razon)
    return True


def _por_el_contenido(error: smtplib.SMTPDataError) -> Exception:
    if not 500 <= error.smtp_code < 600:
        return error
    return CorreoNegado(f"El servidor no acepta este correo: {error.smtp_code} {_en_palabras(error.smtp_error)}")


def _en_palabras(texto: bytes | str) -> str:
    crudo = texto.decode(errors="replace") if isinstance(texto, bytes) else texto
    return " ".join(crudo.split())

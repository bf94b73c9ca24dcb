"""The mailbox of the demonstration: the mails that the portal would have sent, read from `var/correo/`."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHOWN = 100


@dataclass(frozen=True)
class Mensaje:
    nombre: str
    fecha: datetime
    para: str
    asunto: str
    texto: str


def _leer(archivo: Path) -> Mensaje:
    mail = message_from_bytes(archivo.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    cuerpo = mail.get_body(preferencelist=("plain",))
    return Mensaje(
        nombre=archivo.stem,
        fecha=parsedate_to_datetime(mail["Date"]),
        para=mail["To"],
        asunto=mail["Subject"],
        texto=cuerpo.get_content() if cuerpo else "",
    )


def _archivos() -> list[Path]:
    carpeta = Path(getattr(settings, "EMAIL_FILE_PATH", ""))
    return sorted(carpeta.glob("*.log"), reverse=True) if carpeta.is_dir() else []


@never_cache
@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    mensajes = [_leer(archivo) for archivo in _archivos()[:SHOWN]]
    return render(request, "demo/buzon.html", {"mensajes": mensajes})


@never_cache
@require_safe
def mensaje(request: HttpRequest, nombre: str) -> HttpResponse:
    for archivo in _archivos():
        if archivo.stem == nombre:
            return render(request, "demo/mensaje.html", {"mensaje": _leer(archivo)})
    raise Http404

"""The mailbox of the demonstration: the mails that the portal would have sent, read from `var/correo/`."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
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
    mail = BytesParser(EmailMessage, policy=policy.default).parsebytes(archivo.read_bytes())
    cuerpo = mail.get_body(preferencelist=("plain",))
    return Mensaje(
        nombre=archivo.stem,
        fecha=_fecha(mail, archivo),
        para=mail["To"] or "",
        asunto=(mail["Subject"] or "Sin asunto").strip(),
        texto=cuerpo.get_content() if cuerpo else "",
    )


def _fecha(mail: EmailMessage, archivo: Path) -> datetime:
    """When it was sent, here. Django writes UTC as -0000, which Python reads as a time without zone."""
    if not mail["Date"]:
        return timezone.localtime(datetime.fromtimestamp(archivo.stat().st_mtime, UTC))
    fecha = parsedate_to_datetime(mail["Date"])
    return timezone.localtime(fecha if fecha.tzinfo else fecha.replace(tzinfo=UTC))


def _archivos() -> list[Path]:
    """The files, newest first: their names begin with the moment."""
    carpeta = Path(getattr(settings, "EMAIL_FILE_PATH", None) or "")
    return sorted(carpeta.glob("*.log"), reverse=True) if carpeta.is_dir() else []


@never_cache
@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    archivos = _archivos()
    mensajes = [_leer(archivo) for archivo in archivos[:SHOWN]]
    return render(request, "demo/buzon.html", {"mensajes": mensajes, "total": len(archivos)})


@never_cache
@require_safe
def mensaje(request: HttpRequest, nombre: str) -> HttpResponse:
    for archivo in _archivos():
        if archivo.stem == nombre:
            return render(request, "demo/mensaje.html", {"mensaje": _leer(archivo)})
    raise Http404

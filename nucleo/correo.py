"""E-mail as rows: the text is fixed in the transaction of the event, and sent by the outbox after its commit."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from nucleo.outbox import enqueue, handler
from nucleo.outbox.models import MAIL


def encolar_correo(*, clave: str, para: str, asunto: str, plantilla: str, contexto: dict[str, Any]) -> None:
    """Promises one mail of `templates/correos/<plantilla>.txt` and `.html`; the same `clave` is never sent twice."""
    contexto = {**contexto, "portal_url": settings.PORTAL_URL}
    enqueue(
        MAIL,
        clave,
        clave=clave,
        para=para,
        asunto=asunto,
        texto=render_to_string(f"correos/{plantilla}.txt", contexto),
        html=render_to_string(f"correos/{plantilla}.html", contexto),
    )


@handler(MAIL)
def enviar(payload: dict[str, Any]) -> None:
    # A fixed Message-ID lets mail servers drop the copy that a worker killed between sending and noting would make.
    host = urlsplit(settings.PORTAL_URL).hostname
    local_part = hashlib.sha256(payload["clave"].encode()).hexdigest()[:32]
    message = EmailMultiAlternatives(
        subject=payload["asunto"],
        body=payload["texto"],
        to=[payload["para"]],
        headers={"Message-ID": f"<{local_part}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(payload["html"], "text/html")
    message.send()

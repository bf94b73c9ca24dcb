"""The signed head of each day: the last seal of the day under the key of the documents, as a detached CMS signature.

Whoever keeps yesterday's two files can prove, with the certificate alone, that the chain was this one yesterday; the
key of the seals is not needed, nor is trust in this server.
"""

import asyncio
import hashlib
import json
import logging
from datetime import datetime, timedelta

from asn1crypto import cms
from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms

from nucleo.bitacora.models import CabezaDiaria, Sello
from nucleo.pdf.confianza import anclas
from nucleo.pdf.firma import RESUMEN, get_firmante
from nucleo.pdf.tipos import FirmaNoDisponible

logger = logging.getLogger(__name__)


def firmar_cabezas() -> int:
    """Signs the days that ended and have no head yet; returns how many. Without a key they wait for the next call."""
    hechas = 0
    for sello in _sin_firmar():
        try:
            _firmar(sello)
        except FirmaNoDisponible as razon:
            logger.warning("la cabeza diaria de la bitácora queda sin firmar: %s", razon)
            break
        hechas += 1
    return hechas


def _sin_firmar() -> list[Sello]:
    """The last seal of every day before today that came after the last signed one."""
    ultima = CabezaDiaria.objects.order_by("-dia").first()
    hoy = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    sellos = Sello.objects.filter(momento__lt=hoy, numero__gt=ultima.sello if ultima else 0).order_by("numero")
    return list({timezone.localdate(sello.momento): sello for sello in sellos.iterator()}.values())


def contenido_de(sello: Sello, filas: int) -> str:
    dia = timezone.localdate(sello.momento).isoformat()
    datos = {"bitacora": settings.PORTAL_URL, "dia": dia, "sello": sello.numero, "hasta": sello.hasta, "filas": filas}
    return json.dumps(datos | {"resumen": sello.resumen}, indent=1) + "\n"


@transaction.atomic
def _firmar(sello: Sello) -> None:
    dia = timezone.localdate(sello.momento)
    filas = Sello.objects.filter(numero__lte=sello.numero).aggregate(n=Sum("filas"))["n"]
    contenido = contenido_de(sello, filas)
    digesto = hashlib.sha256(contenido.encode()).digest()
    firma = asyncio.run(get_firmante().signer.async_sign(digesto, RESUMEN, use_pades=True, is_pdf_sig=False)).dump()
    valores = {"sello": sello.numero, "contenido": contenido, "firma": firma, "firmada_en": timezone.now()}
    CabezaDiaria.objects.get_or_create(dia=dia, defaults=valores)


def problema_de_firma(cabeza: CabezaDiaria) -> str:
    """What is wrong with the signature of a head; "" when it holds and is by a certificate that we trust."""
    try:
        firmado = cms.ContentInfo.load(bytes(cabeza.firma))["content"]
        contexto = anclas().contexto(_momento(cabeza))
        estado = asyncio.run(async_validate_detached_cms(cabeza.contenido.encode(), firmado, contexto))
    except Exception as error:  # noqa: BLE001 (what an attacker wrote may break the parser in any way)
        return f"la firma no se puede leer ({type(error).__name__})"
    if not (estado.intact and estado.valid):
        return "la firma no corresponde al contenido"
    return "" if estado.trusted else "la firma no es de un certificado en que se confíe"


def _momento(cabeza: CabezaDiaria) -> datetime:
    """Judged on the day after: the date of the row could be changed, the day is in what was signed."""
    dia = datetime.fromisoformat(json.loads(cabeza.contenido)["dia"])
    return timezone.make_aware(dia + timedelta(days=1))

from datetime import datetime, timedelta

from django.db.models import QuerySet

from cuentas.actuacion import Actuacion, Por
from tramites.certificados import codigo as codigos
from tramites.certificados.models import Certificado
from tramites.procedimientos.lista import que_sirven_a


def esta_listo(certificado_id: int) -> bool:
    return Certificado.objects.filter(pk=certificado_id).exclude(estado=Certificado.Estado.EN_EMISION).exists()


# For how long whoever has the code of a document that was issued to the public may download it.
DESCARGA_PUBLICA = timedelta(hours=24)


def documentos_de(actuacion: Actuacion) -> QuerySet[Certificado]:
    """The documents issued to the subject of this act, newest first, without what is printed in them.

    Whoever acts for another sees those of the procedures that are open to them. What strangers asked for in the public
    consult is not among them: the subject neither asked for it nor has it, and anybody could bury their own in it.
    """
    if actuacion.sujeto is None:
        return Certificado.objects.none()
    mios = Certificado.objects.filter(**actuacion.titular).exclude(por=Por.PUBLICO)
    if actuacion.en_nombre_de_otro:
        mios = mios.filter(tramite__slug__in=[procedimiento.slug for procedimiento in que_sirven_a(actuacion)])
    return mios.defer("datos").order_by("-emitido_en", "-pk")


def documento_de(actuacion: Actuacion, codigo: str) -> Certificado | None:
    """One document of the subject, or None: whether somebody else's exists is not told."""
    return documentos_de(actuacion).select_related("tramite", "reemplazado_por").filter(codigo=codigo).first()


def publico(slug: str, texto: str) -> Certificado | None:
    """A document that the public consult of a procedure issued, by its code however it was typed."""
    emitidos = Certificado.objects.defer("datos").select_related("tramite").filter(tramite__slug=slug, por=Por.PUBLICO)
    return emitidos.filter(codigo=codigos.leer(texto) or "").first()


def descarga_hasta(certificado: Certificado) -> datetime:
    """Counted from when there was something to download."""
    return (certificado.firmado_en or certificado.emitido_en) + DESCARGA_PUBLICA

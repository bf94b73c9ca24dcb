from django.db.models import QuerySet

from cuentas.actuacion import Actuacion
from tramites.certificados.models import Certificado
from tramites.procedimientos.lista import que_sirven_a


def esta_listo(certificado_id: int) -> bool:
    return Certificado.objects.filter(pk=certificado_id).exclude(estado=Certificado.Estado.EN_EMISION).exists()


def documentos_de(actuacion: Actuacion) -> QuerySet[Certificado]:
    """The documents issued to the subject of this act, newest first, without what is printed in them.

    Whoever acts for another sees those of the procedures that are open to them.
    """
    if actuacion.sujeto is None:
        return Certificado.objects.none()
    mios = Certificado.objects.filter(**actuacion.titular)
    if actuacion.en_nombre_de_otro:
        mios = mios.filter(tramite__slug__in=[procedimiento.slug for procedimiento in que_sirven_a(actuacion)])
    return mios.defer("datos").order_by("-emitido_en", "-pk")


def documento_de(actuacion: Actuacion, codigo: str) -> Certificado | None:
    """One document of the subject, or None: whether somebody else's exists is not told."""
    return documentos_de(actuacion).select_related("tramite", "reemplazado_por").filter(codigo=codigo).first()

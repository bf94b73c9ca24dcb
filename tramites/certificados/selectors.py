from django.db.models import BigIntegerField, QuerySet

from cuentas.actuacion import Actuacion
from nucleo.preparadas import Hueco, Preparada
from tramites.certificados.models import Certificado

_TITULAR = Hueco("titular", BigIntegerField())
_ULTIMOS = Certificado.objects.only("codigo", "titulo", "estado", "emitido_en", "vence_el").order_by(
    "-emitido_en", "-pk"
)
_DE_PERSONA = Preparada(_ULTIMOS.filter(persona=_TITULAR, empleador=None)[:3])
_DE_EMPLEADOR = Preparada(_ULTIMOS.filter(persona=None, empleador=_TITULAR)[:3])


def esta_listo(certificado_id: int) -> bool:
    return Certificado.objects.filter(pk=certificado_id).exclude(estado=Certificado.Estado.EN_EMISION).exists()


def documentos_de(actuacion: Actuacion) -> QuerySet[Certificado]:
    """The documents issued to the subject of this act, newest first, without what is printed in them."""
    if actuacion.sujeto is None:
        return Certificado.objects.none()
    mios = Certificado.objects.filter(**actuacion.titular)
    return mios.defer("datos").order_by("-emitido_en", "-pk")


def ultimos_documentos(actuacion: Actuacion) -> list[Certificado]:
    """The newest few of the subject, as far as a home page tells of them."""
    if actuacion.sujeto is None:
        return []
    ultimos = _DE_EMPLEADOR if actuacion.titular["empleador"] else _DE_PERSONA
    return ultimos(titular=actuacion.sujeto.pk)


def documento_de(actuacion: Actuacion, codigo: str) -> Certificado | None:
    """One document of the subject, or None: whether somebody else's exists is not told."""
    return documentos_de(actuacion).select_related("tramite", "reemplazado_por").filter(codigo=codigo).first()

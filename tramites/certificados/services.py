"""The life of an issued document: asked for, signed, revoked, replaced."""

import logging
import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import CERTIFICADO_EMITIDO, DOCUMENTO_SIN_VALOR, ClaseDeAviso
from cuentas.avisos.services import encolar_aviso
from nucleo import pdf
from nucleo.bitacora import anotar
from nucleo.outbox import enqueue
from registro.models import Persona
from tramites.catalogo.models import Tramite
from tramites.certificados import codigo
from tramites.certificados.contenido import Contenido
from tramites.certificados.enlaces import url_de_verificacion
from tramites.certificados.models import AnexoDeCertificado, Certificado
from tramites.transparencia.services import contar

logger = logging.getLogger(__name__)


class NoSePuede(Exception):
    """The act is not possible in the document's present state; the message says why."""


def solicitar_emision(
    *,
    actuacion: Actuacion,
    tramite: Tramite,
    contenido: Contenido,
    peticion: uuid.UUID,
    solicitud_id: int | None = None,
) -> Certificado:
    """Promises one signed document. The same `peticion` of one subject and procedure is the same document."""
    with transaction.atomic():
        certificado, nuevo = Certificado.objects.get_or_create(
            peticion=peticion,
            tramite=tramite,
            **actuacion.titular,
            defaults={
                "codigo": codigo.nuevo(),
                "variante": contenido.variante,
                "titulo": contenido.titulo,
                "plantilla": contenido.plantilla,
                "datos": contenido.datos,
                "vence_el": contenido.vence_el,
                "actor": actuacion.actor,
                "por": actuacion.por,
                "solicitud_id": solicitud_id,
            },
        )
        if nuevo:
            if contenido.anexo:
                AnexoDeCertificado.guardar(certificado, contenido.anexo)
            anotar(
                actor=actuacion.nombre_actor,
                accion="certificado.solicitado",
                persona_id=certificado.persona_id,
                objeto=f"certificado:{certificado.codigo}",
                por=actuacion.por,
            )
            enqueue("certificado.firmar", certificado.codigo, certificado_id=certificado.pk)
    return certificado


def firmar(*, certificado_id: int) -> None:
    """Renders, signs and stores one promised document, then tells its holder. Doing it twice changes nothing.

    Raises nucleo.pdf.FirmaNoDisponible when there is no key: without a signature there is no certificate.
    """
    certificado = Certificado.objects.select_related("tramite", "persona", "empleador", "anexo").get(pk=certificado_id)
    if certificado.listo:
        return
    firmado = pdf.emitir(imprimible(certificado))
    nombre = default_storage.save(
        f"certificados/{certificado.emitido_en:%Y/%m}/{certificado.codigo}.pdf", ContentFile(firmado.contenido)
    )
    try:
        with transaction.atomic():
            stored = _registrar_emision(certificado, firmado, nombre)
    except (OperationalError, InterfaceError):
        # The connection may have broken after the commit: a row that names a file that we deleted is worse than a file
        # that no row names.
        raise
    except Exception:
        default_storage.delete(nombre)
        raise
    if not stored:
        default_storage.delete(nombre)


def imprimible(certificado: Certificado) -> pdf.Documento:
    """The printable form of a document, from what was frozen when it was asked for."""
    titular = certificado.titular
    url = url_de_verificacion(certificado.codigo)
    return pdf.componer(
        certificado.plantilla,
        {"datos": certificado.datos, "vence_el": certificado.vence_el},
        titulo=certificado.titulo,
        codigo=certificado.codigo,
        url_verificacion=url,
        emitido=certificado.emitido_en,
        titular=pdf.Titular(titular.nombre_completo, "Cédula", titular.cedula)
        if isinstance(titular, Persona)
        else pdf.Titular(titular.razon_social, "RUC", titular.ruc),
        datos={
            "codigo": certificado.codigo,
            "tramite": certificado.tramite.slug,
            "titulo": certificado.titulo,
            "emitido": certificado.emitido_en.isoformat(),
            "vence": certificado.vence_el.isoformat() if certificado.vence_el else None,
            "verificacion": url,
            "datos": certificado.datos,
        },
        anexos=[certificado.anexo.leer()] if hasattr(certificado, "anexo") else [],
    )


def _registrar_emision(certificado: Certificado, firmado: pdf.DocumentoFirmado, nombre: str) -> bool:
    """Stores the outcome if no other worker did. True when this call is the one that issued it."""
    issued = Certificado.objects.filter(pk=certificado.pk, estado=Certificado.Estado.EN_EMISION).update(
        estado=Certificado.Estado.EMITIDO,
        firmado_en=timezone.now(),
        archivo=nombre,
        sha256=firmado.sha256,
        tamano=firmado.tamano,
        demostracion=firmado.desarrollo,
    )
    if not issued:
        return False
    if certificado.tramite.clase == Tramite.Clase.CERTIFICADO:  # a consulta counted when it was opened
        contar(
            tramite=certificado.tramite,
            titular=certificado.titular,
            fecha=timezone.localdate(certificado.emitido_en),
            por=Por(certificado.por),
            origen=f"certificado:{certificado.codigo}",
        )
    anotar(
        actor="sistema:firma",
        accion="certificado.emitido",
        persona_id=certificado.persona_id,
        objeto=f"certificado:{certificado.codigo}",
        datos={"sha256": firmado.sha256},
    )
    if certificado.solicitud_id:  # its case tells the person
        enqueue("caso.documento_listo", certificado.codigo, certificado_id=certificado.pk)
    else:
        reemplaza = Certificado.objects.filter(reemplazado_por=certificado).exists()
        clase = DOCUMENTO_SIN_VALOR if reemplaza else CERTIFICADO_EMITIDO
        _avisar(certificado, clase, "certificado_emitido", f"Su documento está listo: {certificado.titulo}")
    return True


def _avisar(certificado: Certificado, clase: ClaseDeAviso, plantilla: str, asunto: str) -> None:
    """Mails the holder, unless it was a stranger who asked. The mail carries a link, never the data."""
    if certificado.por == Por.PUBLICO:
        return
    encolar_aviso(
        clase=clase,
        clave_unica=f"{plantilla}:{certificado.codigo}",
        titular=certificado.titular,
        asunto=asunto,
        plantilla=plantilla,
        contexto={"certificado": certificado, "reemplaza": getattr(certificado, "reemplaza_a", None)},
    )


def _bloqueado(codigo_certificado: str) -> Certificado:
    """The row, locked until the transaction ends."""
    return Certificado.objects.select_for_update(of=("self",)).get(codigo=codigo_certificado)


def _terminar(certificado: Certificado, estado: Certificado.Estado, motivo: str, actuacion: Actuacion) -> None:
    if certificado.estado != Certificado.Estado.EMITIDO:
        raise NoSePuede(f"El documento está {certificado.get_estado_display()}: ya no se puede revocar ni reemplazar.")
    if not motivo.strip():
        raise NoSePuede("Escriba el motivo: la persona titular del documento lo leerá.")
    certificado.estado, certificado.motivo, certificado.terminado_en = estado, motivo.strip(), timezone.now()
    anotar(
        actor=actuacion.nombre_actor if actuacion.actor else "sistema:certificados",
        accion=f"certificado.{estado.lower()}",
        persona_id=certificado.persona_id,
        objeto=f"certificado:{certificado.codigo}",
        por=actuacion.por,
        datos={"motivo": certificado.motivo},
    )


def revocar(*, actuacion: Actuacion, codigo_certificado: str, motivo: str) -> Certificado:
    """Takes an issued document out of force, with a reason that its holder will read."""
    with transaction.atomic():
        certificado = _bloqueado(codigo_certificado)
        _terminar(certificado, Certificado.Estado.REVOCADO, motivo, actuacion)
        certificado.save(update_fields=["estado", "motivo", "terminado_en"])
        asunto = f"Un documento suyo fue revocado: {certificado.titulo}"
        _avisar(certificado, DOCUMENTO_SIN_VALOR, "certificado_revocado", asunto)
    return certificado


def reemplazar(*, actuacion: Actuacion, codigo_certificado: str, contenido: Contenido, motivo: str) -> Certificado:
    """Revokes a document and issues a new one to the same subject with today's content. Returns the new one."""
    with transaction.atomic():
        viejo = _bloqueado(codigo_certificado)
        _terminar(viejo, Certificado.Estado.REEMPLAZADO, motivo, actuacion)
        nuevo = solicitar_emision(
            actuacion=actuacion,
            tramite=viejo.tramite,
            contenido=contenido,
            peticion=uuid.uuid4(),
            solicitud_id=viejo.solicitud_id,
        )
        viejo.reemplazado_por = nuevo
        viejo.save(update_fields=["estado", "motivo", "terminado_en", "reemplazado_por"])
    return nuevo

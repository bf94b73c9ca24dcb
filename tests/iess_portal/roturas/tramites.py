"""What puts cases, complaints, documents and what was counted of them out of order."""

import uuid
from datetime import date
from typing import Any

from django.utils import timezone

from nucleo.models import Outbox
from registro.models import PagoPension
from tests import mundo
from tests.iess_portal.roturas.comun import Roturas, caso, de_tramite, luis, otra, un_aumento
from tramites.models import (
    ActoConfirmado,
    Adjunto,
    Atencion,
    Certificado,
    Confirmacion,
    Evento,
    Mensaje,
    OrdenPago,
    PasoDeQueja,
    Pedido,
    Prueba,
    Queja,
)
from tramites.selectors import ficha


def queja(**cambios: Any) -> None:
    Queja.objects.update(**cambios)


def acuerdo(**cambios: Any) -> None:
    Certificado.objects.filter(variante="acuerdo").update(**cambios)


def emitido(**cambios: Any) -> None:
    """One more document that was issued, of which only its row says so."""
    certificado = Certificado.objects.get(estado="REEMPLAZADO")
    sin_fin = {"estado": "EMITIDO", "terminado_en": None, "motivo": "", "reemplazado_por": None}
    otra(certificado, codigo="0" * 16, peticion=uuid.uuid4(), **sin_fin | cambios)


def pago_ajeno() -> None:
    un_aumento()
    PagoPension.objects.update(persona=luis().persona)


ROTURAS: Roturas = {
    "solicitud_fuera_de_su_camino": [lambda: caso(estado="EN_PAGO"), lambda: de_tramite("certificado-afiliacion")],
    "solicitud_sin_su_ultimo_paso": [lambda: caso(estado="CERRADA"), lambda: Evento.objects.all().delete()],
    "paso_suelto": [
        lambda: Evento.objects.filter(accion="conceder").update(de="INGRESADA"),
        lambda: Evento.objects.filter(accion="tomar").update(a="CERRADA"),
        lambda: Evento.objects.filter(accion="ingresar").delete(),
    ],
    "solicitud_sin_reloj": [
        lambda: caso(vence_el=mundo.HOY),
        lambda: caso(estado="IMPUGNADA"),
        lambda: caso(estado="REQUIERE_DOCUMENTOS", pausada_desde=mundo.HOY),
    ],
    "solicitud_que_espera_nada": [
        lambda: caso(estado="REQUIERE_DOCUMENTOS"),
        lambda: Pedido.objects.update(estado="PENDIENTE"),
    ],
    "solicitud_reabierta_sin_paso": [
        lambda: caso(reabierta=True),
        lambda: Evento.objects.filter(accion="tomar").update(accion="reabrir"),
    ],
    "solicitud_sin_fin": [lambda: caso(estado="CERRADA"), lambda: caso(terminada_en=timezone.now())],
    "solicitud_con_partes_ajenas": [
        lambda: Mensaje.objects.update(persona=luis().persona),
        lambda: Evento.objects.filter(accion="tomar").update(persona=None),
        lambda: acuerdo(persona=luis().persona),
    ],
    "decision_de_una_sola_persona": [lambda: caso(propuesta_por=luis(), decidida_por=luis())],
    "impugnacion_resuelta_por_quien_decidio": [
        lambda: otra(Evento.objects.get(accion="conceder"), accion="ratificar"),
    ],
    "concesion_sin_derecho": [lambda: caso(dictamen={"califica": False})],
    "decision_sin_contar": [lambda: Atencion.objects.filter(origen__startswith="solicitud:").delete()],
    "decision_sin_documento": [
        lambda: acuerdo(variante="otra"),
        lambda: acuerdo(estado="EN_EMISION", archivo="", sha256=""),
        lambda: (caso(estado="NEGADA"), acuerdo(estado="REVOCADO", terminado_en=timezone.now(), motivo="x")),
    ],
    "decision_firmada_sin_notificar": [lambda: caso(estado="CONCEDIDA")],
    "cambio_de_pension_ajeno": [
        lambda: un_aumento(persona=luis().persona),
        lambda: un_aumento(retroactivo=9),
        pago_ajeno,
    ],
    "orden_de_pago_sin_concesion": [
        lambda: OrdenPago.objects.update(persona=luis().persona),
        lambda: caso(resultado="NEGADA"),
        lambda: caso(estado="ARCHIVADA"),
    ],
    "concesion_sin_orden_de_pago": [
        lambda: (de_tramite("retiro-fondos-reserva"), OrdenPago.objects.update(estado="ANULADA")),
    ],
    "certificado_sin_tarea": [lambda: Outbox.objects.filter(kind="certificado.firmar", state="PENDIENTE").delete()],
    "certificado_mal_reemplazado": [
        lambda: Certificado.objects.filter(estado="REEMPLAZADO").update(reemplazado_por=None),
        lambda: Certificado.objects.filter(estado="EN_EMISION").update(persona=luis().persona),
        lambda: acuerdo(reemplazado_por=Certificado.objects.get(variante="comprobante")),
    ],
    "certificado_sin_contar": [emitido],
    "acto_sin_contar": [lambda: otra(ActoConfirmado.objects.get(), peticion=uuid.uuid4())],
    "solicitud_que_la_bitacora_no_cuenta": [
        lambda: otra(Evento.objects.get(accion="conceder")),
        lambda: otra(Mensaje.objects.get()),
        lambda: Evento.objects.filter(accion="tomar").delete(),
    ],
    "certificado_que_la_bitacora_no_cuenta": [
        emitido,
        lambda: acuerdo(estado="REVOCADO", terminado_en=timezone.now(), motivo="Por fuera."),
    ],
    "acto_que_la_bitacora_no_cuenta": [lambda: otra(ActoConfirmado.objects.get(), peticion=uuid.uuid4())],
    "concedida_sin_confirmar": [
        lambda: Confirmacion.objects.update(estado="RECHAZADA"),
        lambda: Confirmacion.objects.update(estado="PENDIENTE", respondida_en=None),
    ],
    "queja_sin_su_ultimo_paso": [
        lambda: queja(estado="CERRADA"),
        lambda: PasoDeQueja.objects.filter(accion="responder").delete(),
    ],
    "paso_de_queja_suelto": [
        lambda: PasoDeQueja.objects.filter(accion="tomar").delete(),
        lambda: PasoDeQueja.objects.filter(accion="tomar").update(accion="cerrar"),
        lambda: PasoDeQueja.objects.filter(accion="responder").update(a="CERRADA"),
    ],
    "queja_contada_sin_presentar": [
        lambda: PasoDeQueja.objects.filter(accion="ingresar").delete(),
        lambda: otra(PasoDeQueja.objects.get(accion="ingresar")),
        lambda: queja(fecha=date(2026, 10, 31)),
    ],
    "queja_reabierta_sin_paso": [
        lambda: queja(reabierta=True),
        lambda: PasoDeQueja.objects.filter(accion="responder").update(accion="reabrir"),
    ],
    "queja_sobre_lo_ajeno": [
        lambda: queja(persona=luis().persona),
        lambda: queja(tramite=ficha("reliquidacion")),
        lambda: PasoDeQueja.objects.filter(accion="tomar").update(persona=None),
    ],
    "prueba_ajena": [
        lambda: Prueba.objects.create(queja=Queja.objects.get(), adjunto=Adjunto.objects.get()),
        lambda: Prueba.objects.create(queja=Queja.objects.get(), adjunto=Adjunto.objects.get(), persona=luis().persona),
    ],
    "queja_que_la_bitacora_no_cuenta": [
        lambda: otra(PasoDeQueja.objects.get(accion="tomar")),
        lambda: PasoDeQueja.objects.filter(accion="tomar").delete(),
    ],
}

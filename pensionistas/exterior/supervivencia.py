"""The verbs of the proof of life: registered and annulled by the staff, and the clock that reminds of it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import PENSION
from cuentas.avisos.services import encolar_aviso
from nucleo.bitacora import anotar
from pensionistas.exterior.selectors import AVISOS, FRECUENCIA, pensionistas_exterior
from pensionistas.models import PensionistaExterior, Supervivencia
from pensionistas.reglas.exterior import SE_AVISA_TARDE, aviso_que_toca, vencimiento
from registro.models import Persona
from registro.parametros import Parametros
from tramites.adjuntos.models import Adjunto
from tramites.casos.models import Solicitud


class NoProcede(Exception):
    """It is not registered or annulled; the message says why, in words for the desk."""


def registrar_supervivencia(
    *,
    actuacion: Actuacion,
    persona: Persona,
    fecha: date,
    medio: str,
    motivo: str,
    adjunto: Adjunto | None = None,
    solicitud: Solicitud | None = None,
) -> Supervivencia:
    """That this person was alive on that day. Raises NoProcede."""
    hoy = timezone.localdate()
    with transaction.atomic():
        persona = Persona.objects.select_for_update(no_key=True).get(pk=persona.pk)
        if persona.fecha_fallecimiento:
            raise NoProcede("El registro consigna el fallecimiento de esta persona.")
        if fecha > hoy:
            raise NoProcede("La constancia no puede ser de un día que no ha llegado.")
        vence = vencimiento(fecha, Parametros.al(hoy).entero(FRECUENCIA))
        if vence < hoy:
            raise NoProcede("Una constancia de esa fecha ya no vale: hace falta una más reciente.")
        if Supervivencia.objects.filter(persona=persona, fecha=fecha, anulada_en=None).exists():
            raise NoProcede("Ya hay una constancia registrada con esa fecha.")
        constancia = Supervivencia.objects.create(
            persona=persona,
            fecha=fecha,
            medio=medio,
            vence=vence,
            adjunto=adjunto,
            solicitud=solicitud,
            motivo=motivo,
            registrada_por=actuacion.nombre_actor,
        )
        _anotar(constancia, actuacion, "supervivencia.registrada", motivo)
        _avisar(constancia, "Registramos su constancia de supervivencia")
    return constancia


def anular_supervivencia(*, actuacion: Actuacion, constancia: Supervivencia, motivo: str) -> Supervivencia:
    """One that was written by mistake. Raises NoProcede."""
    with transaction.atomic():
        Persona.objects.select_for_update(no_key=True).get(pk=constancia.persona_id)
        constancia = Supervivencia.objects.select_for_update(of=("self",)).get(pk=constancia.pk)
        if constancia.anulada_en:
            raise NoProcede("Ya está anulada.")
        constancia.anulada_en, constancia.anulada_por = timezone.now(), actuacion.nombre_actor
        constancia.motivo_anulada = motivo
        constancia.save(update_fields=["anulada_en", "anulada_por", "motivo_anulada"])
        _anotar(constancia, actuacion, "supervivencia.anulada", motivo)
        _avisar(constancia, "Se anuló su constancia de supervivencia")
    return constancia


def recordar(hoy: date) -> int:
    """Reminds those whose proof runs out; each due date and threshold is told once, whenever the clock moves."""
    umbrales = Parametros.al(hoy).lista(AVISOS)
    cerca = (hoy - timedelta(SE_AVISA_TARDE), hoy + timedelta(max(umbrales)))
    recordados = 0
    for persona in pensionistas_exterior().filter(vence__range=cerca).order_by("pk").iterator():
        toca = aviso_que_toca(persona.vence, hoy, umbrales)
        if toca is not None:
            with transaction.atomic():
                _recordar(persona, persona.vence, toca, hoy)
            recordados += 1
    return recordados


def _recordar(persona: PensionistaExterior, vence: date, toca: int, hoy: date) -> None:
    vencida = vence < hoy
    encolar_aviso(
        clase=PENSION,
        clave_unica=f"supervivencia:{persona.pk}:{vence.isoformat()}:{toca}",
        titular=persona,
        asunto="Venció su constancia de supervivencia" if vencida else "Presente su constancia de supervivencia",
        plantilla="supervivencia_recordatorio",
        contexto={"vence": vence, "vencida": vencida, "dias": (vence - hoy).days},
    )


def _anotar(constancia: Supervivencia, actuacion: Actuacion, accion: str, motivo: str) -> None:
    anotar(
        actor=actuacion.nombre_actor,
        accion=accion,
        persona_id=constancia.persona_id,
        objeto=f"supervivencia:{constancia.pk}",
        por=actuacion.por,
        datos={
            "fecha": constancia.fecha.isoformat(),
            "medio": constancia.medio,
            "vence": constancia.vence.isoformat(),
            "motivo": motivo,
        },
    )


def _avisar(constancia: Supervivencia, asunto: str) -> None:
    encolar_aviso(
        clase=PENSION,
        clave_unica=f"supervivencia:{'anulada' if constancia.anulada_en else 'registrada'}:{constancia.pk}",
        titular=constancia.persona,
        asunto=asunto,
        plantilla="supervivencia",
        contexto={"constancia": constancia},
    )

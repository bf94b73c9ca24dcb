"""The verbs of the notices: given, annulled, and taken to the register when their day comes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import PENSION
from cuentas.avisos.services import encolar_aviso
from nucleo.bitacora import anotar
from nucleo.formularios import RespuestaRechazada
from pensionistas.exterior.selectors import FRECUENCIA
from pensionistas.models import AvisoPais, Supervivencia
from pensionistas.paises import nombre_de
from pensionistas.reglas.exterior import Sentido, Viaje, revisar, vencimiento
from registro.models import Pension, Persona
from registro.parametros import Parametros

ACTOR = "sistema:movimiento-pais"
SIN_PENSION = "Este aviso es para quien recibe una pensión del IESS, y no consta ninguna a su nombre."


@dataclass(frozen=True)
class Datos:
    """What a notice says."""

    tipo: Sentido
    fecha: date
    pais: str
    ciudad: str
    se_queda: bool
    telefono: str
    correo: str


class NoSeAnula(Exception):
    """The notice stays; the message says why."""


def revisar_aviso(persona: Persona, datos: Datos, *, falta_otro: bool, hoy: date) -> None:
    """Raises RespuestaRechazada. Two queries."""
    if not Pension.objects.filter(persona=persona).exists():
        raise RespuestaRechazada(SIN_PENSION)
    otros = AvisoPais.objects.filter(persona=persona, anulado_en=None).values_list("tipo", "fecha")
    problema = revisar(
        Viaje(datos.tipo, datos.fecha),
        [Viaje(Sentido(tipo), dia) for tipo, dia in otros],
        nacimiento=persona.fecha_nacimiento,
        hoy=hoy,
        dias_antes=Parametros.al(hoy).entero("aviso_pais_dias_antes"),
        falta_otro=falta_otro,
    )
    if problema:
        raise RespuestaRechazada(problema.texto, problema.campo)


def avisar_movimiento(*, actuacion: Actuacion, datos: Datos, falta_otro: bool) -> AvisoPais:
    """Registers a notice, judged once more with the person held. Raises RespuestaRechazada."""
    ahora = timezone.now()
    hoy = timezone.localdate(ahora)
    with transaction.atomic():
        persona = _bloquear(actuacion.persona.pk)
        revisar_aviso(persona, datos, falta_otro=falta_otro, hoy=hoy)
        residia = vive_fuera(persona)
        aviso = AvisoPais.objects.create(
            persona=persona,
            tipo=datos.tipo.value,
            fecha=datos.fecha,
            pais=datos.pais,
            ciudad=datos.ciudad,
            telefono=datos.telefono,
            correo=datos.correo,
            se_queda=datos.se_queda,
            residia=residia,
            presentar_hasta=_primera_constancia(persona, datos, residia=residia, hoy=hoy),
            registrado_en=ahora,
            registrado_por=actuacion.nombre_actor,
        )
        _poner_al_dia(aviso, hoy, ahora)
        _anotar(aviso, actuacion.nombre_actor, "movimiento_pais.registrado", actuacion.por)
        _avisar(aviso, f"Registramos su aviso de {datos.tipo.palabra}")
    return aviso


def _primera_constancia(persona: Persona, datos: Datos, *, residia: bool, hoy: date) -> date | None:
    """Of somebody who begins to live abroad and never handed one in."""
    if residia or not datos.se_queda or datos.tipo is Sentido.ENTRADA:
        return None
    if Supervivencia.objects.filter(persona=persona, anulada_en=None).exists():
        return None
    return vencimiento(datos.fecha, Parametros.al(hoy).entero(FRECUENCIA))


def anular_aviso(*, actuacion: Actuacion, aviso_id: int, motivo: str) -> AvisoPais:
    """Takes back a notice that was a mistake; it stays in the list with its reason. Raises NoSeAnula."""
    ahora = timezone.now()
    with transaction.atomic():
        _bloquear(actuacion.persona.pk)
        aviso = AvisoPais.objects.select_for_update(of=("self",)).get(pk=aviso_id, persona=actuacion.persona)
        if aviso.anulado_en:
            raise NoSeAnula("Este aviso ya está anulado.")
        aviso.anulado_en, aviso.anulado_por, aviso.motivo_anulado = ahora, actuacion.nombre_actor, motivo
        aviso.save(update_fields=["anulado_en", "anulado_por", "motivo_anulado"])
        if aviso.aplicado_en:
            _residencia(aviso.persona_id)
        _anotar(aviso, actuacion.nombre_actor, "movimiento_pais.anulado", actuacion.por)
        _avisar(aviso, f"Se anuló su aviso de {Sentido(aviso.tipo).palabra}")
    return aviso


def aplicar_los_de_hoy(hoy: date) -> int:
    """Those who said that they would go, or come back, to stay: the register takes it on that day. How many."""
    esperan = AvisoPais.objects.filter(se_queda=True, aplicado_en=None, anulado_en=None, fecha__lte=hoy)
    hechos = 0
    for pk, persona_id in esperan.order_by("fecha", "pk").values_list("pk", "persona_id"):
        with transaction.atomic():
            _bloquear(persona_id)
            aviso = esperan.select_for_update(of=("self",)).filter(pk=pk).first()
            if aviso:
                _poner_al_dia(aviso, hoy, timezone.now())
                _anotar(aviso, ACTOR, "movimiento_pais.aplicado")
                hechos += 1
    return hechos


def vive_fuera(persona: Persona) -> bool:
    return Pension.objects.filter(persona=persona, reside_exterior=True).exists()


def _bloquear(persona_id: int) -> Persona:
    """The person is the lock of their notices: no two are judged by the same past."""
    return Persona.objects.select_for_update(no_key=True).get(pk=persona_id)


def _poner_al_dia(aviso: AvisoPais, hoy: date, ahora: datetime) -> None:
    if aviso.se_queda and aviso.fecha <= hoy:
        aviso.aplicado_en = ahora
        aviso.save(update_fields=["aplicado_en"])
        _residencia(aviso.persona_id)


def _residencia(persona_id: int) -> None:
    """Where they live, by the last notice that holds; without any, where they lived before the first."""
    tomados = AvisoPais.objects.filter(persona_id=persona_id, aplicado_en__isnull=False)
    ultimo = tomados.filter(anulado_en=None).order_by("fecha", "pk").last()
    if ultimo:
        fuera = ultimo.tipo == AvisoPais.Tipo.SALIDA
    else:
        fuera = tomados.order_by("pk").values_list("residia", flat=True)[0]
    for pension in Pension.objects.select_for_update().filter(persona_id=persona_id).exclude(reside_exterior=fuera):
        pension.reside_exterior = fuera
        pension.marcar_cambio("reside_exterior")
        pension.save(update_fields=["reside_exterior", "cambiado_en_portal"])


def _anotar(aviso: AvisoPais, actor: str, accion: str, por: str = "") -> None:
    datos = {"tipo": aviso.tipo, "fecha": aviso.fecha.isoformat(), "pais": aviso.pais, "se_queda": aviso.se_queda}
    if aviso.anulado_en:
        datos["motivo"] = aviso.motivo_anulado
    anotar(
        actor=actor,
        accion=accion,
        persona_id=aviso.persona_id,
        objeto=f"aviso_pais:{aviso.pk}",
        por=por,
        datos=datos,
    )


def _avisar(aviso: AvisoPais, asunto: str) -> None:
    encolar_aviso(
        clase=PENSION,
        clave_unica=f"movimiento_pais:{'anulado' if aviso.anulado_en else 'registrado'}:{aviso.pk}",
        titular=aviso.persona,
        asunto=asunto,
        plantilla="movimiento_pais",
        contexto={"aviso": aviso, "pais": nombre_de(aviso.pais), "palabra": Sentido(aviso.tipo).palabra},
    )

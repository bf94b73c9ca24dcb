from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cuentas import codigos, limites
from cuentas.actuacion import Actuacion
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.cambios.selectors import correos_de_seguridad
from cuentas.clave import intentos
from cuentas.clave.services import Agotado
from cuentas.models import Cuenta, EnlacePatronal
from cuentas.patronal.selectors import ACTIVAR, enlace_que_sirve
from nucleo.bitacora import anotar
from nucleo.formularios import RespuestaRechazada
from nucleo.texto import correo_enmascarado
from registro.models import Empleador, Persona
from registro.parametros import Parametros
from registro.selectors import persona_por_cedula

VIGENCIA = "clave_patronal_enlace_minutos"
NO_CONSTA = (
    "En el registro usted no consta como representante legal de ese RUC. Vaya a un centro de atención con su cédula, "
    "el RUC y el documento que le nombra representante."
)
SIN_CORREO = (
    "El registro no tiene un correo de ese empleador al que enviar el enlace. Vaya a un centro de atención con su "
    "cédula y el RUC: allí lo registran."
)
CERRADA = "La cuenta de ese empleador está desactivada. Vaya a un centro de atención con su cédula y el RUC."


class ClavePatronalRechazada(RespuestaRechazada):
    """The link can't be sent, or the clave can't be set; the message says what to do."""


def pedir(*, actuacion: Actuacion, ruc: str) -> EnlacePatronal:
    """The representative asks for the link, which goes to the e-mail on record. The one before is dead."""
    with transaction.atomic():
        empleador = Empleador.objects.select_for_update().filter(ruc=ruc).first()
        exigir_representante(empleador, actuacion.persona.cedula)
        assert empleador is not None, "exigir_representante refuses an unknown RUC"
        return _enviar(actuacion, empleador, actuacion.persona)


def exigir_representante(empleador: Empleador | None, cedula: str) -> None:
    """The same words for a RUC of somebody else and for one of nobody: who represents whom is not told."""
    if empleador is None or not empleador.lo_representa(cedula):
        raise ClavePatronalRechazada(NO_CONSTA, "otro_ruc")
    if Cuenta.objects.filter(empleador=empleador, is_active=False).exists():
        raise ClavePatronalRechazada(CERRADA, "otro_ruc")
    if not empleador.correo:
        raise ClavePatronalRechazada(SIN_CORREO, "otro_ruc")


def enviar_por_ventanilla(*, actuacion: Actuacion, ruc: str, cedula: str, correo: str, motivo: str) -> EnlacePatronal:
    """The counter has seen the papers. `cedula`: who came, or ""; `correo`: the new one, or "" for that on record.

    Whom the register names and the e-mail that was on record are told, for they may know nothing of it.
    """
    with transaction.atomic():
        empleador = Empleador.objects.select_for_update().filter(ruc=ruc).first()
        if empleador is None:
            raise ClavePatronalRechazada("Ese RUC no está en el registro.", "ruc")
        if Cuenta.objects.filter(empleador=empleador, is_active=False).exists():
            raise ClavePatronalRechazada("La cuenta está desactivada. Pida primero que la activen.", "ruc")
        persona = persona_por_cedula(cedula) if cedula else None
        if cedula and persona is None:
            raise ClavePatronalRechazada("Esa cédula no está en el registro. Déjela vacía y anótela abajo.", "cedula")
        avisados = _a_quien_avisar(empleador)
        _corregir_correo(actuacion, empleador, correo, motivo)
        if not empleador.correo:
            raise ClavePatronalRechazada("Ese empleador no tiene correo registrado: escriba uno.", "correo")
        enlace = _enviar(actuacion, empleador, persona, motivo=motivo.strip())
        _avisar(enlace, avisados - {enlace.correo}, "clave_patronal_ventanilla", "Pidieron una clave para su empresa")
    return enlace


def activar(*, ruc: str, secreto: str, clave: str, red: str) -> Cuenta:
    """Sets the clave by the link, which also confirms the e-mail. All sessions of the account end.

    Raises CodigoRechazado, or ClavePatronalRechazada. The link is looked at before it is used up: five wrong ones must
    not kill the right one.
    """
    enlace = enlace_que_sirve(ruc, secreto)
    if enlace is None:
        raise codigos.CodigoRechazado
    with transaction.atomic():
        empleador = Empleador.objects.select_for_update().get(pk=enlace.empleador_id)
        cuenta = Cuenta.objects.filter(empleador=empleador).first() or Cuenta(identificador=ruc, empleador=empleador)
        if not cuenta.is_active:
            raise ClavePatronalRechazada(CERRADA)
        codigos.canjear(ACTIVAR, ruc, secreto)
        avisados = _a_quien_avisar(empleador) | {enlace.correo}
        if enlace.persona:
            avisados |= _correos_de(enlace.persona.cedula)
        nueva = cuenta.pk is None
        ahora = timezone.now()
        cuenta.correo, cuenta.correo_confirmado_en, enlace.usado_en = enlace.correo, ahora, ahora
        cuenta.set_password(clave)
        cuenta.save()
        enlace.save(update_fields=["usado_en"])
        limites.desbloquear(ruc, red)
        anotar(
            actor="sistema:enlace",
            accion="clave_patronal.activada",
            objeto=f"cuenta:{ruc}",
            por="publico",
            datos={"red": red, "nueva": nueva, "correo": correo_enmascarado(enlace.correo)},
        )
        _avisar(enlace, avisados, "clave_patronal_activada", "La clave patronal está lista")
    return cuenta


def _enviar(actuacion: Actuacion, empleador: Empleador, persona: Persona | None, motivo: str = "") -> EnlacePatronal:
    hasta = intentos.enviar_codigo(ACTIVAR, empleador.ruc)
    if hasta:
        raise ClavePatronalRechazada(str(Agotado(hasta)))
    assert actuacion.actor is not None, "nobody sends a link without an account"
    minutos = Parametros.al(timezone.localdate()).entero(VIGENCIA)
    secreto, vence = codigos.emitir_enlace(ACTIVAR, empleador.ruc, vigencia=timedelta(minutes=minutos))
    enlace = EnlacePatronal.objects.create(
        empleador=empleador,
        persona=persona,
        actor=actuacion.actor,
        correo=empleador.correo,
        vence_en=vence,
        motivo=motivo,
    )
    anotar(
        actor=actuacion.nombre_actor,
        accion="clave_patronal.pedida",
        objeto=f"cuenta:{empleador.ruc}",
        por=actuacion.por,
        datos={"correo": correo_enmascarado(enlace.correo), "motivo": motivo, "vence": vence},
    )
    encolar_aviso(
        clase=SEGURIDAD,
        clave_unica=f"clave_patronal_enlace:{enlace.pk}",
        para=[enlace.correo],
        asunto="Enlace para crear la clave patronal",
        plantilla="clave_patronal_enlace",
        contexto={"enlace": enlace, "secreto": secreto},
    )
    return enlace


def _corregir_correo(actuacion: Actuacion, empleador: Empleador, correo: str, motivo: str) -> None:
    if not correo or correo == empleador.correo:
        return
    antes, empleador.correo = empleador.correo, correo
    empleador.marcar_cambio("correo")
    empleador.save(update_fields=["correo", "cambiado_en_portal"])
    anotar(
        actor=actuacion.nombre_actor,
        accion="empleador.correo",
        objeto=f"cuenta:{empleador.ruc}",
        por=actuacion.por,
        datos={"antes": correo_enmascarado(antes), "ahora": correo_enmascarado(correo), "motivo": motivo.strip()},
    )


def _a_quien_avisar(empleador: Empleador) -> set[str]:
    """The mailboxes that must not be passed by: those of the employer until now, and of whom the register names."""
    cuenta = Cuenta.objects.filter(empleador=empleador).first()
    del_empleador = {empleador.correo, cuenta.correo if cuenta else ""} - {""}
    return del_empleador | _correos_de(empleador.representante_cedula or empleador.ruc[:10])


def _correos_de(cedula: str) -> set[str]:
    cuenta = Cuenta.objects.filter(persona__cedula=cedula).select_related("persona").first()
    return set(correos_de_seguridad(cuenta)) if cuenta else set()


def _avisar(enlace: EnlacePatronal, correos: set[str], plantilla: str, asunto: str) -> None:
    encolar_aviso(
        clase=SEGURIDAD,
        clave_unica=f"{plantilla}:{uuid4()}",
        para=sorted(correos),
        asunto=asunto,
        plantilla=plantilla,
        contexto={"enlace": enlace, "momento": timezone.now(), "velado": correo_enmascarado(enlace.correo)},
    )

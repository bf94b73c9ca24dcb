"""The verbs of the clave: prove who one is, make it, recover it, change it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from cuentas import codigos, limites
from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.clave import intentos, seguridad, selectors
from cuentas.clave.preguntas import acierta
from cuentas.clave.recuperacion import avisar_recuperacion
from cuentas.clave.seguridad import Elegida
from cuentas.models import CodigoEnPapel, Cuenta, PreguntaDeSeguridad
from nucleo.bitacora import anotar
from nucleo.escritura import demasiados_intentos, hora
from registro.models import Persona
from registro.parametros.vigentes import Parametros
from registro.selectors import persona_por_cedula

GENERAR, RECUPERAR, PAPEL = "clave.generar", "clave.recuperar", "clave.papel"
MINUTOS = {GENERAR: "clave_enlace_minutos", RECUPERAR: "clave_desbloqueo_minutos"}


class NoCoincide(Exception):
    """What was answered is not what is known; nobody is told what of it, nor whether anything is known."""


class Agotado(Exception):
    """Too many tries; `hasta` is when one may try again."""

    def __init__(self, hasta: datetime) -> None:
        super().__init__(demasiados_intentos(hasta))
        self.hasta = hasta


class ClaveRechazada(Exception):
    """The clave can't be set; the message says what to do."""


def _parametros() -> Parametros:
    return Parametros.al(timezone.localdate())


def longitud_minima() -> int:
    return _parametros().entero("clave_longitud_minima")


def empezar(*, red: str) -> None:
    """Counts that somebody wrote a number: nobody leafs through the register page by page. Raises Agotado."""
    _exigir(intentos.empezar(red))


def validar(*, cedula: str, dia: date, nacimiento: date, respuestas: Sequence[int], red: str) -> None:
    """Proves that the public is this person, by the register. Raises NoCoincide, or Agotado after the last draw."""
    sorteos = _parametros().entero("clave_validacion_sorteos")
    _exigir(intentos.validar(cedula, red, sorteos=sorteos))
    hechos, preguntas = selectors.sorteo_de(cedula, dia)
    if acierta(hechos, preguntas, nacimiento, respuestas):
        with transaction.atomic():
            intentos.validada(cedula, red)
            _anotar_publico("clave.validada", cedula, red)
        return
    _anotar_publico("clave.validacion_rechazada", cedula, red)
    _exigir(intentos.sorteos_agotados(cedula, red, sorteos=sorteos))
    raise NoCoincide


def responder(*, cedula: str, respuestas: Sequence[str], red: str) -> Cuenta:
    """Proves it by the security questions; as much hashing for a number without account. Raises NoCoincide, Agotado."""
    _exigir(intentos.responder(cedula, red))
    reto = selectors.reto_de(cedula)
    if _aciertan(respuestas, reto.respuestas) and reto.cuenta is not None:
        with transaction.atomic():
            intentos.respondida(cedula, red)
            _anotar_publico("clave.respuestas_aceptadas", cedula, red, reto.cuenta.persona_id)
        return reto.cuenta
    _anotar_publico("clave.respuestas_rechazadas", cedula, red, reto.cuenta.persona_id if reto.cuenta else None)
    raise NoCoincide


def _aciertan(escritas: Sequence[str], guardadas: Sequence[str]) -> bool:
    """All are checked, right or wrong."""
    normales = [seguridad.normalizada(escrita) for escrita in escritas]
    if not guardadas:
        for normal in normales:
            make_password(normal)
        return False
    juicios = [check_password(normal, guardada) for normal, guardada in zip(normales, guardadas, strict=True)]
    return all(juicios)


def enviar_codigo(*, proposito: str, cedula: str, correo: str, nombre: str) -> datetime:
    """Mails a new code, which ends the one before; returns when it ends. Raises Agotado."""
    _exigir(intentos.enviar_codigo(proposito, cedula))
    vigencia = timedelta(minutes=_parametros().entero(MINUTOS[proposito]))
    with transaction.atomic():
        codigo, vence = codigos.emitir(proposito, cedula, vigencia=vigencia)
        encolar_aviso(
            clase=SEGURIDAD,
            clave_unica=f"{proposito}:{uuid4()}",
            para=[correo],
            asunto=f"Su código vence a las {hora(vence)}",
            plantilla="clave_codigo",
            contexto={"nombre": nombre, "codigo": codigo, "vence": vence},
        )
    return vence


def presentar_papel(*, cedula: str, codigo: str, red: str) -> Persona:
    """Uses up the code that the counter gave on paper. Raises CodigoRechazado, or Agotado."""
    _exigir(intentos.presentar_papel(cedula, red))
    codigos.canjear(PAPEL, cedula, codigo)
    _anotar_publico("clave.papel_presentado", cedula, red)
    persona = persona_por_cedula(cedula)
    if persona is None:
        raise codigos.CodigoRechazado("El código no es correcto o ya venció.")
    return persona


def emitir_papel(*, actuacion: Actuacion, cedula: str, motivo: str) -> tuple[CodigoEnPapel, str]:
    """The counter has seen the person and their document. Raises ClaveRechazada where a code would lead nowhere."""
    persona = persona_por_cedula(cedula)
    if actuacion.actor is None or persona is None:
        raise ClaveRechazada("Esa cédula no está en el registro.")
    if persona.fecha_fallecimiento:
        raise ClaveRechazada("El registro dice que esa persona falleció.")
    if Cuenta.objects.filter(identificador=cedula, is_active=False).exists():
        raise ClaveRechazada("La cuenta está desactivada. Pida primero que la activen.")
    vigencia = timedelta(hours=_parametros().entero("clave_papel_horas"))
    with transaction.atomic():
        codigo, vence = codigos.emitir(PAPEL, cedula, vigencia=vigencia)
        papel = CodigoEnPapel.objects.create(
            persona=persona, emitido_por=actuacion.actor, vence_en=vence, motivo=motivo.strip()
        )
        anotar(
            actor=actuacion.nombre_actor,
            accion="clave.papel_emitido",
            persona_id=persona.pk,
            objeto=f"cuenta:{cedula}",
            por=actuacion.por,
            datos={"motivo": papel.motivo, "vence": vence},
        )
    return papel, codigo


def generar(
    *, cedula: str, clave: str, elegidas: Sequence[Elegida], correo: str, papel: bool, red: str, vez: str
) -> Cuenta:
    """Makes the account of a person, or gives it anew to whom the counter identified. `clave` comes hashed.

    `vez` names this run through the pages: given anew, the account counts as recovered once.
    Raises ClaveRechazada when another session was quicker, or the account was closed meanwhile.
    """
    with transaction.atomic():
        persona = Persona.objects.select_for_update().get(cedula=cedula)
        cuenta = Cuenta.objects.filter(identificador=cedula).first() or Cuenta(identificador=cedula, persona=persona)
        if not cuenta.is_active or cuenta.persona_id != persona.pk:
            raise ClaveRechazada("Esta cuenta está cerrada. Acérquese con su cédula a un centro de atención.")
        tenia_clave = cuenta.pk is not None and is_password_usable(cuenta.password)
        if tenia_clave and not papel:
            raise ClaveRechazada("Esta cuenta ya tiene clave. Si no la recuerda, recupérela.")
        anteriores = {cuenta.correo, persona.correo} - {"", correo}
        cuenta.password, cuenta.correo, cuenta.correo_confirmado_en = clave, correo, timezone.now()
        cuenta.save()
        cuenta.preguntas_de_seguridad.all().delete()
        PreguntaDeSeguridad.objects.bulk_create(
            PreguntaDeSeguridad(cuenta=cuenta, orden=n, codigo=e.codigo, texto=e.texto, respuesta=e.respuesta)
            for n, e in enumerate(elegidas, 1)
        )
        limites.desbloquear(cedula, red)
        _anotar_publico("clave.generada", cedula, red, persona.pk, papel=papel, terminos="aceptados")
        if tenia_clave:
            avisar_recuperacion(persona, Por.VENTANILLA, vez)
        propias = [elegida.texto for elegida in elegidas if elegida.codigo == seguridad.PROPIA]
        _avisar(cuenta, "Su clave está lista", "clave_generada", [correo], propias=propias)
        for anterior in sorted(anteriores):
            _avisar(cuenta, "Su cuenta cambió de correo", "clave_otro_correo", [anterior])
    return cuenta


def restablecer(*, cedula: str, clave: str, red: str, vez: str) -> Cuenta:
    """The new clave of whom the questions and the mailbox proved. All sessions end. Raises ClaveRechazada.

    `vez` names this run through the pages, so that it counts once.
    """
    with transaction.atomic():
        cuenta = Cuenta.objects.select_for_update(of=("self",)).get(identificador=cedula)
        if not cuenta.is_active:
            raise ClaveRechazada("Esta cuenta está cerrada. Acérquese con su cédula a un centro de atención.")
        cuenta.set_password(clave)
        cuenta.save(update_fields=["password"])
        limites.desbloquear(cedula, red)
        _anotar_publico("clave.recuperada", cedula, red, cuenta.persona_id)
        if cuenta.persona:
            avisar_recuperacion(cuenta.persona, Por.PUBLICO, vez)
        _avisar(cuenta, "Su clave cambió", "clave_cambiada")
    return cuenta


def confirmar_clave(*, cuenta: Cuenta, clave: str) -> None:
    """That whoever is in knows the clave, before something that a borrowed session may not do. Counted on its own, so
    that neither a stranger at the login stands in the way nor this opens the login. Raises NoCoincide, Agotado.
    """
    _exigir(intentos.escribir_actual(cuenta.identificador))
    if not check_password(clave, cuenta.password):
        raise NoCoincide
    intentos.actual_correcta(cuenta.identificador)


def cambiar(*, request: HttpRequest, actuacion: Actuacion, actual: str, nueva: str) -> None:
    """Changes one's own clave; the other sessions end, this one goes on under a new key.

    Raises NoCoincide when the current one is wrong, ClaveRechazada when the new one is the same, and Agotado.
    """
    cuenta = actuacion.actor
    if cuenta is None:
        raise NoCoincide
    confirmar_clave(cuenta=cuenta, clave=actual)
    if actual == nueva:
        raise ClaveRechazada("La clave nueva es la misma que ya tiene. Elija otra.")
    with transaction.atomic():
        fila = Cuenta.objects.select_for_update(of=("self",)).get(pk=cuenta.pk)
        fila.set_password(nueva)
        fila.save(update_fields=["password"])
        anotar(
            actor=actuacion.nombre_actor,
            accion="clave.cambiada",
            persona_id=fila.persona_id,
            objeto=f"cuenta:{fila.identificador}",
            por=actuacion.por,
        )
        _avisar(fila, "Su clave cambió", "clave_cambiada")
        update_session_auth_hash(request, fila)


def _exigir(hasta: datetime | None) -> None:
    if hasta:
        raise Agotado(hasta)


def _anotar_publico(accion: str, cedula: str, red: str, persona_id: int | None = None, **datos: object) -> None:
    anotar(
        actor="publico",
        accion=accion,
        persona_id=persona_id,
        objeto=f"cuenta:{cedula}",
        por="publico",
        datos={"red": red, **datos},
    )


def _avisar(cuenta: Cuenta, asunto: str, plantilla: str, para: Sequence[str] | None = None, **contexto: object) -> None:
    """To the mailboxes of the account, or to those that are named."""
    encolar_aviso(
        clase=SEGURIDAD,
        clave_unica=f"{plantilla}:{uuid4()}",
        titular=cuenta,
        para=para,
        asunto=asunto,
        plantilla=plantilla,
        contexto={"momento": timezone.now(), **contexto},
    )

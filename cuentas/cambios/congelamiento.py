"""The window in which a change can be stopped by whoever reads the notice of it: its link, and what stopping does."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cuentas import codigos
from cuentas.accesos.services import terminar_sesiones
from cuentas.actuacion import Actuacion, Por
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.cambios.models import CambioDeDatos
from cuentas.cambios.selectors import correos_de_la_persona
from cuentas.models import Cuenta
from nucleo.bitacora import anotar
from nucleo.escritura import fecha, hora
from nucleo.formularios import RespuestaRechazada
from registro.models import CuentaBancaria, Persona
from registro.parametros import Parametros

PROPOSITO = "congelar"
Tipo, Estado = CambioDeDatos.Tipo, CambioDeDatos.Estado


class CambioNoPosible(RespuestaRechazada):
    """A change of data that can't be made now."""


def ventana(ahora: datetime) -> timedelta:
    return timedelta(hours=Parametros.al(timezone.localdate(ahora)).entero("ventana_congelamiento_horas"))


def a_las(momento: datetime) -> str:
    """An instant in words: "24 de noviembre de 2026 a las 14:32"."""
    return f"{fecha(momento)} a las {hora(momento)}"


def exigir_calma(actuacion: Actuacion, campo: str | None = None) -> None:
    """Refuses e-mail and account for a while after a change was frozen: whoever made that one may know the clave.

    The counter has the person in front of it, with their document: it is where this answer sends them.
    """
    if actuacion.en_ventanilla:
        return
    ahora = timezone.now()
    ultimo = (
        CambioDeDatos.objects.filter(persona=actuacion.persona, estado=Estado.CONGELADO)
        .order_by("-congelado_en")
        .first()
    )
    if ultimo is None or ultimo.congelado_en is None:
        return
    hasta = ultimo.congelado_en + ventana(ahora)
    if ahora < hasta:
        raise CambioNoPosible(
            f"El {fecha(ultimo.congelado_en)} se detuvo un cambio de sus datos. Por seguridad, podrá cambiar su correo "
            f"o su cuenta bancaria desde el {a_las(hasta)}. Si es urgente, vaya a un centro de atención con su cédula.",
            campo,
        )


def avisar_con_enlace(cambio: CambioDeDatos, para: list[str], plantilla: str, asunto: str) -> None:
    """Opens the window's link and mails it. Call it in the transaction of the change, which has `congelable_hasta`."""
    hasta = cambio.congelable_hasta
    if hasta is None or not para:
        return
    secreto, _ = codigos.emitir_enlace(PROPOSITO, cambio.numero, vigencia=hasta - timezone.now())
    encolar_aviso(
        clase=SEGURIDAD,
        clave_unica=f"{plantilla}:{cambio.pk}",
        titular=cambio.persona,
        para=para,
        asunto=asunto,
        plantilla=plantilla,
        contexto={
            "cambio": cambio,
            "presencial": cambio.por == Por.VENTANILLA,
            "secreto": secreto,
            "hasta": a_las(hasta),
        },
    )


def cambio_de_enlace(numero: int, secreto: str) -> CambioDeDatos | None:
    """The change that a link may stop. It changes nothing."""
    cambio = CambioDeDatos.objects.filter(pk=numero).select_related("persona").first()
    if cambio is None or not cambio.congelable(timezone.now()):
        return None
    return cambio if codigos.de_enlace(PROPOSITO, cambio.numero, secreto) else None


def congelar(*, numero: int, secreto: str) -> CambioDeDatos:
    """Undoes a change and ends the sessions of its account. Raises codigos.CodigoRechazado.

    The link is looked at before it is used up: five wrong ones must not kill the right one.
    """
    if cambio_de_enlace(numero, secreto) is None:
        raise codigos.CodigoRechazado
    with transaction.atomic():
        cambio = CambioDeDatos.objects.select_for_update(of=("self",)).get(pk=numero)
        codigos.canjear(PROPOSITO, cambio.numero, secreto)
        cuenta = Cuenta.objects.select_for_update(of=("self",)).filter(persona_id=cambio.persona_id).first()
        avisados = correos_de_la_persona(cambio.persona)
        if cambio.tipo == Tipo.CORREO:
            _devolver_correo(cambio, cuenta)
        elif cambio.cuenta_bancaria_id:
            _detener_cuenta_bancaria(cambio, cambio.cuenta_bancaria_id)
        cambio.estado, cambio.congelado_en = Estado.CONGELADO, timezone.now()
        cambio.save(update_fields=["estado", "congelado_en"])
        if cuenta is not None:
            terminar_sesiones(cuenta=cuenta)
        anotar(
            actor="sistema:enlace",
            accion="datos.congelados",
            persona_id=cambio.persona_id,
            objeto=cambio.numero,
            por="publico",
            datos={"tipo": cambio.tipo},
        )
        encolar_aviso(
            clase=SEGURIDAD,
            clave_unica=f"cambio_detenido:{cambio.pk}",
            titular=cambio.persona,
            para=avisados,
            asunto="Se detuvo un cambio en su cuenta",
            plantilla="cambio_detenido",
            contexto={"cambio": cambio},
        )
    return cambio


def _devolver_correo(cambio: CambioDeDatos, cuenta: Cuenta | None) -> None:
    """The former e-mail is in force again, for whoever holds the link reads it; codes sent to the other are dead."""
    persona = Persona.objects.select_for_update().get(pk=cambio.persona_id)
    if cuenta is not None:
        cuenta.correo, cuenta.correo_confirmado_en = cambio.previo["correo"], timezone.now()
        cuenta.save(update_fields=["correo", "correo_confirmado_en"])
    persona.correo = cambio.previo["correo"]
    persona.marcar_cambio("correo")
    persona.save(update_fields=["correo", "cambiado_en_portal"])
    codigos.anular_todos(persona.cedula)
    CambioDeDatos.objects.filter(persona=persona, estado=Estado.PENDIENTE).update(estado=Estado.ANULADO)


def _detener_cuenta_bancaria(cambio: CambioDeDatos, pk: int) -> None:
    """The account goes back to what it was before: to nothing that is paid to, or to the place that it had."""
    fila = CuentaBancaria.objects.select_for_update(of=("self",)).get(pk=pk)
    if cambio.previo:
        fila.vigente_desde = datetime.fromisoformat(cambio.previo["vigente_desde"]).date()
        fila.ventana_hasta = None
    else:
        fila.estado, fila.motivo = CuentaBancaria.Estado.CONGELADA, "Su titular detuvo el registro desde el aviso."
        fila.marcar_cambio("estado")  # the core system may know the account; its holder doesn't want it
    fila.save()

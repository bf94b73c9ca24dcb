"""What is read of complaints: one's own, what happened to one, and how many there were in each month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Cuenta, Delegacion
from tramites.bandejas import Bandeja, Bandejas, Monton, montones
from tramites.quejas.estados import ABIERTAS, NO_CUENTAN, Estado, Tema
from tramites.quejas.models import ATENDER, ATENDER_DATOS, PasoDeQueja, Queja

PASOS = {
    "ingresar": "Se presentó la queja",
    "tomar": "Una persona del instituto la tomó",
    "soltar": "Volvió a la cola",
    "reasignar": "Pasó a otra persona del instituto",
    "responder": "El instituto respondió",
    "descartar": "El instituto dijo que no es una queja",
    "reabrir": "Se reabrió",
    "cerrar": "Se cerró",
}
DE_LA_OFICINA = ("tomar", "soltar", "reasignar")
"""Who of the staff has it is for the desk; the person reads what was said."""


def quejas_de(actuacion: Actuacion) -> QuerySet[Queja]:
    """Those of the subject, newest first. Who acts for another sees what they filed, and what their right reaches."""
    if actuacion.sujeto is None:
        return Queja.objects.none()
    suyas = Queja.objects.filter(**actuacion.titular).exclude(estado=Estado.POR_CONFIRMAR)
    propias = Q(actor=actuacion.actor)
    if actuacion.por is Por.PODER:
        suyas = suyas.filter(propias | Q(tramite__slug__in=actuacion.alcance))
    elif actuacion.por is Por.DELEGACION and Delegacion.Rol.TODO not in actuacion.alcance:
        suyas = suyas.filter(propias)
    return suyas.select_related("tramite", "solicitud__tramite").order_by("-pk")


def queja_de(actuacion: Actuacion, numero: str) -> Queja | None:
    """One of them, or None: whether somebody else's exists is not told."""
    return quejas_de(actuacion).filter(numero=numero).first()


def queja_abierta_con_codigo(numero: str) -> Queja | None:
    """One that was filed without logging in, for whoever has proved to read its mailbox."""
    sin_ingresar = Queja.objects.filter(persona=None, empleador=None, numero=numero)
    return sin_ingresar.select_related("tramite").first()


def por_confirmar(peticion: str) -> Queja | None:
    return Queja.objects.filter(peticion=peticion, estado=Estado.POR_CONFIRMAR).select_related("tramite").first()


@dataclass(frozen=True)
class Paso:
    """One line of what happened, in words."""

    paso: PasoDeQueja
    que: str
    quien: str


def pasos_de(queja: Queja, *, del_personal: bool = False) -> list[Paso]:
    """What happened to a complaint, the oldest first."""
    pasos = queja.pasos.select_related("actor__persona", "actor__empleador")
    if not del_personal:
        pasos = pasos.exclude(accion__in=DE_LA_OFICINA)
    return [Paso(paso, PASOS[paso.accion], _quien(paso)) for paso in pasos]


def respuesta_en(pasos: Sequence[Paso]) -> Paso | None:
    """The last that the institute said."""
    return next((p for p in reversed(pasos) if p.paso.accion in {"responder", "descartar"}), None)


def _quien(paso: PasoDeQueja) -> str:
    if paso.por == "sistema":
        return "El portal"
    if paso.accion in {"ingresar", "reabrir"}:
        return "En la ventanilla" if paso.por == Por.VENTANILLA else "Quien la presentó"
    return paso.actor.nombre_visible if paso.actor else ""


def temas_de(cuenta: Cuenta) -> list[Tema]:
    """What a member of the staff may read about: leaks of data are for another role."""
    return [tema for tema in Tema if cuenta.has_perm(ATENDER_DATOS if tema is Tema.DATOS else ATENDER)]


def que_atiende(cuenta: Cuenta) -> QuerySet[Queja]:
    """The complaints that a member of the staff may read."""
    return Queja.objects.filter(tema__in=temas_de(cuenta)).exclude(estado=Estado.POR_CONFIRMAR)


BANDEJAS = Bandejas(
    "Por responder",
    Q(estado__in=ABIERTAS),
    "Respondidas o terminadas",
    (Bandeja("reabiertas", "Reabiertas", lambda cuenta, hoy: Q(reabierta=True)),),
)


def montones_de_quejas(cuenta: Cuenta, hoy: date) -> list[Monton]:
    """The open complaints that this member of the staff may read, by what they are about and officer; one query."""
    return montones(que_atiende(cuenta), BANDEJAS, cuenta, hoy, "tema")


def por_responder() -> QuerySet[Queja]:
    """What waits for an answer, the most urgent first."""
    con = ("tramite", "solicitud__tramite", "responsable")
    return Queja.objects.filter(estado__in=ABIERTAS).select_related(*con).defer("texto", "nombre", "correo")


def urgentes(cuenta: Cuenta, cuantas: int) -> list[Queja]:
    """Of what one has, and of what nobody has, what ends first."""
    suyas = Q(responsable=cuenta) | Q(responsable__isnull=True)
    return list(por_responder().filter(suyas, tema__in=temas_de(cuenta)).order_by("vence_el", "pk")[:cuantas])


# --- counting --------------------------------------------------------------------------------------------------------


def contadas() -> QuerySet[Queja]:
    """The complaints that count, each in the month of its `fecha`."""
    return Queja.objects.exclude(estado__in=NO_CUENTAN)

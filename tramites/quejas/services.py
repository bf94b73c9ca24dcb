"""The verbs of a complaint: of whoever files it, of the staff, and of the portal itself."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Cuenta
from nucleo import throttle
from nucleo.bitacora import anotar
from nucleo.escritura import cuando
from tramites.casos.flujo import Pide, Quien, Reloj, Toma
from tramites.casos.models import Solicitud
from tramites.casos.paso import NoProcede, mover_carga, vence_desde_hoy
from tramites.catalogo.models import Tramite
from tramites.quejas import avisos
from tramites.quejas.estados import Tema
from tramites.quejas.models import REABRIR, PasoDeQueja, Queja
from tramites.quejas.tabla import Transicion, desde

POR_DIA = 20
SISTEMA = Actuacion(actor=None, sujeto=None, por=Por.PUBLICO)
YA_ENVIADA = "Este formulario ya se envió. Abra uno nuevo para presentar otra queja."


@dataclass(frozen=True)
class Escrito:
    """What a complaint says, once its form is valid; `nombre` and `correo` only of whoever is not logged in."""

    tema: Tema
    texto: str
    tramite: Tramite | None = None
    solicitud: Solicitud | None = None
    servicio: str = ""
    nombre: str = ""
    correo: str = ""
    desde_pagina: str = ""

    @property
    def campos(self) -> dict[str, object]:
        return {campo: getattr(self, campo) for campo in self.__dataclass_fields__}


def presentar(*, actuacion: Actuacion, escrito: Escrito, peticion: uuid.UUID) -> Queja:
    """Files the complaint of a subject, at once: number, clock and notice. The same `peticion` again is the same one.

    Raises NoProcede when there were too many today.
    """
    if actuacion.sujeto is None:
        raise ValueError("who is not logged in confirms an e-mail first: tramites.quejas.confirmacion")
    if (antes := Queja.objects.filter(peticion=peticion).first()) is not None:
        return _la_misma(antes, actuacion)
    cuantas, hasta = throttle.hit("queja", actuacion.quien_pide, timedelta(days=1))
    if cuantas > POR_DIA:
        raise NoProcede(f"Presentó muchas quejas hoy. Podrá presentar otra {cuando(hasta)}.")
    with transaction.atomic():
        queja, nueva = Queja.objects.get_or_create(
            peticion=peticion,
            defaults=escrito.campos | actuacion.titular | {"actor": actuacion.actor, "por": actuacion.por},
        )
        return pasar(actuacion, queja, "ingresar", Quien.PERSONA) if nueva else _la_misma(queja, actuacion)


def _la_misma(queja: Queja, actuacion: Actuacion) -> Queja:
    """A double click; but the number of a form is no way to somebody else's complaint."""
    if queja.titular != actuacion.sujeto:
        raise NoProcede(YA_ENVIADA)
    return queja


def reabrir(*, actuacion: Actuacion, queja: Queja, motivo: str) -> Queja:
    """Its holder says that the answer does not do: once, within its term. Raises NoProcede."""
    return dar_paso(actuacion, queja, "reabrir", Quien.PERSONA, motivo)


def atender(
    *, actuacion: Actuacion, queja: Queja, accion: str, texto: str = "", responsable: Cuenta | None = None
) -> Queja:
    """One action of the staff: a row of the table. Raises NoProcede."""
    return dar_paso(actuacion, queja, accion, Quien.PERSONAL, texto, responsable=responsable)


def cerrar(*, queja: Queja) -> Queja:
    """The term to reopen it is over."""
    return dar_paso(SISTEMA, queja, "cerrar", Quien.SISTEMA)


def dar_paso(
    actuacion: Actuacion,
    queja: Queja,
    accion: str,
    quien: Quien,
    texto: str = "",
    *,
    responsable: Cuenta | None = None,
) -> Queja:
    with transaction.atomic():
        return pasar(actuacion, bloqueada(queja.pk), accion, quien, texto, responsable=responsable)


def bloqueada(pk: int) -> Queja:
    """The row, locked until the transaction ends."""
    return (
        Queja.objects.select_for_update(of=("self",))
        .select_related("tramite", "solicitud__tramite", "persona", "empleador", "responsable")
        .get(pk=pk)
    )


def pasar(
    actuacion: Actuacion,
    queja: Queja,
    accion: str,
    quien: Quien,
    texto: str = "",
    *,
    responsable: Cuenta | None = None,
) -> Queja:
    """Takes one row of the table, or raises NoProcede. The complaint must be locked, or just made."""
    transicion = desde(queja.estado, accion)
    if transicion is None or transicion.quien is not quien:
        raise NoProcede(f"La queja está {queja.get_estado_display()}: esto ya no procede.")
    _exigir(transicion, queja, actuacion.actor, texto, responsable)
    de, queja.estado = queja.estado, transicion.hacia
    if accion == "ingresar":
        _numerar(queja)
    if accion == "reabrir":
        queja.reabierta = True
    _mover_reloj(transicion.reloj, queja)
    mover_carga(transicion.toma, queja, actuacion.actor, responsable)
    queja.save()
    paso = PasoDeQueja.objects.create(
        queja=queja,
        persona_id=queja.persona_id,
        accion=accion,
        de=de,
        a=queja.estado,
        actor=actuacion.actor,
        por="sistema" if quien is Quien.SISTEMA else actuacion.por,
        texto=texto.strip(),
    )
    anotar(
        actor="sistema:quejas" if quien is Quien.SISTEMA else actuacion.nombre_actor,
        accion="queja.paso",
        persona_id=queja.persona_id,
        objeto=f"queja:{queja.numero}",
        por=paso.por if quien is not Quien.SISTEMA else "",
        datos={"paso": accion, "sobre": queja.tema},
    )
    if transicion.avisa:
        avisos.avisar(queja, transicion.avisa, f"paso:{paso.pk}")
    return queja


def _exigir(transicion: Transicion, queja: Queja, actor: Cuenta | None, texto: str, responsable: Cuenta | None) -> None:
    """The guards of a row of the table. Raises NoProcede in words for whoever tried."""
    if transicion.quien is Quien.PERSONAL:
        if actor is None or not actor.is_staff or not actor.has_perm(queja.permiso):
            raise NoProcede("Su papel no permite atender esta queja.")
        if transicion.toma is not Toma.OTRA and queja.responsable is not None and queja.responsable != actor:
            raise NoProcede(f"La tiene a su cargo {queja.responsable.nombre_visible}.")
    if transicion.toma is Toma.OTRA and (responsable is None or not responsable.has_perm(queja.permiso)):
        raise NoProcede("Elija a una persona que pueda atender esta queja.")
    if transicion.pide in {Pide.MOTIVO, Pide.RESPUESTA} and not texto.strip():
        raise NoProcede("Escriba el motivo." if transicion.pide is Pide.MOTIVO else "Escriba la respuesta.")
    if transicion.una_vez and queja.reabierta:
        raise NoProcede("La queja ya se reabrió una vez: solo queda responderla.")
    if transicion.en_plazo and not queja.reabrible(timezone.localdate()):
        raise NoProcede("El plazo para reabrir esta queja terminó. Puede presentar otra.")


def _numerar(queja: Queja) -> None:
    queja.ingresada_en = timezone.now()
    queja.fecha = timezone.localdate(queja.ingresada_en)
    queja.numero = f"Q{queja.fecha.year}-{queja.pk:07}"


def _mover_reloj(reloj: Reloj, queja: Queja) -> None:
    match reloj:
        case Reloj.EMPIEZA:
            queja.vence_el = vence_desde_hoy(queja.plazo)
            queja.respondida_en = queja.reabrible_hasta = None
        case Reloj.PARA:
            queja.vence_el, queja.respondida_en = None, timezone.now()
            queja.reabrible_hasta = None if queja.reabierta else vence_desde_hoy(REABRIR)

"""The codes by e-mail of whoever is not logged in: one files the complaint, another opens it again later.

Whoever knows a number learns nothing by it: the wrong mailbox, the wrong code and a number that is nobody's get the
same answer, after the same work.
"""

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuentas import codigos
from cuentas.actuacion import PUBLICA
from cuentas.avisos.clases import SEGURIDAD
from cuentas.avisos.services import encolar_aviso
from cuentas.models import Codigo
from nucleo import throttle
from nucleo.outbox import enqueue
from tramites.casos.flujo import Quien
from tramites.casos.paso import NoProcede
from tramites.quejas.estados import Estado
from tramites.quejas.models import Queja
from tramites.quejas.services import YA_ENVIADA, Escrito, bloqueada, pasar

PRESENTAR, ABRIR = "presentar-queja", "abrir-queja"
VIGENCIA = timedelta(minutes=15)
UNA_HORA = timedelta(hours=1)
CODIGOS_POR_CORREO = 5
CODIGOS_POR_RED = 30
INTENTOS_POR_RED = 60
SE_OLVIDA = timedelta(days=1)
"""What nobody confirmed."""


class Agotado(Exception):
    """Too many tries; `hasta`: when one may come back."""

    def __init__(self, hasta: datetime) -> None:
        super().__init__(hasta)
        self.hasta = hasta


def escribir(*, escrito: Escrito, peticion: uuid.UUID, red: str) -> Queja:
    """Keeps a complaint that nobody confirmed yet, and mails the code that files it; the one before is dead.

    Sent again before that, it says what was written last. Raises Agotado, and NoProcede when it was filed meanwhile.
    """
    _contar_codigo(escrito.correo, red)
    with transaction.atomic():
        queja, nueva = Queja.objects.get_or_create(peticion=peticion, defaults=escrito.campos | {"por": PUBLICA.por})
        if not nueva:
            queja = bloqueada(queja.pk)
            if queja.estado != Estado.POR_CONFIRMAR:
                raise NoProcede(YA_ENVIADA)
            for campo, valor in escrito.campos.items():
                setattr(queja, campo, valor)
            queja.save()
        _enviar(queja)
    return queja


def reenviar(*, queja: Queja, red: str) -> None:
    """Another code for the same complaint. Raises Agotado."""
    _contar_codigo(queja.correo, red)
    with transaction.atomic():
        _enviar(queja)


def vencimiento(queja: Queja) -> datetime | None:
    """When the running code ends; None: there is none that still holds."""
    codigo = Codigo.objects.filter(proposito=PRESENTAR, para=_para(str(queja.peticion), queja.correo)).first()
    return codigo.vence_en if codigo and codigo.vigente(timezone.now()) else None


def confirmar(*, queja: Queja, codigo: str, red: str) -> Queja:
    """Uses the code up and files the complaint. Raises CodigoRechazado, Agotado, and NoProcede."""
    _contar_intento(red)
    codigos.canjear(PRESENTAR, _para(str(queja.peticion), queja.correo), codigo)
    with transaction.atomic():
        fila = bloqueada(queja.pk)
        if fila.correo != queja.correo:
            raise NoProcede("La queja cambió mientras tanto. Pida otro código.")
        return pasar(PUBLICA, fila, "ingresar", Quien.PERSONA)


def pedir_codigo(*, numero: str, correo: str, red: str) -> None:
    """Promises to look whether that mailbox filed that complaint, and to mail it a code if so. Raises Agotado."""
    _contar_codigo(correo, red)
    with transaction.atomic():
        enqueue("queja.codigo", str(uuid.uuid4()), numero=numero, correo=correo)


def mandar_codigo(payload: dict[str, Any]) -> None:
    """What was promised. A code is made either way, so that a wrong one is answered after the same work."""
    numero, correo = payload["numero"], payload["correo"]
    queja = Queja.objects.filter(numero=numero, correo__iexact=correo, persona=None, empleador=None).first()
    with transaction.atomic():
        codigo, vence = codigos.emitir(ABRIR, _para(numero, correo), vigencia=VIGENCIA)
        if queja is not None:
            _mandar(queja.correo, codigo, vence, f"Su código para ver la queja {numero}", "queja_codigo_ver")


def abrir(*, numero: str, correo: str, codigo: str, red: str) -> Queja:
    """The complaint, to whoever reads the mailbox that filed it. Raises CodigoRechazado and Agotado."""
    _contar_intento(red)
    codigos.canjear(ABRIR, _para(numero, correo), codigo)
    queja = Queja.objects.filter(numero=numero, correo__iexact=correo).first()
    if queja is None:
        raise codigos.CodigoRechazado("El código no es correcto o ya venció. Revíselo, o pida uno nuevo.")
    return queja


def olvidar(ahora: datetime) -> int:
    """Deletes what nobody confirmed: it never was a complaint. How many."""
    viejas = Queja.objects.filter(estado=Estado.POR_CONFIRMAR, creada_en__lt=ahora - SE_OLVIDA)
    return viejas.delete()[0]


def _enviar(queja: Queja) -> None:
    codigo, vence = codigos.emitir(PRESENTAR, _para(str(queja.peticion), queja.correo), vigencia=VIGENCIA)
    _mandar(queja.correo, codigo, vence, "Su código para presentar la queja", "queja_codigo")


def _mandar(correo: str, codigo: str, vence: datetime, asunto: str, plantilla: str) -> None:
    encolar_aviso(
        clase=SEGURIDAD,
        clave_unica=f"{plantilla}:{uuid.uuid4()}",
        para=[correo],
        asunto=asunto,
        plantilla=plantilla,
        contexto={"codigo": codigo, "vence": vence},
    )


def _para(cual: str, correo: str) -> str:
    """What a code is bound to, no longer than its column."""
    return hashlib.sha256(f"{cual}\0{correo.casefold()}".encode()).hexdigest()


def _contar_codigo(correo: str, red: str) -> None:
    """Neither may a mailbox be filled with our codes, nor may one network fill many."""
    _exigir(
        {
            ("queja-correo", correo.casefold()): (CODIGOS_POR_CORREO, UNA_HORA),
            ("queja-red", red): (CODIGOS_POR_RED, UNA_HORA),
        }
    )


def _contar_intento(red: str) -> None:
    _exigir({("queja-codigo-red", red): (INTENTOS_POR_RED, UNA_HORA)})


def _exigir(limites: dict[tuple[str, str], tuple[int, timedelta]]) -> None:
    if hasta := throttle.count_in_all(limites):
        raise Agotado(hasta)

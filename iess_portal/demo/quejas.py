"""Complaints in the states that a visitor may want to see, made by the verbs that people and staff use."""

import uuid
from dataclasses import dataclass

from cuentas.actuacion import PUBLICA, Actuacion, Por, actuacion_de
from cuentas.models import Cuenta
from iess_portal.demo.personal import ANALISTA, DATOS
from iess_portal.demo.personas import BLANCA, EDISON, JORGE, NICOLE, ROSA
from nucleo.outbox import drain
from tramites.casos.flujo import Quien
from tramites.models import Queja
from tramites.quejas import services
from tramites.quejas.estados import Tema
from tramites.selectors import ficha

Paso = tuple[str, str]
TOMAR: Paso = ("tomar", "")


@dataclass(frozen=True)
class Muestra:
    """A complaint: whose, or of a mailbox; about what; and what happens to it."""

    de: str
    tema: Tema
    texto: str
    slug: str = ""
    servicio: str = ""
    pasos: tuple[Paso, ...] = ()


MUESTRAS = (
    Muestra(ROSA, Tema.TRAMITE, "La página no dice qué papel sirve para probar mi divorcio.", "rectificacion-datos"),
    Muestra(
        BLANCA,
        Tema.TRAMITE,
        "Mi empleador ya pagó lo que debía y nadie me explica cuándo se verá en mi pensión.",
        "reliquidacion",
        pasos=(
            TOMAR,
            ("responder", "Su solicitud está en revisión. En su página dice hasta qué día debemos responderle."),
        ),
    ),
    Muestra(
        JORGE,
        Tema.SERVICIO,
        "Esperé tres horas en la agencia y cerraron antes de llamarme.",
        servicio="ESPERA",
        pasos=(
            TOMAR,
            ("responder", "Le pedimos disculpas: ese día faltó personal. Desde hoy hay una ventanilla más."),
            ("reabrir", "No me dicen si puedo volver sin hacer fila otra vez."),
        ),
    ),
    Muestra(
        EDISON,
        Tema.SERVICIO,
        "¿A qué hora abre la agencia del centro?",
        servicio="VENTANILLA",
        pasos=(("descartar", "Es una pregunta, no una queja. La agencia abre de 8:00 a 16:30."),),
    ),
    Muestra(NICOLE, Tema.DATOS, "Un prestamista me llamó y sabía cuánto gano y dónde trabajo.", pasos=(TOMAR,)),
    Muestra("vecina@correo.invalid", Tema.SERVICIO, "En la ventanilla 4 me atendieron muy mal.", "", "VENTANILLA"),
)


def presentar_quejas() -> int:
    """Files them where there are none yet. How many were filed."""
    nombres = {m.de for m in MUESTRAS} | {ANALISTA.usuario, DATOS.usuario}
    cuentas = {c.identificador: c for c in Cuenta.objects.select_related("persona").filter(identificador__in=nombres)}
    if Queja.objects.exists() or not {ANALISTA.usuario, DATOS.usuario} <= cuentas.keys():
        return 0
    hechas = sum(_presentar(muestra, cuentas) for muestra in MUESTRAS if muestra.de in cuentas or "@" in muestra.de)
    drain()
    return hechas


def _presentar(muestra: Muestra, cuentas: dict[str, Cuenta]) -> int:
    persona = actuacion_de(cuentas.get(muestra.de))
    escrito = services.Escrito(
        tema=muestra.tema,
        texto=muestra.texto,
        tramite=ficha(muestra.slug) if muestra.slug else None,
        servicio=muestra.servicio,
        correo="" if muestra.de in cuentas else muestra.de,
    )
    if persona.sujeto is None:
        sin_confirmar = Queja.objects.create(**escrito.campos, por=PUBLICA.por)
        services.dar_paso(PUBLICA, sin_confirmar, "ingresar", Quien.PERSONA)
        return 1
    queja = services.presentar(actuacion=persona, escrito=escrito, peticion=uuid.uuid4())
    quien = cuentas[(DATOS if muestra.tema is Tema.DATOS else ANALISTA).usuario]
    del_personal = Actuacion(actor=quien, sujeto=persona.sujeto, por=Por.VENTANILLA)
    for accion, texto in muestra.pasos:
        if accion == "reabrir":
            services.reabrir(actuacion=persona, queja=queja, motivo=texto)
        else:
            services.atender(actuacion=del_personal, queja=queja, accion=accion, texto=texto)
    return 1

"""Cases in the states that a visitor may want to see, made by the verbs that people and staff use."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.models import Cuenta
from iess_portal.demo.personal import ANALISTA, APROBADOR
from iess_portal.demo.personas import (
    ANGEL,
    BLANCA,
    CARMEN,
    EDISON,
    GLORIA,
    JORGE,
    MERCEDES,
    NICOLE,
    ROSA,
    SEGUNDO,
    VICTOR,
)
from nucleo import pdf
from nucleo.outbox import drain
from tramites.casos import services
from tramites.casos.models import Solicitud
from tramites.procedimientos.lista import caso_de
from tramites.selectors import ficha

RECTIFICACION, RELIQUIDACION = "rectificacion-datos", "reliquidacion"


@dataclass(frozen=True)
class Mesa:
    """Who of the staff acts on the cases."""

    analista: Actuacion
    aprobador: Actuacion


Paso = Callable[[Solicitud, Actuacion, Mesa], object]
"""What happens to a case: it gets the case, its person and the desk."""


def accion(nombre: str, motivo: str = "") -> Paso:
    return lambda caso, persona, mesa: services.actuar(
        actuacion=mesa.analista, solicitud=caso, accion=nombre, motivo=motivo
    )


def aprobar(nombre: str) -> Paso:
    return lambda caso, persona, mesa: services.actuar(actuacion=mesa.aprobador, solicitud=caso, accion=nombre)


def pedir(caso: Solicitud, persona: Actuacion, mesa: Mesa) -> None:
    textos = ["¿De qué documento sale el dato correcto? Escriba su número y su fecha."]
    services.pedir(actuacion=mesa.analista, solicitud=caso, textos=textos)


def preguntar(caso: Solicitud, persona: Actuacion, mesa: Mesa) -> None:
    services.escribir(actuacion=persona, solicitud=caso, texto="¿Hace falta que lleve mi partida de nacimiento?")
    services.escribir(actuacion=mesa.analista, solicitud=caso, texto="No: el Registro Civil ya nos la muestra.")


def impugnar(caso: Solicitud, persona: Actuacion, mesa: Mesa) -> None:
    services.impugnar(actuacion=persona, solicitud=caso, motivo="Mi cédula nueva dice lo que pedí. La saqué este mes.")


TOMAR = accion("tomar")
CONCEDER = accion("conceder", "El dato consta así en el Registro Civil desde que se inscribió su nacimiento.")
NEGAR = accion(
    "negar", "El Registro Civil muestra el mismo dato que consta aquí. Si se corrige allí, vuelva a pedirlo."
)


CALCULAR = accion("calcular")
PROPONER = accion(
    "proponer_concesion", "El empleador pagó los meses que debía, y con ellos la pensión que le corresponde es mayor."
)
PROPONER_NEGAR = accion(
    "proponer_negacion", "No constan aportes pagados después de su acuerdo: la pensión calculada es la misma."
)


@dataclass(frozen=True)
class Caso:
    """Whose it is, what is written, and what happens to it. Without steps it waits in the queue; None: not sent."""

    slug: str
    cedula: str
    escrito: dict[str, str]
    pasos: tuple[Paso, ...] | None = ()


def rectificacion(cedula: str, dato: str, correcto: str, explicacion: str, *pasos: Paso) -> Caso:
    return Caso(RECTIFICACION, cedula, {"dato": dato, "correcto": correcto, "explicacion": explicacion}, pasos)


def reliquidacion(cedula: str, *pasos: Paso) -> Caso:
    return Caso(RELIQUIDACION, cedula, {"confirma": "on", "explicacion": ""}, pasos)


CASOS = (
    replace(rectificacion(ROSA, "estado_civil", "divorciada", "Me divorcié y todavía consto casada."), pasos=None),
    rectificacion(NICOLE, "nacionalidad", "Ecuatoriana por naturalización", "Me naturalicé el año pasado."),
    rectificacion(
        SEGUNDO, "otro", "Mi segundo nombre lleva tilde", "Consta sin tilde en todas partes.", TOMAR, preguntar
    ),
    rectificacion(EDISON, "fecha_nacimiento", "9/9/1999", "El día y el mes están cambiados.", TOMAR, pedir),
    rectificacion(JORGE, "estado_civil", "divorciado", "La sentencia es de hace dos meses.", TOMAR, CONCEDER),
    rectificacion(VICTOR, "apellidos", "Alcívar Sedeño", "Mi segundo apellido es con s.", TOMAR, NEGAR),
    rectificacion(CARMEN, "nombres", "Carmen Amalia", "Es Amalia, y consta Amelia.", TOMAR, NEGAR, impugnar),
    reliquidacion(BLANCA, TOMAR),
    reliquidacion(GLORIA, TOMAR, CALCULAR),
    reliquidacion(ANGEL, TOMAR, CALCULAR, PROPONER),
    reliquidacion(MERCEDES, TOMAR, CALCULAR, PROPONER, aprobar("aprobar_concesion")),
    reliquidacion(CARMEN, TOMAR, CALCULAR, PROPONER_NEGAR, aprobar("aprobar_negacion")),
)


def abrir_casos() -> int:
    """Makes the cases that are not there yet. How many were made; none without an engine or a key to sign with."""
    if not pdf.disponible()[0]:
        return 0
    con_caso = set(Solicitud.objects.values_list("tramite__slug", "persona__cedula"))
    quienes = {caso.cedula for caso in CASOS} | {ANALISTA.usuario, APROBADOR.usuario}
    cuentas = {c.identificador: c for c in Cuenta.objects.select_related("persona").filter(identificador__in=quienes)}
    faltan = [caso for caso in CASOS if (caso.slug, caso.cedula) not in con_caso and caso.cedula in cuentas]
    if not {ANALISTA.usuario, APROBADOR.usuario} <= set(cuentas):
        return 0
    for caso in faltan:
        _abrir(caso, actuacion_de(cuentas[caso.cedula]), cuentas)
    return len(faltan)


def _abrir(caso: Caso, persona: Actuacion, cuentas: dict[str, Cuenta]) -> None:
    borrador = services.abrir(actuacion=persona, tramite=ficha(caso.slug))
    escrito = {campo: [valor] for campo, valor in caso.escrito.items()}
    services.guardar_paso(borrador=borrador, paso=0, escrito=escrito)
    if caso.pasos is None:
        return
    datos = caso_de(caso.slug).completar(persona, caso.escrito)
    solicitud = services.ingresar(actuacion=persona, borrador=borrador, datos=datos)
    analista, aprobador = (
        Actuacion(actor=cuentas[quien.usuario], sujeto=solicitud.titular, por=Por.VENTANILLA)
        for quien in (ANALISTA, APROBADOR)
    )
    for paso in caso.pasos:
        paso(solicitud, persona, Mesa(analista, aprobador))
        drain()

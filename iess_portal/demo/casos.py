"""Cases in the states that a visitor may want to see, made by the verbs that people and staff use."""

from collections.abc import Callable
from dataclasses import dataclass

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.models import Cuenta
from iess_portal.demo.personal import ANALISTA
from iess_portal.demo.personas import CARMEN, EDISON, JORGE, NICOLE, ROSA, SEGUNDO, VICTOR
from nucleo import pdf
from nucleo.outbox import drain
from tramites.casos import services
from tramites.casos.models import Solicitud
from tramites.procedimientos.lista import caso_de
from tramites.selectors import ficha

SLUG = "rectificacion-datos"
Paso = Callable[[Solicitud, Actuacion, Actuacion], object]
"""What happens to a case: it gets the case, its person and the analyst."""


def accion(nombre: str, motivo: str = "") -> Paso:
    return lambda caso, persona, analista: services.actuar(
        actuacion=analista, solicitud=caso, accion=nombre, motivo=motivo
    )


def pedir(caso: Solicitud, persona: Actuacion, analista: Actuacion) -> None:
    textos = ["¿De qué documento sale el dato correcto? Escriba su número y su fecha."]
    services.pedir(actuacion=analista, solicitud=caso, textos=textos)


def preguntar(caso: Solicitud, persona: Actuacion, analista: Actuacion) -> None:
    services.escribir(actuacion=persona, solicitud=caso, texto="¿Hace falta que lleve mi partida de nacimiento?")
    services.escribir(actuacion=analista, solicitud=caso, texto="No: el Registro Civil ya nos la muestra.")


def desistir(caso: Solicitud, persona: Actuacion, analista: Actuacion) -> None:
    services.desistir(actuacion=persona, solicitud=caso)


def impugnar(caso: Solicitud, persona: Actuacion, analista: Actuacion) -> None:
    services.impugnar(actuacion=persona, solicitud=caso, motivo="Mi cédula nueva dice lo que pedí. La saqué este mes.")


TOMAR = accion("tomar")
CONCEDER = accion("conceder", "El dato consta así en el Registro Civil desde que se inscribió su nacimiento.")
NEGAR = accion(
    "negar", "El Registro Civil muestra el mismo dato que consta aquí. Si se corrige allí, vuelva a pedirlo."
)


@dataclass(frozen=True)
class Caso:
    """Whose it is, what is asked, and what happens to it. Without steps it waits in the queue; None: it isn't sent."""

    cedula: str
    dato: str
    correcto: str
    explicacion: str
    pasos: tuple[Paso, ...] | None = ()


CASOS = (
    Caso(ROSA, "estado_civil", "divorciada", "Me divorcié y todavía consto casada.", None),
    Caso(NICOLE, "nacionalidad", "Ecuatoriana por naturalización", "Me naturalicé el año pasado."),
    Caso(SEGUNDO, "otro", "Mi segundo nombre lleva tilde", "Consta sin tilde en todas partes.", (TOMAR, preguntar)),
    Caso(EDISON, "fecha_nacimiento", "9/9/1999", "El día y el mes están cambiados.", (TOMAR, pedir)),
    Caso(JORGE, "estado_civil", "divorciado", "La sentencia es de hace dos meses.", (TOMAR, CONCEDER)),
    Caso(VICTOR, "apellidos", "Alcívar Sedeño", "Mi segundo apellido es con s.", (TOMAR, NEGAR)),
    Caso(CARMEN, "nombres", "Carmen Amalia", "Es Amalia, y consta Amelia.", (TOMAR, NEGAR, impugnar)),
)


def abrir_casos() -> int:
    """Makes the cases of those who have none yet. How many were made; none without an engine or a key to sign with."""
    if not pdf.disponible()[0]:
        return 0
    con_caso = set(Solicitud.objects.values_list("persona__cedula", flat=True))
    cuentas = Cuenta.objects.select_related("persona")
    por_cedula = {c.identificador: c for c in cuentas.filter(identificador__in=[caso.cedula for caso in CASOS])}
    analista = Cuenta.objects.filter(identificador=ANALISTA.usuario).first()
    faltan = [caso for caso in CASOS if caso.cedula not in con_caso and caso.cedula in por_cedula]
    for caso in faltan if analista else []:
        _abrir(caso, actuacion_de(por_cedula[caso.cedula]), analista)
    return len(faltan)


def _abrir(caso: Caso, persona: Actuacion, analista: Cuenta | None) -> None:
    escrito = {"dato": caso.dato, "correcto": caso.correcto, "explicacion": caso.explicacion}
    borrador = services.abrir(actuacion=persona, tramite=ficha(SLUG))
    services.guardar_paso(borrador=borrador, paso=0, escrito={campo: [valor] for campo, valor in escrito.items()})
    if caso.pasos is None:
        return
    datos = caso_de(SLUG).completar(persona, escrito)
    solicitud = services.ingresar(actuacion=persona, borrador=borrador, datos=datos)
    de_analista = Actuacion(actor=analista, sujeto=solicitud.titular, por=Por.VENTANILLA)
    for paso in caso.pasos:
        paso(solicitud, persona, de_analista)
        drain()

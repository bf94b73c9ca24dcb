"""Cases in the states that a visitor may want to see, made by the verbs that people and staff use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.models import Cuenta
from iess_portal.demo.personal import ANALISTA, APROBADOR
from iess_portal.demo.personas import (
    ANGEL,
    BLANCA,
    CARMEN,
    DOLORES,
    EDISON,
    GLORIA,
    JORGE,
    LUZ,
    MANUEL,
    MERCEDES,
    NICOLE,
    ROSA,
    SEGUNDO,
    VICTOR,
)
from nucleo import pdf
from nucleo.outbox import drain
from registro.models import Persona
from tramites.casos import services
from tramites.casos.models import Solicitud
from tramites.procedimientos.lista import caso_de
from tramites.selectors import ficha

RECTIFICACION, JUBILACION, RELIQUIDACION = "rectificacion-datos", "jubilacion-vejez", "reliquidacion"


@dataclass(frozen=True)
class Reparto:
    """Who acts in a case."""

    persona: Actuacion
    analista: Actuacion
    aprobador: Actuacion


Paso = Callable[[Solicitud, Reparto], object]
"""What happens to a case."""


def accion(nombre: str, motivo: str = "") -> Paso:
    return lambda caso, reparto: services.actuar(
        actuacion=reparto.analista, solicitud=caso, accion=nombre, motivo=motivo
    )


def aprobar(nombre: str) -> Paso:
    return lambda caso, reparto: services.actuar(actuacion=reparto.aprobador, solicitud=caso, accion=nombre)


def pedir(caso: Solicitud, reparto: Reparto) -> None:
    textos = ["¿De qué documento sale el dato correcto? Escriba su número y su fecha."]
    services.pedir(actuacion=reparto.analista, solicitud=caso, textos=textos)


def preguntar(caso: Solicitud, reparto: Reparto) -> None:
    pregunta = "¿Hace falta que lleve mi partida de nacimiento?"
    services.escribir(actuacion=reparto.persona, solicitud=caso, texto=pregunta)
    respuesta = "No: el Registro Civil ya nos la muestra."
    services.escribir(actuacion=reparto.analista, solicitud=caso, texto=respuesta)


def impugnar(caso: Solicitud, reparto: Reparto) -> None:
    motivo = "Mi cédula nueva dice lo que pedí. La saqué este mes."
    services.impugnar(actuacion=reparto.persona, solicitud=caso, motivo=motivo)


TOMAR, CALCULAR = accion("tomar"), accion("calcular")
CONCEDER = accion("conceder", "El dato consta así en el Registro Civil desde que se inscribió su nacimiento.")
NEGAR = accion(
    "negar", "El Registro Civil muestra el mismo dato que consta aquí. Si se corrige allí, vuelva a pedirlo."
)
PROPONER = accion("proponer_concesion", "Cumple la edad y los aportes, dejó de trabajar y no tiene deudas vencidas.")
PROPONER_NEGAR = accion(
    "proponer_negacion",
    "Todavía no completa los 360 aportes que se piden con su edad y sigue trabajando. Cuando los complete y su "
    "empleador registre el aviso de salida, vuelva a pedirla: nada de lo aportado se pierde.",
)
SUBIR = accion(
    "proponer_concesion", "El empleador pagó los meses que debía, y con ellos la pensión que le corresponde es mayor."
)
NO_SUBIR = accion(
    "proponer_negacion", "No constan aportes pagados después de su acuerdo: la pensión calculada es la misma."
)


@dataclass(frozen=True)
class Caso:
    """Whose it is, what each form was answered, and what happens. Without steps it waits; None: it isn't sent."""

    cedula: str
    slug: str
    escrito: tuple[dict[str, str], ...]
    pasos: tuple[Paso, ...] | None = ()


def rectificacion(cedula: str, dato: str, correcto: str, explicacion: str, pasos: tuple[Paso, ...] | None = ()) -> Caso:
    escrito = {"dato": dato, "correcto": correcto, "explicacion": explicacion}
    return Caso(cedula, RECTIFICACION, (escrito,), pasos)


def jubilacion(cedula: str, pasos: tuple[Paso, ...] | None) -> Caso:
    decimos = {"decima_tercera": "ACUMULADA", "decima_cuarta": "MENSUAL"}
    return Caso(cedula, JUBILACION, (decimos, {"declaracion": "on"})[: None if pasos else 1], pasos)


def reliquidacion(cedula: str, *pasos: Paso) -> Caso:
    return Caso(cedula, RELIQUIDACION, ({"confirma": "on", "explicacion": ""},), pasos)


CASOS = (
    rectificacion(ROSA, "estado_civil", "divorciada", "Me divorcié y todavía consto casada.", None),
    rectificacion(NICOLE, "nacionalidad", "Ecuatoriana por naturalización", "Me naturalicé el año pasado."),
    rectificacion(
        SEGUNDO, "otro", "Mi segundo nombre lleva tilde", "Consta sin tilde en todas partes.", (TOMAR, preguntar)
    ),
    rectificacion(EDISON, "fecha_nacimiento", "9/9/1999", "El día y el mes están cambiados.", (TOMAR, pedir)),
    rectificacion(JORGE, "estado_civil", "divorciado", "La sentencia es de hace dos meses.", (TOMAR, CONCEDER)),
    rectificacion(VICTOR, "apellidos", "Alcívar Sedeño", "Mi segundo apellido es con s.", (TOMAR, NEGAR)),
    rectificacion(CARMEN, "nombres", "Carmen Amalia", "Es Amalia, y consta Amelia.", (TOMAR, NEGAR, impugnar)),
    jubilacion(SEGUNDO, None),
    jubilacion(LUZ, (TOMAR, CALCULAR, PROPONER)),
    jubilacion(MANUEL, (TOMAR, CALCULAR, PROPONER, aprobar("aprobar_concesion"))),
    jubilacion(DOLORES, (TOMAR, CALCULAR, PROPONER_NEGAR, aprobar("aprobar_negacion"))),
    reliquidacion(BLANCA, TOMAR),
    reliquidacion(GLORIA, TOMAR, CALCULAR),
    reliquidacion(ANGEL, TOMAR, CALCULAR, SUBIR),
    reliquidacion(MERCEDES, TOMAR, CALCULAR, SUBIR, aprobar("aprobar_concesion")),
    reliquidacion(CARMEN, TOMAR, CALCULAR, NO_SUBIR, aprobar("aprobar_negacion")),
)


def abrir_casos() -> int:
    """Makes the cases that are not there yet. How many were made; none without an engine or a key to sign with."""
    if not pdf.disponible()[0]:
        return 0
    hechos = set(Solicitud.objects.values_list("persona__cedula", "tramite__slug"))
    nombres = {caso.cedula for caso in CASOS} | {ANALISTA.usuario, APROBADOR.usuario}
    cuentas = {c.identificador: c for c in Cuenta.objects.select_related("persona").filter(identificador__in=nombres)}
    if not {ANALISTA.usuario, APROBADOR.usuario} <= cuentas.keys():
        return 0
    faltan = [caso for caso in CASOS if (caso.cedula, caso.slug) not in hechos and caso.cedula in cuentas]
    for caso in faltan:
        persona = actuacion_de(cuentas[caso.cedula])
        analista, aprobador = (
            _del_personal(cuentas[quien.usuario], persona.persona) for quien in (ANALISTA, APROBADOR)
        )
        _abrir(caso, Reparto(persona, analista, aprobador))
    return len(faltan)


def _del_personal(cuenta: Cuenta, titular: Persona) -> Actuacion:
    return Actuacion(actor=cuenta, sujeto=titular, por=Por.VENTANILLA)


def _abrir(caso: Caso, reparto: Reparto) -> None:
    borrador, datos = llenar(reparto.persona, caso.slug, caso.escrito)
    if caso.pasos is None:
        return
    solicitud = enviar(reparto.persona, borrador, datos)
    for paso in caso.pasos:
        paso(solicitud, reparto)
        drain()


def llenar(actuacion: Actuacion, slug: str, escrito: Sequence[dict[str, str]]) -> tuple[Solicitud, dict[str, Any]]:
    """A draft with what was typed in each form, and what its forms make of it."""
    borrador = services.abrir(actuacion=actuacion, tramite=ficha(slug))
    procedimiento, datos = caso_de(slug), dict[str, Any]()
    for numero, del_paso in enumerate(escrito):
        services.guardar_paso(borrador=borrador, paso=numero, escrito={c: [valor] for c, valor in del_paso.items()})
        form = procedimiento.formulario(actuacion, numero, data=del_paso)
        form.full_clean()
        datos |= form.cleaned_data
    return borrador, datos


def enviar(actuacion: Actuacion, borrador: Solicitud, datos: dict[str, Any]) -> Solicitud:
    datos = caso_de(borrador.tramite.slug).completar(actuacion, datos)
    solicitud = services.ingresar(actuacion=actuacion, borrador=borrador, datos=datos)
    drain()
    return solicitud

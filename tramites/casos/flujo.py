"""The workflow as data: which action leads from which state to which, by whom, and what it takes.

The verbs of `services.py` are the only readers that act on it. The buttons of the desk, those of the person's page and
the diagram of docs/flujo-de-casos.md come from the same rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from tramites.casos.estados import Estado, Resultado

E = Estado


class Quien(StrEnum):
    """Whose action it is."""

    PERSONA = "persona"
    PERSONAL = "personal"
    SISTEMA = "sistema"


class Reloj(StrEnum):
    """What an action does to the institute's clock."""

    SIGUE = "sigue"
    EMPIEZA = "empieza"
    PAUSA = "pausa"
    REANUDA = "reanuda"
    PARA = "para"


class Pide(StrEnum):
    """What an action must be told."""

    NADA = ""
    MOTIVO = "motivo"
    DOCUMENTOS = "documentos"
    RESPUESTA = "respuesta"
    RESPONSABLE = "responsable"


class Toma(StrEnum):
    """What an action does to who has the case on the desk."""

    IGUAL = ""
    MIA = "mia"
    LIBRE = "libre"
    OTRA = "otra"


ATENDER, APROBAR, REPARTIR = (
    "tramites.atender_solicitud",
    "tramites.aprobar_solicitud",
    "tramites.repartir_solicitud",
)


@dataclass(frozen=True)
class Transicion:
    """One row of the table. `hacia` None: the state stays.

    `propone`: the outcome that it proposes; `decide`: the outcome that it gives; `exige`: the proposed outcome, or the
    given one, without which it does not proceed. `distinta_de`: the field of the case that names who may not do it.
    """

    accion: str
    desde: tuple[Estado, ...]
    hacia: Estado | None
    quien: Quien
    boton: str
    explicacion: str = ""
    hecho: str = ""
    permiso: str = ""
    pide: Pide = Pide.NADA
    reloj: Reloj = Reloj.SIGUE
    toma: Toma = Toma.IGUAL
    propone: Resultado | None = None
    decide: Resultado | None = None
    exige: Resultado | None = None
    distinta_de: str = ""
    avisa: str = ""
    en_plazo: str = ""
    calcula: bool = False
    """Whether the dictamen is made anew, from the record as it is."""


@dataclass(frozen=True)
class Etapa:
    """One step of the path as a person sees it."""

    titulo: str
    estados: tuple[Estado, ...]


@dataclass(frozen=True)
class Flujo:
    """The rows of one kind of case, and its path in words."""

    nombre: str
    transiciones: tuple[Transicion, ...]
    etapas: tuple[Etapa, ...]

    @classmethod
    def con(cls, nombre: str, transiciones: tuple[Transicion, ...], etapas: tuple[Etapa, ...]) -> Self:
        """The flow over the states of its stages: a row that others share loses the states that this one lacks."""
        suyos = {E.BORRADOR, *(estado for etapa in etapas for estado in etapa.estados)}
        filas = (replace(t, desde=tuple(estado for estado in t.desde if estado in suyos)) for t in transiciones)
        return cls(nombre, tuple(fila for fila in filas if fila.desde), etapas)

    def de(self, accion: str) -> Iterator[Transicion]:
        return (t for t in self.transiciones if t.accion == accion)

    def desde(self, estado: str, accion: str) -> Transicion | None:
        """The row of an action in a state: None when it does not proceed there."""
        return next((t for t in self.de(accion) if estado in t.desde), None)

    def posibles(self, estado: str, quien: Quien) -> list[Transicion]:
        return [t for t in self.transiciones if t.quien == quien and estado in t.desde]

    @property
    def estados(self) -> list[Estado]:
        """The states that it can reach, in the order of the list of states."""
        vistos = {e for t in self.transiciones for e in (*t.desde, t.hacia) if e is not None}
        return [estado for estado in Estado if estado in vistos]


ABIERTOS = (E.INGRESADA, E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION)

INGRESAR = Transicion(
    "ingresar",
    (E.BORRADOR,),
    E.INGRESADA,
    Quien.PERSONA,
    "Enviar la solicitud",
    reloj=Reloj.EMPIEZA,
    avisa="ingresada",
    calcula=True,
)
TOMAR = Transicion(
    "tomar",
    (E.INGRESADA,),
    E.EN_REVISION,
    Quien.PERSONAL,
    "Tomar la solicitud",
    "La solicitud queda a su cargo. La persona verá que alguien ya la revisa.",
    "La solicitud está a su cargo.",
    ATENDER,
    toma=Toma.MIA,
    avisa="cambio_de_estado",
)
PEDIR = Transicion(
    "pedir",
    (E.EN_REVISION, E.EN_CALCULO),
    E.REQUIERE_DOCUMENTOS,
    Quien.PERSONAL,
    "Pedir documentos o datos",
    "La persona recibe un correo con lo que usted pida. El plazo del instituto se detiene hasta que responda.",
    "Se pidió a la persona. El plazo está detenido.",
    ATENDER,
    pide=Pide.DOCUMENTOS,
    reloj=Reloj.PAUSA,
    avisa="documentos_requeridos",
)
RESPONDER = Transicion(
    "responder",
    (E.REQUIERE_DOCUMENTOS,),
    E.EN_REVISION,
    Quien.PERSONA,
    "Enviar la respuesta",
    hecho="Recibimos su respuesta. El plazo del instituto corre otra vez.",
    pide=Pide.RESPUESTA,
    reloj=Reloj.REANUDA,
)
RETIRAR_PEDIDO = Transicion(
    "retirar_pedido",
    (E.REQUIERE_DOCUMENTOS,),
    E.EN_REVISION,
    Quien.PERSONAL,
    "Retirar lo pedido",
    "Lo pedido ya no hace falta. El plazo del instituto corre otra vez.",
    "Lo pedido se retiró. El plazo corre otra vez.",
    ATENDER,
    pide=Pide.MOTIVO,
    reloj=Reloj.REANUDA,
    avisa="cambio_de_estado",
)
DESISTIR = Transicion(
    "desistir",
    ABIERTOS,
    E.DESISTIDA,
    Quien.PERSONA,
    "Retirar la solicitud",
    "La solicitud termina aquí, sin decisión. Puede presentar otra cuando quiera.",
    "Usted retiró la solicitud.",
    reloj=Reloj.PARA,
    toma=Toma.LIBRE,
    avisa="cambio_de_estado",
)
ARCHIVAR = Transicion(
    "archivar",
    (E.REQUIERE_DOCUMENTOS,),
    E.ARCHIVADA,
    Quien.SISTEMA,
    "Archivar",
    reloj=Reloj.PARA,
    toma=Toma.LIBRE,
    avisa="caso_terminado",
)
NOTIFICAR = Transicion(
    "notificar", (E.CONCEDIDA, E.NEGADA), E.NOTIFICADA, Quien.SISTEMA, "Notificar", avisa="caso_terminado"
)
IMPUGNAR = Transicion(
    "impugnar",
    (E.NOTIFICADA, E.EN_PAGO),
    E.IMPUGNADA,
    Quien.PERSONA,
    "Impugnar la decisión",
    "Otra persona del instituto revisará la decisión con lo que usted escriba.",
    "Recibimos su impugnación.",
    pide=Pide.MOTIVO,
    reloj=Reloj.EMPIEZA,
    toma=Toma.LIBRE,
    avisa="cambio_de_estado",
    en_plazo="impugnable_hasta",
)
RATIFICAR = Transicion(
    "ratificar",
    (E.IMPUGNADA,),
    E.CERRADA,
    Quien.PERSONAL,
    "Ratificar la decisión",
    "La decisión queda como está y la solicitud se cierra. La persona leerá los motivos.",
    "La decisión quedó ratificada.",
    APROBAR,
    pide=Pide.MOTIVO,
    reloj=Reloj.PARA,
    toma=Toma.LIBRE,
    distinta_de="decidida_por",
    avisa="caso_terminado",
)
REABRIR = Transicion(
    "reabrir",
    (E.IMPUGNADA,),
    E.EN_REVISION,
    Quien.PERSONAL,
    "Admitir la impugnación",
    "La decisión queda sin efecto y la solicitud vuelve a revisión.",
    "La solicitud volvió a revisión.",
    APROBAR,
    pide=Pide.MOTIVO,
    toma=Toma.LIBRE,
    distinta_de="decidida_por",
    avisa="cambio_de_estado",
)
CARGA = (
    Transicion(
        "retomar",
        (E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION, E.IMPUGNADA),
        None,
        Quien.PERSONAL,
        "Tomar la solicitud",
        "La solicitud queda a su cargo.",
        "La solicitud está a su cargo.",
        ATENDER,
        toma=Toma.MIA,
    ),
    Transicion(
        "soltar",
        (E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION, E.IMPUGNADA),
        None,
        Quien.PERSONAL,
        "Soltar la solicitud",
        "Vuelve a la cola, para que otra persona la tome.",
        "La solicitud volvió a la cola.",
        ATENDER,
        toma=Toma.LIBRE,
    ),
    Transicion(
        "reasignar",
        (E.INGRESADA, E.EN_REVISION, E.REQUIERE_DOCUMENTOS, E.EN_CALCULO, E.EN_APROBACION, E.IMPUGNADA),
        None,
        Quien.PERSONAL,
        "Pasar a otra persona",
        "La solicitud queda a cargo de quien usted diga.",
        "La solicitud cambió de manos.",
        REPARTIR,
        pide=Pide.RESPONSABLE,
        toma=Toma.OTRA,
    ),
)


def _decidir(accion: str, decide: Resultado, boton: str, explicacion: str) -> Transicion:
    """The decision of one person alone."""
    return Transicion(
        accion,
        (E.EN_REVISION,),
        E(decide),
        Quien.PERSONAL,
        boton,
        explicacion,
        "La decisión está tomada. El documento se firma y se avisa a la persona.",
        ATENDER,
        pide=Pide.MOTIVO,
        reloj=Reloj.PARA,
        toma=Toma.LIBRE,
        decide=decide,
    )


def _cerrar(desde: tuple[Estado, ...], exige: Resultado | None = None) -> Transicion:
    return Transicion("cerrar", desde, E.CERRADA, Quien.SISTEMA, "Cerrar", exige=exige)


DE_UNA_PERSONA = Flujo.con(
    "Caso que decide una persona",
    (
        INGRESAR,
        TOMAR,
        PEDIR,
        RESPONDER,
        RETIRAR_PEDIDO,
        _decidir("conceder", Resultado.CONCEDIDA, "Conceder", "Se hace lo que la persona pidió."),
        _decidir("negar", Resultado.NEGADA, "Negar", "La persona leerá los motivos, y cómo impugnar."),
        DESISTIR,
        ARCHIVAR,
        NOTIFICAR,
        IMPUGNAR,
        RATIFICAR,
        REABRIR,
        _cerrar((E.NOTIFICADA,)),
        *CARGA,
    ),
    (
        Etapa("Recibida", (E.INGRESADA,)),
        Etapa("En revisión", (E.EN_REVISION, E.REQUIERE_DOCUMENTOS)),
        Etapa("Decisión", (E.CONCEDIDA, E.NEGADA, E.NOTIFICADA, E.IMPUGNADA)),
        Etapa("Cerrada", (E.CERRADA, E.DESISTIDA, E.ARCHIVADA)),
    ),
)


def _proponer(accion: str, propone: Resultado, boton: str) -> Transicion:
    return Transicion(
        accion,
        (E.EN_CALCULO,),
        E.EN_APROBACION,
        Quien.PERSONAL,
        boton,
        "Otra persona revisará el cálculo y decidirá. Los motivos que escriba irán en el acuerdo.",
        "La propuesta espera a quien aprueba.",
        ATENDER,
        pide=Pide.MOTIVO,
        toma=Toma.LIBRE,
        propone=propone,
        avisa="cambio_de_estado",
    )


def _aprobar(accion: str, decide: Resultado, boton: str) -> Transicion:
    return Transicion(
        accion,
        (E.EN_APROBACION,),
        E(decide),
        Quien.PERSONAL,
        boton,
        "La decisión se firma y se avisa a la persona. Quien hizo la propuesta no puede aprobarla.",
        "La decisión está tomada. El acuerdo se firma y se avisa a la persona.",
        APROBAR,
        reloj=Reloj.PARA,
        toma=Toma.LIBRE,
        decide=decide,
        exige=decide,
        distinta_de="propuesta_por",
    )


CON_APROBACION = Flujo.con(
    "Caso que propone una persona y aprueba otra",
    (
        INGRESAR,
        TOMAR,
        PEDIR,
        RESPONDER,
        RETIRAR_PEDIDO,
        Transicion(
            "calcular",
            (E.EN_REVISION,),
            E.EN_CALCULO,
            Quien.PERSONAL,
            "Pasar al cálculo",
            "El tiempo de servicio está revisado. El dictamen se calcula otra vez, con los datos de hoy.",
            "El dictamen está calculado con los datos de hoy.",
            ATENDER,
            avisa="cambio_de_estado",
            calcula=True,
        ),
        Transicion(
            "recalcular",
            (E.EN_CALCULO,),
            None,
            Quien.PERSONAL,
            "Calcular otra vez",
            "El dictamen se calcula otra vez, con los datos de hoy. Hágalo si algo cambió en el registro.",
            "El dictamen está calculado con los datos de hoy.",
            ATENDER,
            calcula=True,
        ),
        _proponer("proponer_concesion", Resultado.CONCEDIDA, "Proponer que se conceda"),
        _proponer("proponer_negacion", Resultado.NEGADA, "Proponer que se niegue"),
        Transicion(
            "devolver",
            (E.EN_APROBACION,),
            E.EN_CALCULO,
            Quien.PERSONAL,
            "Devolver al cálculo",
            "Vuelve a quien hizo la propuesta, con lo que usted observe.",
            "La propuesta volvió al cálculo.",
            APROBAR,
            pide=Pide.MOTIVO,
            toma=Toma.LIBRE,
            distinta_de="propuesta_por",
        ),
        _aprobar("aprobar_concesion", Resultado.CONCEDIDA, "Aprobar la concesión"),
        _aprobar("aprobar_negacion", Resultado.NEGADA, "Aprobar la negación"),
        DESISTIR,
        ARCHIVAR,
        NOTIFICAR,
        Transicion(
            "pagar",
            (E.NOTIFICADA,),
            E.EN_PAGO,
            Quien.SISTEMA,
            "Ordenar el pago",
            exige=Resultado.CONCEDIDA,
            avisa="cambio_de_estado",
        ),
        IMPUGNAR,
        RATIFICAR,
        REABRIR,
        _cerrar((E.NOTIFICADA,), Resultado.NEGADA),
        _cerrar((E.EN_PAGO,), Resultado.CONCEDIDA),
        *CARGA,
    ),
    (
        Etapa("Recibida", (E.INGRESADA,)),
        Etapa("En revisión", (E.EN_REVISION, E.REQUIERE_DOCUMENTOS)),
        Etapa("En cálculo", (E.EN_CALCULO,)),
        Etapa("En aprobación", (E.EN_APROBACION,)),
        Etapa("Decisión", (E.CONCEDIDA, E.NEGADA, E.NOTIFICADA, E.IMPUGNADA)),
        Etapa("En pago", (E.EN_PAGO,)),
        Etapa("Cerrada", (E.CERRADA, E.DESISTIDA, E.ARCHIVADA)),
    ),
)

FLUJOS = (DE_UNA_PERSONA, CON_APROBACION)


def acciones_del_personal() -> list[Transicion]:
    """One row for each action of the staff, whichever flows have it."""
    return list({t.accion: t for f in FLUJOS for t in f.transiciones if t.quien is Quien.PERSONAL}.values())


def diagrama(flujo: Flujo) -> str:
    """The flow as a Mermaid state diagram. What changes no state is not in it."""
    lineas = ["stateDiagram-v2", "    [*] --> BORRADOR"]
    for t in flujo.transiciones:
        lineas += [f"    {desde.value} --> {t.hacia.value}: {t.accion}" for desde in t.desde if t.hacia is not None]
    salidas = {desde for t in flujo.transiciones if t.hacia is not None for desde in t.desde}
    lineas += [f"    {estado.value} --> [*]" for estado in flujo.estados if estado not in salidas]
    return "\n".join(lineas)

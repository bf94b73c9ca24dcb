"""The way of a complaint as data: which action leads from which state to which, by whom, and what it takes.

Only `services.pasar` acts on these rows; the buttons of the desk and those of the person come from them as well.
"""

from dataclasses import dataclass

from tramites.casos.flujo import Pide, Quien, Reloj, Toma
from tramites.quejas.estados import Estado

E = Estado


@dataclass(frozen=True)
class Transicion:
    """One row. `una_vez`: not of a complaint that was reopened; `en_plazo`: only while it can be reopened."""

    accion: str
    desde: tuple[Estado, ...]
    hacia: Estado
    quien: Quien
    boton: str
    explicacion: str = ""
    hecho: str = ""
    pide: Pide = Pide.NADA
    reloj: Reloj = Reloj.SIGUE
    toma: Toma = Toma.IGUAL
    avisa: str = ""
    una_vez: bool = False
    en_plazo: bool = False


TRANSICIONES = (
    Transicion(
        "ingresar",
        (E.POR_CONFIRMAR,),
        E.RECIBIDA,
        Quien.PERSONA,
        "Presentar la queja",
        reloj=Reloj.EMPIEZA,
        avisa="recibida",
    ),
    Transicion(
        "tomar",
        (E.RECIBIDA,),
        E.EN_ATENCION,
        Quien.PERSONAL,
        "Tomar la queja",
        "La queja queda a su cargo. La persona verá que alguien ya la atiende.",
        "La queja está a su cargo.",
        toma=Toma.MIA,
    ),
    Transicion(
        "soltar",
        (E.EN_ATENCION,),
        E.RECIBIDA,
        Quien.PERSONAL,
        "Soltar la queja",
        "Vuelve a la cola, para que otra persona la tome.",
        "La queja volvió a la cola.",
        toma=Toma.LIBRE,
    ),
    Transicion(
        "reasignar",
        (E.RECIBIDA, E.EN_ATENCION),
        E.EN_ATENCION,
        Quien.PERSONAL,
        "Pasar a otra persona",
        "La queja queda a cargo de quien usted diga.",
        "La queja cambió de manos.",
        pide=Pide.RESPONSABLE,
        toma=Toma.OTRA,
    ),
    Transicion(
        "responder",
        (E.EN_ATENCION,),
        E.RESPONDIDA,
        Quien.PERSONAL,
        "Responder",
        "La persona leerá la respuesta en la página de su queja. Le llega un correo que dice que la hay, sin su texto.",
        "La respuesta está a la vista de la persona.",
        pide=Pide.RESPUESTA,
        reloj=Reloj.PARA,
        avisa="respondida",
    ),
    Transicion(
        "descartar",
        (E.RECIBIDA, E.EN_ATENCION),
        E.DESCARTADA,
        Quien.PERSONAL,
        "No es una queja",
        "Deja de contar en las cifras públicas, y queda aquí con su motivo. La persona lo leerá, y podrá insistir.",
        "Quedó registrado que no es una queja, con su motivo.",
        pide=Pide.MOTIVO,
        reloj=Reloj.PARA,
        avisa="respondida",
        una_vez=True,
    ),
    Transicion(
        "reabrir",
        (E.RESPONDIDA, E.DESCARTADA),
        E.RECIBIDA,
        Quien.PERSONA,
        "Reabrir la queja",
        hecho="Su queja está abierta otra vez, con un plazo nuevo.",
        pide=Pide.MOTIVO,
        reloj=Reloj.EMPIEZA,
        toma=Toma.LIBRE,
        avisa="recibida",
        una_vez=True,
        en_plazo=True,
    ),
    Transicion("cerrar", (E.RESPONDIDA,), E.CERRADA, Quien.SISTEMA, "Cerrar"),
)


def desde(estado: str, accion: str) -> Transicion | None:
    """The row of an action in a state: None when it does not proceed there."""
    return next((t for t in TRANSICIONES if t.accion == accion and estado in t.desde), None)


def del_personal() -> list[Transicion]:
    return [t for t in TRANSICIONES if t.quien is Quien.PERSONAL]

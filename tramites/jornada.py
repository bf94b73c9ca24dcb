"""What the staff do to cases and complaints, as the desk counts it and their lists find it again."""

from nucleo.jornada import Hecho
from tramites.casos.tabla import acciones_del_personal

DE_CASOS = (
    Hecho(
        "decididas",
        "Las que decidí",
        "Solicitudes que decidió",
        "solicitud",
        "solicitud.paso",
        frozenset(t.accion for t in acciones_del_personal() if t.decide),
    ),
    Hecho("atendidas", "Las que atendí", "Solicitudes que atendió", "solicitud", "solicitud.paso"),
)
DE_QUEJAS = (
    Hecho(
        "respondidas",
        "Las que respondí",
        "Quejas que respondió",
        "queja",
        "queja.paso",
        frozenset({"responder", "descartar"}),
    ),
    Hecho("atendidas", "Las que atendí", "Quejas que atendió", "queja", "queja.paso"),
)

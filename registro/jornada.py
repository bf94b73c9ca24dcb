"""What the staff do with people's files, as the desk counts it and the list of people finds it again."""

from nucleo.jornada import Hecho

DE_PERSONAS = (
    Hecho("atendidas", "Las que atendí", "Personas que atendió", "persona", "atencion.empezada"),
    Hecho("expedientes", "Cuyo expediente abrí", "Expedientes que abrió", "persona", "expediente.abierto"),
)

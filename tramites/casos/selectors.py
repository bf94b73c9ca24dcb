"""What is read of cases: one's own, the queue of the staff, and how long cases take."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from cuentas.actuacion import Actuacion
from cuentas.models import Cuenta
from nucleo.feriados import DiasHabiles
from registro.models import Persona
from tramites.bandejas import Bandeja, Bandejas, Monton, montones
from tramites.casos.estados import DEL_PERSONAL, TERMINADOS, Estado, Turno
from tramites.casos.flujo import Quien, Transicion
from tramites.casos.models import Evento, Solicitud
from tramites.casos.tabla import FLUJOS
from tramites.catalogo.models import Tramite
from tramites.procedimientos.lista import caso_de

LO_PESADO = ("respuestas", "datos", "hechos", "dictamen")
EN_INICIO = 10
MINIMO_PARA_CONTAR = 20
UN_ANIO = timedelta(days=365)

PASOS = {
    "ingresar": "Se envió la solicitud",
    "tomar": "Una persona del instituto la tomó",
    "retomar": "La tomó otra persona del instituto",
    "soltar": "Volvió a la cola",
    "reasignar": "Pasó a otra persona del instituto",
    "pedir": "Se pidió algo que faltaba",
    "responder": "Se respondió a lo pedido",
    "retirar_pedido": "Lo pedido ya no hace falta",
    "calcular": "Pasó al cálculo",
    "recalcular": "Se calculó otra vez, con los datos de ese día",
    "proponer_concesion": "Pasó a aprobación",
    "proponer_negacion": "Pasó a aprobación",
    "devolver": "Volvió al cálculo",
    "conceder_por_regla": "Se concedió: cumple todos los requisitos",
    "conceder": "Se concedió",
    "negar": "Se negó",
    "aprobar_concesion": "Se concedió",
    "aprobar_negacion": "Se negó",
    "notificar": "Se notificó la decisión",
    "pagar": "Se ordenó el pago",
    "desistir": "Se retiró",
    "archivar": "Se archivó",
    "seguir": "Siguió sin la respuesta",
    "impugnar": "Se impugnó la decisión",
    "ratificar": "Se ratificó la decisión",
    "reabrir": "Se admitió la impugnación",
    "cerrar": "Se cerró",
}
DE_LA_OFICINA = frozenset({"retomar", "soltar", "reasignar"})
"""Who of the staff has a case is no step of its path; the desk sees these, the person does not."""
SIN_DECIR_POR_QUE = frozenset({"proponer_concesion", "proponer_negacion", "devolver"})
"""What is written while a decision is prepared is for the staff; the decision has its own reasons."""


def solicitudes_de(actuacion: Actuacion) -> QuerySet[Solicitud]:
    """The cases of the subject of this act, newest first; by a power, those of the procedures that it names."""
    if actuacion.sujeto is None:
        return Solicitud.objects.none()
    mias = Solicitud.objects.filter(**actuacion.titular)
    if actuacion.en_nombre_de_otro:
        mias = mias.filter(tramite__slug__in=actuacion.alcance)
    return mias.select_related("tramite").order_by("-pk")


def solicitud_de(actuacion: Actuacion, numero: str) -> Solicitud | None:
    """One case that was sent, or None: whether somebody else's exists is not told."""
    return solicitudes_de(actuacion).select_related("persona", "empleador").filter(numero=numero).first()


def borrador_de(actuacion: Actuacion, slug: str) -> Solicitud | None:
    """The draft of a procedure, if one is open."""
    return solicitudes_de(actuacion).filter(tramite__slug=slug, estado=Estado.BORRADOR).first()


def en_tramite(persona: Persona, slug: str) -> str:
    """The number of the case of a procedure that the institute has not decided yet, or ""."""
    abiertas = Solicitud.objects.filter(persona=persona, tramite__slug=slug, estado__in=DEL_PERSONAL)
    return abiertas.values_list("numero", flat=True).first() or ""


def en_curso(actuacion: Actuacion) -> list[Solicitud]:
    """What is not over yet: drafts, and cases on their way. Those that wait for the person come first."""
    abiertas = list(solicitudes_de(actuacion).exclude(estado__in=TERMINADOS).defer(*LO_PESADO)[:EN_INICIO])
    return sorted(abiertas, key=lambda s: s.significado.turno is not Turno.PERSONA)


@dataclass(frozen=True)
class Paso:
    """One line of what happened, in words."""

    evento: Evento
    texto: str
    quien: str
    motivo: str


def pasos_de(solicitud: Solicitud, *, del_personal: bool = False) -> list[Paso]:
    """What happened to a case, the newest first; the person sees neither who has it on the desk nor proposals."""
    eventos = solicitud.eventos.select_related("actor__persona", "actor__empleador").order_by("-pk")
    if not del_personal:
        eventos = eventos.exclude(accion__in=DE_LA_OFICINA)
    return [
        Paso(
            evento,
            PASOS[evento.accion],
            _quien(evento),
            evento.motivo if del_personal or evento.accion not in SIN_DECIR_POR_QUE else "",
        )
        for evento in eventos
    ]


def _quien(evento: Evento) -> str:
    if evento.actor is None:
        return "El portal"
    nombre = evento.actor.nombre_visible
    return f"{nombre}, {evento.oficina}" if evento.oficina else nombre


@dataclass(frozen=True)
class EtapaVista:
    """One step of the path: `cuando` is `pasada`, `actual` or `futura`."""

    titulo: str
    cuando: str


def camino_de(solicitud: Solicitud) -> list[EtapaVista]:
    """The path with where the case stands. One that ended without a decision skips the rest."""
    etapas = caso_de(solicitud.tramite.slug).flujo.etapas
    actual = next(n for n, etapa in enumerate(etapas) if solicitud.estado in etapa.estados)
    if solicitud.estado in {Estado.DESISTIDA, Estado.ARCHIVADA}:
        return [EtapaVista(etapas[0].titulo, "pasada"), EtapaVista(solicitud.significado.titulo, "actual")]
    return [EtapaVista(etapa.titulo, _cuando(n, actual)) for n, etapa in enumerate(etapas)]


def _cuando(n: int, actual: int) -> str:
    return "actual" if n == actual else "pasada" if n < actual else "futura"


def puede_la_persona(solicitud: Solicitud, hoy: date) -> dict[str, Transicion]:
    """Action → row, of what the person may do now."""
    posibles = caso_de(solicitud.tramite.slug).flujo.posibles(solicitud.estado, Quien.PERSONA)
    a_tiempo = (t for t in posibles if not t.en_plazo or ((hasta := getattr(solicitud, t.en_plazo)) and hoy <= hasta))
    return {t.accion: t for t in a_tiempo if t.reabierta is None or t.reabierta == solicitud.reabierta}


@dataclass(frozen=True)
class Tiempos:
    """How long decided cases took, in calendar days: half of them, and nine of ten."""

    mitad: int
    nueve_de_diez: int
    casos: int

    @property
    def en_palabras(self) -> tuple[str, str]:
        return _en_dias(self.mitad), _en_dias(self.nueve_de_diez)


def _en_dias(dias: int) -> str:
    if dias == 0:
        return "el mismo día"
    return "en 1 día o menos" if dias == 1 else f"en {dias} días o menos"


def tiempos_de(tramite: Tramite, hoy: date) -> Tiempos | None:
    """Of the cases decided in the last year; None while they are too few to say anything. One query, of few rows."""
    decididas = Solicitud.objects.filter(
        tramite=tramite, dias_en_decidir__isnull=False, decidida_en__date__gt=hoy - UN_ANIO
    )
    por_dias = decididas.values_list("dias_en_decidir").annotate(Count("pk")).order_by("dias_en_decidir")
    hasta: list[tuple[int, int]] = []  # within so many days, how many
    for dias, cuantas in por_dias:
        hasta.append((dias, cuantas + (hasta[-1][1] if hasta else 0)))
    casos = hasta[-1][1] if hasta else 0
    if casos < MINIMO_PARA_CONTAR:
        return None
    # The smallest number of days within which at least that share was decided.
    mitad, nueve_de_diez = (
        next(dias for dias, cuantas in hasta if cuantas * partes >= casos * de_ellas)
        for de_ellas, partes in ((1, 2), (9, 10))
    )
    return Tiempos(mitad, nueve_de_diez, casos)


# --- the staff -------------------------------------------------------------------------------------------------------


BANDEJAS = Bandejas(
    "Abiertas",
    Q(estado__in=DEL_PERSONAL),
    "Decididas o terminadas",
    (Bandeja("aprobar", "Por aprobar", lambda cuenta, hoy: Q(estado=Estado.EN_APROBACION)),),
)


def cola() -> QuerySet[Solicitud]:
    """What is open for the staff, the most urgent first."""
    return Solicitud.objects.filter(estado__in=DEL_PERSONAL).select_related("tramite", "responsable").defer(*LO_PESADO)


def montones_de_casos(cuenta: Cuenta, hoy: date) -> list[Monton]:
    """The open cases by procedure and officer; one query."""
    tramite = Tramite.objects.filter(pk=OuterRef("tramite_id")).order_by()
    palabras = {"cual": Subquery(tramite.values("slug")), "titulo": Subquery(tramite.values("nombre"))}
    return montones(Solicitud.objects.all(), BANDEJAS, cuenta, hoy, "tramite_id", **palabras)


def estados_que_mueve(cuenta: Cuenta) -> set[Estado]:
    """Where the role of this member of the staff has a step to take, whoever has the case."""
    return {
        estado
        for flujo in FLUJOS
        for t in flujo.transiciones
        if t.quien is Quien.PERSONAL and t.hacia is not None and cuenta.has_perm(t.permiso)
        for estado in t.desde
    }


def urgentes(cuenta: Cuenta, estados: set[Estado], cuantas: int) -> list[Solicitud]:
    """Of what one has, and of what nobody has, in those states: what ends first."""
    suyas = Q(responsable=cuenta) | Q(responsable__isnull=True)
    return list(cola().filter(suyas, estado__in=estados, vence_el__isnull=False).order_by("vence_el", "pk")[:cuantas])


def por_plazo(hoy: date) -> dict[str, int]:
    """How many open cases have how many business days left; two queries, which grow with the days and not the cases."""
    dias, cuenta = DiasHabiles.nacionales(), dict.fromkeys(("atrasado", "0-2", "3-5", "mas", "detenido"), 0)
    for vence_el, casos in cola().order_by().values_list("vence_el").annotate(Count("pk")):
        cuenta[_tramo(None if vence_el is None else dias.entre(hoy, vence_el))] += casos
    return cuenta


def _tramo(habiles: int | None) -> str:
    match habiles:
        case None:
            return "detenido"
        case _ if habiles < 0:
            return "atrasado"
        case _ if habiles <= 2:
            return "0-2"
        case _:
            return "3-5" if habiles <= 5 else "mas"

"""The desk: what waits for a member of the staff, what is late, and what they did today, as far as their role sees.

At most eight queries, however much there is. Each figure leads to the list that it counts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, QuerySet, Value
from django.utils import timezone

from cuentas.models import Cuenta
from empleadores.models import PagoPorAplicar
from nucleo.administracion import lista_de, pagina_de
from nucleo.escritura import fecha, nombre_de_mes
from nucleo.feriados import DiasHabiles
from nucleo.jornada import Hecho, Jornada
from nucleo.models import Outbox
from nucleo.outbox.selectors import abandoned, late
from registro.jornada import DE_PERSONAS
from registro.models import Empleador, Persona
from tramites.bandejas import Monton, cuantas
from tramites.casos import plazos
from tramites.casos import selectors as de_casos
from tramites.casos.flujo import APROBAR, REPARTIR
from tramites.jornada import DE_CASOS, DE_QUEJAS
from tramites.models import Certificado, CierreMensual, Conteo, Queja, Solicitud
from tramites.quejas import selectors as de_quejas
from tramites.quejas.estados import Tema

URGENTES = 6
"""Of cases, and of complaints."""

DE_EMPLEADORES = (Hecho("atendidos", "", "Empleadores que atendió", "empleador", "atencion.empezada"),)
HECHOS: tuple[tuple[type, tuple[Hecho, ...], str], ...] = (
    (Solicitud, DE_CASOS, "bandeja=todas&"),
    (Queja, DE_QUEJAS, "bandeja=todas&"),
    (Persona, DE_PERSONAS, ""),
    (Empleador, DE_EMPLEADORES, ""),
)


@dataclass(frozen=True)
class Espera:
    """How many of a kind there are and where they are; `detalle`: since when, or how late the first one is."""

    texto: str
    cuantas: int
    enlace: str
    tono: str = "info"
    detalle: str = ""


@dataclass(frozen=True)
class Cola:
    """One queue: its trays, and how many of each kind are in each tray (`filas`: kind, cells as wide as `bandejas`)."""

    clave: str
    titulo: str
    clase: str
    bandejas: list[Espera]
    filas: list[tuple[str, list[Espera]]]


@dataclass(frozen=True)
class Urgente:
    """What ends first of what one has or could take."""

    numero: str
    sobre: str
    enlace: str
    plazo: str
    atrasada: bool
    es_suya: bool


@dataclass(frozen=True)
class Carga:
    """How much one member of the staff has."""

    responsable: str
    abiertas: int
    atrasadas: int


@dataclass(frozen=True)
class Mesa:
    """`urgentes`, `carga`, `esperas` and `cifras` are None where the role has no eyes for them."""

    papeles: list[str]
    colas: list[Cola]
    urgentes: list[Urgente] | None
    hoy: list[Espera]
    carga: list[Carga] | None
    esperas: list[Espera] | None
    mes_de_cifras: str
    cifras: list[Espera] | None
    buscar_persona: str
    buscar_certificado: str


def ve(cuenta: Cuenta, modelo: type) -> bool:
    opts = modelo._meta  # type: ignore[attr-defined]
    return cuenta.has_perm(f"{opts.app_label}.view_{opts.model_name}")


def mesa_de(cuenta: Cuenta) -> Mesa:
    hoy, dias = timezone.localdate(), DiasHabiles.nacionales()
    mueve = de_casos.estados_que_mueve(cuenta)
    casos = de_casos.montones_de_casos(cuenta, hoy) if ve(cuenta, Solicitud) else None
    quejas = de_quejas.montones_de_quejas(cuenta, hoy) if ve(cuenta, Queja) else None
    colas = []
    if casos is not None:
        colas.append(_cola_de_casos(cuenta, casos, bool(mueve), hoy, dias))
    if quejas is not None:
        colas.append(_cola_de_quejas(quejas, hoy, dias))
    mes = hoy.replace(day=1) - timedelta(days=1)
    contadas = _contar(_lo_que_espera(cuenta, mes))
    return Mesa(
        papeles=list(cuenta.groups.values_list("name", flat=True)),
        colas=colas,
        urgentes=_urgentes(cuenta, mueve, hoy, dias) if mueve or quejas is not None else None,
        hoy=_hechos(cuenta),
        carga=_carga(casos) if casos is not None and cuenta.has_perm(REPARTIR) else None,
        esperas=_esperas(cuenta, contadas) if ve(cuenta, Outbox) else None,
        mes_de_cifras=f"{nombre_de_mes(mes.month)} de {mes.year}",
        cifras=_cifras(contadas, mes) if ve(cuenta, Conteo) else None,
        buscar_persona=lista_de(Persona) if ve(cuenta, Persona) else "",
        buscar_certificado=lista_de(Certificado) if ve(cuenta, Certificado) else "",
    )


# --- the queues ------------------------------------------------------------------------------------------------------


def _cola_de_casos(cuenta: Cuenta, de: list[Monton], mueve: bool, hoy: date, dias: DiasHabiles) -> Cola:
    """The trays in which this role can do something, and what is late, which everybody may have to explain."""
    reparte = cuenta.has_perm(REPARTIR)
    columnas = [
        *([("mias", "A su cargo", "info")] if mueve else []),
        *([("sin-asignar", "Sin asignar", "atencion")] if mueve or reparte else []),
        *([("aprobar", "Por aprobar", "atencion")] if reparte or cuenta.has_perm(APROBAR) else []),
        ("atrasadas", "Atrasadas", "error"),
    ]
    lista = lista_de(Solicitud)
    return Cola("casos", "Solicitudes", "Trámite", *_bandejas(de, columnas, lista, "tramite", _tarde(de, hoy, dias)))


def _cola_de_quejas(de: list[Monton], hoy: date, dias: DiasHabiles) -> Cola:
    columnas = [
        ("mias", "A su cargo", "info"),
        ("sin-asignar", "Sin asignar", "atencion"),
        ("reabiertas", "Reabiertas", "atencion"),
        ("atrasadas", "Atrasadas", "error"),
    ]
    con_nombre = [replace(monton, titulo=Tema(monton.clase).label.capitalize()) for monton in de]
    lista, tarde = lista_de(Queja), _tarde(de, hoy, dias)
    return Cola("quejas", "Quejas", "Asunto", *_bandejas(con_nombre, columnas, lista, "tema__exact", tarde))


def _tarde(de: list[Monton], hoy: date, dias: DiasHabiles) -> str:
    """How late the first one is, in business days."""
    primera = min((m.vence_el for m in de if m.vence_el is not None), default=hoy)
    return f"La más antigua, {plazos.en_palabras(dias.entre(hoy, primera))}" if primera < hoy else ""


def _bandejas(
    de: list[Monton], columnas: Sequence[tuple[str, str, str]], lista: str, filtro: str, tarde: str
) -> tuple[list[Espera], list[tuple[str, list[Espera]]]]:
    """The trays with everything, and those of each kind, the latest first; `filtro`: of the list, by kind."""
    por_clase: defaultdict[tuple[str, str], list[Monton]] = defaultdict(list)
    for monton in de:
        por_clase[monton.titulo, monton.clase].append(monton)
    return [
        Espera(
            texto,
            cuantas(de, cual),
            f"{lista}?bandeja={cual}",
            tono,
            tarde if cual == "atrasadas" else "",
        )
        for cual, texto, tono in columnas
    ], [
        (
            nombre,
            [
                Espera(texto, cuantas(suyos, cual), f"{lista}?bandeja={cual}&{filtro}={clase}")
                for cual, texto, _ in columnas
            ],
        )
        for (nombre, clase), suyos in sorted(por_clase.items(), key=lambda uno: (-cuantas(uno[1], "atrasadas"), uno[0]))
    ]


def _carga(de: list[Monton]) -> list[Carga]:
    """Who has how many open cases, and how many of them are late; what nobody has comes first."""
    por_persona: defaultdict[tuple[bool, str, int | None], list[Monton]] = defaultdict(list)
    for monton in de:
        por_persona[monton.responsable is not None, monton.nombre, monton.responsable].append(monton)
    return [
        Carga(quien[1], cuantas(suyos, "abiertas"), cuantas(suyos, "atrasadas"))
        for quien, suyos in sorted(por_persona.items(), key=lambda uno: uno[0][:2])
    ]


def _urgentes(cuenta: Cuenta, mueve: set, hoy: date, dias: DiasHabiles) -> list[Urgente]:
    casos = de_casos.urgentes(cuenta, mueve, URGENTES) if mueve else []
    quejas = de_quejas.urgentes(cuenta, URGENTES) if ve(cuenta, Queja) else []
    juntas = [(s.vence_el, s.sobre, s) for s in casos] + [(q.vence_el, f"Queja: {q.sobre}", q) for q in quejas]
    que_vencen = [(vence, sobre, fila) for vence, sobre, fila in juntas if vence is not None]
    return [
        Urgente(
            str(fila.numero),
            sobre,
            pagina_de(fila),
            plazos.en_palabras(dias.entre(hoy, vence)).capitalize(),
            vence < hoy,
            fila.responsable_id is not None,
        )
        for vence, sobre, fila in sorted(que_vencen, key=lambda una: una[0])
    ]


# --- today -----------------------------------------------------------------------------------------------------------


def _hechos(cuenta: Cuenta) -> list[Espera]:
    """What one did today, of what one may see; what was not done is not said."""
    vistos = [(modelo, hecho, antes) for modelo, hechos, antes in HECHOS if ve(cuenta, modelo) for hecho in hechos]
    jornada = Jornada.de(cuenta.get_username(), [hecho for _, hecho, _ in vistos])
    contados = [
        Espera(hecho.texto, len(jornada.claves(hecho)), f"{lista_de(modelo)}?{antes}hoy={hecho.nombre}")
        for modelo, hecho, antes in vistos
    ]
    return [uno for uno in contados if uno.cuantas]


# --- what else waits -------------------------------------------------------------------------------------------------


def _lo_que_espera(cuenta: Cuenta, mes: date) -> dict[str, tuple[QuerySet, str]]:
    """Rows and the field of their moment, by name."""
    filas: dict[str, tuple[QuerySet, str]] = {}
    if ve(cuenta, Outbox):
        filas["abandonados"] = Outbox.objects.filter(abandoned()), "created_at"
        filas["tarde"] = Outbox.objects.filter(late()), "created_at"
        de_firma = Outbox.objects.exclude(state__in=[Outbox.State.DONE, Outbox.State.ABANDONED])
        filas["firma"] = de_firma.filter(kind="certificado.firmar"), "created_at"
    if ve(cuenta, PagoPorAplicar):
        filas["por_aplicar"] = PagoPorAplicar.objects.filter(aplicado_en__isnull=True), "registrado_en"
    if ve(cuenta, Conteo):
        del_mes = Conteo.objects.filter(anio=mes.year, mes=mes.month, version=1)
        cierre = CierreMensual.objects.filter(anio=mes.year, mes=mes.month, version=1)
        filas["cierre"] = cierre, "registrado_en"
        for fuente in Conteo.Fuente:
            filas[fuente] = del_mes.filter(fuente=fuente), "registrado_en"
    return filas


def _contar(filas: dict[str, tuple[QuerySet, str]]) -> defaultdict[str, tuple[int, datetime | None]]:
    """How many, and the first moment, of each. One query."""
    contadas: defaultdict[str, tuple[int, datetime | None]] = defaultdict(lambda: (0, None))
    partes = [
        de_una.order_by()
        .values(que=Value(nombre))
        .annotate(n=Count("pk"), desde=Min(momento))
        .values_list("que", "n", "desde")
        for nombre, (de_una, momento) in filas.items()
    ]
    if partes:
        primera, *resto = partes
        contadas.update((que, (n, desde)) for que, n, desde in primera.union(*resto, all=True))
    return contadas


def _esperas(cuenta: Cuenta, contadas: defaultdict[str, tuple[int, datetime | None]]) -> list[Espera]:
    avisos, documentos = lista_de(Outbox), lista_de(Certificado)
    todas = (
        ("abandonados", "Avisos y tareas abandonados", f"{avisos}?state__exact={Outbox.State.ABANDONED}", "error"),
        ("tarde", "Avisos y tareas atrasados", f"{avisos}?atraso=si", "atencion"),
        (
            "firma",
            "Documentos que esperan la firma",
            f"{documentos}?estado__exact={Certificado.Estado.EN_EMISION}",
            "info",
        ),
        ("por_aplicar", "Pagos por aplicar", lista_de(PagoPorAplicar), "atencion"),
    )
    return [
        Espera(texto, n, enlace, tono, f"Desde el {fecha(timezone.localtime(desde))}" if desde else "")
        for nombre, texto, enlace, tono in todas
        for n, desde in [contadas[nombre]]
        if n
    ]


def _cifras(contadas: defaultdict[str, tuple[int, datetime | None]], mes: date) -> list[Espera]:
    """Of the month that ended last: how many procedures have a figure, from where, and whether it is closed."""
    _, cerrado = contadas["cierre"]
    cierre = f"El mes se cerró el {fecha(timezone.localtime(cerrado))}" if cerrado else "El mes no se ha cerrado"
    lista = f"{lista_de(Conteo)}?anio={mes.year}&mes={mes.month}"
    return [
        Espera(
            f"Trámites con cifra de {fuente.label}",
            contadas[fuente][0],
            f"{lista}&fuente__exact={fuente.value}",
            detalle=cierre if fuente is Conteo.Fuente.PORTAL else "",
        )
        for fuente in Conteo.Fuente
    ]

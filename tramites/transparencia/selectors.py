"""The monthly figures as they are shown: the official one where there is one, and the portal's own beside it.

A closed month is read from the rows that fixed it; only the months that are still open are counted, by the index on
their dates. What is read of the open ones serves every page for a minute.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Count, Model, QuerySet, Sum
from django.db.models.functions import Coalesce

from nucleo.escritura import mes as mes_escrito
from nucleo.feriados import DiasHabiles
from registro.reglas.puertas import mover
from tramites.catalogo.models import Tramite
from tramites.transparencia.anomalias import Referencia, anomalia
from tramites.transparencia.cifras import Cierre, Cifra, Detalle, Linea, MesEnCurso, MesPublicado, Recuento
from tramites.transparencia.conteo import Contado, MesContado, Periodo, contar_abiertos, contar_mes
from tramites.transparencia.models import CierreMensual, Conteo
from tramites.transparencia.tiempos import Tiempos

SEGUNDOS_EN_CACHE = 60
OFICIAL, PORTAL = Conteo.Fuente.OFICIAL, Conteo.Fuente.PORTAL
FIJADOS = ("quejas", "atenciones", "en_linea", "presencial", "decididos", "mediana", "nueve_de_diez")
FIJADOS_SIN_TRAMITE = ("quejas_servicio", "quejas_datos")


def meses_de(tramite: Tramite) -> list[MesPublicado]:
    """The months of one procedure, newest first. Three queries at most."""
    return _publicados(Conteo.objects.filter(tramite=tramite), tramite).get(tramite.pk, [])


def meses_de_todos() -> dict[int, list[MesPublicado]]:
    """Procedure → its months, newest first; procedures without figures are absent. Three queries at most."""
    return _publicados(Conteo.objects.all())


@dataclass
class _Mes:
    """What is known of one procedure in one month: the versions of each source, newest first."""

    cifras: dict[str, list[Cifra]] = field(default_factory=lambda: {OFICIAL: [], PORTAL: []})
    detalle: Detalle | None = None


def _publicados(conteos: Iterable[Conteo], de: Tramite | None = None) -> dict[int, list[MesPublicado]]:
    meses: defaultdict[int, defaultdict[Periodo, _Mes]] = defaultdict(lambda: defaultdict(_Mes))
    for conteo in sorted(conteos, key=lambda c: -c.version):
        mes = meses[conteo.tramite_id][conteo.anio, conteo.mes]
        mes.cifras[conteo.fuente].append(cifra_de(conteo))
        if conteo.fuente == PORTAL and mes.detalle is None:
            mes.detalle = _detalle_fijado(conteo)
    for (tramite_id, anio, mes_abierto), contado in _abiertos().items():
        if de is not None and tramite_id != de.pk:
            continue
        mes = meses[tramite_id][anio, mes_abierto]
        if not mes.cifras[PORTAL]:  # otherwise it was closed since it was counted: the row stands
            mes.cifras[PORTAL].append(Cifra(contado.quejas, contado.atenciones, cerrada=False))
            mes.detalle = Detalle.de(contado.en_linea, contado.presencial)
    return {
        tramite_id: [_publicado(periodo, mes) for periodo, mes in sorted(suyos.items(), reverse=True)]
        for tramite_id, suyos in meses.items()
    }


def _abiertos() -> dict[tuple[int, int, int], Contado]:
    """(procedure, year, month) → what it counts so far, in the months that nobody closed."""

    def contar() -> dict[tuple[int, int, int], Contado]:
        return contar_abiertos(CierreMensual.objects.filter(version=1).values_list("anio", "mes"))

    return cache.get_or_set("transparencia-meses-abiertos", contar, SEGUNDOS_EN_CACHE) or {}


def _publicado(periodo: Periodo, mes: _Mes) -> MesPublicado:
    fuente = OFICIAL if mes.cifras[OFICIAL] else PORTAL
    versiones = mes.cifras[fuente]
    otra = mes.cifras[PORTAL][0] if fuente == OFICIAL and mes.cifras[PORTAL] else None
    return MesPublicado(*periodo, fuente, versiones[0], otra, versiones, mes.detalle)


def cifra_de(conteo: Conteo) -> Cifra:
    """As it was fixed."""
    en = conteo.registrado_en
    return Cifra(conteo.quejas, conteo.atenciones, conteo.version, conteo.motivo, registrada_en=en)


def _detalle_fijado(conteo: Conteo) -> Detalle:
    tiempos = Tiempos(conteo.decididos or 0, conteo.mediana, conteo.nueve_de_diez)
    return Detalle.de(conteo.en_linea or 0, conteo.presencial or 0, tiempos)


# --- closings --------------------------------------------------------------------------------------------------------


def cerrados(limite: int = 50) -> list[Cierre]:
    """What was closed and what was restated, newest first. Three queries."""
    sumas: dict[Periodo, tuple[int, int, int]] = {
        (anio, mes): (tramites, atenciones, quejas)
        for anio, mes, *(tramites, atenciones, quejas) in _fijados(version=1)
        .values_list("anio", "mes")
        .annotate(Count("pk"), Sum("atenciones"), Sum("quejas"))
        .order_by()
    }
    cierres = CierreMensual.objects.order_by("-registrado_en")[:limite]
    corregidos = _fijados(version__gt=1).select_related("tramite").order_by("-registrado_en")[:limite]
    todos = [_cierre(c, *sumas.get((c.anio, c.mes), (0, 0, 0))) for c in cierres]
    todos += [
        Cierre(c.anio, c.mes, c.registrado_en, 1, c.atenciones, c.quejas, True, c.motivo, c.version, c.tramite)
        for c in corregidos
    ]
    return sorted(todos, key=lambda c: (c.cerrado_en, c.anio, c.mes), reverse=True)[:limite]


def esta_cerrado(anio: int, mes: int) -> bool:
    return CierreMensual.objects.filter(anio=anio, mes=mes, version=1).exists()


def cierre_de(cierre: CierreMensual, *, nuevo: bool = False) -> Cierre:
    """What that closing fixed."""
    sumas = _fijados(version=1, anio=cierre.anio, mes=cierre.mes).aggregate(
        tramites=Count("pk"), atenciones=Coalesce(Sum("atenciones"), 0), quejas=Coalesce(Sum("quejas"), 0)
    )
    return replace(_cierre(cierre, **sumas), nuevo=nuevo)


def _fijados(**cuales: int) -> QuerySet[Conteo]:
    return Conteo.objects.filter(fuente=PORTAL, **cuales)


def _cierre(cierre: CierreMensual, tramites: int, atenciones: int, quejas: int) -> Cierre:
    if cierre.version > 1:
        tramites, atenciones, quejas = 0, 0, cierre.quejas_servicio + cierre.quejas_datos
    return Cierre(
        cierre.anio,
        cierre.mes,
        cierre.registrado_en,
        tramites,
        atenciones,
        quejas,
        cierre.version > 1,
        cierre.motivo,
        cierre.version,
    )


def recuento(tramite: Tramite | None, anio: int, mes: int) -> Recuento:
    """Of one procedure, or of the complaints that are about none."""
    contado = contar_mes(anio, mes, tramite)
    if tramite is None:
        return _recuento_sin_tramite(anio, mes, contado)
    fijado = Conteo.objects.filter(tramite=tramite, anio=anio, mes=mes, fuente=PORTAL).order_by("-version").first()
    return _recuento(tramite, anio, mes, fijado, contado)


def recuentos(anio: int, mes: int) -> list[Recuento]:
    """Of every procedure that has a figure or an event in that month, and of the complaints about none."""
    contado = contar_mes(anio, mes)
    vigentes = {
        conteo.tramite_id: conteo
        for conteo in Conteo.objects.filter(anio=anio, mes=mes, fuente=PORTAL).order_by("version")
    }
    tramites = Tramite.objects.filter(pk__in={*vigentes, *contado.tramites}).order_by("nombre")
    por_tramite = [_recuento(t, anio, mes, vigentes.get(t.pk), contado) for t in tramites]
    return [*por_tramite, _recuento_sin_tramite(anio, mes, contado)]


def _recuento(tramite: Tramite, anio: int, mes: int, fijado: Conteo | None, del_mes: MesContado) -> Recuento:
    contado = del_mes.de(tramite.pk)
    ahora = Conteo(**contado.campos)
    contada = Cifra(contado.quejas, contado.atenciones, cerrada=False)
    lineas = _lineas(fijado, ahora, FIJADOS)
    return Recuento(tramite, anio, mes, cifra_de(fijado) if fijado else None, contada, lineas)


def _recuento_sin_tramite(anio: int, mes: int, contado: MesContado) -> Recuento:
    fijado = CierreMensual.objects.filter(anio=anio, mes=mes).order_by("-version").first()
    ahora = CierreMensual(quejas_servicio=contado.quejas_servicio, quejas_datos=contado.quejas_datos)
    fijada = None
    if fijado:
        total = fijado.quejas_servicio + fijado.quejas_datos
        fijada = Cifra(total, 0, fijado.version, fijado.motivo, registrada_en=fijado.registrado_en)
    contada = Cifra(ahora.quejas_servicio + ahora.quejas_datos, 0, cerrada=False)
    return Recuento(None, anio, mes, fijada, contada, _lineas(fijado, ahora, FIJADOS_SIN_TRAMITE))


def _lineas(fijado: Model | None, ahora: Model, campos: Sequence[str]) -> tuple[Linea, ...]:
    nombres = {campo.attname: str(campo.verbose_name) for campo in ahora._meta.concrete_fields}
    return tuple(Linea(nombres[campo], getattr(fijado, campo, None), getattr(ahora, campo)) for campo in campos)


# --- the month in progress -------------------------------------------------------------------------------------------


def en_curso(hoy: date) -> list[MesEnCurso]:
    """Of every procedure of the catalogue, what stands out first. Five queries at most."""
    dias = DiasHabiles.nacionales()
    este, anterior, hace_un_anio = hoy.replace(day=1), mover(hoy, -1), mover(hoy, -12)
    ultimo = mover(hoy, 1) - timedelta(days=1)
    del_mes = dias.entre(este - timedelta(days=1), ultimo)
    transcurrido = Decimal(dias.entre(este - timedelta(days=1), hoy)) / del_mes
    todos = meses_de_todos()
    filas = []
    for tramite in Tramite.objects.order_by("nombre"):
        suyos = {date(m.anio, m.mes, 1): m for m in todos.get(tramite.pk, [])}
        va = _del_portal(suyos.get(este)) or Cifra(0, 0, cerrada=False)
        anteriores = [(d, _del_portal(suyos.get(d))) for d in (hace_un_anio, anterior)]
        antes = next((Referencia(mes_escrito(d), c.quejas, c.atenciones) for d, c in anteriores if c), None)
        raro = anomalia(quejas=va.quejas, atenciones=va.atenciones, antes=antes, transcurrido=transcurrido)
        un_anio, un_mes = (suyos[d].cifra if d in suyos else None for d in (hace_un_anio, anterior))
        filas.append(MesEnCurso(tramite, este.year, este.month, va.quejas, va.atenciones, un_anio, un_mes, raro))
    return sorted(filas, key=lambda fila: not fila.anomalia)


def _del_portal(mes: MesPublicado | None) -> Cifra | None:
    """What the portal itself counted: like is compared with like."""
    if mes is None:
        return None
    return mes.otra if mes.oficial else mes.cifra

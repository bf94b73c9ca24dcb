"""Who is covered through a person and who may be, as the register shows it and as the rule of the cover takes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, Q

from afiliados.normas.cobertura import norma_cobertura_de
from afiliados.reglas import cobertura as regla
from afiliados.reglas.afiliacion import Afiliacion, Aportes, Situacion, Vinculo, afiliacion
from afiliados.reglas.cobertura import (
    Calidad,
    Costo,
    Cubierto,
    Documento,
    EstadoCivil,
    Fin,
    NormaCobertura,
    Parentesco,
    SeguroPropio,
    Titular,
)
from afiliados.reglas.cobertura_dictamen import dictamen
from afiliados.selectors import Expediente, expediente_de
from nucleo.dinero import CERO, centavos
from registro.models import Aporte, Dependiente, Jornada, PagoPension, Pension, Persona, Relacion
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.puertas import cumpleanos, mover
from tramites.casos.estados import DEL_PERSONAL
from tramites.casos.models import Solicitud

SLUG = "extension-cobertura"
CausaFin = Dependiente.CausaFin
YA_NO_SON = (CausaFin.FIN_DE_UNION,)
"""After these the register no longer names the kinship."""
HORAS_DE_JORNADA = 8
MESES_QUE_SOSTIENEN = 4
"""A voluntary affiliation runs on its last months: older ones say nothing of today."""


@dataclass(frozen=True, slots=True)
class Hechos:
    """What the rule decides on, as the case keeps it."""

    dependiente: regla.Dependiente
    titular: Titular


@dataclass(frozen=True)
class Cobertura:
    """One row of the register, with what the rule says of it."""

    fila: Dependiente
    nombre: str
    """"" where the register knows only the number."""
    quien: regla.Dependiente
    cuesta: Costo
    acceso_desde: date
    termina: tuple[Fin, ...]
    hasta: date | None
    """The last day, as far as it is known."""

    @property
    def porcentaje(self) -> Decimal:
        """As a share of one."""
        return self.cuesta.tasa / 100


class Conocido(NamedTuple):
    """Somebody whom the register names and whom this titular could cover without a document."""

    cedula: str
    parentesco: Parentesco
    nombre: str


@dataclass(frozen=True)
class Familia:
    """A titular on one day, whom they cover, and what is known of one more cédula, `cedula`."""

    hoy: date
    titular: Titular
    norma: NormaCobertura
    coberturas: Sequence[Cobertura]
    """Those that run."""
    terminadas: Sequence[Cobertura]
    parametros: Parametros
    cedula: str = ""
    registrada: Persona | None = None
    seguro: SeguroPropio | None = None
    lazos: frozenset[str] = frozenset()
    """The kinships with `cedula` that the register names."""
    de_otro: bool = False
    antes: Dependiente | None = None
    """The row of `cedula` that there is already."""
    conocidos: Sequence[Conocido] = ()

    @property
    def pareja(self) -> Cobertura | None:
        return next((una for una in self.coberturas if una.quien.parentesco.pareja), None)

    @property
    def costo(self) -> Decimal:
        """What all of them cost each month."""
        return regla.costo_total(una.cuesta for una in self.coberturas) if self.titular.vigente else CERO

    @property
    def costo_de_pareja(self) -> Costo:
        return regla.costo(regla.Dependiente("", Parentesco.CONYUGE), self.titular, self.norma, self.hoy)

    def consta(self, parentesco: str) -> bool:
        return parentesco in self.lazos

    def candidato(
        self,
        parentesco: str,
        *,
        nacimiento: date | None = None,
        documentos: Iterable[Documento] = (),
        consta: bool = False,
    ) -> regla.Dependiente:
        """`cedula` as somebody to cover.

        The register's date of birth is taken only where the register names the kinship, or where it was declared: of
        anybody else's child it is not for the asker to read.
        """
        consta = consta or self.consta(parentesco)
        persona = self.registrada
        if persona and (consta or nacimiento):
            nacimiento = persona.fecha_nacimiento
        return regla.Dependiente(
            cedula=self.cedula,
            parentesco=Parentesco(parentesco),
            nacimiento=nacimiento,
            consta=consta,
            estado_civil=_estado_civil(persona),
            seguro=self.seguro,
            documentos=frozenset(documentos),
            fallecimiento=persona.fecha_fallecimiento if persona else None,
            de_otro=self.de_otro,
        )


def familia_de(persona: Persona, hoy: date, *, cedula: str = "", acuerdo: str = "") -> Familia:
    """Seven queries, however long the record and however many they are; eight of a pensioner.

    What the case `acuerdo` granted itself doesn't stand in its way when it is decided again.
    """
    parametros = Parametros.al(hoy)
    filas = _filas(persona, cedula)
    propias = [fila for fila in filas if fila.titular_id == persona.pk]
    cedulas = {f.cedula for f in propias} | {f.titular.cedula for f in filas} | ({cedula} - {""})
    cedulas.discard(persona.cedula)
    personas = {uno.cedula: uno for uno in Persona.objects.filter(cedula__in=cedulas)}
    seguros = _Seguros.de([persona, *personas.values()], hoy, parametros.entero("planilla_dia_vencimiento"))
    expediente = expediente_de(persona)
    solo = _titular(persona, expediente, seguros, hoy)
    norma = norma_cobertura_de(parametros)
    firmes = [fila for fila in propias if not acuerdo or fila.acuerdo_numero != acuerdo]
    coberturas = [_cobertura(f, personas.get(f.cedula), seguros, solo, norma, expediente, hoy) for f in propias]
    corren = [una for una in coberturas if _corre(una, hoy)]
    cubiertos = [_cubierto(una) for una in coberturas if una.fila in firmes]
    titular = replace(solo, cubiertos=cubiertos)
    lazos = _lazos(persona, firmes, filas)
    return Familia(
        hoy=hoy,
        titular=titular,
        norma=norma,
        coberturas=corren,
        terminadas=[una for una in coberturas if una not in corren],
        parametros=parametros,
        cedula=cedula,
        registrada=personas.get(cedula) if cedula != persona.cedula else persona,
        seguro=seguros.propio(personas[cedula]) if cedula in personas else None,
        lazos=frozenset(lazos.get(cedula, ())),
        de_otro=any(f.cedula == cedula and f.titular_id != persona.pk and _corre_la_fila(f, hoy) for f in filas),
        antes=next((fila for fila in propias if fila.cedula == cedula), None),
        conocidos=list(_conocidos(lazos, corren, personas, seguros, norma)),
    )


def hechos_de_cobertura(persona: Persona, hoy: date, datos: Mapping[str, Any]) -> Hechos:
    """`datos`: the answers of a case, and its number once it has one."""
    familia = familia_de(persona, hoy, cedula=datos["cedula"], acuerdo=datos.get("solicitud") or "")
    return Hechos(candidato_de(familia, datos), familia.titular)


def dictamen_de(hechos: Hechos, hoy: date, parametros: Parametros | None = None) -> Dictamen:
    """The decision on these facts by these parameters, those of today where none are given."""
    parametros = parametros or Parametros.al(hoy)
    norma = norma_cobertura_de(parametros)
    return dictamen(hechos.dependiente, hechos.titular, norma=norma, hoy=hoy, parametros=parametros.usados)


def candidato_de(familia: Familia, datos: Mapping[str, Any]) -> regla.Dependiente:
    nacimiento = datos.get("nacimiento")
    return familia.candidato(
        datos["parentesco"],
        nacimiento=date.fromisoformat(nacimiento) if nacimiento else None,
        documentos=[Documento(datos["documento"])] if datos.get("archivos") else [],
        consta=bool(datos.get("consta")),
    )


def en_tramite_por(persona: Persona, slug: str, cedula: str) -> str:
    """The number of the case about that cédula that is not decided yet, or ""."""
    abiertas = Solicitud.objects.filter(
        persona=persona, tramite__slug=slug, estado__in=DEL_PERSONAL, datos__cedula=cedula
    )
    return abiertas.values_list("numero", flat=True).first() or ""


# --- the rows --------------------------------------------------------------------------------------------------------


def _filas(persona: Persona, cedula: str) -> list[Dependiente]:
    """Of whom this person covers, of who covers this person, and of who covers `cedula`."""
    de_quien = Q(titular=persona) | Q(cedula__in={persona.cedula, cedula} - {""})
    return list(Dependiente.objects.filter(de_quien).select_related("titular").order_by("fecha_desde", "pk"))


def _corre_la_fila(fila: Dependiente, hoy: date) -> bool:
    """As its row says, and while its titular lives."""
    vive = fila.titular.fecha_fallecimiento is None
    return vive and not fila.causa_fin and (fila.fecha_hasta is None or hoy <= fila.fecha_hasta)


def _lazos(persona: Persona, propias: Iterable[Dependiente], filas: Iterable[Dependiente]) -> dict[str, set[str]]:
    """Cédula → kinships: by whom they cover or covered, and by the spouse or partner who covers or covered them."""
    lazos: dict[str, set[str]] = {}
    for fila in propias:
        if fila.causa_fin not in YA_NO_SON:
            lazos.setdefault(fila.cedula, set()).add(fila.parentesco)
    for fila in filas:
        pareja = Parentesco(fila.parentesco).pareja
        if fila.cedula == persona.cedula and pareja and fila.causa_fin not in YA_NO_SON:
            lazos.setdefault(fila.titular.cedula, set()).add(fila.parentesco)
    return lazos


def _conocidos(
    lazos: Mapping[str, set[str]],
    corren: Sequence[Cobertura],
    personas: Mapping[str, Persona],
    seguros: "_Seguros",
    norma: NormaCobertura,
) -> Iterator[Conocido]:
    """Without those whom the rule would refuse at once."""
    cubiertas = {una.fila.cedula for una in corren}
    con_pareja = any(una.quien.parentesco.pareja for una in corren)
    for cedula in sorted(lazos.keys() - cubiertas):
        parentesco, persona = Parentesco(min(lazos[cedula])), personas.get(cedula)
        if parentesco.pareja:
            libre = not con_pareja and not (persona and seguros.propio(persona))
        else:  # of whom nobody knows the date of birth, it is declared
            libre = persona is not None and cumpleanos(persona.fecha_nacimiento, norma.edad_hijos) > seguros.hoy
        if libre and not (persona and persona.fecha_fallecimiento):
            yield Conocido(cedula, parentesco, persona.nombre_completo if persona else "")


def _corre(una: Cobertura, hoy: date) -> bool:
    return not una.fila.causa_fin and (una.hasta is None or hoy <= una.hasta)


def _cubierto(una: Cobertura) -> Cubierto:
    return Cubierto(una.fila.cedula, una.quien.parentesco, una.fila.fecha_desde, una.hasta)


def _cobertura(  # noqa: PLR0917 (what a row is read with)
    fila: Dependiente,
    persona: Persona | None,
    seguros: "_Seguros",
    titular: Titular,
    norma: NormaCobertura,
    expediente: Expediente,
    hoy: date,
) -> Cobertura:
    quien = regla.Dependiente(
        cedula=fila.cedula,
        parentesco=Parentesco(fila.parentesco),
        nacimiento=persona.fecha_nacimiento if persona else None,
        consta=True,
        estado_civil=_estado_civil(persona),
        seguro=seguros.propio(persona) if persona else None,
        fallecimiento=persona.fecha_fallecimiento if persona else None,
    )
    termina = regla.fines(quien, titular, norma, hoy)
    dias = [dia for dia in (fila.fecha_hasta, termina[0].ultimo_dia if termina and not fila.causa_fin else None) if dia]
    entonces = replace(titular, ultimo_mes=_pagado_hasta(expediente, fila.fecha_desde))
    return Cobertura(
        fila=fila,
        nombre=persona.nombre_completo if persona else "",
        quien=quien,
        cuesta=regla.costo(quien, titular, norma, hoy),
        acceso_desde=regla.acceso_desde(quien, entonces, norma, fila.fecha_desde),
        termina=termina,
        hasta=min(dias, default=None),
    )


def _pagado_hasta(expediente: Expediente, dia: date) -> date | None:
    """The last month that was paid by that day: those after it carry the extra."""
    return max((f.periodo for f in expediente.filas if f.fecha_pago and f.fecha_pago <= dia), default=None)


# --- the titular and what each is insured by -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Seguros:
    """The affiliations and pensions of several people, read together."""

    hoy: date
    dia_de_pago: int
    relaciones: Mapping[int, list[Relacion]]
    pensiones: Mapping[int, list[Pension]]
    voluntarios: Mapping[int, list[date]]

    @classmethod
    def de(cls, personas: Sequence[Persona], hoy: date, dia_de_pago: int) -> "_Seguros":
        """Three queries."""
        relaciones: dict[int, list[Relacion]] = {}
        for relacion in Relacion.objects.filter(persona__in=personas):
            relaciones.setdefault(relacion.persona_id, []).append(relacion)
        pensiones: dict[int, list[Pension]] = {}
        for pension in Pension.objects.filter(persona__in=personas, fecha_inicio__lte=hoy):
            pensiones.setdefault(pension.persona_id, []).append(pension)
        voluntarios: dict[int, list[date]] = {}
        pagados = Aporte.objects.filter(persona__in=[p.pk for p in personas], ruc="", fecha_pago__isnull=False)
        recientes = pagados.filter(periodo__gte=mover(hoy, -MESES_QUE_SOSTIENEN))
        for quien, periodo in recientes.values_list("persona_id", "periodo"):
            voluntarios.setdefault(quien, []).append(periodo)
        return cls(hoy, dia_de_pago, relaciones, pensiones, voluntarios)

    def afiliacion(self, persona: Persona, aportes: Aportes | None = None) -> Afiliacion:
        return afiliacion(
            [Vinculo(r.ruc, "", r.fecha_ingreso, r.fecha_salida) for r in self.relaciones.get(persona.pk, ())],
            aportes or Aportes(self.voluntarios.get(persona.pk, ())),
            self.hoy,
            dia_de_pago=self.dia_de_pago,
            fallecimiento=persona.fecha_fallecimiento,
        )

    def propio(self, persona: Persona) -> SeguroPropio | None:
        """What somebody is insured by in their own name today; whose employee they are is not told."""
        vigentes = self.afiliacion(persona).vigentes
        hay = [SeguroPropio("Afiliación a su nombre", v.desde, v.hasta) for v in vigentes]
        hay += [SeguroPropio("Pensión a su nombre", p.fecha_inicio) for p in self.pensiones.get(persona.pk, ())]
        # The first to begin says since when; none ends the insurance while another runs.
        return min(hay, key=lambda seguro: (seguro.hasta is not None, seguro.desde), default=None)


def _titular(persona: Persona, expediente: Expediente, seguros: _Seguros, hoy: date) -> Titular:
    filas = expediente.filas
    voluntarios = {fila.periodo for fila in filas if not fila.ruc and fila.pagado}
    hecho = seguros.afiliacion(persona, Aportes(voluntarios, filas[0].periodo if filas else None))
    pensiones = seguros.pensiones.get(persona.pk, [])
    activa = hecho.situacion is Situacion.ACTIVA
    if pensiones and not activa:
        calidad, base = Calidad.PENSIONISTA, sum((pension.monto for pension in pensiones), CERO)
        ultimo_mes = _ultima_pension(persona, hoy)
    else:
        calidad = Calidad.AFILIADO
        base, ultimo_mes = _base(expediente, hecho, seguros.relaciones.get(persona.pk, []), hoy)
    return Titular(
        cedula=persona.cedula,
        calidad=calidad,
        vigente=persona.fecha_fallecimiento is None and (activa or bool(pensiones)),
        base=base,
        nacimiento=persona.fecha_nacimiento,
        estado_civil=_estado_civil(persona),
        ultimo_mes=ultimo_mes,
        cese=hecho.cese if hecho.situacion is Situacion.CESANTE else None,
        fallecimiento=persona.fecha_fallecimiento,
    )


def _base(
    expediente: Expediente, hecho: Afiliacion, relaciones: Sequence[Relacion], hoy: date
) -> tuple[Decimal, date | None]:
    """What they contribute on, and the last month paid: of that month, or of a job of which none is paid yet."""
    pagados = expediente.pagados
    ultimo = pagados[-1] if pagados else None
    desde = min((vinculo.desde for vinculo in hecho.vigentes), default=None)
    if ultimo and (desde is None or ultimo.periodo >= desde.replace(day=1)):
        return ultimo.sueldo, ultimo.periodo
    return sum((_sueldo(r) for r in relaciones if r.rige(hoy)), CERO), None


def _sueldo(relacion: Relacion) -> Decimal:
    """Of the hours that are worked."""
    horas = HORAS_DE_JORNADA if relacion.jornada == Jornada.COMPLETA else int(relacion.jornada)
    return centavos(relacion.sueldo * horas / HORAS_DE_JORNADA)


def _ultima_pension(persona: Persona, hoy: date) -> date | None:
    pagos = PagoPension.objects.filter(persona=persona, fecha_pago__lte=hoy)
    return pagos.aggregate(ultimo=Max("periodo"))["ultimo"]


def _estado_civil(persona: Persona | None) -> EstadoCivil | None:
    return EstadoCivil(persona.estado_civil) if persona and persona.estado_civil else None

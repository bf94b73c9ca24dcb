"""Who is covered through a person and who may be, as the register shows it and as the rule of the cover takes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q

from afiliados.normas.cobertura import norma_cobertura_de
from afiliados.reglas import cobertura as regla
from afiliados.reglas.cobertura import (
    Costo,
    Cubierto,
    Documento,
    Fin,
    NormaCobertura,
    Parentesco,
    SeguroPropio,
    Titular,
)
from afiliados.reglas.cobertura_dictamen import dictamen
from afiliados.selectors.asegurados import Seguros, estado_civil_de, titular_de
from afiliados.selectors.expediente import Expediente, expediente_de
from nucleo.dinero import CERO
from registro.models import Dependiente, Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.puertas import cumpleanos
from tramites.casos.estados import DEL_PERSONAL
from tramites.casos.models import Solicitud

SLUG = "extension-cobertura"
CausaFin = Dependiente.CausaFin


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
            estado_civil=estado_civil_de(persona),
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
    leido = _Lectura.de(persona, {f.cedula for f in filas} | {f.titular.cedula for f in filas} | {cedula}, parametros)
    coberturas = [leido.cobertura(fila) for fila in propias]
    corren = [una for una in coberturas if _corre(una, hoy)]
    ajenas = [una for una in coberturas if not acuerdo or una.fila.acuerdo_numero != acuerdo]
    lazos = _lazos(persona, [una.fila for una in ajenas], filas)
    registrada = leido.personas.get(cedula)
    return Familia(
        hoy=hoy,
        titular=replace(leido.titular, cubiertos=[_cubierto(una) for una in ajenas]),
        norma=leido.norma,
        coberturas=corren,
        terminadas=[una for una in coberturas if una not in corren],
        parametros=parametros,
        cedula=cedula,
        registrada=registrada,
        seguro=leido.seguros.propio(registrada) if registrada else None,
        lazos=frozenset(lazos.get(cedula, ())),
        de_otro=any(f.cedula == cedula and f.titular_id != persona.pk and _corre_la_fila(f, hoy) for f in filas),
        antes=next((fila for fila in propias if fila.cedula == cedula), None),
        conocidos=list(leido.conocidos(lazos, corren)),
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


# --- the reading -----------------------------------------------------------------------------------------------------


def _filas(persona: Persona, cedula: str) -> list[Dependiente]:
    """Of whom this person covers, of who covers this person, and of who covers `cedula`."""
    de_quien = Q(titular=persona) | Q(cedula__in={persona.cedula, cedula} - {""})
    return list(Dependiente.objects.filter(de_quien).select_related("titular").order_by("fecha_desde", "pk"))


def _corre_la_fila(fila: Dependiente, hoy: date) -> bool:
    """As its row says, and while its titular lives."""
    vive = fila.titular.fecha_fallecimiento is None
    return vive and not fila.causa_fin and (fila.fecha_hasta is None or hoy <= fila.fecha_hasta)


def _lazos(persona: Persona, propias: Iterable[Dependiente], filas: Iterable[Dependiente]) -> dict[str, set[str]]:
    """Cédula → kinships: by whom they cover or covered, and by the spouse or partner who covers or covered them.

    Who is no couple any more is named no longer.
    """
    lazos: dict[str, set[str]] = {}
    for fila in propias:
        if fila.causa_fin != CausaFin.FIN_DE_UNION:
            lazos.setdefault(fila.cedula, set()).add(fila.parentesco)
    for fila in filas:
        pareja = Parentesco(fila.parentesco).pareja
        if fila.cedula == persona.cedula and pareja and fila.causa_fin != CausaFin.FIN_DE_UNION:
            lazos.setdefault(fila.titular.cedula, set()).add(fila.parentesco)
    return lazos


def _corre(una: Cobertura, hoy: date) -> bool:
    return not una.fila.causa_fin and (una.hasta is None or hoy <= una.hasta)


def _cubierto(una: Cobertura) -> Cubierto:
    return Cubierto(una.fila.cedula, una.quien.parentesco, una.fila.fecha_desde, una.hasta)


def _pagado_hasta(expediente: Expediente, dia: date) -> date | None:
    """The last month that was paid by that day: those after it carry the extra."""
    return max((f.periodo for f in expediente.filas if f.fecha_pago and f.fecha_pago <= dia), default=None)


@dataclass(frozen=True)
class _Lectura:
    """What is read of everybody around a titular, by which each row is judged."""

    hoy: date
    personas: Mapping[str, Persona]
    seguros: Seguros
    expediente: Expediente
    titular: Titular
    norma: NormaCobertura

    @classmethod
    def de(cls, persona: Persona, cedulas: Set[str], parametros: Parametros) -> "_Lectura":
        hoy = parametros.fecha
        otras = Persona.objects.filter(cedula__in=cedulas - {"", persona.cedula})
        personas = {uno.cedula: uno for uno in (persona, *otras)}
        seguros = Seguros.de([*personas.values()], hoy, parametros.entero("planilla_dia_vencimiento"))
        expediente = expediente_de(persona)
        titular = titular_de(persona, expediente, seguros, hoy)
        return cls(hoy, personas, seguros, expediente, titular, norma_cobertura_de(parametros))

    def cobertura(self, fila: Dependiente) -> Cobertura:
        persona = self.personas.get(fila.cedula)
        quien = regla.Dependiente(
            cedula=fila.cedula,
            parentesco=Parentesco(fila.parentesco),
            nacimiento=persona.fecha_nacimiento if persona else None,
            consta=True,
            estado_civil=estado_civil_de(persona),
            seguro=self.seguros.propio(persona) if persona else None,
            fallecimiento=persona.fecha_fallecimiento if persona else None,
        )
        termina = regla.fines(quien, self.titular, self.norma, self.hoy)
        primero = termina[0].ultimo_dia if termina and not fila.causa_fin else None
        entonces = replace(self.titular, ultimo_mes=_pagado_hasta(self.expediente, fila.fecha_desde))
        return Cobertura(
            fila=fila,
            nombre=persona.nombre_completo if persona else "",
            quien=quien,
            cuesta=regla.costo(quien, self.titular, self.norma, self.hoy),
            acceso_desde=regla.acceso_desde(quien, entonces, self.norma, fila.fecha_desde),
            termina=termina,
            hasta=min((dia for dia in (fila.fecha_hasta, primero) if dia), default=None),
        )

    def conocidos(self, lazos: Mapping[str, Set[str]], corren: Sequence[Cobertura]) -> Iterator[Conocido]:
        """Whom the register names and nobody covers here, without those whom the rule would refuse at once."""
        con_pareja = any(una.quien.parentesco.pareja for una in corren)
        for cedula in sorted(lazos.keys() - {una.fila.cedula for una in corren}):
            parentesco, persona = Parentesco(min(lazos[cedula])), self.personas.get(cedula)
            if parentesco.pareja:
                libre = not con_pareja and not (persona and self.seguros.propio(persona))
            else:  # of whom nobody knows the date of birth, it is declared
                mayor = persona and cumpleanos(persona.fecha_nacimiento, self.norma.edad_hijos) <= self.hoy
                libre = persona is not None and not mayor
            if libre and not (persona and persona.fecha_fallecimiento):
                yield Conocido(cedula, parentesco, persona.nombre_completo if persona else "")

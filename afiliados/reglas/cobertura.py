"""Who may be covered by somebody's health insurance, what it costs on the next contribution, and when it ends (A §8).

The spouse or partner is covered for a share of what the titular contributes on; the children of an affiliate cost
nothing until they are 18. The register names some dependants; the others are declared with a document.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from nucleo.dinero import CERO
from registro.reglas.aportes import porcentaje
from registro.reglas.puertas import cumpleanos, mover
from registro.reglas.respaldo import Respaldo

UN_DIA: Final = timedelta(days=1)


class Parentesco(StrEnum):
    """The codes of the register."""

    CONYUGE = "CONYUGE"
    CONVIVIENTE = "CONVIVIENTE"
    HIJO = "HIJO"

    @property
    def pareja(self) -> bool:
        return self is not Parentesco.HIJO


class EstadoCivil(StrEnum):
    """The codes of the register."""

    SOLTERO = "SOLTERO"
    CASADO = "CASADO"
    UNION_HECHO = "UNION_HECHO"
    SEPARADO = "SEPARADO"
    DIVORCIADO = "DIVORCIADO"
    VIUDO = "VIUDO"

    @property
    def casado(self) -> bool:
        """Who is separated is married still."""
        return self in (EstadoCivil.CASADO, EstadoCivil.SEPARADO)

    @property
    def texto(self) -> str:
        return "en unión de hecho" if self is EstadoCivil.UNION_HECHO else f"{self.lower()}/a"


class Calidad(StrEnum):
    """By what the titular is insured: each has its own percentages."""

    AFILIADO = "afiliado"
    PENSIONISTA = "pensionista"


class Documento(StrEnum):
    CEDULA = "cedula"
    ACTA_DE_MATRIMONIO = "acta_de_matrimonio"
    UNION_REGISTRADA = "union_registrada"
    DECLARACION_JURAMENTADA = "declaracion_juramentada"
    PARTIDA_DE_NACIMIENTO = "partida_de_nacimiento"
    CARNE_DE_DISCAPACIDAD = "carne_de_discapacidad"

    @property
    def texto(self) -> str:
        return TEXTOS[self]


TEXTOS: Final[Mapping[Documento, str]] = {
    Documento.CEDULA: "cédula",
    Documento.ACTA_DE_MATRIMONIO: "acta de matrimonio",
    Documento.UNION_REGISTRADA: "unión de hecho registrada",
    Documento.DECLARACION_JURAMENTADA: "declaración juramentada ante notario",
    Documento.PARTIDA_DE_NACIMIENTO: "partida de nacimiento",
    Documento.CARNE_DE_DISCAPACIDAD: "carné de discapacidad",
}


@dataclass(frozen=True, slots=True)
class SeguroPropio:
    """An affiliation or a pension that the dependant has in their own name."""

    texto: str
    desde: date
    hasta: date | None = None
    """Its last day."""

    def rige(self, dia: date) -> bool:
        return self.desde <= dia and (self.hasta is None or dia <= self.hasta)


@dataclass(frozen=True, slots=True)
class Cubierto:
    """Somebody who is covered through the titular already. `hasta`: the last day."""

    cedula: str
    parentesco: Parentesco
    desde: date
    hasta: date | None = None

    def rige(self, dia: date) -> bool:
        return self.desde <= dia and (self.hasta is None or dia <= self.hasta)


@dataclass(frozen=True, slots=True)
class Titular:
    cedula: str
    calidad: Calidad
    vigente: bool
    """Affiliated, or with a pension, today."""
    base: Decimal
    """What the last contribution was made on (materia gravada), or the pension of a month."""
    nacimiento: date
    estado_civil: EstadoCivil | None = None
    ultimo_mes: date | None = None
    """The last month that was contributed, or whose pension was paid."""
    cese: date | None = None
    """The last day of the last affiliation of who has none now."""
    fallecimiento: date | None = None
    cubiertos: Sequence[Cubierto] = ()


@dataclass(frozen=True, slots=True)
class Dependiente:
    """Somebody to cover, or covered already: what the register shows and what was declared."""

    cedula: str
    parentesco: Parentesco
    nacimiento: date | None = None
    consta: bool = False
    """The register names this kinship with the titular."""
    estado_civil: EstadoCivil | None = None
    seguro: SeguroPropio | None = None
    discapacidad: bool = False
    documentos: frozenset[Documento] = frozenset()
    """Those attached."""
    fin_de_union: date | None = None
    """The day of the divorce, or of the end of the union, when it is known."""
    fallecimiento: date | None = None
    de_otro: bool = False
    """Covered through somebody else."""


# --- the norm and the cost -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NormaCobertura:
    """The figures of one date; `respaldos` are found by the key of the legal parameter."""

    tasas: Mapping[str, Decimal]
    """Percentages, by the key of their parameter."""
    edad_hijos: int
    aportes_espera: int
    aportes_espera_hijos: int
    aportes_maternidad: int
    proteccion_dias: int
    discapacidad_sin_limite: bool
    discapacidad_porcentaje: Decimal
    respaldos: Mapping[str, Respaldo]

    def mayor_con_discapacidad(self, dependiente: Dependiente, hoy: date) -> bool:
        """A child whom only the disability keeps covered."""
        mayor = dependiente.nacimiento is not None and cumpleanos(dependiente.nacimiento, self.edad_hijos) <= hoy
        sigue = dependiente.discapacidad and self.discapacidad_sin_limite
        return dependiente.parentesco is Parentesco.HIJO and mayor and sigue


class Costo(NamedTuple):
    base: Decimal
    tasa: Decimal
    """A percentage."""
    valor: Decimal
    claves: tuple[str, ...]
    """The parameters that it stands on, the one to cite first."""


def costo(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> Costo:
    """What is added to each contribution, or taken from each pension."""
    clave = f"cobertura_{'conyuge' if dependiente.parentesco.pareja else 'hijos'}_{titular.calidad}_porcentaje"
    tasa, claves = norma.tasas[clave], [clave]
    if norma.mayor_con_discapacidad(dependiente, hoy):
        tasa = max(tasa, norma.discapacidad_porcentaje)
        claves.append("cobertura_hijo_discapacidad")
    return Costo(titular.base, tasa, porcentaje(titular.base, tasa), tuple(claves))


def costo_total(costos: Iterable[Costo]) -> Decimal:
    """Of everybody together: each is rounded by itself, as each is a line of the comprobante."""
    return sum((uno.valor for uno in costos), CERO)


def primer_aporte(titular: Titular, hoy: date) -> date:
    """The first month that carries the extra: this one, unless it was paid already."""
    este = mover(hoy, 0)
    return max(este, mover(titular.ultimo_mes, 1)) if titular.ultimo_mes else este


def acceso_desde(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> date:
    """The first day of medical care: after so many months with the extra, where there is one to wait for."""
    espera = norma.aportes_espera if dependiente.parentesco.pareja else norma.aportes_espera_hijos
    return mover(primer_aporte(titular, hoy), espera) if espera else hoy


def maternidad_desde(titular: Titular, norma: NormaCobertura, hoy: date) -> date:
    """The first day on which a birth of the spouse would be covered."""
    return mover(primer_aporte(titular, hoy), norma.aportes_maternidad)


# --- documents -------------------------------------------------------------------------------------------------------


class Prueba(NamedTuple):
    """What proves something that the register doesn't show; any of `sirven` is enough."""

    nombre: str
    texto: str
    sirven: tuple[Documento, ...]

    def hecha(self, dependiente: Dependiente) -> bool:
        return not dependiente.documentos.isdisjoint(self.sirven)

    @property
    def cuales(self) -> str:
        return " o ".join(documento.texto for documento in self.sirven)


def pruebas(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> tuple[Prueba, ...]:
    """The documents to ask for: none, of what the register says already."""
    piden = []
    if not dependiente.consta:
        piden.append(Prueba("parentesco", "El parentesco", _del_parentesco(dependiente, titular)))
    elif dependiente.parentesco is Parentesco.CONYUGE and contradice(dependiente, titular):
        piden.append(Prueba("parentesco", "El matrimonio", (Documento.ACTA_DE_MATRIMONIO,)))
    if norma.mayor_con_discapacidad(dependiente, hoy):
        piden.append(Prueba("discapacidad", "La discapacidad", (Documento.CARNE_DE_DISCAPACIDAD,)))
    return tuple(piden)


def _del_parentesco(dependiente: Dependiente, titular: Titular) -> tuple[Documento, ...]:
    if dependiente.parentesco is Parentesco.CONVIVIENTE:
        return (Documento.UNION_REGISTRADA, Documento.DECLARACION_JURAMENTADA)
    if dependiente.parentesco is Parentesco.HIJO:
        return (Documento.CEDULA, Documento.PARTIDA_DE_NACIMIENTO)
    # The cédula shows the marriage; against what the register says only the act proves it.
    if contradice(dependiente, titular):
        return (Documento.ACTA_DE_MATRIMONIO,)
    return (Documento.CEDULA, Documento.ACTA_DE_MATRIMONIO)


def contradice(dependiente: Dependiente, titular: Titular) -> bool:
    """The civil state of one of the two is not that of the kinship."""
    estados = [estado for estado in (titular.estado_civil, dependiente.estado_civil) if estado is not None]
    if dependiente.parentesco is Parentesco.CONYUGE:
        return any(not estado.casado for estado in estados)
    if dependiente.parentesco is Parentesco.CONVIVIENTE:
        return any(estado.casado for estado in estados)
    return False


# --- the end ---------------------------------------------------------------------------------------------------------


class MotivoFin(StrEnum):
    EDAD = "edad"
    SEGURO_PROPIO = "seguro_propio"
    FIN_DE_UNION = "fin_de_union"
    CESE_DEL_TITULAR = "cese_del_titular"
    FALLECIMIENTO = "fallecimiento"


@dataclass(frozen=True, slots=True)
class Fin:
    """One way in which the cover ends. `dia`: the first one without it, when it is known."""

    motivo: MotivoFin
    texto: str
    dia: date | None
    clave: str
    """The parameter that says so."""

    @property
    def ultimo_dia(self) -> date | None:
        return self.dia - UN_DIA if self.dia else None


def fines(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> tuple[Fin, ...]:
    """Everything that would end it, those of a known day first and in order."""
    hay = [
        *(_fines_de_pareja(dependiente, titular, hoy) if dependiente.parentesco.pareja else ()),
        *_fin_de_edad(dependiente, norma),
        *_fin_de_cese(titular, norma),
    ]
    fallece = min((dia for dia in (dependiente.fallecimiento, titular.fallecimiento) if dia), default=None)
    if fallece:
        hay.append(Fin(MotivoFin.FALLECIMIENTO, "al fallecer", fallece + UN_DIA, "cobertura_fin_conyuge"))
    return tuple(sorted(hay, key=lambda fin: fin.dia or date.max))


def terminada(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> Fin | None:
    """What has ended the cover by `hoy`; None while it runs."""
    return next((fin for fin in fines(dependiente, titular, norma, hoy) if fin.dia and fin.dia <= hoy), None)


def _rota(dependiente: Dependiente, titular: Titular) -> bool:
    """The register shows that the couple is none: not where it merely lags behind (single, with a spouse in it)."""
    estados = (titular.estado_civil, dependiente.estado_civil)
    if dependiente.parentesco is Parentesco.CONVIVIENTE:
        return contradice(dependiente, titular)
    deshecho = any(estado in (EstadoCivil.DIVORCIADO, EstadoCivil.VIUDO) for estado in estados)
    return deshecho and Documento.ACTA_DE_MATRIMONIO not in dependiente.documentos


def _fines_de_pareja(dependiente: Dependiente, titular: Titular, hoy: date) -> tuple[Fin, ...]:
    """A civil state without its day ends the cover on the day on which it is seen."""
    roto = hoy if _rota(dependiente, titular) else None
    seguro = dependiente.seguro
    rige = seguro if seguro and (seguro.hasta is None or seguro.hasta >= hoy) else None
    return (
        Fin(
            MotivoFin.FIN_DE_UNION,
            "con el divorcio o el fin de la unión",
            dependiente.fin_de_union or roto,
            "cobertura_fin_conyuge",
        ),
        Fin(
            MotivoFin.SEGURO_PROPIO,
            "cuando tenga su propio seguro",
            rige.desde if rige else None,
            "cobertura_conyuge_asegurado",
        ),
    )


def _fin_de_edad(dependiente: Dependiente, norma: NormaCobertura) -> tuple[Fin, ...]:
    if dependiente.parentesco is not Parentesco.HIJO or (dependiente.discapacidad and norma.discapacidad_sin_limite):
        return ()
    dia = cumpleanos(dependiente.nacimiento, norma.edad_hijos) if dependiente.nacimiento else None
    return (Fin(MotivoFin.EDAD, f"el día en que cumple {norma.edad_hijos} años", dia, "cobertura_edad_hijos"),)


def _fin_de_cese(titular: Titular, norma: NormaCobertura) -> tuple[Fin, ...]:
    """A pension has no aviso de salida."""
    if titular.calidad is Calidad.PENSIONISTA:
        return ()
    cesado = not titular.vigente and titular.cese
    return (
        Fin(
            MotivoFin.CESE_DEL_TITULAR,
            f"{norma.proteccion_dias} días después de que usted deje de aportar",
            cesado + timedelta(days=norma.proteccion_dias + 1) if cesado else None,
            "cobertura_proteccion_dias",
        ),
    )

"""The medical certificate of a rest: what it must say, with what it must come, and until when it can be handed in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from afiliados.reglas.reposos import Clase, Emisor, Motivo, Reposo

CAMPOS_DEL_IESS: Final = "Requisitos del certificado médico (IESS, 1 de agosto de 2023)"
CAMPOS_DE_VALIDACION: Final = "Requisitos del certificado que se valida en el IESS (ecu11.com)"
CIE10: Final = re.compile(r"[A-Z][0-9]{2}(\.?[0-9X]{1,2})?")


class Habiles(Protocol):
    """The business days of the country, with the days that decrees changed: `nucleo.feriados.DiasHabiles`."""

    def sumar(self, dia: date, n: int) -> date: ...


class Seccion(StrEnum):
    ESTABLECIMIENTO = "establecimiento"
    PACIENTE = "paciente"
    DIAGNOSTICO = "diagnostico"
    REPOSO = "reposo"
    MEDICO = "medico"


class Entrada(StrEnum):
    """How a form asks for it."""

    TEXTO = "texto"
    CORREO = "correo"
    FECHA = "fecha"
    NUMERO = "numero"
    CASILLA = "casilla"
    """To be seen in the document and ticked: there is nothing to type."""


@dataclass(frozen=True, slots=True)
class Campo:
    nombre: str
    texto: str
    seccion: Seccion
    entrada: Entrada = Entrada.TEXTO
    base_legal: str = CAMPOS_DEL_IESS
    ayuda: str = ""
    lo_sabe_el_registro: bool = False
    """Shown, not typed (LOOETA art. 11)."""
    lo_dice_la_solicitud: bool = False
    """It is one of the dates or choices of `Reposo`."""
    solo_en_papel: bool = False
    """Not asked of a certificate of the institute's own units: it registers by itself."""

    @property
    def se_pide(self) -> bool:
        return not (self.lo_sabe_el_registro or self.lo_dice_la_solicitud)


def _campo(nombre: str, texto: str, seccion: Seccion, entrada: Entrada = Entrada.TEXTO, ayuda: str = "") -> Campo:
    return Campo(nombre, texto, seccion, entrada, ayuda=ayuda, solo_en_papel=True)


def _del_registro(nombre: str, texto: str) -> Campo:
    return Campo(nombre, texto, Seccion.PACIENTE, lo_sabe_el_registro=True)


def _de_la_solicitud(nombre: str, texto: str, seccion: Seccion, entrada: Entrada = Entrada.FECHA) -> Campo:
    return Campo(nombre, texto, seccion, entrada, lo_dice_la_solicitud=True)


# A §7.4, in the order of the document.
CAMPOS: Final[tuple[Campo, ...]] = (
    Campo("establecimiento", "Nombre del establecimiento de salud", Seccion.ESTABLECIMIENTO),
    _campo("establecimiento_correo", "Correo electrónico del establecimiento", Seccion.ESTABLECIMIENTO, Entrada.CORREO),
    _campo("establecimiento_telefonos", "Teléfonos del establecimiento", Seccion.ESTABLECIMIENTO),
    _campo("establecimiento_direccion", "Dirección del establecimiento", Seccion.ESTABLECIMIENTO),
    _campo("lugar_emision", "Ciudad en que se emitió", Seccion.ESTABLECIMIENTO),
    _de_la_solicitud("fecha_emision", "Fecha de emisión", Seccion.ESTABLECIMIENTO),
    _campo("membrete", "Está en papel con membrete", Seccion.ESTABLECIMIENTO, Entrada.CASILLA),
    _del_registro("paciente", "Apellidos y nombres"),
    _del_registro("paciente_identificacion", "Cédula o pasaporte"),
    _del_registro("paciente_direccion", "Dirección"),
    _del_registro("paciente_telefono", "Teléfono"),
    _del_registro("paciente_empleador", "Empleador"),
    _del_registro("paciente_cargo", "Cargo"),
    _campo("historia_clinica", "Número de historia clínica", Seccion.PACIENTE),
    Campo("diagnostico", "Diagnóstico", Seccion.DIAGNOSTICO),
    Campo(
        "cie10",
        "Código CIE-10 del diagnóstico",
        Seccion.DIAGNOSTICO,
        ayuda="Una letra y dos números, a veces con un punto y otro número: J11 o S82.1.",
    ),
    _de_la_solicitud("contingencia", "Tipo de contingencia", Seccion.DIAGNOSTICO, Entrada.TEXTO),
    Campo("sintomas", "Síntomas", Seccion.DIAGNOSTICO, base_legal=CAMPOS_DE_VALIDACION, solo_en_papel=True),
    _de_la_solicitud("desde", "Primer día de reposo", Seccion.REPOSO),
    _de_la_solicitud("hasta", "Último día de reposo", Seccion.REPOSO),
    Campo(
        "total_dias",
        "Total de días de reposo, como lo dice en números",
        Seccion.REPOSO,
        Entrada.NUMERO,
        base_legal=CAMPOS_DE_VALIDACION,
    ),
    Campo(
        "total_dias_letras",
        "Dice también en letras el total de días",
        Seccion.REPOSO,
        Entrada.CASILLA,
        base_legal=CAMPOS_DE_VALIDACION,
        solo_en_papel=True,
    ),
    Campo("medico", "Nombre del médico", Seccion.MEDICO, base_legal=CAMPOS_DE_VALIDACION),
    Campo("medico_cedula", "Cédula del médico", Seccion.MEDICO, base_legal=CAMPOS_DE_VALIDACION, solo_en_papel=True),
    Campo(
        "medico_especialidad",
        "Especialidad del médico",
        Seccion.MEDICO,
        base_legal=CAMPOS_DE_VALIDACION,
        solo_en_papel=True,
    ),
    Campo(
        "firma",
        "Tiene la firma del médico",
        Seccion.MEDICO,
        Entrada.CASILLA,
        base_legal=CAMPOS_DE_VALIDACION,
        solo_en_papel=True,
    ),
    Campo(
        "sin_enmiendas",
        "No tiene tachones ni borrones",
        Seccion.MEDICO,
        Entrada.CASILLA,
        base_legal=CAMPOS_DE_VALIDACION,
        solo_en_papel=True,
    ),
)


def campos(emisor: Emisor) -> tuple[Campo, ...]:
    """What a certificate of that kind says; a form asks those that `se_pide`."""
    return tuple(campo for campo in CAMPOS if emisor is not Emisor.IESS or not campo.solo_en_papel)


def campos_que_faltan(emisor: Emisor, escritos: Mapping[str, str]) -> tuple[Campo, ...]:
    """Those that must be asked and were left empty."""
    return tuple(campo for campo in campos(emisor) if campo.se_pide and not escritos.get(campo.nombre, "").strip())


def cie10_posible(codigo: str) -> bool:
    """Whether it has the shape of a code, as people write it: J11, s82.1, S821."""
    return CIE10.fullmatch(codigo.strip().upper()) is not None


class Documento(NamedTuple):
    nombre: str
    texto: str
    base_legal: str
    obligatorio: bool = True


_DEL_PARTO: Final = "Documentos del subsidio por maternidad (A §7.2)"
_DEL_ACCIDENTE: Final = "Documentos del aviso de accidente de trabajo (ecuadorlegalonline.com)"


def documentos(reposo: Reposo, *, ya_nacio: bool = False) -> tuple[Documento, ...]:
    """What has to be attached. `ya_nacio`: the birth is not after the day of the request."""
    exigidos = [Documento("certificado", "Certificado médico de reposo", CAMPOS_DEL_IESS)]
    if reposo.emisor is Emisor.EXTERIOR:
        exigidos += (
            Documento("apostilla", "Apostilla del certificado", CAMPOS_DEL_IESS),
            Documento("notaria", "Certificado notariado", CAMPOS_DEL_IESS),
            Documento("traduccion", "Traducción oficial, si no está en español", CAMPOS_DEL_IESS, obligatorio=False),
        )
    if reposo.clase is Clase.MATERNIDAD and ya_nacio:
        exigidos.append(Documento("nacido_vivo", "Certificado de nacido vivo", _DEL_PARTO))
    if reposo.motivo is Motivo.ACCIDENTE_DE_TRABAJO:
        exigidos += (
            Documento("aviso", "Aviso de accidente de trabajo", _DEL_ACCIDENTE),
            Documento("informe", "Informe ampliatorio", _DEL_ACCIDENTE),
            Documento("testigos", "Declaración de testigos, si los hubo", _DEL_ACCIDENTE, obligatorio=False),
            Documento("parte_policial", "Parte policial, si lo hay", _DEL_ACCIDENTE, obligatorio=False),
            Documento("comision", "Comisión de servicios, si la tenía", _DEL_ACCIDENTE, obligatorio=False),
        )
    return tuple(exigidos)


@dataclass(frozen=True, slots=True)
class Ventana:
    """When a certificate can be handed in, both days included."""

    desde: date
    hasta: date

    def a_tiempo(self, dia: date) -> bool:
        return self.desde <= dia <= self.hasta


def ventana(reposo: Reposo, dias_habiles: int, habiles: Habiles) -> Ventana:
    """From the day of issue to so many business days after the last day of rest (Vistazo, 21 January 2026)."""
    return Ventana(reposo.emision, habiles.sumar(reposo.hasta, dias_habiles))

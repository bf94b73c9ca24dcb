"""The procedures: four kinds as base classes, and the list in which each class enters itself.

A procedure is one module under `<app>/procedimientos/`; `@inscribir` enters its class, and from then on the catalogue
gives it its pages, its permission, its counting and its place on the screen. Without a class, a sheet is "solo ficha".
How one is added: docs/nuevo-procedimiento.md.
"""

from nucleo.csv import Csv
from tramites.certificados.contenido import Contenido, constancia, identidad
from tramites.procedimientos.base import (
    Acto,
    ActoAparte,
    Cambio,
    Certificado,
    CertificadoPublico,
    Cifra,
    Comparacion,
    Consulta,
    Hecho,
    Pendiente,
    PorConfirmar,
    Procedimiento,
    ProcedimientoConCaso,
    Vistazo,
)
from tramites.procedimientos.lista import inscribir, inscritos, por_slug, que_sirven_a
from tramites.procedimientos.tabla import Columna, Tabla

__all__ = [
    "Acto",
    "ActoAparte",
    "Cambio",
    "Certificado",
    "CertificadoPublico",
    "Cifra",
    "Columna",
    "Comparacion",
    "Consulta",
    "Contenido",
    "Csv",
    "Hecho",
    "Pendiente",
    "PorConfirmar",
    "Procedimiento",
    "ProcedimientoConCaso",
    "Tabla",
    "Vistazo",
    "constancia",
    "identidad",
    "inscribir",
    "inscritos",
    "por_slug",
    "que_sirven_a",
]

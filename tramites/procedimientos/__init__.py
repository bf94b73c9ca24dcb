"""The procedures: four kinds as base classes, and the list in which each class enters itself.

A procedure is one module under `<app>/procedimientos/`; `@inscribir` enters its class, and from then on the catalogue
gives it its pages, its permission, its counting and its place on the screen. Without a class, a sheet is "solo ficha".
"""

from nucleo.csv import Csv
from tramites.certificados.contenido import Contenido
from tramites.procedimientos.base import Certificado, Consulta, Pendiente, Procedimiento
from tramites.procedimientos.lista import inscribir, inscritos, por_slug, que_sirven_a

__all__ = [
    "Certificado",
    "Consulta",
    "Contenido",
    "Csv",
    "Pendiente",
    "Procedimiento",
    "inscribir",
    "inscritos",
    "por_slug",
    "que_sirven_a",
]

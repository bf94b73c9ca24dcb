"""Where the TOML sheets, the classes and the permissions disagree, the start says so."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from tramites.catalogo.lectura import leer_catalogo
from tramites.procedimientos.base import Acto, ActoAparte, Certificado, Consulta, ProcedimientoConCaso
from tramites.procedimientos.lista import inscritos

CLASES: dict[str, type | tuple[type, ...]] = {
    "consulta": Consulta,
    "certificado": Certificado,
    "acto": (Acto, ActoAparte),
    "caso": ProcedimientoConCaso,
}


@register
def fichas_y_clases(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every class has a sheet of its slug, of its kind, on its shelf."""
    fichas = {ficha.slug: ficha for ficha in leer_catalogo()}
    problems: list[CheckMessage] = []
    for slug, procedimiento in inscritos().items():
        ficha = fichas.get(slug)
        if ficha is None:
            problems.append(Error(f"{slug}: hay una clase y no hay ficha en tramites/catalogo/", id="tramites.E001"))
            continue
        if ficha.rol != procedimiento.app:
            problems.append(
                Error(f"{slug}: la ficha dice {ficha.rol}, la clase vive en {procedimiento.app}", id="tramites.E002")
            )
        base = CLASES.get(ficha.clase)
        if base is None or not isinstance(procedimiento, base):
            problems.append(Error(f"{slug}: la ficha dice {ficha.clase} y la clase es de otra", id="tramites.E003"))
    return problems

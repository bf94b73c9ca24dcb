from cuentas.actuacion import Actuacion
from tramites.procedimientos.base import Procedimiento, ProcedimientoConCaso

_inscritos: dict[str, Procedimiento] = {}


def inscribir(clase: type[Procedimiento]) -> type[Procedimiento]:
    """Class decorator: enters the procedure in the list. Raises RuntimeError when its slug is taken."""
    if clase.slug in _inscritos:
        raise RuntimeError(f"two classes for the procedure {clase.slug}")
    _inscritos[clase.slug] = clase()
    return clase


def inscritos() -> dict[str, Procedimiento]:
    return _inscritos


def por_slug(slug: str) -> Procedimiento | None:
    """The class of a sheet, or None when the sheet is all there is."""
    return _inscritos.get(slug)


def que_sirven_a(actuacion: Actuacion) -> list[Procedimiento]:
    """Those that are of this subject; what is open to everybody is of nobody in particular."""
    return [p for p in _inscritos.values() if not p.permiso.publico and p.permiso.admite(actuacion)]


def caso_de(slug: str) -> ProcedimientoConCaso:
    """The class of the cases of a sheet. Raises LookupError when that sheet opens none."""
    procedimiento = _inscritos.get(slug)
    if not isinstance(procedimiento, ProcedimientoConCaso):
        raise LookupError(f"{slug} opens no cases")
    return procedimiento

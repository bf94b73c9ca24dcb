"""Reads the sheets of the catalogue from their TOML files. Pure: no Django.

One file, one sheet, named after its slug. `_comun.toml` holds what every sheet has unless it says otherwise. A sheet
with `hoja` takes the texts of that official sheet as they are, and says itself only what the sheet does not hold.
"""

import re
import tomllib
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from tramites.rutr import HojaIlegible, HojaRUTR, leer
from tramites.rutr.hoja import Textos

CARPETA = Path(__file__).parent / "fichas"
HOJAS = Path(__file__).parents[1] / "rutr" / "ejemplo"
COMUN = "_comun.toml"

ROLES = ("afiliados", "empleadores", "pensionistas")
NECESIDADES = ("trabajo", "dinero", "salud", "jubilacion", "mis-datos", "empresa")
CLASES = ("consulta", "certificado", "acto", "caso")
CONFIANZAS = ("ALTA", "MEDIA", "BAJA")
TABLAS = {
    "requisitos": {"titulo", "detalle"},
    "requisitos_especiales": {"titulo", "detalle"},
    "horarios": {"canal", "texto"},
    "base_legal_portal": {"norma", "fuente", "confianza"},
}
_TIPOS: dict[str, tuple[type, str]] = {"numero": (int, "un número entero")}
_CODIGO_RUTR = re.compile(r"[A-Z]+(?:-\d{2,4}){3}")


class FichaDefectuosa(ValueError):
    """A sheet of the catalogue that can't be loaded; the message names the file and the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ficha(Textos):
    """One public sheet. The fields are those of the official RUTR sheet, plus where and how the portal shows it.

    `requisitos` are tables with `titulo` and `detalle`; `horarios` with `canal` and `texto`; `base_legal_portal` with
    `norma`, `fuente` and `confianza`. `codigo_rutr` is the official code or empty: none is ever invented. `numero` is
    the place among the 22 of the announcement. `huella` is the SHA-256 of all that the sheet was made from.
    """

    slug: str
    rol: str
    necesidad: str
    clase: str
    fuente: str
    numero: int | None = None
    codigo_rutr: str = ""
    tambien_para: tuple[str, ...] = ()
    padre: str = ""
    requisitos: tuple[dict[str, str], ...] = ()
    requisitos_especiales: tuple[dict[str, str], ...] = ()
    horarios: tuple[dict[str, str], ...] = ()
    base_legal_portal: tuple[dict[str, str], ...] = ()
    contacto_dependencia: str = ""
    contacto_correo: str = ""
    contacto_telefono: str = ""
    palabras: tuple[str, ...] = ()
    tiempo: str = ""
    huella: str = ""

    @property
    def principal(self) -> bool:
        """Not listed under another."""
        return not self.padre


CAMPOS = {campo.name: campo for campo in fields(Ficha)}
OBLIGATORIOS = [c.name for c in fields(Ficha) if c.default is MISSING]
DE_LISTA = {c.name for c in fields(Ficha) if str(c.type).startswith("tuple")}
_ADMITIDOS = (("rol", ROLES), ("necesidad", NECESIDADES), ("clase", CLASES))


@cache
def leer_catalogo(carpeta: Path = CARPETA) -> tuple[Ficha, ...]:
    """All sheets, parents before their secondary procedures. Raises FichaDefectuosa."""
    archivos = sorted(archivo for archivo in carpeta.glob("*.toml") if archivo.name != COMUN)
    fichas = {ficha.slug: ficha for ficha in map(leer_ficha, archivos)}
    for ficha in fichas.values():
        if ficha.padre and (ficha.padre not in fichas or fichas[ficha.padre].padre):
            raise FichaDefectuosa(f"{ficha.slug}.toml: padre = «{ficha.padre}» no es un trámite principal del catálogo")
    return tuple(sorted(fichas.values(), key=lambda ficha: (bool(ficha.padre), ficha.numero or 99, ficha.slug)))


def leer_ficha(archivo: Path) -> Ficha:
    """One sheet. Raises FichaDefectuosa when a key is missing, unknown or has a value that can't be."""
    propia, huella = _tabla(archivo)
    comun, huella_comun = _tabla(archivo.with_name(COMUN)) if archivo.with_name(COMUN).exists() else ({}, b"")
    nombre_hoja = propia.pop("hoja", "")
    hoja, huella_hoja = _hoja(archivo, nombre_hoja) if nombre_hoja else ({}, b"")
    _revisar_claves(archivo, propia)
    tabla = {**(hoja or comun), **propia}
    tabla["base_legal_portal"] = [*propia.get("base_legal_portal", []), *comun.get("base_legal_portal", [])]
    tabla.setdefault("fuente", comun.get("fuente", ""))
    _revisar(archivo, tabla)
    valores: dict[str, Any] = {clave: tuple(v) if clave in DE_LISTA else v for clave, v in tabla.items()}
    return Ficha(**valores, huella=sha256(huella + huella_comun + huella_hoja).hexdigest())


def textos_de_hoja(hoja: HojaRUTR) -> dict[str, Any]:
    """The fields of a sheet that an official one fills, as they are in it: what it leaves empty is empty."""
    valores = {campo: valor for campo, valor in asdict(hoja).items() if campo in CAMPOS}
    textos = {campo: list(valor) if campo in DE_LISTA else valor for campo, valor in valores.items()}
    contacto = {f"contacto_{clave}": valor for clave, valor in asdict(hoja.contacto).items()}
    return {**textos, **contacto, "codigo_rutr": hoja.codigo}


def _tabla(archivo: Path) -> tuple[dict[str, Any], bytes]:
    contenido = archivo.read_bytes()
    try:
        return tomllib.loads(contenido.decode()), sha256(contenido).digest()
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FichaDefectuosa(f"{archivo.name}: {error}") from error


def _hoja(archivo: Path, nombre: Any) -> tuple[dict[str, Any], bytes]:
    ruta = HOJAS / str(nombre)
    try:
        contenido = ruta.read_bytes()
        return textos_de_hoja(leer(contenido, hoy=date.max)), sha256(contenido).digest()
    except (OSError, HojaIlegible) as error:
        raise FichaDefectuosa(f"{archivo.name}: hoja = «{nombre}»: {error}") from error


def _revisar_claves(archivo: Path, tabla: dict[str, Any]) -> None:
    desconocidas = set(tabla) - (set(CAMPOS) - {"huella"})
    if desconocidas:
        raise FichaDefectuosa(f"{archivo.name}: claves desconocidas: {', '.join(sorted(desconocidas))}")


def _revisar(archivo: Path, tabla: dict[str, Any]) -> None:
    faltan = [clave for clave in OBLIGATORIOS if not tabla.get(clave)]
    if faltan:
        raise FichaDefectuosa(f"{archivo.name}: faltan: {', '.join(faltan)}")
    for clave, valor in tabla.items():
        if motivo := _defecto(clave, valor):
            raise FichaDefectuosa(f"{archivo.name}: {clave} {motivo}")
    for clave, admitidos in _ADMITIDOS:
        if tabla[clave] not in admitidos:
            raise FichaDefectuosa(f"{archivo.name}: {clave} = «{tabla[clave]}», se admite {', '.join(admitidos)}")
    if tabla["slug"] != archivo.stem:
        raise FichaDefectuosa(f"{archivo.name}: slug = «{tabla['slug']}» y el archivo se llama de otro modo")


def _defecto(clave: str, valor: Any) -> str:
    """Why the value can't be, or nothing."""
    if clave in DE_LISTA:
        defectos = (_defecto_de_elemento(clave, elemento) for elemento in valor) if isinstance(valor, list) else ()
        return next(filter(None, defectos), "") if isinstance(valor, list) else "debe ser una lista"
    tipo, nombre = _TIPOS.get(clave, (str, "un texto"))
    if type(valor) is not tipo:
        return f"debe ser {nombre}"
    if clave == "codigo_rutr" and valor and not _CODIGO_RUTR.fullmatch(str(valor)):
        return f"= «{valor}» no tiene la forma de un código oficial"
    return ""


def _defecto_de_elemento(clave: str, elemento: Any) -> str:
    if clave not in TABLAS:
        return "" if isinstance(elemento, str) and elemento.strip() else "debe contener solo textos, y ninguno vacío"
    if not isinstance(elemento, dict) or set(elemento) != TABLAS[clave]:
        return f"debe contener tablas con {', '.join(sorted(TABLAS[clave]))}"
    if not all(isinstance(texto, str) for texto in elemento.values()):
        return "debe contener tablas de textos"
    return _defecto_de_norma(elemento) if clave == "base_legal_portal" else ""


def _defecto_de_norma(norma: dict[str, str]) -> str:
    if norma["confianza"] not in CONFIANZAS:
        return f"tiene confianza = «{norma['confianza']}», se admite {', '.join(CONFIANZAS)}"
    if not norma["fuente"].startswith("https://"):
        return f"tiene una norma sin la dirección de su fuente: «{norma['norma']}»"
    return ""

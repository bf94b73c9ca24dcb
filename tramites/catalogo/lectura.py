"""Reads the sheets of the catalogue from their TOML files. Pure: no Django."""

import tomllib
from dataclasses import MISSING, dataclass, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

CARPETA = Path(__file__).parent / "fichas"

ROLES = ("afiliados", "empleadores", "pensionistas")
NECESIDADES = ("trabajo", "dinero", "salud", "jubilacion", "mis-datos", "empresa")
CLASES = ("consulta", "certificado", "acto", "caso")


class FichaDefectuosa(ValueError):
    """A sheet of the catalogue that can't be loaded; the message names the file and the key."""


@dataclass(frozen=True)
class Ficha:
    """One public sheet. The fields are those of the official RUTR sheet, plus where and how the portal shows it.

    `requisitos` are tables with `titulo` and `detalle`; `horarios` with `canal` and `texto`; `base_legal_portal` with
    `norma`, `fuente` and `confianza`. `codigo_rutr` is the official code or empty: none is ever invented.
    """

    slug: str
    nombre: str
    rol: str
    necesidad: str
    clase: str
    fuente: str
    institucion: str = "Instituto Ecuatoriano de Seguridad Social"
    numero: int | None = None
    codigo_rutr: str = ""
    tambien_para: tuple[str, ...] = ()
    principal: bool = True
    padre: str = ""
    descripcion: str = ""
    dirigido_a: str = ""
    personas: tuple[str, ...] = ()
    tipo_resultado: str = ""
    resultado: str = ""
    requisitos: tuple[dict[str, str], ...] = ()
    requisitos_especiales: tuple[dict[str, str], ...] = ()
    requisitos_nota: tuple[str, ...] = ()
    formatos: tuple[str, ...] = ()
    modalidad: str = ""
    consideraciones: tuple[str, ...] = ()
    indicaciones: tuple[str, ...] = ()
    indicaciones_en_linea: tuple[str, ...] = ()
    indicaciones_presencial: tuple[str, ...] = ()
    notas: tuple[str, ...] = ()
    canales: tuple[str, ...] = ()
    costo: str = ""
    horarios: tuple[dict[str, str], ...] = ()
    vigencia: str = ""
    base_legal: tuple[str, ...] = ()
    base_legal_portal: tuple[dict[str, str], ...] = ()
    contacto_dependencia: str = ""
    contacto_correo: str = ""
    contacto_telefono: str = ""
    palabras: tuple[str, ...] = ()
    tiempo: str = ""
    huella: str = ""


CAMPOS = {campo.name: campo for campo in fields(Ficha)}
OBLIGATORIOS = [c.name for c in fields(Ficha) if c.default is MISSING]
DE_LISTA = {c.name for c in fields(Ficha) if str(c.type).startswith("tuple")}


@cache
def leer_catalogo(carpeta: Path = CARPETA) -> tuple[Ficha, ...]:
    """All sheets, parents before their secondary procedures. Raises FichaDefectuosa."""
    fichas = [leer_ficha(archivo) for archivo in sorted(carpeta.glob("*.toml"))]
    slugs = {ficha.slug for ficha in fichas}
    for ficha in fichas:
        if ficha.padre and ficha.padre not in slugs:
            raise FichaDefectuosa(f"{ficha.slug}.toml: padre = «{ficha.padre}» no es un trámite del catálogo")
    return tuple(sorted(fichas, key=lambda ficha: (bool(ficha.padre), ficha.numero or 99, ficha.slug)))


def leer_ficha(archivo: Path) -> Ficha:
    """One sheet. Raises FichaDefectuosa when a key is missing, unknown or has a value that can't be."""
    contenido = archivo.read_bytes()
    try:
        tabla = tomllib.loads(contenido.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FichaDefectuosa(f"{archivo.name}: {error}") from error
    _revisar(archivo, tabla)
    valores = {clave: tuple(valor) if clave in DE_LISTA else valor for clave, valor in tabla.items()}
    return Ficha(**valores, huella=sha256(contenido).hexdigest())


def _revisar(archivo: Path, tabla: dict[str, Any]) -> None:
    desconocidas = set(tabla) - (set(CAMPOS) - {"huella"})
    if desconocidas:
        raise FichaDefectuosa(f"{archivo.name}: claves desconocidas: {', '.join(sorted(desconocidas))}")
    faltan = [clave for clave in OBLIGATORIOS if not tabla.get(clave)]
    if faltan:
        raise FichaDefectuosa(f"{archivo.name}: faltan: {', '.join(faltan)}")
    for clave, admitidos in (("rol", ROLES), ("necesidad", NECESIDADES), ("clase", CLASES)):
        if tabla[clave] not in admitidos:
            raise FichaDefectuosa(f"{archivo.name}: {clave} = «{tabla[clave]}», se admite {', '.join(admitidos)}")
    if tabla["slug"] != archivo.stem:
        raise FichaDefectuosa(f"{archivo.name}: slug = «{tabla['slug']}» y el archivo se llama de otro modo")
    for clave in DE_LISTA & set(tabla):
        if not isinstance(tabla[clave], list):
            raise FichaDefectuosa(f"{archivo.name}: {clave} debe ser una lista")

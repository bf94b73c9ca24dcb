"""PDFs: kept byte by byte, since they may be signed, and so refused whenever they hold more than pages.

Every object of the file is looked at, whether the pages use it or not; and the bare bytes as well, for another reader
may find objects where ours finds none.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from nucleo.archivos.tipos import ArchivoRechazado

MAX_PAGINAS = 200
MAX_OBJETOS = 50_000
MAX_NODOS = 2_000_000
MAX_INFLADO = 300 * 1024 * 1024
MAX_PUNTOS = 150_000_000
TRAMO = 1024 * 1024

IMPRIMIR = "Ábralo, imprímalo con «Guardar como PDF» y suba el archivo nuevo."
CIFRADO = "Está protegido con contraseña. Guárdelo como PDF sin contraseña y súbalo otra vez."
PROGRAMA = f"Lleva dentro un programa (JavaScript). {IMPRIMIR}"
CON_ADJUNTOS = f"Lleva otros archivos dentro. {IMPRIMIR} Si los otros hacen falta, súbalos por separado."
ACCIONES = f"Lleva instrucciones para abrir otros archivos o enviar datos. {IMPRIMIR}"
DINAMICO = f"Es un formulario dinámico (XFA). {IMPRIMIR}"
MULTIMEDIA = f"Lleva video, sonido u otro contenido que no es una hoja. {IMPRIMIR}"
MUCHAS_PAGINAS = f"Tiene más de {MAX_PAGINAS} páginas. Divídalo en partes y súbalas por separado."
COMPLEJO = f"Es demasiado grande o complicado por dentro. {IMPRIMIR}"
DANADO = f"Está dañado o incompleto y no se puede leer como PDF. {IMPRIMIR}"

# Keys of a dictionary, and names that stand as a value anywhere, that no sheet of paper needs.
CLAVES = {
    "/JS": PROGRAMA,
    "/JavaScript": PROGRAMA,
    "/XFA": DINAMICO,
    "/EmbeddedFiles": CON_ADJUNTOS,
    "/EF": CON_ADJUNTOS,
}
NOMBRES = {
    "/JavaScript": PROGRAMA,
    "/EmbeddedFile": CON_ADJUNTOS,
    "/FileAttachment": CON_ADJUNTOS,
    "/Launch": ACCIONES,
    "/SubmitForm": ACCIONES,
    "/ImportData": ACCIONES,
    "/GoToR": ACCIONES,
    "/GoToE": ACCIONES,
    "/RichMedia": MULTIMEDIA,
    "/RichMediaExecute": MULTIMEDIA,
    "/Rendition": MULTIMEDIA,
    "/Movie": MULTIMEDIA,
    "/3D": MULTIMEDIA,
}
# Long enough not to turn up by chance in compressed bytes.
A_LA_VISTA = re.compile(
    rb"/(JavaScript|EmbeddedFiles?|FileAttachment|Launch|SubmitForm|ImportData|RichMedia)(?![A-Za-z0-9])"
)
ESCAPADO = re.compile(rb"#([0-9A-Fa-f]{2})")
POR_NOMBRE = CLAVES | NOMBRES
COMPRIMEN = frozenset({"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL", "/BrotliDecode"})


def revisar(contenido: bytes) -> None:
    """Raises ArchivoRechazado when this PDF is not just pages that anybody can open without harm."""
    if zipfile.is_zipfile(io.BytesIO(contenido)):
        raise ArchivoRechazado(CON_ADJUNTOS)
    _mirar_bytes(contenido)
    try:
        lector = PdfFileReader(io.BytesIO(contenido), strict=False)
        if lector.encrypted:
            raise ArchivoRechazado(CIFRADO)
        _mirar_objetos(lector)
        _contar_paginas(lector)
    except (ArchivoRechazado, MemoryError):
        raise
    except Exception as error:
        raise ArchivoRechazado(DANADO) from error


def _mirar_bytes(contenido: bytes) -> None:
    """A name may be written with any letter as `#xx`: it is read back before it is looked for."""
    legible = ESCAPADO.sub(lambda par: bytes([int(par[1], 16)]), contenido)
    hallado = A_LA_VISTA.search(legible)
    if hallado:
        raise ArchivoRechazado(POR_NOMBRE[f"/{hallado[1].decode()}"])


def _mirar_objetos(lector: PdfFileReader) -> None:
    referencias = set().union(*map(lector.xrefs.explicit_refs_in_revision, range(lector.total_revisions)))
    if len(referencias) > MAX_OBJETOS:
        raise ArchivoRechazado(COMPLEJO)
    nodos = inflado = 0
    for referencia in referencias:
        objeto = lector.get_object(referencia)
        for nodo in _nodos(objeto):
            nodos += 1
            if nodos > MAX_NODOS:
                raise ArchivoRechazado(COMPLEJO)
            _mirar_nodo(nodo)
        if isinstance(objeto, generic.StreamObject):
            inflado += _mirar_flujo(objeto, MAX_INFLADO - inflado)
    for nodo in _nodos(lector.trailer.flatten()):
        _mirar_nodo(nodo)


def _nodos(objeto: object) -> Iterator[object]:
    """An object and what stands in it directly; what it refers to comes with its own number."""
    pila = [objeto]
    while pila:
        nodo = pila.pop()
        yield nodo
        if isinstance(nodo, generic.DictionaryObject):
            pila.extend(nodo.raw_get(clave) for clave in nodo)
        elif isinstance(nodo, generic.ArrayObject):
            pila.extend(nodo.raw_get(lugar) for lugar in range(len(nodo)))


def _mirar_nodo(nodo: object) -> None:
    if isinstance(nodo, generic.NameObject) and nodo in NOMBRES:
        raise ArchivoRechazado(NOMBRES[nodo])
    if isinstance(nodo, generic.DictionaryObject):
        prohibida = next((CLAVES[clave] for clave in nodo if clave in CLAVES), None)
        if prohibida:
            raise ArchivoRechazado(prohibida)
        if isinstance(nodo, generic.StreamObject) and "/F" in nodo:  # its bytes would be in another file
            raise ArchivoRechazado(ACCIONES)


def _mirar_flujo(flujo: generic.StreamObject, queda: int) -> int:
    """How far a stream swells. Whoever opens the file would have to hold all of it."""
    filtros = flujo.get("/Filter", [])
    nombres = [filtros] if isinstance(filtros, generic.NameObject) else list(filtros)
    puntos = _entero(flujo.get("/Width")) * _entero(flujo.get("/Height"))
    if sum(nombre in COMPRIMEN for nombre in nombres) > 1 or puntos > MAX_PUNTOS:
        raise ArchivoRechazado(COMPLEJO)
    if not nombres or nombres[0] not in {"/FlateDecode", "/Fl"}:
        return len(flujo.encoded_data)
    inflador, resto, total = zlib.decompressobj(), flujo.encoded_data, 0
    while resto and not inflador.eof:
        try:
            total += len(inflador.decompress(resto, TRAMO))
        except zlib.error:  # many readers show what came until here
            break
        resto = inflador.unconsumed_tail
        if total > queda:
            raise ArchivoRechazado(COMPLEJO)
    return total


def _entero(valor: object) -> int:
    return int(valor) if isinstance(valor, int) else 0


def _contar_paginas(lector: PdfFileReader) -> None:
    """Walks the tree of pages by hand: what it says of itself is not believed."""
    paginas, vistos, pila = 0, set(), [lector.root.raw_get("/Pages")]
    while pila:
        rama = pila.pop()
        if isinstance(rama, generic.IndirectObject):
            if rama.reference in vistos:
                raise ArchivoRechazado(DANADO)
            vistos.add(rama.reference)
            rama = rama.get_object()
        if not isinstance(rama, generic.DictionaryObject):
            raise ArchivoRechazado(DANADO)
        if "/Kids" in rama:
            hijos = rama["/Kids"]
            pila.extend(hijos.raw_get(lugar) for lugar in range(len(hijos)))
        else:
            paginas += 1
        if paginas > MAX_PAGINAS:
            raise ArchivoRechazado(MUCHAS_PAGINAS)
    if not paginas:
        raise ArchivoRechazado(DANADO)

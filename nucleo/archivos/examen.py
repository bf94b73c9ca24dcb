"""What a file is, by its bytes. Its name and the type that the browser declared are not asked."""

from collections.abc import Callable

from nucleo.archivos.tipos import ArchivoRechazado, Juicio, Tipo

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
PDF = b"%PDF-"
ANTES_DE_LA_CABECERA = 1024
HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})

SIRVEN = "Se aceptan PDF y fotos JPEG o PNG."
GUARDAR_PDF = "Ábralo, imprímalo con «Guardar como PDF» y suba ese PDF."
VACIO = "Está vacío. Elija otro archivo."
DE_OFICINA = f"Es un documento de Word, Excel u otro programa de oficina. {GUARDAR_PDF}"
COMPRIMIDO = f"Es un archivo comprimido. Suba, uno por uno, los archivos que tiene dentro. {SIRVEN}"
PAGINA = f"Es una página web o un dibujo. {GUARDAR_PDF}"
DE_IPHONE = (
    "Es una foto en formato HEIC, que no se puede abrir en todas partes. En el iPhone elija Ajustes, Cámara, Formatos, "
    "«El más compatible» y tómela otra vez, o envíe una captura de pantalla."
)
OTRA_IMAGEN = "Es una imagen de un formato que no se acepta. Ábrala y guárdela como JPEG o PNG."
DELANTE = f"Tiene otro contenido delante del PDF. {GUARDAR_PDF}"
DESCONOCIDO = f"No es un PDF ni una foto. {SIRVEN} Si es otro documento, imprímalo con «Guardar como PDF»."


def examinar(contenido: bytes) -> Juicio:
    """The judgement on a file. Raises ArchivoRechazado. The parsers are imported for the kind that needs them."""
    if contenido.startswith((PNG, JPEG)):
        from nucleo.archivos.imagenes import limpiar  # noqa: PLC0415

        return limpiar(contenido, Tipo.PNG if contenido.startswith(PNG) else Tipo.JPEG)
    if contenido.startswith(PDF):
        from nucleo.archivos.documentos import revisar  # noqa: PLC0415

        revisar(contenido)
        return Juicio(Tipo.PDF, contenido)
    raise ArchivoRechazado(por_que_no(contenido))


def sin_margen(contenido: bytes) -> bytes:
    """The beginning, without a mark of byte order and blanks."""
    return contenido[:ANTES_DE_LA_CABECERA].removeprefix(b"\xef\xbb\xbf").lstrip()


def por_que_no(contenido: bytes) -> str:
    """Why a file that is neither PDF nor picture can't be taken, and what to do with one of its kind."""
    return next((motivo for motivo, es_asi in MOTIVOS.items() if es_asi(contenido)), DESCONOCIDO)


def _es_de_oficina(contenido: bytes) -> bool:
    moderno = b"[Content_Types].xml" in contenido or b"mimetypeapplication/vnd.oasis" in contenido
    return contenido.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")) or (contenido.startswith(ZIP) and moderno)


ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OTROS_COMPRIMIDOS = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
MARCAS = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<!--")
# The first that holds says it, so the more certain ones come first.
MOTIVOS: dict[str, Callable[[bytes], bool]] = {
    VACIO: lambda contenido: not contenido,
    DE_OFICINA: _es_de_oficina,
    COMPRIMIDO: lambda contenido: contenido.startswith(ZIP + OTROS_COMPRIMIDOS),
    DE_IPHONE: lambda contenido: contenido[4:8] == b"ftyp" and contenido[8:12] in HEIC,
    OTRA_IMAGEN: lambda contenido: (
        contenido.startswith((b"GIF8", b"II*\0", b"MM\0*", b"BM")) or contenido[8:12] == b"WEBP"
    ),
    DELANTE: lambda contenido: PDF in contenido[:ANTES_DE_LA_CABECERA],
    PAGINA: lambda contenido: sin_margen(contenido).lower().startswith(MARCAS),
}

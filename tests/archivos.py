"""Files as people, phones, banks and attackers make them. Nothing of it is kept in the repository."""

import io
import zlib
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image


def subido(contenido: bytes, nombre: str = "hoja.pdf", tipo: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(nombre, contenido, tipo)


def pdf(paginas: int = 1, **guardar: Any) -> bytes:
    return guardado(en_blanco(paginas), **guardar)


def en_blanco(paginas: int = 1) -> Pdf:
    documento = Pdf.new()
    for _ in range(paginas):
        documento.add_blank_page(page_size=(595, 842))
    return documento


def guardado(documento: Pdf, **opciones: Any) -> bytes:
    salida = io.BytesIO()
    documento.save(salida, **opciones)
    return salida.getvalue()


def programa() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def con_accion(accion: Dictionary, lugar: str, **opciones: Any) -> bytes:
    """A PDF with that action in one of the places where a viewer finds it."""
    documento = en_blanco()
    hoja, raiz = documento.pages[0].obj, documento.Root
    anotacion = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], FT=Name.Tx, T=String("x"))
    match lugar:
        case "al abrir":
            raiz.OpenAction = documento.make_indirect(accion)
        case "al cerrar":
            raiz.AA = Dictionary(WC=accion)
        case "nombres":
            raiz.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), documento.make_indirect(accion)])))
        case "hoja":
            hoja.AA = Dictionary(O=accion)
        case "anotacion":
            anotacion.Subtype, anotacion.A = Name.Link, accion
            hoja.Annots = Array([documento.make_indirect(anotacion)])
        case "campo":
            anotacion.AA = Dictionary(K=accion)
            raiz.AcroForm = Dictionary(Fields=Array([documento.make_indirect(anotacion)]))
        case "sin usar":
            documento.Root.Nadie = documento.make_indirect(Dictionary(Lo=documento.make_indirect(accion)))
    return guardado(documento, **opciones)


def con_adjunto() -> bytes:
    documento = en_blanco()
    documento.attachments["otro.txt"] = pikepdf.AttachedFileSpec(documento, b"hola")
    return guardado(documento)


def con_bomba(megas: int) -> bytes:
    """A page whose content swells to so many megabytes."""
    documento = en_blanco()
    compresor = zlib.compressobj(9)
    ceros = b"".join(compresor.compress(bytes(1024 * 1024)) for _ in range(megas)) + compresor.flush()
    flujo = Stream(documento, ceros)
    flujo.Filter = Name.FlateDecode
    documento.pages[0].obj.Contents = documento.make_indirect(flujo)
    return guardado(documento, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def a_mano(*objetos: bytes, raiz: bytes = b"1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a right table of where they are."""
    salida = io.BytesIO(b"")
    salida.write(b"%PDF-1.7\n")
    lugares = []
    for numero, objeto in enumerate(objetos, 1):
        lugares.append(salida.tell())
        salida.write(b"%d 0 obj\n%s\nendobj\n" % (numero, objeto))
    tabla = salida.tell()
    salida.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objetos) + 1))
    salida.write(b"".join(b"%010d 00000 n \n" % lugar for lugar in lugares))
    salida.write(b"trailer\n<</Size %d /Root %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objetos) + 1, raiz, tabla))
    return salida.getvalue()


def imagen(formato: str = "JPEG", modo: str = "RGB", lado: tuple[int, int] = (40, 30), **guardar: Any) -> bytes:
    salida = io.BytesIO()
    Image.new(modo, lado).save(salida, formato, **guardar)
    return salida.getvalue()


def foto_de_telefono() -> bytes:
    """Held upright, with a place, a comment and a date; the left half of what one sees is red."""
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    exif[0x9003] = "2026:11:20 10:00:00"
    exif[0x010F] = "TelefonoSecreto"
    exif.get_ifd(0x8825)[1] = "S"
    dibujo = Image.new("RGB", (60, 40), (0, 0, 255))
    dibujo.paste((255, 0, 0), (0, 20, 60, 40))
    salida = io.BytesIO()
    dibujo.save(salida, "JPEG", exif=exif, comment=b"ComentarioSecreto", quality=95)
    return salida.getvalue()


def abierta(contenido: bytes) -> Image.Image:
    vista = Image.open(io.BytesIO(contenido))
    vista.load()
    return vista

"""Pictures are drawn anew: nothing but the picture is kept."""

import io
import struct
import zlib

import pytest
from PIL import Image

from nucleo.archivos import Tipo, juzgar
from nucleo.archivos.examen import examinar
from nucleo.archivos.tipos import ArchivoRechazado
from tests import archivos


def rechazo(contenido: bytes) -> str:
    with pytest.raises(ArchivoRechazado) as razon:
        examinar(contenido)
    return str(razon.value)


def test_a_photo_loses_its_notes_and_is_upright():
    original = archivos.foto_de_telefono()
    assert b"Secreto" in original

    juicio = examinar(original)

    vista = archivos.abierta(juicio.contenido)
    assert juicio.tipo is Tipo.JPEG
    assert vista.size == (40, 60)
    assert vista.getpixel((5, 30))[0] > 200 > vista.getpixel((5, 30))[2]
    assert vista.getpixel((35, 30))[2] > 200
    assert not dict(vista.getexif())
    assert set(vista.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Secreto" not in juicio.contenido


def test_what_hangs_on_a_picture_is_lost():
    for formato in ("PNG", "JPEG"):
        juicio = examinar(archivos.imagen(formato) + b"PK\x03\x04<script>alert(1)</script>")
        assert b"script" not in juicio.contenido


def test_the_text_of_a_png_is_lost():
    texto = b"Comment\0ComentarioSecreto"
    trozo = struct.pack("!L", len(texto)) + b"tEXt" + texto + struct.pack("!L", zlib.crc32(b"tEXt" + texto))
    original = archivos.imagen("PNG")
    juicio = examinar(original[:33] + trozo + original[33:])
    assert b"Secreto" not in juicio.contenido


@pytest.mark.parametrize(
    ("formato", "modo", "queda"),
    [
        ("JPEG", "L", "L"),
        ("JPEG", "CMYK", "RGB"),
        ("PNG", "1", "1"),
        ("PNG", "P", "P"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "LA", "RGBA"),
        ("PNG", "I;16", "L"),
    ],
)
def test_each_way_to_hold_colours_is_taken(formato, modo, queda):
    juicio = examinar(archivos.imagen(formato, modo))
    assert archivos.abierta(juicio.contenido).mode == queda


def test_sixteen_bits_of_grey_are_scaled_and_not_cut_off():
    salida = io.BytesIO()
    Image.new("I;16", (4, 4), 32768).save(salida, "PNG")
    assert archivos.abierta(examinar(salida.getvalue()).contenido).getpixel((0, 0)) == 128


def test_of_the_pictures_in_one_photo_the_first_is_kept():
    salida = io.BytesIO()
    otra = Image.new("RGB", (10, 10))
    Image.new("RGB", (40, 30)).save(salida, "MPO", save_all=True, append_images=[otra])
    vista = archivos.abierta(examinar(salida.getvalue()).contenido)
    assert (vista.format, vista.size) == ("JPEG", (40, 30))


def test_an_animation_is_refused():
    salida = io.BytesIO()
    cuadros = [Image.new("RGB", (9, 9), (n, 0, 0)) for n in (1, 200)]
    cuadros[0].save(salida, "PNG", save_all=True, append_images=cuadros[1:])
    assert "animación" in rechazo(salida.getvalue())


def cabecera_png(ancho: int, alto: int) -> bytes:
    """A PNG that says it is so large, and holds next to nothing."""
    datos = b"IHDR" + struct.pack("!LLBBBBB", ancho, alto, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack("!L", 13) + datos + struct.pack("!L", zlib.crc32(datos))


@pytest.mark.parametrize("lados", [(8000, 5001), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_too_many_points_are_refused_before_they_are_drawn(lados):
    vacio = struct.pack("!L", 0) + b"IDAT" + struct.pack("!L", zlib.crc32(b"IDAT"))
    assert "megapíxeles" in rechazo(cabecera_png(*lados) + vacio)


@pytest.mark.parametrize("formato", ["JPEG", "PNG"])
def test_a_picture_that_is_cut_off_is_refused(formato):
    """In the process of its own: the engine of our own documents makes Pillow lenient wherever it is loaded."""
    entera = archivos.imagen(formato, lado=(400, 300))
    for parte in (entera[: len(entera) // 2], entera[:12]):
        with pytest.raises(ArchivoRechazado, match="dañada"):
            juzgar(parte)

"""Photos and scans: opened, turned upright, and drawn anew, so that nothing but the picture is kept."""

import io

from PIL import Image, ImageOps, PngImagePlugin

from nucleo.archivos.tipos import ArchivoRechazado, Juicio, Tipo

# Of pixels: what the camera of a phone takes, and what the memory of the process holds three times.
TOPE = 40_000_000
CALIDAD = 88

ENORME = "La imagen tiene demasiados puntos: el máximo son 40 megapíxeles. Tómela otra vez con menos resolución."
ANIMADA = "Es una animación. Guárdela como imagen fija, en JPEG o PNG."
DANADA = "La imagen está dañada o incompleta. Ábrala y guárdela otra vez, o tome otra foto."


def limpiar(contenido: bytes, tipo: Tipo) -> Juicio:
    """The picture without place, date, comments or whatever else came with it. Raises ArchivoRechazado.

    Of the several pictures that some phones put into one JPEG, only the first is kept: the photo itself.
    """
    try:
        with Image.open(io.BytesIO(contenido), formats=[tipo.name]) as imagen:
            if imagen.width * imagen.height > TOPE:
                raise ArchivoRechazado(ENORME)
            if isinstance(imagen, PngImagePlugin.PngImageFile) and imagen.is_animated:
                raise ArchivoRechazado(ANIMADA)
            imagen.load()
            return Juicio(tipo, _dibujar(_derecha(imagen), tipo))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ArchivoRechazado(ENORME) from None
    except (ArchivoRechazado, MemoryError):
        raise
    except Exception as error:
        raise ArchivoRechazado(DANADA) from error


def _derecha(imagen: Image.Image) -> Image.Image:
    """The picture as the camera says that it was held; as it is, where what it says can't be read."""
    try:
        return ImageOps.exif_transpose(imagen)
    except Exception:  # noqa: BLE001 (the notes of a camera are often sloppy; the picture is good without them)
        return imagen


def _dibujar(imagen: Image.Image, tipo: Tipo) -> bytes:
    limpia = _en_modo_comun(imagen, tipo)
    limpia.info.clear()  # comments and profiles travel here from one file to the next
    salida = io.BytesIO()
    if tipo is Tipo.JPEG:
        limpia.save(salida, "JPEG", quality=CALIDAD)
    else:
        limpia.save(salida, "PNG")
    return salida.getvalue()


def _en_modo_comun(imagen: Image.Image, tipo: Tipo) -> Image.Image:
    """The same picture in a mode that its format can hold without help from what is being dropped."""
    if imagen.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off instead of scaling
        return imagen.convert("I").point(lambda punto: punto * (1 / 256) + 0).convert("L")
    if tipo is Tipo.JPEG:
        return imagen.copy() if imagen.mode in {"L", "RGB"} else imagen.convert("RGB")
    if imagen.has_transparency_data:
        return imagen.convert("RGBA")
    return imagen.copy() if imagen.mode in {"1", "L", "P", "RGB"} else imagen.convert("RGB")

"""Documents handed in, and where they stand afterwards."""

from pathlib import Path

from django.test import Client

from cuentas.actuacion import actuacion_de
from registro.models import Persona
from tests import archivos
from tramites.adjuntos import services
from tramites.adjuntos.models import Adjunto
from tramites.models import Tramite


def entregar(de: Persona, contenido: bytes = b"", nombre: str = "hoja.pdf", **datos) -> Adjunto:
    valores = {
        "actuacion": actuacion_de(de.cuenta),
        "tramite": Tramite.objects.get(slug="cuenta-bancaria"),
        "clase": "certificado-bancario",
    }
    return services.recibir(archivo=archivos.subido(contenido or archivos.pdf(), nombre), **(valores | datos))


def guardados(carpeta: Path) -> list[Path]:
    return [ruta for ruta in carpeta.rglob("*") if ruta.is_file()]


def url(adjunto: Adjunto, acto: str = "") -> str:
    return f"/documentos/presentados/{adjunto.numero}/{acto}"


def bajar(client: Client, direccion: str):
    """The answer, with the whole file in `cuerpo`."""
    respuesta = client.get(direccion)
    respuesta.cuerpo = b"".join(respuesta.streaming_content)  # its end closes it; close() would end the connection too
    return respuesta

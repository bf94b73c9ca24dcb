"""Files of notices as employers send them."""

import io
import uuid

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from empleadores.lotes.formatos import FORMATOS
from empleadores.models import Lote
from tests import mundo

BUENAS = {
    "ENT": {
        "ruc": mundo.RUC_SOL,
        "sucursal": "0001",
        "anio": "2026",
        "mes": "11",
        "tipo": "ENT",
        "cedula": mundo.ANA,
        "fecha_ingreso": "20261110",
        "fecha_registro": "20261120",
        "jornada": "1",
        "seguro": "R",
        "tipo_empleador": "1",
        "relacion_trabajo": "06",
        "cargo": "BODEGUERA",
        "actividad": "1910000000001",
        "sueldo": "500.00",
        "origen_pago": "P",
    }
}
COMUNES = {nombre: BUENAS["ENT"][nombre] for nombre in ("ruc", "sucursal", "anio", "mes", "cedula")}
BUENAS["SAL"] = {**COMUNES, "tipo": "SAL", "fecha_salida": "20261119", "causa": "V", "fecha_fallecimiento": "00000000"}
BUENAS["MSU"] = {**COMUNES, "tipo": "MSU", "sueldo": "1100.00"}
BUENAS["INS"] = {**COMUNES, "tipo": "INS", "valor": "120.50", "causa": "O"}
SLUGS = {"ENT": "aviso-entrada", "SAL": "aviso-salida", "MSU": "nuevo-sueldo", "INS": "extras-del-mes"}


def celdas(de: str = "ENT", /, **cambios: str) -> list[str]:
    valores = BUENAS[de] | cambios
    return [valores[nombre] for nombre in FORMATOS[de].nombres]


def linea(de: str = "ENT", /, **cambios: str) -> str:
    return ";".join(celdas(de, **cambios))


def texto(*lineas: str) -> bytes:
    return "\r\n".join(lineas).encode()


def csv(*filas: list[str], tipo: str = "ENT", separador: str = ",") -> bytes:
    return "\n".join(separador.join(fila) for fila in [list(FORMATOS[tipo].nombres), *filas]).encode()


def xlsx(*filas: list[object], tipo: str = "ENT") -> bytes:
    """Text is written as text, numbers as numbers, what begins with "=" as a formula."""
    archivo = io.BytesIO()
    with xlsxwriter.Workbook(archivo, {"in_memory": True}) as libro:
        hoja = libro.add_worksheet()
        for numero, fila in enumerate([list(FORMATOS[tipo].nombres), *filas]):
            for columna, celda in enumerate(fila):
                es_texto = isinstance(celda, str) and not celda.startswith("=")
                (hoja.write_string if es_texto else hoja.write)(numero, columna, celda)
    return archivo.getvalue()


def url(tipo: str = "ENT") -> str:
    return f"/empleador/{SLUGS[tipo]}/archivo/"


def enviar(client: Client, contenido: bytes, tipo: str = "ENT", nombre: str = "avisos.txt"):
    """What answers the POST, its redirections followed."""
    return client.post(url(tipo), {"archivo": SimpleUploadedFile(nombre, contenido)}, follow=True)


def subir(client: Client, contenido: bytes, tipo: str = "ENT", nombre: str = "avisos.txt") -> Lote:
    respuesta = enviar(client, contenido, tipo, nombre)
    assert respuesta.redirect_chain, respuesta.content.decode()
    return Lote.objects.get(numero=uuid.UUID(respuesta.request["PATH_INFO"].rstrip("/").rpartition("/")[2]))


def errores(lote: Lote) -> list[tuple[int, str]]:
    return list(lote.errores.values_list("linea", "campo"))

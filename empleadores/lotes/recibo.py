"""The signed receipt of a file: its figures printed, and each notice in a CSV that is attached and signed with them."""

from textwrap import wrap
from typing import Any

from cuentas.actuacion import Actuacion, Por
from empleadores.lotes.formatos import FORMATOS
from empleadores.models import Lote, Novedad
from empleadores.models.novedades import numero_de
from nucleo import csv
from nucleo.escritura import fecha, hora, numero
from nucleo.pdf import Anexo
from tramites.certificados.contenido import Contenido, identidad
from tramites.certificados.models import Certificado
from tramites.certificados.services import solicitar_emision

COLUMNAS = (
    *("novedad", "linea", "cedula", "trabajador", "sucursal", "tipo", "fecha", "valor", "causa", "fecha_limite"),
    *("dias_tarde", "multa_estimada"),
)


def emitir_recibo(lote: Lote) -> None:
    """Promised in the transaction that ends the work; the same file has one."""
    solicitar_emision(
        actuacion=Actuacion(actor=lote.confirmado_por, sujeto=lote.empleador, por=Por(lote.por)),
        tramite=lote.tramite,
        contenido=Contenido(
            variante="lote",
            titulo=f"Comprobante de registro de {FORMATOS[lote.tipo].nombre}",
            plantilla="empleadores/documentos/lote.html",
            datos=_datos(lote),
            anexo=Anexo(f"{lote.tipo.lower()}-{lote.sha256[:12]}.csv", _detalle(lote)),
        ),
        peticion=lote.numero,
    )


def recibo_de(lote: Lote) -> Certificado | None:
    return Certificado.objects.filter(
        peticion=lote.numero, tramite_id=lote.tramite_id, empleador_id=lote.empleador_id
    ).first()


def _datos(lote: Lote) -> dict[str, Any]:
    tarde = lote.novedades.filter(dias_tarde__gt=0).count()
    return {
        **identidad(lote.empleador),
        "que": FORMATOS[lote.tipo].nombre,
        "lineas": [
            ["Archivo", lote.nombre],
            ["Huella SHA-256 del archivo", " ".join(wrap(lote.sha256, 16))],
            ["Líneas del archivo", numero(lote.lineas)],
            ["Avisos registrados", numero(lote.aplicadas)],
            ["Fuera de plazo", numero(tarde)],
            ["Ya constaban", numero(lote.ya_estaban)],
            ["No se registraron, por errores", numero(lote.malas + lote.rechazadas)],
            ["Recibido", f"{fecha(lote.subido_en)}, a las {hora(lote.subido_en)}"],
            ["Terminado", f"{fecha(lote.terminado_en)}, a las {hora(lote.terminado_en)}"],
        ],
    }


def _detalle(lote: Lote) -> bytes:
    filas = (
        Novedad.objects.filter(lote=lote)
        .order_by("linea")
        .values_list(
            *("pk", "linea", "persona__cedula", "persona__apellidos", "persona__nombres", "sucursal", "tipo", "fecha"),
            *("valor", "causa", "limite", "dias_tarde", "multa"),
        )
    )
    contenido = csv.Csv("", COLUMNAS, (_fila(*fila) for fila in filas.iterator()))
    return "".join(csv.lineas(contenido)).encode()


def _fila(pk: int, linea: int, cedula: str, apellidos: str, nombres: str, *resto: Any) -> list[Any]:
    return [numero_de(pk), linea, cedula, f"{apellidos} {nombres}", *("" if x is None else x for x in resto)]

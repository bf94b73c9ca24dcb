"""What the bank answers of the deposits that it was sent: each accredited, or rejected and why. All or nothing.

As many lines as a rol has people: they go through a staging table, and are judged and written by statements.
"""
# ruff: noqa: S608 (the names in these statements are our own)

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from cuentas.avisos.clases import DOCUMENTOS_REQUERIDOS
from cuentas.avisos.services import encolar_aviso
from nucleo.bitacora import anotar
from pensionistas.rol.models import REFERENCIA, Deposito
from registro.dialecto import Dialecto, dialecto_de
from registro.importacion.banco import Formato, respuestas
from registro.importacion.errores import CargaRechazada, ErrorDeCarga

ACTOR = "sistema:pagos"
Estado = Deposito.Estado
RESPUESTA = "rol_respuesta"
DE_LA_RESPUESTA = "linea int, deposito_id bigint, estado varchar(10), fecha date, motivo varchar(200)"
FORMATO = Formato(
    referencia="referencia",
    resultado="resultado",
    detalle="motivo",
    columnas=("referencia", "fecha", "resultado", "motivo"),
    patron=REFERENCIA,
    sin_referencia="no es la referencia de un depósito, como RP0000000012",
    resultados={Estado.ACREDITADO.value: True, Estado.RECHAZADO.value: False},
    sin_detalle="diga por qué lo rechazó el banco",
)


@dataclass(frozen=True)
class Informe:
    """How many of a file were news: the others were known, with the same outcome."""

    acreditados: int
    rechazados: int
    conocidos: int


def cargar(ruta: Path, hoy: date | None = None) -> Informe:
    """Raises CargaRechazada with all that is wrong, by line and column, and OSError."""
    errores: list[ErrorDeCarga] = []
    dialecto = dialecto_de(connection)
    with ruta.open("rb") as archivo, transaction.atomic():
        huella = hashlib.file_digest(archivo, "sha256").hexdigest()
        archivo.seek(0)
        dialecto.preparar()  # never beside the making of a file
        dialecto.crear(RESPUESTA, DE_LA_RESPUESTA)
        leidas = respuestas(FORMATO, ruta.name, archivo, hoy or timezone.localdate(), errores)
        filas = ((r.linea, *r.referencia, _estado(r.pagada), r.fecha.isoformat(), r.detalle) for r in leidas)
        dialecto.insertar(RESPUESTA, ("linea", "deposito_id", "estado", "fecha", "motivo"), filas)
        dialecto.analizar(RESPUESTA)
        errores += [ErrorDeCarga(ruta.name, *malo) for malo in _malas(dialecto)]
        if errores:
            raise CargaRechazada(sorted(errores))
        informe = _registrar(dialecto)
        anotar(
            actor=ACTOR,
            accion="rol.respuesta",
            objeto=f"archivo:{ruta.name}"[:80],
            datos={
                "sha256": huella,
                "acreditados": informe.acreditados,
                "rechazados": informe.rechazados,
                "conocidos": informe.conocidos,
            },
        )
    return informe


def _estado(pagada: bool) -> str:
    return (Estado.ACREDITADO if pagada else Estado.RECHAZADO).value


def _malas(dialecto: Dialecto) -> Iterator[tuple[int, str, str]]:
    """(line, column, why) of the answers that are well written and cannot be."""
    con_su_deposito = f"{RESPUESTA} r LEFT JOIN pensionistas_deposito d ON d.id = r.deposito_id"
    for (linea,) in dialecto.filas(
        f"SELECT r.linea FROM {con_su_deposito} WHERE d.id IS NULL OR d.estado = '{Estado.SIN_CUENTA}'"
    ):
        yield linea, "referencia", "no es un depósito que el portal haya enviado"
    for linea, primera in dialecto.filas(
        f"""SELECT r.linea, p.linea FROM {RESPUESTA} r JOIN (
              SELECT deposito_id, min(linea) AS linea FROM {RESPUESTA} GROUP BY deposito_id HAVING count(*) > 1) p
                ON p.deposito_id = r.deposito_id WHERE r.linea > p.linea"""
    ):
        yield linea, "referencia", f"ya tiene respuesta en la línea {primera}"
    for linea, estado in dialecto.filas(
        f"""SELECT r.linea, d.estado FROM {con_su_deposito}
             WHERE d.estado IN ('{Estado.ACREDITADO}', '{Estado.RECHAZADO}') AND d.estado <> r.estado"""
    ):
        yield linea, "resultado", f"el banco ya respondió otra cosa: {Estado(estado).label}"
    for (linea,) in dialecto.filas(
        f"""SELECT r.linea FROM {con_su_deposito}
              JOIN pensionistas_archivorol a ON a.id = d.archivo_id WHERE r.fecha < a.hecho_el"""
    ):
        yield linea, "fecha", "es anterior al envío del depósito"


def _registrar(dialecto: Dialecto) -> Informe:
    """Writes the news, and tells each who was not paid."""
    ((total,),) = dialecto.filas(f"SELECT count(*) FROM {RESPUESTA}")
    nueva = f"d.id = {RESPUESTA}.deposito_id AND d.estado = '{Estado.ENVIADO}'"
    dialecto.ejecutar(f"DELETE FROM {RESPUESTA} WHERE NOT EXISTS (SELECT 1 FROM pensionistas_deposito d WHERE {nueva})")
    nuevas = dialecto.ejecutar(
        f"""UPDATE pensionistas_deposito SET estado = r.estado, resuelto_el = r.fecha, motivo = r.motivo
              FROM {RESPUESTA} r WHERE r.deposito_id = pensionistas_deposito.id"""
    )
    rechazados = dialecto.filas(f"SELECT deposito_id FROM {RESPUESTA} WHERE estado = '{Estado.RECHAZADO}'")
    for (pk,) in rechazados:
        deposito = Deposito.objects.select_related("persona").get(pk=pk)
        _esperar(deposito)
        _avisar(deposito)
    return Informe(nuevas - len(rechazados), len(rechazados), total - nuevas)


def _esperar(deposito: Deposito) -> None:
    """What did not arrive waits for another account, with whatever of that month waits already."""
    del_mes = Deposito.objects.filter(persona=deposito.persona, periodo=deposito.periodo)
    ultimo = del_mes.latest("envio")
    if ultimo.estado == Estado.SIN_CUENTA:
        ultimo.valor += deposito.valor
        ultimo.save(update_fields=["valor"])
        return
    Deposito.objects.create(
        persona=deposito.persona,
        periodo=deposito.periodo,
        envio=ultimo.envio + 1,
        cedula=deposito.cedula,
        titular=deposito.titular,
        valor=deposito.valor,
        estado=Estado.SIN_CUENTA,
    )


def _avisar(deposito: Deposito) -> None:
    objeto = f"deposito:{deposito.pk}"
    anotar(actor=ACTOR, accion="deposito.rechazado", persona_id=deposito.persona_id, objeto=objeto)
    encolar_aviso(
        clase=DOCUMENTOS_REQUERIDOS,
        clave_unica=objeto,
        titular=deposito.persona,
        asunto="El banco no recibió el depósito de su pensión",
        plantilla="deposito_rechazado",
        contexto={"deposito": deposito},
    )

"""A payment order: made with its decision, sent once, answered once, and told to the person."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from iess_portal.roles import Rol
from registro.models import CuentaBancaria
from tests import casos, mesa, mundo
from tramites.casos.relojes import mover_relojes
from tramites.models import OrdenPago, Solicitud
from tramites.pagos.services import YaSePago, dar_cuenta, ordenar

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def concedida(ana, de_ana) -> Solicitud:
    solicitud = casos.enviar(de_ana)
    analista = mundo.navegador(mesa.con_rol(Rol.ANALISTA))
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "conceder", motivo="Consta.")
    casos.correos()
    return solicitud


@pytest.fixture
def lista(concedida) -> Solicitud:
    ordenar(solicitud=concedida, concepto="RETIRO_FONDOS", valor=Decimal("120.50"))
    dar_cuenta(solicitud=concedida, cuenta=mundo.cuenta_bancaria(concedida.persona))
    return concedida


def exportar(carpeta: Path, *opciones: str) -> list[dict[str, str]]:
    antes = set(carpeta.glob("*"))
    call_command("exportar_ordenes", str(carpeta), *opciones)
    nuevos = set(carpeta.glob("*")) - antes
    return [fila for ruta in nuevos for fila in csv.DictReader(ruta.read_text("utf-8").splitlines())]


def importar(carpeta: Path, *lineas: str) -> None:
    ruta = carpeta / "respuestas.csv"
    ruta.write_text("\n".join(["orden,estado,fecha,detalle", *lineas, ""]), encoding="utf-8")
    try:
        call_command("importar_pagos", str(ruta))
    finally:
        ruta.unlink()


def orden() -> OrdenPago:
    return OrdenPago.objects.get()


def test_it_is_sent_once_with_all_that_a_bank_needs(lista, tmp_path):
    (fila,) = exportar(tmp_path)

    assert fila == {
        "orden": orden().referencia,
        "solicitud": lista.numero,
        "concepto": "RETIRO_FONDOS",
        "cedula": mundo.ANA,
        "titular": lista.persona.nombre_completo,
        "institucion": "Austro",
        "tipo_cuenta": "AHORROS",
        "numero_cuenta": "0035550104",
        "valor": "120.50",
        "fecha": "2026-11-20",
    }
    assert exportar(tmp_path) == []


def test_a_file_that_was_lost_is_written_again_as_it_was(lista, tmp_path):
    primero = exportar(tmp_path)
    (tmp_path / "ordenes-000001.csv").unlink()
    assert exportar(tmp_path, "--lote", "1") == primero


def test_a_batch_that_was_never_sent_is_not_written(tmp_path):
    with pytest.raises(CommandError, match="No hay un lote 7"):
        exportar(tmp_path, "--lote", "7")


def test_without_an_account_or_while_it_is_decided_again_it_stays(concedida, tmp_path):
    ordenar(solicitud=concedida, concepto="SUBSIDIO", valor=Decimal(10))
    assert exportar(tmp_path) == []

    dar_cuenta(solicitud=concedida, cuenta=mundo.cuenta_bancaria(concedida.persona))
    Solicitud.objects.update(resultado="", estado="EN_REVISION")
    assert exportar(tmp_path) == []


def test_what_is_ordered_keeps_its_account_though_the_person_changes_theirs(lista):
    nueva = mundo.cuenta_bancaria(lista.persona, numero="999", vigente_desde=date(2026, 11, 1))
    dar_cuenta(solicitud=lista, cuenta=nueva)
    assert orden().cuenta.numero == "0035550104"


def test_paid_it_is_told_once_and_the_page_says_when(lista, de_ana, tmp_path):
    exportar(tmp_path)
    respuesta = f"{orden().referencia},PAGADA,2026-11-20,"
    importar(tmp_path, respuesta)
    importar(tmp_path, respuesta)

    assert orden().estado == "PAGADA"
    assert casos.asuntos() == [f"Su solicitud {lista.numero} avanzó"]
    assert "confirmó el depósito el 20 de noviembre de 2026" in de_ana.get(lista.get_absolute_url()).content.decode()


def test_what_a_bank_returns_goes_to_another_account_when_there_is_one(lista, de_ana, tmp_path):
    exportar(tmp_path)
    primera = orden().referencia
    importar(tmp_path, f"{primera},DEVUELTA,2026-11-20,La cuenta está cerrada")
    assert "La cuenta está cerrada" in de_ana.get(lista.get_absolute_url()).content.decode()
    mover_relojes(date(2026, 11, 21))
    assert orden().estado == "DEVUELTA"

    mundo.cuenta_bancaria(lista.persona, numero="999", vigente_desde=date(2026, 11, 1))
    CuentaBancaria.objects.filter(numero="0035550104").update(estado="RECHAZADA")
    mover_relojes(date(2026, 11, 21))

    (fila,) = exportar(tmp_path)
    assert fila["numero_cuenta"] == "999"
    assert fila["orden"] != primera
    importar(tmp_path, f"{primera},PAGADA,2026-11-20,")  # an answer that came late, to what was sent first
    assert orden().estado == "ENVIADA"


def test_all_that_is_wrong_in_an_answer_is_told_by_line_and_column_and_nothing_changes(lista, tmp_path, capsys):
    exportar(tmp_path)
    buena = orden().referencia
    with pytest.raises(CommandError, match="8 errores: no se cambió nada"):
        importar(
            tmp_path,
            f"{buena},PAGADA,2026-11-20,",
            "OP000999999-1,PAGADA,2026-11-20,",
            f"{buena[:-1]}2,PAGADA,2026-11-20,",
            "12,QUIZAS,2026-02-30,",
            f"{buena},DEVUELTA,2026-11-21,",
            f"{buena},DEVUELTA,2026-11-20,Cuenta cerrada",
        )
    dichos = capsys.readouterr().err.splitlines()
    assert dichos == [
        "respuestas.csv:3 orden: no es una orden que el portal haya enviado",
        "respuestas.csv:4 orden: no es una orden que el portal haya enviado",
        "respuestas.csv:5 estado: debe ser PAGADA o DEVUELTA",
        "respuestas.csv:5 fecha: no es una fecha, como 2026-11-20",
        "respuestas.csv:5 orden: no es la referencia de una orden, como OP000000012-1",
        "respuestas.csv:6 detalle: diga por qué la devolvió el banco",
        "respuestas.csv:6 fecha: todavía no llega",
        "respuestas.csv:7 orden: ya tiene respuesta en la línea 2",
    ]
    assert orden().estado == "ENVIADA"


def test_nothing_is_paid_before_it_was_sent(lista, tmp_path, capsys):
    exportar(tmp_path)
    with pytest.raises(CommandError):
        importar(tmp_path, f"{orden().referencia},PAGADA,2026-11-19,")
    assert "fecha: es anterior al envío de la orden" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        (b"", "encabezado"),
        (b"orden;estado\n", "encabezado"),
        (b"orden,estado,fecha,detalle\nA,B\n", "columnas"),
        (b"orden,estado,fecha,detalle\n\xff,B,C,D\n", "UTF-8"),
        (b"orden,estado,fecha,detalle\n\x00,B,C,D\n", "orden"),
    ],
)
def test_a_file_that_is_no_answer_is_said_to_be_none(tmp_path, capsys, contenido, dice):
    ruta = tmp_path / "otro.csv"
    ruta.write_bytes(contenido)
    with pytest.raises(CommandError):
        call_command("importar_pagos", str(ruta))
    assert dice in capsys.readouterr().err


# --- decided again ---------------------------------------------------------------------------------------------------


def test_granted_again_before_it_was_sent_the_order_is_of_the_new_amount(lista):
    ordenar(solicitud=lista, concepto="RETIRO_FONDOS", valor=Decimal(200))
    assert [(o.valor, o.estado) for o in OrdenPago.objects.order_by("pk")] == [
        (Decimal("120.50"), "ANULADA"),
        (Decimal(200), "POR_ENVIAR"),
    ]


def test_granted_again_after_it_was_sent_the_difference_is_ordered(lista, tmp_path):
    exportar(tmp_path)
    ordenar(solicitud=lista, concepto="RETIRO_FONDOS", valor=Decimal(200))
    assert [o.valor for o in OrdenPago.objects.order_by("pk")] == [Decimal("120.50"), Decimal("79.50")]


def test_denied_before_it_was_sent_nothing_is_paid_and_after_it_can_not_be_denied(lista, tmp_path):
    exportar(tmp_path)
    with pytest.raises(YaSePago, match=r"Ya se enviaron a pagar .*120,50"):
        ordenar(solicitud=lista, concepto="RETIRO_FONDOS", valor=Decimal(0))
    OrdenPago.objects.update(estado="POR_ENVIAR")
    ordenar(solicitud=lista, concepto="RETIRO_FONDOS", valor=Decimal(0))
    assert orden().estado == "ANULADA"

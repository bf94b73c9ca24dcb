"""The seals and the verifier, against somebody who has the database in hand but not the keys."""

import subprocess
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from nucleo.bitacora import anotar
from nucleo.bitacora.cabezas import firmar_cabezas
from nucleo.bitacora.models import Asiento, CabezaDiaria, Sello
from nucleo.bitacora.sellos import sellar
from nucleo.bitacora.triggers import DROP, DROP_SEALS
from nucleo.tasks import seal

pytestmark = pytest.mark.django_db

INICIO = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def numeros_desde_uno(db):
    """A sequence keeps counting when the test before is rolled back; here the first row has the first number."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for tabla in ("nucleo_asiento", "nucleo_sello"):
                cursor.execute(f"ALTER TABLE {tabla} ALTER COLUMN id RESTART WITH 1")


@pytest.fixture
def reloj():
    with time_machine.travel(INICIO, tick=False) as viaje:
        yield viaje


def escribir(reloj, cuantas: int) -> list[int]:
    pks = []
    for _ in range(cuantas):
        reloj.shift(timedelta(seconds=1))
        pks.append(anotar(actor="1710034065", accion="ingreso.aceptado", persona_id=7, datos={"n": len(pks)}).pk)
    return pks


def esperar_y_sellar(reloj) -> int:
    reloj.shift(timedelta(minutes=5))
    return sellar()


def atacar(*sentencias: str) -> None:
    """As whoever owns the database would: first the triggers, then the rows."""
    with connection.cursor() as cursor:
        for sentencia in (*DROP_SEALS[connection.vendor], *DROP[connection.vendor], *sentencias):
            cursor.execute(sentencia)


def verificar(*argumentos: str) -> tuple[int, str]:
    salida = StringIO()
    try:
        call_command("verificar_bitacora", *argumentos, stdout=salida)
    except SystemExit as fin:
        return int(fin.code or 0), salida.getvalue()
    return 0, salida.getvalue()


@pytest.fixture
def selladas(reloj) -> list[int]:
    """Nine rows under three seals."""
    pks = []
    for _ in range(3):
        pks += escribir(reloj, 3)
        assert esperar_y_sellar(reloj) == 1
    return pks


COLUMNAS = "momento, actor, accion, persona_id, objeto, por, datos, firma"


def copiar(de: int, a: int) -> str:
    return f"INSERT INTO nucleo_asiento (id, {COLUMNAS}) SELECT {a}, {COLUMNAS} FROM nucleo_asiento WHERE id = {de}"


def test_what_nobody_touched_has_no_findings(selladas):
    estado, texto = verificar()

    assert estado == 0
    assert "Sin hallazgos" in texto
    assert f"sellada hasta la fila {selladas[-1]} (sello 3" in texto
    assert "no hay ningún día firmado" in texto.lower()


def test_an_empty_bitacora_is_sound(reloj):
    assert sellar() == 0
    assert verificar()[0] == 0


@pytest.mark.parametrize(
    "campo", ["actor = 'otro'", "persona_id = 8", "firma = 'ab'", "momento = '2020-01-01 00:00:00+00:00'"]
)
def test_a_changed_row_is_named(selladas, campo):
    atacar(f"UPDATE nucleo_asiento SET {campo} WHERE id = {selladas[4]}")

    estado, texto = verificar()

    assert estado == 1
    assert f"fila {selladas[4]}: su contenido no corresponde" in texto


@pytest.mark.parametrize("cual", [0, 4, 5, 8])
def test_a_removed_row_is_named(selladas, cual):
    atacar(f"DELETE FROM nucleo_asiento WHERE id = {selladas[cual]}")

    estado, texto = verificar()

    assert estado == 1
    assert f"fila {selladas[cual]}: falta" in texto
    assert texto.count("falta; estaba") == 1


def test_a_row_put_into_a_gap_is_named(reloj):
    primera, borrada, ultima = escribir(reloj, 3)
    atacar(f"DELETE FROM nucleo_asiento WHERE id = {borrada}")  # before the seal: nobody can know
    esperar_y_sellar(reloj)
    assert verificar()[0] == 0
    atacar(copiar(primera, borrada), f"UPDATE nucleo_asiento SET actor = 'x' WHERE id = {borrada}")

    estado, texto = verificar()

    assert estado == 1
    assert f"fila {borrada}: no estaba cuando se selló" in texto
    assert ultima > borrada


def test_a_faithful_copy_of_a_row_is_named_wherever_it_is_put(selladas):
    atacar(copiar(selladas[1], 900))

    estado, texto = verificar()

    assert estado == 1
    assert f"filas {selladas[1]} y 900: dicen exactamente lo mismo" in texto


def test_rows_that_changed_places_are_found(selladas):
    a, b = selladas[4], selladas[5]
    cambiar = "UPDATE nucleo_asiento SET id = {} WHERE id = {}"
    atacar(cambiar.format(900, a), cambiar.format(a, b), cambiar.format(b, 900))

    estado, texto = verificar()

    assert estado == 1
    assert f"sello 2: las filas {selladas[3]} a {selladas[5]} no son las que se sellaron" in texto
    assert f"fila {b}: es más antigua" in texto


def test_a_changed_row_without_seal_is_named_and_what_is_not_knowable_is_said(reloj, selladas):
    nueva = escribir(reloj, 1)[0]
    atacar(f"UPDATE nucleo_asiento SET accion = 'otra' WHERE id = {nueva}")

    estado, texto = verificar()

    assert estado == 1
    assert f"fila {nueva}: su contenido" in texto
    assert "no se puede saber si se borró alguna" in texto


def test_the_newest_row_that_was_removed_before_its_seal_leaves_its_number(reloj, selladas):
    nueva = escribir(reloj, 1)[0]
    atacar(f"DELETE FROM nucleo_asiento WHERE id = {nueva}")

    assert f"La base dio hasta el número {nueva}" in verificar()[1]


@pytest.mark.parametrize("cambio", ["filas = 2", "hasta = hasta + 1", "huecos = '[[4,4]]'", "firma = 'ab'"])
def test_a_forged_seal_is_named(selladas, cambio):
    atacar(f"UPDATE nucleo_sello SET {cambio} WHERE numero = 2")

    estado, texto = verificar()

    assert estado == 1
    assert "sello 2: su firma no corresponde" in texto


@pytest.mark.parametrize("numero", [1, 2, 3])
def test_a_missing_seal_is_named_also_when_it_is_the_last(selladas, numero):
    atacar(f"DELETE FROM nucleo_sello WHERE numero = {numero}")

    estado, texto = verificar()

    assert estado == 1
    assert f"sello {numero}: falta" in texto


def test_a_row_that_waits_too_long_for_its_seal_is_a_finding(reloj):
    vieja = escribir(reloj, 1)[0]
    reloj.shift(timedelta(hours=2))
    escribir(reloj, 1)

    estado, texto = verificar()

    assert estado == 1
    assert f"fila {vieja}: espera un sello" in texto


def test_another_key_finds_every_row_and_every_seal(selladas, settings):
    settings.BITACORA_KEY = "otra"

    estado, texto = verificar()

    assert estado == 1
    assert texto.count("su contenido no corresponde") == 9
    assert texto.count("BITACORA_KEY es otra") == 3


# --- rows that become visible after their seal ------------------------------------------------------------------------


@pytest.fixture
def tardia(reloj) -> int:
    """A row whose transaction ended after the seal of its neighbours."""
    _una, lenta, _otra = escribir(reloj, 3)
    atacar("CREATE TEMPORARY TABLE en_vuelo AS SELECT * FROM nucleo_asiento WHERE id = " + str(lenta))
    atacar(f"DELETE FROM nucleo_asiento WHERE id = {lenta}")
    esperar_y_sellar(reloj)
    atacar("INSERT INTO nucleo_asiento SELECT * FROM en_vuelo", "DROP TABLE en_vuelo")
    return lenta


def test_a_late_row_is_chained_as_late_and_counted(reloj, tardia):
    assert "contadas como tales: 1" in verificar()[1]

    assert esperar_y_sellar(reloj) == 1

    assert Sello.objects.get(numero=2).tardias == [tardia]
    estado, texto = verificar()
    assert (estado, "contadas como tales: 1" in texto) == (0, True)
    assert sellar() == 0


def test_a_late_row_that_was_chained_and_removed_is_named(reloj, tardia):
    esperar_y_sellar(reloj)
    atacar(f"DELETE FROM nucleo_asiento WHERE id = {tardia}")

    estado, texto = verificar()

    assert estado == 1
    assert f"fila {tardia}: falta; el sello 2 la tomó como fila tardía" in texto


def test_a_row_that_comes_a_day_after_its_seal_is_no_late_row(reloj, tardia):
    reloj.shift(timedelta(days=2))
    escribir(reloj, 1)
    esperar_y_sellar(reloj)

    estado, texto = verificar()

    assert estado == 1
    assert f"fila {tardia}: no estaba cuando se selló" in texto


def test_a_row_younger_than_the_margin_waits_for_the_next_seal(reloj):
    escribir(reloj, 1)

    assert sellar() == 0
    assert esperar_y_sellar(reloj) == 1


def test_many_rows_take_several_seals(reloj, monkeypatch):
    monkeypatch.setattr("nucleo.bitacora.sellos.FILAS_POR_SELLO", 2)
    escribir(reloj, 5)

    assert esperar_y_sellar(reloj) == 3
    assert verificar()[0] == 0


@pytest.mark.parametrize("tabla", ["nucleo_sello", "nucleo_cabezadiaria"])
@pytest.mark.usefixtures("pki")
def test_seals_and_heads_can_not_be_changed_nor_removed(reloj, selladas, tabla):
    reloj.shift(timedelta(days=1))
    firmar_cabezas()
    for sentencia in (f"UPDATE {tabla} SET id = 99", f"DELETE FROM {tabla}"):
        with pytest.raises(DatabaseError, match="no admite cambios"), transaction.atomic():
            connection.cursor().execute(sentencia)


# --- since a day ------------------------------------------------------------------------------------------------------


def test_since_a_day_only_what_was_sealed_from_then_on_is_read(reloj, selladas):
    reloj.shift(timedelta(days=1))
    nuevas = escribir(reloj, 2)
    esperar_y_sellar(reloj)
    atacar(f"UPDATE nucleo_asiento SET actor = 'x' WHERE id = {selladas[0]}")

    estado, texto = verificar("--desde", "2026-11-21")

    assert estado == 0
    assert "Filas leídas: 2." in texto
    atacar(f"DELETE FROM nucleo_asiento WHERE id = {nuevas[0]}")
    assert verificar("--desde", "2026-11-21")[0] == 1


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="no es una fecha"):
        call_command("verificar_bitacora", "--desde", "ayer")


# --- the signed head of the day ---------------------------------------------------------------------------------------


@pytest.fixture
def firmada(pki, reloj, selladas) -> CabezaDiaria:
    reloj.shift(timedelta(days=1))
    seal()
    return CabezaDiaria.objects.get()


def test_each_day_that_ended_is_signed_once(firmada, reloj):
    assert firmada.dia.isoformat() == "2026-11-20"
    assert firmar_cabezas() == 0

    estado, texto = verificar()

    assert estado == 0
    assert "firmada hasta el día 20-nov-2026" in texto


def test_the_day_that_runs_is_not_signed(pki, selladas):
    assert firmar_cabezas() == 0


def test_without_a_key_the_head_waits(reloj, selladas, settings, tmp_path):
    reloj.shift(timedelta(days=1))
    settings.PKI_P12, settings.PKI_DIR = "", tmp_path

    assert firmar_cabezas() == 0
    assert verificar()[0] == 0


def test_a_head_that_names_a_seal_that_is_gone_is_a_finding(firmada):
    atacar("DELETE FROM nucleo_sello WHERE numero = 3")

    assert "nombra el sello 3, que falta" in verificar()[1]


def test_a_head_whose_text_was_changed_is_a_finding(firmada):
    atacar("UPDATE nucleo_cabezadiaria SET contenido = replace(contenido, 'filas', 'files')")

    estado, texto = verificar()

    assert estado == 1
    assert "la firma no corresponde al contenido" in texto


def test_anyone_can_check_a_head_with_the_certificate_alone(firmada, tmp_path):
    (tmp_path / "c.json").write_bytes(firmada.contenido.encode())
    (tmp_path / "c.p7s").write_bytes(bytes(firmada.firma))
    raiz = Path(settings.PKI_DIR) / "raiz.crt"
    orden = f"openssl cms -verify -binary -inform DER -in c.p7s -content c.json -CAfile {raiz} -purpose any"

    assert subprocess.run(orden.split(), cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "c.json").write_text("otra cosa")
    assert subprocess.run(orden.split(), cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_the_rows_keep_their_own_signature_format(selladas):
    """The chain covers `firma`; what `firma` covers did not change with the seals."""
    assert {len(firma) for firma in Asiento.objects.values_list("firma", flat=True)} == {64}

"""The bank's file: its good lines are applied, the others told, and no money is lost or counted twice."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from empleadores.cobranza.archivo import leer
from empleadores.cobranza.carga import Informe, cargar
from empleadores.models import PagoPorAplicar
from nucleo.bitacora.models import Asiento
from registro.models import Pago
from registro.reglas.referencia import referencia
from tests import mundo
from tests.cobranza import planilla

MARZO, A_TIEMPO = date(2026, 3, 1), date(2026, 4, 10)
COLUMNAS = "referencia,fecha,valor,canal"


def aplicar(*lineas: str, columnas: str = COLUMNAS) -> Informe:
    return cargar(nombre="banco.csv", contenido="\n".join([columnas, *lineas]).encode(), actor="sistema:pagos")


@pytest.fixture
def debida(db):
    return planilla(mundo.empleador(), mundo.persona(), periodo=MARZO)


def cuenta(informe: Informe) -> tuple[int, int, int, int]:
    return informe.aplicados, informe.conocidos, len(informe.por_aplicar), informe.lineas_malas


def test_a_payment_finds_its_planilla_and_the_same_file_changes_nothing(debida):
    linea = f"{debida.referencia},2026-04-10,216.00,Pichincha"
    assert cuenta(aplicar(linea)) == (1, 0, 0, 0)
    assert cuenta(aplicar(linea)) == (0, 1, 0, 0)

    debida.refresh_from_db()
    assert debida.fecha_pago == A_TIEMPO
    pago = Pago.objects.get()
    assert (pago.origen, pago.canal, pago.registrado_por) == ("BANCO", "Pichincha", "sistema:pagos")
    assert Asiento.objects.filter(accion="pagos.archivo").count() == 2


def test_two_equal_lines_of_one_file_are_two_payments(debida):
    linea = f"{debida.referencia},2026-04-10,100.00,Pichincha"
    assert cuenta(aplicar(linea, linea)) == (2, 0, 0, 0)
    assert cuenta(aplicar(linea, linea)) == (0, 2, 0, 0)
    debida.refresh_from_db()
    assert debida.capital_pagado == Decimal("200.00")


def test_the_payments_of_a_file_are_taken_by_their_dates_and_told_by_their_lines(debida):
    """216.00 of March, due on 15 April: with 200.00 in time, two months bear interest on 16.00 alone."""
    informe = aplicar(
        "nada,2026-06-16,5.00,Pichincha",
        f"{debida.referencia},2026-06-15,10.00,Pichincha",
        f"{debida.referencia},2026-04-10,200.00,Pichincha",
        "nada,2026-04-09,5.00,Pichincha",
    )

    assert [linea for linea, _ in informe.por_aplicar] == [2, 5]
    intereses = Pago.objects.order_by("fecha").values_list("fecha", "interes", "capital")
    assert list(intereses) == [
        (A_TIEMPO, Decimal(0), Decimal("200.00")),
        (date(2026, 6, 15), Decimal("0.36"), Decimal("9.64")),
    ]


def test_the_number_that_the_bank_gives_tells_two_payments_of_one_day_apart(debida):
    columnas = f"{COLUMNAS},transaccion"
    linea = f"{debida.referencia},2026-04-10,100.00,Pichincha"
    assert cuenta(aplicar(f"{linea},A1", columnas=columnas)) == (1, 0, 0, 0)
    assert cuenta(aplicar(f"{linea},A1", f"{linea},A2", columnas=columnas)) == (1, 1, 0, 0)


def test_one_transaction_with_two_values_is_an_error_and_not_two_payments(debida):
    columnas, comun = f"{COLUMNAS},transaccion", f"{debida.referencia},2026-04-10"
    aplicar(f"{comun},100.00,Pichincha,A1", columnas=columnas)
    informe = aplicar(f"{comun},101.00,Pichincha,A1", columnas=columnas)
    assert cuenta(informe) == (0, 0, 0, 1)
    assert "otro valor" in str(informe.errores[0])


@pytest.mark.parametrize(
    ("linea", "columna"),
    [
        ("{r},10/04/2026,216.00,B", "fecha"),
        ("{r},2026-02-30,216.00,B", "fecha"),
        ("{r},20260410,216.00,B", "fecha"),
        ("{r},2100-01-01,216.00,B", "fecha"),
        ("{r},,216.00,B", "fecha"),
        ("{r},2026-04-10,,B", "valor"),
        ("{r},2026-04-10,0,B", "valor"),
        ("{r},2026-04-10,-1.00,B", "valor"),
        ("{r},2026-04-10,1.001,B", "valor"),
        ('{r},2026-04-10,"1,00",B', "valor"),
        ("{r},2026-04-10,1e3,B", "valor"),
        ("{r},2026-04-10,NaN,B", "valor"),
        ("{r},2026-04-10,٣٠,B", "valor"),
        ("{r},2026-04-10,99999999999,B", "valor"),
        ("{r},2026-04-10,216.00,", "canal"),
        ("{r},2026-04-10,216.00," + "B" * 26, "canal"),
        ("9" * 61 + ",2026-04-10,216.00,B", "referencia"),
        ("{r},2026-04-10,216.00", "línea"),
        ("{r},2026-04-10,216.00,B,5", "línea"),
    ],
)
def test_each_bad_line_is_told_by_its_field_and_the_good_ones_are_applied(debida, linea, columna):
    buena = f"{debida.referencia},2026-04-10,16.00,Pichincha"
    informe = aplicar(linea.format(r=debida.referencia), buena)
    assert [(error.linea, error.columna) for error in informe.errores] == [(2, columna)]
    assert Pago.objects.get().valor == Decimal("16.00")


@pytest.mark.parametrize(
    "contenido",
    [b"", b"otra,cosa\n1,2", COLUMNAS.encode("utf-16"), b"\xff\xfe\x00", b"PK\x03\x04\x00\x00"],
)
def test_what_is_no_such_file_is_told_in_one_line(db, contenido):
    informe = cargar(nombre="banco.csv", contenido=contenido, actor="alguien")
    assert len(informe.errores) == 1
    assert informe.errores[0].linea == 1


def test_a_file_of_a_hundred_megabytes_is_not_read():
    _, (error,) = leer("banco.csv", b"x" * (100 << 20), mundo.HOY)
    assert "50 MB" in error.motivo


def test_a_byte_order_mark_empty_lines_and_a_nul_do_no_harm(debida):
    texto = f"\ufeff{COLUMNAS}\r\n\r\n{debida.referencia},2026-04-10,216.00,Pi\0chincha\r\n"
    informe = cargar(nombre="banco.csv", contenido=texto.encode(), actor="alguien")
    assert cuenta(informe) == (1, 0, 0, 0)


def test_money_of_nobody_known_waits_and_is_not_lost(debida):
    otra = planilla(debida.empleador, periodo=date(2026, 4, 1), convenio="2026-0000001")
    anulada = planilla(debida.empleador, periodo=date(2026, 5, 1), anulada_en="2026-06-01T00:00:00Z")
    informe = aplicar(
        f"{referencia(987654)},2026-04-10,1.00,B",
        "Pago de marzo,2026-04-10,2.00,B",
        ",2026-04-10,3.00,B",
        f"{otra.referencia},2026-05-10,4.00,B",
        f"{anulada.referencia},2026-06-10,5.00,B",
        f"{debida.referencia},2025-01-01,6.00,B",
    )
    assert cuenta(informe) == (0, 0, 6, 0)
    assert [linea for linea, _ in informe.por_aplicar] == [2, 3, 4, 5, 6, 7]
    assert sorted(PagoPorAplicar.objects.values_list("valor", flat=True)) == [Decimal(n) for n in range(1, 7)]
    assert informe.valor_por_aplicar == Decimal("21.00")
    assert not Pago.objects.exists()


def test_the_command_tells_all_of_it_and_ends_with_an_error_when_a_line_is_bad(debida, tmp_path):
    archivo = tmp_path / "banco.csv"
    archivo.write_text(
        f"{COLUMNAS}\n{debida.referencia},2026-04-10,216.00,B\nx,2026-04-10,1.00,B\n{debida.referencia},ayer,1.00,B\n"
    )
    salida, malas = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 líneas con errores"):
        call_command("importar_pagos_planillas", archivo, stdout=salida, stderr=malas)
    resumen, espera = salida.getvalue().splitlines()
    assert resumen == "Pagos: 1 aplicados ($\u00a0216,00), 0 ya conocidos, 1 por aplicar ($\u00a01,00)."
    assert espera.startswith("banco.csv:3 por aplicar: Ninguna planilla")
    assert malas.getvalue() == "banco.csv:4 fecha: no es una fecha, como 2026-11-20\n"


def test_a_file_that_is_not_there_is_told(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("importar_pagos_planillas", tmp_path / "nada.csv")


def test_a_file_costs_few_queries_however_many_its_lines(db, django_assert_max_num_queries):
    sol, ana = mundo.empleador(), mundo.persona()
    todas = [planilla(sol, ana, periodo=mes) for mes in mundo.meses(date(2020, 1, 1), 30)]
    lineas = [f"{una.referencia},2026-04-10,9000.00,B" for una in todas]
    with django_assert_max_num_queries(25):
        assert cuenta(aplicar(*lineas)) == (30, 0, 0, 0)

"""`importar_depositos`: what the bank answers is written once, and told to whom it concerns."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nucleo.bitacora.models import Asiento
from pensionistas.models import Deposito
from pensionistas.rol.banco import hacer_archivo
from pensionistas.rol.services import generar_rol
from registro.models import CuentaBancaria
from tests import casos, mundo
from tests.pensionistas.conftest import una_pension

pytestmark = pytest.mark.django_db
DICIEMBRE, HOY = date(2026, 12, 1), mundo.HOY
COLUMNAS = "referencia,fecha,resultado,motivo"


@pytest.fixture
def deposito(ana, time_machine) -> Deposito:
    """Ana's of December, sent on 20 November; the bank answers in December."""
    una_pension(ana)
    mundo.cuenta(ana, correo="ana@correo.ec")
    mundo.cuenta_bancaria(ana)
    generar_rol(mes=DICIEMBRE, hoy=HOY)
    hacer_archivo(mes=DICIEMBRE, hoy=HOY)
    time_machine.move_to("2026-12-21T10:00:00-05:00", tick=False)
    return Deposito.objects.get()


def responder(carpeta: Path, *lineas: str, columnas: str = COLUMNAS) -> None:
    ruta = carpeta / "banco.csv"
    ruta.write_text("\n".join([columnas, *lineas, ""]), encoding="utf-8")
    call_command("importar_depositos", str(ruta))


def test_accredited_once_however_often_the_bank_says_so(deposito, tmp_path, capsys):
    linea = f"{deposito.referencia},2026-12-18,ACREDITADO,"
    responder(tmp_path, linea)
    responder(tmp_path, linea)

    deposito.refresh_from_db()
    assert (deposito.estado, deposito.resuelto_el) == ("ACREDITADO", date(2026, 12, 18))
    assert capsys.readouterr().out.splitlines() == [
        "1 acreditados, 0 rechazados, 0 ya conocidos.",
        "0 acreditados, 0 rechazados, 1 ya conocidos.",
    ]
    assert Asiento.objects.filter(accion="rol.respuesta").count() == 2


def test_rejected_it_is_told_and_goes_to_the_next_account_and_to_no_other(deposito, ana, tmp_path):
    responder(tmp_path, f"{deposito.referencia},2026-12-18,RECHAZADO,Cuenta cerrada")
    assert casos.asuntos() == ["El banco no recibió el depósito de su pensión"]
    assert Asiento.objects.get(accion="deposito.rechazado").persona_id == ana.pk

    for _ in range(2):
        assert list(Deposito.objects.order_by("envio").values_list("estado", "valor")) == [
            ("RECHAZADO", deposito.valor),
            ("SIN_CUENTA", deposito.valor),
        ]
        salida = hacer_archivo(mes=DICIEMBRE, hoy=date(2026, 12, 21))
        assert (salida.archivo, salida.sin_cuenta.personas) == (None, 1)

    mundo.cuenta_bancaria(ana, numero="999", vigente_desde=date(2026, 12, 1))
    assert hacer_archivo(mes=DICIEMBRE, hoy=date(2026, 12, 21)).archivo.lineas == 1
    segundo = Deposito.objects.get(envio=2)
    assert (segundo.estado, segundo.cuenta.numero, segundo.valor) == ("ENVIADO", "999", deposito.valor)

    responder(tmp_path, f"{segundo.referencia},2026-12-21,ACREDITADO,")
    assert sorted(Deposito.objects.values_list("estado", flat=True)) == ["ACREDITADO", "RECHAZADO"]


def test_all_that_is_wrong_is_told_by_line_and_column_and_nothing_changes(deposito, tmp_path, capsys):
    luis = mundo.persona(mundo.LUIS)
    una_pension(luis)
    generar_rol(mes=DICIEMBRE, hoy=HOY)
    hacer_archivo(mes=DICIEMBRE, hoy=HOY)
    sin_cuenta, buena = Deposito.objects.get(persona=luis).referencia, deposito.referencia
    with pytest.raises(CommandError, match="9 errores: no se cambió nada"):
        responder(
            tmp_path,
            f"{buena},2026-12-18,ACREDITADO,",
            "RP9999999999,2026-12-18,ACREDITADO,",
            f"{sin_cuenta},2026-12-18,ACREDITADO,",
            "OP000000001-1,2026-02-30,QUIZAS,",
            f"{buena},2026-12-22,RECHAZADO,",
            f"{buena},2026-11-19,RECHAZADO,Cuenta cerrada",
        )
    assert capsys.readouterr().err.splitlines() == [
        "banco.csv:3 referencia: no es un depósito que el portal haya enviado",
        "banco.csv:4 referencia: no es un depósito que el portal haya enviado",
        "banco.csv:5 fecha: no es una fecha, como 2026-11-20",
        "banco.csv:5 referencia: no es la referencia de un depósito, como RP0000000012",
        "banco.csv:5 resultado: debe ser ACREDITADO o RECHAZADO",
        "banco.csv:6 fecha: todavía no llega",
        "banco.csv:6 motivo: diga por qué lo rechazó el banco",
        "banco.csv:7 fecha: es anterior al envío del depósito",
        "banco.csv:7 referencia: ya tiene respuesta en la línea 2",
    ]
    deposito.refresh_from_db()
    assert deposito.estado == "ENVIADO"


def test_a_second_answer_that_says_another_thing_is_refused(deposito, tmp_path, capsys):
    responder(tmp_path, f"{deposito.referencia},2026-12-18,ACREDITADO,")
    with pytest.raises(CommandError):
        responder(tmp_path, f"{deposito.referencia},2026-12-18,RECHAZADO,Cuenta cerrada")
    assert "banco.csv:2 resultado: el banco ya respondió otra cosa: acreditado" in capsys.readouterr().err
    deposito.refresh_from_db()
    assert deposito.estado == "ACREDITADO"


def test_what_is_no_answer_is_said_to_be_none(tmp_path, capsys, db):
    with pytest.raises(CommandError):
        responder(tmp_path, columnas="orden,estado,fecha,detalle")
    assert "encabezado: se espera referencia,fecha,resultado,motivo" in capsys.readouterr().err
    with pytest.raises(CommandError, match="No such file"):
        call_command("importar_depositos", str(tmp_path / "no.csv"))


# --- what the person reads -------------------------------------------------------------------------------------------


@pytest.fixture
def de_ana(deposito, ana, client):
    client.force_login(ana.cuenta)
    return client


def leer(de_ana, pagina: str = "") -> str:
    return " ".join(de_ana.get(f"/pensionista/pagos-pension/{pagina}").content.decode().split())


def test_the_page_of_payments_says_when_the_bank_accredited_it(deposito, de_ana, tmp_path):
    assert "Enviado al banco" in leer(de_ana)
    responder(tmp_path, f"{deposito.referencia},2026-12-18,ACREDITADO,")
    assert "En diciembre de 2026 le depositaron" in leer(de_ana)
    assert "Acreditado el 18-dic-2026" in leer(de_ana)
    assert "El banco lo acreditó el 18 de diciembre de 2026." in leer(de_ana, "rol/2026/12/")
    assert "no llegó" not in de_ana.get("/inicio/").content.decode()


def test_what_the_bank_rejected_is_told_with_its_reason_and_what_to_do(deposito, de_ana, ana, tmp_path):
    responder(tmp_path, f"{deposito.referencia},2026-12-18,RECHAZADO,<b>Cuenta</b> cerrada")

    pagina = leer(de_ana)
    assert "Rechazado por el banco el 18 de diciembre de 2026: &lt;b&gt;Cuenta&lt;/b&gt; cerrada." in pagina
    assert "Registre otra cuenta a su nombre" in pagina
    assert "le depositaron" not in pagina
    assert "Le corresponden" in leer(de_ana, "rol/2026/12/")
    assert "No llegó el depósito de su pensión de diciembre de 2026" in de_ana.get("/inicio/").content.decode()

    nueva = mundo.cuenta_bancaria(ana, numero="999", vigente_desde=date(2026, 12, 1), estado="PENDIENTE")
    assert "cuando pueda recibir pagos" in leer(de_ana)
    nueva.estado = "VALIDADA"
    nueva.save()
    assert "Sale a su cuenta de Austro, ahorros, terminada en 999 con el próximo envío" in leer(de_ana)
    hacer_archivo(mes=DICIEMBRE, hoy=date(2026, 12, 21))
    assert "no llegó" not in leer(de_ana)


def test_without_an_account_the_page_says_so(deposito, de_ana, ana):
    Deposito.objects.update(estado="SIN_CUENTA", cuenta=None, archivo=None)
    CuentaBancaria.objects.update(estado="RECHAZADA")
    assert "No tiene una cuenta que reciba pagos." in leer(de_ana)
    assert "Espera a que usted tenga una" in leer(de_ana, "rol/2026/12/")

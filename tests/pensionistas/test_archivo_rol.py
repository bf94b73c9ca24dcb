"""`archivo_rol`: everybody is deposited once, to a good account; what changes goes after it, and nothing is lost."""

import csv
import hashlib
from datetime import date, datetime, time
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from pensionistas.models import ArchivoRol, Deposito
from pensionistas.rol.banco import escrito, hacer_archivo
from pensionistas.rol.respuestas import cargar
from pensionistas.rol.services import generar_rol
from registro.models import CuentaBancaria, PagoPension, Persona
from registro.selectors import cuenta_para_pagos, cuentas_para_pagos
from tests import mesa, mundo
from tests.pensionistas.conftest import una_pension

pytestmark = pytest.mark.django_db
DICIEMBRE, PAGO, HOY = date(2026, 12, 1), date(2026, 12, 18), mundo.HOY
NETO = Decimal("798.22")
"""737.50, and a twelfth of it since December is the first month that is paid, less 0.74 for the association."""


@pytest.fixture
def luis():
    persona = mundo.persona(mundo.LUIS, apellidos="Andrade Vélez")
    una_pension(persona)
    return persona


@pytest.fixture
def rol(ana, luis):
    """Of both; only Ana has an account."""
    una_pension(ana)
    mundo.cuenta_bancaria(ana)
    generar_rol(mes=DICIEMBRE, hoy=HOY)


def escribir(carpeta: Path, *opciones: str) -> str:
    salida = StringIO()
    call_command("archivo_rol", "2026-12", "--salida", str(carpeta), *opciones, stdout=salida)
    return salida.getvalue()


def filas(ruta: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(ruta.read_text("utf-8-sig").splitlines()))


def pagado() -> Decimal:
    return PagoPension.objects.filter(periodo=DICIEMBRE).aggregate(suma=Sum("valor"))["suma"].quantize(NETO)


def depositado() -> Decimal:
    return Deposito.objects.exclude(estado="RECHAZADO").aggregate(suma=Sum("valor"))["suma"].quantize(NETO)


def test_each_has_one_line_with_all_that_a_bank_needs_and_the_sums_around_it(rol, ana, luis, tmp_path):
    dicho = escribir(tmp_path)

    cabecera, linea, institucion, fin = filas(tmp_path / "rol-2026-12-01.csv")
    assert linea == {
        "registro": "D",
        "referencia": Deposito.objects.get(persona=ana).referencia,
        "cedula": mundo.ANA,
        "titular": ana.nombre_completo,
        "institucion": "Austro",
        "tipo_cuenta": "AHORROS",
        "numero_cuenta": "0035550104",
        "valor": str(NETO),
        "fecha": "2026-12-18",
        "depositos": "",
    }
    assert (cabecera["registro"], cabecera["referencia"]) == ("C", "rol-2026-12-01")
    assert (institucion["registro"], institucion["institucion"]) == ("I", "Austro")
    for suma in (cabecera, institucion, fin):
        assert (suma["valor"], suma["depositos"], suma["fecha"]) == (str(NETO), "1", "2026-12-18")
    bytes_ = (tmp_path / "rol-2026-12-01.csv").read_bytes()
    assert fin["referencia"] == hashlib.sha256(bytes_[: bytes_.rindex(b"F,")]).hexdigest()
    assert "1 sin cuenta que reciba pagos" in dicho
    assert [p.name for p in tmp_path.iterdir()] == ["rol-2026-12-01.csv"]
    assert Asiento.objects.filter(accion="rol.archivo").count() == 1


def test_money_in_is_money_out(rol, tmp_path):
    escribir(tmp_path)
    assert pagado() == depositado() == NETO * 2
    assert ArchivoRol.objects.get().total == NETO
    assert Deposito.objects.get(estado="SIN_CUENTA").valor == NETO


def test_a_second_run_sends_nothing_and_the_same_file_can_be_written_again_to_the_byte(rol, ana, tmp_path):
    escribir(tmp_path)
    primero = (tmp_path / "rol-2026-12-01.csv").read_bytes()
    (tmp_path / "rol-2026-12-01.csv").unlink()

    assert "No hay nada nuevo que enviar." in escribir(tmp_path)
    assert list(tmp_path.iterdir()) == []
    Persona.objects.filter(pk=ana.pk).update(apellidos="Corregido")
    Deposito.objects.filter(persona=ana).update(estado="ACREDITADO", resuelto_el=PAGO)
    escribir(tmp_path, "--numero", "1")
    assert (tmp_path / "rol-2026-12-01.csv").read_bytes() == primero
    assert pagado() == depositado()


def test_a_correction_sends_the_difference_and_who_got_an_account_is_paid(rol, ana, luis, tmp_path):
    escribir(tmp_path)
    PagoPension.objects.filter(persona=ana, concepto="PENSION").update(valor=Decimal("740.00"))
    mundo.cuenta_bancaria(luis, institucion="Pichincha", numero="22")

    dicho = escribir(tmp_path)

    lineas = [fila for fila in filas(tmp_path / "rol-2026-12-02.csv") if fila["registro"] == "D"]
    assert [(fila["cedula"], fila["valor"]) for fila in lineas] == [(mundo.ANA, "2.50"), (mundo.LUIS, str(NETO))]
    assert "sin cuenta" not in dicho
    assert pagado() == depositado()


def test_after_its_day_what_was_missing_is_paid_the_day_it_is_sent(rol, luis):
    hacer_archivo(mes=DICIEMBRE, hoy=HOY)
    mundo.cuenta_bancaria(luis)
    tarde = hacer_archivo(mes=DICIEMBRE, hoy=date(2027, 1, 5)).archivo
    assert tarde is not None
    assert (tarde.numero, tarde.lineas, tarde.fecha) == (2, 1, date(2027, 1, 5))


def test_what_was_sent_in_excess_is_told_and_never_taken_back(rol, ana, tmp_path):
    escribir(tmp_path)
    PagoPension.objects.filter(persona=ana, concepto="PENSION").update(valor=Decimal("700.00"))
    dicho = escribir(tmp_path)
    assert "No hay nada nuevo que enviar." in dicho
    assert "1 a quienes se envió más de lo que hoy dice el rol: no se recupera solo ($\u00a037,50)" in dicho


def test_who_is_left_with_nothing_is_told_and_has_no_line(rol, ana, tmp_path):
    PagoPension.objects.filter(persona=ana, concepto="PENSION").update(valor=Decimal("-61.46") + Decimal("0.74"))
    dicho = escribir(tmp_path)
    assert Deposito.objects.filter(persona=ana).count() == 0
    assert "1 sin nada que depositar" in dicho

    PagoPension.objects.filter(persona=ana, concepto="PENSION").update(valor=Decimal(-100))
    assert "1 con más descuentos que ingresos" in escribir(tmp_path)


def test_what_the_core_system_paid_on_another_day_is_not_paid_again(rol, ana, tmp_path):
    PagoPension.objects.filter(persona=ana).update(fecha_pago=date(2026, 12, 4))
    escribir(tmp_path)
    assert not Deposito.objects.filter(persona=ana).exists()


def test_the_part_that_the_state_pays_is_told_beside_the_pension_and_not_deposited_twice(rol, ana):
    PagoPension.objects.create(
        persona=ana, periodo=DICIEMBRE, concepto="APORTE_ESTADO_40", fecha_pago=PAGO, valor=Decimal(295)
    )
    hacer_archivo(mes=DICIEMBRE, hoy=HOY)
    assert Deposito.objects.get(persona=ana).valor == NETO


@pytest.mark.parametrize(
    ("mes", "dice"),
    [
        ("2026-12", "No hay rol de 2026-12"),
        ("2026-10", "se pagó el 2026-10-20 sin archivo del portal"),
        ("2026-13", "no es un mes"),
        ("９９99-01", "no es un mes"),
    ],
)
def test_a_month_without_a_rol_or_that_others_paid_is_refused(mes, dice, tmp_path):
    with pytest.raises(CommandError, match=dice):
        call_command("archivo_rol", mes, "--salida", str(tmp_path))
    assert not ArchivoRol.objects.exists()


def test_what_cannot_be_written_is_made_and_says_how_to_write_it(rol, tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="no es una carpeta"):
        escribir(tmp_path / "no")
    assert not ArchivoRol.objects.exists()
    (tmp_path / "rol-2026-12-01.csv").mkdir()
    with pytest.raises(CommandError, match="Escríbalo con --numero 1"):
        escribir(tmp_path)
    with pytest.raises(CommandError, match="No hay un archivo 7 de 2026-12"):
        escribir(tmp_path, "--numero", "7")


def test_a_file_whose_lines_are_not_those_it_was_made_with_is_never_whole(rol, tmp_path):
    escribir(tmp_path)
    (tmp_path / "rol-2026-12-01.csv").unlink()
    Deposito.objects.filter(estado="ENVIADO").update(valor=1)
    with pytest.raises(CommandError, match="se hizo con"):
        escribir(tmp_path, "--numero", "1")
    assert list(tmp_path.iterdir()) == []


def test_it_costs_the_same_queries_however_many_people_there_are(rol, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        archivo = hacer_archivo(mes=DICIEMBRE, hoy=HOY).archivo
    with django_assert_max_num_queries(1):
        list(escrito(archivo))


# --- at the desk -----------------------------------------------------------------------------------------------------


def test_the_desk_reads_the_sums_and_takes_the_file_with_its_name_in_the_bitacora(rol, client):
    archivo = hacer_archivo(mes=DICIEMBRE, hoy=HOY).archivo
    mesa.entrar(client, Rol.ANALISTA)
    assert "rol-2026-12-01" in client.get(mesa.lista(ArchivoRol)).content.decode()
    pagina = client.get(mesa.pagina(archivo)).content.decode()
    assert "Austro" in pagina
    assert "Espera una cuenta" in pagina

    bajado = b"".join(client.get(mesa.pagina(archivo, "descargar")).streaming_content)
    assert bajado.decode() == "".join(escrito(archivo))
    esperan = b"".join(client.get(mesa.pagina(archivo, "esperan")).streaming_content)
    assert f"{mundo.LUIS},Andrade Vélez" in esperan.decode()
    asientos = Asiento.objects.filter(accion="rol.archivo_descargado").order_by("pk")
    assert [(uno.actor, uno.datos["que"]) for uno in asientos] == [("analista", "archivo"), ("analista", "sin cuenta")]


def test_who_does_not_look_after_the_payments_has_no_file(rol, client):
    archivo = hacer_archivo(mes=DICIEMBRE, hoy=HOY).archivo
    mesa.entrar(client, Rol.VENTANILLA)
    for url in (mesa.lista(ArchivoRol), mesa.pagina(archivo, "descargar")):
        assert client.get(url).status_code == 403
    assert not Asiento.objects.filter(accion="rol.archivo_descargado").exists()


# --- whatever happens between two runs --------------------------------------------------------------------------------

hechos = st.lists(
    st.tuples(st.sampled_from(["sube", "baja", "cuenta", "rechazo", "acreditado"]), st.integers(1, 500)),
    max_size=6,
)


@given(hechos)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_ever_lost_or_sent_twice(tmp_path, sucesos):
    for tabla in (Deposito, ArchivoRol, PagoPension, CuentaBancaria):
        tabla.objects.all().delete()
    persona = Persona.objects.filter(cedula=mundo.ANA).first() or mundo.persona()
    pago = PagoPension.objects.create(
        persona=persona, periodo=DICIEMBRE, concepto="PENSION", fecha_pago=PAGO, valor=Decimal(600)
    )
    mas_alto = pago.valor
    for numero, (que, cuanto) in enumerate([("nada", 0), *sucesos, ("cuenta", 0)]):
        enviado = Deposito.objects.filter(estado="ENVIADO").first()
        if que in ("sube", "baja"):
            pago.valor += cuanto if que == "sube" else -cuanto
            pago.save()
        elif que == "cuenta":
            mundo.cuenta_bancaria(persona, numero=str(numero), vigente_desde=date(2021, 1, 1 + numero))
        elif enviado:
            (tmp_path / "banco.csv").write_text(
                "referencia,fecha,resultado,motivo\n"
                f"{enviado.referencia},2026-11-20,{'RECHAZADO,x' if que == 'rechazo' else 'ACREDITADO,'}\n"
            )
            cargar(tmp_path / "banco.csv", HOY)
        hacer_archivo(mes=DICIEMBRE, hoy=HOY)
        mas_alto = max(mas_alto, pago.valor)
        vivos = Deposito.objects.exclude(estado="RECHAZADO")
        suma = sum((uno.valor for uno in vivos), Decimal(0))
        fuera = sum((uno.valor for uno in vivos.exclude(estado="SIN_CUENTA")), Decimal(0))
        assert suma == max(pago.valor, fuera, Decimal(0))
        assert fuera <= mas_alto
    assert not Deposito.objects.filter(estado="SIN_CUENTA").exists()


# --- the account: SQL against the rule -------------------------------------------------------------------------------

cuentas = st.lists(
    st.tuples(
        st.integers(-3, 2),
        st.sampled_from(["VALIDADA", "VALIDADA", "PENDIENTE", "RECHAZADA", "CONGELADA"]),
        st.none() | st.integers(-2, 2),
        st.sampled_from([0, 12, 23]),
    ),
    max_size=4,
)


@given(cuentas)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_account_of_everybody_at_once_is_that_of_each(suyas):
    CuentaBancaria.objects.all().delete()
    persona = Persona.objects.filter(cedula=mundo.ANA).first() or mundo.persona()
    for numero, (dia, estado, ventana, hora) in enumerate(suyas):
        hasta = None if ventana is None else HOY.replace(day=HOY.day + ventana)
        mundo.cuenta_bancaria(
            persona,
            numero=str(numero),
            vigente_desde=HOY.replace(day=HOY.day + dia),
            estado=estado,
            ventana_hasta=hasta and timezone.make_aware(datetime.combine(hasta, time(hora, 59))),
        )
    una = cuenta_para_pagos(persona, HOY).cuenta
    assert list(cuentas_para_pagos(HOY)) == ([una] if una else [])

"""How the fondos de reserva are paid: with the salary, or saved; the employer is told."""

from datetime import date

import pytest

from registro.importacion import importar
from registro.models import Relacion
from tests import mundo
from tests.actos import confirmar, continuar, correos
from tests.mundo import HOY

pytestmark = pytest.mark.django_db
URL = "/afiliado/acumular-fondos/"


@pytest.fixture
def empleo(client, time_machine) -> Relacion:
    time_machine.move_to(HOY, tick=False)
    ana = mundo.persona()
    client.force_login(mundo.cuenta(ana))
    return mundo.relacion(ana, mundo.empleador(correo="sol@correo.ec"), date(2024, 1, 2))


def test_what_is_asked_for_holds_at_once_and_the_employer_is_told(client, empleo):
    html = confirmar(client, URL, relacion=str(empleo.pk), modalidad="acumular")

    empleo.refresh_from_db()
    assert empleo.acumula_fondos
    assert "Avisamos al empleador" in html
    (correo,) = correos()
    assert correo.to == ["sol@correo.ec"]
    assert "Prueba Ríos" in correo.body
    assert "planilla de fondos de reserva" in correo.body


def test_what_is_so_already_is_said_beside_the_field_and_nobody_is_told(client, empleo):
    html = confirmar(client, URL, relacion=str(empleo.pk), modalidad="cobrar")

    assert "Ya es así" in html
    assert correos() == []


def test_the_employment_of_somebody_else_is_not_in_the_list(client, empleo):
    otra = mundo.relacion(mundo.persona(mundo.LUIS), empleo.empleador, date(2024, 1, 2))

    html = continuar(client, URL, relacion=str(otra.pk), modalidad="acumular")

    assert "Elija un empleo de la lista" in html
    assert not Relacion.objects.filter(acumula_fondos=True).exists()


def test_without_an_employment_the_page_says_so_and_asks_nothing(client, empleo):
    Relacion.objects.update(fecha_salida=date(2026, 11, 1))

    html = client.get(URL).content.decode()

    assert "No tiene un empleo vigente" in html
    assert 'name="modalidad"' not in html


def cargar(tmp_path, periodo: str) -> None:
    filas = "\n".join(f"{mundo.ANA},{mundo.RUC_SOL},0001,{periodo},30,1000.00,{t},," for t in ("APORTES", "NNF"))
    cabecera = "cedula,ruc,sucursal,periodo,dias,sueldo,tipo_planilla,fecha_pago,numero_comprobante"
    (tmp_path / "aportes.csv").write_text(f"{cabecera}\n{filas}\n", encoding="utf-8")
    importar(tmp_path)


def test_whom_the_core_system_charged_fondos_for_saves_them_unless_they_said_otherwise(client, empleo, tmp_path):
    cargar(tmp_path, "2026-09")
    empleo.refresh_from_db()
    assert empleo.acumula_fondos

    confirmar(client, URL, relacion=str(empleo.pk), modalidad="cobrar")
    cargar(tmp_path, "2026-10")

    empleo.refresh_from_db()
    assert not empleo.acumula_fondos

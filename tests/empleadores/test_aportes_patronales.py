"""Procedure 12, at its doors: every contribution, the totals of a filter, and its files."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from cuentas.actuacion import actuacion_de
from cuentas.models import Cuenta
from empleadores.aportes import selectors
from empleadores.procedimientos import aportes_patronales
from nucleo.outbox import drain
from registro.models import Aporte, Persona, Planilla
from tests import mundo
from tests.empleadores.planillas.mundo_de_planillas import AGOSTO, HOY, OCTUBRE, cifras, de_un_delegado
from tramites.models import AnexoDeCertificado, Atencion, Certificado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noviembre")]
URL = "/empleador/aportes-patronales/"


def pagina(client, **filtro: str) -> str:
    respuesta = client.get(URL, filtro)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def filas(html: str) -> int:
    return html.count('<th scope="row">')


def leido(client, **filtro: str) -> list[dict[str, str]]:
    contenido = b"".join(client.get(f"{URL}datos.csv", filtro).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(contenido)))


# --- what one sees ----------------------------------------------------------------------------------------------------


def test_an_employer_without_planillas_is_told_so(client):
    client.force_login(mundo.cuenta(mundo.empleador()))

    assert "no registra aportes de este empleador" in pagina(client)
    assert client.get(f"{URL}datos.csv").status_code == 302
    assert client.post(f"{URL}documento/").status_code == 302


def test_every_worker_is_there_with_what_each_month_charged_and_its_state(client, empresa):
    html = pagina(client)

    # TV11: 1000 → 94.50; 111.50; CCC 10.00; FR 83.30. Two of aportes and one of fondos, three times.
    assert filas(html) == 9
    assert cifras(html) | {
        "aportes": "9",
        "trabajadores": "2",
        "base": "9000.00",
        "personal": "567.00",
        "patronal": "669.00",
        "ccc": "60.00",
        "fondos": "249.90",
        "salud": "0.00",
        "total": "1545.90",
        "pagado": "515.30",
        "impago": "1030.60",
    } == cifras(html)
    assert (html.count("Pagada</span>"), html.count("En mora</span>"), html.count("Por pagar</span>")) == (3, 3, 3)
    assert "Quishpe Andrango Luis" in html
    assert Atencion.objects.filter(tramite__slug="aportes-patronales").count() == 1


@pytest.mark.parametrize(
    ("filtro", "cuantas", "total"),
    [
        ({"desde": "2026-09", "hasta": "2026-09"}, 3, "515.30"),
        ({"desde": "10/2026"}, 3, "515.30"),
        ({"tipo": "FONDOS_RESERVA"}, 3, "249.90"),
        ({"estado": "PAGADA"}, 3, "515.30"),
        ({"estado": "EN_MORA"}, 3, "515.30"),
        ({"estado": "PENDIENTE", "tipo": "APORTES"}, 2, "432.00"),
        ({"trabajador": mundo.LUIS}, 3, "648.00"),
        ({"trabajador": "quíshpe LUIS"}, 3, "648.00"),
        ({"trabajador": "quishpe", "estado": "PAGADA"}, 1, "216.00"),
        ({"sucursal": "0001"}, 9, "1545.90"),
    ],
)
def test_a_filter_leaves_its_rows_and_their_totals(client, empresa, filtro, cuantas, total):
    empresa.sucursales.get_or_create(codigo="0001")

    html = pagina(client, **filtro)

    assert (filas(html), cifras(html)["total"]) == (cuantas, total)
    assert len(leido(client, **filtro)) == cuantas


@pytest.mark.parametrize(
    ("filtro", "dicho"),
    [
        ({"desde": "2026-13"}, "Escriba el mes como año y mes"),
        ({"desde": "9999-01"}, "Escriba el mes como año y mes"),
        ({"desde": "enero\0"}, "Los caracteres nulos no están permitidos"),
        ({"desde": "2026-10", "hasta": "2026-09"}, "Elija un mes igual o posterior al primero"),
        ({"estado": "OTRO"}, "Elija una opción de la lista"),
        ({"tipo": "<b>"}, "Elija una opción de la lista"),
        ({"trabajador": "x" * 121}, "120"),
    ],
)
def test_a_filter_that_can_not_be_read_is_told_beside_it_and_shows_nothing(client, empresa, filtro, dicho):
    html = pagina(client, **filtro)

    assert dicho in html
    assert 'type="month" name="desde" value="2026-13"' not in html
    assert filas(html) == 0
    assert client.get(f"{URL}datos.csv", filtro).status_code == 302


def test_nobody_who_matches_is_told_so(client, empresa):
    assert "Ningún aporte coincide" in pagina(client, trabajador="1710034073")
    assert "Ningún aporte coincide" in pagina(client, trabajador="nadie")
    assert leido(client, trabajador="nadie") == []


def test_a_name_that_too_many_have_asks_for_more(client, empresa, monkeypatch):
    monkeypatch.setattr(selectors, "MAXIMO_TRABAJADORES", 1)
    monkeypatch.setattr("empleadores.aportes.forms.MAXIMO_TRABAJADORES", 1)

    assert "Más de 1 trabajadores coinciden" in pagina(client, trabajador="a")


def test_the_worker_of_somebody_else_shows_nothing_of_them(client, empresa):
    mar, otro = mundo.empleador(mundo.RUC_MAR, razon_social="Mar"), mundo.persona("1710034073", apellidos="Ajeno")
    mundo.aportes(otro, mar, AGOSTO, 3)
    Planilla.objects.filter(empleador=mar).update(trabajadores=1)

    assert "Ajeno" not in pagina(client, trabajador="1710034073")
    assert "Ajeno" not in pagina(client)
    assert "1710034073" not in {fila["cedula"] for fila in leido(client)}


# --- pages ------------------------------------------------------------------------------------------------------------


def muchos(empresa, cuantos: int) -> None:
    """So many workers more in October, each with another salary."""
    planilla = Planilla.objects.get(empleador=empresa, periodo=OCTUBRE, tipo="APORTES")
    personas = Persona.objects.bulk_create(
        Persona(
            cedula=f"{n:010d}",
            apellidos=f"Apellido {n:04d}",
            nombres="X",
            fecha_nacimiento=date(1990, 1, 1),
            busqueda=f"apellido {n:04d} x {n:010d}",
        )
        for n in range(cuantos)
    )
    Aporte.objects.bulk_create(
        Aporte(
            persona=persona,
            empleador=empresa,
            planilla=planilla,
            ruc=empresa.ruc,
            sucursal="0001",
            periodo=OCTUBRE,
            dias=30,
            sueldo=Decimal(480) + Decimal(n) / 100,
            tipo_planilla="APORTES",
        )
        for n, persona in enumerate(personas)
    )
    planilla.trabajadores += cuantos
    planilla.aportes_impagos += cuantos
    planilla.capital = 0  # as if nobody had added it up
    planilla.save()


def test_pages_follow_each_other_across_planillas_without_gap_or_overlap(client, empresa, monkeypatch):
    muchos(empresa, 30)
    monkeypatch.setattr(aportes_patronales, "POR_PAGINA", 7)
    todos = [(f["periodo"], f["planilla"], f["cedula"]) for f in leido(client)]

    vistos = []
    for numero in range(1, 7):
        respuesta = client.get(URL, {"pagina": str(numero)})
        vistos += [
            (f"{f.aporte.periodo:%Y-%m}", tipo, f.aporte.persona.cedula) for f, _, _, tipo in respuesta.context["filas"]
        ]

    assert len(todos) == 39
    assert vistos == todos
    assert "Página 6 de 6" in respuesta.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_workers(client, empresa):
    def consultas() -> int:
        with CaptureQueriesContext(connection) as hechas:
            pagina(client)
        return len(hechas)

    pagina(client)
    Planilla.objects.filter(periodo=OCTUBRE, tipo="APORTES").update(capital=0)
    pocas = consultas()
    muchos(empresa, 250)

    assert consultas() == pocas <= 15


def test_what_is_too_much_to_add_up_is_said_and_shown_all_the_same(client, empresa, monkeypatch):
    muchos(empresa, 3)
    monkeypatch.setattr(selectors, "MAXIMO_SUMADO", 2)

    html = pagina(client)

    assert "Son demasiados aportes para sumarlos aquí" in html
    assert filas(html) == 12


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_csv_has_a_line_for_every_contribution(client, empresa):
    empresa.refresh_from_db()
    Persona.objects.filter(cedula=mundo.LUIS).update(apellidos="=HYPERLINK(1)")

    lineas = leido(client)

    assert len(lineas) == 9
    assert {linea["apellidos"] for linea in lineas} == {"Prueba Ríos", "'=HYPERLINK(1)"}
    primera = next(linea for linea in lineas if linea["cedula"] == mundo.ANA)
    assert (
        primera
        | {
            "periodo": "2026-10",
            "sucursal": "0001",
            "planilla": "Aportes",
            "dias": "30",
            "base": "1000.00",
            "personal": "94.50",
            "patronal": "111.50",
            "iece_secap": "10.00",
            "fondos_reserva": "0.00",
            "total": "216.00",
            "estado": "Por pagar",
            "vence": "2026-11-16",
            "fecha_pago": "",
        }
        == primera
    )


def test_the_spreadsheet_has_the_same_lines_with_numbers_as_numbers(client, empresa):
    respuesta = client.get(f"{URL}datos.xlsx", {"desde": "2026-10"})
    libro = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(respuesta.streaming_content)))
    respuesta.close()

    titulos, *lineas = libro.get_sheet_by_index(0).to_python()

    assert "aportes-1790011674001-202610-202610.xlsx" in respuesta.headers["Content-Disposition"]
    assert len(lineas) == 3
    de_ana = dict(zip(titulos, next(linea for linea in lineas if linea[3] == mundo.ANA), strict=True))
    assert (de_ana["total"], de_ana["vence"]) == (216.0, date(2026, 11, 16))


def emitir(client, filtro: str = "") -> Certificado:
    respuesta = client.post(f"{URL}documento/{filtro}")
    assert respuesta.status_code == 302
    drain()
    return Certificado.objects.get()


def test_a_short_document_prints_what_the_filter_shows_with_its_totals(client, empresa):
    documento = emitir(client, "?estado=EN_MORA")

    assert ["Estado", "En mora"] in documento.datos["filtro"]
    assert ["Total", "$\u00a0515,30"] in documento.datos["totales"]
    assert len(documento.datos["filas"]) == 3
    assert documento.datos["anexo"] is None
    assert not AnexoDeCertificado.objects.exists()


def test_a_long_document_carries_its_detail_as_a_file(client, empresa, monkeypatch):
    monkeypatch.setattr(aportes_patronales, "EN_EL_PAPEL", 8)

    documento = emitir(client)

    anexo = documento.anexo.leer()
    assert documento.datos["filas"] == []
    assert documento.datos["anexo"] == {"nombre": anexo.nombre, "sha256": anexo.sha256}
    assert anexo.contenido == b"".join(client.get(f"{URL}datos.csv").streaming_content)


def test_more_than_a_document_holds_is_refused_in_words(client, empresa, monkeypatch):
    monkeypatch.setattr(aportes_patronales, "EN_EL_ANEXO", 8)

    html = client.post(f"{URL}documento/", follow=True).content.decode()

    assert "Un PDF lleva hasta 8 aportes y aquí hay 9" in html
    assert not Certificado.objects.exists()


def test_staff_may_replace_the_document_by_that_of_today(client, empresa):
    cuenta = Cuenta.objects.get(empleador=empresa)

    contenido = aportes_patronales.AportesPatronales().documento(actuacion_de(cuenta), HOY)

    assert len(contenido.datos["filas"]) == 9


# --- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rol", "codigo"), [("TODO", 200), ("CONSULTA", 200), ("AVISOS", 403)])
def test_who_may_only_look_looks_and_who_only_gives_notices_does_not(empresa, rol, codigo):
    assert de_un_delegado(empresa, rol).get(URL).status_code == codigo

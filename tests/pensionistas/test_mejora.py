"""The raise by later work, at its door."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from nucleo.outbox import drain
from registro.models import Aporte, PagoPension, Pension, Relacion
from tests import casos, mundo
from tests.dictamen import requisitos
from tests.pensionistas.conftest import una_pension
from tests.pensionistas.test_reliquidacion import decidir
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
URL = "/pensionista/mejora/"


@pytest.fixture
def reingresada(ana, sol):
    """Ana retired from Sol in November 2022, and worked for Mar for 24 months of 600, until December 2024."""
    mar = mundo.empleador(mundo.RUC_MAR, razon_social="Mar S.A.")
    mundo.relacion(ana, sol, date(2010, 1, 1), date(2022, 10, 31))
    mundo.relacion(ana, mar, date(2023, 1, 1), date(2024, 12, 31))
    mundo.aportes(ana, mar, date(2023, 1, 1), 24)
    Aporte.objects.update(sueldo=Decimal("600.00"))
    una_pension(ana, fecha_inicio=date(2022, 11, 1), monto=Decimal("700.00"))
    return ana


def enviar(client) -> Solicitud:
    revision = client.post(client.post(URL).url, {"confirma": "on"}).url
    return Solicitud.objects.get(numero=client.post(revision).url.split("/")[2])


def test_two_more_years_of_work_raise_the_pension(reingresada, de_ana):
    # TV32
    html = de_ana.get(URL).content.decode()

    assert set(requisitos(html).values()) == {"si"}
    assert 'data-dato="mejora" value="14.40"' in html
    assert 'data-dato="pension" value="714.40"' in html


@pytest.mark.parametrize(
    ("cambio", "falta"),
    [
        (lambda: Aporte.objects.filter(periodo__gte=date(2023, 12, 1)).delete(), "imposiciones_posteriores"),
        (lambda: Aporte.objects.filter(periodo=date(2024, 12, 1)).update(fecha_pago=None), "sin_aportes_pendientes"),
        (lambda: Relacion.objects.filter(ruc=mundo.RUC_MAR).update(fecha_salida=mundo.HOY), "cesante"),
        (
            lambda: Relacion.objects.update(fecha_ingreso=date(2022, 1, 1), fecha_salida=date(2022, 10, 31)),
            "imposiciones_posteriores",
        ),
        (lambda: Pension.objects.update(tipo="VIUDEZ"), "pensionista_vejez_o_discapacidad"),
    ],
    ids=["eleven months", "one unpaid", "works until today", "the same employer", "a widow"],
)
def test_each_condition_is_asked_at_the_door(reingresada, de_ana, cambio, falta):
    cambio()
    html = de_ana.get(URL).content.decode()

    assert [nombre for nombre, si in requisitos(html).items() if si == "no"] == [falta]
    assert "Puede enviar la solicitud" in html


def test_granted_it_is_added_once_and_the_same_months_do_not_count_again(
    reingresada, de_ana, analista, aprobadora, capsys
):
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora)
    drain()

    pension = Pension.objects.get()
    assert (pension.monto, pension.acuerdo_numero) == (Decimal("714.40"), "2024-000001")
    assert not PagoPension.objects.exists()
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert (acuerdo.estado, acuerdo.titulo) == ("EMITIDO", "Acuerdo de concesión de mejora de la renta")
    call_command("recalcular", solicitud.numero)
    assert "al centavo" in capsys.readouterr().out
    assert requisitos(de_ana.get(URL).content.decode())["imposiciones_posteriores"] == "no"


def test_a_mejora_is_not_lost_when_the_old_employer_pays_what_it_owed(pensionista, sol, de_ana, analista, aprobadora):
    mar = mundo.empleador(mundo.RUC_MAR, razon_social="Mar S.A.")
    mundo.relacion(pensionista, mar, date(2024, 12, 1), date(2025, 12, 31))
    mundo.aportes(pensionista, mar, date(2024, 12, 1), 13)
    decidir(enviar(de_ana), analista, aprobadora)
    assert Pension.objects.get().monto == Decimal("750.50")  # 737.50 + 1000 × 0.001 × 13

    html = de_ana.get("/pensionista/reliquidacion/").content.decode()

    assert 'data-dato="pension_nueva" value="763.00"' in html


def test_a_denied_mejora_says_why(reingresada, de_ana, analista, aprobadora):
    Relacion.objects.filter(ruc=mundo.RUC_MAR).update(fecha_salida=None)
    solicitud = enviar(de_ana)
    decidir(solicitud, analista, aprobadora, "negacion")
    drain()

    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.titulo == "Acuerdo de negación de mejora de la renta"
    assert [r["registrado"] for r in acuerdo.datos["dictamen"]["requisitos"] if not r["cumple"]] == ["Trabaja"]
    assert Pension.objects.get().monto == Decimal("700.00")
    casos.correos()

"""Procedure 20, at its door."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from nucleo.outbox import drain
from registro.models import Persona
from tests import mundo
from tests.pensionistas.conftest import una_pension
from tramites.models import Atencion, Certificado

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
URL = "/pensionista/certificado-pensionista/"


@pytest.fixture
def de_la_persona(client, ana):
    client.force_login(mundo.cuenta(ana))
    return client


def pedir(client) -> Certificado:
    respuesta = client.post(URL, {"peticion": str(uuid.uuid4())})
    assert respuesta.status_code == 302
    return Certificado.objects.get(codigo=respuesta.url.split("/")[2])


@pytest.mark.pdf
def test_a_click_gives_the_signed_certificate_and_anybody_can_verify_it(de_la_persona, client, ana):
    una_pension(ana)
    html = de_la_persona.get(URL).content.decode()
    assert "De vejez, desde el 1 de noviembre de 2024" in html

    codigo = pedir(de_la_persona).codigo
    drain()

    certificado = Certificado.objects.get(codigo=codigo)
    assert (certificado.estado, certificado.titulo) == ("EMITIDO", "Certificado de pensionista")
    assert certificado.vence_el == date(2026, 12, 20)
    (pension,) = certificado.datos["pensiones"]
    assert pension["monto"] == "$\u00a0737,50"
    assert pension["acuerdo"] == "2024-000001 del 18 de noviembre de 2024"
    assert Atencion.objects.count() == 1
    client.logout()
    assert "Certificado de pensionista" in client.get(f"/verificar/{codigo}/").content.decode()


def test_several_pensions_are_all_there_with_their_sum(de_la_persona, ana):
    una_pension(ana)
    una_pension(ana, tipo="VIUDEZ", monto=Decimal("300.00"), acuerdo_numero="", acuerdo_fecha=None)
    datos = pedir(de_la_persona).datos

    assert [pension["tipo"] for pension in datos["pensiones"]] == ["vejez", "viudez"]
    assert datos["pensiones"][1]["acuerdo"] == ""
    assert datos["total"] == "$\u00a01.037,50"


@pytest.mark.parametrize(
    ("antes", "motivo"),
    [
        (lambda ana: None, "no tiene ninguna pensión a su nombre"),
        (lambda ana: una_pension(ana, fecha_inicio=date(2026, 12, 1)), "vejez que empieza en diciembre de 2026"),
        (
            lambda ana: (una_pension(ana), Persona.objects.update(fecha_fallecimiento=date(2026, 11, 2))),
            "consigna el fallecimiento el 2 de noviembre de 2026",
        ),
    ],
    ids=["none", "one that has not begun", "dead"],
)
def test_who_is_no_pensioner_gets_the_other_certificate_and_is_told_why(de_la_persona, ana, antes, motivo):
    antes(ana)
    html = de_la_persona.get(URL).content.decode()
    assert "Recibirá un certificado de no ser pensionista" in html
    assert motivo in html

    certificado = pedir(de_la_persona)

    assert certificado.variante == "no_pensionista"
    assert motivo in certificado.datos["motivo"]
    assert certificado.datos["pensiones"] == []

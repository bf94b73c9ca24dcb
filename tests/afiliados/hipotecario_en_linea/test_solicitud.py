"""Procedure 9: the request, from its questions to its number, alone."""

import pytest
from django.test import Client

from tests import archivos, mundo
from tests.dictamen import dato, requisitos
from tests.hipotecario import CASA, CREDITO, SOLO, URL, enviar, llenar, quien_pide
from tramites.models import Adjunto, Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def revision(client: Client, **respuestas: str) -> str:
    llenar(client, **respuestas)
    return client.get(f"{URL}revisar/", follow=True).content.decode()


def test_who_qualifies_reads_the_instalment_before_sending(de_ana):
    html = revision(de_ana)

    assert "la cuota sería de $\u00a0236,85" in html  # LH-07
    assert "No incluye el seguro de desgravamen" in html
    assert "Credicasa" in html
    assert "Av. Cevallos 123, cantón Ambato" in html


def test_what_was_answered_and_its_dictamen_stay_with_the_case(ana, de_ana):
    solicitud = enviar(de_ana)

    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    assert dato(html, "califica") == "si"
    assert (dato(html, "cuota"), dato(html, "efectiva")) == ("236.85", "3.0313")
    assert dato(html, "capacidad") == "60000.00"
    assert set(requisitos(html).values()) == {"si"}
    assert solicitud.datos["avaluo"] == "60000.00"


def test_who_does_not_qualify_is_warned_and_may_send_it():
    de_ana = mundo.navegador(mundo.cuenta(quien_pide(35)))

    html = revision(de_ana)

    assert "Hoy falta: Afiliación activa" in html
    assert "Lo cumplirá el 1 de diciembre de 2026" in html
    assert "se puede impugnar" in html
    assert enviar(de_ana).dictamen["califica"] is False


def test_more_than_fits_is_said_and_not_granted(de_ana):
    html = revision(de_ana, precio="90000", avaluo="71000", monto="65000,01")
    assert "Hoy falta: No más de lo que se le puede prestar" in html


@pytest.mark.parametrize(
    ("respuestas", "frase"),
    [
        ({"producto": "VIS"}, "Elija un crédito de la lista."),
        ({"producto": "REMODELACION"}, "Elija un crédito de la lista."),
        ({"monto": "-5"}, "mayor que cero"),
        ({"monto": "9" * 30}, "mayor que cero"),
        ({"monto": "60000,01"}, "No se presta más de lo que cuesta"),
        ({"plazo": "0"}, "de 1 a 600"),
        ({"plazo": "301"}, "300 meses como máximo"),
        ({"plazo": "1e2"}, "de 1 a 600"),
        ({"producto": "TERRENO", "plazo": "121"}, "120 meses como máximo"),
        ({"avaluo": ""}, "Escriba el avalúo"),
        ({"direccion": ""}, "Escriba la dirección"),
        ({"dormitorios": ""}, "cuántos dormitorios"),
        ({"dormitorios": "-1"}, "cuántos dormitorios"),
        ({"nueva": ""}, "si la vivienda es nueva"),
        ({"nueva": "QUIZAS"}, "Elija sí o no"),
        ({"primera_vivienda": ""}, "primera vivienda"),
        ({"modo": "TRIO"}, "Elija una de las dos"),
        ({"modo": "SOLIDARIA"}, "Escriba la cédula de su cónyuge"),
        ({"modo": "SOLIDARIA", "conyuge": "123"}, "10 dígitos"),
        ({"declaracion": ""}, "corríjalo antes"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_question_and_keeps_the_rest(de_ana, respuestas, frase):
    llenar(de_ana, **respuestas)
    html = de_ana.post(f"{URL}revisar/", follow=True).content.decode()

    assert frase in html
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()


def test_one_question_does_not_take_the_answers_of_another(de_ana):
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", CREDITO | {"avaluo": "1", "declaracion": "on"})
    de_ana.post(f"{URL}paso/2/", CASA)

    assert Solicitud.objects.get().respuestas["0"].keys() == CREDITO.keys()


def test_its_documents_go_with_it(ana, de_ana):
    llenar(de_ana)
    de_ana.post(f"{URL}paso/3/", SOLO | {"documentos": archivos.subido(archivos.pdf(), "promesa.pdf")})
    adjunto = Adjunto.objects.get()
    de_ana.post(f"{URL}paso/3/", SOLO | {"documentos": str(adjunto.numero)})

    de_ana.post(f"{URL}revisar/")

    solicitud = Solicitud.objects.get()
    assert [entrega.adjunto for entrega in solicitud.entregas.all()] == [adjunto]
    assert "promesa.pdf" in de_ana.get(solicitud.get_absolute_url()).content.decode()


def test_a_second_one_waits_for_the_answer_to_the_first(de_ana):
    primera = enviar(de_ana)

    html = de_ana.get(URL).content.decode()
    assert "boton-iniciar" not in html
    assert requisitos(html)["sin_hipotecario_en_tramite"] == "no"
    assert f"Ya tiene una solicitud en trámite, la {primera.numero}." in revision(de_ana)
    assert de_ana.post(f"{URL}revisar/").status_code == 200
    assert Solicitud.objects.exclude(estado="BORRADOR").count() == 1


def test_whoever_asks_for_land_says_nothing_of_bedrooms(de_ana):
    solicitud = enviar(
        de_ana, producto="TERRENO", plazo="120", monto="20000", dormitorios="", nueva="", primera_vivienda=""
    )

    assert solicitud.dictamen["califica"] is True
    assert "No lo dijo" in de_ana.get(solicitud.get_absolute_url()).content.decode()


def test_the_receipt_says_nothing_of_a_disability(de_ana):
    solicitud = enviar(de_ana, discapacidad="on")

    assert "discapacidad" in de_ana.get(solicitud.get_absolute_url()).content.decode().lower()
    assert "discapacidad" not in str(solicitud.documentos.get().datos).lower()

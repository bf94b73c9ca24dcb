"""Procedure 7: the request for the pension, from its questions to its number."""

import pytest

from registro.models import CuentaBancaria, Relacion
from tests import jubilacion
from tests.afiliados.jubilacion_en_linea.pasos import cifra, pagina
from tests.jubilacion import URL, enviar
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def test_the_choice_of_the_decimos_shows_ones_own_amounts(de_ana):
    de_ana.post(URL)

    html = pagina(de_ana, f"{URL}paso/1/")

    assert "en diciembre: $\u00a0750,00" in html
    assert "con la pensión: $\u00a062,50" in html
    assert "en marzo (Costa y Galápagos) o en agosto (Sierra y Amazonía): $\u00a0482,00" in html
    assert "con la pensión: $\u00a040,17" in html


def test_the_account_is_shown_and_not_typed(ana, de_ana):
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)

    html = pagina(de_ana, f"{URL}paso/2/")

    assert str(CuentaBancaria.objects.get()) in html
    assert ana.nombre_completo in html
    sin_marcar = de_ana.post(f"{URL}paso/2/", {}).content.decode()
    assert "Si algo no está bien, corríjalo antes" in sin_marcar


def test_an_unanswered_choice_is_told_beside_it(de_ana):
    de_ana.post(URL)
    html = de_ana.post(f"{URL}paso/1/", {"decima_tercera": "NUNCA"}).content.decode()
    assert "Elija una de las dos." in html
    assert "Elija cómo quiere recibirla." in html


def test_what_was_chosen_and_the_account_stay_with_the_case(ana, de_ana):
    solicitud = enviar(de_ana)

    assert solicitud.datos["decima_cuarta"] == "MENSUAL"
    assert solicitud.datos["cuenta"] == str(CuentaBancaria.objects.get())
    html = pagina(de_ana, f"/solicitudes/{solicitud.numero}/")
    assert "Una parte cada mes, con la pensión" in html
    assert solicitud.datos["cuenta"] in html
    assert cifra(html, "pension") == "750.00"


def test_who_does_not_qualify_is_warned_and_may_send_it(ana, de_ana):
    Relacion.objects.update(fecha_salida=None)
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)
    de_ana.post(f"{URL}paso/2/", {"declaracion": "on"})

    html = pagina(de_ana, f"{URL}revisar/")

    assert "Hoy falta: Haber dejado de trabajar. Consta: Sin aviso de salida de Sol S.A." in html
    assert "le responderemos que no se concede, con motivos" in html
    assert "se puede impugnar" in html
    assert de_ana.post(f"{URL}revisar/").status_code == 302
    assert Solicitud.objects.get().estado == "INGRESADA"


def test_who_qualifies_reads_the_pension_before_sending(de_ana):
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)
    de_ana.post(f"{URL}paso/2/", {"declaracion": "on"})

    assert "$\u00a0750,00 cada mes, desde el 1 de noviembre de 2026" in pagina(de_ana, f"{URL}revisar/")


def test_a_second_one_waits_for_the_answer_to_the_first(de_ana):
    primera = enviar(de_ana)

    html = pagina(de_ana)
    assert f"/solicitudes/{primera.numero}/" in html
    assert "boton-iniciar" not in html
    de_ana.post(URL)
    de_ana.post(f"{URL}paso/1/", jubilacion.DECIMOS)
    de_ana.post(f"{URL}paso/2/", {"declaracion": "on"})
    assert f"Ya tiene una solicitud en trámite, la {primera.numero}." in pagina(de_ana, f"{URL}revisar/")
    assert de_ana.post(f"{URL}revisar/").status_code == 200
    assert Solicitud.objects.exclude(estado="BORRADOR").count() == 1

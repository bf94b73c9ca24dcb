"""The signed heads of the bitácora as the public gets them."""

from datetime import date

import pytest
from django.utils import timezone

from nucleo.models import CabezaDiaria

pytestmark = pytest.mark.django_db


@pytest.fixture
def cabeza():
    valores = {"sello": 3, "contenido": '{"dia": "2026-11-20"}\n', "firma": b"\x30\x00", "firmada_en": timezone.now()}
    return CabezaDiaria.objects.create(dia=date(2026, 11, 20), **valores)


def test_before_the_first_day_ended_the_page_says_so(client):
    assert "Todavía no hay ningún día firmado" in client.get("/transparencia/bitacora/").content.decode()


def test_a_stranger_takes_home_the_very_bytes_that_were_signed(client, cabeza):
    texto = client.get("/transparencia/bitacora/").content.decode()

    for tipo, contenido in (("json", cabeza.contenido.encode()), ("p7s", b"\x30\x00")):
        url = f"/transparencia/bitacora/2026-11-20.{tipo}"
        assert url in texto
        assert client.get(url).content == contenido


@pytest.mark.parametrize("dia", ["2026-11-19", "2026-13-40", "ayer"])
def test_a_day_that_was_not_signed_is_not_there(client, cabeza, dia):
    assert client.get(f"/transparencia/bitacora/{dia}.json").status_code == 404

"""No page, no mail and no time tells whether a number has an account."""

from datetime import date

import pytest
from django.utils import timezone

from cuentas.clave import intentos
from cuentas.clave.selectors import sorteo_de
from registro.models import Persona
from tests import mundo
from tests.cuentas.generar.pasos import URL, respuestas_de
from tests.rastro import rastro

pytestmark = pytest.mark.django_db

DESCONOCIDA = "1713175071"


def efectos(cedula):
    """Of a whole failed validation, and the shape of its page."""
    cabeceras, sql, pagina = rastro(
        lambda client: [
            client.get(URL),
            client.post(URL, {"cedula": cedula}),
            client.get(f"{URL}datos/"),
            client.post(f"{URL}datos/", respuestas_de(cedula, cambios=[0, 1])),
        ]
    )
    forma = (pagina.count('type="radio"'), pagina.count("<legend>"), "No pudimos comprobar su identidad" in pagina)
    return cabeceras, sql, forma


def test_the_effects_are_the_same_for_every_number():
    en_registro, con_cuenta, desconocida = map(efectos, (mundo.ANA, mundo.LUIS, DESCONOCIDA))

    assert en_registro == con_cuenta == desconocida
    assert en_registro[2] == (10, 3, True)


@pytest.mark.parametrize("cedula", [mundo.LUIS, DESCONOCIDA])
def test_no_answer_is_right_for_who_may_not_make_a_clave(cedula):
    hechos, preguntas = sorteo_de(cedula, timezone.localdate())

    assert hechos is None
    assert [pregunta.correcta for pregunta in preguntas] == [None, None]


def test_a_dead_person_makes_no_clave():
    Persona.objects.filter(cedula=mundo.ANA).update(fecha_fallecimiento=date(2020, 1, 1))

    assert sorteo_de(mundo.ANA, timezone.localdate())[0] is None


def test_a_record_that_is_too_poor_has_no_right_answer(client):
    pobre = mundo.persona(DESCONOCIDA)

    assert [p.correcta for p in sorteo_de(pobre.cedula, timezone.localdate())[1]] == [None, None]


def test_options_stay_the_same_on_every_day():
    for cedula in (mundo.ANA, mundo.LUIS, DESCONOCIDA):
        vistas = {}
        for dia in range(1, 29):
            for pregunta in sorteo_de(cedula, date(2026, 2, dia))[1]:
                assert vistas.setdefault(pregunta.texto, pregunta.opciones) == pregunta.opciones
        assert len(vistas) >= 2


def test_one_network_can_not_leaf_through_the_register(client):
    statuses = {client.post(URL, {"cedula": mundo.ANA}).status_code for _ in range(intentos.POR_RED)}

    assert statuses == {302}
    assert client.post(URL, {"cedula": mundo.ANA}).status_code == 429

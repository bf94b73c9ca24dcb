"""Procedure 21, how a cover ends: by its titular, or by itself; and the card that stops holding."""

from datetime import date, timedelta

import pytest

from afiliados.services.cobertura import terminar_cobertura, terminar_las_vencidas
from cuentas.actuacion import actuacion_de
from cuentas.models import Cuenta
from nucleo.bitacora.models import Asiento
from nucleo.limpieza import limpiar
from nucleo.outbox import drain
from registro.models import Dependiente, Persona
from tests import mundo
from tests.afiliados.extension_cobertura.familia import AYER, CARLOS, ELENA, ESPOSO, HIJA, HIJO, OTRA, URL, cubierto
from tests.casos import correos
from tests.dictamen import dato
from tramites.models import Certificado

pytestmark = pytest.mark.django_db


def pagina(fila: Dependiente) -> str:
    return f"{URL}terminar/{fila.pk}/"


def terminadas(hoy: date = mundo.HOY) -> dict[str, tuple[date | None, str]]:
    """Cédula → last day and cause, of what the clock ended."""
    terminar_las_vencidas(hoy)
    return {f.cedula: (f.fecha_hasta, f.causa_fin) for f in Dependiente.objects.exclude(causa_fin="")}


# --- by its titular


def test_the_page_says_what_stops_and_changes_nothing(ana, de_ana):
    mundo.persona(ESPOSO, **CARLOS)
    fila = cubierto(ana, ESPOSO, "CONYUGE")

    html = de_ana.get(pagina(fila)).content.decode()

    assert "Mena Solís Carlos" in html
    assert "Hoy, 20 de noviembre de 2026, es el último día" in html
    assert dato(html, "aporte_adicional") == "16.44"
    assert "desde diciembre de 2026" in html
    assert Dependiente.objects.get().fecha_hasta is None


@pytest.mark.parametrize("causa", ["FIN_DE_UNION", "SEPARACION", "VOLUNTAD"])
def test_ended_by_its_titular_it_is_over_today_and_they_are_told(ana, de_ana, causa):
    fila = cubierto(ana, ESPOSO, "CONYUGE")

    respuesta = de_ana.post(pagina(fila), {"causa": causa})

    assert respuesta.url == URL
    fila.refresh_from_db()
    assert (fila.fecha_hasta, fila.causa_fin) == (mundo.HOY, causa)
    assert Asiento.objects.filter(accion="cobertura.terminada", persona_id=ana.pk).count() == 1
    [correo] = correos()
    assert correo.subject == "Terminó una cobertura de salud que usted daba"
    assert "20 de noviembre de 2026" in correo.body
    assert ESPOSO not in correo.body
    de_ana.post(pagina(fila), {"causa": "VOLUNTAD"})
    assert Dependiente.objects.get().causa_fin == causa


def test_ended_twice_at_once_it_ends_once(ana, de_ana):
    fila = cubierto(ana, ESPOSO, "CONYUGE")
    yo = actuacion_de(Cuenta.objects.get(persona=ana))

    veces = [
        terminar_cobertura(actuacion=yo, persona=ana, dependiente=fila.pk, causa="VOLUNTAD") is not None
        for _ in range(2)
    ]

    assert veces == [True, False]
    assert "ya había terminado" in de_ana.post(pagina(fila), follow=True).content.decode()
    assert len(correos()) == 1


def test_of_a_child_no_reason_is_asked(ana, de_ana):
    fila = cubierto(ana, HIJA, "HIJO", fecha_hasta=date(2030, 3, 8))

    assert 'name="causa"' not in de_ana.get(pagina(fila)).content.decode()
    de_ana.post(pagina(fila))

    fila.refresh_from_db()
    assert (fila.fecha_hasta, fila.causa_fin) == (mundo.HOY, "VOLUNTAD")


@pytest.mark.parametrize("causa", ["", "EDAD", "FALLECIMIENTO", "VOLUNTAD\x00", "x" * 500])
def test_a_reason_that_is_not_offered_ends_nothing(ana, de_ana, causa):
    fila = cubierto(ana, ESPOSO, "CONYUGE")

    respuesta = de_ana.post(pagina(fila), {"causa": causa})

    assert respuesta.context["form"].errors["causa"][0].startswith("Elija")
    assert Dependiente.objects.get().causa_fin == ""


def test_nobody_ends_or_sees_what_somebody_else_covers(ana, de_ana):
    ajena = cubierto(mundo.persona(mundo.LUIS), HIJA, "HIJO")

    assert de_ana.get(pagina(ajena)).status_code == de_ana.post(pagina(ajena)).status_code == 404
    assert de_ana.get(f"{URL}terminar/999999/").status_code == 404
    assert Dependiente.objects.get().fecha_hasta is None


def test_who_was_ended_by_a_divorce_needs_a_document_again(ana, de_ana):
    fila = cubierto(ana, ESPOSO, "CONYUGE")
    de_ana.post(pagina(fila), {"causa": "FIN_DE_UNION"})

    html = de_ana.get(URL).content.decode()

    assert "A quién más nombra el registro" not in html


# --- by itself


@pytest.mark.parametrize(("dia", "termina"), [(date(2026, 11, 20), False), (date(2026, 11, 21), True)])
def test_at_eighteen(ana, dia, termina):
    mundo.persona(HIJA, **ELENA | {"fecha_nacimiento": date(2008, 11, 21)})
    cubierto(ana, HIJA, "HIJO")

    assert terminadas(dia) == ({HIJA: (date(2026, 11, 20), "EDAD")} if termina else {})


def test_at_eighteen_of_who_was_born_on_29_february(ana):
    mundo.persona(HIJA, **ELENA | {"fecha_nacimiento": date(2008, 2, 29)})
    cubierto(ana, HIJA, "HIJO")

    assert terminadas(date(2026, 2, 27)) == {}
    assert terminadas(date(2026, 2, 28)) == {HIJA: (date(2026, 2, 27), "EDAD")}


def test_on_the_last_day_that_was_written_down(ana):
    """A child whom only the answers of the case know."""
    cubierto(ana, HIJA, "HIJO", fecha_hasta=AYER)
    cubierto(ana, HIJO, "HIJO", fecha_hasta=mundo.HOY)

    assert terminadas() == {HIJA: (AYER, "EDAD")}


@pytest.mark.parametrize("seguro", ["afiliacion", "pension", "voluntaria"])
def test_when_the_spouse_is_insured(ana, seguro):
    esposo = mundo.persona(ESPOSO, **CARLOS)
    cubierto(ana, ESPOSO, "CONYUGE")
    assert terminadas() == {}

    match seguro:
        case "afiliacion":
            mundo.relacion(esposo, mundo.empleador(mundo.RUC_MAR), date(2026, 11, 16))
        case "pension":
            esposo.pensiones.create(tipo="VEJEZ", fecha_inicio=date(2026, 11, 16), monto=1)
        case "voluntaria":
            mundo.relacion(esposo, None, date(2026, 11, 16))

    assert terminadas() == {ESPOSO: (date(2026, 11, 15), "SEGURO_PROPIO")}


def test_a_spouse_who_was_always_insured_was_covered_on_its_first_day_at_most(ana):
    esposo = mundo.persona(ESPOSO, **CARLOS)
    mundo.relacion(esposo, mundo.empleador(mundo.RUC_MAR), date(2010, 1, 1))
    cubierto(ana, ESPOSO, "CONYUGE", desde=date(2020, 1, 1))

    assert terminadas() == {ESPOSO: (date(2020, 1, 1), "SEGURO_PROPIO")}


@pytest.mark.parametrize(
    ("quien", "parentesco", "estado"),
    [
        (mundo.ANA, "CONYUGE", "DIVORCIADO"),
        (ESPOSO, "CONYUGE", "DIVORCIADO"),
        (ESPOSO, "CONYUGE", "VIUDO"),
        (ESPOSO, "CONVIVIENTE", "CASADO"),
    ],
)
def test_when_the_register_shows_the_end_of_the_couple(ana, quien, parentesco, estado):
    Persona.objects.update(estado_civil="SOLTERO" if parentesco == "CONVIVIENTE" else "CASADO")
    mundo.persona(ESPOSO, **CARLOS)
    cubierto(ana, ESPOSO, parentesco)
    assert terminadas() == {}

    Persona.objects.filter(cedula=quien).update(estado_civil=estado)

    assert terminadas() == {ESPOSO: (AYER, "FIN_DE_UNION")}


@pytest.mark.parametrize(("salida", "termina"), [(date(2026, 9, 21), False), (date(2026, 9, 20), True)])
def test_sixty_days_after_the_titular_left_their_job(salida, termina):
    # Ecuavisa 2023
    ana = mundo.persona()
    mundo.relacion(ana, mundo.empleador(), date(2020, 1, 1), salida)
    cubierto(ana, HIJA, "HIJO")

    assert terminadas() == ({HIJA: (date(2026, 11, 19), "CESE_DEL_TITULAR")} if termina else {})


@pytest.mark.parametrize("quien", [mundo.ANA, HIJA])
def test_with_a_death_nobody_who_died_is_written_to(ana, quien):
    mundo.cuenta(ana)
    mundo.persona(HIJA, **ELENA)
    cubierto(ana, HIJA, "HIJO")

    Persona.objects.filter(cedula=quien).update(fecha_fallecimiento=date(2026, 11, 10))

    assert terminadas() == {HIJA: (date(2026, 11, 10), "FALLECIMIENTO")}
    assert len(correos()) == (0 if quien == mundo.ANA else 1)


def test_the_clock_of_the_portal_moves_it_once(ana, de_ana):
    cubierto(ana, HIJA, "HIJO", fecha_hasta=AYER)
    cubierto(ana, OTRA, "HIJO")

    limpiar()
    limpiar()

    [correo] = correos()
    assert "19 de noviembre de 2026" in correo.body
    assert "cumplió la edad" in correo.body
    assert Asiento.objects.filter(accion="cobertura.terminada").values_list("actor", flat=True).get() == (
        "sistema:cobertura"
    )
    assert "cumplió la edad" in de_ana.get(URL).content.decode()


def test_who_is_looked_at_does_not_grow_with_who_is_covered(ana, django_assert_num_queries):
    for n in range(5):
        cubierto(ana, f"{1710034200 + n}", "HIJO")

    with django_assert_num_queries(2):
        assert terminar_las_vencidas(mundo.HOY) == 0


# --- the card


@pytest.fixture
def carne(pki, ana, de_ana):
    """The card that Ana just asked for."""
    mundo.persona(HIJA, **ELENA | {"fecha_nacimiento": date(2008, 12, 1)})
    mundo.persona(ESPOSO, **CARLOS)
    cubierto(ana, HIJA, "HIJO")
    cubierto(ana, ESPOSO, "CONYUGE", desde=date(2026, 11, 2))
    respuesta = de_ana.post(f"{URL}carne/")
    drain()
    certificado = Certificado.objects.get(variante="carne")
    assert respuesta.url == certificado.get_absolute_url()
    return certificado


def test_the_card_says_who_from_when_and_until_when(carne):
    assert carne.estado == "EMITIDO"
    assert carne.vence_el == mundo.HOY + timedelta(days=30)
    assert carne.datos["personas"] == [
        {
            "nombre": "Mena Prueba Elena",
            "cedula": HIJA,
            "parentesco": "Hijo/a",
            "atencion_desde": "1 de enero de 2020",
            "valido_hasta": "30 de noviembre de 2026",
        },
        {
            "nombre": "Mena Solís Carlos",
            "cedula": ESPOSO,
            "parentesco": "Cónyuge",
            "atencion_desde": "1 de febrero de 2027",
            "valido_hasta": "",  # there is no care before February
        },
    ]


def test_a_card_stops_holding_when_a_cover_ends(carne, de_ana, client):
    de_ana.post(pagina(Dependiente.objects.get(cedula=ESPOSO)), {"causa": "SEPARACION"})

    carne.refresh_from_db()
    assert carne.estado == "REVOCADO"
    assert "terminó el 20 de noviembre de 2026" in carne.motivo
    assert "Documento revocado" in client.get(f"/verificar/{carne.codigo}/").content.decode()


def test_who_covers_nobody_gets_no_card(ana, de_ana):
    cubierto(ana, HIJA, "HIJO", fecha_hasta=AYER)

    html = de_ana.post(f"{URL}carne/", follow=True).content.decode()

    assert "Hoy no cubre a nadie" in html
    assert not Certificado.objects.exists()

"""Each complaint counts once, in its month, for its procedure or on the line of the service; never what it says."""

from datetime import date

import pytest
from django.core.cache import cache
from django.core.management import call_command

from cuentas.actuacion import Por
from tests import casos, mundo
from tests.tramites.quejas.pasos import TEXTO, en_mesa, otro_dia, presentada, presentar
from tests.tramites.test_transparencia import HOJA
from tramites.selectors import ficha
from tramites.transparencia.selectors import meses_de, meses_de_todos
from tramites.transparencia.services import contar

pytestmark = pytest.mark.django_db


def cifras(slug: str) -> dict[tuple[int, int], tuple[int, int]]:
    cache.clear()
    return {(m.anio, m.mes): (m.cifra.quejas, m.cifra.atenciones) for m in meses_de(ficha(slug))}


def test_it_counts_in_the_month_of_ecuador_in_which_it_came(de_ana, time_machine):
    # In Ecuador it is still November.
    otro_dia(time_machine, "2026-12-01 04:30:00+00:00", de_ana)
    presentada(de_ana, "TRAMITE")
    otro_dia(time_machine, "2026-12-01 05:30:00+00:00", de_ana)
    presentada(de_ana, "TRAMITE")

    assert cifras("fondos-reserva") == {(2026, 11): (1, 0), (2026, 12): (1, 0)}


def test_complaints_stand_beside_the_attentions_of_their_month(de_ana, ana):
    presentada(de_ana, "TRAMITE")
    contar(tramite=ficha("fondos-reserva"), titular=ana, fecha=mundo.HOY, por=Por.PROPIO, origen="x:1")

    assert cifras("fondos-reserva") == {(2026, 11): (1, 1)}


def test_that_of_a_case_counts_for_its_procedure(de_ana):
    presentada(de_ana, "CASO", solicitud=casos.enviar(de_ana).numero)

    assert cifras("rectificacion-datos")[2026, 11] == (1, 0)


def test_those_of_the_service_and_of_data_count_for_no_procedure_and_have_their_own_line(client, de_ana):
    for sobre in ("SERVICIO", "SERVICIO", "DATOS", "TRAMITE"):
        presentada(de_ana, sobre)

    cache.clear()
    assert sum(m.cifra.quejas for meses in meses_de_todos().values() for m in meses) == 1
    pagina = client.get("/quejas/cifras/").content.decode()
    for celda in (
        'data-titulo="Trámites y solicitudes" class="num">1<',
        'data-titulo="El servicio" class="num">2<',
        'data-titulo="Datos personales" class="num">1<',
        'data-titulo="Total" class="num">4<',
    ):
        assert celda in pagina
    assert TEXTO not in pagina


def test_what_turned_out_to_be_none_does_not_count_and_counts_again_when_it_is_insisted_on(de_ana, analista):
    queja = presentada(de_ana, "TRAMITE")
    en_mesa(analista, queja, "descartar", motivo="Es una pregunta.")
    assert cifras("fondos-reserva") == {}

    de_ana.post(f"{queja.get_absolute_url()}reabrir/", {"motivo": "Es una queja."})
    assert cifras("fondos-reserva") == {(2026, 11): (1, 0)}


def test_what_is_answered_reopened_or_not_confirmed_changes_no_count(client, de_ana, analista):
    queja = presentada(de_ana, "TRAMITE")
    presentar(client, "TRAMITE", correo="x@correo.ec")
    en_mesa(analista, queja, "tomar")
    en_mesa(analista, queja, "responder", texto="Así fue.")
    de_ana.post(f"{queja.get_absolute_url()}reabrir/", {"motivo": "Falta."})

    assert cifras("fondos-reserva") == {(2026, 11): (1, 0)}


def test_a_month_with_complaints_and_no_attentions_says_so(client, db):
    call_command("importar_rutr", str(HOJA))

    assert cifras("reliquidacion")[2025, 9] == (3, 0)  # E §12.2
    pagina = client.get("/transparencia/reliquidacion/").content.decode()
    assert pagina.count("Hubo quejas y no se contó ninguna atención") == 1
    assert client.get("/transparencia/").status_code == 200


def test_the_official_figure_stays_and_that_of_the_portal_stands_beside(de_ana, time_machine):
    call_command("importar_rutr", str(HOJA))
    otro_dia(time_machine, "2025-09-15 10:00:00-05:00", de_ana)
    presentada(de_ana, "TRAMITE", tramite="reliquidacion")
    cache.clear()

    mes = next(m for m in meses_de(ficha("reliquidacion")) if (m.anio, m.mes) == (2025, 9))
    assert (mes.cifra.quejas, mes.otra.quejas) == (3, 1)


def test_nobody_s_words_are_in_what_is_published(client, de_ana):
    presentada(de_ana, "TRAMITE")
    cache.clear()

    for url in ("/transparencia/", "/transparencia/fondos-reserva/", "/transparencia.csv", "/transparencia.json"):
        respuesta = client.get(url)
        contenido = b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content
        assert TEXTO not in contenido.decode()


def test_no_figures_yet_is_said(client, db):
    assert "Todavía no se ha presentado ninguna queja" in client.get("/quejas/cifras/").content.decode()


def test_the_picture_has_two_years_at_most(client, de_ana, time_machine):
    for n in range(26):
        otro_dia(time_machine, f"{date(2024 + (n // 12), n % 12 + 1, 10)} 10:00:00-05:00", de_ana)
        presentada(de_ana)

    assert client.get("/quejas/cifras/").content.decode().count("<rect") <= 25

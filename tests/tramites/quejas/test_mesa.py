"""The staff: a queue that names nobody, late first; an answer in words; and a leak for its own role alone."""

import pytest
from django.urls import reverse

from iess_portal.roles import Rol
from nucleo.models import Asiento
from tests import casos, mesa, mundo
from tests.actos import correos
from tests.tramites.quejas.pasos import TEXTO, en_mesa, otro_dia, presentada, presentar, responder
from tramites.models import PasoDeQueja, Queja
from tramites.quejas.relojes import mover_relojes

pytestmark = pytest.mark.django_db
RESPUESTA = "Faltó personal ese día. Ya hay una ventanilla más."


@pytest.fixture
def queja(de_ana) -> Queja:
    queja = presentada(de_ana)
    correos()
    return queja


@pytest.fixture
def delegada(de_la_mesa):
    return de_la_mesa(Rol.DATOS)


def test_the_person_reads_the_answer_on_the_page_and_the_mail_only_tells_that_there_is_one(de_ana, analista, queja):
    responder(analista, queja, RESPUESTA)

    pagina = de_ana.get(queja.get_absolute_url()).content.decode()
    assert RESPUESTA in pagina
    assert "Reabrir la queja" in pagina
    (correo,) = correos()
    assert "tiene respuesta" in correo.subject
    assert RESPUESTA not in correo.body + correo.alternatives[0][0]
    assert queja.vence_el is None


def test_only_whoever_took_it_answers(analista, de_la_mesa, queja):
    en_mesa(analista, queja, "tomar")
    otra = de_la_mesa(Rol.ANALISTA, "otra")

    assert "La tiene a su cargo" in en_mesa(otra, queja, "responder", texto="Yo").content.decode()
    assert queja.estado == "EN_ATENCION"


def test_it_passes_to_another_and_back_to_the_queue(analista, de_la_mesa, queja):
    otra = mesa.con_rol(Rol.APROBADOR, "otra")
    ventanilla = mesa.con_rol(Rol.VENTANILLA)
    assert "Elija a una persona de la lista" in (
        en_mesa(analista, queja, "reasignar", responsable=ventanilla.pk).content.decode()
    )
    en_mesa(analista, queja, "reasignar", responsable=otra.pk)
    assert (queja.estado, queja.responsable) == ("EN_ATENCION", otra)
    en_mesa(mundo.navegador(otra), queja, "soltar")
    assert (queja.estado, queja.responsable) == ("RECIBIDA", None)


def test_an_answer_has_words(analista, queja):
    en_mesa(analista, queja, "tomar")

    assert "Escriba la respuesta." in en_mesa(analista, queja, "responder", texto=" \x07 ").content.decode()
    assert queja.estado == "EN_ATENCION"


def test_what_is_no_complaint_stays_with_its_reason_and_may_be_insisted_on(de_ana, analista, queja):
    en_mesa(analista, queja, "descartar", motivo="Es una felicitación.")
    assert (queja.estado, queja.vence_el) == ("DESCARTADA", None)
    assert "Es una felicitación." in de_ana.get(queja.get_absolute_url()).content.decode()
    assert PasoDeQueja.objects.get(accion="descartar").texto == "Es una felicitación."

    de_ana.post(f"{queja.get_absolute_url()}reabrir/", {"motivo": "No lo es: lea otra vez."})
    queja.refresh_from_db()
    assert (queja.estado, queja.reabierta) == ("RECIBIDA", True)
    en_mesa(analista, queja, "descartar", motivo="Otra vez.")
    assert queja.estado == "RECIBIDA", "who insisted is owed an answer"


def test_a_complaint_is_reopened_once_with_a_new_term_and_then_closes(de_ana, analista, queja, time_machine):
    responder(analista, queja)
    url = f"{queja.get_absolute_url()}reabrir/"
    assert "Escriba qué falta." in de_ana.post(url, {"motivo": " "}).content.decode()
    otro_dia(time_machine, "2026-11-25 10:00:00-05:00", de_ana, analista)
    de_ana.post(url, {"motivo": "No dice qué harán."})
    queja.refresh_from_db()
    assert (queja.estado, queja.responsable, queja.vence_el.isoformat()) == ("RECIBIDA", None, "2026-12-16")

    responder(analista, queja)
    assert de_ana.get(url).status_code == 302
    de_ana.post(url, {"motivo": "Otra vez."})
    queja.refresh_from_db()
    assert queja.estado == "RESPONDIDA"
    assert mover_relojes(mundo.HOY) == (0, 1)
    queja.refresh_from_db()
    assert queja.estado == "CERRADA"
    assert "Reabrir" not in de_ana.get(queja.get_absolute_url()).content.decode()


def test_it_is_reopened_until_the_last_day_of_its_term(de_ana, analista, queja, time_machine):
    responder(analista, queja)
    # 10 business days after Friday 20 November.
    assert queja.reabrible_hasta.isoformat() == "2026-12-04"
    for dia, reabierta in (("2026-12-05", False), ("2026-12-04", True)):
        otro_dia(time_machine, f"{dia} 12:00:00-05:00", de_ana)
        de_ana.post(f"{queja.get_absolute_url()}reabrir/", {"motivo": "Falta."})
        queja.refresh_from_db()
        assert queja.reabierta is reabierta


def test_nobody_elses_complaint_is_reopened(analista, queja):
    responder(analista, queja)
    de_luis = mundo.navegador(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))
    de_luis.post(f"{queja.get_absolute_url()}reabrir/", {"motivo": "Falta."})

    queja.refresh_from_db()
    assert not queja.reabierta


def test_a_late_one_is_first_and_is_excused_once(de_ana, analista, queja, time_machine):
    otro_dia(time_machine, "2026-12-14 10:00:00-05:00", de_ana, analista)
    nueva = presentada(de_ana)
    correos()
    pagina = analista.get(mesa.lista(Queja)).content.decode()
    assert pagina.index(queja.numero) < pagina.index(nueva.numero)
    assert "Atrasada 1 día hábil" in pagina

    hoy = queja.vence_el.replace(day=14)
    assert [mover_relojes(hoy)[0] for _ in range(2)] == [1, 1]
    assert [correo.subject for correo in correos()] == [
        f"Su queja {queja.numero} está atrasada: le debemos una respuesta"
    ]
    assert "le pedimos disculpas" in de_ana.get(queja.get_absolute_url()).content.decode()


def test_the_queue_and_the_page_name_nobody_until_a_reason_is_given(analista, ana, queja):
    pagina = mesa.pagina(queja)
    for url in (mesa.lista(Queja), pagina):
        contenido = analista.get(url).content.decode()
        assert ana.cedula not in contenido
        assert ana.apellidos not in contenido
    assert TEXTO in contenido

    assert "Escriba el motivo." in en_mesa(analista, queja, "identidad", motivo=" ").content.decode()
    en_mesa(analista, queja, "identidad", motivo="Hay que llamarla.")
    assert ana.apellidos in analista.get(pagina).content.decode()
    asiento = Asiento.objects.get(accion="queja.identidad")
    assert (asiento.persona_id, asiento.datos["motivo"]) == (ana.pk, "Hay que llamarla.")


def test_the_person_learns_that_the_staff_read_it(de_ana, analista, queja):
    analista.get(mesa.pagina(queja))

    assert "El personal vio una página con sus datos." in de_ana.get("/cuenta/accesos/").content.decode()


def test_a_leak_is_read_by_its_own_role_alone(de_ana, analista, delegada, queja):
    fuga = presentada(de_ana, "DATOS")

    assert fuga.numero not in analista.get(mesa.lista(Queja)).content.decode()
    assert analista.get(mesa.pagina(fuga)).status_code == 302
    assert en_mesa(analista, fuga, "tomar").status_code == 404
    assert queja.numero not in delegada.get(mesa.lista(Queja)).content.decode()
    # LOPDP art. 43: the authority, five business days.
    assert "hasta el 27 de noviembre de 2026" in delegada.get(mesa.pagina(fuga)).content.decode()
    responder(delegada, fuga)


@pytest.mark.parametrize("rol", [Rol.VENTANILLA, Rol.TRANSPARENCIA])
def test_other_roles_read_none(de_la_mesa, queja, rol):
    assert de_la_mesa(rol).get(mesa.lista(Queja)).status_code == 403


def test_hostile_text_is_text_at_the_desk_too(de_ana, analista):
    hostil = presentada(de_ana, texto="<script>alert(1)</script> =1+1 مرحبا")

    assert "<script>alert" not in analista.get(mesa.pagina(hostil)).content.decode()


def test_one_that_nobody_confirmed_is_not_at_the_desk(client, analista, db):
    presentar(client, correo="x@correo.ec")

    assert analista.get(mesa.lista(Queja, "?bandeja=todas")).content.decode().count("Q2026-") == 0
    assert analista.get(mesa.pagina(Queja.objects.get())).status_code == 302


def test_the_trays_and_the_search_find_it(analista, queja):
    en_mesa(analista, queja, "tomar")
    hallada = {
        bandeja: queja.numero in analista.get(mesa.lista(Queja, f"?bandeja={bandeja}")).content.decode()
        for bandeja in ("mias", "sin-asignar", "atrasadas", "reabiertas", "terminadas", "todas")
    }
    assert [b for b, esta in hallada.items() if esta] == ["mias", "todas"]
    assert queja.numero in analista.get(mesa.lista(Queja, f"?q={queja.numero.lower()}")).content.decode()
    assert queja.numero not in analista.get(mesa.lista(Queja, f"?q={mundo.ANA}&bandeja=todas")).content.decode()


def test_the_queue_asks_the_same_however_long_it_is(de_ana, analista):
    presentada(de_ana, "TRAMITE")
    pocas = mesa.consultas(lambda: analista.get(mesa.lista(Queja)))
    for _ in range(8):
        presentada(de_ana, "TRAMITE")

    assert mesa.consultas(lambda: analista.get(mesa.lista(Queja))) == pocas <= 15


def test_an_act_out_of_its_state_changes_nothing(analista, queja):
    assert "no procede" in analista.get(reverse("admin:tramites_queja_responder", args=[queja.pk])).content.decode()
    en_mesa(analista, queja, "responder", texto="Ya")

    assert queja.estado == "RECIBIDA"


def test_the_desk_says_how_many_wait(analista, delegada, queja):
    assert "<strong>1</strong> Sin asignar" in analista.get("/admin/").content.decode()
    assert "<strong>1</strong> Sin asignar" not in delegada.get("/admin/").content.decode()


def test_a_case_leads_to_its_open_complaints_and_they_to_it(de_ana, analista, queja):
    caso = casos.enviar(de_ana)
    suya = presentada(de_ana, "CASO", solicitud=caso.numero)
    enlace = mesa.lista(Queja, f"?solicitud__id__exact={caso.pk}")

    assert enlace in analista.get(mesa.pagina(caso)).content.decode()
    pagina = analista.get(enlace).content.decode()
    assert suya.numero in pagina
    assert queja.numero not in pagina
    assert mesa.pagina(caso) in analista.get(mesa.pagina(suya)).content.decode()

"""A complaint of somebody who is logged in: number, date of the answer, and nothing of anybody else's."""

import uuid

import pytest
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.delegaciones import sesion as delegaciones
from cuentas.models import Delegacion
from iess_portal.roles import Rol
from tests import casos, mesa, mundo
from tests.actos import correos, para
from tests.tramites.quejas.pasos import TEXTO, URL, presentada, presentar, sin_numero
from tramites.models import PasoDeQueja, Queja
from tramites.quejas.selectors import quejas_de

pytestmark = pytest.mark.django_db


def test_a_complaint_has_a_number_and_a_date_and_is_among_mine(de_ana):
    queja = presentada(de_ana, "TRAMITE")

    pagina = de_ana.get(queja.get_absolute_url()).content.decode()
    assert queja.numero == f"Q2026-{queja.pk:07}"
    # 15 business days after Friday 20 November.
    assert 'data-dato="respuesta_hasta" value="2026-12-11"' in pagina
    assert TEXTO in pagina
    assert queja.numero in de_ana.get("/quejas/mias/").content.decode()
    (correo,) = correos()
    assert correo.to == ["ana@correo.ec"]
    assert queja.numero in correo.subject
    assert TEXTO not in correo.body


def test_a_leak_of_data_is_answered_within_three_business_days(de_ana):
    queja = presentada(de_ana, "DATOS")

    # LOPDP art. 46; E §13.
    assert queja.vence_el.isoformat() == "2026-11-25"


def test_the_same_form_sent_twice_is_one_complaint(de_ana):
    peticion = uuid.uuid4()
    primera, segunda = (presentada(de_ana, peticion=peticion) for _ in range(2))

    assert primera == segunda
    assert PasoDeQueja.objects.count() == 1


def test_the_number_of_a_form_is_no_way_to_somebody_elses_complaint(de_ana):
    peticion = uuid.uuid4()
    presentada(de_ana, peticion=peticion)
    de_luis = mundo.navegador(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    respuesta = presentar(de_luis, peticion=peticion)
    assert "Este formulario ya se envió" in respuesta.content.decode()
    assert Queja.objects.count() == 1


@pytest.mark.parametrize("sobre", ["TRAMITE", "SERVICIO", "DATOS"])
def test_what_is_missing_is_said_and_nothing_is_filed(de_ana, sobre):
    respuesta = presentar(de_ana, sobre, texto="  ", tramite="", servicio="")

    assert "Escriba qué pasó." in respuesta.content.decode()
    assert not Queja.objects.exists()


@pytest.mark.parametrize("campo", ["tramite", "servicio"])
def test_what_no_list_offers_is_refused(de_ana, campo):
    sobre = {"tramite": "TRAMITE", "servicio": "SERVICIO"}[campo]

    assert "Elija una de la lista." in presentar(de_ana, sobre, **{campo: "nada\x00"}).content.decode()
    assert not Queja.objects.exists()


def test_one_complains_about_ones_own_case_and_about_nobody_elses(de_ana):
    de_luis = mundo.navegador(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))
    caso = casos.enviar(de_ana)
    casos.enviar(de_luis)

    queja = presentada(de_ana, "CASO", solicitud=caso.numero)
    assert (queja.solicitud, queja.tramite) == (caso, caso.tramite)

    ajena = presentar(de_luis, "CASO", solicitud=caso.numero).content.decode()
    de_nadie = presentar(de_luis, "CASO", solicitud="2026-9999999").content.decode()
    assert "Elija una de la lista." in ajena
    assert "Elija una de la lista." in de_nadie
    assert Queja.objects.count() == 1


def test_somebody_elses_complaint_is_answered_as_one_that_does_not_exist(de_ana):
    queja = presentada(de_ana)
    de_luis = mundo.navegador(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    ajena, ninguna = (sin_numero(de_luis.get(f"/quejas/{n}/"), n) for n in (queja.numero, "Q2026-9999999"))
    assert ajena == ninguna
    assert TEXTO not in ajena


@pytest.mark.parametrize(
    "texto",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "{{ 7*7 }} {% debug %}",
        "Me robaron 😡😡 en la ventanilla",
        "שלום، مرحبا",
        "línea\r\notra\rotra más",
    ],
)
def test_hostile_text_is_text(de_ana, texto):
    queja = presentada(de_ana, texto=texto)

    pagina = de_ana.get(queja.get_absolute_url()).content.decode()
    assert "<script>alert" not in pagina
    assert "<img src=x" not in pagina
    assert queja.texto == texto.replace("\r\n", "\n").replace("\r", "\n")


def test_controls_and_what_turns_the_text_around_are_left_out(de_ana):
    assert presentada(de_ana, texto="ho\x07la\x1b[31m \u202eotxet\u202c fin").texto == "hola[31m otxet fin"
    assert "Escriba qué pasó." in presentar(de_ana, texto="\x01\x02").content.decode()


def test_a_text_with_a_nul_or_of_a_megabyte_is_refused_in_plain_words(de_ana):
    assert presentar(de_ana, texto="hola\x00").status_code in {200, 302}
    respuesta = presentar(de_ana, texto="a" * 1_000_000)

    assert respuesta.status_code == 200
    assert "hasta 4000 caracteres" in respuesta.content.decode()
    assert not Queja.objects.filter(texto__startswith="aaa").exists()


def test_too_many_in_one_day_wait_for_tomorrow(de_ana):
    for _ in range(20):
        presentada(de_ana)

    assert "Presentó muchas quejas hoy" in presentar(de_ana).content.decode()
    assert Queja.objects.count() == 20


@pytest.mark.parametrize(
    ("desde", "elegido"),
    [
        ("/tramites/cuenta-bancaria/", 'value="cuenta-bancaria" selected'),
        ("/afiliado/fondos-reserva/", 'value="fondos-reserva" selected'),
    ],
)
def test_the_page_that_one_comes_from_chooses_its_procedure(de_ana, desde, elegido):
    assert elegido in de_ana.get(f"{URL}?desde={desde}").content.decode()
    assert presentada(de_ana, "TRAMITE", desde=desde).desde_pagina == desde


def test_the_page_of_a_case_chooses_that_case(de_ana):
    caso = casos.enviar(de_ana)
    pagina = de_ana.get(f"{URL}?desde={caso.get_absolute_url()}").content.decode()

    assert f'value="{caso.numero}" selected' in pagina


@pytest.mark.parametrize(
    "desde",
    ["https://otro.ec/", "//otro.ec/", "/no-existe/", "/admin/", "javascript:alert(1)", "/" + "a" * 500, "/\x00"],
)
def test_a_hint_that_is_no_page_of_ours_is_not_kept(de_ana, desde):
    assert "¿Sobre qué es?" in de_ana.get(URL, {"desde": desde}).content.decode()
    enviado = {"peticion": str(uuid.uuid4()), "texto": TEXTO}
    respuesta = de_ana.post(URL, enviado, query_params={"sobre": "DATOS", "desde": desde})
    assert respuesta.status_code == 302
    assert not Queja.objects.get().desde_pagina


def test_an_address_with_a_secret_is_kept_by_its_pattern_alone(de_ana):
    queja = presentada(de_ana, desde="/cuenta/cambios/1/secretisimo/")

    assert queja.desde_pagina
    assert "secretisimo" not in queja.desde_pagina


def test_every_page_has_the_link_with_the_page_it_is_on(de_ana):
    assert 'href="/quejas/?desde=/tramites/"' in de_ana.get("/tramites/").content.decode()


def test_an_employer_complains_with_its_clave(db):
    sol = mundo.navegador(mundo.cuenta(mundo.empleador(), correo="sol@correo.ec"))

    queja = presentada(sol)
    assert (queja.persona, queja.empleador.ruc, queja.por) == (None, mundo.RUC_SOL, "clave_patronal")
    assert queja.numero in sol.get("/quejas/mias/").content.decode()


def test_a_delegate_sees_what_they_filed_and_with_the_whole_role_all(ana):
    sol, cuenta = mundo.empleador(), mundo.cuenta(ana)
    presentada(mundo.navegador(mundo.cuenta(sol, correo="sol@correo.ec")))
    delegacion = Delegacion.objects.create(
        empleador=sol, apoderado_cedula=ana.cedula, apoderado=ana, rol="AVISOS", aceptado_en=timezone.now()
    )
    client = mundo.navegador(cuenta)
    sesion = client.session
    sesion[delegaciones.EN_SESION] = delegacion.pk
    sesion.save()

    suya = presentada(client)
    assert (suya.empleador, suya.por) == (sol, "delegacion")
    avisos, todo = (Actuacion(cuenta, sol, Por.DELEGACION, frozenset({rol})) for rol in ("AVISOS", "TODO"))
    assert list(quejas_de(avisos)) == [suya]
    assert quejas_de(todo).count() == 2


def test_whoever_holds_a_power_sees_what_it_reaches_and_what_they_filed(ana, de_ana):
    luis = mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec")
    del_tramite, _del_servicio = presentada(de_ana, "TRAMITE"), presentada(de_ana)

    con_poder = Actuacion(luis, ana, Por.PODER, frozenset({"fondos-reserva"}))
    assert list(quejas_de(con_poder)) == [del_tramite]


def test_the_counter_files_for_whom_it_attends_and_a_form_for_another_is_refused(client, ana):
    luis = mundo.persona(mundo.LUIS)
    mesa.entrar(client, Rol.VENTANILLA)
    client.post(f"/atencion/persona/{ana.pk}/")
    queja = presentada(client)
    assert (queja.persona, queja.por, queja.actor.is_staff) == (ana, "ventanilla", True)

    para_ana = para(client)
    client.post(f"/atencion/persona/{luis.pk}/")
    respuesta = client.post(f"{URL}?sobre=DATOS", {"peticion": str(uuid.uuid4()), "texto": TEXTO, **para_ana})
    assert respuesta.status_code == 409
    assert Queja.objects.count() == 1


def test_the_list_asks_the_same_however_long_it_is(de_ana):
    for _ in range(2):
        presentada(de_ana, "TRAMITE")
    pocas = mesa.consultas(lambda: de_ana.get("/quejas/mias/"))
    for _ in range(10):
        presentada(de_ana, "TRAMITE")

    assert mesa.consultas(lambda: de_ana.get("/quejas/mias/")) == pocas <= 15
    assert mesa.consultas(lambda: de_ana.get(Queja.objects.latest("pk").get_absolute_url())) <= 15

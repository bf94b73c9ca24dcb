"""Making a clave, at its door: who proves to be themselves gets in, and nobody else learns anything."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cuentas import codigos
from cuentas.actuacion import actuacion_de
from cuentas.clave import intentos, services
from cuentas.clave.selectors import sorteo_de
from cuentas.models import Cuenta, PreguntaDeSeguridad
from iess_portal.roles import Rol
from nucleo.models import Asiento, Outbox
from nucleo.outbox import drain
from registro.models import Persona
from tests import mundo
from tests.mesa import con_rol
from tramites.models import Atencion

pytestmark = pytest.mark.django_db
URL = "/cuenta/clave/generar/"
FRASE = "puente azul sobre nueve mangos"
PREGUNTAS = {
    "pregunta_1": "escuela",
    "respuesta_1": "Simón Bolívar",
    "pregunta_2": "mascota",
    "respuesta_2": "Lulú",
    "pregunta_3": "propia",
    "propia_3": "¿Qué vendía mi abuela en la feria?",
    "respuesta_3": "Humitas",
}
DESCONOCIDA = "1713175071"


@pytest.fixture(autouse=True)
def registro():
    """Ana, who can make a clave; Luis, who has one; and employers enough to choose from."""
    empresas = [mundo.empleador(f"17900{n:05}001", razon_social=f"Empresa {n} S.A.") for n in range(12)]
    ana = mundo.persona(correo="ana@correo.ec")
    mundo.relacion(ana, empresas[3], date(2004, 2, 1))
    luis = mundo.persona(mundo.LUIS, nombres="Luis", correo="luis@correo.ec")
    mundo.relacion(luis, empresas[5], date(2010, 2, 1))
    mundo.cuenta(luis, clave=mundo.CLAVE, correo="luis@correo.ec")


def respuestas_de(cedula=mundo.ANA, *, nacimiento=(17, 5, 1980), cambios=()):
    """Right answers for whom they exist, the first option for the others; `cambios`: questions to answer wrongly."""
    _, preguntas = sorteo_de(cedula, timezone.localdate())
    elegidas = [p.correcta or 0 for p in preguntas]
    for n in cambios:
        elegidas[n] = (elegidas[n] + 1) % len(preguntas[n].opciones)
    dia, mes, anio = nacimiento
    return {
        "nacimiento_dia": dia,
        "nacimiento_mes": mes,
        "nacimiento_anio": anio,
        **{f"pregunta_{n}": elegida for n, elegida in enumerate(elegidas)},
    }


def validar(client, cedula=mundo.ANA, **cuales):
    client.post(URL, {"cedula": cedula})
    return client.post(f"{URL}datos/", respuestas_de(cedula, **cuales))


def ultimo_codigo(para="ana@correo.ec"):
    drain()
    mensajes = [m for m in mail.outbox if m.to == [para] and "Su código es" in m.body]
    return re.search(r"\b(\d{6})\b", mensajes[-1].body)[1]


def hasta_el_codigo(client):
    validar(client)
    client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"})
    return client.post(f"{URL}preguntas/", PREGUNTAS)


def ingresa(cedula=mundo.ANA, clave=FRASE):
    return Client().post("/ingresar/", {"identificacion": cedula, "clave": clave}).status_code == 302


def test_a_person_of_the_register_makes_a_clave_and_comes_in(client):
    client.get(URL)
    assert client.post(URL, {"cedula": "171003406-5"}).url == f"{URL}datos/"
    assert "nacimiento" in client.get(f"{URL}datos/").content.decode()
    assert client.post(f"{URL}datos/", respuestas_de()).url == f"{URL}clave/"
    assert "an" in client.get(f"{URL}clave/").content.decode()
    assert client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"}).url == f"{URL}preguntas/"
    assert client.post(f"{URL}preguntas/", PREGUNTAS).url == f"{URL}codigo/"
    pagina = client.get(f"{URL}codigo/").content.decode()
    assert "a•••@correo.ec" in pagina
    assert f"{timezone.localtime(timezone.now() + timedelta(minutes=15)):%H:%M}" in pagina
    assert not Cuenta.objects.filter(identificador=mundo.ANA).exists()

    assert client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()}).url == "/ingresar/"

    cuenta = Cuenta.objects.get(identificador=mundo.ANA)
    assert (cuenta.correo, cuenta.persona.cedula) == ("ana@correo.ec", mundo.ANA)
    assert cuenta.correo_confirmado_en
    assert ingresa()
    drain()
    assert "Su clave está lista" in [m.subject for m in mail.outbox]
    assert "¿Qué vendía mi abuela en la feria?" in mail.outbox[-1].body
    asiento = Asiento.objects.get(accion="clave.generada")
    assert (asiento.persona_id, asiento.datos["terminos"]) == (cuenta.persona_id, "aceptados")


def test_answers_are_kept_as_claves_are(client):
    hasta_el_codigo(client)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})

    guardadas = list(PreguntaDeSeguridad.objects.values_list("codigo", "respuesta"))
    assert [codigo for codigo, _ in guardadas] == ["escuela", "mascota", "propia"]
    assert not any("simonbolivar" in respuesta or "Sim" in respuesta for _, respuesta in guardadas)


@pytest.mark.parametrize(
    "cuales", [{"nacimiento": (18, 5, 1980)}, {"cambios": [0]}, {"cambios": [1]}, {"cambios": [0, 1]}]
)
def test_one_wrong_answer_is_all_wrong_and_is_not_named(client, cuales):
    respuesta = validar(client, **cuales)

    pagina = respuesta.content.decode()
    assert "No pudimos comprobar su identidad" in pagina
    assert pagina.count('class="mensaje"') == 0
    assert "correo.ec" not in pagina.replace("atencionalusuario@iess.gob.ec", "")
    assert client.get(f"{URL}clave/").url == URL


def test_the_third_wrong_draw_leads_to_the_counter_and_says_what_to_bring(client):
    for _ in range(2):
        assert validar(client, cambios=[0]).status_code == 200

    tercera = validar(client, cambios=[0])
    correcta = validar(client)

    for respuesta in (tercera, correcta):
        assert respuesta.status_code == 429
        assert "cédula original" in respuesta.content.decode()


def test_the_counter_is_for_the_network_that_failed_and_ends_with_the_day(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _ in range(3):
        validar(client, cambios=[0])

    desde_casa = Client(REMOTE_ADDR="10.0.0.9")
    desde_casa.post(URL, {"cedula": mundo.ANA})
    assert desde_casa.post(f"{URL}datos/", respuestas_de()).url == f"{URL}clave/"
    time_machine.shift(intentos.UN_DIA)
    assert validar(client).url == f"{URL}clave/"


def test_from_everywhere_together_a_number_is_tried_so_often_a_day():
    statuses = []
    for n in range(intentos.VALIDACIONES_POR_CEDULA + 2):
        otro = Client(REMOTE_ADDR=f"10.0.{n}.1")
        statuses.append(validar(otro, cambios=[0]).status_code)

    assert statuses == [200] * intentos.VALIDACIONES_POR_CEDULA + [429] * 2


# --- nobody is told who has an account --------------------------------------------------------------------------------


def efectos(cedula):
    """Status, headers, queries by verb and table, of a whole failed validation, and the shape of its page."""
    client = Client()
    with CaptureQueriesContext(connection) as consultas:
        respuestas = [
            client.get(URL),
            client.post(URL, {"cedula": cedula}),
            client.get(f"{URL}datos/"),
            client.post(f"{URL}datos/", respuestas_de(cedula, cambios=[0, 1])),
        ]
    cabeceras = [(r.status_code, r.headers.get("Location"), sorted(r.headers), sorted(r.cookies)) for r in respuestas]
    sql = [(q["sql"].split()[0], *re.findall(r'(?:FROM|INTO|UPDATE) "?(\w+)', q["sql"])) for q in consultas]
    pagina = respuestas[-1].content.decode()
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


# --- steps ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paso", ["datos", "clave", "preguntas", "correo", "codigo"])
def test_no_step_can_be_reached_without_the_ones_before(client, paso):
    assert client.get(f"{URL}{paso}/").url == URL
    assert client.post(f"{URL}{paso}/", {"codigo": "123456"}).url == URL


def test_the_flow_of_recovery_opens_no_step_here(client):
    client.post("/cuenta/desbloquear/", {"cedula": mundo.ANA})

    assert client.get(f"{URL}datos/").url == URL


def test_the_session_gets_a_new_key_when_somebody_proves_who_they_are(client):
    client.post(URL, {"cedula": mundo.ANA})
    antes = client.cookies["sessionid"].value
    client.post(f"{URL}datos/", respuestas_de())

    assert client.cookies["sessionid"].value != antes


@pytest.mark.parametrize(
    ("cedula", "mensaje"),
    [("", "Escriba su número"), ("17100340", "10 dígitos"), ("1710034064", "no es correcta"), ("hola", "10 dígitos")],
)
def test_a_number_that_can_not_be_is_told_so(client, cedula, mensaje):
    respuesta = client.post(URL, {"cedula": cedula})

    assert mensaje in respuesta.content.decode()
    assert f'value="{cedula}"' in respuesta.content.decode() or not cedula


def test_the_terms_are_asked_for(client):
    validar(client)

    assert "acepte los términos" in client.post(f"{URL}clave/", {"clave": FRASE}).content.decode()


@pytest.mark.parametrize(
    ("clave", "mensaje"),
    [
        ("corta", "al menos 12 caracteres"),
        ("1710034065 mangos verdes", "su nombre ni su cédula"),
        ("PRUEBA de mangos verdes", "su nombre ni su cédula"),
        ("x" * 201, "hasta 200"),
        ("aaaaaaaaaaaaaaaa", "fácil de adivinar"),
        ("qwertyuiop123", "claves más usadas"),
    ],
)
def test_a_clave_that_will_not_do_says_why_and_is_not_shown_again(client, clave, mensaje):
    validar(client)

    pagina = client.post(f"{URL}clave/", {"clave": clave, "terminos": "on"}).content.decode()

    assert mensaje in pagina
    assert f'value="{clave}"' not in pagina


def test_the_field_of_the_clave_lets_password_managers_in(client):
    validar(client)
    pagina = client.get(f"{URL}clave/").content.decode()

    assert 'autocomplete="new-password"' in pagina
    assert "onpaste" not in pagina


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"pregunta_2": "escuela"}, "Ya eligió esa pregunta"),
        ({"respuesta_2": "SIMON bolivar."}, "respuesta distinta"),
        ({"respuesta_1": "ab"}, "al menos tres"),
        ({"respuesta_1": "¡¿?!"}, "al menos tres"),
        ({"propia_3": ""}, "Escriba su pregunta completa"),
        ({"respuesta_3": "abuela"}, "no debe estar en la pregunta"),
        ({"pregunta_1": "inventada"}, "pregunta_1"),
    ],
)
def test_questions_that_protect_nobody_are_refused(client, cambios, mensaje):
    validar(client)
    client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"})

    respuesta = client.post(f"{URL}preguntas/", PREGUNTAS | cambios)

    assert respuesta.status_code == 200
    assert mensaje in respuesta.content.decode()
    assert not Outbox.objects.exists()


# --- codes ------------------------------------------------------------------------------------------------------------


def test_a_new_code_ends_the_one_before(client):
    hasta_el_codigo(client)
    primero = ultimo_codigo()
    client.post(f"{URL}codigo/", {"reenviar": "si"})
    segundo = ultimo_codigo()

    if primero != segundo:
        assert client.post(f"{URL}codigo/", {"codigo": primero}).status_code == 200
    assert client.post(f"{URL}codigo/", {"codigo": segundo}).url == "/ingresar/"


def test_a_code_ends_after_five_wrong_tries_and_after_its_time(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    hasta_el_codigo(client)
    bueno = ultimo_codigo()
    for _ in range(5):
        client.post(f"{URL}codigo/", {"codigo": "000000" if bueno != "000000" else "111111"})
    assert "no es correcto o ya venció" in client.post(f"{URL}codigo/", {"codigo": bueno}).content.decode()

    client.post(f"{URL}codigo/", {"reenviar": "si"})
    bueno = ultimo_codigo()
    time_machine.shift(timedelta(minutes=14, seconds=59))
    client.get(f"{URL}codigo/")
    time_machine.shift(timedelta(seconds=1))
    assert "no es correcto o ya venció" in client.post(f"{URL}codigo/", {"codigo": bueno}).content.decode()
    assert not ingresa()


def test_codes_are_sent_so_often_a_day(client):
    hasta_el_codigo(client)
    for _ in range(intentos.CODIGOS_POR_DIA + 3):
        client.post(f"{URL}codigo/", {"reenviar": "si"})

    assert Outbox.objects.count() == intentos.CODIGOS_POR_DIA


def test_a_code_of_the_recovery_makes_no_account(client):
    hasta_el_codigo(client)
    ajeno, _ = codigos.emitir(services.RECUPERAR, mundo.ANA, vigencia=timedelta(minutes=5))
    if ajeno != ultimo_codigo():
        assert client.post(f"{URL}codigo/", {"codigo": ajeno}).status_code == 200
    assert not ingresa()


def test_of_two_browsers_one_makes_the_account_and_the_other_is_told(client):
    otro = Client()
    hasta_el_codigo(otro)
    hasta_el_codigo(client)
    client.post(f"{URL}codigo/", {"codigo": ultimo_codigo()})

    otro.post(f"{URL}codigo/", {"reenviar": "si"})
    respuesta = otro.post(f"{URL}codigo/", {"codigo": ultimo_codigo()}, follow=True)

    assert "ya tiene clave" in respuesta.content.decode()
    assert Cuenta.objects.filter(identificador=mundo.ANA).count() == 1


def test_opening_any_page_changes_nothing(client):
    hasta_el_codigo(client)
    antes = (Cuenta.objects.count(), Outbox.objects.count(), Asiento.objects.count())
    vence = codigos.Codigo.objects.values().get()

    for paso in ("", "clave/", "preguntas/", "codigo/", "codigo/?reenviar=si", "ventanilla/", "papel/"):
        assert client.get(URL + paso).status_code == 200

    assert (Cuenta.objects.count(), Outbox.objects.count(), Asiento.objects.count()) == antes
    assert codigos.Codigo.objects.values().get() == vence


# --- with the help of the counter -------------------------------------------------------------------------------------


def un_papel(cedula=mundo.ANA):
    ventanilla = Cuenta.objects.filter(identificador="ventanilla").first() or con_rol(Rol.VENTANILLA)
    return services.emitir_papel(actuacion=actuacion_de(ventanilla), cedula=cedula, motivo="Cédula original")[1]


def con_papel(client, codigo, cedula=mundo.ANA, correo="nueva@correo.ec"):
    client.post(f"{URL}papel/", {"cedula": cedula, "codigo": codigo})
    client.post(f"{URL}clave/", {"clave": FRASE, "terminos": "on"})
    assert client.post(f"{URL}preguntas/", PREGUNTAS).url == f"{URL}correo/"
    client.post(f"{URL}correo/", {"correo": correo})
    return client.post(f"{URL}codigo/", {"codigo": ultimo_codigo(correo)})


def test_who_has_no_mailbox_on_record_is_sent_to_the_counter(client):
    Persona.objects.update(correo="")

    pagina = validar(client).content.decode()

    assert "No tenemos un correo suyo" in pagina
    assert "cédula original" in pagina
    assert client.get(f"{URL}clave/").url == URL


def test_with_the_code_on_paper_a_new_mailbox_is_confirmed(client):
    Persona.objects.update(correo="")

    assert con_papel(client, un_papel()).url == "/ingresar/"

    assert Cuenta.objects.get(identificador=mundo.ANA).correo == "nueva@correo.ec"
    assert ingresa()


def test_an_account_whose_mailbox_is_lost_comes_back_and_the_old_mailbox_is_told(client):
    adentro = Client()
    adentro.post("/ingresar/", {"identificacion": mundo.LUIS, "clave": mundo.CLAVE})

    con_papel(client, un_papel(mundo.LUIS), mundo.LUIS)

    assert ingresa(mundo.LUIS)
    assert adentro.get("/inicio/").status_code == 302
    drain()
    assert [m.to for m in mail.outbox if "cambió de correo" in m.subject] == [["luis@correo.ec"]]


def test_a_paper_that_brings_an_account_back_counts_as_a_recovery_at_the_counter(client):
    con_papel(client, un_papel())  # Ana had none: it is new, not recovered
    con_papel(Client(), un_papel(mundo.LUIS), mundo.LUIS)

    (atencion,) = Atencion.objects.select_related("tramite", "persona")
    assert (atencion.tramite.slug, atencion.persona.cedula) == ("desbloqueo-clave", mundo.LUIS)
    assert atencion.canal == Atencion.Canal.PRESENCIAL


def test_a_paper_serves_once_for_one_person_and_for_its_time(client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    codigo = un_papel()
    assert client.post(f"{URL}papel/", {"cedula": mundo.LUIS, "codigo": codigo}).status_code == 200
    assert client.post(f"{URL}papel/", {"cedula": mundo.ANA, "codigo": codigo}).url == f"{URL}clave/"
    assert client.post(f"{URL}papel/", {"cedula": mundo.ANA, "codigo": codigo}).status_code == 200

    codigo = un_papel()
    time_machine.shift(timedelta(hours=24))
    assert client.post(f"{URL}papel/", {"cedula": mundo.ANA, "codigo": codigo}).status_code == 200


def test_a_closed_account_is_not_opened_by_a_paper(client):
    codigo = un_papel(mundo.LUIS)
    Cuenta.objects.filter(identificador=mundo.LUIS).update(is_active=False)

    con_papel(client, codigo, mundo.LUIS)

    assert not ingresa(mundo.LUIS)
    with pytest.raises(services.ClaveRechazada):
        un_papel(mundo.LUIS)

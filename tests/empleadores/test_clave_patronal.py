"""Procedure 11: asked for by whom the register names, made by who reads the employer's mail, and then it opens."""

import re
import uuid
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine as reloj
from django.core import mail
from django.utils import timezone

from cuentas.models import Cuenta, EnlacePatronal
from cuentas.patronal.services import NO_CONSTA
from nucleo.models import Asiento
from nucleo.outbox import drain
from registro.models import Empleador, Sucursal
from tests import mundo
from tests.actos import confirmar, continuar, correos
from tramites.models import Atencion, Certificado

pytestmark = pytest.mark.django_db
URL = "/empleador/clave-patronal/"
AHORA = datetime.fromisoformat("2026-11-20T14:32:00-05:00")
CORREO = "gerencia@sol.ec"
CLAVE = "tres canoas lentas en el Napo"


@pytest.fixture(autouse=True)
def _hoy(time_machine):
    time_machine.move_to(AHORA, tick=False)


@pytest.fixture
def sol():
    empleador = mundo.empleador(representante_cedula=mundo.ANA, correo=CORREO)
    Sucursal.objects.create(empleador=empleador, codigo="0001", nombre="Matriz")
    return empleador


@pytest.fixture
def ana(client, sol):
    cuenta = mundo.cuenta(mundo.persona())
    client.force_login(cuenta)
    return cuenta


def datos(ruc: str = mundo.RUC_SOL, **otros: str) -> dict[str, str]:
    return {"p0-empleador": ruc, "p0-otro_ruc": "", "p1-acepto": "on"} | otros


def enlaces() -> list[tuple[str, str]]:
    """The activation links that were mailed since the last look, each with its address."""
    return [
        (correo.to[0], re.search(r"https?://[^/]+(/cuenta/clave/patronal/\S+)", correo.body)[1])
        for correo in correos()
        if "/cuenta/clave/patronal/" in correo.body
    ]


def pedir(client, **otros) -> str:
    pagina = confirmar(client, URL, **datos(**otros))
    assert "Enviamos el enlace" in pagina
    ((_, enlace),) = enlaces()
    return enlace


def activar(client, enlace: str, clave: str = CLAVE, repetida: str | None = None):
    return client.post(enlace, {"clave": clave, "repetida": clave if repetida is None else repetida}, follow=True)


def entra(client_class, clave: str, ruc: str = mundo.RUC_SOL) -> str:
    pagina = client_class().post("/ingresar/", {"identificacion": ruc, "clave": clave}, follow=True)
    return pagina.content.decode()


# --- what the representative sees -------------------------------------------------------------------------------------


def test_the_page_lists_the_employers_that_one_represents_with_the_state_of_each(client, ana):
    mundo.empleador(mundo.RUC_MAR, razon_social="Mar Cía. Ltda.", representante_cedula=mundo.ANA)

    pagina = client.get(URL).content.decode()

    assert "Sol S.A." in pagina
    assert "g•••@sol.ec" in pagina
    assert CORREO not in pagina
    assert "sin clave" in pagina
    assert "No tiene correo registrado: vaya a un centro de atención" in pagina
    assert f'value="{mundo.RUC_MAR}"' not in pagina


def test_the_state_follows_the_link_and_the_clave(client, ana):
    enlace = pedir(client)
    assert "enlace enviado, hasta las 16:32" in client.get(URL).content.decode()

    activar(client.__class__(), enlace)

    pagina = client.get(URL).content.decode()
    assert "con clave activa" in pagina
    assert "enlace enviado" not in pagina


def test_who_represents_nobody_is_told_so_and_what_to_bring(client):
    client.force_login(mundo.cuenta(mundo.persona()))

    pagina = client.get(URL).content.decode()

    assert "no le nombra representante de ningún empleador" in pagina
    assert "el documento que le nombra representante" in pagina


@pytest.mark.parametrize("existe", [True, False])
def test_a_ruc_of_somebody_else_and_one_of_nobody_get_the_same_words(client, ana, existe):
    if existe:
        mundo.empleador(mundo.RUC_MAR, representante_cedula=mundo.LUIS, correo="x@mar.ec", razon_social="Mar")

    pagina = continuar(client, URL, **{"p0-empleador": "otro", "p0-otro_ruc": "1790085783-001"})

    assert NO_CONSTA in pagina
    assert "1790085783-001" in pagina
    assert "Mar<" not in pagina
    assert not EnlacePatronal.objects.exists()


@pytest.mark.parametrize(
    ("otros", "mensaje"),
    [
        ({"p0-empleador": ""}, "Elija el empleador"),
        ({"p0-empleador": mundo.RUC_MAR}, "Elija un empleador de la lista"),
        ({"p0-empleador": "otro"}, "Escriba el RUC"),
        ({"p0-empleador": "otro", "p0-otro_ruc": "123"}, "13 dígitos"),
        ({"p0-empleador": "otro", "p0-otro_ruc": "1790011674000"}, "no pueden ser 000"),
        ({"p1-acepto": ""}, "acepte el acuerdo"),
    ],
)
def test_a_bad_answer_is_told_beside_its_field_and_nothing_is_sent(client, ana, otros, mensaje):
    pagina = confirmar(client, URL, **datos(**otros))

    assert mensaje in pagina
    assert not EnlacePatronal.objects.exists()
    assert not Certificado.objects.exists()


def test_an_employer_without_email_goes_to_the_counter(client, ana, sol):
    Empleador.objects.update(correo="")

    pagina = continuar(client, URL, **{"p0-otro_ruc": mundo.RUC_SOL})
    assert "no tiene un correo de ese empleador" in pagina


def test_the_second_page_shows_the_employer_and_the_whole_agreement(client, ana):
    pagina = continuar(client, URL, **{"p0-empleador": mundo.RUC_SOL, "p0-otro_ruc": ""})

    assert "Paso 2 de 2" in pagina
    assert "0001 Matriz" in pagina
    assert "g•••@sol.ec" in pagina
    assert "Si cambia el representante legal" in pagina


def test_before_confirming_one_reads_where_the_link_goes_and_for_how_long(client, ana):
    pagina = continuar(client, URL, **datos(), paso="1")

    assert "g•••@sol.ec" in pagina
    assert "durante 2 horas" in pagina
    assert not EnlacePatronal.objects.exists()


def test_a_domestic_employer_is_named_by_the_own_cedula(client, ana):
    ruc = f"{mundo.ANA}000"
    mundo.empleador(ruc, tipo="DOMESTICO", razon_social="Prueba Ríos Ana María", correo="ana@casa.ec")

    enlace = pedir(client, ruc=ruc)
    activar(client.__class__(), enlace)

    assert "Prueba Ríos Ana María" in entra(client.__class__, CLAVE, ruc)


def test_a_company_without_representative_is_of_nobody(client, ana):
    mundo.empleador(f"{mundo.ANA}001", razon_social="Otra", correo="o@o.ec")

    pagina = continuar(client, URL, **{"p0-empleador": "otro", "p0-otro_ruc": f"{mundo.ANA}001"})

    assert NO_CONSTA in pagina


# --- what confirming leaves -------------------------------------------------------------------------------------------


def test_confirming_issues_the_agreement_counts_the_act_and_mails_the_employer(client, ana, sol, pki):
    pagina = unescape(confirmar(client, URL, **datos()))

    assert "Está en g•••@sol.ec y vence a las 16:32" in pagina
    acuerdo = Certificado.objects.get()
    assert (acuerdo.empleador, acuerdo.persona, acuerdo.actor) == (sol, None, ana)
    assert acuerdo.titulo == "Acuerdo de responsabilidad y uso de medios electrónicos"
    assert acuerdo.datos["representante"] == ana.persona.nombre_completo
    assert acuerdo.datos["ruc"] == sol.ruc
    assert acuerdo.datos["aceptado"] == "20 de noviembre de 2026, a las 14:32"
    ((para, _),) = enlaces()
    assert para == CORREO
    acuerdo.refresh_from_db()
    assert acuerdo.listo
    assert Atencion.objects.filter(tramite__slug="clave-patronal").count() == 1
    asiento = Asiento.objects.get(accion="clave_patronal.pedida")
    assert (asiento.actor, asiento.objeto, asiento.por) == (ana.identificador, f"cuenta:{sol.ruc}", "propio")
    assert CORREO not in str(asiento.datos)


def test_the_same_form_twice_is_one_link_and_one_agreement(client, ana):
    peticion = uuid.uuid4()
    confirmar(client, URL, peticion, **datos())
    confirmar(client, URL, peticion, **datos())

    assert EnlacePatronal.objects.count() == Certificado.objects.count() == 1


def test_the_register_is_asked_again_at_the_confirmation(client, ana):
    Empleador.objects.update(representante_cedula=mundo.LUIS)

    assert NO_CONSTA in confirmar(client, URL, **datos("otro", **{"p0-otro_ruc": mundo.RUC_SOL}))
    assert not EnlacePatronal.objects.exists()


def test_ten_links_a_day_are_enough(client, ana):
    for _ in range(10):
        pedir(client)

    assert "Hubo demasiados intentos" in confirmar(client, URL, **datos())


@pytest.mark.parametrize("quien", ["empleador", "personal"])
def test_only_a_person_may_ask(client, sol, quien):
    client.force_login(mundo.cuenta(sol) if quien == "empleador" else mundo.personal())

    assert client.get(URL).status_code == 403


# --- the link ---------------------------------------------------------------------------------------------------------


def test_the_link_makes_the_account_and_ruc_and_clave_come_in(client, ana, sol):
    enlace = pedir(client)
    visita = client.__class__()
    assert "Sol S.A." in visita.get(enlace).content.decode()
    assert not Cuenta.objects.filter(empleador=sol).exists()

    pagina = activar(visita, enlace).content.decode()

    assert f"Ingrese con el RUC {sol.ruc}" in pagina
    cuenta = Cuenta.objects.get(empleador=sol)
    assert (cuenta.identificador, cuenta.correo, cuenta.correo_confirmado_en) == (sol.ruc, CORREO, timezone.now())
    assert "Hola, Sol S.A." in entra(client.__class__, CLAVE)


def test_both_are_told_and_the_agreement_is_among_the_documents_of_the_employer(client, ana, sol, pki):
    enlace = pedir(client)
    drain()

    activar(client.__class__(), enlace)

    assert {c.to[0] for c in correos() if "se creó la clave patronal" in c.body} == {CORREO, ana.correo}
    adentro = client.__class__()
    adentro.force_login(Cuenta.objects.get(empleador=sol))
    assert "Acuerdo de responsabilidad" in adentro.get("/documentos/").content.decode()
    assert "Acuerdo de responsabilidad" not in client.get("/documentos/").content.decode()


def test_opening_the_link_changes_nothing_and_it_serves_once(client, ana, sol):
    enlace, visita = pedir(client), client.__class__()
    for _ in range(7):
        assert visita.get(enlace).status_code == 200
    activar(visita, enlace)

    assert visita.get(enlace).status_code == 404
    assert activar(visita, enlace, "otra clave que no vale nada").status_code == 404
    assert Cuenta.objects.get(empleador=sol).check_password(CLAVE)


def test_asking_again_kills_the_old_link(client, ana):
    viejo, nuevo = pedir(client), pedir(client)

    assert client.__class__().get(viejo).status_code == 404
    assert client.__class__().get(nuevo).status_code == 200


def test_the_link_ends_at_its_minute(client, ana):
    enlace = pedir(client)

    with reloj.travel(AHORA + timedelta(minutes=120) - timedelta(seconds=1), tick=False):
        assert client.__class__().get(enlace).status_code == 200
    with reloj.travel(AHORA + timedelta(minutes=120), tick=False):
        assert client.__class__().get(enlace).status_code == 404


def test_five_wrong_links_do_not_kill_the_right_one(client, ana, sol):
    enlace, visita = pedir(client), client.__class__()
    for n in range(6):
        assert activar(visita, f"/cuenta/clave/patronal/{sol.ruc}/mal{n}/").status_code == 404

    assert visita.get(enlace).status_code == 200


@pytest.mark.parametrize(
    ("claves", "mensaje"),
    [
        (("corta", "corta"), "al menos 12 caracteres"),
        (("canoas 1790011674001", "canoas 1790011674001"), "no debe contener su nombre"),
        ((CLAVE, "otra cosa"), "no son iguales"),
        ((CLAVE, ""), "la misma clave otra vez"),
    ],
)
def test_a_clave_that_will_not_do_is_refused_and_the_link_goes_on(client, ana, claves, mensaje):
    enlace, visita = pedir(client), client.__class__()

    assert mensaje in activar(visita, enlace, *claves).content.decode()
    assert not Cuenta.objects.filter(empleador__isnull=False).exists()
    assert visita.get(enlace).status_code == 200


def test_asking_again_recovers_a_lost_clave_and_ends_its_sessions(client, ana, sol):
    cuenta = mundo.cuenta(sol, clave="la clave que se perdió ayer", correo="viejo@sol.ec")
    adentro = client.__class__()
    adentro.force_login(cuenta)
    enlace = pedir(client)
    assert adentro.get("/inicio/").status_code == 200

    activar(client.__class__(), enlace)

    assert adentro.get("/inicio/").status_code == 302
    assert "Hola, Sol S.A." in entra(client.__class__, CLAVE)
    avisados = {c.to[0] for c in correos() if "se creó la clave patronal" in c.body}
    assert avisados == {CORREO, "viejo@sol.ec", ana.correo}
    assert Cuenta.objects.get(empleador=sol).correo == CORREO


def test_the_link_confirms_the_address_it_went_to_whatever_the_register_says_by_then(client, ana, sol):
    enlace = pedir(client)
    Empleador.objects.update(correo="otro@sol.ec")

    activar(client.__class__(), enlace)

    assert Cuenta.objects.get(empleador=sol).correo == CORREO


def test_a_closed_account_is_not_opened_by_a_link(client, ana, sol):
    mundo.cuenta(sol)
    enlace = pedir(client)
    Cuenta.objects.filter(empleador=sol).update(is_active=False)

    assert "está desactivada" in activar(client.__class__(), enlace).content.decode()
    assert "desactivada" in client.get(URL).content.decode()
    assert "está desactivada" in continuar(client, URL, **{"p0-otro_ruc": sol.ruc})


def test_who_made_it_while_logged_in_is_told_to_come_in_with_the_ruc(client, ana):
    pagina = activar(client, pedir(client)).content.decode()

    assert "salga e ingrese con el RUC" in pagina


def test_a_block_of_strangers_ends_for_who_has_just_made_the_clave(client, ana, sol):
    mundo.cuenta(sol, clave="la clave que se perdió ayer")
    visita = client.__class__()
    for _ in range(6):
        visita.post("/ingresar/", {"identificacion": sol.ruc, "clave": "no es"})

    activar(visita, pedir(client))

    adentro = visita.post("/ingresar/", {"identificacion": sol.ruc, "clave": CLAVE}, follow=True)
    assert "Hola, Sol S.A." in adentro.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_employers(client, ana, django_assert_max_num_queries):
    client.get(URL)
    with django_assert_max_num_queries(16) as pocas:
        client.get(URL)
    for n in range(10):
        mundo.empleador(f"17900{n:05}001", representante_cedula=mundo.ANA, correo=f"{n}@x.ec", razon_social=f"E {n}")
    with django_assert_max_num_queries(len(pocas)):
        client.get(URL)


@pytest.mark.parametrize("ruta", ["/ingresar/", "/cuenta/desbloquear/"])
def test_who_lost_the_clave_patronal_is_led_to_where_it_is_asked_for(client, ruta):
    assert "/tramites/clave-patronal/" in client.get(ruta).content.decode()
    assert f'href="{URL}"' in client.get("/tramites/clave-patronal/").content.decode()


def test_the_mails_are_in_both_forms(client, ana):
    confirmar(client, URL, **datos())
    drain()

    assert all(correo.alternatives for correo in mail.outbox)

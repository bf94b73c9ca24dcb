"""A daughter acts for her father: in what he said, until the day he said, and not one page longer."""

import re
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from cuentas.models import Poder
from nucleo.bitacora.models import Asiento
from nucleo.outbox.models import Outbox
from registro.models import Persona
from tests import mundo
from tests.actos import para
from tramites.models import Certificado

pytestmark = pytest.mark.django_db
URL = "/cuenta/poderes/"
HISTORIAL, CERTIFICADO = "/afiliado/historial-laboral/", "/afiliado/certificado-afiliacion/"


@pytest.fixture(autouse=True)
def _hoy():
    with time_machine.travel(timezone.now().replace(year=2026, month=11, day=20, hour=15), tick=False):
        yield


@pytest.fixture
def padre():
    persona = mundo.persona(mundo.LUIS, apellidos="Quishpe Andrango", nombres="Luis")
    mundo.aportes(persona, mundo.empleador(), date(2020, 1, 1), 5)
    return mundo.cuenta(persona, clave=mundo.CLAVE, correo="luis@correo.ec")


@pytest.fixture
def hija():
    return mundo.cuenta(mundo.persona(apellidos="Quishpe Prueba", nombres="Ana"), clave=mundo.CLAVE)


def campos(**otros):
    hasta = otros.pop("hasta", date(2027, 6, 30))
    return {
        "cedula": mundo.ANA,
        "tramites": ["historial-laboral"],
        "hasta_dia": hasta.day,
        "hasta_mes": hasta.month,
        "hasta_anio": hasta.year,
        "clave": mundo.CLAVE,
    } | otros


def dar(client, padre, **otros) -> Poder:
    client.force_login(padre)
    assert client.post(f"{URL}nuevo/", campos(**otros)).status_code == 302
    return Poder.objects.latest("pk")


def pulsar(client, poder, acto):
    return client.post(f"{URL}{poder.pk}/{acto}/", follow=True)


@pytest.fixture
def vigente(client, padre, hija):
    poder = dar(client, padre)
    client.force_login(hija)
    pulsar(client, poder, "aceptar")
    return poder


def test_a_power_counts_once_it_was_accepted(client, padre, hija):
    poder = dar(client, padre)
    client.force_login(hija)
    assert "no está vigente" in pulsar(client, poder, "actuar").content.decode()

    pulsar(client, poder, "aceptar")
    pagina = pulsar(client, poder, "actuar").content.decode()

    assert "en nombre de Quishpe Andrango Luis" in pagina


def test_every_page_says_for_whom_one_acts(client, vigente):
    pulsar(client, vigente, "actuar")

    for ruta in ("/", "/inicio/", "/tramites/", HISTORIAL, "/documentos/", "/verificar/"):
        assert "Usted actúa <strong>en nombre de Quishpe Andrango Luis" in client.get(ruta).content.decode()


def test_she_sees_his_record_and_not_her_own(client, vigente, padre):
    pulsar(client, vigente, "actuar")

    assert "Sol S.A." in client.get(HISTORIAL).content.decode()
    assert padre.identificador in client.get("/inicio/").content.decode()


def test_what_the_power_does_not_name_stays_closed(client, vigente):
    pulsar(client, vigente, "actuar")

    respuesta = client.get(CERTIFICADO)
    assert respuesta.status_code == 403
    assert "su poder no alcanza a esta página" in respuesta.content.decode()
    assert client.post(CERTIFICADO, {"peticion": str(uuid.uuid4()), **para(client)}).status_code == 403
    assert "Certificado de afiliación" not in client.get("/inicio/").content.decode()


@pytest.mark.parametrize("ruta", ["/cuenta/mis-datos/", URL, f"{URL}nuevo/"])
def test_his_account_is_never_hers(client, vigente, ruta):
    pulsar(client, vigente, "actuar")

    assert client.get(ruta).status_code == 403


def test_she_sees_only_the_documents_of_those_procedures(client, padre, hija, pki):
    poder = dar(client, padre)
    client.post(CERTIFICADO, {"peticion": str(uuid.uuid4())})
    client.force_login(hija)
    pulsar(client, poder, "aceptar")
    pulsar(client, poder, "actuar")

    assert "Certificado" not in client.get("/documentos/").content.decode().split("<main")[1].split("</main")[0]


def test_every_act_records_both(client, padre, hija, pki):
    poder = dar(client, padre, tramites=["certificado-afiliacion"])
    client.force_login(hija)
    pulsar(client, poder, "aceptar")
    pulsar(client, poder, "actuar")
    client.post(CERTIFICADO, {"peticion": str(uuid.uuid4()), **para(client)})

    asiento = Asiento.objects.get(accion="certificado.solicitado")
    assert (asiento.actor, asiento.persona_id, asiento.por) == (hija.identificador, padre.persona_id, "poder")


def test_it_ends_with_the_next_page_once_withdrawn(client, vigente, padre):
    pulsar(client, vigente, "actuar")
    otro = type(client)()
    otro.force_login(padre)
    pulsar(otro, vigente, "retirar")

    pagina = client.get("/inicio/").content.decode()

    assert "El poder con el que actuaba terminó" in pagina
    assert "Hola, Ana" in pagina
    assert "no está vigente" not in pagina


def test_a_page_that_needs_him_closes_at_once_too(client, vigente, padre):
    mundo.aportes(
        Persona.objects.get(cedula=mundo.ANA), mundo.empleador(mundo.RUC_MAR, razon_social="Mar"), date(2021, 1, 1), 1
    )
    pulsar(client, vigente, "actuar")
    Poder.objects.update(terminado_en=timezone.now(), fin="RETIRADO")

    pagina = client.get(HISTORIAL).content.decode()

    assert "Sol S.A." not in pagina
    assert "Mar" in pagina


def test_the_last_day_is_still_one_of_it(client, vigente):
    with time_machine.travel(timezone.now().replace(year=2027, month=6, day=30), tick=False) as reloj:
        client.force_login(vigente.otorgante.cuenta)
        client.force_login(Persona.objects.get(cedula=mundo.ANA).cuenta)
        assert "Usted actúa" in pulsar(client, vigente, "actuar").content.decode()
        reloj.shift(timedelta(days=1))
        client.force_login(Persona.objects.get(cedula=mundo.ANA).cuenta)
        assert "Ese poder ya terminó" in pulsar(client, vigente, "actuar").content.decode()


def test_she_may_stop_acting_and_may_leave_it(client, vigente):
    pulsar(client, vigente, "actuar")
    client.post(f"{URL}dejar/", para(client))
    assert "Hola, Ana" in client.get("/inicio/").content.decode()

    pulsar(client, vigente, "rechazar")

    assert Poder.objects.get().fin == "RENUNCIADO"


def test_nobody_else_can_touch_it(client, vigente):
    client.force_login(mundo.cuenta(mundo.persona("0102030400"), correo="x@correo.ec"))

    for acto in ("aceptar", "rechazar", "retirar", "actuar"):
        assert client.post(f"{URL}{vigente.pk}/{acto}/").status_code == 404
    assert client.post(f"{URL}{vigente.pk}/borrar/").status_code == 404
    assert Poder.objects.get().terminado_en is None


def test_the_one_who_received_it_cannot_withdraw_it_as_if_it_were_theirs(client, vigente):
    assert client.post(f"{URL}{vigente.pk}/retirar/").status_code == 404


@pytest.mark.parametrize(
    ("otros", "mensaje"),
    [
        ({"cedula": mundo.LUIS}, "Es su propia cédula"),
        ({"cedula": "1710034066"}, "no es"),
        ({"tramites": []}, "Elija al menos un trámite"),
        ({"tramites": ["jubilacion-vejez-que-no-hay"]}, "Elija trámites de la lista"),
        ({"hasta": date(2026, 11, 19)}, "Esa fecha ya pasó"),
        ({"hasta": date(2027, 11, 21)}, "como mucho 12 meses"),
        ({"clave": "otra clave larga"}, "La clave no es correcta"),
    ],
)
def test_a_bad_power_is_told_beside_the_field_and_nothing_changes(client, padre, otros, mensaje):
    client.force_login(padre)

    pagina = client.post(f"{URL}nuevo/", campos(**otros)).content.decode()

    assert mensaje in pagina
    assert not Poder.objects.exists()


def test_a_power_of_exactly_a_year_is_good(client, padre):
    assert dar(client, padre, hasta=date(2027, 11, 20)).hasta == date(2027, 11, 20)


def test_whether_the_number_is_somebodys_is_not_told(client, padre, hija):
    dar(client, padre)
    con_cuenta = client.get(URL).content.decode()
    Poder.objects.all().delete()
    dar(client, padre, cedula="0102030400")
    sin_nadie = client.get(URL).content.decode()

    assert con_cuenta.count("espera que lo acepten") == sin_nadie.count("espera que lo acepten") == 1
    assert "Quishpe Prueba" not in con_cuenta


def test_a_second_power_to_the_same_person_waits_for_the_first_to_end(client, padre):
    dar(client, padre)

    assert "Ya dio un poder a esa persona" in client.post(f"{URL}nuevo/", campos()).content.decode()


def test_both_are_told_by_mail(client, vigente):
    assert {(o.payload["para"], o.key.split(":")[0]) for o in Outbox.objects.filter(kind="correo")} == {
        ("ana@correo.ec", "poder_propuesto"),
        ("luis@correo.ec", "poder_aceptado"),
    }


def test_five_wrong_claves_stop_the_sixth(client, padre):
    client.force_login(padre)
    for _ in range(5):
        assert client.post(f"{URL}nuevo/", campos(clave="mala")).status_code == 200

    assert client.post(f"{URL}nuevo/", campos()).status_code == 429
    assert not Poder.objects.exists()
    datos = {"identificacion": padre.identificador, "clave": mundo.CLAVE}
    assert Client().post("/ingresar/", datos).status_code == 302


def test_a_stranger_at_the_login_does_not_stand_in_the_way(client, padre):
    for _ in range(6):
        Client().post("/ingresar/", {"identificacion": padre.identificador, "clave": "mala"})

    assert dar(client, padre)


def test_after_a_death_nobody_acts_for_them(client, vigente):
    Persona.objects.filter(cedula=mundo.LUIS).update(fecha_fallecimiento=date(2026, 11, 19))

    assert "no está vigente" in pulsar(client, vigente, "actuar").content.decode()


def test_acting_starts_with_a_new_session_key(client, vigente):
    antes = client.session.session_key

    pulsar(client, vigente, "actuar")

    assert client.session.session_key != antes


def test_a_form_drawn_in_her_own_name_is_not_applied_to_him(client, padre, hija, pki):
    poder = dar(client, padre, tramites=["certificado-afiliacion"])
    client.force_login(hija)
    pulsar(client, poder, "aceptar")
    suyo = {"peticion": str(uuid.uuid4()), **para(client)}
    assert "_sujeto" not in suyo
    pulsar(client, poder, "actuar")

    respuesta = client.post(CERTIFICADO, suyo)

    assert respuesta.status_code == 409
    assert "Ese formulario no era de Quishpe Andrango Luis" in respuesta.content.decode()
    assert not Certificado.objects.exists()


def test_a_form_drawn_for_him_is_not_applied_to_her(client, padre, hija, pki):
    poder = dar(client, padre, tramites=["certificado-afiliacion"])
    client.force_login(hija)
    pulsar(client, poder, "aceptar")
    pulsar(client, poder, "actuar")
    de_el = {"peticion": str(uuid.uuid4()), **para(client)}
    client.post(f"{URL}dejar/", para(client))

    respuesta = client.post(CERTIFICADO, de_el)

    assert respuesta.status_code == 409
    texto = respuesta.content.decode()
    assert "Usted ya no actúa en nombre de Quishpe Andrango Luis" in texto
    assert "No se cambió ningún dato" in texto
    assert not Certificado.objects.exists()


def test_what_she_sent_too_late_in_her_own_name_is_not_sent_again_in_his(client, vigente, pki):
    hija = Persona.objects.get(cedula=mundo.ANA).cuenta
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    client.post(CERTIFICADO, {"nota": "mío", "peticion": str(uuid.uuid4())})
    client.force_login(hija)
    Poder.objects.update(tramites=["certificado-afiliacion"])
    pulsar(client, vigente, "actuar")

    pagina = client.get("/cuenta/borrador/").content.decode()
    formulario = pagina.split(f'action="{CERTIFICADO}"')[1].split("</form>")[0]
    guardado = re.findall(r'name="([^"]+)" value="([^"]*)"', formulario)
    enviado = {nombre: [v for n, v in guardado if n == nombre] for nombre, _ in guardado}

    assert "nota" in enviado
    assert client.post(CERTIFICADO, enviado).status_code == 409
    assert not Certificado.objects.exists()


@pytest.mark.parametrize("sello", ["", "nada", "1.poder.persona.1", "1.poder.persona.1:firma", "x" * 5000])
def test_an_invented_subject_is_refused_and_names_nobody(client, vigente, sello):
    pulsar(client, vigente, "actuar")
    client.post(f"{URL}dejar/", para(client))

    respuesta = client.post(f"{URL}{vigente.pk}/rechazar/", {"_sujeto": sello})

    assert respuesta.status_code == (302 if not sello else 409)
    assert "Quishpe Andrango" not in respuesta.content.decode()

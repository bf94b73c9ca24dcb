"""An employer lets people act for it with their own clave: in a role, until a day, and not one page longer."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.models import Cuenta, Delegacion
from cuentas.permisos import EMPLEADOR, EMPLEADOR_AVISOS, EMPLEADOR_CONSULTA, EMPLEADOR_TODO, TITULAR_O_APODERADO
from nucleo.bitacora.models import Asiento
from nucleo.outbox.models import Outbox
from registro.models import Empleador
from tests import mundo
from tests.actos import para
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos import Contenido, inscritos
from tramites.selectors import ficha

pytestmark = pytest.mark.django_db
URL, PODERES = "/cuenta/delegaciones/", "/cuenta/poderes/"
SOL = "en nombre de Sol S.A."


@pytest.fixture(autouse=True)
def _hoy():
    with time_machine.travel(timezone.now().replace(year=2026, month=11, day=20, hour=15), tick=False):
        yield


@pytest.fixture
def sol():
    return mundo.cuenta(mundo.empleador(), clave=mundo.CLAVE, correo="sol@correo.ec")


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


def campos(**otros):
    hasta = otros.pop("hasta", None)
    return {
        "cedula": mundo.ANA,
        "rol": "TODO",
        "hasta_dia": hasta.day if hasta else "",
        "hasta_mes": hasta.month if hasta else "",
        "hasta_anio": hasta.year if hasta else "",
        "clave": mundo.CLAVE,
    } | otros


def autorizar(client, sol, **otros) -> Delegacion:
    client.force_login(sol)
    assert client.post(f"{URL}nueva/", campos(**otros)).status_code == 302
    return Delegacion.objects.latest("pk")


def pulsar(client, delegacion, acto):
    return client.post(f"{URL}{delegacion.pk}/{acto}/", follow=True)


@pytest.fixture
def vigente(client, sol, ana):
    delegacion = autorizar(client, sol)
    client.force_login(ana)
    pulsar(client, delegacion, "aceptar")
    return delegacion


@pytest.fixture
def actuando(client, vigente):
    pulsar(client, vigente, "actuar")
    return vigente


# --- proposed, accepted, used -----------------------------------------------------------------------------------------


def test_it_counts_once_it_was_accepted(client, sol, ana):
    delegacion = autorizar(client, sol)
    client.force_login(ana)
    assert "no está vigente" in pulsar(client, delegacion, "actuar").content.decode()

    pulsar(client, delegacion, "aceptar")

    assert SOL in pulsar(client, delegacion, "actuar").content.decode()


def test_the_person_finds_it_at_home_and_beside_the_powers(client, sol, ana):
    delegacion = autorizar(client, sol)
    client.force_login(ana)
    assert "Sol S.A. quiere que actúe en su nombre" in client.get("/inicio/").content.decode()
    assert "Empleadores que le autorizaron" in client.get(PODERES).content.decode()

    pulsar(client, delegacion, "aceptar")

    inicio = client.get("/inicio/").content.decode()
    assert "Empleadores por los que puede actuar" in inicio
    assert "quiere que actúe" not in inicio


def test_every_page_says_for_whom_one_acts(client, actuando):
    for ruta in ("/", "/inicio/", "/tramites/", "/documentos/", "/verificar/"):
        assert f"Usted actúa <strong>{SOL}" in client.get(ruta).content.decode()


def test_acting_shows_the_employer_and_nothing_of_the_persons_own(client, actuando):
    pagina = client.get("/inicio/").content.decode()

    assert mundo.RUC_SOL in pagina
    assert mundo.ANA not in pagina
    assert "Quién puede actuar" not in pagina


@pytest.mark.parametrize("ruta", ["/cuenta/perfil/", PODERES, "/afiliado/historial-laboral/", "/cuenta/mis-datos/"])
def test_ones_own_pages_wait_until_one_stops_acting(client, actuando, ruta):
    respuesta = client.get(ruta)
    assert respuesta.status_code == 403
    assert "lo que le autorizó no alcanza a esta página" in respuesta.content.decode()

    client.post(f"{PODERES}dejar/", para(client))

    assert client.get(ruta).status_code == 200


@pytest.mark.parametrize("ruta", [URL, f"{URL}nueva/", "/cuenta/clave/", "/cuenta/accesos/"])
def test_nobody_authorises_others_nor_touches_the_account_but_who_knows_the_clave(client, actuando, ruta):
    assert client.get(ruta).status_code == 403


def test_the_representative_is_authorised_like_anybody(client, sol, ana):
    Empleador.objects.update(representante_cedula=mundo.ANA)
    client.force_login(ana)

    assert client.get(URL).status_code == 403
    assert "Empleadores por los que puede actuar" not in client.get("/inicio/").content.decode()


# --- roles ------------------------------------------------------------------------------------------------------------

ADMITEN = {
    "TODO": {"EMPLEADOR_TODO", "EMPLEADOR_AVISOS", "EMPLEADOR_CONSULTA", "TITULAR_O_APODERADO"},
    "AVISOS": {"EMPLEADOR_AVISOS", "TITULAR_O_APODERADO"},
    "CONSULTA": {"EMPLEADOR_CONSULTA", "TITULAR_O_APODERADO"},
}
PERMISOS = {
    "EMPLEADOR": EMPLEADOR,
    "EMPLEADOR_TODO": EMPLEADOR_TODO,
    "EMPLEADOR_AVISOS": EMPLEADOR_AVISOS,
    "EMPLEADOR_CONSULTA": EMPLEADOR_CONSULTA,
    "TITULAR_O_APODERADO": TITULAR_O_APODERADO,
}


@pytest.mark.parametrize("rol", ADMITEN)
def test_each_role_opens_what_it_says(rol):
    delegada = Actuacion(actor=Cuenta(), sujeto=Empleador(), por=Por.DELEGACION, alcance=frozenset({rol}))

    assert {nombre for nombre, permiso in PERMISOS.items() if permiso.admite(delegada)} == ADMITEN[rol]


def test_the_clave_patronal_opens_all_of_them():
    propia = Actuacion(actor=Cuenta(), sujeto=Empleador(), por=Por.CLAVE_PATRONAL)

    assert all(permiso.admite(propia) for permiso in PERMISOS.values())


@pytest.mark.parametrize(("rol", "ve"), [("TODO", True), ("CONSULTA", True), ("AVISOS", False)])
def test_one_sees_the_documents_of_the_procedures_that_the_role_opens(client, sol, documento, rol, ve):
    delegacion = autorizar(client, sol, rol=rol)
    client.force_login(mundo.cuenta(mundo.persona()))
    pulsar(client, delegacion, "aceptar")
    pulsar(client, delegacion, "actuar")

    assert (documento.titulo in client.get("/documentos/").content.decode()) is ve


@pytest.fixture
def documento(sol, monkeypatch):
    """Of the employer, by a procedure that shows and binds to nothing."""
    procedimiento = inscritos()["certificado-afiliacion"]
    monkeypatch.setattr(type(procedimiento), "permiso", replace(EMPLEADOR_CONSULTA, tramite=procedimiento.slug))
    return solicitar_emision(
        actuacion=Actuacion(actor=sol, sujeto=sol.empleador, por=Por.CLAVE_PATRONAL),
        tramite=ficha("certificado-afiliacion"),
        contenido=Contenido("v", "Certificado de prueba", "x.html", {}),
        peticion=uuid.uuid4(),
    )


# --- the end ----------------------------------------------------------------------------------------------------------


def test_it_ends_with_the_next_page_once_withdrawn(client, actuando, sol):
    otro = type(client)()
    otro.force_login(sol)
    assert "terminó en este momento" in pulsar(otro, actuando, "retirar").content.decode()

    pagina = client.get("/inicio/").content.decode()

    assert "La autorización con la que actuaba terminó" in pagina
    assert "Hola, Ana" in pagina
    assert Delegacion.objects.get().fin == "RETIRADO"


def test_the_person_may_leave_it(client, vigente):
    pulsar(client, vigente, "rechazar")

    assert Delegacion.objects.get().fin == "RENUNCIADO"
    assert "ya terminó" in pulsar(client, vigente, "actuar").content.decode()


def test_the_person_may_refuse_it(client, sol, ana):
    delegacion = autorizar(client, sol)
    client.force_login(ana)
    pulsar(client, delegacion, "rechazar")

    assert Delegacion.objects.get().fin == "RECHAZADO"


def test_the_last_day_is_still_one_of_it(client, sol, ana):
    delegacion = autorizar(client, sol, hasta=date(2026, 11, 20))
    client.force_login(ana)
    pulsar(client, delegacion, "aceptar")
    assert SOL in pulsar(client, delegacion, "actuar").content.decode()

    with time_machine.travel(timezone.now().replace(day=21, hour=5, minute=1), tick=False):
        client.force_login(ana)
        assert "ya terminó" in pulsar(client, delegacion, "actuar").content.decode()


def test_without_a_last_day_it_goes_on(client, vigente, ana):
    with time_machine.travel(timezone.now().replace(year=2036), tick=False):
        client.force_login(ana)
        assert SOL in pulsar(client, vigente, "actuar").content.decode()


def test_it_rests_while_the_account_of_the_employer_is_closed(client, actuando, sol):
    Cuenta.objects.filter(pk=sol.pk).update(is_active=False)

    assert SOL not in client.get("/inicio/").content.decode()
    assert client.post(f"{URL}{actuando.pk}/actuar/").status_code == 404


# --- who may touch it -------------------------------------------------------------------------------------------------


def test_nobody_else_can_touch_it(client, vigente):
    client.force_login(mundo.cuenta(mundo.persona("0102030400"), correo="x@correo.ec"))
    for acto in ("aceptar", "rechazar", "actuar", "borrar"):
        assert client.post(f"{URL}{vigente.pk}/{acto}/").status_code == 404

    client.force_login(mundo.cuenta(mundo.empleador(mundo.RUC_MAR), correo="mar@correo.ec"))
    assert client.post(f"{URL}{vigente.pk}/retirar/").status_code == 404
    assert Delegacion.objects.get().terminado_en is None


def test_the_employer_cannot_accept_for_the_person(client, sol, ana):
    delegacion = autorizar(client, sol)

    assert client.post(f"{URL}{delegacion.pk}/aceptar/").status_code == 403


def test_the_person_cannot_withdraw_as_if_they_were_the_employer(client, vigente):
    assert client.post(f"{URL}{vigente.pk}/retirar/").status_code == 403


# --- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("otros", "mensaje"),
    [
        ({"cedula": "1710034066"}, "no es"),
        ({"cedula": ""}, "Escriba la cédula"),
        ({"rol": ""}, "Elija qué podrá hacer"),
        ({"rol": "REINA"}, "Elija una opción de la lista"),
        ({"hasta": date(2026, 11, 19)}, "Esa fecha ya pasó"),
        ({"hasta_dia": "31"}, "día, mes y año"),
        ({"clave": "otra clave larga"}, "La clave no es correcta"),
    ],
)
def test_a_bad_answer_is_told_beside_the_field_and_nothing_changes(client, sol, otros, mensaje):
    client.force_login(sol)

    assert mensaje in client.post(f"{URL}nueva/", campos(**otros)).content.decode()
    assert not Delegacion.objects.exists()


def test_five_wrong_claves_stop_the_sixth(client, sol):
    client.force_login(sol)
    for _ in range(5):
        client.post(f"{URL}nueva/", campos(clave="mala"))

    assert client.post(f"{URL}nueva/", campos()).status_code == 429
    assert not Delegacion.objects.exists()


def test_the_same_person_is_authorised_once(client, sol):
    autorizar(client, sol)

    assert "Ya autorizó a esa persona" in client.post(f"{URL}nueva/", campos(rol="AVISOS")).content.decode()


def test_whether_the_number_is_somebodys_is_not_told(client, sol, ana):
    autorizar(client, sol)
    con_cuenta = client.get(URL).content.decode()
    Delegacion.objects.all().delete()
    autorizar(client, sol, cedula="0102030400")
    sin_nadie = client.get(URL).content.decode()

    assert con_cuenta.count("espera que lo acepten") == sin_nadie.count("espera que lo acepten") == 1
    assert ana.persona.apellidos not in con_cuenta


# --- what is left of it -----------------------------------------------------------------------------------------------


def test_the_page_of_the_employer_lists_who_may_act_since_and_until(client, vigente, sol):
    client.force_login(sol)
    pagina = client.get(URL).content.decode()

    assert "Prueba Ríos Ana María" in pagina
    assert "Todos los trámites. Desde el 20 de noviembre de 2026, sin fecha de fin" in pagina

    pulsar(client, vigente, "retirar")
    assert "Las que terminaron" in client.get(URL).content.decode()


def test_both_are_told_by_mail(client, vigente, sol):
    client.force_login(sol)
    pulsar(client, vigente, "retirar")

    assert {(o.payload["para"], o.key.split(":")[0]) for o in Outbox.objects.filter(kind="correo")} == {
        ("ana@correo.ec", "delegacion_propuesta"),
        ("sol@correo.ec", "delegacion_aceptada"),
        ("ana@correo.ec", "delegacion_terminada"),
    }


def test_every_step_is_of_the_employer_and_names_who_did_it(client, actuando, sol):
    asientos = Asiento.objects.filter(accion__startswith="delegacion.").order_by("pk")

    assert [(a.accion, a.actor, a.por, a.objeto) for a in asientos] == [
        ("delegacion.otorgada", mundo.RUC_SOL, "clave_patronal", f"cuenta:{mundo.RUC_SOL}"),
        ("delegacion.aceptada", mundo.ANA, "propio", f"cuenta:{mundo.RUC_SOL}"),
        ("delegacion.usada", mundo.ANA, "propio", f"cuenta:{mundo.RUC_SOL}"),
    ]
    client.force_login(sol)
    assert "empezó a actuar por el empleador" in client.get("/cuenta/accesos/").content.decode()


def test_acting_starts_with_a_new_session_key(client, vigente):
    antes = client.session.session_key

    pulsar(client, vigente, "actuar")

    assert client.session.session_key != antes


def test_a_power_and_a_delegation_are_never_used_at_once(client, actuando):
    assert client.post(f"{URL}{actuando.pk}/actuar/", para(client)).status_code == 403
    assert client.post(f"{PODERES}1/actuar/", para(client)).status_code == 403


# --- the home of an employer ------------------------------------------------------------------------------------------


def test_the_home_of_an_employer_says_who_it_is_and_leads_to_who_may_act(client, sol):
    client.force_login(sol)

    pagina = client.get("/inicio/").content.decode()

    assert "Hola, Sol S.A." in pagina
    assert "sol@correo.ec" in pagina
    assert f'href="{URL}"' in pagina
    assert "/empleador/clave-patronal/" not in pagina

"""The morning mail of the staff: which cases end soon or are late, once a day, and whose they are stays out of it."""

from datetime import date

import pytest

from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.limpieza import limpiar
from registro.models import Parametro
from tests import casos, mesa, mundo
from tests.tramites.quejas.pasos import presentada
from tramites import vigilancia
from tramites.models import Queja, Solicitud
from tramites.vigilancia import avisar_al_personal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]
# Filed on Friday, 20 November 2026: 15 business days end on Friday, 11 December.
CINCO_ANTES, SEIS_ANTES, TARDE = date(2026, 12, 4), date(2026, 12, 3), date(2026, 12, 14)


@pytest.fixture
def ana():
    return mundo.persona()


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def abierta(de_ana):
    solicitud = casos.enviar(de_ana)
    casos.correos()
    return solicitud


@pytest.fixture
def diego(analista, abierta):
    """The analyst, who took the case and has a mailbox."""
    casos.en_mesa(analista, abierta, "tomar")
    cuenta = con_correo("analista")
    casos.correos()
    return cuenta


def con_correo(usuario: str, correo: str = "") -> Cuenta:
    Cuenta.objects.filter(identificador=usuario).update(
        correo=correo or f"{usuario}@iess.test", correo_confirmado_en="2026-01-01T00:00:00Z"
    )
    return Cuenta.objects.get(identificador=usuario)


def test_five_business_days_before_the_end_its_officer_is_told_once_a_day(diego, abierta):
    assert avisar_al_personal(SEIS_ANTES) == 0
    assert avisar_al_personal(CINCO_ANTES) == 1
    avisar_al_personal(CINCO_ANTES)
    (correo,) = casos.correos()

    assert (correo.to, correo.subject) == ([diego.correo], "Plazos de hoy: 0 atrasadas y 1 por vencer")
    for texto in (correo.body, correo.alternatives[0].content):
        assert f"{abierta.numero}, Rectificación de datos: quedan 5 días hábiles" in texto
        assert "/admin/tramites/solicitud/?bandeja=mias" in texto

    avisar_al_personal(date(2026, 12, 7))
    assert "quedan 4 días hábiles" in casos.correos()[0].body


def test_late_cases_are_told_every_business_day_until_they_are_decided(diego, abierta, analista):
    avisar_al_personal(TARDE)
    (correo,) = casos.correos()
    assert correo.subject == "Plazos de hoy: 1 atrasada y 0 por vencer"
    assert "atrasada 1 día hábil" in correo.body

    casos.en_mesa(analista, abierta, "negar", motivo="No consta.")
    assert avisar_al_personal(date(2026, 12, 15)) == 0


def test_nobody_is_written_to_on_a_day_of_rest(diego):
    assert avisar_al_personal(date(2026, 12, 5)) == 0
    assert avisar_al_personal(date(2026, 12, 25)) == 0


def test_a_case_that_waits_for_the_person_is_nobodys_hurry(diego, abierta, analista):
    casos.en_mesa(analista, abierta, "pedir", otros="¿De qué documento sale?")
    assert avisar_al_personal(TARDE) == 0


def test_what_nobody_has_is_told_to_those_who_share_the_work_out(abierta, de_la_mesa):
    for rol in (Rol.ANALISTA, Rol.APROBADOR, Rol.ADMINISTRADOR):
        mesa.con_rol(rol)
        con_correo(rol.name.lower())

    assert avisar_al_personal(TARDE) == 2
    enviados = casos.correos()
    assert {tuple(correo.to) for correo in enviados} == {("aprobador@iess.test",), ("administrador@iess.test",)}
    assert all("Sin nadie a cargo" in correo.body and "bandeja=mias" not in correo.body for correo in enviados)


@pytest.mark.parametrize("cambio", [{"is_active": False}, {"correo": ""}, {"correo_confirmado_en": None}])
def test_the_cases_of_who_gets_no_mail_are_told_to_them_as_well(diego, cambio):
    mesa.con_rol(Rol.APROBADOR)
    con_correo("aprobador")
    Cuenta.objects.filter(pk=diego.pk).update(**cambio)

    avisar_al_personal(TARDE)

    assert [correo.to for correo in casos.correos()] == [["aprobador@iess.test"]]


def test_the_mail_names_no_person(diego, ana):
    avisar_al_personal(TARDE)
    (correo,) = casos.correos()
    todo = correo.subject + correo.body + correo.alternatives[0].content
    assert not any(dato in todo for dato in (ana.cedula, ana.apellidos, ana.nombres, diego.nombre_visible))


def test_a_long_queue_is_one_short_mail(diego, abierta, monkeypatch):
    monkeypatch.setattr(vigilancia, "EN_CORREO", 2)
    for n in range(4):
        copia = Solicitud.objects.get(pk=abierta.pk)
        copia.pk, copia.numero = None, f"2026-900000{n}"
        copia.save()

    avisar_al_personal(TARDE)

    (correo,) = casos.correos()
    assert correo.subject == "Plazos de hoy: 5 atrasadas y 0 por vencer"
    assert "- y 3 más" in correo.body


def test_the_queries_do_not_grow_with_the_cases(diego, abierta):
    avisar_al_personal(CINCO_ANTES)
    con_una = mesa.consultas(lambda: avisar_al_personal(CINCO_ANTES))
    for n in range(4):
        copia = Solicitud.objects.get(pk=abierta.pk)
        copia.pk, copia.numero = None, f"2026-900000{n}"
        copia.save()
    assert mesa.consultas(lambda: avisar_al_personal(CINCO_ANTES)) == con_una


def test_how_many_days_before_is_a_parameter_which_the_desk_goes_by_too(diego, abierta, analista, time_machine):
    Parametro.objects.create(
        clave=vigilancia.AVISAR_A,
        valor=6,
        valido_desde=date(2026, 11, 20),
        base_legal="Memorando",
        fuente="f",
        confianza="ALTA",
    )
    assert avisar_al_personal(SEIS_ANTES) == 1

    for dia, etiqueta in {
        "2026-12-02": '<span class="etiqueta neutro">Quedan 7 días hábiles</span>',
        "2026-12-03": '<span class="etiqueta atencion">Quedan 6 días hábiles</span>',
        "2026-12-11": '<span class="etiqueta atencion">Vence hoy</span>',
        "2026-12-14": '<span class="etiqueta error">Atrasada 1 día hábil</span>',
    }.items():
        time_machine.move_to(f"{dia}T10:00:00-05:00", tick=False)
        analista.force_login(diego)
        for url in (mesa.lista(Solicitud), mesa.pagina(abierta)):
            assert etiqueta in analista.get(url).content.decode()


def test_the_daily_work_sends_it(diego, time_machine):
    time_machine.move_to("2026-12-14T03:17:00-05:00", tick=False)
    limpiar()
    assert "Plazos de hoy: 1 atrasada y 0 por vencer" in casos.asuntos()


# --- complaints -------------------------------------------------------------------------------------------------------


def queja(de_ana, sobre: str, responsable: Cuenta | None = None) -> Queja:
    una = presentada(de_ana, sobre)
    Queja.objects.filter(pk=una.pk).update(responsable=responsable, vence_el=date(2026, 12, 11))
    casos.correos()
    return una


def test_complaints_stand_in_the_same_mail_with_their_own_list(diego, abierta, de_ana, ana):
    suya = queja(de_ana, "SERVICIO", diego)

    assert avisar_al_personal(TARDE) == 1
    (correo,) = casos.correos()
    assert correo.subject == "Plazos de hoy: 2 atrasadas y 0 por vencer"
    for texto in (correo.body, correo.alternatives[0].content):
        assert f"{suya.numero}, La espera o una demora: atrasada 1 día hábil" in texto
        assert "/admin/tramites/queja/?bandeja=mias" in texto
        assert ana.apellidos not in texto


def test_a_leak_that_nobody_has_is_told_to_its_own_role_alone(de_ana, de_la_mesa):
    for rol in (Rol.ADMINISTRADOR, Rol.DATOS):
        mesa.con_rol(rol)
        con_correo(rol.name.lower())
    fuga, otra = queja(de_ana, "DATOS"), queja(de_ana, "SERVICIO")

    assert avisar_al_personal(TARDE) == 2
    dicho = {correo.to[0].partition("@")[0]: correo.body for correo in casos.correos()}
    assert (fuga.numero in dicho["datos"], otra.numero in dicho["datos"]) == (True, False)
    assert (fuga.numero in dicho["administrador"], otra.numero in dicho["administrador"]) == (False, True)


# --- the mailbox of a member of the staff -----------------------------------------------------------------------------


def test_the_administration_gives_a_member_of_staff_their_mailbox_with_a_reason(client, diego):
    mesa.entrar(client)
    url = mesa.pagina(diego, "correo")
    assert f'value="{diego.correo}"' in client.get(url).content.decode()

    assert "Escriba un correo como" in client.post(url, {"correo": "diego", "motivo": "x"}).content.decode()
    assert "Ese correo ya consta." in client.post(url, {"correo": diego.correo, "motivo": "x"}).content.decode()
    client.post(url, {"correo": "", "motivo": "Salió de la oficina"})
    diego.refresh_from_db()
    assert (diego.correo, diego.correo_confirmado_en) == ("", None)
    client.post(url, {"correo": "diego@iess.test", "motivo": "Volvió"})
    assert avisar_al_personal(TARDE) == 1


def test_nobody_else_gets_a_mailbox_from_the_administration(client, ana, de_ana):
    mesa.entrar(client)
    de = Cuenta.objects.get(identificador=mundo.ANA)
    client.post(mesa.pagina(de, "correo"), {"correo": "otra@correo.ec", "motivo": "x"})
    de.refresh_from_db()
    assert de.correo == "ana@correo.ec"

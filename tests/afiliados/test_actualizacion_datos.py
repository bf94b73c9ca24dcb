"""Procedure 2: what is typed, checked, confirmed; the code of a new e-mail; the freeze."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cuentas.cambios.models import CambioDeDatos
from cuentas.cambios.selectors import correos_de_seguridad
from cuentas.models import Codigo, Cuenta
from tests import mundo
from tests.actos import codigo_de, confirmar, continuar, correos, enlace_de
from tramites.models import ActoConfirmado, Atencion

pytestmark = pytest.mark.django_db
URL = "/afiliado/actualizacion-datos/"
CODIGO = f"{URL}correo/"
DATOS = {
    "direccion": "Calle Sucre 4-31, Ibarra",
    "telefono": "0991234567",
    "telefono_convencional": "",
    "correo": "ana@correo.ec",
}
NUEVO = DATOS | {"correo": "nueva@correo.ec"}


@pytest.fixture
def ana(client):
    persona = mundo.persona(correo="ana@correo.ec", direccion=DATOS["direccion"], telefono=DATOS["telefono"])
    client.force_login(mundo.cuenta(persona))
    return persona


def cambiar_correo(client, **datos) -> str:
    """The whole way; the link in the notice to the old address."""
    confirmar(client, URL, **(NUEVO | datos))
    (codigo,) = correos()
    assert client.post(CODIGO, {"codigo": codigo_de(codigo)}).status_code == 302
    (aviso,) = correos()
    assert aviso.to == ["ana@correo.ec"]
    return enlace_de(aviso)


def test_the_sheet_leads_straight_in(client, ana):
    assert f'href="{URL}"' in client.get("/tramites/actualizacion-datos/").content.decode()
    assert f'href="{URL}"' in client.get("/inicio/").content.decode()


def test_the_form_shows_what_the_institute_knows(client, ana):
    html = client.get(URL).content.decode()
    assert DATOS["direccion"] in html
    assert "ana@correo.ec" in html
    assert "/afiliado/cuenta-bancaria/" in html


def test_before_anything_changes_one_sees_before_and_after(client, ana):
    html = continuar(client, URL, **(DATOS | {"direccion": "Av. Quito 1"}))

    assert "Revise sus respuestas" in html
    assert DATOS["direccion"] in html
    assert "Av. Quito 1" in html
    ana.refresh_from_db()
    assert ana.direccion == DATOS["direccion"]
    assert not Atencion.objects.exists()


def test_correcting_keeps_what_was_typed(client, ana):
    html = continuar(client, URL, accion="corregir", **(DATOS | {"direccion": "Av. Quito 1"}))
    assert 'value="Av. Quito 1"' in html


def test_a_confirmed_change_is_there_at_once_kept_from_imports_and_counted(client, ana):
    html = confirmar(client, URL, **(DATOS | {"direccion": "Av. Quito 1"}))

    assert "Sus datos están al día" in html
    ana.refresh_from_db()
    assert (ana.direccion, ana.cambiado_en_portal) == ("Av. Quito 1", ["direccion"])
    assert Atencion.objects.get().tramite.slug == "actualizacion-datos"
    perfil = client.get("/cuenta/perfil/").content.decode()
    assert DATOS["direccion"] in perfil
    assert "Av. Quito 1" in perfil
    assert "Usted" in perfil
    assert correos() == []


def test_a_double_click_is_one_act(client, ana):
    peticion = uuid.uuid4()
    nuevos = DATOS | {"direccion": "Av. Quito 1"}

    for _ in range(2):
        assert "Sus datos están al día" in confirmar(client, URL, peticion, **nuevos)

    assert (ActoConfirmado.objects.count(), Atencion.objects.count(), CambioDeDatos.objects.count()) == (1, 1, 1)


def test_anothers_confirmation_does_not_exist_for_me(client, ana):
    peticion = uuid.uuid4()
    confirmar(client, URL, peticion, **(DATOS | {"direccion": "Av. Quito 1"}))
    client.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    assert client.get(f"{URL}hecho/{peticion}/").status_code == 404


@pytest.mark.parametrize(
    ("campo", "valor", "mensaje"),
    [
        ("direccion", "", "Escriba su dirección."),
        ("telefono", "99-12", "Escriba los diez dígitos de su celular"),
        ("telefono_convencional", "0991234567", "con el código de la provincia"),
        ("correo", "ana@", "Escriba un correo como"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_changes_nothing(client, ana, campo, valor, mensaje):
    for enviar in (continuar, confirmar):
        html = enviar(client, URL, **(DATOS | {"direccion": "Av. Quito 1"} | {campo: valor}))
        assert mensaje in html
        assert f'href="#id_{campo}"' in html
        assert f'value="{valor}"' in html or not valor
    ana.refresh_from_db()
    assert ana.direccion == DATOS["direccion"]


def test_nothing_changed_is_no_act(client, ana):
    assert "No cambió ningún dato" in continuar(client, URL, **DATOS)
    assert "No cambió ningún dato" in confirmar(client, URL, **DATOS)
    assert not Atencion.objects.exists()


@pytest.mark.parametrize("paso", ["", "-1", "99", "x", "²"])
def test_a_tampered_step_is_the_form_again(client, ana, paso):
    assert client.post(URL, {"paso": paso}).status_code == 200


def test_a_phone_loses_the_spaces_and_dashes_that_people_write(client, ana):
    confirmar(client, URL, **(DATOS | {"telefono": "+593 99-765 4321"}))
    ana.refresh_from_db()
    assert ana.telefono == "+593997654321"


def test_an_old_number_of_another_shape_may_stay(client, ana):
    ana.telefono = "2 345 678"
    ana.save()
    html = continuar(client, URL, **(DATOS | {"telefono": "2 345 678", "direccion": "Av. Quito 1"}))
    assert "Revise sus respuestas" in html


# --- the e-mail ---


def test_a_new_email_counts_only_after_its_code(client, ana):
    html = confirmar(client, URL, **(NUEVO | {"direccion": "Av. Quito 1"}))
    assert "Falta confirmar su correo" in html
    (correo,) = correos()
    assert correo.to == ["nueva@correo.ec"]
    ana.refresh_from_db()
    assert (ana.direccion, ana.correo, ana.cuenta.correo) == ("Av. Quito 1", "ana@correo.ec", "ana@correo.ec")
    assert "Falta confirmar su correo nuevo" in client.get("/inicio/").content.decode()

    pagina = client.post(CODIGO, {"codigo": f" {codigo_de(correo)} "}, follow=True).content.decode()

    assert "Su correo ahora es nueva@correo.ec" in pagina
    ana = Cuenta.objects.get().persona
    assert (ana.correo, ana.cuenta.correo) == ("nueva@correo.ec", "nueva@correo.ec")
    assert "correo" in ana.cambiado_en_portal


def test_a_wrong_code_is_told_and_the_fifth_ends_it(client, ana):
    confirmar(client, URL, **NUEVO)
    (correo,) = correos()
    bueno = codigo_de(correo)
    malo = "000000" if bueno != "000000" else "111111"
    for _ in range(5):
        assert "El código no es correcto" in client.post(CODIGO, {"codigo": malo}).content.decode()

    assert "El código no es correcto" in client.post(CODIGO, {"codigo": bueno}).content.decode()
    assert Cuenta.objects.get().correo == "ana@correo.ec"


def test_the_end_of_the_code_is_a_clock_time_and_then_it_is_over(client, ana, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-20T14:17:00-05:00"))
    client.force_login(ana.cuenta)
    confirmar(client, URL, **NUEVO)
    (correo,) = correos()
    assert "14:32" in correo.body
    assert "14:32" in client.get(CODIGO).content.decode()

    time_machine.shift(timedelta(minutes=15))
    client.force_login(ana.cuenta)

    assert "El código ya venció" in client.get(CODIGO).content.decode()
    assert "ya venció" in client.post(CODIGO, {"codigo": codigo_de(correo)}).content.decode()


def test_another_code_kills_the_one_before(client, ana):
    confirmar(client, URL, **NUEVO)
    client.post(f"{CODIGO}codigo/")
    viejo, nuevo = correos()
    if codigo_de(viejo) != codigo_de(nuevo):
        assert "no es correcto" in client.post(CODIGO, {"codigo": codigo_de(viejo)}).content.decode()
    assert client.post(CODIGO, {"codigo": codigo_de(nuevo)}).status_code == 302


def test_a_stranger_is_not_mailed_codes_without_end(client, ana):
    confirmar(client, URL, **NUEVO)
    for _ in range(6):
        pagina = client.post(f"{CODIGO}codigo/", follow=True).content.decode()
    assert "Pidió muchos códigos" in pagina
    assert len(correos()) == 5


def test_without_anything_pending_the_page_of_the_code_is_my_data(client, ana):
    assert client.get(CODIGO).url == "/cuenta/perfil/"
    assert client.post(f"{CODIGO}codigo/").url == "/cuenta/perfil/"


def test_asking_for_another_address_forgets_the_first(client, ana):
    confirmar(client, URL, **NUEVO)
    (primero,) = correos()
    confirmar(client, URL, **(DATOS | {"correo": "otra@correo.ec"}))
    (segundo,) = correos()
    client.post(CODIGO, {"codigo": codigo_de(segundo)})
    assert Cuenta.objects.get().correo == "otra@correo.ec"
    assert primero.to == ["nueva@correo.ec"]


# --- the window ---


def test_opening_the_link_changes_nothing_and_shows_masked_what_changed(client, ana):
    enlace = cambiar_correo(client)
    html = Client().get(enlace).content.decode()
    assert "n•••@correo.ec" in html
    assert "nueva@correo.ec" not in html
    assert mundo.ANA not in html
    assert Cuenta.objects.get().correo == "nueva@correo.ec"


def test_freezing_gives_the_old_email_back_and_ends_the_sessions(client, ana):
    enlace = cambiar_correo(client)
    Codigo.objects.create(
        proposito="otro", para=mundo.ANA, resumen="x", vence_en=datetime.fromisoformat("2099-01-01T00:00Z")
    )

    html = Client().post(enlace).content.decode()

    assert "El cambio se detuvo" in html
    assert "Recuperar la clave" in html
    cuenta = Cuenta.objects.get()
    assert (cuenta.correo, cuenta.persona.correo) == ("ana@correo.ec", "ana@correo.ec")
    assert client.get("/inicio/").status_code == 302
    assert not Session.objects.exists()
    assert not Codigo.objects.filter(para=mundo.ANA).exists()
    assert {correo.to[0] for correo in correos()} == {"ana@correo.ec", "nueva@correo.ec"}
    client.force_login(cuenta)
    assert "Detenido el" in client.get("/cuenta/perfil/").content.decode()


def test_a_link_works_once_and_wrong_ones_do_not_kill_it(client, ana):
    enlace = cambiar_correo(client)
    falso = f"{enlace.rsplit('/', 2)[0]}/{'x' * 43}/"
    for _ in range(6):
        assert Client().post(falso).status_code == 404
    assert Client().post(enlace).status_code == 200
    assert Client().post(enlace).status_code == 404
    assert Client().get(enlace).status_code == 404


@pytest.mark.parametrize(("horas", "status"), [(47.9, 200), (48, 404)])
def test_the_window_lasts_48_hours(client, ana, time_machine, horas, status):
    time_machine.move_to(datetime.fromisoformat("2026-11-20T10:00:00-05:00"), tick=False)
    client.force_login(ana.cuenta)
    enlace = cambiar_correo(client)
    time_machine.shift(timedelta(hours=horas))
    assert Client().get(enlace).status_code == status
    assert Client().post(enlace).status_code == status


def test_in_the_window_security_notices_go_to_both_addresses(client, ana, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-20T10:00:00-05:00"), tick=False)
    client.force_login(ana.cuenta)
    cambiar_correo(client)
    assert correos_de_seguridad(Cuenta.objects.get()) == ["nueva@correo.ec", "ana@correo.ec"]
    time_machine.shift(timedelta(hours=48))
    assert correos_de_seguridad(Cuenta.objects.get()) == ["nueva@correo.ec"]


def test_in_the_window_the_email_does_not_change_again(client, ana):
    cambiar_correo(client)
    html = continuar(client, URL, **(DATOS | {"correo": "tercera@correo.ec"}))
    assert "Podrá cambiarlo otra vez desde" in html


def test_after_a_freeze_neither_email_nor_account_change_for_a_while(client, ana, time_machine):
    time_machine.move_to(datetime.fromisoformat("2026-11-20T10:00:00-05:00"), tick=False)
    client.force_login(ana.cuenta)
    Client().post(cambiar_correo(client))
    client.force_login(Cuenta.objects.get())
    assert "se detuvo un cambio" in continuar(client, URL, **(DATOS | {"correo": "tercera@correo.ec"}))

    time_machine.shift(timedelta(hours=48))
    client.force_login(Cuenta.objects.get())

    assert "El cambio a ese correo se detuvo" in continuar(client, URL, **NUEVO)
    assert "Revise sus" in continuar(client, URL, **(DATOS | {"correo": "tercera@correo.ec"}))

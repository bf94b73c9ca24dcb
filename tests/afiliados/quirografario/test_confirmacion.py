"""A request for a loan is sent by a code that comes to the e-mail of its person, and by nothing else."""

import pytest

from cuentas.models import Cuenta
from iess_portal.roles import Rol
from tests import mundo
from tests.actos import codigo_de, correos
from tests.afiliados.quirografario.pasos import URL, confirmar, enviar, hasta_revisar, pagina, pedir_codigo
from tests.tramites.atencion.pasos import atender
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def enviadas() -> int:
    return Solicitud.objects.exclude(estado="BORRADOR").count()


def test_the_review_sends_a_code_and_no_case(de_ana):
    hasta_revisar(de_ana)

    codigo = pedir_codigo(de_ana)

    html = pagina(de_ana, f"{URL}confirmar/")
    assert enviadas() == 0
    assert "ana@correo.ec" in html
    assert "Vence a las 10:15" in html
    assert codigo not in html


def test_the_right_code_sends_the_case_once(de_ana):
    hasta_revisar(de_ana)
    codigo = pedir_codigo(de_ana)

    primera = confirmar(de_ana, f" {codigo[:3]} {codigo[3:]} ")
    segunda = confirmar(de_ana, codigo)

    assert primera.url == segunda.url == Solicitud.objects.get().get_absolute_url()


@pytest.mark.parametrize("escrito", ["000000", "", "12345", "abcdef", "\x00", "9" * 500])
def test_a_wrong_code_is_told_beside_its_field_and_sends_nothing(de_ana, escrito):
    hasta_revisar(de_ana)
    codigo = pedir_codigo(de_ana)

    respuesta = confirmar(de_ana, escrito if escrito != codigo else "111111")

    assert respuesta.status_code == 200
    assert 'id="id_codigo_error"' in respuesta.content.decode()
    assert enviadas() == 0


def test_five_wrong_tries_end_the_code(de_ana):
    hasta_revisar(de_ana)
    codigo = pedir_codigo(de_ana)
    for _ in range(5):
        confirmar(de_ana, f"{(int(codigo) + 1) % 10**6:06}")

    respuesta = confirmar(de_ana, codigo)

    assert "No hay un código que sirva" in respuesta.content.decode()
    assert enviadas() == 0


def test_a_code_ends_at_the_time_that_was_told(de_ana, time_machine):
    hasta_revisar(de_ana)
    codigo = pedir_codigo(de_ana)
    time_machine.move_to("2026-11-20T10:14:30-05:00", tick=False)
    pagina(de_ana, "/inicio/")
    time_machine.move_to("2026-11-20T10:15:01-05:00", tick=False)

    confirmar(de_ana, codigo)

    assert enviadas() == 0


def test_another_code_ends_the_one_before(de_ana):
    hasta_revisar(de_ana)
    viejo = pedir_codigo(de_ana)
    nuevo = pedir_codigo(de_ana)

    if viejo != nuevo:
        assert confirmar(de_ana, viejo).status_code == 200
    assert confirmar(de_ana, nuevo).status_code == 302


def test_a_code_is_no_good_for_other_answers(de_ana):
    hasta_revisar(de_ana)
    codigo = pedir_codigo(de_ana)
    hasta_revisar(de_ana, monto="3000")

    respuesta = confirmar(de_ana, codigo)

    assert respuesta.status_code == 200
    assert enviadas() == 0


def test_a_code_is_no_good_once_the_money_would_go_elsewhere(ana, de_ana):
    hasta_revisar(de_ana)
    codigo = pedir_codigo(de_ana)
    mundo.cuenta_bancaria(ana, numero="9999990000", vigente_desde=mundo.HOY)

    confirmar(de_ana, codigo)

    assert enviadas() == 0


def test_only_so_many_codes_are_sent_in_an_hour(de_ana):
    hasta_revisar(de_ana)
    for _ in range(5):
        pedir_codigo(de_ana)

    respuesta = de_ana.post(f"{URL}revisar/", follow=True)

    assert "Pidió muchos códigos" in respuesta.content.decode()
    assert not correos()


def test_who_has_no_confirmed_e_mail_is_told_before_and_can_send_nothing(de_ana):
    Cuenta.objects.update(correo_confirmado_en=None)
    assert "Falta un correo confirmado" in pagina(de_ana)
    hasta_revisar(de_ana)

    html = pagina(de_ana, f"{URL}revisar/")
    respuesta = de_ana.post(f"{URL}revisar/", follow=True)

    assert "Falta un correo confirmado" in html
    assert "Recibir el código" not in html
    assert "hace falta un correo confirmado" in respuesta.content.decode()
    assert enviadas() == 0


def test_at_the_counter_the_code_goes_to_the_person(ana, de_la_mesa):
    mundo.cuenta(ana)
    ventanilla = de_la_mesa(Rol.VENTANILLA)
    atender(ventanilla, ana)
    correos()

    solicitud = enviar(ventanilla)

    assert (solicitud.persona, solicitud.por) == (ana, "ventanilla")


def test_the_mail_says_what_for_and_until_when(de_ana):
    hasta_revisar(de_ana)
    de_ana.post(f"{URL}revisar/")

    (correo,) = correos()

    assert correo.to == ["ana@correo.ec"]
    assert "Préstamo quirografario" in correo.body
    assert "Vence a las 10:15" in correo.body
    assert len(codigo_de(correo)) == 6


def test_without_a_draft_there_is_nothing_to_confirm(de_ana):
    assert de_ana.get(f"{URL}confirmar/").url == URL
    assert confirmar(de_ana, "123456").url == URL


def test_nobody_confirms_for_another(de_ana):
    hasta_revisar(de_ana)
    codigo = pedir_codigo(de_ana)
    de_luis = mundo.navegador(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    assert confirmar(de_luis, codigo).url == URL
    assert enviadas() == 0

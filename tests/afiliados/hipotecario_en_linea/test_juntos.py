"""Procedure 9 with the spouse: nothing of theirs is read before they say yes from their own account."""

from datetime import date

import pytest
from django.test import Client

from cuentas.actuacion import Actuacion, Por
from nucleo.bitacora.models import Asiento
from registro.models import Prestamo
from tests import mundo
from tests.casos import asuntos, correos, en_mesa, hasta_aprobar
from tests.dictamen import dato, requisitos
from tests.hipotecario import JUNTOS, URL, enviar, llenar, quien_pide
from tramites.casos import con_otra_persona
from tramites.casos.paso import NoProcede
from tramites.models import Confirmacion, Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.fixture
def luis():
    return quien_pide(sueldo="500.00", cedula=mundo.LUIS, nombres="Luis", empresa=mundo.empleador(mundo.RUC_MAR))


@pytest.fixture
def de_luis(luis) -> Client:
    return mundo.navegador(mundo.cuenta(luis, correo="luis@correo.ec"))


@pytest.fixture
def solicitud(de_ana, luis, de_luis) -> Solicitud:
    return enviar(de_ana, **JUNTOS)


def responder(client: Client, accion: str) -> str:
    url = Confirmacion.objects.get().get_absolute_url()
    return client.post(url, {"accion": accion}, follow=True).content.decode()


@pytest.mark.parametrize("cedula", [mundo.ANA, "1710034073", "0102030400"])
def test_ones_own_number_an_unknown_one_and_that_of_somebody_dead_are_answered_alike(de_ana, cedula):
    mundo.persona("0102030400", fecha_fallecimiento=date(2020, 1, 1))
    llenar(de_ana, **JUNTOS | {"conyuge": cedula})

    html = de_ana.post(f"{URL}revisar/").content.decode()

    assert "Con esa cédula no se puede pedir juntos." in html
    assert not Confirmacion.objects.exists()


def test_before_the_spouse_answers_nothing_of_theirs_is_in_the_dictamen(solicitud, de_ana):
    html = de_ana.get(solicitud.get_absolute_url()).content.decode()

    assert requisitos(html)["conyuge"] == "no"
    assert "conyuge_aportes" not in requisitos(html)
    assert solicitud.hechos["pedido"]["conyuge"] is None
    assert "Espera su respuesta" in html
    assert "Luis" not in html


def test_the_spouse_is_told_by_mail_and_sees_what_they_accept(solicitud, de_luis):
    (correo,) = [uno for uno in correos() if uno.to == ["luis@correo.ec"]]
    direccion = Confirmacion.objects.get().get_absolute_url()
    assert direccion in correo.body
    assert "50" not in correo.body.replace(direccion, "").replace(solicitud.numero, "")

    html = de_luis.get(direccion).content.decode()

    assert "Prueba Ríos Ana María" in html
    assert dato(html, "cuota") == "236.85"
    assert "usted también deberá el préstamo" in html
    assert "discapacidad" not in html.lower()
    assert direccion in de_luis.get(URL).content.decode()


def test_confirmed_it_can_be_calculated_and_both_incomes_count(solicitud, de_ana, de_luis, analista, aprobadora):
    asuntos()
    assert "Usted la confirmó" in responder(de_luis, "confirmar")
    assert f"Confirmaron su solicitud {solicitud.numero}" in asuntos()

    hasta_aprobar(analista, solicitud)

    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    assert requisitos(html)["conyuge"] == "si"
    assert requisitos(html)["conyuge_aportes"] == "si"
    assert dato(html, "califica") == "si"
    cuota = next(paso for paso in solicitud.dictamen["pasos"] if paso["nombre"] == "por_ingreso")
    assert "1500.00" in str(cuota["entradas"]["ingreso"])
    en_mesa(aprobadora, solicitud, "aprobar_concesion")
    assert "sin_hipoteca_vigente" in requisitos(de_luis.get(URL).content.decode())
    assert requisitos(de_luis.get(URL).content.decode())["sin_hipoteca_vigente"] == "no"


def test_until_then_it_is_not_calculated(solicitud, analista):
    en_mesa(analista, solicitud, "tomar")

    html = en_mesa(analista, solicitud, "calcular").content.decode()

    assert "Falta la respuesta de la otra persona" in html
    assert solicitud.estado == "EN_REVISION"


def test_refused_the_person_and_the_staff_are_told_and_it_can_only_be_denied(solicitud, de_ana, de_luis, analista):
    asuntos()
    assert "Usted no la aceptó" in responder(de_luis, "rechazar")
    assert f"No confirmaron su solicitud {solicitud.numero}" in asuntos()

    en_mesa(analista, solicitud, "tomar")
    mesa = en_mesa(analista, solicitud, "calcular").content.decode()

    assert "Quién más debe confirmarla" in mesa
    assert "no aceptó" in mesa
    assert "No aceptó" in de_ana.get(solicitud.get_absolute_url()).content.decode()
    html = en_mesa(analista, solicitud, "proponer_concesion", motivo="Sí").content.decode()
    assert "no se puede conceder" in html
    en_mesa(analista, solicitud, "proponer_negacion", motivo="Su cónyuge no la confirmó.")
    assert solicitud.estado == "EN_APROBACION"


def test_a_yes_may_be_taken_back_until_it_is_calculated(solicitud, de_luis, analista):
    responder(de_luis, "confirmar")
    assert "Usted no la aceptó" in responder(de_luis, "rechazar")
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "calcular")

    assert "ya siguió su camino" in responder(de_luis, "confirmar")
    assert Confirmacion.objects.get().estado == "RECHAZADA"


def test_twice_is_once_and_leaves_one_line(solicitud, luis, de_luis):
    responder(de_luis, "confirmar")
    responder(de_luis, "confirmar")
    responder(de_luis, "otra cosa")

    lineas = Asiento.objects.filter(persona_id=luis.pk, accion__startswith="confirmacion.")
    assert sorted(lineas.values_list("accion", flat=True)) == ["confirmacion.confirmada", "confirmacion.pedida"]


def test_nobody_else_sees_or_answers_it(solicitud, de_ana):
    confirmacion = Confirmacion.objects.get()

    assert de_ana.get(confirmacion.get_absolute_url()).status_code == 404
    assert de_ana.post(confirmacion.get_absolute_url(), {"accion": "confirmar"}).status_code == 404
    ana = solicitud.persona
    with pytest.raises(Confirmacion.DoesNotExist):
        con_otra_persona.confirmar(actuacion=Actuacion(ana.cuenta, ana, Por.PROPIO), confirmacion_id=confirmacion.pk)


def test_of_a_case_that_was_withdrawn_nothing_is_asked_any_more(solicitud, luis, de_ana, de_luis):
    de_ana.post(f"{solicitud.get_absolute_url()}retirar/")

    html = de_luis.get(Confirmacion.objects.get().get_absolute_url()).content.decode()
    assert "Ya no hace falta que responda" in html
    assert "Véalo y responda" not in de_luis.get(URL).content.decode()
    with pytest.raises(NoProcede):
        con_otra_persona.confirmar(
            actuacion=Actuacion(luis.cuenta, luis, Por.PROPIO), confirmacion_id=Confirmacion.objects.get().pk
        )


def test_who_said_yes_to_one_has_it_on_their_way(solicitud, de_luis):
    responder(de_luis, "confirmar")

    assert requisitos(de_luis.get(URL).content.decode())["sin_hipotecario_en_tramite"] == "no"


def test_at_the_login_the_home_tells_the_spouse(solicitud, luis):
    luis.cuenta.set_password(mundo.CLAVE)
    luis.cuenta.save()
    client = Client()
    client.post("/ingresar/", {"identificacion": mundo.LUIS, "clave": mundo.CLAVE})

    assert "Le piden un préstamo hipotecario junto con usted" in client.get("/inicio/").content.decode()
    responder(client, "confirmar")
    assert "Le piden un préstamo" not in client.get("/inicio/").content.decode()


def test_of_two_who_owe_it_neither_may_get_another_meanwhile(solicitud, luis, de_luis, analista, aprobadora):
    responder(de_luis, "confirmar")
    hasta_aprobar(analista, solicitud)
    Prestamo.objects.create(
        persona=luis, tipo="HIPOTECARIO", fecha=date(2026, 11, 19), monto=900, plazo_meses=12, tasa=10, saldo=900
    )

    html = en_mesa(aprobadora, solicitud, "aprobar_concesion").content.decode()

    assert "Ya consta un préstamo hipotecario" in html
    assert solicitud.estado == "EN_APROBACION"

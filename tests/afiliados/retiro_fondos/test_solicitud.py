"""Procedure 5: what can be withdrawn, the one form, and its bad answers."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from afiliados.selectors.fondos import retiro_desde
from cuentas.models import Cuenta
from registro.models import CuentaBancaria, MovimientoFondo, Prestamo
from tests import mesa, mundo, poderes
from tests.dictamen import dato, requisitos
from tests.fondos import RETIRO, depositos, enviar, movimiento, prestamo, retiros, revisar
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


def pagina(client: Client, url: str = RETIRO) -> str:
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def errores(html: str) -> str:
    """What stands beside the amount."""
    junto = re.search(r'id="id_monto_error"[^>]*>(.*?)</p>', html, re.DOTALL)
    return re.sub(r"<[^>]+>", "", junto[1]).strip().removeprefix("Error: ") if junto else ""


# --- before one begins ------------------------------------------------------------------------------------------------


def test_what_may_be_withdrawn_comes_first_with_every_requirement(de_ana):
    html = pagina(de_ana)

    assert "Hoy puede retirar hasta" in html
    assert (dato(html, "disponible"), dato(html, "califica"), dato(html, "queda")) == ("400.00", "si", "0.00")
    assert requisitos(html) == {
        "puerta": "si",
        "aportaciones": "si",
        "edad": "no",
        "cese": "no",
        "servicio": "no",
        "monto": "si",
        "sin_deuda_vencida": "si",
        "cuenta_bancaria": "si",
    }


def test_what_guarantees_a_loan_is_not_offered(ana, de_ana):
    prestamo(ana, "150.25")

    html = pagina(de_ana)

    assert [dato(html, n) for n in ("disponible", "saldo", "retenido")] == ["249.75", "400.00", "150.25"]
    assert "Valor referencial" in html


@pytest.mark.parametrize(
    ("falta", "requisito", "donde"),
    [
        (lambda: MovimientoFondo.objects.earliest("pk").delete(), "", ""),
        (
            lambda: MovimientoFondo.objects.filter(pk__in=MovimientoFondo.objects.values("pk")[:5]).delete(),
            "puerta",
            "/afiliado/fondos-reserva/",
        ),
        (lambda: CuentaBancaria.objects.update(estado="PENDIENTE"), "cuenta_bancaria", "/afiliado/cuenta-bancaria/"),
        (lambda: CuentaBancaria.objects.all().delete(), "cuenta_bancaria", "/afiliado/cuenta-bancaria/"),
    ],
)
def test_what_is_missing_is_said_with_where_to_mend_it(ana, de_ana, falta, requisito, donde):
    falta()

    html = pagina(de_ana)

    assert dato(html, "califica") == ("no" if requisito else "si")
    assert ("Lo que falta" in html) is bool(requisito)
    assert not requisito or (requisitos(html)[requisito] == "no" and f'href="{donde}"' in html)


def test_an_overdue_instalment_stops_it(ana, de_ana):
    prestamo(ana, "50.00", cuotas_vencidas=2)

    assert requisitos(pagina(de_ana))["sin_deuda_vencida"] == "no"


def test_with_nothing_free_there_is_nothing_to_begin(ana, de_ana):
    MovimientoFondo.objects.all().delete()

    html = pagina(de_ana)

    assert dato(html, "disponible") == "0.00"
    assert "Empezar" not in html


# --- how much ---------------------------------------------------------------------------------------------------------


def test_the_review_says_how_much_to_which_account_and_when(de_ana):
    html = revisar(de_ana, "PARTE", "150,50")

    assert "Revise sus respuestas" in html
    assert "Una parte: $\u00a0150,50 de $\u00a0400,00" in html
    assert str(CuentaBancaria.objects.get()) in html
    assert "En 3 días hábiles desde que se concede" in html
    # Friday the 20th: Monday, Tuesday and Wednesday.
    assert "el dinero llega a su cuenta hasta el 25 de noviembre de 2026" in html


@pytest.mark.parametrize(
    ("escrito", "retira"),
    [("150,50", "150.50"), ("150.50", "150.50"), ("$ 150,5", "150.50"), ("400", "400.00"), ("0,01", "0.01")],
)
def test_comma_and_point_will_do(de_ana, escrito, retira):
    assert enviar(de_ana, "PARTE", escrito).dictamen["datos"]["monto"] == {"decimal": retira}


@pytest.mark.parametrize(
    ("escrito", "dice"),
    [
        ("", "Escriba cuánto quiere retirar"),
        ("400,01", "Puede retirar hasta $\u00a0400,00"),
        ("999999", "Puede retirar hasta $\u00a0400,00"),
        ("0", "mayor que cero"),
        ("-5", "mayor que cero"),
        ("0,001", "Escriba el valor en dólares"),
        ("10.1234", "Escriba el valor en dólares"),
        ("10.555", "Escriba los miles sin punto ni coma"),
        ("1,500", "Escriba los miles sin punto ni coma"),
        ("NaN", "Escriba el valor en dólares"),
        ("Infinity", "Escriba el valor en dólares"),
        ("1e999", "Escriba el valor en dólares"),
        ("1_0", "Escriba el valor en dólares"),
        ("٣", "Escriba el valor en dólares"),
        ("<b>", "Escriba el valor en dólares"),
        ("9" * 400, "Es más de lo que hay"),
        ("10\x00", "Escriba el valor en dólares"),
    ],
)
def test_a_bad_amount_is_told_beside_it_and_kept(ana, de_ana, escrito, dice):
    html = revisar(de_ana, "PARTE", escrito)

    assert dice in errores(html)
    assert "Revise sus respuestas" not in html
    quedo = escape(escrito.replace("\x00", "\ufffd"))
    assert not escrito or f'value="{quedo}"' in html
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()
    assert not retiros(ana)


def test_all_and_a_part_at_once_is_asked_again(de_ana):
    assert "Eligió retirar todo" in errores(revisar(de_ana, "TODO", "50"))


@pytest.mark.parametrize("cuanto", ["", "MAS", "TODO\x00"])
def test_a_choice_that_is_not_offered_is_refused(de_ana, cuanto):
    html = revisar(de_ana, cuanto, "")

    assert "Elija" in html
    assert "Revise sus respuestas" not in html


def test_what_a_forged_form_adds_changes_nothing(ana, de_ana):
    luis = mundo.persona(mundo.LUIS)
    ajena = mundo.cuenta_bancaria(luis, numero="9999999999")
    de_ana.post(RETIRO)
    forjado = {"cuanto": "TODO", "cuenta": str(ajena), "persona": luis.pk, "libre": "9999", "pago": "hoy", "monto": ""}

    de_ana.post(f"{RETIRO}paso/1/", forjado)
    fin = de_ana.post(f"{RETIRO}revisar/", forjado)

    solicitud = Solicitud.objects.get(numero=fin.url.split("/")[2])
    assert (solicitud.persona, solicitud.datos["libre"]) == (ana, "400.00")
    assert solicitud.datos["cuenta"] == str(CuentaBancaria.objects.get(persona=ana))
    assert not retiros(luis)


def test_what_became_free_or_not_since_the_form_was_filled_in_counts(ana, de_ana):
    revisar(de_ana, "PARTE", "300")
    prestamo(ana, "150.00")

    html = de_ana.post(f"{RETIRO}revisar/").content.decode()

    assert errores(html) == "Puede retirar hasta $\u00a0250,00: es lo que está libre."
    assert not retiros(ana)


def test_with_nothing_left_meanwhile_it_says_so(ana, de_ana):
    revisar(de_ana)
    Prestamo.objects.all().delete()
    movimiento(ana, "RETIRO", "400.00", date(2026, 11, 20))

    assert "no hay dinero libre" in de_ana.post(f"{RETIRO}revisar/").content.decode()


# --- the account ------------------------------------------------------------------------------------------------------


def test_a_new_account_in_its_window_does_not_get_the_money_yet(ana, de_ana):
    mundo.cuenta_bancaria(
        ana, numero="1111111111", vigente_desde=date(2026, 11, 19), ventana_hasta="2026-11-22T10:00:00-05:00"
    )

    assert "terminada en 0104" in revisar(de_ana)


def test_who_only_has_an_account_in_its_window_is_told_when_it_is_paid(ana, de_ana):
    CuentaBancaria.objects.update(vigente_desde=date(2026, 11, 19), ventana_hasta="2026-11-30T10:00:00-05:00")

    assert "termina la ventana de seguridad de su cuenta, el 1 de diciembre de 2026" in revisar(de_ana)


def test_without_an_account_it_may_be_sent_and_says_what_is_missing(ana, de_ana):
    CuentaBancaria.objects.all().delete()

    html = revisar(de_ana)

    assert "Hoy falta: Una cuenta bancaria propia" in html
    assert "Ninguna registrada" in html


# --- for whom ---------------------------------------------------------------------------------------------------------


def test_a_daughter_with_a_power_for_it_asks_and_the_money_goes_to_the_mother(ana):
    de_hija = poderes.de_la_hija(ana, "retiro-fondos-reserva")

    assert "/afiliado/cuenta-bancaria/" not in pagina(de_hija)
    solicitud = enviar(de_hija, "PARTE", "10")

    assert (solicitud.persona, solicitud.actor, solicitud.por) == (ana, poderes.hija(), "poder")
    assert [persona for (persona,) in MovimientoFondo.objects.filter(tipo="RETIRO").values_list("persona")] == [ana.pk]


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", [RETIRO, f"{RETIRO}paso/1/", f"{RETIRO}revisar/"])
def test_40_and_480_months_take_the_same_queries(ana, de_ana, url, django_assert_max_num_queries):
    revisar(de_ana)
    de_ana.get(url)
    with django_assert_max_num_queries(15) as pocas:
        de_ana.get(url)
    depositos(ana, 440, "1.00", date(2023, 6, 10))
    mundo.aportes(ana, None, date(1986, 1, 1), 480)
    with django_assert_max_num_queries(len(pocas)):
        de_ana.get(url)


# --- at the home ------------------------------------------------------------------------------------------------------

LINEA = "Puede retirar sus fondos de reserva"


def inicio(persona) -> str:
    client = Client()
    client.force_login(Cuenta.objects.filter(persona=persona).first() or mundo.cuenta(persona))
    return client.get("/inicio/").content.decode()


def test_who_may_withdraw_is_told_at_home_with_the_way(ana):
    html = inicio(ana)
    assert LINEA in html
    assert f'href="{RETIRO}"' in html


@pytest.mark.parametrize(
    "cerrar",
    [
        lambda ana: MovimientoFondo.objects.all().delete(),
        lambda ana: MovimientoFondo.objects.filter(fecha__lt=date(2024, 1, 1)).delete(),
        lambda ana: prestamo(ana, "400.00"),
        lambda ana: movimiento(ana, "RETIRO", "400.00", date(2026, 11, 15)),
    ],
)
def test_who_has_no_door_open_or_nothing_free_is_not(ana, cerrar):
    cerrar(ana)
    assert LINEA not in inicio(ana)


def test_whose_door_opens_within_three_months_is_told_the_day(ana):
    MovimientoFondo.objects.filter(fecha__lt=date(2024, 1, 1)).delete()  # 35 are left
    assert "desde el 10 de diciembre de 2026 podrá retirar sus fondos de reserva" in inicio(ana)

    MovimientoFondo.objects.filter(fecha__lt=date(2024, 4, 1)).delete()
    assert "podrá retirar sus fondos" not in inicio(ana)


def test_the_login_of_who_never_saved_asks_once(ana):
    nadie = mundo.persona(mundo.LUIS)
    assert mesa.consultas(lambda: retiro_desde(nadie, mundo.HOY)) == 1

"""Whatever the staff change at the desk can be read there: who, when, why, and each field before and after."""

from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.urls import reverse

from cuentas.models import Cuenta
from iess_portal.roles import Rol
from nucleo.models import Asiento, Feriado, Outbox
from registro.models import CuentaBancaria, Parametro
from tests import mesa, mundo
from tests.mesa import con_rol, entrar, pagina
from tramites.models import Tramite

pytestmark = pytest.mark.django_db
HOJA = Path(settings.BASE_DIR) / "tramites/rutr/ejemplo/IESS-034-01-07.txt"
PUENTE = {
    "fecha": "2027-05-21",
    "nombre": "Puente",
    "efecto": "DESCANSO",
    "canton": "",
    "base_legal": "Decreto 1",
    "fuente": "",
}


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


def historia(client, fila) -> str:
    respuesta = client.get(pagina(fila, "history"))
    assert respuesta.status_code == 200
    return unescape(respuesta.content.decode())


def fila(campo: str, antes: str, despues: str) -> str:
    return f'<tr><th scope="row">{campo}</th><td>{antes}</td><td>{despues}</td></tr>'


def test_a_day_of_the_calendar_tells_what_it_said_before(client):
    entrar(client)
    client.post(reverse("admin:nucleo_feriado_add"), PUENTE)
    feriado = Feriado.objects.get()
    client.post(pagina(feriado), PUENTE | {"fecha": "2027-05-22", "efecto": "LABORABLE"})

    html = historia(client, feriado)

    assert "Cambiado, 20 de noviembre de 2026 a las 10:00" in html
    assert "Por <strong>administrador</strong>." in html
    assert fila("Fecha", "2027-05-21", "2027-05-22") in html
    assert fila("Efecto", "día de descanso", "día laborable (recuperación)") in html
    assert fila("Nombre", "—", "Puente") in html
    assert html.count(">Nombre</th>") == 1, "only the first time"
    assert "Historia</a>" in client.get(pagina(feriado)).content.decode()


def test_what_is_saved_as_it_was_leaves_no_line(client):
    entrar(client)
    client.post(reverse("admin:nucleo_feriado_add"), PUENTE)
    client.post(pagina(Feriado.objects.get()), PUENTE)
    assert not Asiento.objects.filter(accion="feriado.cambiado").exists()


def test_a_sheet_tells_what_the_staff_and_the_official_sheet_changed(client):
    cuenta = entrar(client)
    tramite = Tramite.objects.get(codigo_rutr="IESS-034-01-07")
    formulario = client.get(pagina(tramite)).context["adminform"].form
    textos = {campo.html_name: campo.value() or "" for campo in formulario}
    client.post(pagina(tramite), textos | {"costo": "Un dólar", "canales": "En línea\nSitio"})
    call_command("importar_rutr", str(HOJA), usuario=cuenta.identificador, stdout=None)

    html = historia(client, tramite)

    assert "Se editó la ficha" in html
    assert fila("Costo", tramite.costo, "Un dólar") in html
    assert "<td>En línea<br>Sitio</td></tr>" in html
    assert "Se trajo la hoja oficial" in html
    assert fila("Costo", "Un dólar", tramite.costo) in html
    assert html.count("Por <strong>administrador</strong>.") == 2
    assert Asiento.objects.get(accion="rutr.importada").actor == "administrador"


@pytest.mark.parametrize("usuario", ["nadie", "ventanilla", mundo.ANA])
def test_a_sheet_is_brought_in_nobodys_name_who_may_not_change_it(usuario):
    con_rol(Rol.VENTANILLA)
    mundo.cuenta(mundo.persona())
    with pytest.raises(CommandError, match="no es del personal"):
        call_command("importar_rutr", str(HOJA), usuario=usuario)
    assert not Asiento.objects.filter(accion="rutr.importada").exists()


def test_a_new_value_of_a_parameter_tells_the_one_before(client):
    entrar(client)
    nuevo = {"clave": "sbu", "valor": "500.5", "valido_desde": "2099-01-01", "base_legal": "Acuerdo", "fuente": "f"}
    client.post(reverse("admin:registro_parametro_add"), nuevo | {"confianza": "ALTA"})

    html = historia(client, Parametro.objects.filter(clave="sbu").latest("valido_desde"))

    assert fila("Valor", "482.0", "500.5") in html


def test_an_account_tells_who_closed_it_and_why_and_nothing_of_its_holders_logins(client):
    entrar(client)
    cuenta = con_rol(Rol.ANALISTA)
    afuera = client.__class__()
    afuera.post("/ingresar/", {"identificacion": "analista", "clave": "equivocada"})
    client.post(pagina(cuenta, "correo"), {"correo": "d@iess.test", "motivo": "Oficio 12"})
    client.post(pagina(cuenta, "desactivar"), {"motivo": "Salió del instituto"})

    html = historia(client, cuenta)

    assert "Motivo: Salió del instituto" in html
    assert fila("Correo electrónico", "—", "d@iess.test") in html
    assert "ingreso" not in html.partition('id="content-main"')[2]


def test_a_bank_account_tells_who_validated_it_by_which_certificate(client):
    cuenta = mundo.cuenta_bancaria(mundo.persona())
    CuentaBancaria.objects.update(estado="PENDIENTE")
    entrar(client)
    client.post(pagina(cuenta, "validar"), {"certificado": "CB-77", "motivo": "Vi la cédula original"})

    html = historia(client, cuenta)

    assert "Motivo: Vi la cédula original" in html
    assert fila("Estado", "pendiente de validación", "validada") in html
    assert "CB-77" in html


def test_a_retry_tells_its_reason(client):
    entrar(client)
    abandonada = Outbox.objects.create(kind="prueba", key="1", state=Outbox.State.ABANDONED)
    client.post(pagina(abandonada, "reintentar"), {"motivo": "Ya hay servidor"})
    assert "Motivo: Ya hay servidor" in historia(client, abandonada)


def test_django_keeps_no_second_unsigned_log(client):
    entrar(client)
    client.post(reverse("admin:nucleo_feriado_add"), PUENTE)
    client.post(pagina(Feriado.objects.get()), PUENTE | {"nombre": "Otro"})
    assert not LogEntry.objects.exists()


def test_a_history_can_only_grow(client):
    entrar(client)
    client.post(reverse("admin:nucleo_feriado_add"), PUENTE)
    with pytest.raises(DatabaseError):
        Asiento.objects.filter(accion="feriado.creado").update(actor="otra")


def test_who_may_not_see_the_row_does_not_see_its_history(client):
    cuenta = Cuenta.objects.get(pk=con_rol(Rol.ANALISTA).pk)
    entrar(client, Rol.VENTANILLA)
    assert client.get(pagina(cuenta, "history")).status_code == 403


def test_a_long_history_takes_the_same_queries_and_says_that_there_is_more(client):
    entrar(client)
    client.post(reverse("admin:nucleo_feriado_add"), PUENTE)
    feriado = Feriado.objects.get()
    url = pagina(feriado, "history")
    con_una = mesa.consultas(lambda: client.get(url))
    for _ in range(100):
        mesa.anotar(actor="x", accion="feriado.cambiado", objeto=f"feriado:{feriado.pk}")
    assert mesa.consultas(lambda: client.get(url)) == con_una
    assert "los 100 cambios más nuevos" in historia(client, feriado)

"""The desk of each role: what waits, what is late and what was done today, each figure with the list that it counts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from iess_portal.roles import Rol
from tests import casos, mesa, mundo
from tests.tramites.quejas.pasos import presentada, responder
from tramites.models import CierreMensual, Conteo, Queja, Solicitud, Tramite

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


@pytest.fixture
def ana(db):
    return mundo.persona()


def bandejas(escritorio, clave: str) -> dict[str, int]:
    """The trays of one queue."""
    (cola,) = [cola for cola in escritorio.get("/admin/").context["mesa"].colas if cola.clave == clave]
    return {espera.texto: espera.cuantas for espera in cola.bandejas}


def figuras(escritorio) -> list:
    """Every figure of the desk, with its address."""
    vista = escritorio.get("/admin/").context["mesa"]
    celdas = [celda for cola in vista.colas for _, fila in cola.filas for celda in fila]
    trays = [espera for cola in vista.colas for espera in cola.bandejas]
    return [*celdas, *trays, *vista.hoy, *(vista.esperas or []), *(vista.cifras or [])]


@pytest.fixture
def cola(db):
    """Five cases and five complaints: of the analyst, of nobody, to be approved, late, and of personal data."""
    for n in range(5):
        mesa.fila_de_cada_uno(n)
    de_ella = mesa.con_rol(Rol.ANALISTA)
    uno, dos, *_ = Solicitud.objects.order_by("pk")
    Solicitud.objects.update(vence_el=date(2026, 11, 24))
    Solicitud.objects.filter(pk=uno.pk).update(responsable=de_ella, vence_el=date(2026, 11, 13))
    Solicitud.objects.filter(pk=dos.pk).update(estado="EN_APROBACION")
    queja, fuga, *_ = Queja.objects.order_by("pk")
    Queja.objects.filter(pk=queja.pk).update(responsable=de_ella, vence_el=date(2026, 11, 19), reabierta=True)
    Queja.objects.filter(pk=fuga.pk).update(tema="DATOS", tramite=None)
    return de_ella


@pytest.mark.parametrize("rol", Rol)
def test_every_figure_of_every_role_leads_to_the_list_that_it_counts(client, cola, rol):
    client.force_login(cola if rol is Rol.ANALISTA else mesa.con_rol(rol))
    casos.en_mesa(client, Solicitud.objects.order_by("pk")[2], "tomar")

    for figura in figuras(client):
        assert client.get(figura.enlace).context["cl"].result_count == figura.cuantas, figura


@pytest.mark.usefixtures("cola")
def test_each_role_reads_what_it_can_do_something_about(de_la_mesa):
    nueva, aprueba = de_la_mesa(Rol.ANALISTA, "nueva"), de_la_mesa(Rol.APROBADOR)

    assert bandejas(nueva, "casos") == {"A su cargo": 0, "Sin asignar": 4, "Atrasadas": 1}
    assert bandejas(nueva, "quejas") == {"A su cargo": 0, "Sin asignar": 3, "Reabiertas": 1, "Atrasadas": 1}
    assert bandejas(de_la_mesa(Rol.VENTANILLA), "casos") == {"Atrasadas": 1}
    assert bandejas(aprueba, "casos")["Por aprobar"] == 1
    urgentes = aprueba.get("/admin/").context["mesa"].urgentes
    assert [u.sobre for u in urgentes if not u.sobre.startswith("Queja")] == ["Rectificación de datos"]
    de_datos = bandejas(de_la_mesa(Rol.DATOS), "quejas")
    assert de_datos == {"A su cargo": 0, "Sin asignar": 1, "Reabiertas": 0, "Atrasadas": 0}


def test_what_is_late_is_told_in_business_days_with_the_worst_first(client, cola):
    client.force_login(cola)

    pagina = client.get("/admin/")

    assert "La más antigua, atrasada 5 días hábiles" in pagina.content.decode()
    primera = pagina.context["mesa"].urgentes[0]
    assert (primera.plazo, primera.es_suya) == ("Atrasada 5 días hábiles", True)


@pytest.mark.usefixtures("pki")
def test_what_was_decided_and_answered_is_told_until_the_day_ends(de_ana, analista, de_la_mesa, time_machine):
    caso, otro, queja = casos.enviar(de_ana), casos.enviar(de_ana), presentada(de_ana)
    casos.en_mesa(analista, caso, "tomar")
    casos.en_mesa(analista, caso, "negar", motivo="No consta.")
    casos.en_mesa(analista, otro, "tomar")
    responder(analista, queja)

    hecho = {espera.texto: espera.cuantas for espera in analista.get("/admin/").context["mesa"].hoy}
    assert hecho == {
        "Solicitudes que decidió": 1,
        "Solicitudes que atendió": 2,
        "Quejas que respondió": 1,
        "Quejas que atendió": 1,
    }
    for figura in analista.get("/admin/").context["mesa"].hoy:
        assert analista.get(figura.enlace).context["cl"].result_count == figura.cuantas
    assert de_la_mesa(Rol.ANALISTA, "otra").get("/admin/").context["mesa"].hoy == []

    cuenta = analista.session["_auth_user_id"]
    time_machine.move_to("2026-11-21T00:00:01-05:00", tick=False)
    analista.force_login(Queja.objects.get().responsable)
    assert analista.session["_auth_user_id"] == cuenta
    assert "Todavía nada" in analista.get("/admin/").content.decode()


def test_the_counter_reads_whom_it_attended_today(ana, de_la_mesa):
    ventanilla = de_la_mesa(Rol.VENTANILLA)
    url = reverse("admin:registro_persona_expediente", args=[ana.pk])
    ventanilla.post(url, {"motivo": "Trámite 2026-001"})
    ventanilla.post(reverse("cuentas:atender_persona", args=[ana.pk]))

    hecho = {espera.texto: espera for espera in ventanilla.get("/admin/").context["mesa"].hoy}

    assert {texto: espera.cuantas for texto, espera in hecho.items()} == {
        "Personas que atendió": 1,
        "Expedientes que abrió": 1,
    }
    lista = ventanilla.get(hecho["Personas que atendió"].enlace)
    assert [p.pk for p in lista.context["cl"].result_list] == [ana.pk]


def test_the_operator_reads_how_many_figures_the_last_month_has(de_la_mesa):
    canales = {"en_linea": 0, "presencial": 0, "decididos": 0}
    for tramite in Tramite.objects.all()[:3]:
        comun = {"tramite": tramite, "anio": 2026, "mes": 10, "quejas": 0, "atenciones": 0}
        Conteo.objects.create(fuente="PORTAL", **comun, **canales)
    Conteo.objects.create(fuente="PORTAL", version=2, motivo="Se contó otra vez", **comun, **canales)
    Conteo.objects.create(fuente="OFICIAL", **comun)

    operador = de_la_mesa(Rol.TRANSPARENCIA)

    assert "Cifras de octubre de 2026" in operador.get("/admin/").content.decode()
    assert "El mes no se ha cerrado" in operador.get("/admin/").content.decode()
    CierreMensual.objects.create(anio=2026, mes=10, quejas_servicio=0, quejas_datos=0)
    assert "El mes se cerró el 20 de noviembre de 2026" in operador.get("/admin/").content.decode()
    assert {figura.texto: figura.cuantas for figura in figuras(operador)} == {
        "Trámites con cifra de hoja oficial": 1,
        "Trámites con cifra de este portal": 3,
    }


@pytest.mark.parametrize("rol", Rol)
def test_the_desk_asks_the_same_with_one_and_with_twenty_of_everything(client, rol):
    client.force_login(mesa.con_rol(rol))
    mesa.fila_de_cada_uno(0)
    con_una = mesa.consultas(lambda: client.get("/admin/"))
    for n in range(1, 20):
        mesa.fila_de_cada_uno(n)
    Solicitud.objects.update(vence_el=mundo.HOY - timedelta(1))

    assert mesa.consultas(lambda: client.get("/admin/")) == con_una <= 12

"""The outbox, the bitácora and the calendar at the desk; and the base that every page of the admin stands on."""

import pytest
from django.urls import reverse

from iess_portal.roles import Rol
from nucleo import administracion
from nucleo.administracion import PaginadorAcotado
from nucleo.models import Asiento, Feriado, Outbox
from nucleo.outbox import services
from tests.mesa import con_rol, entrar, lista, pagina

pytestmark = pytest.mark.django_db

MOTIVO = "Volvió el servidor de correo."
ABANDONADO, PENDIENTE, HECHO = Outbox.State.ABANDONED, Outbox.State.PENDING, Outbox.State.DONE


def aviso(clave: str, estado: str = ABANDONADO, **datos) -> Outbox:
    return Outbox.objects.create(kind="correo", key=clave, state=estado, **datos)


def estados() -> dict[str, str]:
    return dict(Outbox.objects.values_list("key", "state"))


# --- the outbox -------------------------------------------------------------------------------------------------------


def test_only_what_was_abandoned_goes_back_to_the_queue():
    filas = [aviso("a"), aviso("b", PENDIENTE), aviso("c", HECHO)]

    assert services.reintentar(actor="ana", row_ids=[fila.pk for fila in filas], motivo=MOTIVO) == 1

    assert estados() == {"a": PENDIENTE, "b": PENDIENTE, "c": HECHO}
    assert Asiento.objects.get().objeto == f"outbox:{filas[0].pk}"


def test_going_back_to_the_queue_wakes_the_worker_after_the_commit(
    django_capture_on_commit_callbacks, monkeypatch, settings
):
    despertados = []
    monkeypatch.setattr(services, "wake", lambda kind, key: despertados.append((kind, key)))

    with django_capture_on_commit_callbacks(execute=True):
        services.reintentar(actor="ana", row_ids=[aviso("a").pk], motivo=MOTIVO)
        assert despertados == []

    assert despertados == [("correo", "a")]


def test_the_administrator_retries_the_chosen_rows_of_the_list(client):
    entrar(client)
    filas = [aviso("a"), aviso("b"), aviso("c", HECHO)]
    datos = {"action": "volver_a_intentar", "_selected_action": [filas[0].pk, filas[2].pk]}

    pregunta = client.post(lista(Outbox), datos).content.decode()
    assert "Elegidos: 2" in pregunta
    assert all(f'name="_selected_action" value="{pk}"' in pregunta for pk in datos["_selected_action"])
    sin_motivo = client.post(lista(Outbox), datos | {"confirmado": "si", "motivo": " "})
    assert "Escriba el motivo" in sin_motivo.content.decode()
    assert estados() == {"a": ABANDONADO, "b": ABANDONADO, "c": HECHO}

    respuesta = client.post(lista(Outbox), datos | {"confirmado": "si", "motivo": MOTIVO}, follow=True)

    assert estados() == {"a": PENDIENTE, "b": ABANDONADO, "c": HECHO}
    assert "Vuelven a la cola: 1. Lo demás no estaba abandonado" in respuesta.content.decode()
    asiento = Asiento.objects.get(accion="outbox.reintentado")
    assert (asiento.actor, asiento.datos["motivo"]) == ("administrador", MOTIVO)


def test_the_administrator_retries_one_row_from_its_page(client):
    entrar(client)
    fila = aviso("a", last_error="Traceback\nConnectionRefusedError: nadie contesta")
    url = pagina(fila, "reintentar")

    assert url in client.get(pagina(fila)).content.decode()
    assert "Escriba el motivo" in client.post(url).content.decode()
    assert client.post(url, {"motivo": MOTIVO}).url == pagina(fila)
    assert estados() == {"a": PENDIENTE}
    assert url not in client.get(pagina(fila)).content.decode()


def test_mails_that_were_given_up_are_listed_apart_with_what_the_server_said(client):
    entrar(client)
    aviso("a", last_error="Traceback\nDireccionRechazada: El servidor rechazó la dirección: 550 5.1.1 User unknown")
    Outbox.objects.create(kind="certificado.firmar", key="b", state=ABANDONADO)
    aviso("c", HECHO)

    html = client.get(lista(Outbox, f"?state__exact={ABANDONADO}&que=correos")).content.decode()

    assert "550 5.1.1 User unknown" in html
    assert "1 aviso o tarea" in html
    assert "certificado.firmar" in client.get(lista(Outbox, "?que=tareas")).content.decode()


def test_a_row_that_is_delivered_meanwhile_is_refused_in_words(client):
    entrar(client)
    fila = aviso("a", HECHO)

    assert "no procede" in client.get(pagina(fila, "reintentar")).content.decode()
    respuesta = client.post(pagina(fila, "reintentar"), {"motivo": MOTIVO})

    assert respuesta.status_code == 200
    assert "Solo se vuelve a intentar lo que está abandonado" in respuesta.content.decode()


def test_the_counter_sees_the_outbox_and_retries_nothing(client):
    entrar(client, Rol.VENTANILLA)
    fila = aviso("a")

    assert pagina(fila, "reintentar") not in client.get(pagina(fila)).content.decode()
    assert client.post(pagina(fila, "reintentar"), {"motivo": MOTIVO}).status_code == 403
    client.post(
        lista(Outbox),
        {"action": "volver_a_intentar", "_selected_action": [fila.pk], "confirmado": "si", "motivo": MOTIVO},
    )
    assert estados() == {"a": ABANDONADO}


def test_an_act_on_a_row_that_is_not_there_is_not_found(client):
    entrar(client)

    assert client.get(reverse("admin:nucleo_outbox_reintentar", args=[99])).status_code == 404


# --- the calendar -----------------------------------------------------------------------------------------------------

PUENTE = {
    "fecha": "2027-05-21",
    "nombre": "Puente decretado",
    "efecto": "DESCANSO",
    "canton": "",
    "base_legal": "Decreto Ejecutivo 1",
    "fuente": "https://www.presidencia.gob.ec/",
}


def test_the_administrator_adds_a_day_and_the_bitacora_says_so(client):
    entrar(client)

    respuesta = client.post(reverse("admin:nucleo_feriado_add"), PUENTE)

    assert respuesta.status_code == 302
    asiento = Asiento.objects.get(accion="feriado.creado")
    assert (asiento.actor, asiento.objeto) == ("administrador", f"feriado:{Feriado.objects.get().pk}")
    assert asiento.datos["cambios"]["nombre"] == {"antes": None, "despues": "Puente decretado"}


def test_a_day_that_is_corrected_leaves_its_line(client):
    entrar(client)
    client.post(reverse("admin:nucleo_feriado_add"), PUENTE)
    feriado = Feriado.objects.get()

    client.post(pagina(feriado), {**PUENTE, "efecto": "LABORABLE"})

    feriado.refresh_from_db()
    assert feriado.efecto == "LABORABLE"
    assert Asiento.objects.get(accion="feriado.cambiado").datos == {
        "cambios": {"efecto": {"antes": "DESCANSO", "despues": "LABORABLE"}}
    }


def test_the_same_day_twice_is_told_beside_the_field(client):
    entrar(client)
    client.post(reverse("admin:nucleo_feriado_add"), PUENTE)

    respuesta = client.post(reverse("admin:nucleo_feriado_add"), PUENTE)

    assert respuesta.status_code == 200
    assert Feriado.objects.count() == 1


def test_the_counter_does_not_touch_the_calendar(client):
    client.force_login(con_rol(Rol.VENTANILLA))

    assert client.post(reverse("admin:nucleo_feriado_add"), PUENTE).status_code == 403


# --- the base ---------------------------------------------------------------------------------------------------------


def test_a_page_far_into_a_list_holds_the_rows_that_it_always_held():
    for n in range(7):
        aviso(str(n))
    filas = Outbox.objects.order_by("-key")
    paginador, de_lejos = PaginadorAcotado(filas, 2), PaginadorAcotado(filas, 2)
    de_lejos.lejos = 1

    for numero in paginador.page_range:
        assert [f.key for f in de_lejos.page(numero)] == [f.key for f in paginador.page(numero)]


@pytest.mark.parametrize(("filas", "contadas", "hay_mas"), [(2, 2, False), (3, 3, False), (4, 3, True)])
def test_a_list_is_counted_up_to_its_ceiling(filas, contadas, hay_mas):
    for n in range(filas):
        aviso(str(n))
    paginador = PaginadorAcotado(Outbox.objects.all(), 2)
    paginador.tope = 3

    assert (paginador.count, paginador.hay_mas, paginador.num_pages) == (contadas, hay_mas, -(-contadas // 2))


def test_a_list_beyond_its_ceiling_says_so(client, monkeypatch):
    entrar(client)
    monkeypatch.setattr(administracion.PaginadorAcotado, "tope", 1)
    aviso("a")
    aviso("b")

    assert "Más de 1" in client.get(lista(Outbox)).content.decode()

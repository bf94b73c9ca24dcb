"""A case from the person's side: kept at every step, sent once, followed, answered, withdrawn, objected to."""

from datetime import date

import pytest
from django.test import Client

from iess_portal.roles import Rol
from nucleo.outbox import drain
from registro.models import Persona
from tests import archivos, casos, mesa, mundo
from tramites.models import Adjunto, Atencion, Certificado, Entrega, Evento, Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.fixture(autouse=True)
def _viernes(time_machine):
    time_machine.move_to("2026-11-20T10:00:00-05:00", tick=False)


def pagina(client: Client, url: str) -> str:
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def test_what_was_typed_is_there_when_one_comes_back(de_ana):
    de_ana.post(casos.URL)
    respuesta = de_ana.post(
        f"{casos.URL}paso/1/", {"dato": "sexo", "explicacion": "Está al revés", "accion": "guardar"}
    )

    assert respuesta.url == "/solicitudes/"
    assert "Continuar donde quedó" in pagina(de_ana, casos.URL)
    html = pagina(de_ana, f"{casos.URL}paso/1/")
    assert "Está al revés" in html
    assert "Escriba cómo debe quedar." in html


def test_there_is_one_draft_however_often_one_begins(de_ana):
    for _ in range(3):
        de_ana.post(casos.URL)
    assert Solicitud.objects.count() == 1


def test_a_draft_can_be_thrown_away(de_ana):
    de_ana.post(casos.URL)
    de_ana.post(f"{casos.URL}descartar/")
    assert not Solicitud.objects.exists()
    assert "Continuar donde quedó" not in pagina(de_ana, casos.URL)


def test_a_step_without_a_draft_leads_to_the_start(de_ana):
    assert de_ana.get(f"{casos.URL}paso/1/").url == casos.URL
    assert de_ana.get(f"{casos.URL}paso/9/").status_code == 404
    assert de_ana.get(f"{casos.URL}revisar/").url == casos.URL


def test_the_review_sends_back_to_what_is_missing(de_ana):
    de_ana.post(casos.URL)
    de_ana.post(f"{casos.URL}paso/1/", {"dato": "sexo", "accion": "guardar"})
    assert de_ana.get(f"{casos.URL}revisar/").url == f"{casos.URL}paso/1/"


@pytest.mark.parametrize(
    ("dato", "correcto", "mensaje"),
    [
        ("fecha_nacimiento", "31/2/1980", "Escriba una fecha que exista"),
        ("fecha_nacimiento", "ayer", "Escriba una fecha que exista"),
        ("fecha_nacimiento", "21/11/2026", "Escriba una fecha que exista"),
        ("fecha_nacimiento", "17/5/1980", "Así consta ya en el registro."),
        ("sexo", "otro", "Escriba uno de estos: masculino, femenino."),
        ("apellidos", "Prueba  Ríos", "Así consta ya en el registro."),
        ("apellidos", "x" * 121, "Escriba 120 letras como máximo."),
    ],
)
def test_an_answer_that_makes_no_case_is_told_beside_its_field(de_ana, dato, correcto, mensaje):
    de_ana.post(casos.URL)
    de_ana.post(f"{casos.URL}paso/1/", {"dato": dato, "correcto": correcto, "explicacion": "Está mal."})

    html = de_ana.post(f"{casos.URL}revisar/").content.decode()

    assert mensaje in html
    assert 'id="id_correcto_error"' in html
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()


def test_sent_it_has_a_number_a_term_a_receipt_and_a_mail(de_ana, ana):
    solicitud = casos.enviar(de_ana)

    assert solicitud.numero == f"2026-{solicitud.pk:07}"
    # 15 business days (LOPDP art. 14) after Friday, 20 November 2026: no holiday until Christmas.
    assert solicitud.vence_el == date(2026, 12, 11)
    (correo,) = casos.correos()
    assert correo.subject == f"Recibimos su solicitud {solicitud.numero}"
    assert ana.apellidos not in correo.body.replace(ana.nombre_completo, "")
    comprobante = Certificado.objects.get(solicitud=solicitud)
    assert comprobante.estado == "EMITIDO"
    assert comprobante.datos["numero"] == solicitud.numero
    html = pagina(de_ana, f"/solicitudes/{solicitud.numero}/")
    assert "Le toca <strong>al instituto</strong>, hasta el <strong>11 de diciembre de 2026</strong>" in html
    assert comprobante.get_absolute_url() in html
    assert not Atencion.objects.exists()


def test_sent_twice_it_is_one_case(de_ana):
    solicitud = casos.enviar(de_ana)

    otra_vez = de_ana.post(f"{casos.URL}revisar/")

    assert otra_vez.url == f"/solicitudes/{solicitud.numero}/"
    assert Solicitud.objects.count() == 1
    assert Evento.objects.filter(accion="ingresar").count() == 1
    assert len(casos.correos()) == 1


def test_nobody_sees_the_case_of_another(de_ana):
    solicitud = casos.enviar(de_ana)
    luis = Client()
    luis.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    for parte in ("", "responder/", "retirar/", "impugnar/"):
        url = f"/solicitudes/{solicitud.numero}/{parte}"
        assert luis.get(url).status_code == luis.post(url, {"texto": "hola"}).status_code == 404
    assert solicitud.numero not in luis.get("/solicitudes/").content.decode()


def test_a_request_stops_the_clock_until_it_is_answered(de_ana, analista, time_machine):
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "pedir", otros="¿De qué documento sale?\n¿Desde cuándo?")

    assert (solicitud.estado, solicitud.vence_el) == ("REQUIERE_DOCUMENTOS", None)
    assert solicitud.responde_hasta == date(2026, 12, 4)  # ten business days (COA art. 140)
    assert any("espera algo de usted" in asunto for asunto in casos.asuntos())
    assert "¿De qué documento sale?" in pagina(de_ana, "/inicio/") + pagina(de_ana, f"/solicitudes/{solicitud.numero}/")

    time_machine.move_to("2026-11-27T10:00:00-05:00", tick=False)  # five business days later
    de_ana.force_login(solicitud.actor)
    url = f"/solicitudes/{solicitud.numero}/responder/"
    pedidos = list(solicitud.pedidos.all())
    a_medias = de_ana.post(url, {f"pedido_{pedidos[0].pk}": "De mi cédula"})
    assert "Responda también esto." in a_medias.content.decode()
    assert "De mi cédula" in a_medias.content.decode()
    de_ana.post(url, {f"pedido_{p.pk}": "De mi cédula" for p in pedidos})

    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.habiles_en_pausa) == ("EN_REVISION", 5)
    assert solicitud.vence_el == date(2026, 12, 18)
    assert [p.contestacion for p in solicitud.pedidos.all()] == ["De mi cédula", "De mi cédula"]


def test_granted_the_datum_changes_the_decision_is_signed_counted_once_and_told(de_ana, ana, analista):
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.correos()
    casos.en_mesa(analista, solicitud, "conceder", motivo="Consta así en el Registro Civil.")

    assert Persona.objects.get(pk=ana.pk).apellidos == "Prueba Ríoz"
    assert Persona.objects.get(pk=ana.pk).cambiado_en_portal == ["apellidos"]
    assert solicitud.estado == "CONCEDIDA"
    assert casos.asuntos() == [f"Su solicitud {solicitud.numero} tiene respuesta"]
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.impugnable_hasta) == ("NOTIFICADA", date(2026, 12, 2))  # eight business days
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.estado == "EMITIDO"
    assert acuerdo.datos["motivo"] == "Consta así en el Registro Civil."
    atencion = Atencion.objects.get()
    assert (atencion.tramite.slug, atencion.fecha, atencion.canal) == (
        "rectificacion-datos",
        date(2026, 11, 20),
        "EN_LINEA",
    )
    html = pagina(de_ana, f"/solicitudes/{solicitud.numero}/")
    assert "Se concedió lo que pidió" in html
    assert "Consta así en el Registro Civil." in html
    assert "Prueba Ríoz" in pagina(de_ana, "/cuenta/perfil/")


def test_denied_it_says_why_and_another_person_looks_at_the_objection(de_ana, ana, analista, de_la_mesa):
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "negar", motivo="Su cédula dice otra cosa.")
    drain()
    assert Persona.objects.get(pk=ana.pk).apellidos == "Prueba Ríos"

    de_ana.post(f"/solicitudes/{solicitud.numero}/impugnar/", {"motivo": "Mi cédula es nueva."})
    solicitud.refresh_from_db()
    assert solicitud.estado == "IMPUGNADA"
    aprobadora = de_la_mesa(Rol.APROBADOR)
    casos.en_mesa(aprobadora, solicitud, "reabrir", motivo="Es cierto: la cédula es de este año.")

    assert (solicitud.estado, solicitud.resultado, solicitud.motivo) == ("EN_REVISION", "", "")
    negacion = solicitud.documentos.get(variante="acuerdo")
    assert negacion.estado == "REVOCADO"
    assert "Revocado" in pagina(Client(), f"/verificar/{negacion.codigo}/")
    casos.en_mesa(analista, solicitud, "retomar")
    casos.en_mesa(analista, solicitud, "conceder", motivo="Con la cédula nueva.")
    assert Persona.objects.get(pk=ana.pk).apellidos == "Prueba Ríoz"
    assert Atencion.objects.count() == 1


def test_an_objection_after_its_term_is_not_taken(de_ana, analista, time_machine):
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "negar", motivo="No consta.")
    drain()
    url = f"/solicitudes/{solicitud.numero}/"
    assert "impugnar/" in pagina(de_ana, url)

    time_machine.move_to("2026-12-03T00:00:01-05:00", tick=False)
    de_ana.force_login(solicitud.actor)

    assert "impugnar/" not in pagina(de_ana, url)
    assert de_ana.post(f"{url}impugnar/", {"motivo": "Tarde"}).url == url
    solicitud.refresh_from_db()
    assert solicitud.estado == "NOTIFICADA"


def test_it_can_be_withdrawn_while_it_is_not_decided(de_ana, analista):
    solicitud = casos.enviar(de_ana)
    url = f"/solicitudes/{solicitud.numero}/"
    assert "¿Retirar la solicitud?" in pagina(de_ana, f"{url}retirar/")
    de_ana.post(f"{url}retirar/")

    solicitud.refresh_from_db()
    assert solicitud.estado == "DESISTIDA"
    casos.en_mesa(analista, solicitud, "tomar")
    assert solicitud.estado == "DESISTIDA"
    assert not Atencion.objects.exists()


def test_person_and_staff_write_to_each_other(de_ana, analista):
    solicitud = casos.enviar(de_ana)
    url = f"/solicitudes/{solicitud.numero}/"
    de_ana.post(url, {"texto": "¿Cuánto falta?"})
    casos.en_mesa(analista, solicitud, "tomar")
    casos.correos()
    casos.en_mesa(analista, solicitud, "mensaje", texto="Esta semana.")

    assert casos.asuntos() == [f"Le escribieron sobre su solicitud {solicitud.numero}"]
    html = pagina(de_ana, url)
    assert "¿Cuánto falta?" in html
    assert "Esta semana." in html


def test_an_empty_message_is_refused_beside_its_field(de_ana):
    solicitud = casos.enviar(de_ana)
    html = de_ana.post(f"/solicitudes/{solicitud.numero}/", {"texto": "  "}).content.decode()
    assert "Escriba el mensaje." in html


def test_the_page_takes_as_many_queries_with_one_step_as_with_thirty(de_ana, analista, django_assert_max_num_queries):
    solicitud = casos.enviar(de_ana)
    url = f"/solicitudes/{solicitud.numero}/"
    de_ana.get(url)
    for n in range(15):
        de_ana.post(url, {"texto": f"Mensaje {n}"})
        casos.en_mesa(analista, solicitud, "mensaje", texto=f"Respuesta {n}")
    with django_assert_max_num_queries(12):
        de_ana.get(url)


def test_a_document_goes_with_the_case_and_the_staff_find_it_there(de_ana, analista):
    de_ana.post(casos.URL)
    respuesta = de_ana.post(f"{casos.URL}paso/1/", casos.RESPUESTAS | {"documentos": una_partida()})
    assert respuesta.url == f"{casos.URL}revisar/"
    assert "partida.pdf" in pagina(de_ana, respuesta.url)
    de_ana.post(respuesta.url)

    solicitud = Solicitud.objects.get()
    (entrega,) = solicitud.entregas.all()
    assert entrega.adjunto.get_absolute_url() in pagina(de_ana, f"/solicitudes/{solicitud.numero}/")
    assert "partida.pdf" in pagina(analista, mesa.pagina(solicitud))
    assert "Quitar" not in pagina(de_ana, "/documentos/")


def test_a_refused_document_is_told_beside_its_field_and_what_was_typed_stays(de_ana):
    de_ana.post(casos.URL)
    hoja = archivos.subido(b"<html>no</html>", "partida.pdf")

    html = de_ana.post(f"{casos.URL}paso/1/", casos.RESPUESTAS | {"documentos": hoja}).content.decode()

    assert "partida.pdf" in html
    assert 'id="id_documentos_error"' in html
    assert "Mi segundo apellido es con z." in html


def test_a_request_is_answered_with_a_document_alone_new_or_handed_in_before(de_ana, analista):
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "pedir", otros="Su partida\nSu sentencia")
    partida, sentencia = solicitud.pedidos.all()
    url = f"/solicitudes/{solicitud.numero}/responder/"
    a_medias = de_ana.post(url, {f"archivos_{partida.pk}": una_partida()}).content.decode()
    assert "Responda también esto." in a_medias
    numero = str(Adjunto.objects.get().numero)
    assert f'name="archivos_{partida.pk}" value="{numero}"' in a_medias, "kept for the one"
    assert f'name="archivos_{sentencia.pk}" value="{numero}"' in a_medias, "offered for the other"

    fin = de_ana.post(url, {f"archivos_{partida.pk}": numero, f"archivos_{sentencia.pk}": numero})

    assert fin.url == f"/solicitudes/{solicitud.numero}/"
    assert [e.adjunto.nombre for e in Entrega.objects.all()] == ["partida.pdf", "partida.pdf"]
    assert "partida.pdf" in pagina(analista, mesa.pagina(solicitud))


def test_nobody_answers_with_the_document_of_another(de_ana, analista):
    luis = Client()
    luis.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))
    luis.post(casos.URL)
    luis.post(f"{casos.URL}paso/1/", casos.RESPUESTAS | {"documentos": una_partida()})
    ajeno = Adjunto.objects.get()
    solicitud = casos.enviar(de_ana)
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "pedir", otros="Su partida")
    url = f"/solicitudes/{solicitud.numero}/responder/"

    html = de_ana.post(url, {f"archivos_{solicitud.pedidos.get().pk}": str(ajeno.numero)}).content.decode()

    assert "Un archivo ya no está." in html
    assert not Entrega.objects.exists()


def una_partida():
    return archivos.subido(archivos.pdf(), "partida.pdf", "application/pdf")

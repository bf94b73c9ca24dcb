"""Certificates, sheets and figures at the desk."""

import uuid

import pytest
from django.core import mail
from django.utils import timezone

from cuentas.actuacion import Por, actuacion_de
from iess_portal.roles import Rol
from nucleo.models import Asiento
from nucleo.outbox import drain
from tests import mundo
from tests.mesa import entrar, lista, pagina
from tramites.admin.certificados import en_lineas
from tramites.catalogo.services import EDITABLES, editar_ficha
from tramites.certificados import services
from tramites.models import Certificado, Tramite
from tramites.procedimientos import por_slug
from tramites.selectors import ficha

MOTIVO = {"motivo": "El nombre estaba mal escrito."}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.fixture
def ana():
    return mundo.persona()


def emitir(titular, *, firmar: bool = True) -> Certificado:
    cuenta = getattr(titular, "cuenta", None) or mundo.cuenta(titular)
    actuacion = actuacion_de(cuenta)
    certificado = services.solicitar_emision(
        actuacion=actuacion,
        tramite=ficha("certificado-afiliacion"),
        contenido=por_slug("certificado-afiliacion").contenido(actuacion, timezone.localdate()),
        peticion=uuid.uuid4(),
    )
    if firmar:
        drain()
        certificado.refresh_from_db()
    return certificado


def hallados(client, texto: str) -> list[str]:
    return [fila.codigo for fila in client.get(lista(Certificado), {"q": texto}).context["cl"].result_list]


# --- finding and reading ----------------------------------------------------------------------------------------------


def test_a_certificate_is_found_by_its_code_however_it_is_typed(client, ana):
    certificado = emitir(ana, firmar=False)
    emitir(ana, firmar=False)
    entrar(client, Rol.VENTANILLA)
    grupos = certificado.codigo_en_grupos

    for texto in (certificado.codigo, grupos, grupos.lower(), f" {grupos.replace('-', ' ')} ".replace("0", "o")):
        assert hallados(client, texto) == [certificado.codigo]


def test_a_certificate_is_found_by_its_file_and_by_its_holder(client, ana):
    certificado = emitir(ana)
    entrar(client, Rol.VENTANILLA)

    assert hallados(client, certificado.sha256.upper()) == [certificado.codigo]
    assert hallados(client, mundo.ANA) == [certificado.codigo]
    assert hallados(client, mundo.LUIS) == []
    assert hallados(client, mundo.RUC_SOL) == []
    assert hallados(client, "Prueba") == []


def test_the_page_shows_what_it_says_and_what_happened_to_it(client, ana):
    certificado = emitir(ana)
    entrar(client, Rol.VENTANILLA)

    client.get(pagina(certificado))
    texto = client.get(pagina(certificado)).content.decode()

    for esperado in ("Solicitado", "Firmado y emitido", "Visto por el personal", "Prueba Ríos Ana María"):
        assert esperado in texto
    assert f"/verificar/{certificado.codigo}/" in texto
    assert certificado.sha256 in texto


def test_the_figures_of_a_document_are_written_with_their_accents():
    assert en_lineas({"ultimo_mes_pagado": "mayo de 2026", "filas": [1, 2], "vacio": "", "nada": None, "g": {}}) == [
        ("Último mes pagado", "mayo de 2026"),
        ("Filas", "Tabla, filas: 2"),
    ]


# --- revoking ---------------------------------------------------------------------------------------------------------


def test_a_document_is_revoked_with_a_reason_that_the_world_can_read(client, ana):
    certificado = emitir(ana)
    mail.outbox.clear()
    entrar(client, Rol.VENTANILLA)
    assert "Revocar el documento" in client.get(pagina(certificado, "revocar")).content.decode()

    respuesta = client.post(pagina(certificado, "revocar"), MOTIVO)

    assert respuesta.url == pagina(certificado)
    certificado.refresh_from_db()
    assert (certificado.estado, certificado.motivo) == ("REVOCADO", MOTIVO["motivo"])
    asiento = Asiento.objects.get(accion="certificado.revocado")
    assert (asiento.actor, asiento.por, asiento.persona_id) == ("ventanilla", Por.VENTANILLA, ana.pk)
    drain()
    assert [correo.to for correo in mail.outbox] == [["ana@correo.ec"]]


@pytest.mark.parametrize("acto", ["revocar", "reemplazar"])
@pytest.mark.parametrize("motivo", ["", "   "])
def test_without_a_reason_nothing_happens_and_the_field_says_so(client, ana, acto, motivo):
    certificado = emitir(ana)
    entrar(client, Rol.VENTANILLA)

    respuesta = client.post(pagina(certificado, acto), {"motivo": motivo})

    texto = respuesta.content.decode()
    assert respuesta.status_code == 200
    assert 'href="#id_motivo"' in texto
    assert 'id="id_motivo_error"' in texto
    certificado.refresh_from_db()
    assert certificado.estado == "EMITIDO"


@pytest.mark.parametrize("acto", ["revocar", "reemplazar"])
def test_looking_at_the_page_of_an_act_changes_nothing(client, ana, acto):
    certificado = emitir(ana)
    entrar(client, Rol.VENTANILLA)

    assert client.get(pagina(certificado, acto), MOTIVO).status_code == 200
    certificado.refresh_from_db()
    assert certificado.estado == "EMITIDO"
    assert Certificado.objects.count() == 1


@pytest.mark.parametrize("acto", ["revocar", "reemplazar"])
@pytest.mark.parametrize("rol", [Rol.ANALISTA, Rol.TRANSPARENCIA])
def test_only_a_role_that_may_revoke_does(client, ana, rol, acto):
    certificado = emitir(ana)
    entrar(client, rol)

    assert client.get(pagina(certificado, acto)).status_code == 403
    assert client.post(pagina(certificado, acto), MOTIVO).status_code == 403
    certificado.refresh_from_db()
    assert certificado.estado == "EMITIDO"


def test_the_buttons_are_shown_while_they_work_to_whom_they_serve(client, ana):
    certificado = emitir(ana)
    boton = pagina(certificado, "revocar")
    entrar(client, Rol.ANALISTA)
    assert boton not in client.get(pagina(certificado)).content.decode()

    entrar(client, Rol.VENTANILLA)
    assert boton in client.get(pagina(certificado)).content.decode()

    client.post(boton, MOTIVO)
    assert boton not in client.get(pagina(certificado)).content.decode()


def test_a_document_that_is_revoked_already_is_refused_beside_the_field(client, ana):
    certificado = emitir(ana)
    entrar(client, Rol.VENTANILLA)
    client.post(pagina(certificado, "revocar"), MOTIVO)

    respuesta = client.post(pagina(certificado, "revocar"), {"motivo": "Otro motivo"})

    assert "ya no se puede revocar" in " ".join(respuesta.context["form"].errors["motivo"])
    certificado.refresh_from_db()
    assert certificado.motivo == MOTIVO["motivo"]


# --- replacing --------------------------------------------------------------------------------------------------------


def test_a_replacement_says_what_is_true_today_of_the_same_person(client, ana):
    viejo = emitir(ana)
    ana.nombres = "Ana Lucía"
    ana.save()
    entrar(client, Rol.VENTANILLA)
    assert "Documento nuevo" in client.get(pagina(viejo, "reemplazar")).content.decode()

    respuesta = client.post(pagina(viejo, "reemplazar"), MOTIVO)

    viejo.refresh_from_db()
    nuevo = viejo.reemplazado_por
    assert respuesta.url == pagina(nuevo)
    assert (viejo.estado, viejo.motivo) == ("REEMPLAZADO", MOTIVO["motivo"])
    assert (nuevo.persona_id, nuevo.por, nuevo.actor.identificador) == (ana.pk, "ventanilla", "ventanilla")
    assert "Ana Lucía" in nuevo.datos["nombre"]
    drain()
    nuevo.refresh_from_db()
    assert nuevo.estado == "EMITIDO"


def test_what_its_procedure_no_longer_issues_can_only_be_revoked(client, ana):
    certificado = emitir(ana)
    Certificado.objects.update(tramite=Tramite.objects.get(slug="jubilacion-vejez"))
    entrar(client, Rol.VENTANILLA)

    respuesta = client.post(pagina(certificado, "reemplazar"), MOTIVO)

    assert "Puede revocarlo" in " ".join(respuesta.context["form"].errors["motivo"])
    certificado.refresh_from_db()
    assert certificado.estado == "EMITIDO"


# --- the sheets -------------------------------------------------------------------------------------------------------


def formulario(client, tramite: Tramite) -> dict[str, str]:
    """The form of a sheet as a browser would send it back."""
    form = client.get(pagina(tramite)).context["adminform"].form
    return {campo: form[campo].value() or "" for campo in form.fields}


def test_the_words_of_a_sheet_are_edited_and_the_catalogue_leaves_them_alone(client):
    tramite = ficha("historial-laboral")
    entrar(client)
    textos = formulario(client, tramite)

    textos |= {"costo": "Sin costo", "requisitos": "Cédula | Registre el número\nClave", "canales": "En línea\n\nSitio"}
    assert client.post(pagina(tramite), textos).status_code == 302

    tramite.refresh_from_db()
    assert (tramite.costo, tramite.canales, tramite.origen) == ("Sin costo", ["En línea", "Sitio"], "ADMIN")
    assert tramite.requisitos == [
        {"titulo": "Cédula", "detalle": "Registre el número"},
        {"titulo": "Clave", "detalle": ""},
    ]
    asiento = Asiento.objects.get(accion="ficha.editada")
    assert set(asiento.datos["cambios"]) == {"costo", "requisitos", "canales"}
    assert "Sin costo" in client.get(f"/tramites/{tramite.slug}/").content.decode()


@pytest.mark.parametrize("slug", ["historial-laboral", "certificado-afiliacion", "jubilacion-vejez"])
def test_a_sheet_that_is_sent_back_as_it_was_does_not_change(client, slug):
    tramite = ficha(slug)
    entrar(client)

    assert client.post(pagina(tramite), formulario(client, tramite)).status_code == 302

    tramite.refresh_from_db()
    assert tramite.origen == "CATALOGO"
    assert not Asiento.objects.filter(accion="ficha.editada").exists()


def test_a_sheet_keeps_its_name(client):
    tramite = ficha("historial-laboral")
    entrar(client)

    respuesta = client.post(pagina(tramite), formulario(client, tramite) | {"nombre": ""})

    assert "nombre" in respuesta.context["adminform"].form.errors


def test_what_places_a_procedure_is_not_edited_with_its_words():
    assert {"slug", "clase", "rol", "codigo_rutr", "origen"}.isdisjoint(EDITABLES)

    with pytest.raises(ValueError, match="slug"):
        editar_ficha(actor="ana", tramite=ficha("historial-laboral"), textos={"slug": "otro"})


@pytest.mark.parametrize("rol", [Rol.VENTANILLA, Rol.TRANSPARENCIA])
def test_only_the_administrator_edits_a_sheet(client, rol):
    entrar(client, rol)

    assert client.post(pagina(ficha("historial-laboral")), {"nombre": "x"}).status_code == 403

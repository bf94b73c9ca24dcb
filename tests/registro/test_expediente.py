"""A person's file asks for a reason, and the reason is kept for that person and that session."""

import pytest

from cuentas.models import CodigoEnPapel, Cuenta
from iess_portal.roles import Rol
from nucleo.models import Asiento
from registro.models import Aporte, Pension, Persona, Relacion
from tests import mundo
from tests.mesa import con_rol, fila_de_cada_uno, lista, pagina
from tramites.models import Certificado

pytestmark = pytest.mark.django_db

MOTIVO = "Trámite 2026-0451"


@pytest.fixture
def ana(db) -> Persona:
    fila_de_cada_uno(0)
    return Persona.objects.get()


@pytest.fixture
def ventanilla(client):
    cuenta = con_rol(Rol.ADMINISTRADOR)
    cuenta.oficina = "Quito Centro"
    cuenta.save()
    client.force_login(cuenta)
    return client


def puerta(persona: Persona) -> str:
    return pagina(persona, "expediente")


def abrir(client, persona: Persona, motivo: str = MOTIVO, **datos):
    return client.post(puerta(persona), {"motivo": motivo, **datos})


def paginas_de(ana: Persona) -> list[str]:
    certificado = Certificado.objects.get()
    de_ella = [ana.relaciones.get(), ana.cuentas_bancarias.get(), Pension.objects.get(), certificado, ana.cuenta]
    filtro = f"?persona__id__exact={ana.pk}"
    return [
        *(
            pagina(ana),
            pagina(ana, "history"),
            lista(Aporte, filtro),
            lista(Pension, filtro),
            lista(Certificado, filtro),
        ),
        *(pagina(fila) for fila in de_ella),
        *(pagina(certificado, "revocar"), pagina(ana.cuenta, "desactivar")),
    ]


def test_every_page_of_one_person_asks_why_and_then_opens(ventanilla, ana):
    for url in paginas_de(ana):
        assert ventanilla.get(url).url.startswith(f"{puerta(ana)}?next="), url
        assert ventanilla.post(url, {"motivo": "x"}).status_code == 302
    assert Certificado.objects.get().estado == "EMITIDO"
    assert not Asiento.objects.filter(accion="consulta.personal").exists()

    abrir(ventanilla, ana)

    assert {ventanilla.get(url).status_code for url in paginas_de(ana)} == {200}


def test_the_reason_and_the_office_are_in_the_bitacora_and_one_is_back_where_one_was_going(ventanilla, ana):
    siguiente = lista(Aporte, f"?persona__id__exact={ana.pk}")

    assert abrir(ventanilla, ana, next=siguiente).url == siguiente

    abierto = Asiento.objects.get(accion="expediente.abierto")
    assert (abierto.actor, abierto.persona_id) == ("administrador", ana.pk)
    assert abierto.datos == {"motivo": MOTIVO, "oficina": "Quito Centro"}
    ventanilla.get(siguiente)
    assert Asiento.objects.get(accion="consulta.personal").datos == abierto.datos


def test_the_next_page_is_never_of_another_site(ventanilla, ana):
    assert abrir(ventanilla, ana, next="https://otro.ec/").url == pagina(ana)


@pytest.mark.parametrize("motivo", ["", "       ", "corto", "........", "aaaaaaaaaa"])
def test_a_reason_that_says_nothing_opens_nothing(ventanilla, ana, motivo):
    respuesta = abrir(ventanilla, ana, motivo)

    assert respuesta.status_code == 200
    assert respuesta.context["form"].errors["motivo"]
    assert ventanilla.get(pagina(ana)).status_code == 302
    assert not Asiento.objects.filter(accion="expediente.abierto").exists()


def test_a_reason_is_for_one_person_and_one_session(ventanilla, ana, client):
    otra = mundo.persona(mundo.LUIS)
    abrir(ventanilla, ana)

    assert ventanilla.get(pagina(otra)).url.startswith(puerta(otra))
    ventanilla.post("/salir/")
    ventanilla.force_login(con_rol(Rol.VENTANILLA))
    assert ventanilla.get(pagina(ana)).status_code == 302


def test_the_page_that_asks_shows_the_name_and_nothing_of_the_file(ventanilla, ana):
    Persona.objects.update(correo="ana.secreta@correo.ec", direccion="Av. Siempre Viva")

    texto = ventanilla.get(puerta(ana)).content.decode()

    assert ana.nombre_completo in texto
    for dato in (ana.cedula, "ana.secreta", "Siempre Viva", "1980"):
        assert dato not in texto


def test_the_list_of_people_shows_what_it_takes_to_choose(ventanilla, ana):
    texto = ventanilla.get(lista(Persona), {"q": "apellido000"}).content.decode()
    filas = texto.partition("result_list")[2]

    assert ana.nombre_completo in filas
    assert f"{ana.cedula[:2]}•••••{ana.cedula[-3:]}" in filas
    assert ana.cedula not in filas
    assert "17-may-1980" not in filas


@pytest.mark.parametrize("modelo", [Certificado, Cuenta])
def test_lists_in_which_one_looks_for_a_number_tell_no_name(ventanilla, ana, modelo):
    buscado = "" if modelo is Certificado else ana.cedula[:3]

    filas = ventanilla.get(lista(modelo), {"q": buscado}).content.decode().partition("result_list")[2]

    assert "A. A. M." in filas
    assert f"{ana.cedula[:2]}•••••{ana.cedula[-3:]}" in filas
    assert ana.cedula not in filas
    assert "Apellido000" not in filas


def test_to_ask_for_the_documents_of_a_number_is_to_open_that_file(ventanilla, ana):
    busqueda = lista(Certificado, f"?q={ana.cedula}")

    assert ventanilla.get(busqueda).url.startswith(f"{puerta(ana)}?next=")
    assert ventanilla.get(lista(Certificado), {"q": mundo.LUIS}).context["cl"].result_count == 0
    assert ventanilla.get(lista(Certificado), {"q": "\x00"}).status_code == 200

    abrir(ventanilla, ana)
    assert ventanilla.get(busqueda).context["cl"].result_count == 1


def test_the_codes_on_paper_are_listed_of_open_files_alone(ventanilla, ana):
    assert ventanilla.get(lista(CodigoEnPapel), {"q": ana.cedula}).context["cl"].result_count == 0
    assert ventanilla.get(pagina(CodigoEnPapel.objects.get())).url.startswith(puerta(ana))

    abrir(ventanilla, ana)

    assert ventanilla.get(lista(CodigoEnPapel)).context["cl"].result_count == 1


def test_lists_of_what_people_have_show_the_open_files_alone(ventanilla, ana):
    fila_de_cada_uno(1)
    assert ventanilla.get(lista(Pension)).context["cl"].result_count == 0

    abrir(ventanilla, ana)

    assert [p.persona_id for p in ventanilla.get(lista(Pension)).context["cl"].result_list] == [ana.pk]


def test_the_workers_of_an_employer_are_named_to_choose_from(ventanilla, ana):
    relacion = Relacion.objects.get()
    Persona.objects.update(cedula=mundo.LUIS)

    texto = ventanilla.get(lista(Relacion, f"?empleador__id__exact={relacion.empleador_id}")).content.decode()

    assert ana.nombre_completo in texto
    assert mundo.LUIS not in texto


@pytest.mark.parametrize("numero", ["999999", "x", "²", "9" * 30])
def test_the_file_of_nobody_is_not_there(ventanilla, numero):
    assert ventanilla.get(f"/admin/registro/persona/{numero}/expediente/").status_code == 404


def test_whoever_may_not_see_people_opens_no_file(client, ana):
    client.force_login(con_rol(Rol.TRANSPARENCIA))

    assert abrir(client, ana).status_code == 404
    assert client.get(pagina(ana)).status_code == 403

"""The proof of life: what the person sees, what the desk writes, and the clock that reminds once."""

from datetime import date, timedelta

import pytest

from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from pensionistas.exterior.supervivencia import recordar
from pensionistas.models import AvisoPais, PensionistaExterior, Supervivencia
from registro.models import Persona
from tests import mesa, mundo
from tests.actos import correos
from tests.archivos import pdf, subido
from tests.pensionistas.conftest import una_pension

pytestmark = pytest.mark.django_db
URL = "/pensionista/movimiento-pais/"
HOY = mundo.HOY


@pytest.fixture
def ana(ana):
    una_pension(ana, reside_exterior=True)
    return ana


def constancia(de: Persona, vence: date, **datos) -> Supervivencia:
    valores = {"fecha": vence - timedelta(365), "medio": "CONSULADO", "motivo": "x", "registrada_por": "x"}
    return Supervivencia.objects.create(persona=de, vence=vence, **(valores | datos))


def asuntos() -> list[str]:
    return [correo.subject for correo in correos()]


# --- the clock


def test_each_threshold_is_told_once_and_after_an_outage_only_the_nearest(de_ana, ana):
    vence = date(2027, 3, 1)
    constancia(ana, vence)

    assert recordar(vence - timedelta(61)) == 0
    for faltan, esperados in ((60, 1), (60, 0), (59, 0), (7, 1), (6, 0), (0, 0), (-3, 1), (-4, 0), (-40, 0)):
        recordar(vence - timedelta(faltan))
        assert len(asuntos()) == esperados, faltan


def test_a_new_proof_begins_another_year(de_ana, ana):
    constancia(ana, HOY + timedelta(10))
    recordar(HOY)
    assert asuntos() == ["Presente su constancia de supervivencia"]
    constancia(ana, HOY + timedelta(400))
    recordar(HOY + timedelta(4))
    assert asuntos() == []


@pytest.mark.parametrize("cambio", [{"fecha_fallecimiento": HOY}, {}], ids=["who died", "who lives in Ecuador"])
def test_nobody_else_is_reminded(de_ana, ana, cambio):
    constancia(ana, HOY + timedelta(10))
    if cambio:
        Persona.objects.update(**cambio)
    else:
        ana.pensiones.update(reside_exterior=False)
    assert recordar(HOY) == 0


def test_who_just_left_owes_the_first_one_and_a_later_trip_does_not_put_it_off(de_ana, ana):
    salidas = [{"presentar_hasta": HOY + timedelta(5)}, {"presentar_hasta": HOY + timedelta(500)}]
    for n, datos in enumerate(salidas):
        AvisoPais.objects.create(
            persona=ana, tipo="SALIDA", fecha=HOY - timedelta(n), pais="ES", registrado_por="x", **datos
        )
    assert recordar(HOY) == 1


# --- the person


@pytest.mark.parametrize(
    ("faltan", "dice", "en_inicio"),
    [
        (200, "vale hasta el", ""),
        (60, "Faltan <data", "Presente su constancia de supervivencia hasta esta fecha"),
        (0, "Vence hoy", "Presente su constancia de supervivencia hasta esta fecha"),
        (-1, "venció el", "Venció su constancia de supervivencia"),
    ],
)
def test_the_page_and_the_home_say_until_when_it_is_good(de_ana, ana, faltan, dice, en_inicio):
    constancia(ana, HOY + timedelta(faltan))
    html = de_ana.get(URL).content.decode()
    assert dice in html
    assert f'data-dato="supervivencia_hasta" value="{HOY + timedelta(faltan)}"' in html
    assert "Valor referencial" in html
    assert "En un consulado del Ecuador" in html
    inicio = de_ana.get("/inicio/").content.decode()
    assert (en_inicio in inicio) if en_inicio else ("supervivencia" not in inicio)


def test_who_has_none_registered_is_not_called_late(de_ana, ana):
    assert "No consta ninguna constancia de supervivencia suya" in de_ana.get(URL).content.decode()
    assert "No consta su supervivencia" in de_ana.get("/inicio/").content.decode()


def test_the_home_of_a_pensioner_abroad_stays_within_its_budget(de_ana, ana, django_assert_max_num_queries):
    constancia(ana, HOY)
    de_ana.get("/inicio/")
    with django_assert_max_num_queries(8):
        de_ana.get("/inicio/")


# --- the desk


def registrar(client, de: Persona, **datos):
    escrito = {"fecha": "2026-11-10", "medio": "PRESENCIAL", "motivo": "Vino con su cédula."}
    persona = PensionistaExterior.objects.get(pk=de.pk)
    return client.post(mesa.pagina(persona, "supervivencia"), escrito | datos, follow=True)


def test_the_counter_registers_it_with_its_reason_and_its_paper(client, ana):
    mesa.entrar(client, Rol.VENTANILLA)
    papel = subido(pdf(), "constancia.pdf")

    html = registrar(client, ana, medio="CONSULADO", documento=papel).content.decode()

    assert "La constancia quedó registrada." in html
    hecha = Supervivencia.objects.get()
    assert (hecha.vence, hecha.registrada_por) == (date(2027, 11, 10), "ventanilla")
    assert hecha.adjunto.persona == ana
    asiento = Asiento.objects.get(accion="supervivencia.registrada")
    assert (asiento.persona_id, asiento.datos["motivo"]) == (ana.pk, "Vino con su cédula.")
    assert asuntos() == ["Registramos su constancia de supervivencia"] or not ana.correo


@pytest.mark.parametrize(
    ("datos", "dice"),
    [
        ({"fecha": "2026-11-21"}, "no ha llegado"),
        ({"fecha": "9999-12-31"}, "no ha llegado"),
        ({"fecha": "2025-11-19"}, "ya no vale"),
        ({"fecha": "ayer"}, "Escriba una fecha que exista."),
        ({"medio": "CARTA"}, "Elija uno de la lista."),
        ({"medio": "CONSULADO"}, "Suba el documento"),
        ({"motivo": ""}, "Escriba el motivo."),
    ],
)
def test_what_proves_nothing_is_refused_in_words(client, ana, datos, dice):
    mesa.entrar(client, Rol.VENTANILLA)
    assert dice in registrar(client, ana, **datos).content.decode()
    assert not Supervivencia.objects.exists()


def test_a_mistake_is_annulled_and_no_longer_counts(client, ana):
    mesa.entrar(client, Rol.ANALISTA)
    una = constancia(ana, HOY + timedelta(300))
    client.post(mesa.pagina(una, "anular"), {"motivo": "Era de otra persona."})
    una.refresh_from_db()
    assert una.motivo_anulada == "Era de otra persona."
    assert recordar(una.vence) == 0


def test_the_counter_does_not_annul(client, ana):
    mesa.entrar(client, Rol.VENTANILLA)
    assert client.post(mesa.pagina(constancia(ana, HOY), "anular"), {"motivo": "x"}).status_code == 403


def test_the_desk_has_a_list_of_who_is_late_and_nobody_else_changes(client, ana):
    constancia(ana, HOY - timedelta(3))
    luis = mundo.persona(mundo.LUIS, nombres="Luis")
    una_pension(luis, reside_exterior=True)
    mesa.entrar(client, Rol.ANALISTA)

    html = client.get(mesa.lista(PensionistaExterior, "?supervivencia=vencida")).content.decode()
    assert "Vencida hace 3 días" in html
    assert "Luis" not in html
    assert "Sin ninguna registrada" in client.get(mesa.lista(PensionistaExterior)).content.decode()
    assert ana.pensiones.get().suspendida_desde is None

"""Procedure 6 in the catalogue: its sheet starts where nobody is logged in, and what is confirmed there counts."""

import pytest

from cuentas.actuacion import Por
from cuentas.clave import services
from cuentas.clave.recuperacion import avisar_recuperacion
from cuentas.models import Cuenta
from tests import mundo
from tramites.models import Atencion

pytestmark = pytest.mark.django_db
FRASE = "puente azul sobre nueve mangos"


@pytest.fixture
def ana():
    return mundo.cuenta(mundo.persona(), clave=mundo.CLAVE)


def restablecer(vez: str) -> Cuenta:
    return services.restablecer(cedula=mundo.ANA, clave=FRASE, red="10.0.0.1", vez=vez)


def contadas() -> list[tuple[str, str]]:
    return list(Atencion.objects.filter(tramite__slug="desbloqueo-clave").values_list("persona__cedula", "canal"))


def test_its_sheet_leads_to_its_pages_without_a_login(client):
    assert 'href="/cuenta/desbloquear/"' in client.get("/tramites/desbloqueo-clave/").content.decode()
    assert client.get("/cuenta/desbloquear/").status_code == 200


@pytest.mark.usefixtures("ana")
def test_a_recovery_counts_once_however_often_its_last_form_is_sent():
    restablecer("una")
    restablecer("una")

    assert contadas() == [(mundo.ANA, "EN_LINEA")]


@pytest.mark.usefixtures("ana")
def test_a_second_recovery_of_the_same_day_counts_again():
    restablecer("una")
    restablecer("otra")

    assert len(contadas()) == 2


@pytest.mark.usefixtures("ana")
def test_a_recovery_of_a_closed_account_is_refused_and_does_not_count():
    Cuenta.objects.update(is_active=False)

    with pytest.raises(services.ClaveRechazada):
        restablecer("una")

    assert contadas() == []


def test_what_the_counter_did_counts_as_done_there(ana):
    avisar_recuperacion(ana.persona, Por.VENTANILLA, "una")

    assert contadas() == [(mundo.ANA, "PRESENCIAL")]


def test_who_is_not_counted_has_not_recovered_anything(ana, monkeypatch):
    def falla(*_args):
        raise RuntimeError("sin conteo")

    monkeypatch.setattr("cuentas.clave.recuperacion._oyentes", [falla])

    with pytest.raises(RuntimeError):
        restablecer("una")

    ana.refresh_from_db()
    assert ana.check_password(mundo.CLAVE)


def test_the_home_of_an_employer_does_not_offer_the_clave_of_a_person(client):
    client.force_login(mundo.cuenta(mundo.empleador()))

    assert "/cuenta/desbloquear/" not in client.get("/inicio/").content.decode()

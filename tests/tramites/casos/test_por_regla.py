"""A case that the rule grants when it is sent, and that a person decides otherwise."""

from dataclasses import dataclass

import pytest

from afiliados.procedimientos.rectificacion_datos import RectificacionDatos
from iess_portal.roles import Rol
from nucleo.outbox import drain
from registro.reglas.dictamen import Dictamen
from tests import casos, mesa, mundo
from tramites.casos.tabla import POR_REGLA_SIN_PAGO
from tramites.models import Certificado


@dataclass(frozen=True)
class Hechos:
    """What the rule of these tests stands on: nothing."""


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]


@pytest.fixture(autouse=True)
def _por_regla(monkeypatch):
    monkeypatch.setattr(RectificacionDatos, "flujo", POR_REGLA_SIN_PAGO)


@pytest.fixture
def califica(monkeypatch):
    """A rule for a procedure that has none: it says yes to whatever it is asked."""
    nadie_falta = Dictamen(mundo.HOY, (), (), True, {}, {})
    monkeypatch.setattr(RectificacionDatos, "tipo_de_hechos", Hechos)
    monkeypatch.setattr(RectificacionDatos, "dictamen", lambda self, *_: (Hechos(), nadie_falta))


@pytest.mark.usefixtures("califica")
def test_what_qualifies_is_granted_at_once_signed_by_the_rule_and_told(de_ana):
    solicitud = casos.enviar(de_ana)
    assert (solicitud.estado, solicitud.resultado, solicitud.decidida_por) == ("CONCEDIDA", "CONCEDIDA", None)

    drain()
    solicitud.refresh_from_db()
    assert solicitud.estado == "NOTIFICADA"
    acuerdo = Certificado.objects.get(solicitud=solicitud, variante="acuerdo")
    assert acuerdo.listo
    assert acuerdo.datos["decidio"] == ""
    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    assert "Se concedió: cumple todos los requisitos" in html
    assert "Impugnar la decisión" in html


def test_before_it_is_sent_one_reads_that_the_rule_may_grant_it(de_ana):
    assert "se concede en el momento en que la envía" in de_ana.get(casos.URL).content.decode()


def test_what_does_not_qualify_waits_for_a_person(de_ana):
    solicitud = casos.enviar(de_ana)
    assert solicitud.estado == "INGRESADA"

    analista = mundo.navegador(mesa.con_rol(Rol.ANALISTA))
    casos.en_mesa(analista, solicitud, "tomar")
    casos.en_mesa(analista, solicitud, "conceder", motivo="Consta en el Registro Civil.")
    assert solicitud.resultado == "CONCEDIDA"


@pytest.mark.usefixtures("califica")
def test_whoever_does_not_agree_with_the_rule_is_heard_by_a_person(de_ana):
    solicitud = casos.enviar(de_ana)
    drain()
    de_ana.post(f"{solicitud.get_absolute_url()}impugnar/", {"motivo": "Falta la tilde."})
    aprobador = mundo.navegador(mesa.con_rol(Rol.APROBADOR))

    casos.en_mesa(aprobador, solicitud, "reabrir", motivo="Tiene razón.")

    assert (solicitud.estado, solicitud.resultado) == ("EN_REVISION", "")

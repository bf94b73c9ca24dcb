"""Procedure 21, the decision: by the rule, by a person, and once more after an objection."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from cuentas.actuacion import Actuacion, Por
from iess_portal.roles import Rol
from nucleo.bitacora.models import Asiento
from nucleo.invariantes import inscritos
from nucleo.outbox import drain
from registro.models import Dependiente, Relacion
from tests import mesa, mundo
from tests.afiliados.extension_cobertura.familia import (
    CARLOS,
    ELENA,
    ESPOSO,
    HIJA,
    HIJO,
    OTRA,
    URL,
    completar,
    cubierto,
    decir,
    documento,
    enviar,
    nacimiento,
    revision,
)
from tests.casos import en_mesa, reabrir
from tests.dictamen import dato, requisitos
from tramites.casos import services
from tramites.models import Solicitud

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pki")]

EN_ENERO = nacimiento(date(2026, 1, 5))
MOTIVO = "La partida muestra el parentesco."


@pytest.fixture
def esposo(ana):
    cubierto(ana, ESPOSO, "CONYUGE", fecha_hasta=date(2022, 1, 1), causa_fin="VOLUNTAD")
    return mundo.persona(ESPOSO, **CARLOS)


def con_documento(de_ana, cedula: str = OTRA, **datos) -> Solicitud:
    return enviar(de_ana, "HIJO", cedula, **({"documento": "partida_de_nacimiento"} | documento() | EN_ENERO | datos))


def resuelta(analista, solicitud, accion: str):
    en_mesa(analista, solicitud, "tomar")
    return en_mesa(analista, solicitud, accion, motivo=MOTIVO)


# --- by the rule


def test_what_the_register_shows_is_granted_when_it_is_sent(ana, esposo, de_ana):
    solicitud = enviar(de_ana, "CONYUGE", ESPOSO)

    assert solicitud.resultado == "CONCEDIDA"
    fila = Dependiente.objects.get()
    assert (fila.titular, fila.cedula, fila.parentesco) == (ana, ESPOSO, "CONYUGE")
    assert (fila.fecha_desde, fila.fecha_hasta, fila.causa_fin) == (mundo.HOY, None, "")
    assert fila.acuerdo_numero == solicitud.numero
    assert {"fecha_desde", "fecha_hasta"} <= set(fila.cambiado_en_portal)
    assert Asiento.objects.filter(accion="cobertura.concedida", persona_id=ana.pk).count() == 1
    drain()
    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    assert (dato(html, "aporte_adicional"), dato(html, "acceso_desde")) == ("16.44", "2027-02-01")
    assert dato(html, "califica") == "si"
    acuerdo = solicitud.documentos.get(variante="acuerdo")
    assert acuerdo.estado == "EMITIDO"
    assert acuerdo.datos["acceso"] == "1 de febrero de 2027"
    assert f"Mena Solís Carlos, cédula {ESPOSO}" == acuerdo.datos["quien"]


def test_a_child_is_covered_until_the_day_before_eighteen(ana, de_ana):
    mundo.persona(HIJA, **ELENA)
    cubierto(ana, HIJA, "HIJO", fecha_hasta=date(2022, 1, 1), causa_fin="VOLUNTAD")

    enviar(de_ana, "HIJO", HIJA)

    assert Dependiente.objects.get().fecha_hasta == date(2030, 3, 8)


def test_who_covers_them_is_known_to_the_one_whom_they_cover(ana, de_ana):
    luis = mundo.persona(mundo.LUIS, estado_civil="CASADO")
    cubierto(luis, mundo.ANA, "CONYUGE", fecha_hasta=date(2025, 1, 1), causa_fin="CESE_DEL_TITULAR")

    solicitud = enviar(de_ana, "CONYUGE", mundo.LUIS)

    assert solicitud.resultado == "CONCEDIDA"


def test_sent_twice_it_is_one_cover(ana, esposo, de_ana):
    decir(de_ana, "CONYUGE", ESPOSO)
    completar(de_ana)
    revision(de_ana)

    de_ana.post(f"{URL}revisar/")
    de_ana.post(f"{URL}revisar/")

    assert Dependiente.objects.count() == Solicitud.objects.count() == 1


def test_what_changed_before_it_was_sent_is_seen_by_the_rule(ana, esposo, de_ana):
    decir(de_ana, "CONYUGE", ESPOSO)
    completar(de_ana)
    mundo.relacion(esposo, mundo.empleador(mundo.RUC_MAR), date(2026, 11, 1))

    respuesta = de_ana.post(f"{URL}revisar/")

    assert respuesta.url == f"{URL}paso/1/"
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()


# --- by a person


def test_a_document_goes_to_a_person(ana, de_ana):
    solicitud = con_documento(de_ana)

    assert (solicitud.estado, solicitud.resultado) == ("INGRESADA", "")
    assert solicitud.dictamen["califica"] is True
    assert not Dependiente.objects.exists()
    assert solicitud.entregas.count() == 1
    assert "lo revisa el personal" in de_ana.get(solicitud.get_absolute_url()).content.decode()


def test_granted_by_a_person_it_covers_from_that_day(ana, de_ana, de_la_mesa, time_machine):
    solicitud = con_documento(de_ana)
    time_machine.move_to("2026-11-24T10:00:00-05:00", tick=False)

    resuelta(de_la_mesa(Rol.ANALISTA), solicitud, "conceder")

    fila = Dependiente.objects.get()
    assert (fila.fecha_desde, fila.fecha_hasta) == (date(2026, 11, 24), date(2044, 1, 4))
    acuerdo = solicitud.documentos.get(variante="acuerdo").datos
    assert (acuerdo["desde"], acuerdo["acceso"]) == ("24 de noviembre de 2026", "24 de noviembre de 2026")
    assert acuerdo["hasta"] == "4 de enero de 2044"


def test_denied_it_covers_nobody(ana, de_ana, analista):
    solicitud = con_documento(de_ana)

    resuelta(analista, solicitud, "negar")

    assert solicitud.resultado == "NEGADA"
    assert not Dependiente.objects.exists()


def test_who_was_covered_meanwhile_is_not_covered_twice(ana, de_ana, analista):
    solicitud = con_documento(de_ana)
    cubierto(ana, OTRA, "HIJO", desde=date(2026, 11, 1))

    respuesta = resuelta(analista, solicitud, "conceder")

    assert "Calcúlelo otra vez" in respuesta.content.decode()
    en_mesa(analista, solicitud, "recalcular")
    assert solicitud.dictamen["califica"] is False
    html = de_ana.get(solicitud.get_absolute_url()).content.decode()
    assert requisitos(html)["sin_cobertura"] == "no"
    assert Dependiente.objects.get().fecha_desde == date(2026, 11, 1)


def test_who_came_of_age_while_it_was_looked_at_is_not_covered(ana, de_ana, de_la_mesa, time_machine):
    solicitud = con_documento(de_ana, **nacimiento(date(2008, 11, 24)))
    time_machine.move_to("2026-11-24T10:00:00-05:00", tick=False)

    respuesta = resuelta(de_la_mesa(Rol.ANALISTA), solicitud, "conceder")

    assert "cumplió 18 el 24 de noviembre de 2026. Calcúlelo otra vez" in respuesta.content.decode()
    assert not Dependiente.objects.exists()


def test_who_was_insured_meanwhile_is_not_covered(ana, de_ana, analista):
    solicitud = enviar(de_ana, "CONYUGE", ESPOSO, documento="cedula", **documento())
    mundo.relacion(mundo.persona(ESPOSO, **CARLOS), mundo.empleador(mundo.RUC_MAR), date(2026, 11, 1))

    respuesta = resuelta(analista, solicitud, "conceder")

    assert "Que no tenga seguro propio" in respuesta.content.decode()
    assert not Dependiente.objects.exists()


def test_what_the_rule_denies_nobody_grants(ana, de_ana, analista):
    solicitud = enviar(de_ana, "CONVIVIENTE", ESPOSO, documento="union_registrada", **documento())

    respuesta = resuelta(analista, solicitud, "conceder")

    assert "no califica" in respuesta.content.decode()
    assert not Dependiente.objects.exists()


# --- once more


def test_granted_again_it_is_the_same_cover(ana, de_ana, de_la_mesa, time_machine):
    solicitud = con_documento(de_ana)
    resuelta(de_la_mesa(Rol.ANALISTA), solicitud, "conceder")
    reabrir(de_ana, solicitud)
    time_machine.move_to("2026-12-01T10:00:00-05:00", tick=False)
    analista = de_la_mesa(Rol.ANALISTA, "otra")

    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "recalcular")
    assert solicitud.dictamen["califica"] is True
    en_mesa(analista, solicitud, "conceder", motivo=MOTIVO)

    assert Dependiente.objects.get().fecha_desde == mundo.HOY
    assert not inscritos()["cobertura_sin_su_dependiente"].violan().exists()


def test_what_was_ended_meanwhile_stays_ended(ana, de_ana, analista):
    solicitud = con_documento(de_ana)
    resuelta(analista, solicitud, "conceder")
    de_ana.post(f"{URL}terminar/{Dependiente.objects.get().pk}/")
    reabrir(de_ana, solicitud)

    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "conceder", motivo=MOTIVO)

    assert solicitud.resultado == "CONCEDIDA"
    fila = Dependiente.objects.get()
    assert (fila.fecha_hasta, fila.causa_fin) == (mundo.HOY, "VOLUNTAD")


def test_denied_after_an_objection_it_is_taken_back(ana, de_ana, analista):
    solicitud = con_documento(de_ana)
    resuelta(analista, solicitud, "conceder")
    reabrir(de_ana, solicitud)

    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "negar", motivo="La partida es de otra persona.")

    assert not Dependiente.objects.exists()
    assert Asiento.objects.filter(accion="cobertura.retirada", persona_id=ana.pk).count() == 1


def test_what_was_there_before_is_put_back(ana, esposo, de_ana, analista):
    antes = Dependiente.objects.values().get()
    solicitud = enviar(de_ana, "CONYUGE", ESPOSO)
    reabrir(de_ana, solicitud)

    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "negar", motivo="No convive.")

    despues = Dependiente.objects.values().get()
    assert {c: despues[c] for c in antes if c != "cambiado_en_portal"} == {
        c: v for c, v in antes.items() if c != "cambiado_en_portal"
    }


def test_a_case_is_decided_again_to_the_same(ana, esposo, de_ana, capsys):
    solicitud = enviar(de_ana, "CONYUGE", ESPOSO)
    Relacion.objects.all().delete()

    call_command("recalcular", solicitud.numero)

    assert "16" in capsys.readouterr().out


# --- at the same time


def dos_parejas(de_ana) -> list[Solicitud]:
    """Two cases that qualify each while the other is not granted."""
    return [enviar(de_ana, "CONYUGE", cedula, documento="cedula", **documento()) for cedula in (ESPOSO, HIJO)]


def test_of_two_partners_one_is_covered(ana, de_ana, analista):
    una, otra = dos_parejas(de_ana)
    resuelta(analista, una, "conceder")

    respuesta = resuelta(analista, otra, "conceder")

    assert "Calcúlelo otra vez" in respuesta.content.decode()
    assert Dependiente.objects.get().cedula == ESPOSO


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_of_two_partners_granted_at_once_one_is_covered(ana, de_ana):
    analistas = [mesa.con_rol(Rol.ANALISTA, usuario) for usuario in ("una", "otra")]
    casos = list(zip(analistas, dos_parejas(de_ana), strict=True))
    for cuenta, solicitud in casos:
        en_mesa(mundo.navegador(cuenta), solicitud, "tomar")

    def conceder(de_quien) -> bool:
        cuenta, solicitud = de_quien
        actuacion = Actuacion(actor=cuenta, sujeto=ana, por=Por.VENTANILLA)
        try:
            services.actuar(actuacion=actuacion, solicitud=solicitud, accion="conceder", motivo=MOTIVO)
        except services.NoProcede:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hilos:
        assert sorted(hilos.map(conceder, casos)) == [False, True]
    assert Dependiente.objects.count() == 1

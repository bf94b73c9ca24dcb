"""A notice of long ago is a case: a person decides, and the decision writes it in the register."""

from datetime import date

import pytest

from empleadores.models import Novedad
from iess_portal.roles import Rol
from registro.models import Relacion
from tests import mesa, mundo
from tests.casos import en_mesa, reabrir
from tests.empleadores.novedades.puerta import dia
from tramites.models import Atencion, Solicitud

pytestmark = pytest.mark.django_db
URL = "/empleador/novedades-extemporaneas/"
ENTRADA = {
    "cedula": mundo.ANA,
    "sucursal": "0001",
    **dia("ingreso", date(2026, 2, 3)),
    "jornada": "COMPLETA",
    "sueldo": "500",
    "cargo": "Bodeguera",
    "actividad": "0000000000001",
    "relacion_trabajo": "06",
    "seguro": "R",
    "origen_pago": "P",
}
SALIDA = {"cedula": mundo.ANA, "sucursal": "0001", **dia("fecha", date(2026, 3, 31)), "causa": "T"}
SUELDO = {"cedula": mundo.ANA, "sucursal": "0001", "mes": "3", "anio": "2026", "sueldo": "1100"}
EXTRAS = {"cedula": mundo.ANA, "sucursal": "0001", "mes": "3", "anio": "2026", "valor": "80", "causa": "O"}


@pytest.fixture
def analista():
    return mundo.navegador(mesa.con_rol(Rol.ANALISTA))


def llenar(client, tipo: str, datos: dict[str, str]) -> str:
    """Up to the page that shows everything; or the one that says what is wrong."""
    client.post(URL)
    client.post(f"{URL}paso/1/", {"tipo": tipo})
    segunda = client.post(f"{URL}paso/2/", datos)
    if segunda.status_code == 200:
        return segunda.content.decode()
    client.post(f"{URL}paso/3/", {"motivo": "El contador se enfermó."})
    return client.get(f"{URL}revisar/").content.decode()


def enviar(client, tipo: str, datos: dict[str, str]) -> Solicitud:
    llenar(client, tipo, datos)
    assert client.post(f"{URL}revisar/").status_code == 302
    return Solicitud.objects.get()


def conceder(analista, solicitud: Solicitud) -> str:
    en_mesa(analista, solicitud, "tomar")
    return en_mesa(analista, solicitud, "conceder", motivo="Consta en el contrato.").content.decode()


def test_everything_is_shown_before_it_is_sent(de_sol, ana):
    pagina = llenar(de_sol, "ENT", ENTRADA)

    assert "Prueba Ríos Ana María" in pagina
    assert "17 de febrero de 2026" in pagina
    assert "valor referencial" in pagina
    assert "El contador se enfermó." in pagina


def test_granted_it_is_in_the_register_from_that_very_moment(de_sol, ana, sol, analista):
    solicitud = enviar(de_sol, "ENT", ENTRADA)
    assert not Relacion.objects.exists()

    conceder(analista, solicitud)

    novedad = Novedad.objects.get()
    assert (novedad.solicitud_numero, novedad.fecha) == (solicitud.numero, date(2026, 2, 3))
    assert novedad.dias_tarde == 276
    assert Relacion.objects.get().empleador == sol
    assert [a.tramite.slug for a in Atencion.objects.all()] == ["novedades-extemporaneas"]


@pytest.mark.parametrize(("tipo", "datos"), [("SAL", SALIDA), ("MSU", SUELDO), ("INS", EXTRAS)])
def test_each_kind_of_notice_has_its_case(de_sol, trabaja, analista, tipo, datos):
    conceder(analista, enviar(de_sol, tipo, datos))

    assert Novedad.objects.get().tipo == tipo


def test_denied_it_changes_nothing(de_sol, ana, analista):
    solicitud = enviar(de_sol, "ENT", ENTRADA)
    en_mesa(analista, solicitud, "tomar")
    en_mesa(analista, solicitud, "negar", motivo="No consta el contrato.")

    assert solicitud.resultado == "NEGADA"
    assert not Novedad.objects.exists()


def test_what_can_no_longer_be_written_is_not_granted(de_sol, ana, sol, analista):
    solicitud = enviar(de_sol, "ENT", ENTRADA)
    mundo.relacion(ana, sol, date(2026, 1, 1))

    pagina = conceder(analista, solicitud)

    assert "No se puede aplicar: Ya consta trabajando" in pagina
    assert solicitud.estado == "EN_REVISION"


def test_decided_otherwise_after_an_objection_it_is_taken_back(de_sol, ana, analista, pki):
    solicitud = enviar(de_sol, "ENT", ENTRADA)
    conceder(analista, solicitud)
    reabrir(de_sol, solicitud)

    en_mesa(analista, solicitud, "retomar")
    en_mesa(analista, solicitud, "negar", motivo="El contrato era falso.")

    assert not Relacion.objects.exists()
    assert Novedad.objects.get().motivo_deshecha == "Se negó su solicitud."


@pytest.mark.parametrize(
    ("tipo", "datos", "mensaje"),
    [
        ("ENT", ENTRADA | dia("ingreso", date(2026, 11, 1)), "Todavía no pasan 45 días"),
        ("ENT", ENTRADA | {"cedula": mundo.LUIS}, "El registro no conoce esta cédula"),
        ("ENT", ENTRADA | {"sucursal": "9999"}, "Elija una sucursal de la lista"),
        ("ENT", ENTRADA | {"sueldo": "10"}, "El mínimo de la jornada completa"),
        ("SAL", SALIDA, "No consta trabajando para este empleador"),
        ("SAL", SALIDA | {"causa": "F"}, "Escriba la fecha de fallecimiento"),
        ("MSU", SUELDO | {"anio": "veinte"}, "Escriba el año con cuatro números"),
        ("MSU", SUELDO | {"anio": "2027"}, "Ese mes todavía no empieza"),
        ("INS", EXTRAS | {"mes": "13"}, "Elija un mes de la lista"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(de_sol, ana, tipo, datos, mensaje):
    assert mensaje in llenar(de_sol, tipo, datos)
    assert not Solicitud.objects.exclude(estado="BORRADOR").exists()

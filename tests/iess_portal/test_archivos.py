"""robots.txt and security.txt."""

import re
from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.django_db


def lineas(client, url: str) -> list[str]:
    respuesta = client.get(url)
    assert respuesta.status_code == 200
    assert respuesta.headers["Content-Type"] == "text/plain; charset=utf-8"
    return respuesta.content.decode().splitlines()


def se_busca(client, ruta: str) -> bool:
    """As RFC 9309 says: the longest rule that fits."""
    reglas = [linea.split(": ") for linea in lineas(client, "/robots.txt")[1:]]
    valen = [
        (len(regla), palabra == "Allow")
        for palabra, regla in reglas
        if re.match(re.escape(regla).replace(r"\$", "$"), ruta)
    ]
    return max(valen)[1]


@pytest.mark.parametrize(
    "ruta",
    ["/", "/tramites/", "/tramites/certificado-afiliacion/", "/verificar/", "/transparencia/", "/transparencia.csv"],
)
def test_a_search_engine_may_show_what_is_for_everybody(client, ruta):
    assert se_busca(client, ruta)
    assert client.get(ruta).status_code == 200


@pytest.mark.parametrize(
    "ruta",
    [
        *("/inicio/", "/ingresar/", "/admin/", "/documentos/", "/cuenta/clave/generar/", "/salud/listo/"),
        *("/verificar/0000000000000000/", "/cuenta/cambios/1/secreto/", "/afiliado/historial-laboral/"),
    ],
)
def test_and_nothing_of_anybody(client, ruta):
    assert not se_busca(client, ruta)


def test_security_txt_says_whom_to_tell_for_a_year_to_come(client, settings, time_machine):
    settings.SECURITY_CONTACT = "mailto:avisos@tramites.example.gob.ec"
    time_machine.move_to(datetime(2026, 11, 22, 15, 0, tzinfo=UTC), tick=False)

    assert lineas(client, "/.well-known/security.txt") == [
        "Contact: mailto:avisos@tramites.example.gob.ec",
        "Expires: 2027-11-22T00:00:00Z",
        "Preferred-Languages: es, en",
        f"Canonical: {settings.PORTAL_URL}/.well-known/security.txt",
    ]


@pytest.mark.parametrize("url", ["/robots.txt", "/.well-known/security.txt"])
def test_they_can_only_be_read(client, url):
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405

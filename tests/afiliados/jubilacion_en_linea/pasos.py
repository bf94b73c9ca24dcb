"""The pages of procedure 7 as a test reads them, and what is done with its case."""

from django.test import Client

from tests.dictamen import datos
from tests.jubilacion import URL


def pagina(client: Client, url: str = URL) -> str:
    respuesta = client.get(url)
    assert respuesta.status_code == 200, url
    return respuesta.content.decode()


def cifra(html: str, nombre: str) -> str:
    """The figure of that name; all of a name are equal."""
    valores = datos(html, nombre)
    assert len(set(valores)) == 1, (nombre, valores)
    return valores[0]

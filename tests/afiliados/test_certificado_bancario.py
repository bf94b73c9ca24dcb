"""Procedure 10: the bank's certificate, handed in with the account, or not."""

import re

import pytest

from iess_portal.roles import Rol
from registro.models import CuentaBancaria
from tests import archivos, mesa, mundo
from tests.actos import confirmar, continuar
from tramites.models import Adjunto, Respaldo

pytestmark = pytest.mark.django_db
URL = "/afiliado/cuenta-bancaria/"
DATOS = {
    "institucion": "Pichincha",
    "tipo": "AHORROS",
    "numero": "2200112233",
    "numero_otra_vez": "2200112233",
    "propia": "on",
}


@pytest.fixture
def ana(client):
    persona = mundo.persona()
    client.force_login(mundo.cuenta(persona))
    return persona


def numeros_en(html: str) -> list[str]:
    """What the page will send back."""
    return re.findall(r'<input type="hidden" name="certificado" value="([^"]+)">', html)


def archivo(nombre: str = "certificado.pdf", contenido: bytes = b""):
    return archivos.subido(contenido or archivos.pdf(), nombre)


def test_the_form_says_what_it_takes(client, ana):
    html = client.get(URL).content.decode()
    assert 'enctype="multipart/form-data"' in html
    assert "Hasta 3 archivos PDF, JPEG o PNG, de 5,0\u00a0MB como máximo cada uno." in html
    assert re.search(r'<input type="file" name="certificado" accept="\.pdf,[^"]+" multiple', html)


def test_the_certificate_goes_with_the_account_and_the_counter_sees_it_where_it_validates(client, ana):
    html = continuar(client, URL, **DATOS, certificado=archivo())
    assert "certificado.pdf" in html
    (numero,) = set(numeros_en(html))

    html = confirmar(client, URL, **DATOS, certificado=numero)

    assert "certificado.pdf" in html
    assert "El personal comparará la cuenta con el certificado" in html
    cuenta, adjunto = CuentaBancaria.objects.get(), Adjunto.objects.get()
    assert Respaldo.objects.get().objeto == f"cuenta_bancaria:{cuenta.pk}"
    assert "certificado.pdf" in client.get("/documentos/").content.decode()
    mesa.entrar(client, Rol.VENTANILLA)
    for acto in ("change", "validar", "rechazar"):
        pagina = client.get(mesa.pagina(cuenta, acto)).content.decode()
        assert f'<a href="{mesa.pagina(adjunto, "archivo")}">certificado.pdf</a>' in pagina
    bajado = client.get(mesa.pagina(adjunto, "archivo"))
    assert b"".join(bajado.streaming_content).startswith(b"%PDF-")
    bajado.close()


def test_without_it_the_account_is_registered_as_before(client, ana):
    assert "Revise sus respuestas" in continuar(client, URL, **DATOS, certificado="")
    assert "lleve su cédula y el certificado bancario" in confirmar(client, URL, **DATOS)
    cuenta = CuentaBancaria.objects.get()
    mesa.entrar(client, Rol.VENTANILLA)
    assert "No entregó ninguno en línea" in client.get(mesa.pagina(cuenta, "validar")).content.decode()


def test_a_mistake_in_another_field_does_not_cost_the_file(client, ana):
    html = continuar(client, URL, **(DATOS | {"numero_otra_vez": "2200112234"}), certificado=archivo())
    assert "Los dos números no son iguales" in html
    (numero,) = numeros_en(html)

    # A browser sends a place for files in which none was chosen as an empty answer.
    html = continuar(client, URL, **DATOS, certificado=[numero, ""])

    assert "Revise sus respuestas" in html
    assert set(numeros_en(html)) == {numero}


def test_each_file_that_is_refused_is_told_by_its_name_and_the_good_ones_stay(client, ana):
    malos = [archivo("dibujo.svg", b"<svg/>"), archivo("hoja.docx", b"PK\x03\x04[Content_Types].xml")]
    html = continuar(client, URL, **DATOS, certificado=[archivo(), *malos])

    assert "«dibujo.svg»: Es una página web o un dibujo" in html
    assert "«hoja.docx»: Es un documento de Word" in html
    assert html.count('class="mensaje"') == 2
    assert "<strong>certificado.pdf</strong>" in html
    assert 'value="2200112233"' in html
    assert not CuentaBancaria.objects.exists()


def test_more_files_than_the_field_takes_are_told(client, ana):
    html = continuar(client, URL, **DATOS, certificado=[archivo(f"{n}.pdf", archivos.pdf(n)) for n in range(1, 5)])
    assert "«4.pdf»: puede entregar 3 como máximo" in html
    assert len(numeros_en(html)) == 3
    assert Adjunto.objects.count() == 3


def test_a_file_is_taken_away_and_what_was_typed_stays(client, ana):
    (numero,) = set(numeros_en(continuar(client, URL, **DATOS, certificado=archivo())))

    html = continuar(client, URL, **(DATOS | {"tipo": ""}), certificado=numero, quitar=f"certificado:{numero}")

    assert numeros_en(html) == []
    assert 'value="2200112233"' in html
    assert 'class="mensaje"' not in html
    assert not Adjunto.objects.exists()


def test_taking_away_what_another_act_uses_only_takes_it_off_this_form(client, ana):
    (numero,) = set(numeros_en(continuar(client, URL, **DATOS, certificado=archivo())))
    confirmar(client, URL, **DATOS, certificado=numero)
    otra = DATOS | {"numero": "2200112244", "numero_otra_vez": "2200112244"}

    assert set(numeros_en(continuar(client, URL, **otra, certificado=archivo()))) <= {numero, *map(str, ids())}
    html = continuar(client, URL, **otra, certificado=numero, quitar=f"certificado:{numero}")

    assert numeros_en(html) == []
    assert Adjunto.objects.filter(numero=numero).exists()


def ids() -> list:
    return list(Adjunto.objects.values_list("numero", flat=True))


@pytest.mark.parametrize("numero", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_document_that_is_not_there_is_told(client, ana, numero):
    for enviar in (continuar, confirmar):
        assert "Un archivo ya no está" in enviar(client, URL, **DATOS, certificado=numero)
    assert not CuentaBancaria.objects.exists()


def test_what_the_antivirus_refused_meanwhile_backs_nothing(client, ana):
    (numero,) = set(numeros_en(continuar(client, URL, **DATOS, certificado=archivo())))
    Adjunto.objects.update(estado="RECHAZADO", archivo="", razon="Un virus.")

    assert "Un archivo ya no está" in confirmar(client, URL, **DATOS, certificado=numero)
    assert not CuentaBancaria.objects.exists()


def test_nobody_hands_in_the_document_of_somebody_else(client, ana):
    (numero,) = set(numeros_en(continuar(client, URL, **DATOS, certificado=archivo())))
    client.force_login(mundo.cuenta(mundo.persona(mundo.LUIS), correo="luis@correo.ec"))

    assert "Un archivo ya no está" in confirmar(client, URL, **DATOS, certificado=numero)
    continuar(client, URL, **DATOS, quitar=f"certificado:{numero}")

    assert Adjunto.objects.filter(numero=numero).exists()
    assert not Respaldo.objects.exists()


def test_a_file_that_is_too_large_is_told_and_the_rest_of_the_form_arrives(client, ana, settings):
    settings.ADJUNTO_TOPE = 1000
    html = continuar(client, URL, certificado=archivo("grande.pdf", b"%PDF-" + b"x" * 1001), **DATOS)
    assert "«grande.pdf»: pesa" in html
    assert "el máximo es" in html
    assert 'value="2200112233"' in html


def test_the_first_button_of_the_form_is_never_one_that_takes_a_file_away(client, ana):
    html = continuar(client, URL, **(DATOS | {"numero_otra_vez": "1"}), certificado=archivo())
    formulario = html[html.index('<form method="post" novalidate') :]
    assert 'name="quitar"' not in re.search(r"<button[^>]*>", formulario)[0]
    assert 'name="quitar"' in formulario

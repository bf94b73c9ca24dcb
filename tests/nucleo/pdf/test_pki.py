import datetime as dt
import stat
from io import StringIO

import pytest
from cryptography import x509
from django.core.management import CommandError, call_command

from nucleo import pdf
from nucleo.pdf import pki


@pytest.fixture
def carpeta(settings, tmp_path):
    settings.PKI_DIR = tmp_path / "pki"
    settings.PKI_P12 = settings.PKI_ROOTS = ""
    settings.DESARROLLO_PKI_PERMITIDA = True
    return settings.PKI_DIR


def orden(accion: str) -> str:
    salida = StringIO()
    call_command("pki", accion, stdout=salida)
    return salida.getvalue()


def test_the_command_makes_a_key_that_signs_and_tells_how_to_trust_it(carpeta):
    salida = orden("iniciar")
    assert "creada" in salida
    assert f"-i {carpeta / pki.RAIZ}" in salida
    assert "Demostración — sin validez legal" in salida
    assert pdf.get_firmante().desarrollo


def test_the_command_twice_changes_nothing(carpeta):
    orden("iniciar")
    antes = {ruta.name: ruta.read_bytes() for ruta in carpeta.iterdir()}
    assert "ya existente" in orden("iniciar")
    assert {ruta.name: ruta.read_bytes() for ruta in carpeta.iterdir()} == antes


def test_nobody_else_may_read_the_keys(carpeta):
    orden("iniciar")
    assert {stat.S_IMODE(ruta.stat().st_mode) for ruta in carpeta.iterdir()} == {0o600}
    assert stat.S_IMODE(carpeta.stat().st_mode) == 0o700


def test_where_the_development_key_is_not_allowed_none_is_made(carpeta, settings):
    settings.DESARROLLO_PKI_PERMITIDA = False
    with pytest.raises(CommandError, match="PKI_P12"):
        orden("iniciar")
    assert not carpeta.exists()


def test_the_state_without_a_key_is_an_error_in_plain_words(carpeta):
    with pytest.raises(CommandError, match="No hay clave de firma"):
        orden("estado")


def test_the_certificates_say_what_they_are_for(carpeta):
    pki.iniciar(carpeta)
    raiz, emisora, firmante = (pki.cargar(carpeta, nombre).certificado for nombre in pki.CLAVES)
    for certificado, emisor in ((raiz, raiz), (emisora, raiz), (firmante, emisora)):
        certificado.verify_directly_issued_by(emisor)
        assert pki.ORGANIZACION in certificado.subject.rfc4514_string()
    usos = firmante.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usos.digital_signature, usos.content_commitment, usos.key_cert_sign) == (True, True, False)
    assert firmante.public_key().curve.name == "secp256r1"
    lista = x509.load_pem_x509_crl((carpeta / pki.LISTA).read_bytes())
    assert lista.is_signature_valid(emisora.public_key())
    assert firmante.not_valid_after_utc > dt.datetime.now(dt.UTC) + dt.timedelta(days=3000)

"""The key: where it comes from, when it may sign, and how it signs."""

import datetime as dt
import io
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper

from nucleo import pdf
from nucleo.pdf import emision, firma, pki, sello
from nucleo.pdf.firma import QuietWriter

CLAVE = "contraseña-de-prueba"


@pytest.fixture
def sin_documentos(documento):
    """`documento`, composed before the key of the test is changed."""
    return documento


def p12(carpeta: Path, destino: Path, *, clave=None, certificado=None) -> Path:
    """The development signer, or another one, as PKCS#12 with its issuing authority."""
    firmante, emisora = pki.cargar(carpeta, pki.FIRMANTE), pki.cargar(carpeta, pki.EMISORA)
    destino.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"firma",
            clave or firmante.clave,
            certificado or firmante.certificado,
            [emisora.certificado],
            serialization.BestAvailableEncryption(CLAVE.encode()),
        )
    )
    return destino


def certificado_rsa(carpeta: Path) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """An RSA signer of the development authority without the mark of development."""
    emisora, modelo = pki.cargar(carpeta, pki.EMISORA), pki.cargar(carpeta, pki.FIRMANTE).certificado
    clave = rsa.generate_private_key(65537, 2048)
    constructor = x509.CertificateBuilder(
        issuer_name=emisora.certificado.subject,
        subject_name=x509.Name.from_rfc4514_string("CN=Institución,O=Institución de prueba,C=EC"),
        public_key=clave.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=modelo.not_valid_before_utc,
        not_valid_after=modelo.not_valid_after_utc,
    )
    for extension in modelo.extensions:
        if not isinstance(extension.value, x509.CertificatePolicies | x509.SubjectKeyIdentifier):
            constructor = constructor.add_extension(extension.value, critical=extension.critical)
    return clave, constructor.sign(emisora.clave, hashes.SHA256())


@pytest.fixture
def produccion(settings, tmp_path):
    """A production installation: the development key isn't allowed, the root is pinned."""
    carpeta = tmp_path / "pki"
    pki.iniciar(carpeta)
    settings.PKI_DIR = tmp_path / "ninguna"
    settings.DESARROLLO_PKI_PERMITIDA = False
    settings.PKI_ROOTS = str(carpeta / pki.RAIZ)
    settings.PKI_P12_PASSWORD = CLAVE
    return carpeta


@pytest.mark.pdf
def test_without_a_key_nothing_is_issued(sin_documentos, settings):
    settings.DESARROLLO_PKI_PERMITIDA = False
    with pytest.raises(pdf.FirmaNoDisponible, match="No hay clave de firma"):
        pdf.emitir(sin_documentos)


def test_without_a_key_no_page_names_a_signer(settings):
    settings.DESARROLLO_PKI_PERMITIDA = False
    with pytest.raises(pdf.FirmaNoDisponible):
        pdf.componer(
            "documentos/base.html",
            {},
            titulo="x",
            codigo="x",
            url_verificacion="x",
            emitido=dt.datetime.now(dt.UTC),
            datos={},
        )


@pytest.mark.pdf
def test_an_expired_key_does_not_sign(sin_documentos, settings, tmp_path):
    settings.PKI_DIR = tmp_path
    pki.iniciar(tmp_path, vence=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=1))
    with pytest.raises(pdf.FirmaNoDisponible, match="no está vigente"):
        pdf.emitir(sin_documentos)


@pytest.mark.pdf
def test_production_signs_with_its_pkcs12_and_without_the_mark(sin_documentos, produccion, settings, tmp_path):
    clave, certificado = certificado_rsa(produccion)
    settings.PKI_P12 = str(p12(produccion, tmp_path / "firma.p12", clave=clave, certificado=certificado))
    emitido = pdf.emitir(sin_documentos)
    assert not emitido.desarrollo
    examen = pdf.examinar(emitido.contenido)
    assert (examen.veredicto, examen.firmante, examen.desarrollo) == (pdf.Veredicto.INTACTO, "Institución", False)


def test_a_development_key_is_known_for_one_even_as_pkcs12(produccion, settings, tmp_path):
    settings.PKI_P12 = str(p12(produccion, tmp_path / "firma.p12"))
    assert pdf.get_firmante().desarrollo


def test_a_key_outside_the_pinned_roots_does_not_sign(produccion, settings, tmp_path):
    pki.iniciar(tmp_path / "otra")
    settings.PKI_P12 = str(p12(tmp_path / "otra", tmp_path / "firma.p12"))
    with pytest.raises(pdf.FirmaNoDisponible, match="PKI_ROOTS"):
        pdf.get_firmante()


def test_without_pinned_roots_no_key_is_good_enough(produccion, settings, tmp_path):
    settings.PKI_ROOTS = ""
    settings.PKI_P12 = str(p12(produccion, tmp_path / "firma.p12"))
    with pytest.raises(pdf.FirmaNoDisponible, match="PKI_ROOTS"):
        pdf.get_firmante()


@pytest.mark.parametrize("contenido", [None, b"", b"no es un PKCS#12"])
def test_a_key_that_cannot_be_read_is_told_in_plain_words(produccion, settings, tmp_path, contenido):
    settings.PKI_P12 = str(tmp_path / "firma.p12")
    if contenido is not None:
        Path(settings.PKI_P12).write_bytes(contenido)
    with pytest.raises(pdf.FirmaNoDisponible, match="clave de firma"):
        pdf.get_firmante()


def test_a_wrong_password_is_told_in_plain_words(produccion, settings, tmp_path):
    settings.PKI_P12 = str(p12(produccion, tmp_path / "firma.p12"))
    settings.PKI_P12_PASSWORD = "otra"
    with pytest.raises(pdf.FirmaNoDisponible, match="No se puede abrir"):
        pdf.get_firmante()


def test_the_key_is_loaded_once_and_again_when_it_is_renewed(carpeta_pki, settings, tmp_path):
    assert pdf.get_firmante() is pdf.get_firmante()
    settings.PKI_DIR = tmp_path
    pki.iniciar(tmp_path)
    antes = pdf.get_firmante()
    for ruta in tmp_path.iterdir():
        ruta.unlink()
    pki.iniciar(tmp_path)
    assert pdf.get_firmante().certificado.serial_number != antes.certificado.serial_number


def test_the_writer_leaves_the_metadata_alone_through_the_hook_that_pyhanko_calls(documento):
    # A private name of pyHanko: if a release renames it, metadata would be rewritten and this fails.
    assert "_update_meta" in vars(IncrementalPdfFileWriter) or any(
        "_update_meta" in vars(clase) for clase in IncrementalPdfFileWriter.__mro__
    )
    sin_firma = pdf.get_renderer().render(documento)
    salida = io.BytesIO()
    escritor = QuietWriter(io.BytesIO(sin_firma))
    escritor.update_root()
    escritor.write(salida)
    agregado = salida.getvalue()[len(sin_firma) :]
    assert agregado
    assert b"ModDate" not in agregado
    assert b"xmpmeta" not in agregado


def test_the_signature_carries_the_chain_without_the_root(firmado, carpeta_pki):
    firmante, emisora, raiz = (
        pki.cargar(carpeta_pki, n).certificado.public_bytes(serialization.Encoding.DER).hex().encode()
        for n in (pki.FIRMANTE, pki.EMISORA, pki.RAIZ)
    )
    escrito = firmado.lower()
    assert firmante in escrito
    assert emisora in escrito
    assert raiz not in escrito


def test_the_self_check_refuses_what_is_not_whole(firmado, documento):
    firmante = pdf.get_firmante()
    sin_firma = pdf.get_renderer().render(documento)
    with pytest.raises(pdf.DocumentoDefectuoso, match="exactamente"):
        emision.comprobar(sin_firma, firmante)
    with pytest.raises(pdf.DocumentoDefectuoso, match="comprobar"):
        emision.comprobar(firmado.replace(b"<pdfaid:part>3", b"<pdfaid:part>2"), firmante)
    with pytest.raises(pdf.DocumentoDefectuoso, match="completo"):
        emision.comprobar(firmado + b"\n%", firmante)


class SelloLento(sello.HttpTimeStamper):
    async def async_request_tsa_response(self, req):
        raise TimeoutError("la autoridad no respondió")


@pytest.mark.pdf
def test_a_timestamp_authority_that_fails_is_recorded_and_the_document_is_issued(sin_documentos, monkeypatch, caplog):
    monkeypatch.setattr(emision, "sello_de_tiempo", lambda: SelloLento("http://127.0.0.1:9"))
    emitido = pdf.emitir(sin_documentos)
    assert not emitido.sellado
    assert "sin sello de tiempo" in caplog.text
    assert pdf.examinar(emitido.contenido).veredicto is pdf.Veredicto.INTACTO


@pytest.fixture
def autoridad_de_sellado(carpeta_pki):
    """A timestamp authority under the development issuer (pyHanko's own one signs with RSA only)."""
    from asn1crypto import keys
    from asn1crypto import x509 as asn1
    from cryptography.x509.oid import ExtendedKeyUsageOID

    emisora = pki.cargar(carpeta_pki, pki.EMISORA)
    clave, base = certificado_rsa(carpeta_pki)
    ahora = dt.datetime.now(dt.UTC)
    certificado = (
        x509.CertificateBuilder()
        .subject_name(x509.Name.from_rfc4514_string("CN=Sellado de prueba,C=EC"))
        .issuer_name(emisora.certificado.subject)
        .public_key(clave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(base.not_valid_before_utc)
        .not_valid_after(ahora + dt.timedelta(days=30))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(emisora.clave, hashes.SHA256())
    )
    der, pkcs8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    return DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(certificado.public_bytes(der)),
        tsa_key=keys.PrivateKeyInfo.load(clave.private_bytes(der, pkcs8, serialization.NoEncryption())),
    )


@pytest.mark.pdf
def test_with_an_authority_the_signature_is_timestamped(sin_documentos, monkeypatch, autoridad_de_sellado):
    monkeypatch.setattr(emision, "sello_de_tiempo", lambda: autoridad_de_sellado)
    emitido = pdf.emitir(sin_documentos)
    assert emitido.sellado
    assert emitido.tamano <= 60 * 1024
    assert pdf.examinar(emitido.contenido).veredicto is pdf.Veredicto.INTACTO


def test_the_authority_is_asked_over_http_and_in_time(settings):
    settings.TSA_URL = ""
    assert sello.sello_de_tiempo() is None
    settings.TSA_URL = "https://sello.example/tsa"
    assert isinstance(sello.sello_de_tiempo(), sello.HttpTimeStamper)
    settings.TSA_URL = "file:///etc/passwd"
    assert sello.sello_de_tiempo() is None


def test_the_titular_and_expiry_are_those_of_the_certificate(carpeta_pki):
    firmante = firma.get_firmante()
    assert firmante.titular == "Portal de trámites en línea"
    assert firmante.vence > dt.datetime.now(dt.UTC)

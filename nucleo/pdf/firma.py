"""The signature: PAdES B-B (B-T with a timestamp) by a key that is loaded once per process.

Four things differ from pyHanko's stock signer, each measured: its SimpleSigner parses the key again for every
signature (87 ms for RSA-3072), signs twice when no size is reserved, rewrites the XMP metadata, and builds nested ASN.1
objects, which asn1crypto encodes again at every level of the nesting: half the time of a signature.
"""

import asyncio
import functools
import hashlib
import io
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, tsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.attributes import CMSAttributeProvider
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import as_signing_certificate_v2
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import SignedAttributeProviderSpec, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import NoOpStampStyle
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from nucleo.pdf.clave import archivos as archivos_de_la_clave
from nucleo.pdf.confianza import anclas, es_de_desarrollo, identidad
from nucleo.pdf.tipos import CAMPO_FIRMA, FirmaNoDisponible

logger = logging.getLogger(__name__)

# Room for the signature in bytes, beside what one takes: an ECDSA value is a few bytes longer or shorter; a timestamp
# comes with its chain. Too little and signing fails; too much and every reader walks over zeros.
HOLGURA = 16
RESERVA_SELLO = 8192
RESUMEN = "sha256"
Clave = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class QuietWriter(IncrementalPdfFileWriter):
    """Appends the signature and nothing else: the XMP packet and the Info dictionary stay as they were rendered."""

    def _update_meta(self) -> None:
        pass


class SigningCertificateAttribute(SignedAttributeProviderSpec, CMSAttributeProvider):
    """The one attribute that PAdES B-B adds to digest and type: which certificate signs. Encoded once per process."""

    attribute_type = "signing_certificate_v2"

    def __init__(self, certificado: x509.Certificate):
        self._codificado = as_signing_certificate_v2(certificado).dump()

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> tuple[CMSAttributeProvider]:
        return (self,)

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:
        return tsp.SigningCertificateV2.load(self._codificado)


class CachedKeySigner(Signer):
    """A signer whose key stays loaded. The place where a key inside an HSM would be asked to sign."""

    def __init__(self, certificado: x509.Certificate, cadena: SimpleCertificateStore, clave: Clave):
        super().__init__(signing_cert=certificado, cert_registry=cadena, embed_roots=False)
        self.signed_attr_prov_spec = SigningCertificateAttribute(certificado)
        self._clave = clave

    async def signed_attrs(self, *args: Any, **kwargs: Any) -> cms.CMSAttributes:
        return cms.CMSAttributes.load((await super().signed_attrs(*args, **kwargs)).dump())

    def signer_info(self, *args: Any, **kwargs: Any) -> cms.SignerInfo:
        return cms.SignerInfo.load(super().signer_info(*args, **kwargs).dump())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != RESUMEN:
            raise NotImplementedError(digest_algorithm)
        if isinstance(self._clave, ec.EllipticCurvePrivateKey):
            return self._clave.sign(data, ec.ECDSA(hashes.SHA256()))
        return self._clave.sign(data, padding.PKCS1v15(), hashes.SHA256())


@dataclass(frozen=True)
class Firmante:
    """Who signs here. `desarrollo`: the certificate says that its signatures have no legal value."""

    certificado: x509.Certificate
    signer: Signer

    @property
    def titular(self) -> str:
        return identidad(self.certificado)[1]

    @property
    def vence(self) -> datetime:
        return self.certificado.not_valid_after

    @functools.cached_property
    def desarrollo(self) -> bool:
        return es_de_desarrollo(self.certificado)

    @functools.cached_property
    def reserva(self) -> int:
        """Bytes to keep free for a signature without timestamp, as one takes that signs nothing."""
        prueba = asyncio.run(self.signer.async_sign(hashlib.sha256().digest(), RESUMEN, use_pades=True))
        return len(prueba.dump()) + HOLGURA

    def firmar(self, pdf: bytes, sello: TimeStamper | None = None) -> bytes:
        """`pdf` with its empty field signed and any later change forbidden (certified, P=1); B-T with `sello`."""
        metadatos = PdfSignatureMetadata(
            field_name=CAMPO_FIRMA,
            md_algorithm=RESUMEN,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        reserva = self.reserva + (RESERVA_SELLO if sello else 0)
        firmador = PdfSigner(metadatos, self.signer, timestamper=sello, stamp_style=NoOpStampStyle())
        salida = firmador.sign_pdf(
            QuietWriter(io.BytesIO(pdf)),
            existing_fields_only=True,
            bytes_reserved=2 * reserva,  # pyHanko counts hexadecimal digits
        )
        return salida.getbuffer().tobytes()


def get_firmante() -> Firmante:
    """The signer that this installation is configured for, checked against the pinned roots and the clock.

    PKI_P12 names it. Without it the development PKI signs, only where DESARROLLO_PKI_PERMITIDA. Otherwise
    FirmaNoDisponible: a document is never issued unsigned, nor signed by a key that nobody would trust.
    """
    firmante = firmante_configurado()
    ahora = datetime.now(UTC)
    if not firmante.certificado.not_valid_before <= ahora < firmante.vence:
        raise FirmaNoDisponible(
            f"El certificado de firma no está vigente: vence el {firmante.vence:%Y-%m-%d %H:%M} UTC."
        )
    return firmante


def firmante_configurado() -> Firmante:
    """The configured signer even if its certificate has expired, which verification must still recognise."""
    archivos, fechas = archivos_de_la_clave()
    return _cargar(archivos, settings.PKI_P12_PASSWORD, settings.PKI_ROOTS, fechas)


@functools.lru_cache(maxsize=2)
def _cargar(archivos: tuple[Path, ...], contrasena: str, raices: str, fechas: tuple[int, ...]) -> Firmante:
    """Key, certificate and chain, read and judged once; what may change between two calls is in the arguments."""
    try:
        clave, certificado, otros = _leer_p12(archivos[0], contrasena) if len(archivos) == 1 else _leer_pem(*archivos)
    except (OSError, ValueError) as error:
        raise FirmaNoDisponible(f"No se puede abrir la clave de firma: {error}") from error
    if not isinstance(clave, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise FirmaNoDisponible("La clave de firma no es RSA ni de curva elíptica.")
    cadena = SimpleCertificateStore()
    cadena.register_multiple(otros)
    _exigir_cadena(certificado, otros)
    logger.debug("clave de firma cargada: %s", certificado.subject.human_friendly)
    return Firmante(certificado, CachedKeySigner(certificado, cadena, clave))


def _leer_p12(archivo: Path, contrasena: str) -> tuple[object, x509.Certificate, list[x509.Certificate]]:
    contenido = pkcs12.load_pkcs12(archivo.read_bytes(), contrasena.encode() or None)
    if contenido.cert is None:
        raise ValueError("el PKCS#12 no contiene un certificado")
    otros = [_asn1(c.certificate) for c in contenido.additional_certs]
    return contenido.key, _asn1(contenido.cert.certificate), [c for c in otros if not c.self_issued]


def _leer_pem(certificado: Path, clave: Path, emisora: Path) -> tuple[object, x509.Certificate, list[x509.Certificate]]:
    privada = serialization.load_pem_private_key(clave.read_bytes(), password=None)
    propio, intermedio = (pyca.load_pem_x509_certificate(r.read_bytes()) for r in (certificado, emisora))
    return privada, _asn1(propio), [_asn1(intermedio)]


def _asn1(certificado: object) -> x509.Certificate:
    return x509.Certificate.load(certificado.public_bytes(serialization.Encoding.DER))  # type: ignore[attr-defined]


def _exigir_cadena(certificado: x509.Certificate, otros: list[x509.Certificate]) -> None:
    """The signer must chain to our own pinned roots (judged at the last instant that it is valid)."""
    contexto = anclas().contexto(certificado.not_valid_after)
    contexto.certificate_registry.register_multiple(otros)
    try:
        validador = CertificateValidator(certificado, validation_context=contexto)
        asyncio.run(validador.async_validate_usage({"digital_signature", "non_repudiation"}))
    except (PathError, ValidationError, ValueError) as error:
        raise FirmaNoDisponible(f"El certificado de firma no encadena con las raíces de PKI_ROOTS: {error}") from error

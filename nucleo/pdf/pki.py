"""The development PKI: root, issuing authority with its revocation list, and the key that signs.

Everything that it signs is marked by a certificate policy, so that nobody has to guess whether a signature has legal
value. Production never reads these files: its key comes as PKCS#12.
"""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# An OID of our own under 2.25 (ITU-T X.667), where a random UUID needs no registration.
POLITICA_DESARROLLO = "2.25.187394829510233672490118364825570349161"
ORGANIZACION = "Demostración — sin validez legal"
RAIZ, EMISORA, FIRMANTE, LISTA = "raiz.crt", "emisora.crt", "firmante.crt", "emisora.crl"
CLAVES = {RAIZ: "raiz.key", EMISORA: "emisora.key", FIRMANTE: "firmante.key"}

# Demonstration data hold documents dated in the past, and they must verify at their date.
ANTES = dt.timedelta(days=5 * 365)
VIGENCIA = dt.timedelta(days=10 * 365)


@dataclass(frozen=True, slots=True)
class Emitido:
    """A certificate and its key."""

    certificado: x509.Certificate
    clave: ec.EllipticCurvePrivateKey


def existe(carpeta: Path) -> bool:
    """Whether `carpeta` holds a whole development PKI."""
    return all((carpeta / nombre).is_file() for nombre in (*CLAVES, *CLAVES.values(), LISTA))


def iniciar(carpeta: Path, *, ahora: dt.datetime | None = None, vence: dt.datetime | None = None) -> bool:
    """Make the PKI in `carpeta`; False when it was there already. `vence` is the signer's expiry, if not the usual."""
    if existe(carpeta):
        return False
    ahora = ahora or dt.datetime.now(dt.UTC)
    carpeta.mkdir(parents=True, exist_ok=True, mode=0o700)
    raiz = _autoridad("Autoridad raíz de desarrollo", ec.SECP384R1(), None, ahora, longitud=1)
    emisora = _autoridad("Autoridad emisora de desarrollo", ec.SECP256R1(), raiz, ahora, longitud=0)
    firmante = _firmante("Portal de trámites en línea", emisora, ahora, vence)
    for nombre, emitido in ((RAIZ, raiz), (EMISORA, emisora), (FIRMANTE, firmante)):
        _guardar(carpeta / CLAVES[nombre], _pem_clave(emitido.clave))
        _guardar(carpeta / nombre, emitido.certificado.public_bytes(serialization.Encoding.PEM))
    _guardar(carpeta / LISTA, lista_de_revocacion(emisora, ahora))
    return True


def lista_de_revocacion(emisora: Emitido, ahora: dt.datetime, revocados: dict[int, dt.datetime] | None = None) -> bytes:
    """The issuing authority's CRL as PEM: `revocados` maps serial numbers to the moment of revocation."""
    lista = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(emisora.certificado.subject)
        .last_update(ahora)
        .next_update(ahora + VIGENCIA)
    )
    for serie, momento in (revocados or {}).items():
        entrada = x509.RevokedCertificateBuilder().serial_number(serie).revocation_date(momento).build()
        lista = lista.add_revoked_certificate(entrada)
    lista = lista.add_extension(x509.CRLNumber(int(ahora.timestamp())), critical=False)
    lista = lista.add_extension(_clave_del_emisor(emisora), critical=False)
    return lista.sign(emisora.clave, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def cargar(carpeta: Path, nombre: str) -> Emitido:
    """One certificate of the PKI with its key."""
    certificado = x509.load_pem_x509_certificate((carpeta / nombre).read_bytes())
    clave = serialization.load_pem_private_key((carpeta / CLAVES[nombre]).read_bytes(), password=None)
    if not isinstance(clave, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{CLAVES[nombre]} was not written by this module")
    return Emitido(certificado, clave)


def _autoridad(
    nombre: str, curva: ec.EllipticCurve, emisor: Emitido | None, ahora: dt.datetime, *, longitud: int
) -> Emitido:
    clave = ec.generate_private_key(curva)
    usos = _usos(key_cert_sign=True, crl_sign=True)
    constructor = (
        _constructor(nombre, clave, emisor, ahora, ahora + VIGENCIA)
        .add_extension(x509.BasicConstraints(ca=True, path_length=longitud), critical=True)
        .add_extension(usos, critical=True)
    )
    return Emitido(constructor.sign((emisor.clave if emisor else clave), hashes.SHA256()), clave)


def _firmante(nombre: str, emisor: Emitido, ahora: dt.datetime, vence: dt.datetime | None) -> Emitido:
    clave = ec.generate_private_key(ec.SECP256R1())
    constructor = (
        _constructor(nombre, clave, emisor, ahora, vence or ahora + VIGENCIA)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usos(digital_signature=True, content_commitment=True), critical=True)
    )
    return Emitido(constructor.sign(emisor.clave, hashes.SHA256()), clave)


def _constructor(
    nombre: str, clave: ec.EllipticCurvePrivateKey, emisor: Emitido | None, ahora: dt.datetime, vence: dt.datetime
) -> x509.CertificateBuilder:
    """What the three certificates have in common; without `emisor` the certificate is its own."""
    sujeto = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "EC"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANIZACION),
            x509.NameAttribute(NameOID.COMMON_NAME, nombre),
        ]
    )
    politica = x509.PolicyInformation(x509.ObjectIdentifier(POLITICA_DESARROLLO), None)
    constructor = (
        x509.CertificateBuilder()
        .subject_name(sujeto)
        .issuer_name(emisor.certificado.subject if emisor else sujeto)
        .public_key(clave.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(ahora - ANTES)
        .not_valid_after(vence)
        .add_extension(x509.CertificatePolicies([politica]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(clave.public_key()), critical=False)
    )
    return constructor.add_extension(_clave_del_emisor(emisor), critical=False) if emisor else constructor


def _clave_del_emisor(emisor: Emitido) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(emisor.clave.public_key())


def _usos(**activos: bool) -> x509.KeyUsage:
    nombres = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign "
        "encipher_only decipher_only"
    )
    return x509.KeyUsage(**{nombre: activos.get(nombre, False) for nombre in nombres.split()})


def _pem_clave(clave: ec.EllipticCurvePrivateKey) -> bytes:
    return clave.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _guardar(ruta: Path, contenido: bytes) -> None:
    """Write with 0600 from the first byte, never wider for a moment."""
    ruta.unlink(missing_ok=True)
    with os.fdopen(os.open(ruta, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as archivo:
        archivo.write(contenido)

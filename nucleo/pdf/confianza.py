"""Whose signatures are ours: the pinned roots, and the identities that may sign under them.

The roots come from PKI_ROOTS, a PEM file that may also hold intermediate certificates, revocation lists, and
certificates of earlier signers. Where it is not set and the development PKI is allowed, its root is the one.
"""

import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings
from pyhanko_certvalidator import ValidationContext

from nucleo.pdf import pki


@dataclass(frozen=True, slots=True)
class Anclas:
    """What a chain of certificates is judged against."""

    raices: tuple[x509.Certificate, ...]
    intermedias: tuple[x509.Certificate, ...]
    firmantes: tuple[x509.Certificate, ...]
    revocados: Mapping[tuple[str, int], datetime]

    def contexto(self, momento: datetime) -> ValidationContext:
        """A validation of chains at `momento`, without network and without revocation, which `revocado` tells."""
        return ValidationContext(
            trust_roots=list(self.raices), other_certs=list(self.intermedias), moment=momento, allow_fetching=False
        )

    def revocado(self, certificados: Iterable[x509.Certificate], momento: datetime) -> bool:
        """Whether any of them was revoked by `momento`, however much later the list was published.

        The lists are pinned like the roots. pyHanko would ignore them for a certificate that doesn't say where its
        list is, and distrust one that is newer than the document.
        """
        momentos = (self.revocados.get((c.issuer.hashable, c.serial_number)) for c in certificados)
        return any(revocacion is not None and revocacion <= momento for revocacion in momentos)


def anclas() -> Anclas:
    """The anchors of this installation; none at all where nothing is configured, so that nothing is trusted."""
    if settings.PKI_ROOTS:
        return _leer((_con_fecha(Path(settings.PKI_ROOTS)),))
    carpeta = Path(settings.PKI_DIR)
    if settings.DESARROLLO_PKI_PERMITIDA and pki.existe(carpeta):
        nombres = (pki.RAIZ, pki.EMISORA, pki.FIRMANTE, pki.LISTA)
        return _leer(tuple(_con_fecha(carpeta / nombre) for nombre in nombres))
    return Anclas((), (), (), {})


def identidad(certificado: x509.Certificate) -> tuple[str, str]:
    """Organisation and common name: what stays the same when a signer's certificate is renewed."""
    nombre = certificado.subject.native
    return _texto(nombre.get("organization_name")), _texto(nombre.get("common_name"))


def es_de_desarrollo(certificado: x509.Certificate) -> bool:
    """Whether the certificate carries the policy that marks everything the development PKI issues."""
    politicas = certificado.certificate_policies_value
    return politicas is not None and any(p["policy_identifier"].dotted == pki.POLITICA_DESARROLLO for p in politicas)


def _con_fecha(ruta: Path) -> tuple[Path, int]:
    return ruta, ruta.stat().st_mtime_ns


@functools.lru_cache(maxsize=4)
def _leer(archivos: tuple[tuple[Path, int], ...]) -> Anclas:
    """The PEM blocks of the files, sorted by what they are. The modification times make a changed file be read anew."""
    bloques = [bloque for ruta, _ in archivos for bloque in _bloques(ruta)]
    listas = [crl.CertificateList.load(der)["tbs_cert_list"] for tipo, der in bloques if tipo == "X509 CRL"]
    certificados = [x509.Certificate.load(der) for tipo, der in bloques if tipo == "CERTIFICATE"]
    autoridades = [c for c in certificados if c.ca]
    return Anclas(
        raices=tuple(c for c in autoridades if c.self_issued),
        intermedias=tuple(c for c in autoridades if not c.self_issued),
        firmantes=tuple(c for c in certificados if not c.ca),
        revocados={
            (lista["issuer"].hashable, entrada["user_certificate"].native): entrada["revocation_date"].native
            for lista in listas
            for entrada in lista["revoked_certificates"]
        },
    )


def _bloques(ruta: Path) -> Iterator[tuple[str, bytes]]:
    for tipo, _, der in pem.unarmor(ruta.read_bytes(), multiple=True):
        yield tipo, der


def _texto(valor: str | list[str] | None) -> str:
    return ", ".join(valor) if isinstance(valor, list) else valor or ""

"""Procedure 15: whether an employer is up to date, for whoever asks."""

from empleadores.certificados.contenido import CUMPLIMIENTO
from empleadores.certificados.tramite import CertificadoDeObligaciones
from tramites.procedimientos import inscribir


@inscribir
class CertificadoCumplimiento(CertificadoDeObligaciones):
    slug = "certificado-cumplimiento"
    texto = CUMPLIMIENTO

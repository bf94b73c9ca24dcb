"""Procedure 18: the same engine as the certificate of compliance, with the title and the words that others ask for."""

from empleadores.certificados.contenido import NO_ADEUDAR
from empleadores.certificados.tramite import CertificadoDeObligaciones
from tramites.procedimientos import inscribir


@inscribir
class CertificadoNoAdeudar(CertificadoDeObligaciones):
    slug = "certificado-no-adeudar"
    texto = NO_ADEUDAR

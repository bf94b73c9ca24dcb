"""The rows that all procedures share. Each model lives beside the code that owns it."""

from tramites.catalogo.models import Tramite
from tramites.certificados.models import Certificado
from tramites.transparencia.models import Atencion, Conteo

__all__ = ["Atencion", "Certificado", "Conteo", "Tramite"]

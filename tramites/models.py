"""The rows that all procedures share. Each model lives beside the code that owns it."""

from tramites.actos.models import ActoConfirmado
from tramites.adjuntos.models import Adjunto, Respaldo
from tramites.anuncios.models import Anuncio
from tramites.casos.models import Confirmacion, Entrega, Evento, Mensaje, Pedido, Solicitud
from tramites.catalogo.models import Tramite
from tramites.certificados.models import AnexoDeCertificado, Certificado
from tramites.pagos.models import OrdenPago
from tramites.quejas.models import PasoDeQueja, Prueba, Queja
from tramites.reliquidacion.models import CambioDePension
from tramites.transparencia.models import Atencion, CierreMensual, Conteo

__all__ = [
    "ActoConfirmado",
    "Adjunto",
    "AnexoDeCertificado",
    "Anuncio",
    "Atencion",
    "CambioDePension",
    "Certificado",
    "CierreMensual",
    "Confirmacion",
    "Conteo",
    "Entrega",
    "Evento",
    "Mensaje",
    "OrdenPago",
    "PasoDeQueja",
    "Pedido",
    "Prueba",
    "Queja",
    "Respaldo",
    "Solicitud",
    "Tramite",
]

"""The bitácora: who did what to whom, written in the transaction of the act and never changed afterwards."""

from nucleo.bitacora.services import Linea, anotar, anotar_varias, cambios, firma_de

__all__ = ["Linea", "anotar", "anotar_varias", "cambios", "firma_de"]

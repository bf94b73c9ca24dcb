"""The bitácora: who did what to whom, written in the transaction of the act and never changed afterwards."""

from nucleo.bitacora.services import anotar, cambios, firma_de

__all__ = ["anotar", "cambios", "firma_de"]

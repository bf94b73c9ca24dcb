"""The bitácora: who did what to whom, written in the transaction of the act and never changed afterwards."""

from nucleo.bitacora.services import anotar, firma_de

__all__ = ["anotar", "firma_de"]

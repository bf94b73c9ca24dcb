"""The bitácora: who did what to whom, written in the transaction of the act and never changed afterwards."""

from nucleo.bitacora.services import anotar, anotar_todas, cambios, firma_de, linea

__all__ = ["anotar", "anotar_todas", "cambios", "firma_de", "linea"]

"""Files that strangers hand in: judged by what they hold, in a process of their own with little memory and time."""

from nucleo.archivos.proceso import juzgar
from nucleo.archivos.tipos import EXTENSIONES, ArchivoRechazado, Juicio, Tipo

__all__ = ["EXTENSIONES", "ArchivoRechazado", "Juicio", "Tipo", "juzgar"]

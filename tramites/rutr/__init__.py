"""Reader of the official sheet of a procedure (Registro Único de Trámites y Regulaciones), from text or PDF.

    hoja = leer(ruta.read_bytes(), hoy=date.today())

Pure: no Django, no clock. A sheet is read by its labels, so that another procedure, another extraction of the same
PDF or a sheet with parts missing read just as well. What can't be read is listed in `hoja.problemas` with its line;
what can't be used at all raises `HojaIlegible`. Nothing that the sheet leaves empty is filled in.
"""

from tramites.rutr.hoja import Contacto, HojaIlegible, HojaRUTR, Horario, MesTransparencia, Problema, Requisito
from tramites.rutr.lector import leer, leer_pdf, leer_texto

__all__ = [
    "Contacto",
    "HojaIlegible",
    "HojaRUTR",
    "Horario",
    "MesTransparencia",
    "Problema",
    "Requisito",
    "leer",
    "leer_pdf",
    "leer_texto",
]

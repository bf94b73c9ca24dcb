"""What the portal holds on a person, given to that person (LOPDP art. 13 and 17): one section per table.

Each app names the sections of its own tables in `mis_datos_secciones`; a test finds the table that nobody named.
"""

from cuentas.mis_datos.secciones import Seccion, inscribir, secciones

__all__ = ["Seccion", "inscribir", "secciones"]

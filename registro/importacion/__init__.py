"""The hand-over of facts from the core system (`manage.py importar_registro`): a folder of CSV files, all or nothing.

Staging tables of texts → every error of every file → one UPDATE and one INSERT per table. See `archivos.py` for what
each file holds, `lectura.py`, `validacion.py`, `carga.py` and `aportes.py` for the steps.
"""

from registro.importacion.errores import CargaRechazada, ErrorDeCarga, Informe, Resumen
from registro.importacion.proceso import importar

__all__ = ["CargaRechazada", "ErrorDeCarga", "Informe", "Resumen", "importar"]

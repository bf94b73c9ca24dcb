"""What an employer may tell of a worker, until when, and at what cost: E §3 and §4 of the domain notes.

`revisar` and `plazo` look at one notice and at what the register shows of its worker at this employer. The files of
many notices and the pages of one use the same two. Every name is imported from here.
"""

from empleadores.reglas.novedades.hechos import (
    CALENDARIO,
    HABILES,
    HORAS,
    LETRAS_DE_LA_ACTIVIDAD,
    LETRAS_DEL_CARGO,
    MUERTE,
    PRIMER_DIA,
    SIN_SUCURSALES,
    ULTIMO_DIA,
    CambioSueldo,
    Empresa,
    Entrada,
    Extras,
    NormaNovedades,
    NuevoSueldo,
    Pedido,
    Plazo,
    Problema,
    Salida,
    Trabajador,
    ValorExtra,
    Vinculo,
    campo_del_hecho,
    por_horas,
)
from empleadores.reglas.novedades.plazos import extemporanea, plazo
from empleadores.reglas.novedades.revision import revisar, revisar_quien_entra, revisar_quien_trabaja, ya_consta

__all__ = [
    "CALENDARIO",
    "HABILES",
    "HORAS",
    "LETRAS_DEL_CARGO",
    "LETRAS_DE_LA_ACTIVIDAD",
    "MUERTE",
    "PRIMER_DIA",
    "SIN_SUCURSALES",
    "ULTIMO_DIA",
    "CambioSueldo",
    "Empresa",
    "Entrada",
    "Extras",
    "NormaNovedades",
    "NuevoSueldo",
    "Pedido",
    "Plazo",
    "Problema",
    "Salida",
    "Trabajador",
    "ValorExtra",
    "Vinculo",
    "campo_del_hecho",
    "extemporanea",
    "plazo",
    "por_horas",
    "revisar",
    "revisar_quien_entra",
    "revisar_quien_trabaja",
    "ya_consta",
]

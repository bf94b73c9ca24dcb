"""The legal parameters of notices, as their rule takes them: those of the day of each fact."""

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from empleadores.reglas.novedades import (
    CALENDARIO,
    HABILES,
    PRIMER_DIA,
    ULTIMO_DIA,
    NormaNovedades,
    Pedido,
    campo_del_hecho,
)
from nucleo.feriados import DiasHabiles
from registro.models import Parametro
from registro.parametros import Parametros
from registro.parametros.planillas import TASAS_POR_TIPO
from registro.parametros.vigentes import CAMPOS, ParametroMalFormado, Version
from registro.reglas.aportes import Tasas

# What the rule knows how to count: another value is a change of the rule, not of a figure.
CONOCIDOS: Final = {
    "aviso_entrada_conteo": (CALENDARIO, HABILES),
    "aviso_salida_conteo": (CALENDARIO, HABILES),
    "novedad_sueldo_desde": (PRIMER_DIA, ULTIMO_DIA),
    "novedad_extras_desde": (PRIMER_DIA, ULTIMO_DIA),
}
CLAVES: Final = (
    *CONOCIDOS,
    *TASAS_POR_TIPO.values(),
    *("aviso_entrada_dias", "aviso_salida_dias", "aviso_extemporaneo_dias", "aviso_multa_porcentaje"),
    *("sbu", "base_minima_dependencia_sbu", "aviso_salida_causas", "novedad_extras_causas"),
    *("entrada_relaciones_trabajo", "entrada_codigos_seguro", "entrada_origenes_pago"),
)


@dataclass(frozen=True)
class Normas:
    """Of any day, read once: two queries for as many notices as there are.

    `primera`: of each figure, the first day on which it is known. `cambian`: every day on which some figure changes.
    """

    al: Callable[[date], Parametros]
    primera: dict[str, date]
    cambian: Sequence[date]
    dias: DiasHabiles
    _de: dict[int, NormaNovedades] = field(default_factory=dict)

    @classmethod
    def leer(cls) -> "Normas":
        filas = Parametro.objects.filter(clave__in=CLAVES).order_by("-valido_desde").values_list(*CAMPOS)
        versiones = [Version(*fila) for fila in filas]
        primera = {version.clave: version.valido_desde for version in versiones}
        cambian = {version.valido_desde for version in versiones}
        cambian |= {v.valido_hasta + timedelta(days=1) for v in versiones if v.valido_hasta}
        return cls(lambda fecha: Parametros(fecha, versiones), primera, sorted(cambian), DiasHabiles.nacionales())

    def de(self, pedido: Pedido) -> NormaNovedades:
        return self.del_dia(getattr(pedido, campo_del_hecho(pedido)))

    def del_dia(self, dia: date) -> NormaNovedades:
        tramo = bisect(self.cambian, dia)
        if tramo not in self._de:
            self._de[tramo] = self._construir(dia)
        return self._de[tramo]

    def _construir(self, dia: date) -> NormaNovedades:
        """Of a day before the first value that is known of a figure, that one."""
        parametros = {clave: self.al(max(dia, self.primera.get(clave, dia))) for clave in CLAVES}
        for clave, valores in CONOCIDOS.items():
            if parametros[clave].texto(clave) not in valores:
                raise ParametroMalFormado(parametros[clave].version(clave), " o ".join(valores))

        def lista(clave: str, nombre: str) -> dict[str, str]:
            return {fila["codigo"]: fila[nombre] for fila in parametros[clave].tabla(clave)}

        return NormaNovedades(
            dias_entrada=parametros["aviso_entrada_dias"].entero("aviso_entrada_dias"),
            conteo_entrada=parametros["aviso_entrada_conteo"].texto("aviso_entrada_conteo"),
            dias_otras=parametros["aviso_salida_dias"].entero("aviso_salida_dias"),
            conteo_otras=parametros["aviso_salida_conteo"].texto("aviso_salida_conteo"),
            dias_extemporanea=parametros["aviso_extemporaneo_dias"].entero("aviso_extemporaneo_dias"),
            multa=parametros["aviso_multa_porcentaje"].decimal("aviso_multa_porcentaje"),
            minimo=parametros["sbu"].decimal("sbu")
            * parametros["base_minima_dependencia_sbu"].decimal("base_minima_dependencia_sbu"),
            tasas={
                tipo.value: Tasas(personal=tasas["personal"], patronal=tasas["patronal"], ccc=tasas["ccc"])
                for tipo, clave in TASAS_POR_TIPO.items()
                for tasas in [parametros[clave].mapa(clave)]
            },
            causas=lista("aviso_salida_causas", "causa"),
            causas_extras=lista("novedad_extras_causas", "causa"),
            relaciones=lista("entrada_relaciones_trabajo", "nombre"),
            seguros=lista("entrada_codigos_seguro", "nombre"),
            origenes=lista("entrada_origenes_pago", "nombre"),
            sueldo_desde=parametros["novedad_sueldo_desde"].texto("novedad_sueldo_desde"),
            extras_desde=parametros["novedad_extras_desde"].texto("novedad_extras_desde"),
            extraordinarios=self.dias.extraordinarios,
            laborables=self.dias.laborables,
        )

"""The legal parameters of the mortgages, as their rule takes them: what is not in force on a date is left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from afiliados.reglas.hipotecario import Aportes, Condiciones, NormaHipotecario, Producto, Tramo
from nucleo.dinero import centavos
from registro.parametros.respaldos import respaldos_de
from registro.parametros.vigentes import ParametroDesconocido, ParametroMalFormado, Parametros

# What the rule knows how to do: another value is a change of the rule, not of a figure.
CONOCIDOS: Final[Mapping[str, tuple[str, ...]]] = {
    "hipotecario_ingreso": ("ULTIMO_MES_PAGADO",),
    "hipotecario_cuotas_vigentes": ("SE_RESTAN",),
    "hipotecario_solidario": ("SE_SUMAN",),
    "hipotecario_tasa_no_publicada": ("ESCALA_DE_VIVIENDA",),
}
FIGURAS: Final = (
    "hipotecario_aportes_dependencia",
    "hipotecario_aportes_independiente",
    "hipotecario_aportes_discapacidad",
    "hipotecario_edad_maxima",
    "hipotecario_capacidad_porcentaje",
    "hipotecario_plazo_meses",
)
DE_LA_ESCALA: Final = (Producto.TERMINADA, Producto.CONSTRUCCION, Producto.SUSTITUCION)
SIN_RESPUESTA: Final = (Producto.REMODELACION, Producto.OFICINA, Producto.OTROS_BIENES)
SIN_TASA: Final = ("hipotecario_tasa_no_publicada", "vivienda_escala")


def norma_hipotecario_de(parametros: Parametros) -> NormaHipotecario:
    """Raises ParametroDesconocido (before 2025 no complete norm was found) and ParametroMalFormado."""
    for clave, valores in CONOCIDOS.items():
        if parametros.texto(clave) not in valores:
            raise ParametroMalFormado(parametros.version(clave), " o ".join(valores))
    productos = tuple(_productos(parametros))
    citadas = {clave for uno in productos for claves in uno.claves.values() for clave in claves}
    return NormaHipotecario(
        dependencia=Aportes(**parametros.mapa("hipotecario_aportes_dependencia")),
        independiente=Aportes(**parametros.mapa("hipotecario_aportes_independiente")),
        discapacidad=parametros.entero("hipotecario_aportes_discapacidad"),
        edad_maxima=parametros.entero("hipotecario_edad_maxima"),
        capacidad=parametros.decimal("hipotecario_capacidad_porcentaje"),
        productos=productos,
        respaldos=respaldos_de(parametros, *CONOCIDOS, *FIGURAS, *sorted(citadas)),
    )


def _productos(parametros: Parametros) -> Iterator[Condiciones]:
    yield _credicasa(parametros)
    yield _preferencial(parametros)
    escala, de_la_entrada = _con_entrada(parametros)
    de_la_escala = {"tasa": ["vivienda_escala"], "financiamiento": ["vivienda_escala", *de_la_entrada], **_plazo()}
    for producto in DE_LA_ESCALA:
        yield Condiciones(producto, parametros.entero("hipotecario_plazo_meses"), escala, claves=de_la_escala)
    terreno = "terreno_financiamiento_porcentaje"
    yield Condiciones(
        Producto.TERRENO,
        parametros.entero("terreno_plazo_meses"),
        _financiando(escala, parametros.decimal(terreno)),
        claves={"tasa": SIN_TASA, "financiamiento": [terreno], **_plazo("terreno_plazo_meses")},
    )
    for producto in SIN_RESPUESTA:
        yield Condiciones(producto)
    yield from _del_estado(parametros)


def _credicasa(parametros: Parametros) -> Condiciones:
    base = Condiciones(Producto.CREDICASA, primera_vivienda=True, nueva=True)
    if not _rigen(parametros, "credicasa_monto_maximo", "credicasa_financiamiento_porcentaje"):
        return base  # what it lent before 2026 was not found
    parte = parametros.decimal("credicasa_financiamiento_porcentaje")
    return replace(
        base,
        plazo=parametros.entero("hipotecario_plazo_meses"),
        tramos=(Tramo(None, parametros.decimal("credicasa_tasa"), parte),),
        monto_maximo=parametros.decimal("credicasa_monto_maximo"),
        avaluo_maximo=_en_sbu(parametros, "credicasa_avaluo_maximo_sbu"),
        ingreso_maximo=_en_sbu(parametros, "credicasa_ingreso_maximo_sbu"),
        dormitorios=parametros.entero("credicasa_dormitorios_minimos"),
        claves={
            "tasa": ["credicasa_tasa"],
            "financiamiento": ["credicasa_financiamiento_porcentaje"],
            "monto": ["credicasa_monto_maximo"],
            "avaluo": ["credicasa_avaluo_maximo_sbu", "sbu"],
            "ingreso": ["credicasa_ingreso_maximo_sbu", "sbu"],
            "dormitorios": ["credicasa_dormitorios_minimos"],
            **_plazo(),
        },
    )


def _preferencial(parametros: Parametros) -> Condiciones:
    en_sbu = _rigen(parametros, "preferencial_monto_maximo_sbu")
    monto = ["preferencial_monto_maximo_sbu", "sbu"] if en_sbu else ["preferencial_monto_maximo"]
    con_topes = _rigen(parametros, "preferencial_avaluo_maximo_sbu", "preferencial_ingreso_maximo_sbu")
    claves: dict[str, Sequence[str]] = {
        "tasa": SIN_TASA,
        "financiamiento": ["preferencial_financiamiento_porcentaje"],
        "monto": monto,
        "dormitorios": ["preferencial_dormitorios_minimos"],
        **_plazo(),
    }
    if con_topes:
        claves["avaluo"] = ["preferencial_avaluo_maximo_sbu", "sbu"]
        claves["ingreso"] = ["preferencial_ingreso_maximo_sbu", "sbu"]
    return Condiciones(
        Producto.PREFERENCIAL,
        parametros.entero("hipotecario_plazo_meses"),
        _financiando(_escala(parametros), parametros.decimal("preferencial_financiamiento_porcentaje")),
        monto_maximo=_en_sbu(parametros, monto[0]) if en_sbu else parametros.decimal(monto[0]),
        avaluo_maximo=_en_sbu(parametros, "preferencial_avaluo_maximo_sbu") if con_topes else None,
        ingreso_maximo=_en_sbu(parametros, "preferencial_ingreso_maximo_sbu") if con_topes else None,
        dormitorios=parametros.entero("preferencial_dormitorios_minimos"),
        claves=claves,
    )


def _del_estado(parametros: Parametros) -> Iterator[Condiciones]:
    """Named because people ask the BIESS for them; it doesn't give them."""
    subsidio = parametros.mapa("miti_miti")
    tramo = Tramo(None, Decimal(subsidio["tasa"]), Decimal(subsidio["financiamiento"]))
    for producto, tope, ingreso in (
        (Producto.VIS, "vis_avaluo_maximo_sbu", None),
        (Producto.VIP, "vip_avaluo_maximo_sbu", Decimal(subsidio["ingreso_maximo"])),
    ):
        yield Condiciones(
            producto,
            subsidio["plazo_meses"],
            (tramo,),
            avaluo_maximo=_en_sbu(parametros, tope),
            ingreso_maximo=ingreso,
            del_biess=False,
            claves={
                "tasa": ["miti_miti"],
                "financiamiento": ["miti_miti"],
                "avaluo": [tope, "sbu"],
                "ingreso": ["miti_miti"],
                **_plazo("miti_miti"),
            },
        )


def _escala(parametros: Parametros) -> tuple[Tramo, ...]:
    return tuple(
        Tramo(
            Decimal(fila["hasta"]) if "hasta" in fila else None,
            Decimal(fila["tasa"]),
            Decimal(fila["financiamiento"]),
        )
        for fila in parametros.tabla("vivienda_escala")
    )


def _con_entrada(parametros: Parametros) -> tuple[tuple[Tramo, ...], tuple[str, ...]]:
    """The scale is of 2019, and lent all the value of most houses; since 2026 some of it must be put by the buyer."""
    escala, clave = _escala(parametros), "hipotecario_entrada_porcentaje"
    if not _rigen(parametros, clave):
        return escala, ()
    parte = 100 - Decimal(parametros.mapa(clave)["minimo"])
    return tuple(tramo._replace(financiamiento=min(tramo.financiamiento, parte)) for tramo in escala), (clave,)


def _financiando(escala: Sequence[Tramo], parte: Decimal) -> tuple[Tramo, ...]:
    return tuple(tramo._replace(financiamiento=parte) for tramo in escala)


def _plazo(clave: str = "hipotecario_plazo_meses") -> dict[str, Sequence[str]]:
    return {"plazo": [clave]}


def _en_sbu(parametros: Parametros, clave: str) -> Decimal:
    return centavos(parametros.decimal(clave) * parametros.decimal("sbu"))


def _rigen(parametros: Parametros, *claves: str) -> bool:
    try:
        for clave in claves:
            parametros.version(clave)
    except ParametroDesconocido:
        return False
    return True

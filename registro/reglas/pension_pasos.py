"""The calculation of a pension, step by step, for the dictamen."""

from collections.abc import Iterator
from decimal import Decimal

from registro.reglas.dictamen import Paso, Valor
from registro.reglas.pension import MESES_POR_ANIO, Base, Decimos, Limite, Liquidacion, Norma
from registro.reglas.respaldo import respaldado

POR_QUE = {
    Limite.NINGUNO: "Queda entre la mínima y la máxima: es la pensión.",
    Limite.MINIMA: "Es menos que la mínima: la pensión es la mínima.",
    Limite.MAXIMA: "Es más que la máxima: la pensión es la máxima.",
}


def pasos_de_base(base: Base, norma: Norma) -> Iterator[Paso]:
    """One step for each period of twelve months, then their mean."""
    for numero, ventana in enumerate(base.ventanas, start=1):
        consecutiva = ventana.consecutiva
        yield Paso(
            nombre=f"periodo_{numero}",
            texto=f"Período {numero}" if consecutiva else f"Período {numero}: los mejores meses restantes",
            formula=f"suma de {len(ventana.meses)} sueldos ÷ {len(ventana.meses)}",
            entradas={"desde": ventana.desde, "hasta": ventana.hasta, "suma": ventana.suma},
            resultado=ventana.promedio,
            **respaldado(norma.respaldos, "vejez_base_meses", "vejez_base_ventanas", segura=consecutiva),
        )
    raiz = f"raíz {base.meses} del producto de los sueldos" if norma.geometrica else "suma de los sueldos ÷ meses"
    yield Paso(
        nombre="base",
        texto="Promedio de los cinco mejores años",
        formula=raiz,
        entradas={"suma": base.suma, "meses": base.meses},
        resultado=base.valor,
        **respaldado(norma.respaldos, "vejez_base_formula", "vejez_base_ventanas", segura=base.completa),
    )


def pasos_de_liquidacion(liquidacion: Liquidacion, norma: Norma) -> Iterator[Paso]:
    """From the time of service and the base to the pension."""
    respaldos, anios = norma.respaldos, liquidacion.anios
    yield Paso(
        nombre="anios",
        texto="Años completos de aportes",
        formula="imposiciones ÷ 12, sin fracciones",
        entradas={"imposiciones": liquidacion.imposiciones},
        resultado=anios,
        **respaldado(respaldos, "vejez_fraccion_anio"),
    )
    sobre = anios > max(norma.coeficientes)
    yield Paso(
        nombre="coeficiente",
        texto="Parte de la base que le corresponde",
        formula="tabla de coeficientes por años de aportes",
        entradas={"anios": anios},
        resultado=liquidacion.coeficiente,
        **respaldado(respaldos, "vejez_coeficientes", *(("vejez_incremento_sobre_40_anios",) if sobre else ())),
    )
    yield Paso(
        nombre="calculada",
        texto="Pensión antes de los límites",
        formula="base × coeficiente",
        entradas={"base": liquidacion.base, "coeficiente": liquidacion.coeficiente},
        resultado=liquidacion.calculada,
        **respaldado(respaldos, "vejez_coeficientes"),
    )
    for nombre, texto, limite in (
        ("minima", "Pensión mínima con esos años", liquidacion.minima),
        ("maxima", "Pensión máxima con esos años", liquidacion.maxima),
    ):
        yield Paso(
            nombre=nombre,
            texto=texto,
            formula="porcentaje del salario básico unificado",
            entradas={"anios": anios, "sbu": norma.sbu},
            resultado=limite,
            **respaldado(respaldos, f"pension_{nombre}", "sbu"),
        )
    yield Paso(
        nombre="pension",
        texto=POR_QUE[liquidacion.limite],
        formula="la calculada, no menos que la mínima ni más que la máxima",
        entradas={
            "calculada": liquidacion.calculada,
            "minima": liquidacion.minima,
            "maxima": liquidacion.maxima,
        },
        resultado=liquidacion.pension,
        **respaldado(respaldos, "pension_minima", "pension_maxima"),
    )


def pasos_de_decimos(pension: Decimal, decimos: Decimos) -> Iterator[Paso]:
    """What a whole year of that pension adds in December, and in the month of the region."""
    yield Paso(
        nombre="decima_tercera",
        texto="Décima tercera de un año completo",
        formula="suma de las pensiones del año ÷ 12",
        entradas={"pension": pension, "meses": MESES_POR_ANIO},
        resultado=decimos.tercera([pension] * MESES_POR_ANIO),
        **respaldado(decimos.respaldos, "decima_tercera"),
    )
    yield Paso(
        nombre="decima_cuarta",
        texto="Décima cuarta",
        formula="un salario básico unificado",
        entradas={"sbu": decimos.sbu},
        resultado=decimos.cuarta,
        **respaldado(decimos.respaldos, "decima_cuarta_sbu", "sbu"),
    )


def datos_de(liquidacion: Liquidacion) -> dict[str, Valor]:
    """The figures of the outcome, by the names that the pages use."""
    return {
        "base": liquidacion.base,
        "coeficiente": liquidacion.coeficiente,
        "minima": liquidacion.minima,
        "maxima": liquidacion.maxima,
        "pension": liquidacion.pension,
    }

"""The dictamen of a reliquidación: the conditions of the sheet, what is new, and the calculation month by month."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from nucleo import fechas
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.pension import Norma, Respaldo, anios_completos, coeficiente
from registro.reglas.pension_pasos import pasos_de_base, pasos_de_liquidacion
from registro.reglas.reliquidacion import (
    Desde,
    Deuda,
    MesRetroactivo,
    Pensionista,
    PensionVigente,
    Reliquidacion,
    reliquidar,
)

FICHA = "Ficha IESS-034-01-07"
DIFERENCIA = "diferencia_"
"""How the step of each month is named: `diferencia_2026_09`."""


def condiciones(pension: PensionVigente | None, deben: Sequence[Deuda], correo: str) -> tuple[Requisito, ...]:
    """The three conditions of the sheet, which the portal checks by itself (E §11.1)."""
    return (
        Requisito(
            nombre="pensionista_sgp",
            texto="Ser pensionista del Seguro General",
            exigido="Pensión de vejez, de invalidez o por muerte",
            registrado="Tiene una" if pension and pension.del_sgp else "No tiene ninguna de ellas",
            cumple=pension is not None and pension.del_sgp,
            base_legal=FICHA,
        ),
        Requisito(
            nombre="sin_aportes_pendientes",
            texto="Que su empleador haya pagado todo lo que debía",
            exigido="Ningún aporte pendiente",
            registrado=_en_palabras(deben),
            cumple=not deben,
            base_legal=FICHA,
        ),
        Requisito(
            nombre="correo",
            texto="Un correo electrónico válido y activo",
            exigido="Registrado",
            registrado=correo or "Ninguno",
            cumple=bool(correo),
            base_legal=FICHA,
        ),
    )


def dictaminar(
    pensionista: Pensionista,
    norma: Norma | None,
    *,
    desde: Desde,
    retroactivo: Respaldo,
    hoy: date,
    parametros: Mapping[str, Any],
) -> Dictamen:
    """`norma`: that of the start of the pension; None where there is none of the Seguro General to compute."""
    pension = pensionista.pension
    if pension is None or norma is None:
        requisitos = condiciones(pension, (), pensionista.correo)
        return Dictamen(hoy, requisitos, (), todos_cumplen(requisitos), {}, dict(parametros))
    pension = pension.con_su_cuota(norma)
    hecha = reliquidar(
        pension,
        pensionista.aportes,
        norma,
        desde=desde,
        hasta=pensionista.hasta,
        hoy=hoy,
        pagadas=pensionista.pagadas,
        salarios=pensionista.salarios,
    )
    return dictamen(
        pension,
        hecha,
        norma,
        correo=pensionista.correo,
        retroactivo=retroactivo,
        hoy=hoy,
        parametros=parametros,
    )


def dictamen(
    pension: PensionVigente,
    hecha: Reliquidacion,
    norma: Norma,
    *,
    correo: str,
    retroactivo: Respaldo,
    hoy: date,
    parametros: Mapping[str, Any],
) -> Dictamen:
    """The conditions, what is new, and the calculation. `retroactivo` backs the first month of the difference."""
    requisitos = (*condiciones(pension, hecha.deudas, correo), _aportes_nuevos(hecha, pension))
    datos: dict[str, Valor] = {
        "pension_anterior": hecha.anterior,
        "pension": hecha.pension,
        "diferencia": hecha.diferencia,
        "meses_nuevos": len({aporte.periodo for aporte in hecha.nuevos}),
        "retroactivo": hecha.total,
        "meses_retroactivos": len(hecha.retroactivo),
    }
    if hecha.desde:
        datos["desde"] = hecha.desde
    if (anios := anios_completos(pension.imposiciones or 0)) >= norma.anios_minimos:
        datos["coeficiente_anterior"] = coeficiente(anios, norma)
    if hecha.liquidacion:
        datos |= {
            "imposiciones": hecha.liquidacion.imposiciones,
            "base": hecha.liquidacion.base,
            "coeficiente": hecha.liquidacion.coeficiente,
        }
    return Dictamen(
        fecha=hoy,
        requisitos=requisitos,
        pasos=tuple(_pasos(hecha, norma, retroactivo)),
        califica=todos_cumplen(requisitos),
        datos=datos,
        parametros=dict(parametros),
    )


def _aportes_nuevos(hecha: Reliquidacion, pension: PensionVigente) -> Requisito:
    cuantos = len({aporte.periodo for aporte in hecha.nuevos})
    mejora = f"{cuantos} mes{'es' if cuantos != 1 else ''}"
    if cuantos and not hecha.diferencia:
        mejora += ", que no aumentan la pensión"
    return Requisito(
        nombre="aportes_nuevos",
        texto="Aportes que no se contaron en su acuerdo",
        exigido=f"Pagados después del {fechas.fecha(pension.corte)}, y que aumenten la pensión",
        registrado=mejora if cuantos else "Ninguno",
        cumple=hecha.diferencia > 0,
        base_legal=FICHA,
    )


def _pasos(hecha: Reliquidacion, norma: Norma, respaldo: Respaldo) -> Iterator[Paso]:
    if not hecha.liquidacion:
        return
    yield from pasos_de_base(hecha.base, norma)
    if hecha.liquidacion.base > hecha.base.valor:
        yield Paso(
            nombre="base_acuerdo",
            texto="Base de su acuerdo, que es mayor y se conserva",
            formula="la mayor de las dos",
            entradas={"base": hecha.base.valor},
            resultado=hecha.liquidacion.base,
            base_legal=FICHA,
        )
    yield from pasos_de_liquidacion(hecha.liquidacion, norma)
    comunes: dict[str, Any] = {"base_legal": respaldo.base_legal, "confianza": Confianza(respaldo.confianza)}
    for mes in hecha.retroactivo:
        yield Paso(
            nombre=f"{DIFERENCIA}{mes.periodo:%Y_%m}",
            texto=f"Diferencia de {fechas.mes(mes.periodo)}",
            formula="lo que correspondía − lo que se pagó",
            entradas={"mes": mes.periodo, "debida": mes.debida, "pagada": mes.pagada},
            resultado=mes.diferencia,
            **comunes,
        )
    entradas: dict[str, Valor] = {"meses": len(hecha.retroactivo)}
    if hecha.desde:
        entradas["desde"] = hecha.desde
    yield Paso(
        nombre="retroactivo",
        texto="Diferencia de los meses que ya se pagaron",
        formula="suma de las diferencias de cada mes",
        entradas=entradas,
        resultado=hecha.total,
        **comunes,
    )


def meses_de(hecho: Dictamen) -> list[MesRetroactivo]:
    """The retroactive amount month by month, as a dictamen holds it."""
    meses = (paso.entradas for paso in hecho.pasos if paso.nombre.startswith(DIFERENCIA))
    return [MesRetroactivo(mes["mes"], mes["pagada"], mes["debida"]) for mes in meses]  # type: ignore[arg-type]


def _en_palabras(deben: Sequence[Deuda]) -> str:
    if not deben:
        return "Ninguno"
    return "; ".join(
        f"{deuda.empleador or deuda.ruc}: {', '.join(fechas.mes(mes) for mes in deuda.meses)}" for deuda in deben
    )

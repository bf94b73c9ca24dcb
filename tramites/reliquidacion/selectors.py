"""What the register shows of a pensioner, put as the rules of reliquidación and mejora take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cuentas.avisos.selectors import correo_para_avisos
from nucleo.dinero import CERO
from registro import selectors as registro
from registro.models import Dependiente, PagoPension, Pension, Persona
from registro.parametros.reliquidacion import salarios_basicos
from registro.reglas.mejora import Reingreso
from registro.reglas.puertas import mover
from registro.reglas.reliquidacion import AporteDePension, Pensionista, PensionPagada, PensionVigente
from tramites.reliquidacion.models import CambioDePension

DEL_SGP = frozenset(
    {
        Pension.Tipo.VEJEZ,
        Pension.Tipo.INVALIDEZ,
        Pension.Tipo.DISCAPACIDAD,
        Pension.Tipo.VIUDEZ,
        Pension.Tipo.ORFANDAD,
    }
)
"""Riesgos del trabajo is another insurance."""
POR_MUERTE = frozenset({Pension.Tipo.VIUDEZ, Pension.Tipo.ORFANDAD})
CON_MEJORA = frozenset({Pension.Tipo.VEJEZ, Pension.Tipo.DISCAPACIDAD})
CONCEPTO_PENSION = "PENSION"


@dataclass(frozen=True)
class PensionHallada:
    """The pension that a case is about, as it was before a decision that is being reviewed touched it."""

    fila: Pension
    monto: Decimal
    base: Decimal | None
    imposiciones: int | None
    acuerdo: date | None
    mejora: Decimal
    mejorada_el: date | None


def pension_de(persona: Persona, tipos: Iterable[str] = DEL_SGP) -> PensionHallada | None:
    """Of several, that of the own work before that of a deceased; of another insurance as a last resort.

    Two queries. While an admitted objection is being looked at the raise stays paid, and the calculation starts from
    what there was before it.
    """
    pensiones = list(Pension.objects.filter(persona=persona).order_by("fecha_inicio", "pk"))
    cambios = list(
        CambioDePension.objects.filter(persona=persona, deshecho_en__isnull=True).values_list(
            "pension_id", "solicitud__resultado", "antes", "ahora", "aumento", "hecho_en__date"
        )
    )
    if not pensiones:
        return None
    fila = min(pensiones, key=lambda p: (p.tipo not in tipos, p.tipo in POR_MUERTE))
    suyos = [cambio[1:] for cambio in cambios if cambio[0] == fila.pk]
    en_revision = [(antes, aumento) for resultado, antes, _, aumento, _ in suyos if not resultado]
    # A raise that left the acuerdo as it was stands beside what is calculated: it is kept on top of it.
    mejoras = [
        (aumento, dia)
        for resultado, antes, ahora, aumento, dia in suyos
        if resultado and antes["acuerdo_numero"] == ahora["acuerdo_numero"]
    ]
    antes = en_revision[0][0] if en_revision else de_la_fila(fila)
    return PensionHallada(
        fila=fila,
        monto=fila.monto - sum((aumento for _, aumento in en_revision), CERO),
        base=None if antes["base"] is None else Decimal(antes["base"]),
        imposiciones=antes["imposiciones"],
        acuerdo=date.fromisoformat(antes["acuerdo_fecha"]) if antes["acuerdo_fecha"] else None,
        mejora=sum((aumento for aumento, _ in mejoras), CERO),
        mejorada_el=max((dia for _, dia in mejoras), default=None),
    )


def de_la_fila(pension: Pension) -> dict[str, Any]:
    """What a decision may change of a pension, as plain JSON."""
    return {
        "monto": str(pension.monto),
        "base": None if pension.base is None else str(pension.base),
        "imposiciones": pension.imposiciones,
        "acuerdo_numero": pension.acuerdo_numero,
        "acuerdo_fecha": pension.acuerdo_fecha.isoformat() if pension.acuerdo_fecha else None,
        "cambiado_en_portal": pension.cambiado_en_portal,
    }


def pensionista_de(persona: Persona, hoy: date) -> Pensionista:
    """Six queries, or seven for a survivor, however long the record."""
    hallada, correo = pension_de(persona), correo_para_avisos(persona)
    este_mes = hoy.replace(day=1)
    if hallada is None:
        return Pensionista(correo=correo, hasta=este_mes)
    del_sgp = hallada.fila.tipo in DEL_SGP
    causante = _causante_de(persona) if hallada.fila.tipo in POR_MUERTE else None
    de_quien = causante if hallada.fila.tipo in POR_MUERTE else persona
    pagadas = _pagadas(persona) if del_sgp else ()
    return Pensionista(
        correo=correo,
        hasta=pagadas[-1].periodo if pagadas else mover(este_mes, -1),
        pension=PensionVigente(
            inicio=hallada.fila.fecha_inicio,
            monto=hallada.monto,
            del_sgp=del_sgp,
            acuerdo=hallada.acuerdo,
            base=hallada.base,
            imposiciones=hallada.imposiciones,
            de_sobreviviente=hallada.fila.tipo in POR_MUERTE,
            mejora=hallada.mejora,
        ),
        aportes=aportes_de(de_quien) if de_quien and del_sgp else (),
        pagadas=pagadas,
        salarios=salarios_basicos() if del_sgp else (),
        del_causante=causante.nombre_completo if causante else "",
    )


def reingreso_de(persona: Persona, hoy: date) -> Reingreso:
    """Five queries."""
    hallada = pension_de(persona, CON_MEJORA)
    relaciones = registro.relaciones_de(persona)
    inicio = hallada.fila.fecha_inicio if hallada else hoy
    salidas = [r for r in relaciones if r.fecha_salida and r.fecha_salida < inicio]
    ultima = max((r.fecha_salida for r in salidas if r.fecha_salida), default=None)
    return Reingreso(
        inicio=inicio,
        pension=hallada.monto if hallada else CERO,
        por_vejez_o_discapacidad=hallada is not None and hallada.fila.tipo in CON_MEJORA,
        empleadores_del_cese=frozenset(r.ruc for r in salidas if r.ruc and r.fecha_salida == ultima),
        aportes=aportes_de(persona),
        trabaja=any(r.fecha_ingreso <= hoy and (r.fecha_salida is None or r.fecha_salida >= hoy) for r in relaciones),
        correo=correo_para_avisos(persona),
        contados_hasta=hallada.mejorada_el if hallada else None,
    )


def aportes_de(persona: Persona) -> tuple[AporteDePension, ...]:
    return tuple(
        AporteDePension(f.periodo, f.ruc, f.empleador or "", f.sueldo, f.fecha_pago, f.vence)
        for f in reversed(registro.historial_de(persona))
    )


def _pagadas(persona: Persona) -> tuple[PensionPagada, ...]:
    """What each month paid as pension, in order."""
    filas = (
        PagoPension.objects.filter(persona=persona, concepto=CONCEPTO_PENSION, fecha_pago__isnull=False)
        .order_by("periodo", "orden")
        .values_list("periodo", "valor")
    )
    por_mes: dict[date, Decimal] = {}
    for periodo, valor in filas:
        por_mes[periodo] = por_mes.get(periodo, CERO) + valor
    return tuple(PensionPagada(periodo, valor) for periodo, valor in por_mes.items())


def _causante_de(persona: Persona) -> Persona | None:
    """The deceased of whom this person was registered as a dependent."""
    dependencia = (
        Dependiente.objects.filter(cedula=persona.cedula, titular__fecha_fallecimiento__isnull=False)
        .select_related("titular")
        .order_by("-titular__fecha_fallecimiento", "pk")
        .first()
    )
    return dependencia.titular if dependencia else None

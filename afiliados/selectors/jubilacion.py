"""What the retirement by age asks of the register, put as its rule takes it."""

from datetime import date

from django.db.models import Sum

from afiliados.reglas import jubilacion_vejez as vejez
from afiliados.reglas.jubilacion_vejez import Empleo, MesDebido, Solicitante
from afiliados.selectors.expediente import expediente_de
from afiliados.selectors.pronto import MESES_PRONTO, PRONTO
from cuentas.avisos.selectors import correo_para_avisos
from registro import selectors as registro
from registro.models import CuentaBancaria, Pension, Persona, Planilla, Prestamo
from registro.parametros import Parametros
from registro.parametros.pension import PUERTAS, decimos_de, dia_con_norma, norma_de, puertas_de
from registro.reglas.dictamen import Dictamen
from registro.reglas.pension import pagados
from registro.reglas.puertas import MESES_POR_ANIO, edad
from tramites.casos.estados import DEL_PERSONAL
from tramites.casos.models import Solicitud


def solicitante_de_vejez(persona: Persona, hoy: date) -> Solicitante:
    """Seven queries, however long the record."""
    filas, tiempo = expediente_de(persona)
    relaciones = registro.relaciones_de(persona)
    con_relacion = {relacion.ruc for relacion in relaciones}
    cuenta, validada = cuenta_de_pension(persona)
    return Solicitante(
        nacimiento=persona.fecha_nacimiento,
        pagados=pagados(tiempo),
        ultimo_sin_relacion=max((f.periodo for f in filas if f.ruc not in con_relacion), default=None),
        empleos=[
            Empleo(r.empleador.razon_social if r.empleador else "", r.fecha_ingreso, r.fecha_salida)
            for r in relaciones
            if r.fecha_ingreso <= hoy
        ],
        debidos=[MesDebido(f.periodo, f.ruc, f.empleador or "") for f in reversed(filas) if not f.pagado],
        planillas_en_mora=_planillas_en_mora(persona, hoy),
        cuotas_vencidas=Prestamo.objects.filter(persona=persona).aggregate(n=Sum("cuotas_vencidas"))["n"] or 0,
        cuenta=cuenta,
        cuenta_validada=validada,
        correo=correo_para_avisos(persona),
        pension_desde=pension_de_vejez_de(persona),
    )


def dictamen_de_vejez(persona: Persona, hoy: date) -> Dictamen:
    """The decision as the register stands today, with the norm of the day on which the pension would begin."""
    solicitante = solicitante_de_vejez(persona, hoy)
    return dictamen_con(solicitante, hoy, parametros_de_vejez(solicitante, hoy))


def jubilacion_desde(persona: Persona, hoy: date) -> date | None:
    """Since when the decision would be a yes: today, or the day soon on which age and months will be there; or None.

    Who is far from it, by age or by months, costs two queries at most.
    """
    puertas = puertas_de(Parametros.de_cada_fecha(PUERTAS)(hoy))
    anios = edad(persona.fecha_nacimiento, hoy + PRONTO)
    # Nobody paid more months than they have lived.
    if not any(puerta.abierta(anios, anios * MESES_POR_ANIO) for puerta in puertas):
        return None
    meses = registro.meses_pagados(persona) + MESES_PRONTO
    if not any(puerta.abierta(anios, meses) for puerta in puertas):
        return None
    dictamen = dictamen_de_vejez(persona, hoy)
    if dictamen.califica:
        return hoy
    faltan = {requisito.nombre: requisito.fecha_en_que_cumple for requisito in dictamen.faltan}
    cuando = faltan.get("edad_e_imposiciones")
    return cuando if cuando and cuando <= hoy + PRONTO and "sin_pension_de_vejez" not in faltan else None


def parametros_de_vejez(solicitante: Solicitante, hoy: date) -> Parametros:
    """Those of the day on which the pension would begin. One query, or two where that is another day than today."""
    parametros = Parametros.al(hoy)
    empieza = vejez.inicio(solicitante, norma_de(parametros).puertas, hoy)
    return Parametros.al(dia_con_norma(empieza)) if empieza and empieza != hoy else parametros


def dictamen_con(solicitante: Solicitante, hoy: date, parametros: Parametros) -> Dictamen:
    """The decision by these parameters, whatever rules now: a stored one is made again from its own."""
    norma, decimos = norma_de(parametros), decimos_de(parametros)
    return vejez.dictamen(solicitante, norma, decimos, hoy, parametros.usados)


def cuenta_de_pension(persona: Persona) -> tuple[str, bool]:
    """The account that the pension would go to, and whether it is validated.

    The newest that is validated, or else the newest that waits for it; "" when there is none.
    """
    vivas = [cuenta for cuenta in registro.cuentas_bancarias_de(persona) if not cuenta.descartada]
    validadas = [cuenta for cuenta in vivas if cuenta.estado == CuentaBancaria.Estado.VALIDADA]
    elegida = next(iter([*validadas, *vivas]), None)
    return (str(elegida), bool(validadas)) if elegida else ("", False)


def pension_de_vejez_de(persona: Persona) -> date | None:
    """Since when they have one. What a case granted that is being decided again doesn't stand in that case's way."""
    en_revision = Solicitud.objects.filter(persona=persona, estado__in=DEL_PERSONAL).values("numero")
    pensiones = Pension.objects.filter(persona=persona, tipo=Pension.Tipo.VEJEZ)
    return pensiones.exclude(acuerdo_numero__in=en_revision).values_list("fecha_inicio", flat=True).first()


def _planillas_en_mora(persona: Persona, hoy: date) -> int:
    """Of the employer that the person is: a RUC of their own, or the number of who employs at home."""
    return Planilla.objects.en_mora(hoy).filter(empleador__ruc__startswith=persona.cedula).count()

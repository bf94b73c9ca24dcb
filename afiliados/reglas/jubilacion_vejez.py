"""Whether somebody may retire for old age today, what is missing and until when, and the pension that it gives.

Requirements: A §3.2 (the institute's own list, as the press quotes it). The pension runs from the first day of the
month after the cese in all employers; the norm is the one in force on that day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from nucleo import fechas
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.pension import Decimos, MesPagado, Norma, base, liquidar
from registro.reglas.pension_pasos import datos_de, pasos_de_base, pasos_de_decimos, pasos_de_liquidacion
from registro.reglas.puertas import (
    Apertura,
    Puerta,
    aperturas,
    derecho_desde,
    edad,
    inicio_de_pension,
    mover,
    siguiente_aporte,
)

REQUISITOS = "Requisitos de la jubilación por vejez que publica el IESS"
VOLUNTARIA = "su afiliación voluntaria"


@dataclass(frozen=True, slots=True)
class Empleo:
    """One affiliation; without employer it is voluntary. `hasta`: the last day, as the aviso de salida says it."""

    empleador: str
    desde: date
    hasta: date | None

    def sigue(self, hoy: date) -> bool:
        return self.hasta is None or self.hasta >= hoy

    @property
    def nombre(self) -> str:
        return self.empleador or VOLUNTARIA


@dataclass(frozen=True, slots=True)
class MesDebido:
    """A month that an employer has not paid."""

    periodo: date
    ruc: str
    empleador: str


@dataclass(frozen=True, slots=True)
class Solicitante:
    """What the register knows of who wants to retire."""

    nacimiento: date
    pagados: Sequence[MesPagado]
    """The imposiciones, in order, each once."""
    empleos: Sequence[Empleo] = ()
    debidos: Sequence[MesDebido] = ()
    planillas_en_mora: int = 0
    """Of the employer that this person is."""
    cuotas_vencidas: int = 0
    cuenta: str = ""
    cuenta_validada: bool = False
    correo: str = ""
    pension_desde: date | None = None
    """Of an old-age pension that they have already."""
    ultimo_sin_relacion: date | None = None
    """The last contributed month that no affiliation explains: a voluntary one may only be seen in its months."""

    def cese(self, hoy: date) -> date | None:
        """The last day of the last affiliation; None while one runs."""
        ultimos = [empleo.hasta for empleo in self.empleos if empleo.hasta is not None and empleo.hasta < hoy]
        if len(ultimos) < len(self.empleos) or self._aporta_sin_relacion(hoy):
            return None
        if self.ultimo_sin_relacion:
            ultimos.append(mover(self.ultimo_sin_relacion, 1) - timedelta(days=1))
        return max(ultimos, default=None)

    def _aporta_sin_relacion(self, hoy: date) -> bool:
        return self.ultimo_sin_relacion is not None and self.ultimo_sin_relacion >= mover(hoy, -1)


def puertas_de(solicitante: Solicitante, puertas: Sequence[Puerta], hoy: date) -> tuple[Apertura, ...]:
    periodos = [mes.periodo for mes in solicitante.pagados]
    siguiente = siguiente_aporte(periodos[-1] if periodos else None, hoy)
    return aperturas(puertas, nacimiento=solicitante.nacimiento, pagados=periodos, siguiente=siguiente, hoy=hoy)


def inicio(solicitante: Solicitante, puertas: Sequence[Puerta], hoy: date) -> date | None:
    """The day from which the pension would run; None while there is no cese or no right."""
    cese, derecho = solicitante.cese(hoy), derecho_desde(puertas_de(solicitante, puertas, hoy))
    return inicio_de_pension(cese, derecho) if cese and derecho else None


def dictamen(
    solicitante: Solicitante, norma: Norma, decimos: Decimos, hoy: date, parametros: Mapping[str, Any]
) -> Dictamen:
    """`norma` is that of the start of the pension, or of `hoy` while it has none; `parametros`, what it was made of.

    The calculation is there as soon as a door is open, whatever else is missing.
    """
    doors = puertas_de(solicitante, norma.puertas, hoy)
    requisitos = tuple(_requisitos(solicitante, doors, norma, hoy))
    empieza = inicio(solicitante, norma.puertas, hoy)
    datos: dict[str, Valor] = {
        "edad": edad(solicitante.nacimiento, hoy),
        "imposiciones": len(solicitante.pagados),
        "anios": len(solicitante.pagados) // 12,
        "imposiciones_impagas": len({mes.periodo for mes in solicitante.debidos} - _periodos(solicitante)),
    }
    if empieza:
        datos["fecha_inicio"] = empieza
    pasos: tuple[Paso, ...] = ()
    if any(door.cumple for door in doors):
        de_la_base = base(solicitante.pagados, norma)
        liquidacion = liquidar(de_la_base.valor, len(solicitante.pagados), norma)
        pasos = (
            *pasos_de_base(de_la_base, norma),
            *pasos_de_liquidacion(liquidacion, norma),
            *pasos_de_decimos(liquidacion.pension, decimos),
        )
        datos |= datos_de(liquidacion)
        datos |= {paso.nombre: paso.resultado for paso in pasos if paso.nombre.startswith("decima_")}
    return Dictamen(
        fecha=hoy,
        requisitos=requisitos,
        pasos=pasos,
        califica=todos_cumplen(requisitos),
        datos=datos,
        parametros=dict(parametros),
    )


def _periodos(solicitante: Solicitante) -> set[date]:
    return {mes.periodo for mes in solicitante.pagados}


def _requisitos(solicitante: Solicitante, doors: Sequence[Apertura], norma: Norma, hoy: date) -> Iterator[Requisito]:
    yield _edad_e_imposiciones(solicitante, doors, norma, hoy)
    yield _cese(solicitante, hoy)
    yield _mes_del_cese(solicitante, hoy)
    yield Requisito(
        nombre="sin_mora_patronal",
        texto="No estar en mora como empleador",
        exigido="Ninguna planilla vencida",
        registrado=_cuantas(solicitante.planillas_en_mora, "planilla vencida", "planillas vencidas"),
        cumple=not solicitante.planillas_en_mora,
        base_legal=REQUISITOS,
    )
    yield Requisito(
        nombre="sin_obligaciones_vencidas",
        texto="No tener cuotas vencidas con el IESS o el BIESS",
        exigido="Ninguna cuota vencida",
        registrado=_cuantas(solicitante.cuotas_vencidas, "cuota vencida", "cuotas vencidas"),
        cumple=not solicitante.cuotas_vencidas,
        base_legal=REQUISITOS,
    )
    yield _cuenta(solicitante)
    yield Requisito(
        nombre="correo",
        texto="Un correo electrónico",
        exigido="Registrado, para recibir el resultado",
        registrado=solicitante.correo or "Ninguno",
        cumple=bool(solicitante.correo),
        base_legal=REQUISITOS,
    )
    yield Requisito(
        nombre="sin_pension_de_vejez",
        texto="No tener ya esta pensión",
        exigido="Ninguna pensión de vejez",
        registrado=_desde(solicitante.pension_desde) or "Ninguna",
        cumple=solicitante.pension_desde is None,
        base_legal=REQUISITOS,
    )


def _edad_e_imposiciones(solicitante: Solicitante, doors: Sequence[Apertura], norma: Norma, hoy: date) -> Requisito:
    registrado = f"{edad(solicitante.nacimiento, hoy)} años y {len(solicitante.pagados)} imposiciones"
    respaldo = norma.respaldos["vejez_requisitos"]
    comunes: dict[str, Any] = {"base_legal": respaldo.base_legal, "confianza": Confianza(respaldo.confianza)}
    cumple = any(door.cumple for door in doors)
    return Requisito(
        nombre="edad_e_imposiciones",
        texto="Edad y tiempo de aportes",
        exigido="Una de las combinaciones",
        registrado=registrado,
        cumple=cumple,
        fecha_en_que_cumple=None if cumple else min(door.aportando for door in doors),
        opciones=tuple(
            Requisito(
                nombre=door.puerta.nombre,
                texto=door.puerta.texto,
                exigido=door.puerta.texto,
                registrado=registrado,
                cumple=door.cumple,
                fecha_en_que_cumple=None if door.cumple else door.aportando,
                **comunes,
            )
            for door in doors
        ),
        **comunes,
    )


def _cese(solicitante: Solicitante, hoy: date) -> Requisito:
    cese = solicitante.cese(hoy)
    siguen = [empleo for empleo in solicitante.empleos if empleo.sigue(hoy)]
    salidas = [empleo.hasta for empleo in siguen]
    cura = max((dia for dia in salidas if dia), default=None) if None not in salidas else None
    if cese:
        registrado = f"Salió el {fechas.fecha(cese)}"
    elif siguen:
        registrado = f"Sin aviso de salida de {', '.join(dict.fromkeys(empleo.nombre for empleo in siguen))}"
        if cura:
            registrado = f"Su aviso de salida es del {fechas.fecha(cura)}"
    else:
        registrado = "Sigue aportando" if solicitante.ultimo_sin_relacion else "Ninguna afiliación"
    return Requisito(
        nombre="cese",
        texto="Haber dejado de trabajar",
        exigido="Aviso de salida de todos sus empleadores y, si aporta por su cuenta, el suyo",
        registrado=registrado,
        cumple=cese is not None,
        base_legal=REQUISITOS,
        fecha_en_que_cumple=cura + timedelta(days=1) if cura else None,
    )


def _mes_del_cese(solicitante: Solicitante, hoy: date) -> Requisito:
    """Every employer has paid the month of the cese. Another month unpaid is no obstacle: it is reliquidated later."""
    cese = solicitante.cese(hoy)
    mes = cese.replace(day=1) if cese else None
    deben = [debido.empleador or VOLUNTARIA for debido in solicitante.debidos if debido.periodo == mes]
    pagado = mes in _periodos(solicitante)
    if mes is None:
        registrado = "Todavía no ha dejado de trabajar"
    elif deben:
        registrado = f"{fechas.mes(mes)}: falta el pago de {', '.join(dict.fromkeys(deben))}"
    else:
        registrado = f"{fechas.mes(mes)}: {'pagado' if pagado else 'no consta ningún aporte'}"
    return Requisito(
        nombre="aportes_mes_cese",
        texto="Aportes del mes en que dejó de trabajar",
        exigido="Pagados, hasta el día 15 del mes siguiente",
        registrado=registrado,
        cumple=pagado and not deben,
        base_legal=REQUISITOS,
    )


def _cuenta(solicitante: Solicitante) -> Requisito:
    espera = "" if solicitante.cuenta_validada else " (pendiente de validación)"
    return Requisito(
        nombre="cuenta_bancaria",
        texto="Una cuenta bancaria propia",
        exigido="Activa y validada",
        registrado=f"{solicitante.cuenta}{espera}" if solicitante.cuenta else "Ninguna",
        cumple=bool(solicitante.cuenta) and solicitante.cuenta_validada,
        base_legal=REQUISITOS,
    )


def _cuantas(cuantas: int, una: str, varias: str) -> str:
    if not cuantas:
        return "Ninguna"
    return f"{cuantas} {una if cuantas == 1 else varias}"


def _desde(dia: date | None) -> str:
    return f"Una desde el {fechas.fecha(dia)}" if dia else ""

"""What the subsidies ask of the register and of earlier cases, put as their rule takes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import Exists, Q, Subquery

from afiliados.normas.subsidios import dia_con_norma, norma_subsidios_de
from afiliados.reglas import subsidios
from afiliados.reglas.certificado_medico import campos
from afiliados.reglas.reposos import Emisor, Motivo, Periodo, Reposo, tramos_de_fechas
from afiliados.reglas.subsidios_examen import Asegurado, Pedido, Puesto
from afiliados.selectors.expediente import expediente_de
from afiliados.selectors.jubilacion import cuenta_de_pension
from nucleo.feriados import DiasHabiles
from registro import selectors as registro
from registro.models import Empleador, Persona, Relacion
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import SIN_DECIDIR, Estado, Resultado
from tramites.casos.models import Solicitud

SLUG: Final = "subsidios"
REPOSO: Final = "reposo"


@dataclass(frozen=True, slots=True)
class Hechos:
    """What the rule is given; the days that decrees moved are kept too, so that a window comes out the same later."""

    asegurado: Asegurado
    pedido: Pedido
    habiles: DiasHabiles


class Anterior(NamedTuple):
    """A rest for which a subsidy was asked before: granted, or not decided yet."""

    numero: str
    periodo: Periodo
    concedido: bool
    reabierto: bool
    subsidio: Decimal | None
    ajenos: tuple[Periodo, ...]
    """Those that it found before it, as it was decided: their days are not its own."""

    def ocupa(self) -> Iterable[Periodo]:
        """Its own days, once they were decided; all of them while it waits."""
        if not (self.concedido or self.reabierto):
            return [self.periodo]
        de_otros = {dia for ajeno in self.ajenos for dia in ajeno.fechas()}
        propios = [dia for dia in self.periodo.fechas() if dia not in de_otros]
        return [Periodo(self.periodo.clase, desde, hasta) for desde, hasta in tramos_de_fechas(propios)]


def anteriores_de(persona: Persona, salvo: str = "") -> list[Anterior]:
    """The rests that hold their days, the oldest case first. One query.

    For the case `salvo`, those that it must respect: the ones decided in favour, and of the undecided ones those that
    were sent before it, so that of two that wait each day has one owner.
    """
    casos = Solicitud.objects.filter(persona=persona, tramite__slug=SLUG).exclude(resultado=Resultado.NEGADA)
    casos = casos.exclude(estado__in=(Estado.BORRADOR, *SIN_DECIDIR))
    if salvo:
        firmes = Q(resultado=Resultado.CONCEDIDA) | Q(reabierta=True)
        propia = Solicitud.objects.filter(numero=salvo)
        # While it is being sent its number is not stored yet: all the others were before it.
        antes = Q(pk__lt=Subquery(propia.values("pk"))) | ~Exists(propia)
        casos = casos.exclude(numero=salvo).filter(firmes | antes)
    filas = casos.order_by("pk").values(
        "numero",
        "resultado",
        "reabierta",
        "datos__motivo",
        "datos__desde",
        "datos__hasta",
        "hechos__asegurado__anteriores",
        "dictamen__datos__subsidio_total",
    )
    return [_anterior(fila) for fila in filas]


def _anterior(fila: Mapping[str, Any]) -> Anterior:
    clase = Motivo(fila["datos__motivo"]).clase
    concedido = fila["resultado"] == Resultado.CONCEDIDA
    subsidio = fila["dictamen__datos__subsidio_total"]
    return Anterior(
        numero=fila["numero"],
        periodo=Periodo(clase, _dia(fila["datos__desde"]), _dia(fila["datos__hasta"])),
        concedido=concedido,
        reabierto=fila["reabierta"],
        subsidio=Decimal(subsidio["decimal"]) if concedido and subsidio else None,
        ajenos=tuple(
            Periodo(clase, _dia(otro["desde"]), _dia(otro["hasta"]))
            for otro in fila["hechos__asegurado__anteriores"] or ()
        ),
    )


def ocupados(anteriores: Iterable[Anterior]) -> list[Periodo]:
    return [periodo for anterior in anteriores for periodo in anterior.ocupa()]


def asegurado_de(persona: Persona, anteriores: Iterable[Anterior]) -> Asegurado:
    """Three queries, however long the record."""
    cuenta, validada = cuenta_de_pension(persona)
    return Asegurado(
        meses=expediente_de(persona).tiempo.meses,
        puestos=[_puesto(relacion) for relacion in registro.relaciones_de(persona)],
        anteriores=ocupados(anteriores),
        cuenta=cuenta,
        cuenta_validada=validada,
    )


def _puesto(relacion: Relacion) -> Puesto:
    empleador = relacion.empleador
    return Puesto(
        empleador=empleador.razon_social if empleador else "",
        desde=relacion.fecha_ingreso,
        hasta=relacion.fecha_salida,
        publico=empleador is not None and empleador.tipo == Empleador.Tipo.PUBLICO,
        sueldo=relacion.sueldo_de_aportacion,
    )


def reposo_de(datos: Mapping[str, Any]) -> Reposo:
    """What the answers tell of the certificate: dates as a form has them, or as a case keeps them."""
    return Reposo(
        motivo=Motivo(datos["motivo"]),
        desde=_dia(datos["desde"]),
        hasta=_dia(datos["hasta"]),
        emision=_dia(datos["emision"]),
        emisor=Emisor(datos["emisor"]),
        absoluto=datos["ordena"] == REPOSO,
    )


def pedido_de(datos: Mapping[str, Any]) -> Pedido:
    reposo = reposo_de(datos)
    escritos = {campo.nombre: _escrito(datos.get(campo.nombre)) for campo in campos(reposo.emisor) if campo.se_pide}
    return Pedido(
        reposo=reposo,
        presentado=_dia(datos["presentado"]),
        parto=_dia_o_nada(datos.get("parto")),
        accidente=_dia_o_nada(datos.get("accidente")),
        aviso=_dia_o_nada(datos.get("aviso")),
        escritos=escritos,
    )


def hechos_del_subsidio(persona: Persona, datos: Mapping[str, Any]) -> Hechos:
    """Five queries."""
    anteriores = anteriores_de(persona, salvo=datos.get("solicitud", ""))
    return Hechos(asegurado_de(persona, anteriores), pedido_de(datos), DiasHabiles.nacionales())


def parametros_del_reposo(desde: date) -> Parametros:
    """Those in force on the first day of the rest."""
    return Parametros.al(dia_con_norma(desde))


def dictamen_del_subsidio(hechos: Hechos, hoy: date, parametros: Parametros) -> Dictamen:
    return subsidios.dictamen(
        hechos.asegurado,
        hechos.pedido,
        norma=norma_subsidios_de(parametros),
        habiles=hechos.habiles,
        hoy=hoy,
        parametros=parametros.usados,
    )


def _dia(escrito: str | date) -> date:
    return escrito if isinstance(escrito, date) else date.fromisoformat(escrito)


def _dia_o_nada(escrito: str | date | None) -> date | None:
    return _dia(escrito) if escrito else None


def _escrito(valor: Any) -> str:
    """A tick that was left out is as good as an empty line."""
    return ("si" if valor else "") if isinstance(valor, bool) else str(valor or "")

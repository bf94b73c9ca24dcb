"""What the mortgage asks of the register, put as its rule takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.db.models import Count, Q

from afiliados.procedimientos.certificado_afiliacion import aportes_de, vinculo_de
from afiliados.reglas.afiliacion import Afiliacion, afiliacion
from afiliados.reglas.hipotecario import Interesado, NormaHipotecario, Pedido, Producto, Situacion
from afiliados.reglas.hipotecario_dictamen import Consulta, consultar, requisitos
from afiliados.selectors.expediente import expediente_de
from nucleo.dinero import CERO
from nucleo.escritura import fecha
from registro import selectors as registro
from registro.models import Empleador, Pension, Persona, Planilla, Prestamo
from registro.parametros import Parametros
from registro.reglas.dictamen import Requisito, todos_cumplen
from registro.reglas.prestamos import Vigente
from tramites.casos.con_otra_persona import Compromiso, compromisos_de, confirmaron
from tramites.casos.selectors import en_tramite

SLUG = "prestamo-hipotecario"
JUBILACIONES = (Pension.Tipo.VEJEZ, Pension.Tipo.INVALIDEZ, Pension.Tipo.DISCAPACIDAD)
JUNTOS = "SOLIDARIA"


@dataclass(frozen=True, slots=True)
class Panorama:
    """What each product would lend somebody, on a day that may be imagined."""

    pedido: Pedido
    dia: date
    comunes: Sequence[Requisito]
    """What every product asks."""
    consultas: Sequence[Consulta]

    @classmethod
    def de(cls, pedido: Pedido, dia: date, norma: NormaHipotecario) -> Self:
        solo = replace(pedido, solidaria=False)  # who is imagined beside them meets everything
        return cls(pedido, dia, requisitos(solo, norma, dia), consultar(pedido, norma))

    def solo(self, producto: str) -> Self:
        """With that product alone; all of them when none is named."""
        return replace(self, consultas=[uno for uno in self.consultas if producto in {"", uno.condiciones.producto}])

    @property
    def cuota_maxima(self) -> Decimal:
        """The same of every product."""
        limites = [limite for uno in self.consultas if uno.oferta for limite in uno.oferta.capacidad.limites]
        return next((limite.entradas["cuota_maxima"] for limite in limites if limite.nombre == "por_ingreso"), CERO)  # type: ignore[return-value]

    @property
    def cumple(self) -> bool:
        return todos_cumplen(self.comunes)

    @property
    def faltan(self) -> list[Requisito]:
        return [requisito for requisito in self.comunes if not requisito.cumple]

    @property
    def cumplidos(self) -> list[Requisito]:
        return [requisito for requisito in self.comunes if requisito.cumple]

    @property
    def prestan(self) -> list[Consulta]:
        return [uno for uno in self._calculadas if uno.presta]

    @property
    def no_prestan(self) -> list[Consulta]:
        return [uno for uno in self._calculadas if not uno.presta]

    @property
    def sin_calcular(self) -> list[Consulta]:
        return [uno for uno in self.consultas if not uno.condiciones.se_calcula]

    @property
    def _calculadas(self) -> list[Consulta]:
        return [uno for uno in self.consultas if uno.condiciones.se_calcula]


@dataclass(frozen=True, slots=True)
class Solicitado:
    """What a dictamen is made of."""

    producto: Producto
    pedido: Pedido


def solicitado_de(titular: Persona, parametros: Parametros, datos: Mapping[str, Any]) -> Solicitado:
    """By the answers of a case. Nothing of the spouse is read before they confirm it from their own account."""
    juntos, numero = datos["modo"] == JUNTOS, datos.get("solicitud", "")
    conyuge = next(iter(confirmaron(numero)), None) if juntos and numero else None
    return Solicitado(
        Producto(datos["producto"]),
        Pedido(
            interesado_de(titular, parametros, numero=numero, discapacidad=datos["discapacidad"]),
            conyuge=interesado_de(conyuge, parametros, numero=numero) if conyuge else None,
            solidaria=juntos,
            confirmada=conyuge is not None,
            monto=Decimal(datos["monto"]),
            plazo=datos["plazo"],
            avaluo=Decimal(datos["avaluo"]),
            dormitorios=datos["dormitorios"],
            primera_vivienda=_si_no(datos["primera_vivienda"]),
            nueva=_si_no(datos["nueva"]),
        ),
    )


def _si_no(respuesta: str) -> bool | None:
    return {"SI": True, "NO": False}.get(respuesta)


def interesado_de(
    persona: Persona, parametros: Parametros, *, numero: str = "", discapacidad: bool = False
) -> Interesado:
    """`numero`: of the case that is being decided, which does not stand in its own way. Nine queries at most."""
    hoy, expediente = parametros.fecha, expediente_de(persona)
    afiliada = afiliacion(
        [vinculo_de(relacion) for relacion in registro.relaciones_de(persona)],
        aportes_de(expediente.filas),
        hoy,
        dia_de_pago=parametros.entero("planilla_dia_vencimiento"),
        fallecimiento=persona.fecha_fallecimiento,
    )
    pensiones = list(Pension.objects.filter(persona=persona, tipo__in=JUBILACIONES, fecha_inicio__lte=hoy))
    propias, del_representado = _planillas_en_mora(persona, hoy)
    compromisos = compromisos_de(persona, SLUG)
    impedimentos = {"obligaciones_del_representado"} if del_representado else set()
    if _en_otro_tramite(persona, compromisos, numero):
        impedimentos.add("hipotecario_en_tramite")
    return Interesado(
        nacimiento=persona.fecha_nacimiento,
        situacion=_situacion(afiliada, pensiones),
        pagados=expediente.pagados,
        pension=sum((pension.monto for pension in pensiones), CERO),
        vigentes=_vigentes(persona, compromisos, numero),
        discapacidad=discapacidad,
        planillas_en_mora=propias,
        impedimentos=frozenset(impedimentos),
    )


def _situacion(afiliada: Afiliacion, pensiones: Sequence[Pension]) -> Situacion | None:
    """Of who works and has a pension too, the pension: it is enough by itself."""
    if pensiones:
        return Situacion.JUBILADO
    if any(vinculo.ruc for vinculo in afiliada.vigentes):
        return Situacion.DEPENDENCIA
    return Situacion.INDEPENDIENTE if afiliada.vigentes else None


def _en_otro_tramite(persona: Persona, compromisos: Sequence[Compromiso], numero: str) -> bool:
    con_otra = any(uno.en_tramite and uno.numero != numero for uno in compromisos)
    return con_otra or en_tramite(persona, SLUG) not in {"", numero}


def _vigentes(persona: Persona, compromisos: Sequence[Compromiso], numero: str) -> list[Vigente]:
    """Their loans, and those that they owe with whoever asked for them, but for what that case granted before."""
    con_otra = {uno.numero: uno.titular_id for uno in compromisos if uno.concedida}
    suyos = Prestamo.objects.filter(persona__in=[persona.pk, *con_otra.values()])
    suyos = suyos.exclude(acuerdo_numero=numero) if numero else suyos
    return [
        Vigente(
            nombre=f"{prestamo.get_tipo_display().capitalize()} del {fecha(prestamo.fecha)}",
            fecha=prestamo.fecha,
            monto=prestamo.monto,
            plazo=prestamo.plazo_meses,
            tasa=prestamo.tasa,
            saldo=prestamo.saldo,
            cuotas_vencidas=prestamo.cuotas_vencidas,
            quirografario=prestamo.tipo == Prestamo.Tipo.QUIROGRAFARIO,
        )
        for prestamo in suyos.order_by("fecha", "pk")
        if prestamo.persona_id == persona.pk or prestamo.acuerdo_numero in con_otra
    ]


def _planillas_en_mora(persona: Persona, hoy: date) -> tuple[int, int]:
    """Overdue: (of the employer that the person is, of those that they represent). Most people are none: one query."""
    de_la_persona = Q(ruc__startswith=persona.cedula)
    empleadores = Empleador.objects.filter(de_la_persona | Q(representante_cedula=persona.cedula))
    es_ella = {pk: ruc.startswith(persona.cedula) for pk, ruc in empleadores.values_list("pk", "ruc")}
    if not es_ella:
        return 0, 0
    en_mora = Planilla.objects.en_mora(hoy).filter(empleador__in=es_ella).values_list("empleador")
    cuantas = dict(en_mora.annotate(Count("pk")).order_by())
    propias = sum(n for empleador, n in cuantas.items() if es_ella[empleador])
    return propias, sum(cuantas.values()) - propias

"""What puts the notices, files and money of employers out of order."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils import timezone

from empleadores.models import Convenio, Cuota, Generacion, Lote, Novedad, PagoCuota, PagoPorAplicar, PlanillaDeConvenio
from registro.models import Empleador, Pago, Relacion
from tests import cobranza, mundo
from tests.iess_portal.roturas.comun import Roturas, otra, pagada, tras_pagar, una_planilla
from tramites.selectors import ficha


def un_convenio(pagado: str = "0.00") -> Cuota:
    """Of two instalments of 50.00, of which something of the first is paid."""
    una = cobranza.planilla(Empleador.objects.get(), periodo=date(2026, 9, 1), convenio="2026-9")
    comun = {"capital": 100, "interes": 0}
    convenio = Convenio.objects.create(
        empleador=una.empleador,
        numero="2026-9",
        liquidado_el=mundo.HOY,
        desde=mundo.HOY,
        plazo=2,
        futuro=0,
        tasa=0,
        **comun,
    )
    PlanillaDeConvenio.objects.create(convenio=convenio, planilla=una, **comun)
    de_cada_una = {"convenio": convenio, "vence": mundo.HOY, "capital": 50, "interes": 0, "futuro": 0}
    primera = Cuota.objects.create(numero=1, pagado=pagado, **de_cada_una)
    Cuota.objects.create(numero=2, **de_cada_una)
    if Decimal(pagado):
        datos = {"fecha": mundo.HOY, "referencia": "C-1", "origen": "BANCO", "registrado_por": "x"}
        PagoCuota.objects.create(cuota=primera, valor=pagado, **datos)
    return primera


def tras_convenio(modelo: type[Model], **cambios: Any) -> Callable[[], object]:
    return lambda: (un_convenio("10.00"), modelo.objects.filter(pk=modelo.objects.earliest("pk").pk).update(**cambios))


def por_aplicar(**cambios: Any) -> None:
    datos = {"clave": "P-1", "fecha": mundo.HOY, "valor": 1, "problema": "x", "registrado_por": "x"}
    PagoPorAplicar.objects.create(**datos | cambios)


def un_aviso(tipo: str, **datos: Any) -> Callable[[], object]:
    """A notice of the first employment of an employer, as it would be in order but for `datos`."""

    def crear() -> None:
        relacion = Relacion.objects.exclude(empleador=None).earliest("pk")
        valores = {
            "relacion": relacion,
            "fecha": relacion.fecha_ingreso,
            "valor": relacion.sueldo,
            "antes": relacion.sueldo if tipo == "MSU" else None,
        }
        Novedad.objects.create(
            empleador=relacion.empleador,
            persona=relacion.persona,
            tipo=tipo,
            sucursal=relacion.sucursal,
            limite=mundo.HOY,
            registrada_por="x",
            **valores | datos,
        )

    return crear


def un_archivo(**datos: Any) -> Callable[[], object]:
    """A file of notices that says that it registered something."""

    def crear() -> None:
        Lote.objects.create(
            empleador=Relacion.objects.exclude(empleador=None).earliest("pk").empleador,
            tramite=ficha("aviso-entrada"),
            nombre="a.txt",
            tamano=1,
            lineas=2,
            por="clave_patronal",
            **datos,
        )

    return crear


def dos_a_la_vez() -> None:
    un_aviso("ENT")()
    relacion = Relacion.objects.exclude(empleador=None).earliest("pk")
    otra(relacion, fecha_ingreso=relacion.fecha_ingreso - timedelta(days=9), fecha_salida=None)


ROTURAS: Roturas = {
    "generacion_sin_tarea": [
        lambda: Generacion.objects.create(
            empleador=Empleador.objects.get(), periodo=date(2026, 10, 1), clase="MES", pedida_por="x", por="x"
        ),
    ],
    "dinero_que_no_cuadra": [
        tras_pagar(Pago, valor=1),
        tras_pagar(Pago, origen="CONVENIO"),
        tras_convenio(Cuota, pagado=9),
        lambda: (un_convenio("50.00"), Cuota.objects.filter(numero=1).update(pagada_el=mundo.HOY)),
    ],
    "saldo_gastado_de_mas": [
        lambda: otra(Pago.objects.get(planilla=pagada()), referencia="T-2", origen="CREDITO", valor=21, excedente=0),
    ],
    "convenio_que_no_suma": [
        tras_convenio(Convenio, capital=99),
        tras_convenio(Convenio, futuro=1),
        tras_convenio(Cuota, interes=1),
        tras_convenio(PlanillaDeConvenio, capital=99),
    ],
    "cuota_mal_pagada": [
        tras_convenio(Cuota, pagado=11),
        tras_convenio(Cuota, pagada_el=mundo.HOY),
        tras_convenio(PagoCuota, excedente=1),
        lambda: un_convenio("50.00"),
    ],
    "planilla_en_convenio_que_no_rige": [
        tras_convenio(Convenio, estado="ROTO"),
        una_planilla(convenio="2026-1"),
    ],
    "pago_por_aplicar_mal_aplicado": [
        lambda: por_aplicar(aplicado_en=timezone.now()),
        lambda: (pagada(), por_aplicar(clave="T-1", valor=Pago.objects.get().valor)),
    ],
    "entrada_sin_su_relacion": [un_aviso("ENT", relacion=None), un_aviso("ENT", fecha=mundo.HOY)],
    "salida_sin_su_relacion": [un_aviso("SAL", causa="V")],
    "sueldo_fuera_de_su_cadena": [un_aviso("MSU", valor=1), un_aviso("MSU", relacion=None)],
    "relaciones_que_se_cruzan": [dos_a_la_vez],
    "lote_que_no_suma": [un_archivo(aplicadas=1), un_archivo(estado="APLICADO", buenas=2, ya_estaban=1)],
}

"""What three employers of the demonstration did: notices, planillas, payments, an agreement. By the verbs.

The core system hands over nothing of the last months of the bakery: the portal makes its planillas. What shows doesn't
hang on the day of the month.
"""

from datetime import date, timedelta
from decimal import Decimal

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.models import Cuenta
from empleadores.cobranza.cuotas import recibir_cuota
from empleadores.cobranza.services import registrar_pago
from empleadores.models import Cuota, Novedad
from empleadores.novedades.services import aplicar
from empleadores.planillas.generacion import generar
from empleadores.planillas.meses import mes_de
from empleadores.planillas.services import reabrir_mes
from empleadores.procedimientos.convenio_pagos import PlazoForm
from empleadores.reglas.novedades import Entrada, Extras, NuevoSueldo, Pedido, Salida
from iess_portal.demo.casos import enviar, llenar
from iess_portal.demo.empleadores import AURORA, PANADERIA, PETALOS, YUNQUE, Patrono
from iess_portal.demo.epoca import Epoca, meses
from iess_portal.demo.personal import ANALISTA
from nucleo import pdf
from nucleo.dinero import centavos
from nucleo.outbox import drain
from registro.models import Empleador, Pago, Planilla, Relacion
from tramites.procedimientos.lista import caso_de

BANCO, CONVENIO = "Banco Pichincha", "convenio-pagos"
REABRIR = "La empleadora trajo el contrato de la persona que le faltaba declarar."


def poner_en_marcha(epoca: Epoca) -> bool:
    """Once. False where it was done before, or nobody can sign."""
    cuentas = {
        cuenta.identificador: cuenta
        for cuenta in Cuenta.objects.select_related("empleador").filter(
            identificador__in=[YUNQUE.ruc, PANADERIA.ruc, PETALOS.ruc, ANALISTA.usuario]
        )
    }
    if len(cuentas) < 4 or not pdf.disponible()[0] or Novedad.objects.exists():
        return False
    hacer_planillas(cuentas[ANALISTA.usuario], epoca)
    dar_avisos(actuacion_de(cuentas[YUNQUE.ruc]), actuacion_de(cuentas[PANADERIA.ruc]), epoca.hoy)
    pedir_convenio(actuacion_de(cuentas[PETALOS.ruc]), epoca.hoy)
    drain()
    return True


def hacer_planillas(analista: Cuenta, epoca: Epoca) -> None:
    """Those of the bakery: the oldest month paid, the next one in part, and the last one open."""
    panaderia = Empleador.objects.get(ruc=PANADERIA.ruc)
    assert PANADERIA.entregado is not None
    for periodo in meses(epoca.mes(PANADERIA.entregado + 1), epoca.ultimo):
        generar(periodo, empleadores=[panaderia.pk], hoy=epoca.hoy)
    primera, segunda = Planilla.objects.filter(empleador=panaderia, generada_en__isnull=False).order_by("periodo")[:2]
    for numero, (planilla, valor) in enumerate(
        ((primera, primera.capital + 5), (segunda, centavos(segunda.capital / 2)))
    ):
        registrar_pago(
            planilla_id=planilla.pk,
            valor=Decimal(valor),
            fecha=epoca.hoy,
            referencia=f"{PANADERIA.ruc}-{numero}",
            canal=BANCO,
            origen=Pago.Origen.BANCO,
            actor="sistema:demo",
        )
    if not mes_de(panaderia, epoca.ultimo, epoca.hoy).abierto:
        de_la_mesa = Actuacion(actor=analista, sujeto=panaderia, por=Por.VENTANILLA, motivo=REABRIR)
        hasta = epoca.hoy + timedelta(days=30)
        reabrir_mes(actuacion=de_la_mesa, empleador=panaderia, periodo=epoca.ultimo, hasta=hasta, motivo=REABRIR)


def dar_avisos(ferreteria: Actuacion, panaderia: Actuacion, hoy: date) -> None:
    """One of each kind; the entry at the bakery is late."""
    mes, hace_poco = hoy.replace(day=1), hoy - timedelta(days=3)
    (primera, segunda, tercera), (nueva, otra) = de_la_nomina(YUNQUE, 3), de_la_nomina(AURORA, 2)
    de_la_ferreteria: list[Pedido] = [
        entrada(nueva, hace_poco, "Ventas", Decimal("612.00")),
        Salida(primera, "0001", hace_poco, "V", None),
        NuevoSueldo(segunda, "0001", mes, Decimal("890.00")),
        Extras(tercera, "0001", mes, Decimal("74.25"), "O"),
    ]
    aplicar(actuacion=ferreteria, pedidos=[(pedido, None) for pedido in de_la_ferreteria])
    tarde = entrada(otra, hoy - timedelta(days=24), "Atención al público", Decimal("520.00"), jornada="4")
    aplicar(actuacion=panaderia, pedidos=[(tarde, None)])


def entrada(cedula: str, ingreso: date, cargo: str, sueldo: Decimal, jornada: str = "COMPLETA") -> Entrada:
    return Entrada(
        cedula=cedula,
        sucursal="0001",
        ingreso=ingreso,
        sueldo=sueldo,
        jornada=jornada,
        cargo=cargo,
        actividad="G4711000",
        relacion_trabajo="06",
        seguro="R",
        origen_pago="P",
    )


def de_la_nomina(patrono: Patrono, cuantos: int) -> list[str]:
    """Cédulas of some who work there, the generated ones first: what happens to those changes nobody's story."""
    trabajan = Relacion.objects.filter(ruc=patrono.ruc, fecha_salida=None).order_by("-pk")
    return list(trabajan.values_list("persona__cedula", flat=True)[:cuantos])


def pedir_convenio(floricola: Actuacion, hoy: date) -> None:
    """Granted by the rule, with its first instalment paid."""
    form = caso_de(CONVENIO).formulario(floricola, 0)
    assert isinstance(form, PlazoForm)
    escrito = ({"plazo": str(form.banda.maximo)}, {"compromiso": "on"})
    borrador, datos = llenar(floricola, CONVENIO, escrito)
    solicitud = enviar(floricola, borrador, datos)
    cuota = Cuota.objects.get(convenio__numero=solicitud.numero, numero=1)
    recibir_cuota(
        cuota_id=cuota.pk,
        valor=cuota.valor,
        fecha=hoy,
        referencia=f"{PETALOS.ruc}-1",
        canal=BANCO,
        origen=Pago.Origen.BANCO,
        actor="sistema:demo",
    )

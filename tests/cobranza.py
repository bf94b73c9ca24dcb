"""Planillas that are owed, for tests of their money."""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction

from empleadores.cobranza.services import registrar_pago
from registro.dialecto import dialecto_de
from registro.models import Aporte, Empleador, Pago, Persona, Planilla
from registro.planillas.valores import fijar_tasas, valorar
from tests import mundo


def planilla(
    de: Empleador, *trabajadores: Persona, periodo: date, tipo: str = "APORTES", vence: date | None = None, **datos
) -> Planilla:
    """Unpaid, of workers who earn 1,000, with its rates and sums: 206.00 of contributions and 10.00 of CCC each."""
    nueva = Planilla.objects.create(
        empleador=de,
        sucursal="0001",
        periodo=periodo,
        tipo=tipo,
        fecha_vencimiento=vence or mundo.meses(periodo, 2)[1].replace(day=15),
        trabajadores=len(trabajadores),
        suma_sueldos=Decimal(1000 * len(trabajadores)),
        aportes_impagos=len(trabajadores),
        **datos,
    )
    Aporte.objects.bulk_create(
        Aporte(
            persona=quien,
            empleador=de,
            planilla=nueva,
            ruc=de.ruc,
            sucursal="0001",
            periodo=periodo,
            dias=30,
            sueldo=Decimal(1000),
            tipo_planilla=tipo,
        )
        for quien in trabajadores
    )
    with transaction.atomic():  # their staging table lives as long as it
        dialecto = dialecto_de(connection)
        fijar_tasas(dialecto, f"pl.id = {nueva.pk}")
        valorar(dialecto, f"pl.id = {nueva.pk}")
    nueva.refresh_from_db()
    return nueva


def pagar(de: Planilla, valor: str, fecha: date, referencia: str = "T-1", **datos) -> Pago:
    comun = {"canal": "Pichincha", "origen": Pago.Origen.BANCO, "actor": "sistema:pagos"}
    pago = registrar_pago(planilla_id=de.pk, valor=Decimal(valor), fecha=fecha, referencia=referencia, **comun | datos)
    de.refresh_from_db()
    return pago

"""What puts the register out of order."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from empleadores.planillas.generacion import generar
from nucleo.bitacora import anotar
from registro.models import Aporte, MovimientoFondo, Pago, Planilla, Relacion
from tests import mundo
from tests.iess_portal.roturas.comun import Roturas, otra, pagada, tras_pagar, una_planilla


def un_aporte(**cambios: Any) -> Callable[[], object]:
    return lambda: Aporte.objects.filter(periodo=date(2024, 1, 1)).update(**cambios)


def generada(**cambios: Any) -> Callable[[], object]:
    """A planilla that the portal made, which says something else now."""

    def hacer() -> None:
        generar(date(2026, 10, 1))
        Planilla.objects.filter(generada_en__isnull=False, tipo="APORTES").update(**cambios)

    return hacer


ROTURAS: Roturas = {
    "aporte_sin_persona": [un_aporte(persona=0)],
    "aporte_sin_empleador": [un_aporte(empleador=0), un_aporte(ruc=mundo.RUC_MAR)],
    "aporte_fuera_de_su_planilla": [
        un_aporte(planilla=None),
        un_aporte(planilla=0),
        un_aporte(sucursal="0009"),
        un_aporte(tipo_planilla="AJUSTE"),
        lambda: Aporte.objects.filter(empleador=None).update(planilla=Planilla.objects.earliest("pk")),
    ],
    "planilla_que_no_suma": [
        una_planilla(suma_sueldos="999.99"),
        una_planilla(trabajadores=2),
        una_planilla(aportes_impagos=1),
        lambda: otra(Planilla.objects.earliest("pk"), tipo="AJUSTE"),
    ],
    "planilla_mal_valorada": [
        generada(personal="94.49", capital="215.99"),
        generada(tasa_patronal="9.15"),
        generada(salud="0.01", capital="216.01"),
        lambda: (generada()(), Aporte.objects.filter(tipo_planilla="FONDOS_RESERVA").update(salud=1)),
    ],
    "planilla_con_otro_capital": [
        generada(capital="216.01"),
        generada(anulada_en=timezone.now()),
        una_planilla(capital="0.01"),
    ],
    "pago_mal_repartido": [tras_pagar(Pago, excedente=19), tras_pagar(Pago, interes=-1, excedente=21)],
    "planilla_con_otros_pagos": [tras_pagar(Planilla, capital_pagado=1), tras_pagar(Planilla, interes_pagado=1)],
    "planilla_pagada_a_medias": [
        tras_pagar(Planilla, capital=1, personal=1, patronal=0, ccc=0),
        tras_pagar(Planilla, interes_pendiente=1),
    ],
    "aporte_sin_su_deposito": [
        lambda: (pagada("FONDOS_RESERVA"), MovimientoFondo.objects.all().delete()),
        tras_pagar(MovimientoFondo, "FONDOS_RESERVA", valor="83.29"),
        tras_pagar(MovimientoFondo, "FONDOS_RESERVA", acuerdo_numero=""),
    ],
    "relacion_con_otro_ruc": [lambda: Relacion.objects.update(ruc=mundo.RUC_MAR)],
    "asiento_sin_persona": [lambda: anotar(actor="alguien", accion="algo", persona_id=0)],
}

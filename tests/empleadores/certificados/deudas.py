"""Employers and what they owe, planilla by planilla."""

from datetime import date
from decimal import Decimal

from registro.models import Empleador, Planilla
from tests import mundo

CUMPLIMIENTO, NO_ADEUDAR = "certificado-cumplimiento", "certificado-no-adeudar"
PUBLICA = f"/consulta/{CUMPLIMIENTO}/"
# 20.60 % of 1,000: the debt of TV11 and TV13, which in three months bears 6.86.
CAPITAL = Decimal("206.00")


def planilla(de: Empleador, periodo: date, **datos) -> Planilla:
    """One that is not paid, of one worker."""
    valores = {
        "sucursal": "0001",
        "tipo": "APORTES",
        "fecha_vencimiento": mundo.meses(periodo, 2)[1].replace(day=15),
        "aportes_impagos": 1,
        "personal": Decimal("94.50"),
        "patronal": Decimal("111.50"),
        "capital": CAPITAL,
    }
    return Planilla.objects.create(empleador=de, periodo=periodo, **(valores | datos))

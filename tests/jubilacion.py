"""Who retires in tests: a record in order, and the case from its start to the number."""

from datetime import date, timedelta
from decimal import Decimal

from django.test import Client

from registro.models import Aporte, Empleador, Persona
from registro.reglas.puertas import mover
from tests import mundo
from tests.actos import para
from tramites.models import Solicitud

URL = "/afiliado/jubilacion-vejez/"
DECIMOS = {"decima_tercera": "ACUMULADA", "decima_cuarta": "MENSUAL"}


def aportar(persona: Persona, empresa: Empleador, desde: date, cuantos: int, sueldo: Decimal) -> None:
    """So many months, all paid."""
    Aporte.objects.bulk_create(
        Aporte(
            persona=persona,
            empleador=empresa,
            ruc=empresa.ruc,
            sucursal="0001",
            periodo=periodo,
            dias=30,
            sueldo=sueldo,
            tipo_planilla="APORTES",
            fecha_pago=mover(periodo, 1).replace(day=10),
            numero_comprobante=f"{periodo:%Y%m}01",
        )
        for periodo in mundo.meses(desde, cuantos)
    )


def quien_se_jubila(
    imposiciones: int = 360,
    *,
    sueldo: str = "1000.00",
    edad: int = 60,
    ultimo: date = date(2026, 10, 1),
    cedula: str = mundo.ANA,
    empresa: Empleador | None = None,
) -> Persona:
    """Somebody of that age who left work at the end of `ultimo`, with every month paid and an account in order."""
    persona = mundo.persona(cedula, fecha_nacimiento=date(ultimo.year - edad, 1, 15))
    empresa, desde = empresa or mundo.empleador(), mover(ultimo, 1 - imposiciones)
    aportar(persona, empresa, desde, imposiciones, Decimal(sueldo))
    mundo.relacion(persona, empresa, desde, mover(ultimo, 1) - timedelta(days=1))
    mundo.cuenta_bancaria(persona)
    return persona


def enviar(client: Client, **decimos: str) -> Solicitud:
    """From the start to the number, page by page."""
    de_quien = para(client)
    client.post(URL, de_quien)
    client.post(f"{URL}paso/1/", DECIMOS | decimos | de_quien)
    client.post(f"{URL}paso/2/", {"declaracion": "on"} | de_quien)
    fin = client.post(f"{URL}revisar/", de_quien)
    assert fin.status_code == 302, fin.content.decode()
    return Solicitud.objects.get(numero=fin.url.split("/")[2])

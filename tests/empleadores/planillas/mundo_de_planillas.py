"""An employer with planillas: Sol, whose two workers earn a thousand dollars; what they are charged is TV11's."""

import re
import uuid
from datetime import date, datetime

from django.test import Client
from django.utils import timezone

from cuentas.models import Delegacion
from empleadores.planillas.generacion import generar
from nucleo.outbox import drain
from registro.models import Aporte, Empleador, Planilla
from tests import mundo
from tests.actos import para
from tramites.models import Certificado

AGOSTO, SETIEMBRE, OCTUBRE = date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)
HOY = date(2026, 11, 5)
AHORA = datetime.fromisoformat("2026-11-05T10:00:00-05:00")  # October is due on the 16th: the 15th is a Sunday
URL = "/empleador/planillas/"


def sol(*meses: date) -> Empleador:
    """With the planillas of those months, made by the engine."""
    empleador = mundo.empleador()
    ana, luis = mundo.persona(), mundo.persona(mundo.LUIS, apellidos="Quishpe Andrango", nombres="Luis")
    mundo.relacion(ana, empleador, date(2020, 1, 1))
    mundo.relacion(luis, empleador, date(2026, 6, 1))
    for mes in meses:
        generar(mes, hoy=HOY)
    return empleador


def pagar(*planillas: Planilla, dia: date = date(2026, 9, 10)) -> None:
    """As the core system hands them over, paid: their rows too."""
    for planilla in planillas:
        Aporte.objects.filter(planilla=planilla).update(fecha_pago=dia)
        planilla.aportes_impagos, planilla.fecha_pago, planilla.numero_comprobante = 0, dia, "C-1"
        planilla.save()


def de_un_delegado(empleador: Empleador, rol: str) -> Client:
    """The browser of somebody else whom the employer authorised, and who acts for it now."""
    delegado = mundo.cuenta(mundo.persona("1710034073", apellidos="Delegada"), correo="delegada@correo.ec")
    delegacion = Delegacion.objects.create(
        empleador=empleador,
        apoderado_cedula=delegado.identificador,
        apoderado=delegado.persona,
        rol=rol,
        aceptado_en=timezone.now(),
    )
    client = mundo.navegador(delegado)
    client.post(f"/cuenta/delegaciones/{delegacion.pk}/actuar/")
    return client


# --- its pages -------------------------------------------------------------------------------------------------------


def html_de(client, url: str = URL, **parametros: str) -> str:
    respuesta = client.get(url, parametros)
    assert respuesta.status_code == 200
    return respuesta.content.decode()


def cifras(html: str) -> dict[str, str]:
    return dict(re.findall(r'data-dato="(\w+)" value="([^"]*)"', html))


def la_de(periodo: date, tipo: str = "APORTES") -> Planilla:
    return Planilla.objects.get(periodo=periodo, tipo=tipo)


def url_de(planilla: Planilla, pagina: str = "") -> str:
    return f"{URL}{planilla.pk}/{pagina}"


def pedir_comprobante(client, planilla: Planilla) -> Certificado:
    client.post(url_de(planilla, "comprobante/"), {"peticion": str(uuid.uuid4()), **para(client)})
    drain()
    return Certificado.objects.get()

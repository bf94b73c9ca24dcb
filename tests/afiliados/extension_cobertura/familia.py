"""Ana, affiliated with a salary of $ 482, and those whom she may cover."""

from datetime import date, timedelta
from decimal import Decimal

from django.test import Client

from registro.models import Dependiente, Persona
from tests import mundo
from tests.actos import para
from tests.archivos import pdf, subido
from tests.jubilacion import aportar
from tramites.models import Solicitud

URL = "/afiliado/extension-cobertura/"
ESPOSO, HIJA, HIJO, OTRA = "1710034081", "1710034099", "1710034107", "1710034115"
CARLOS = {"apellidos": "Mena Solís", "nombres": "Carlos", "fecha_nacimiento": date(1979, 2, 3), "sexo": "M"}
ELENA = {"apellidos": "Mena Prueba", "nombres": "Elena", "fecha_nacimiento": date(2012, 3, 9), "sexo": "F"}
AYER = mundo.HOY - timedelta(days=1)


def afiliada(cedula: str = mundo.ANA, *, sueldo: str = "482.00", **datos) -> Persona:
    """Two years in the same job, the last month paid in November."""
    persona = mundo.persona(cedula, **({"estado_civil": "CASADO"} | datos))
    empresa = mundo.empleador()
    mundo.relacion(persona, empresa, date(2024, 11, 1))
    aportar(persona, empresa, date(2024, 11, 1), 24, Decimal(sueldo))
    return persona


def pensionista(cedula: str = mundo.ANA, monto: str = "600.00") -> Persona:
    persona = mundo.persona(cedula, estado_civil="CASADO", fecha_nacimiento=date(1956, 5, 17))
    persona.pensiones.create(tipo="VEJEZ", fecha_inicio=date(2020, 1, 1), monto=Decimal(monto))
    persona.pagos_pension.create(
        periodo=date(2026, 11, 1), concepto="PENSION", valor=Decimal(monto), fecha_pago=date(2026, 11, 5)
    )
    return persona


def cubierto(titular: Persona, cedula: str, parentesco: str, desde: date = date(2020, 1, 1), **datos) -> Dependiente:
    return Dependiente.objects.create(titular=titular, cedula=cedula, parentesco=parentesco, fecha_desde=desde, **datos)


def documento() -> dict[str, object]:
    return {"archivos": subido(pdf(), "acta.pdf", "application/pdf")}


def decir(client: Client, parentesco: str, cedula: str):
    """The first page, answered."""
    client.post(URL, para(client))
    return client.post(f"{URL}paso/1/", {"parentesco": parentesco, "cedula": cedula} | para(client))


def completar(client: Client, **datos):
    """The second page, answered."""
    form = client.get(f"{URL}paso/2/").context["form"]
    return client.post(f"{URL}paso/2/", {"declaracion": "on", "para": form["para"].value()} | datos | para(client))


def revision(client: Client) -> str:
    return client.get(f"{URL}revisar/").content.decode()


def enviar(client: Client, parentesco: str, cedula: str, **datos) -> Solicitud:
    """From the start to the number, page by page."""
    for respuesta in (decir(client, parentesco, cedula), completar(client, **datos)):
        assert respuesta.status_code == 302, respuesta.content.decode()
    fin = client.post(f"{URL}revisar/", para(client))
    assert fin.status_code == 302, fin.content.decode()
    return Solicitud.objects.get(numero=fin.url.split("/")[2])


def nacimiento(dia: date) -> dict[str, str]:
    return {"nacimiento_dia": str(dia.day), "nacimiento_mes": str(dia.month), "nacimiento_anio": str(dia.year)}

"""Many invented people with an account, each at a browser that is already logged in."""

import http.client
import time
import urllib.parse
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.test import Client
from django.utils import timezone
from stdnum import luhn

from cuentas.models import Cuenta
from registro.models import Empleador, Persona, Relacion

TOKEN = "a" * 32
RUC = "1790011674001"


@dataclass(frozen=True)
class Contestacion:
    """`destino`: where a redirect leads. `estado` 0: the connection broke."""

    estado: int
    destino: str
    segundos: float


@dataclass(frozen=True)
class Visitante:
    puerto: int
    cuenta: Cuenta
    sesion: str

    def post(self, ruta: str, **campos: str) -> Contestacion:
        cuerpo = urllib.parse.urlencode({"csrfmiddlewaretoken": TOKEN} | campos)
        cabeceras = {
            "Cookie": f"csrftoken={TOKEN}; sessionid={self.sesion}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        inicio = time.perf_counter()
        conexion = http.client.HTTPConnection("127.0.0.1", self.puerto, timeout=60)
        try:
            conexion.request("POST", ruta, cuerpo, cabeceras)
            respuesta = conexion.getresponse()
            respuesta.read()
            estado, destino = respuesta.status, respuesta.headers.get("Location", "")
        except (OSError, http.client.HTTPException):
            estado, destino = 0, ""
        finally:
            conexion.close()
        return Contestacion(estado, destino, time.perf_counter() - inicio)


def sembrar(cuantas: int, puerto: int) -> list[Visitante]:
    """People who work for one employer, with an account and a session each."""
    empleador = Empleador.objects.create(ruc=RUC, razon_social="Comercial Andina de Alimentos S.A.", tipo="PRIVADO")
    nueves = [f"171{n:06d}" for n in range(cuantas)]
    personas = Persona.objects.bulk_create(
        Persona(
            cedula=nueve + luhn.calc_check_digit(nueve),
            apellidos="Medida Andrade",
            nombres=f"Persona {n}",
            fecha_nacimiento=date(1980, 5, 17),
        )
        for n, nueve in enumerate(nueves)
    )
    Relacion.objects.bulk_create(
        Relacion(
            persona=persona,
            empleador=empleador,
            ruc=RUC,
            sucursal="0001",
            fecha_ingreso=date(2020, 2, 3),
            cargo="Analista de operaciones",
            sueldo=Decimal("1250.00"),
        )
        for persona in personas
    )
    cuentas = Cuenta.objects.bulk_create(
        Cuenta(
            identificador=persona.cedula,
            persona=persona,
            correo=f"{persona.cedula}@correo.invalid",
            correo_confirmado_en=timezone.now(),
            password="!",
        )
        for persona in personas
    )
    return [Visitante(puerto, cuenta, _ingresar(cuenta)) for cuenta in cuentas]


def _ingresar(cuenta: Cuenta) -> str:
    cliente = Client(headers={"Host": "127.0.0.1"})
    cliente.force_login(cuenta)
    return cliente.cookies["sessionid"].value

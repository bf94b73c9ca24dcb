"""The people of the benchmarks: one with a year of contributions, one with forty.

Both work, have an account and three signed documents, and are owed two months by their employer: their home pages
differ in nothing but the length of the record behind them.
"""

import random
import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from cuentas.actuacion import actuacion_de
from cuentas.models import Cuenta
from cuentas.services import abrir_cuenta_de_demostracion
from nucleo.outbox import drain
from registro.models import Aporte, Empleador, Persona, Planilla, Relacion
from tramites.certificados.models import Certificado as Emitido
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos import Certificado, por_slug
from tramites.selectors import ficha

CORTA, LARGA = "1710034065", "0926687856"
MESES = {CORTA: 12, LARGA: 480}
NOMBRES = {CORTA: ("Quishpe Andrango", "María Fernanda"), LARGA: ("Morán Villacís", "José Ignacio")}
EMPRESAS = {
    "1790011674001": "Comercial Andina de Alimentos S.A.",
    "1790085783001": "Industrias Metálicas del Austro Cía. Ltda.",
    "0990004196001": "Exportadora Costa Verde S.A.",
    "1791251237001": "Servicios Logísticos Chimborazo S.A.",
    "1790016919001": "Corporación Litoral de Comercio C.A.",
    "1791415132001": "Laboratorios Farmacéuticos Pichincha Cía. Ltda.",
}
CLAVE = "Clave-De-Medicion-2026"
DOCUMENTOS, IMPAGOS = 3, 2
AFILIACION = "certificado-afiliacion"


def sembrar() -> dict[str, Cuenta]:
    """The account of each person, by cédula."""
    empresas = [Empleador(ruc=ruc, razon_social=nombre, tipo="PRIVADO") for ruc, nombre in EMPRESAS.items()]
    Empleador.objects.bulk_create(empresas)
    cuentas = {}
    for cedula, (apellidos, nombres) in NOMBRES.items():
        persona = Persona.objects.create(
            cedula=cedula, apellidos=apellidos, nombres=nombres, fecha_nacimiento=date(1964, 9, 30)
        )
        _contratar(persona, empresas, MESES[cedula])
        correo = f"{cedula}@correo.invalid"
        cuentas[cedula] = abrir_cuenta_de_demostracion(titular=persona, clave=CLAVE, correo=correo)
        for _ in range(DOCUMENTOS):
            pedir_certificado(cuentas[cedula])
    drain()
    return cuentas


def pedir_certificado(cuenta: Cuenta) -> Emitido:
    """Asks for a certificate of affiliation as its page does; what comes back is not signed yet."""
    procedimiento, actuacion = por_slug(AFILIACION), actuacion_de(cuenta)
    assert isinstance(procedimiento, Certificado)
    contenido = procedimiento.contenido(actuacion, timezone.localdate())
    return solicitar_emision(actuacion=actuacion, tramite=ficha(AFILIACION), contenido=contenido, peticion=uuid.uuid4())


def _contratar(persona: Persona, empresas: list[Empleador], cuantos: int) -> None:
    """One employer after the other in even shares, up to last month; the last months are not paid."""
    azar = random.Random(persona.cedula)
    meses = list(_meses(cuantos))
    tramos = [empresas[i * len(empresas) // cuantos] for i in range(cuantos)]
    aportes = []
    for i, (mes, empresa) in enumerate(zip(meses, tramos, strict=True)):
        paga = i < cuantos - IMPAGOS
        vence = mes + relativedelta(months=1, day=15)
        planilla, _nueva = Planilla.objects.get_or_create(
            empleador=empresa, sucursal="0001", periodo=mes, tipo="APORTES", defaults={"fecha_vencimiento": vence}
        )
        aportes.append(
            Aporte(
                persona=persona,
                empleador=empresa,
                planilla=planilla,
                ruc=empresa.ruc,
                sucursal="0001",
                periodo=mes,
                dias=30 if azar.random() < 0.9 else azar.randint(1, 29),
                sueldo=Decimal(azar.randint(47_000, 250_000)) / 100,
                tipo_planilla="APORTES",
                fecha_pago=vence - relativedelta(days=azar.randint(0, 12)) if paga else None,
                numero_comprobante=f"{azar.randint(10**8, 10**9 - 1)}" if paga else "",
            )
        )
    Aporte.objects.bulk_create(aportes)
    Relacion.objects.bulk_create(_relaciones(persona, meses, tramos))


def _meses(cuantos: int) -> Iterator[date]:
    """The months up to the second before this one, which is the last that can be in arrears."""
    primero = timezone.localdate().replace(day=1) - relativedelta(months=cuantos + 1)
    return (primero + relativedelta(months=i) for i in range(cuantos))


def _relaciones(persona: Persona, meses: list[date], tramos: list[Empleador]) -> Iterator[Relacion]:
    for empresa in dict.fromkeys(tramos):
        propios = [mes for mes, de in zip(meses, tramos, strict=True) if de is empresa]
        salida = None if propios[-1] == meses[-1] else propios[-1] + relativedelta(day=28)
        yield Relacion(
            persona=persona,
            empleador=empresa,
            ruc=empresa.ruc,
            sucursal="0001",
            fecha_ingreso=propios[0],
            fecha_salida=salida,
            cargo="Analista de operaciones",
            sueldo=Decimal("1250.00"),
        )

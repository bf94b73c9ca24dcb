"""A small world for tests: people, employers and contributions that a reader can predict."""

from datetime import date
from decimal import Decimal

from django.test import Client
from django.utils import timezone

from cuentas import dispositivos, segundo_factor
from cuentas.models import Cuenta
from registro.models import Aporte, CuentaBancaria, Empleador, Persona, Planilla, Relacion

CLAVE = "una clave larga y mía"
HOY = date(2026, 11, 20)

ANA = "1710034065"
LUIS = "0926687856"
RUC_SOL = "1790011674001"
RUC_MAR = "1790085783001"


def persona(cedula: str = ANA, **datos) -> Persona:
    valores = {"apellidos": "Prueba Ríos", "nombres": "Ana María", "fecha_nacimiento": date(1980, 5, 17)}
    return Persona.objects.create(cedula=cedula, **(valores | datos))


def empleador(ruc: str = RUC_SOL, **datos) -> Empleador:
    return Empleador.objects.create(ruc=ruc, **({"razon_social": "Sol S.A.", "tipo": "PRIVADO"} | datos))


def relacion(de: Persona, con: Empleador | None, desde: date, hasta: date | None = None, **datos) -> Relacion:
    """Its fondos de reserva are saved at the institute, so that they have a planilla."""
    return Relacion.objects.create(
        persona=de,
        empleador=con,
        ruc=con.ruc if con else "",
        sucursal="0001" if con else "",
        fecha_ingreso=desde,
        fecha_salida=hasta,
        sueldo=Decimal("1000.00"),
        **({"acumula_fondos": True} | datos),
    )


def meses(desde: date, cuantos: int) -> list[date]:
    """`cuantos` first days of month, from that of `desde` on."""
    cuentas = [desde.year * 12 + desde.month - 1 + i for i in range(cuantos)]
    return [date(mes // 12, mes % 12 + 1, 1) for mes in cuentas]


def aportes(de: Persona, con: Empleador | None, desde: date, cuantos: int, *, pagados: bool = True) -> None:
    """One contribution of 30 days a month; each belongs to a planilla that is due on the 15th of the next month."""
    periodos = meses(desde, cuantos)
    vence = {periodo: meses(periodo, 2)[1].replace(day=15) for periodo in periodos}
    planillas: dict[date, Planilla] = {}
    if con:
        nuevas = [
            Planilla(
                empleador=con,
                sucursal="0001",
                periodo=periodo,
                tipo="APORTES",
                fecha_vencimiento=vence[periodo],
                aportes_impagos=0 if pagados else 1,
            )
            for periodo in periodos
        ]
        Planilla.objects.bulk_create(nuevas, ignore_conflicts=True)
        del_empleador = Planilla.objects.filter(empleador=con, sucursal="0001", tipo="APORTES", periodo__in=periodos)
        planillas = {planilla.periodo: planilla for planilla in del_empleador}
    Aporte.objects.bulk_create(
        Aporte(
            persona=de,
            empleador=con,
            planilla=planillas.get(periodo),
            ruc=con.ruc if con else "",
            sucursal="0001" if con else "",
            periodo=periodo,
            dias=30,
            sueldo=Decimal("1000.00"),
            tipo_planilla="APORTES",
            fecha_pago=vence[periodo].replace(day=10) if pagados else None,
            numero_comprobante=f"{periodo:%Y%m}01" if pagados else "",
        )
        for periodo in periodos
    )


def cuenta(de: Persona | Empleador, *, clave: str = "", correo: str = "ana@correo.ec") -> Cuenta:
    """An account with a confirmed e-mail; without `clave` it can only be entered by force_login."""
    es_persona = isinstance(de, Persona)
    nueva = Cuenta(
        identificador=de.cedula if es_persona else de.ruc,
        persona=de if es_persona else None,
        empleador=None if es_persona else de,
        correo=correo,
        correo_confirmado_en=timezone.now(),
    )
    nueva.set_password(clave or None)
    nueva.save()
    return nueva


def personal(usuario: str = "ventanilla", *, con_segundo_factor: bool = True, **datos) -> Cuenta:
    """A member of staff who may go to the admin; without the second factor, who may not yet."""
    nuevo = Cuenta(identificador=usuario, is_staff=True, nombre="Personal de prueba", **datos)
    nuevo.set_password(CLAVE)
    nuevo.save()
    if con_segundo_factor:
        segundo_factor.abrir_de_demostracion(cuenta=nuevo)
    return nuevo


def cuenta_bancaria(de: Persona, **datos) -> CuentaBancaria:
    """Validated by the institute years ago."""
    valores = {
        "institucion": "Austro",
        "tipo": "AHORROS",
        "numero": "0035550104",
        "vigente_desde": date(2020, 1, 1),
        "estado": "VALIDADA",
        "origen": "INSTITUTO",
    }
    return CuentaBancaria.objects.create(persona=de, **(valores | datos))


def navegador(de: Cuenta) -> Client:
    """A browser of their own, logged in."""
    client = Client()
    client.force_login(de)
    return client


def codigo_de(de: Cuenta) -> str:
    """What the authenticator app of that account shows now, or next if that was used."""
    return dispositivos.codigo_actual(de) or ""

"""The desk of the staff for tests: who sits at it, where its pages are, and one row of everything."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuentas.models import CodigoEnPapel, Cuenta, EnlacePatronal
from empleadores.models import (
    Convenio,
    Cuota,
    Generacion,
    Lote,
    MesReabierto,
    Novedad,
    PagoCuota,
    PagoPorAplicar,
    PlanillaDeConvenio,
)
from iess_portal.roles import Rol
from nucleo.administracion import EXPEDIENTES
from nucleo.bitacora import anotar
from nucleo.models import Feriado, Mantenimiento, Outbox
from pensionistas.models import ArchivoRol, AvisoPais, Deposito, Supervivencia, Suspension
from registro import models as registro
from tests import mundo
from tramites.models import Adjunto, Anuncio, Atencion, Certificado, Conteo, OrdenPago, Queja, Solicitud, Tramite


def con_rol(rol: Rol, usuario: str = "") -> Cuenta:
    cuenta = mundo.personal(usuario or rol.name.lower())
    cuenta.groups.add(Group.objects.get(name=rol))
    return cuenta


def entrar(client: Client, rol: Rol = Rol.ADMINISTRADOR) -> Cuenta:
    """Logged in, with the file open of everybody who is in the register by then."""
    cuenta = con_rol(rol)
    client.force_login(cuenta)
    abrir_expedientes(client)
    return cuenta


def abrir_expedientes(client: Client, *personas: registro.Persona) -> None:
    """Files opened in the session, as by the page that asks why; of everybody when nobody is named."""
    sesion = client.session
    sesion[EXPEDIENTES] = {str(p.pk): "Trámite 2026-001" for p in personas or registro.Persona.objects.all()}
    sesion.save()


def lista(modelo, consulta: str = "") -> str:
    return reverse(f"admin:{modelo._meta.label_lower.replace('.', '_')}_changelist") + consulta


def pagina(fila, acto: str = "change") -> str:
    return reverse(f"admin:{fila._meta.label_lower.replace('.', '_')}_{acto}", args=[fila.pk])


def _lo_cobrado(planilla: registro.Planilla, n: int) -> None:
    """An agreement with its planilla and an instalment that is paid in part, and money that waits."""
    hoy, comun = mundo.HOY, {"capital": 1, "interes": 0}
    convenio = Convenio.objects.create(
        empleador=planilla.empleador, numero=f"C{n}", liquidado_el=hoy, desde=hoy, plazo=1, futuro=0, tasa=0, **comun
    )
    PlanillaDeConvenio.objects.create(convenio=convenio, planilla=planilla, **comun)
    cuota = Cuota.objects.create(convenio=convenio, numero=1, vence=hoy, futuro=0, **comun)
    recibido = {"fecha": hoy, "valor": 1, "registrado_por": "x"}
    PagoCuota.objects.create(cuota=cuota, referencia=f"Q{n}", origen="BANCO", **recibido)
    PagoPorAplicar.objects.create(clave=f"P{n}", problema="x", **recibido)


def fila_de_cada_uno(n: int) -> None:
    """One more row of every model; `n` keeps the natural keys apart."""
    persona = mundo.persona(f"{17_0000_0000 + n:010}", apellidos=f"Apellido{n:03}")
    empresa = mundo.empleador(f"17{n:08}001", razon_social=f"Empresa {n:03}")
    hoy = mundo.HOY
    mundo.relacion(persona, empresa, date(2020, 1, 1))
    mundo.aportes(persona, empresa, date(2026, 1, 1), 2)
    planilla = registro.Planilla.objects.filter(empleador=empresa).first()
    registro.Pago.objects.create(planilla=planilla, fecha=hoy, valor=1, referencia=f"R{n}", origen="BANCO")
    _lo_cobrado(planilla, n)
    del_mes = {"empleador": empresa, "periodo": hoy.replace(day=1)}
    Generacion.objects.create(**del_mes, clase="MES", pedida_por="x", por="clave_patronal")
    MesReabierto.objects.create(**del_mes, hasta=hoy, motivo="Oficio", reabierto_por="x")
    registro.Sucursal.objects.create(empleador=empresa, codigo="0001")
    Novedad.objects.create(
        empleador=empresa, persona=persona, tipo="INS", sucursal="0001", fecha=hoy, limite=hoy, registrada_por="x"
    )
    registro.MovimientoFondo.objects.create(persona=persona, fondo="RESERVA", fecha=hoy, tipo="DEPOSITO", valor=1)
    registro.Prestamo.objects.create(
        persona=persona, tipo="HIPOTECARIO", fecha=hoy, monto=1, plazo_meses=1, tasa=1, saldo=0
    )
    pension = registro.Pension.objects.create(
        persona=persona, tipo="VEJEZ", fecha_inicio=hoy, monto=1, reside_exterior=True
    )
    de_fuera = {"persona": persona, "fecha": hoy}
    AvisoPais.objects.create(**de_fuera, tipo="SALIDA", pais="ES", registrado_por="x")
    Supervivencia.objects.create(
        **de_fuera, medio="VIDEO", vence=hoy + timedelta(365), motivo="Oficio", registrada_por="x"
    )
    Suspension.objects.create(persona=persona, pension=pension, desde=hoy, monto=1, motivo="x", suspendida_por="x")
    registro.PagoPension.objects.create(persona=persona, periodo=hoy.replace(day=1), concepto="Pensión", valor=1)
    cuenta_bancaria = registro.CuentaBancaria.objects.create(
        persona=persona, institucion="Banco", tipo="AHORROS", numero="123456", vigente_desde=hoy
    )
    archivo = ArchivoRol.objects.create(
        periodo=hoy.replace(day=1), numero=n + 1, fecha=hoy, hecho_el=hoy, lineas=1, total=1, por_institucion=[]
    )
    Deposito.objects.create(
        persona=persona,
        periodo=archivo.periodo,
        envio=1,
        archivo=archivo,
        cuenta=cuenta_bancaria,
        cedula=persona.cedula,
        titular="x",
        valor=1,
        estado="ENVIADO",
    )
    registro.Dependiente.objects.create(titular=persona, cedula=f"{n:010}", parentesco="HIJO", fecha_desde=hoy)
    registro.Parametro.objects.create(
        clave="sbu", valor=500 + n, valido_desde=date(2090, 1, 1) + timedelta(n), fuente="f", confianza="ALTA"
    )
    Feriado.objects.create(fecha=date(2027, 1, 1) + timedelta(n), nombre="Puente", base_legal="Decreto")
    desde = timezone.now() - timedelta(days=n + 1)
    Mantenimiento.objects.create(desde=desde, hasta=desde + timedelta(1), motivo="x", terminado_en=desde)
    Anuncio.objects.create(texto=f"Feriado {n}", desde=timezone.now(), hasta=timezone.now() + timedelta(1))
    Outbox.objects.create(kind="correo", key=str(n), payload={"para": "a@b.ec", "asunto": "Hola", "texto": "SECRETO"})
    anotar(actor="sistema:prueba", accion="prueba")
    cuenta = mundo.cuenta(persona, correo=f"{n}@correo.ec")
    CodigoEnPapel.objects.create(persona=persona, emitido_por=cuenta, vence_en=timezone.now(), motivo="Cédula original")
    EnlacePatronal.objects.create(empleador=empresa, actor=cuenta, correo="e@correo.ec", vence_en=timezone.now())
    tramite = Tramite.objects.get(slug="certificado-afiliacion")
    Conteo.objects.create(
        tramite=tramite, anio=2025, mes=1, quejas=0, atenciones=n, fuente="OFICIAL", version=n + 1, motivo="prueba"
    )
    Lote.objects.create(
        empleador=empresa, tramite=tramite, tipo="ENT", nombre=f"{n}.txt", tamano=1, sha256=f"{n:064}", por="ventanilla"
    )
    Adjunto.objects.create(
        tramite=tramite,
        persona=persona,
        clase="prueba",
        nombre="hoja.pdf",
        tipo="application/pdf",
        tamano=1,
        sha256_recibido=f"{n:064}",
        sha256=f"{n:064}",
        archivo=f"presentados/2026/11/20/{n}.pdf",
        estado="DISPONIBLE",
        subido_por=cuenta,
        por="propio",
    )
    Atencion.objects.create(tramite=tramite, persona=persona, fecha=hoy, origen=str(n))
    solicitud = Solicitud.objects.create(
        numero=f"2026-{n:07}",
        tramite=Tramite.objects.get(slug="rectificacion-datos"),
        persona=persona,
        estado="INGRESADA",
        ingresada_en=timezone.now(),
        por="propio",
        datos={"dato": "otro", "correcto": "x", "explicacion": "y", "consta": ""},
    )
    OrdenPago.objects.create(solicitud=solicitud, persona=persona, concepto="SUBSIDIO", valor=1)
    Queja.objects.create(
        numero=f"Q2026-{n:07}",
        tema="TRAMITE",
        tramite=tramite,
        texto="x",
        persona=persona,
        por="propio",
        estado="RECIBIDA",
        ingresada_en=timezone.now(),
        fecha=hoy,
        vence_el=hoy,
    )
    Certificado.objects.create(
        codigo=f"{n:016}",
        peticion=uuid.uuid4(),
        tramite=tramite,
        persona=persona,
        variante="afiliacion",
        titulo="Certificado de afiliación",
        plantilla="x",
        datos={"nombre": persona.nombre_completo},
        estado="EMITIDO",
        actor=cuenta,
        por="propio",
        archivo="a.pdf",
        sha256=f"{n:064}",
    )


def consultas(call: Callable[[], object]) -> int:
    """How many queries a call makes, once the process holds what it keeps for good (content types, permissions)."""
    call()
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)

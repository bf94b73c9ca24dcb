"""The people and documents whose pages are looked at, and how a test invents its own when it changes something."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from stdnum import luhn

from cuentas.actuacion import Actuacion, Por, actuacion_de
from cuentas.models import Cuenta, Delegacion
from iess_portal.roles import Rol
from nucleo.models import Outbox
from nucleo.outbox import drain
from pensionistas.models import ArchivoRol, AvisoPais, Deposito
from pensionistas.suspension.services import suspender
from registro.dialecto import dialecto_de
from registro.models import Aporte, CuentaBancaria, Empleador, PagoPension, Pension, Persona, Planilla
from registro.planillas.valores import fijar_tasas, valorar
from tests import (
    fondos,
    jubilacion,
    mundo,
)
from tests.afiliados.quirografario import (
    pasos as quirografario,
)
from tramites.casos import services as casos
from tramites.certificados import services
from tramites.models import Certificado, Queja, Solicitud
from tramites.procedimientos import por_slug
from tramites.quejas import services as quejas
from tramites.quejas.estados import Tema
from tramites.selectors import ficha

HOJA_OFICIAL = Path(__file__).parents[2] / "tramites/rutr/ejemplo/IESS-034-01-07.txt"
CERTIFICADO = "certificado-afiliacion"

_numeros = count(1)

T = TypeVar("T")


def aparte(hacer: Callable[..., T], *args: Any) -> T:
    """Does it in a thread of its own: signing needs an event loop, and Playwright's occupies the test's."""

    def hacer_y_cerrar() -> T:
        try:
            return hacer(*args)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as hilo:
        return hilo.submit(hacer_y_cerrar).result()


def una_cedula() -> str:
    """The next invented cédula of Pichincha, with its check digit."""
    nueve = f"17{next(_numeros):07d}"
    return nueve + luhn.calc_check_digit(nueve)


def hace(meses: int) -> date:
    """The first day of the month that lies so many months back."""
    hoy = timezone.localdate()
    total = hoy.year * 12 + hoy.month - 1 - meses
    return date(total // 12, total % 12 + 1, 1)


def un_trabajador(*, meses: int = 30, empleador: Empleador | None = None) -> Cuenta:
    """A worker with an open employment, all of whose months but the last three are paid; the oldest is in arrears."""
    persona = mundo.persona(una_cedula())
    empleador = empleador or Empleador.objects.get(ruc=mundo.RUC_SOL)
    mundo.relacion(persona, empleador, hace(meses), cargo="Analista")
    mundo.aportes(persona, empleador, hace(meses), meses - 3)
    mundo.aportes(persona, empleador, hace(3), 3, pagados=False)
    return mundo.cuenta(persona, clave=mundo.CLAVE, correo=f"{persona.cedula}@correo.ec")


def una_pensionista(empleador: Empleador) -> Cuenta:
    """Retired two years ago with thirty years of work, of which this employer has paid the last one this month."""
    persona = mundo.persona(una_cedula(), nombres="Elena", apellidos="Mora")
    mundo.aportes(persona, empleador, hace(385), 360)
    Aporte.objects.filter(persona=persona, periodo__gte=hace(37)).update(fecha_pago=hace(0))
    inicio = hace(25)
    Pension.objects.create(
        persona=persona,
        tipo="VEJEZ",
        fecha_inicio=inicio,
        imposiciones=348,
        base=Decimal("1000.00"),
        monto=Decimal("737.50"),
        acuerdo_numero="2024-000001",
        acuerdo_fecha=inicio,
    )
    PagoPension.objects.create(
        persona=persona, periodo=hace(0), concepto="PENSION", fecha_pago=hace(0), valor=Decimal("737.50")
    )
    PagoPension.objects.create(
        persona=persona, periodo=hace(0), concepto="CUOTA_SOCIAL", fecha_pago=hace(0), valor=Decimal("-0.74")
    )
    PagoPension.objects.create(
        persona=persona, periodo=hace(1), concepto="REINTEGRO", fecha_pago=hace(1), valor=Decimal("15.00")
    )
    cuenta_bancaria = CuentaBancaria.objects.create(
        persona=persona,
        institucion="Austro",
        tipo="AHORROS",
        numero="2205550101",
        vigente_desde=hace(40),
        origen="INSTITUTO",
        estado="VALIDADA",
    )
    lo_que_el_banco_no_recibio(persona, cuenta_bancaria)
    return mundo.cuenta(persona, clave=mundo.CLAVE, correo=f"{persona.cedula}@correo.ec")


def lo_que_el_banco_no_recibio(de: Persona, cuenta: CuentaBancaria) -> None:
    """Of the month before, which waits for another account."""
    valor, numero = Decimal("15.00"), ArchivoRol.objects.filter(periodo=hace(1)).count() + 1
    archivo = ArchivoRol.objects.create(
        periodo=hace(1),
        numero=numero,
        fecha=hace(1),
        hecho_el=hace(1),
        lineas=1,
        total=valor,
        por_institucion=[[cuenta.institucion, 1, str(valor)]],
    )
    comun = {"persona": de, "periodo": hace(1), "cedula": de.cedula, "titular": de.nombre_completo, "valor": valor}
    rechazo = {"estado": "RECHAZADO", "resuelto_el": hace(1), "motivo": "La cuenta está cerrada"}
    Deposito.objects.create(**comun, **rechazo, envio=1, archivo=archivo, cuenta=cuenta)
    Deposito.objects.create(**comun, envio=2, estado="SIN_CUENTA")


def un_funcionario(rol: Rol) -> Cuenta:
    funcionario = mundo.personal(f"{rol.name.lower()}{next(_numeros)}")
    funcionario.groups.add(Group.objects.get(name=rol))
    return funcionario


def pedir(cuenta: Cuenta, slug: str = CERTIFICADO) -> Certificado:
    """Asks for the certificate, as the button does. It waits for its signature."""
    actuacion = actuacion_de(cuenta)
    return services.solicitar_emision(
        actuacion=actuacion,
        tramite=ficha(slug),
        contenido=por_slug(slug).contenido(actuacion, timezone.localdate()),
        peticion=uuid.uuid4(),
    )


def _emitir(cuenta: Cuenta) -> Certificado:
    certificado = pedir(cuenta)
    services.firmar(certificado_id=certificado.pk)
    certificado.refresh_from_db()
    return certificado


def un_certificado(cuenta: Cuenta | None = None) -> Certificado:
    """Issued and signed, without waiting for the worker."""
    return aparte(_emitir, cuenta or un_trabajador(meses=6))


def un_certificado_en_espera(cuenta: Cuenta) -> Certificado:
    """Asked for, and given up by the worker before it was signed."""
    with transaction.atomic():
        certificado = pedir(cuenta)
        Outbox.objects.filter(key=certificado.codigo).update(state=Outbox.State.ABANDONED)
    return certificado


def bytes_de(certificado: Certificado) -> bytes:
    with default_storage.open(certificado.archivo) as archivo:
        return archivo.read()


@dataclass
class Escena:
    """`codigos` names the documents of Ana by their state; `ids` the rows that the pages of the admin show."""

    ana: Cuenta
    luis: Cuenta
    pensionista: Cuenta
    empresa: Cuenta
    administrador: Cuenta
    marta: Cuenta
    eva: Cuenta
    codigos: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def cuenta(self, quien: str) -> Cuenta | None:
        """The account of that name; None for "", which is the public."""
        return getattr(self, quien) if quien else None

    def url(self, plantilla: str) -> str:
        """`/documentos/{vencido}/` → the address of the expired document."""
        return plantilla.format(**self.codigos, **self.ids)


def montar() -> Escena:
    """Fills an empty portal: two employers and a gap, each state of a document, the official months of a sheet."""
    call_command("importar_rutr", str(HOJA_OFICIAL), stdout=StringIO())
    sol = mundo.empleador(mundo.RUC_SOL, razon_social="Comercial Sol de los Andes S.A.")
    mar = mundo.empleador(mundo.RUC_MAR, razon_social="Pesquera del Pacífico Cía. Ltda.")
    ana = un_trabajador(meses=30, empleador=sol)
    mundo.relacion(ana.persona, mar, hace(50), hace(34) - timedelta(days=1))
    mundo.aportes(ana.persona, mar, hace(50), 16)
    escena = Escena(
        ana=ana,
        luis=mundo.cuenta(mundo.persona(una_cedula(), nombres="Luis"), clave=mundo.CLAVE, correo="luis@correo.ec"),
        pensionista=una_pensionista(mar),
        empresa=mundo.cuenta(sol, clave=mundo.CLAVE, correo="sol@correo.ec"),
        administrador=un_funcionario(Rol.ADMINISTRADOR),
        marta=quien_se_jubila(),
        eva=quien_se_endeuda(),
    )
    for apoderado in (ana, escena.luis):
        Delegacion.objects.create(
            empleador=sol,
            apoderado_cedula=apoderado.identificador,
            apoderado=apoderado.persona,
            rol=Delegacion.Rol.AVISOS,
            aceptado_en=timezone.now() if apoderado == ana else None,
        )
    casos.abrir(actuacion=actuacion_de(escena.pensionista), tramite=ficha("reliquidacion"))
    aviso_pais = vive_fuera(escena.pensionista, escena.administrador)
    escena.codigos = documentos_en_cada_estado(ana, escena.administrador)
    escena.codigos |= certificados_publicos(sol)
    numero = un_caso(ana)
    escena.codigos |= {"solicitud": numero, "jubilacion": una_jubilacion_por_aprobar(escena.marta)}
    queja = una_queja(ana)
    escena.codigos["queja"] = queja.numero or ""
    escena.codigos["queja_abierta"] = una_sin_responder(ana).numero or ""
    un_borrador_de_jubilacion(ana)
    un_ahorro(escena.marta)
    planilla = cuadrar_planillas(sol)
    escena.ids = {
        "planilla": planilla.pk,
        "anio_de_planilla": planilla.periodo.year,
        "caso": Solicitud.objects.get(numero=numero).pk,
        "jubilado": Solicitud.objects.get(numero=escena.codigos["jubilacion"]).pk,
        "queja_pk": queja.pk,
        "aviso_pais": aviso_pais,
        "archivo_rol": ArchivoRol.objects.latest("pk").pk,
        "persona": ana.persona_id,
        "empleador": sol.pk,
        "certificado": Certificado.objects.get(codigo=escena.codigos["valido"]).pk,
        "anio": hace(0).year,
        "mes": hace(0).month,
    }
    return escena


def vive_fuera(cuenta: Cuenta, funcionario: Cuenta) -> int:
    """Abroad, with a pension that is suspended and asked back. The notice that told of it."""
    pension = Pension.objects.get(persona=cuenta.persona)
    pension.reside_exterior = True
    pension.save(update_fields=["reside_exterior"])
    suspender(
        actuacion=Actuacion(funcionario, cuenta.persona, Por.VENTANILLA),
        pension=pension,
        motivo="No se le pudo ubicar.",
    )
    casos.abrir(actuacion=actuacion_de(cuenta), tramite=ficha("reactivacion-pension"))
    aviso = AvisoPais.objects.create(
        persona=cuenta.persona, tipo="SALIDA", fecha=hace(20), pais="IT", ciudad="Génova", registrado_por="Elena"
    )
    return aviso.pk


def cuadrar_planillas(empleador: Empleador) -> Planilla:
    """Their workers, their rates and what they come to, as those of the register have. The oldest that is owed."""
    planillas = Planilla.objects.filter(empleador=empleador)
    for planilla in planillas.annotate(filas=Count("aportes"), impagos=Count("aportes", Q(aportes__fecha_pago=None))):
        suma = planilla.aportes.aggregate(suma=Sum("sueldo"))["suma"]
        planillas.filter(pk=planilla.pk).update(
            trabajadores=planilla.filas, aportes_impagos=planilla.impagos, suma_sueldos=suma or 0
        )
    dialecto = dialecto_de(connection)
    with transaction.atomic():
        fijar_tasas(dialecto, f"pl.empleador_id = {empleador.pk}")
        valorar(dialecto, f"pl.empleador_id = {empleador.pk} AND pl.aportes_impagos > 0")
    return planillas.por_pagar().earliest("periodo")


def certificados_publicos(empleador: Empleador) -> dict[str, str]:
    """Of an employer that owes: one to download, one whose day is over, and one without its file yet."""
    Planilla.objects.por_pagar().filter(empleador=empleador).update(capital=Decimal("206.00"))
    publica, slug = Actuacion(actor=None, sujeto=empleador, por=Por.PUBLICO), "certificado-cumplimiento"

    def emitido() -> Certificado:
        contenido = por_slug(slug).contenido(publica, timezone.localdate())
        return services.solicitar_emision(
            actuacion=publica, tramite=ficha(slug), contenido=contenido, peticion=uuid.uuid4()
        )

    documentos = {estado: emitido() for estado in ("publico", "publico_terminado")}
    drain()
    antier = timezone.now() - timedelta(days=2)
    Certificado.objects.filter(pk=documentos["publico_terminado"].pk).update(firmado_en=antier)
    with transaction.atomic():
        documentos["publico_en_espera"] = emitido()
        Outbox.objects.filter(key=documentos["publico_en_espera"].codigo).update(state=Outbox.State.ABANDONED)
    return {estado: documento.codigo for estado, documento in documentos.items()}


def un_ahorro(cuenta: Cuenta) -> None:
    """Reserve funds, part of which guarantee a loan, and a withdrawal that is ready to be sent."""
    hoy = timezone.localdate()
    fondos.depositos(cuenta.persona, 40, "55.10", hoy.replace(day=1))
    fondos.prestamo(cuenta.persona, "300.00", hoy - timedelta(days=90))
    borrador = casos.abrir(actuacion=actuacion_de(cuenta), tramite=ficha("retiro-fondos-reserva"))
    casos.guardar_paso(borrador=borrador, paso=0, escrito={"cuanto": ["PARTE"], "monto": ["150,50"]})


def un_caso(cuenta: Cuenta) -> str:
    """A rectification, sent, taken, and waiting for an answer. Its number."""
    actuacion, slug = actuacion_de(cuenta), "rectificacion-datos"
    borrador = casos.abrir(actuacion=actuacion, tramite=ficha(slug))
    datos = {"dato": "apellidos", "correcto": "Prueba Ríoz", "explicacion": "Es con z.", "consta": "Prueba Ríos"}
    solicitud = casos.ingresar(actuacion=actuacion, borrador=borrador, datos=datos)
    analista = Actuacion(actor=un_funcionario(Rol.ANALISTA), sujeto=cuenta.persona, por=Por.VENTANILLA)
    casos.actuar(actuacion=analista, solicitud=solicitud, accion="tomar")
    casos.escribir(actuacion=analista, solicitud=solicitud, texto="Ya la revisamos.")
    casos.pedir(actuacion=analista, solicitud=solicitud, textos=["¿De qué documento sale?"])
    drain()
    return solicitud.numero


def una_sin_responder(cuenta: Cuenta) -> Queja:
    escrito = quejas.Escrito(tema=Tema.SERVICIO, servicio="ESPERA", texto="Otra vez esperé tres horas.")
    return quejas.presentar(actuacion=actuacion_de(cuenta), escrito=escrito, peticion=uuid.uuid4())


def una_queja(cuenta: Cuenta) -> Queja:
    """About the service, answered, and open to be reopened."""
    escrito = quejas.Escrito(tema=Tema.SERVICIO, servicio="ESPERA", texto="Esperé tres horas y nadie me llamó.")
    queja = quejas.presentar(actuacion=actuacion_de(cuenta), escrito=escrito, peticion=uuid.uuid4())
    analista = Actuacion(actor=un_funcionario(Rol.ANALISTA), sujeto=cuenta.persona, por=Por.VENTANILLA)
    for accion, texto in (("tomar", ""), ("responder", "Faltó personal ese día. Ya hay una ventanilla más.")):
        queja = quejas.atender(actuacion=analista, queja=queja, accion=accion, texto=texto)
    drain()
    return queja


def quien_se_jubila() -> Cuenta:
    """Somebody who left work last month and meets every requirement."""
    sol = Empleador.objects.get(ruc=mundo.RUC_SOL)
    persona = jubilacion.quien_se_jubila(cedula=una_cedula(), empresa=sol, ultimo=hace(1), edad=61)
    return mundo.cuenta(persona, clave=mundo.CLAVE, correo=f"{persona.cedula}@correo.ec")


def quien_se_endeuda() -> Cuenta:
    """Somebody with funds and a loan, whose request for another one is answered and not sent."""
    cuenta = un_trabajador()
    quirografario.depositar(cuenta.persona, "4000.00", fecha=hace(4))
    quirografario.prestamo(cuenta.persona, "700.00", fecha=hace(18))
    borrador = casos.abrir(actuacion=actuacion_de(cuenta), tramite=ficha("prestamo-quirografario"))
    escrito = {campo: [valor] for campo, valor in (quirografario.PEDIDO | {"renueva": "NUEVO"}).items()}
    casos.guardar_paso(borrador=borrador, paso=0, escrito=escrito)
    return cuenta


def un_borrador_de_jubilacion(cuenta: Cuenta) -> Solicitud:
    """Every form answered, and not sent."""
    borrador = casos.abrir(actuacion=actuacion_de(cuenta), tramite=ficha("jubilacion-vejez"))
    for paso, escrito in enumerate((jubilacion.DECIMOS, {"declaracion": "on"})):
        casos.guardar_paso(borrador=borrador, paso=paso, escrito={campo: [valor] for campo, valor in escrito.items()})
    return borrador


def una_jubilacion_por_aprobar(cuenta: Cuenta) -> str:
    """Sent, calculated, and proposed. Its number."""
    datos = jubilacion.DECIMOS | {"declaracion": True, "cuenta": "Austro, ahorros, terminada en 0104"}
    borrador = un_borrador_de_jubilacion(cuenta)
    solicitud = casos.ingresar(actuacion=actuacion_de(cuenta), borrador=borrador, datos=datos)
    analista = Actuacion(actor=un_funcionario(Rol.ANALISTA), sujeto=cuenta.persona, por=Por.VENTANILLA)
    for accion in ("tomar", "calcular", "proponer_concesion"):
        casos.actuar(actuacion=analista, solicitud=solicitud, accion=accion, motivo="Cumple todo.")
    drain()
    return solicitud.numero


def documentos_en_cada_estado(titular: Cuenta, funcionario: Cuenta) -> dict[str, str]:
    documentos = {estado: pedir(titular) for estado in ("valido", "vencido", "revocado", "reemplazado")}
    ventanilla = Actuacion(actor=funcionario, sujeto=titular.persona, por=Por.VENTANILLA)
    drain()
    ayer = timezone.localdate() - timedelta(days=1)
    Certificado.objects.filter(pk=documentos["vencido"].pk).update(vence_el=ayer)
    services.revocar(
        actuacion=ventanilla, codigo_certificado=documentos["revocado"].codigo, motivo="Se emitió con un dato errado."
    )
    services.reemplazar(
        actuacion=ventanilla,
        codigo_certificado=documentos["reemplazado"].codigo,
        contenido=por_slug(CERTIFICADO).contenido(actuacion_de(titular), timezone.localdate()),
        motivo="Cambió el cargo.",
    )
    drain()
    documentos["en_espera"] = un_certificado_en_espera(titular)
    return {estado: documento.codigo for estado, documento in documentos.items()}

"""`manage.py invariantes`: a house in order has nothing to show, and each thing out of order is found by its name."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from cuentas.cambios.models import CambioDeDatos
from cuentas.models import Cuenta, Delegacion, Poder
from empleadores.models import (
    Convenio,
    Cuota,
    Generacion,
    Lote,
    Novedad,
    PagoCuota,
    PagoPorAplicar,
    PlanillaDeConvenio,
)
from empleadores.planillas.generacion import generar
from nucleo.bitacora import anotar
from nucleo.invariantes import inscritos, invariante
from nucleo.models import Outbox
from nucleo.readonly import refuse_writes
from registro.models import (
    Aporte,
    CuentaBancaria,
    Dependiente,
    Empleador,
    MovimientoFondo,
    Pago,
    PagoPension,
    Pension,
    Planilla,
    Prestamo,
    Relacion,
)
from tests import cobranza, mundo
from tramites.models import (
    ActoConfirmado,
    Adjunto,
    Atencion,
    CambioDePension,
    Certificado,
    CierreMensual,
    Confirmacion,
    Conteo,
    Evento,
    Mensaje,
    OrdenPago,
    PasoDeQueja,
    Pedido,
    Prueba,
    Queja,
    Respaldo,
    Solicitud,
)
from tramites.selectors import ficha
from tramites.transparencia.services import cerrar_mes

pytestmark = pytest.mark.django_db

# --- what puts it out of order ---------------------------------------------------------------------------------------


def otra(fila: Model, **cambios: Any) -> None:
    """One more row like that, which nothing else tells of."""
    fila.pk = None
    for campo, valor in cambios.items():
        setattr(fila, campo, valor)
    fila.save(force_insert=True)


def luis() -> Cuenta:
    return Cuenta.objects.get(identificador=mundo.LUIS)


def caso(**cambios: Any) -> None:
    Solicitud.objects.update(**cambios)


def queja(**cambios: Any) -> None:
    Queja.objects.update(**cambios)


def acuerdo(**cambios: Any) -> None:
    Certificado.objects.filter(variante="acuerdo").update(**cambios)


def emitido(**cambios: Any) -> None:
    """One more document that was issued, of which only its row says so."""
    certificado = Certificado.objects.get(estado="REEMPLAZADO")
    sin_fin = {"estado": "EMITIDO", "terminado_en": None, "motivo": "", "reemplazado_por": None}
    otra(certificado, codigo="0" * 16, peticion=uuid.uuid4(), **sin_fin | cambios)


def un_aumento(**cambios: Any) -> None:
    solicitud = Solicitud.objects.get()
    pension = Pension.objects.create(persona=solicitud.persona, tipo="VEJEZ", fecha_inicio=mundo.HOY, monto=1)
    pago = PagoPension.objects.create(persona=solicitud.persona, periodo=mundo.HOY, concepto="RETROACTIVO", valor=10)
    datos = {"solicitud": solicitud, "persona": solicitud.persona, "pension": pension, "pago": pago, "retroactivo": 10}
    CambioDePension.objects.create(**datos | {"antes": {}, "ahora": {}, "aumento": 1} | cambios)


def un_pago_de_pension(**cambios: Any) -> None:
    datos = {"periodo": mundo.HOY, "concepto": "PENSION", "fecha_pago": mundo.HOY, "valor": 1}
    PagoPension.objects.create(persona=luis().persona, **datos | cambios)


def pago_ajeno() -> None:
    un_aumento()
    PagoPension.objects.update(persona=luis().persona)


def de_tramite(slug: str, **cambios: Any) -> None:
    caso(tramite=ficha(slug), **cambios)


def una_jubilacion(**cambios: Any) -> None:
    """With its pension, however it ended."""
    de_tramite("jubilacion-vejez", **cambios)
    numero, persona = Solicitud.objects.values_list("numero", "persona").get()
    Pension.objects.create(persona_id=persona, tipo="VEJEZ", fecha_inicio=mundo.HOY, monto=1, acuerdo_numero=numero)


def un_prestamo(**cambios: Any) -> None:
    """One that says that the case granted it."""
    numero, persona = Solicitud.objects.values_list("numero", "persona").get()
    datos = {"persona_id": persona, "tipo": "QUIROGRAFARIO", "fecha": mundo.HOY, "acuerdo_numero": numero}
    Prestamo.objects.create(**datos | {"monto": 1, "saldo": 1, "plazo_meses": 1, "tasa": 1} | cambios)


def un_quirografario(**cambios: Any) -> None:
    """With its loan, however it ended."""
    de_tramite("prestamo-quirografario", **cambios)
    un_prestamo()


def un_hipotecario(tipo: str = "HIPOTECARIO", **cambios: Any) -> None:
    de_tramite("prestamo-hipotecario", **cambios)
    un_prestamo(tipo=tipo)


def una_cobertura(**cambios: Any) -> None:
    """With its dependant, however it ended."""
    de_tramite("extension-cobertura", datos={"cedula": mundo.RUC_MAR[:10]}, **cambios)
    un_dependiente(cedula=mundo.RUC_MAR[:10], acuerdo_numero=Solicitud.objects.get().numero)


def un_dependiente(**cambios: Any) -> None:
    datos = {"cedula": mundo.LUIS, "parentesco": "CONYUGE", "fecha_desde": mundo.HOY}
    Dependiente.objects.create(titular=Solicitud.objects.get().persona, **datos | cambios)


def dos_subsidios() -> None:
    """Granted both, of the same days."""
    reposo = {"desde": "2026-11-02", "hasta": "2026-11-11"}
    de_tramite("subsidios", datos=reposo, dictamen={"califica": True, "datos": {"dias_repetidos": 0}})
    otra(Solicitud.objects.get(), numero="2026-9999999")


def una_reliquidacion(**cambios: Any) -> None:
    """With its raise, however it ended."""
    de_tramite("reliquidacion", **cambios)
    un_aumento()


def un_retiro(**cambios: Any) -> None:
    """With its movement, however it ended; the money was there."""
    de_tramite("retiro-fondos-reserva", **cambios)
    numero, persona = Solicitud.objects.values_list("numero", "persona").get()
    comun = {"persona_id": persona, "fondo": "RESERVA", "fecha": mundo.HOY, "valor": 10}
    MovimientoFondo.objects.create(**comun, tipo="DEPOSITO")
    MovimientoFondo.objects.create(**comun, tipo="RETIRO", acuerdo_numero=numero)


def retiro_que_vuelve_otro_dia() -> None:
    un_retiro()
    otra(MovimientoFondo.objects.get(tipo="RETIRO"), fecha=date(2026, 11, 24), acuerdo_numero="")


def un_aporte(**cambios: Any) -> Callable[[], object]:
    return lambda: Aporte.objects.filter(periodo=date(2024, 1, 1)).update(**cambios)


def una_planilla(**cambios: Any) -> Callable[[], object]:
    return lambda: Planilla.objects.filter(periodo=date(2024, 1, 1)).update(**cambios)


def generada(**cambios: Any) -> Callable[[], object]:
    """A planilla that the portal made, which says something else now."""

    def hacer() -> None:
        generar(date(2026, 10, 1))
        Planilla.objects.filter(generada_en__isnull=False, tipo="APORTES").update(**cambios)

    return hacer


def pagada(tipo: str = "APORTES") -> Planilla:
    """One of October, paid through the portal with 20.00 too much."""
    de_octubre = cobranza.planilla(Empleador.objects.get(), luis().persona, periodo=date(2026, 10, 1), tipo=tipo)
    cobranza.pagar(de_octubre, str(de_octubre.capital + 20), date(2026, 11, 10))
    return de_octubre


def tras_pagar(modelo: type[Model], tipo: str = "APORTES", **cambios: Any) -> Callable[[], object]:
    """What was written with that payment says something else now."""
    return lambda: (pagada(tipo), modelo.objects.filter(pk=modelo.objects.latest("pk").pk).update(**cambios))


def un_convenio(pagado: str = "0.00") -> Cuota:
    """Of two instalments of 50.00, of which something of the first is paid."""
    una = cobranza.planilla(Empleador.objects.get(), periodo=date(2026, 9, 1), convenio="2026-9")
    comun = {"capital": 100, "interes": 0}
    convenio = Convenio.objects.create(
        empleador=una.empleador,
        numero="2026-9",
        liquidado_el=mundo.HOY,
        desde=mundo.HOY,
        plazo=2,
        futuro=0,
        tasa=0,
        **comun,
    )
    PlanillaDeConvenio.objects.create(convenio=convenio, planilla=una, **comun)
    de_cada_una = {"convenio": convenio, "vence": mundo.HOY, "capital": 50, "interes": 0, "futuro": 0}
    primera = Cuota.objects.create(numero=1, pagado=pagado, **de_cada_una)
    Cuota.objects.create(numero=2, **de_cada_una)
    if Decimal(pagado):
        datos = {"fecha": mundo.HOY, "referencia": "C-1", "origen": "BANCO", "registrado_por": "x"}
        PagoCuota.objects.create(cuota=primera, valor=pagado, **datos)
    return primera


def tras_convenio(modelo: type[Model], **cambios: Any) -> Callable[[], object]:
    return lambda: (un_convenio("10.00"), modelo.objects.filter(pk=modelo.objects.earliest("pk").pk).update(**cambios))


def por_aplicar(**cambios: Any) -> None:
    datos = {"clave": "P-1", "fecha": mundo.HOY, "valor": 1, "problema": "x", "registrado_por": "x"}
    PagoPorAplicar.objects.create(**datos | cambios)


def un_aviso(tipo: str, **datos: Any) -> Callable[[], object]:
    """A notice of the first employment of an employer, as it would be in order but for `datos`."""

    def crear() -> None:
        relacion = Relacion.objects.exclude(empleador=None).earliest("pk")
        valores = {
            "relacion": relacion,
            "fecha": relacion.fecha_ingreso,
            "valor": relacion.sueldo,
            "antes": relacion.sueldo if tipo == "MSU" else None,
        }
        Novedad.objects.create(
            empleador=relacion.empleador,
            persona=relacion.persona,
            tipo=tipo,
            sucursal=relacion.sucursal,
            limite=mundo.HOY,
            registrada_por="x",
            **valores | datos,
        )

    return crear


def un_archivo(**datos: Any) -> Callable[[], object]:
    """A file of notices that says that it registered something."""

    def crear() -> None:
        Lote.objects.create(
            empleador=Relacion.objects.exclude(empleador=None).earliest("pk").empleador,
            tramite=ficha("aviso-entrada"),
            nombre="a.txt",
            tamano=1,
            lineas=2,
            por="clave_patronal",
            **datos,
        )

    return crear


def dos_a_la_vez() -> None:
    un_aviso("ENT")()
    relacion = Relacion.objects.exclude(empleador=None).earliest("pk")
    otra(relacion, fecha_ingreso=relacion.fecha_ingreso - timedelta(days=9), fecha_salida=None)


def una_cifra(**cambios: Any) -> None:
    """Of a month that nobody closed."""
    datos = {"tramite": ficha("subsidios"), "anio": 2026, "mes": 10, "fuente": "PORTAL", "quejas": 0, "atenciones": 0}
    Conteo.objects.create(**datos | {"en_linea": 0, "presencial": 0, "decididos": 0} | cambios)


def un_cierre(**cambios: Any) -> None:
    """Of which nothing else tells."""
    CierreMensual.objects.create(**{"anio": 2026, "mes": 10, "quejas_servicio": 0, "quejas_datos": 0} | cambios)


def tras_cerrar(modelo: type[Model], **cambios: Any) -> Callable[[], object]:
    """October was closed, and one of the rows that fixed it says something else now."""

    def hacer() -> None:
        octubre = date(2026, 10, 1)
        Atencion.objects.create(tramite=ficha("subsidios"), fecha=octubre, origen="x")
        cerrar_mes(anio=2026, mes=10, hoy=date(2026, 11, 5))
        modelo.objects.filter(pk=modelo.objects.earliest("pk").pk).update(**cambios)

    return hacer


ROTURAS: dict[str, list[Callable[[], object]]] = {
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
    "generacion_sin_tarea": [
        lambda: Generacion.objects.create(
            empleador=Empleador.objects.get(), periodo=date(2026, 10, 1), clase="MES", pedida_por="x", por="x"
        ),
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
    "dinero_que_no_cuadra": [
        tras_pagar(Pago, valor=1),
        tras_pagar(Pago, origen="CONVENIO"),
        tras_convenio(Cuota, pagado=9),
        lambda: (un_convenio("50.00"), Cuota.objects.filter(numero=1).update(pagada_el=mundo.HOY)),
    ],
    "saldo_gastado_de_mas": [
        lambda: otra(Pago.objects.get(planilla=pagada()), referencia="T-2", origen="CREDITO", valor=21, excedente=0),
    ],
    "convenio_que_no_suma": [
        tras_convenio(Convenio, capital=99),
        tras_convenio(Convenio, futuro=1),
        tras_convenio(Cuota, interes=1),
        tras_convenio(PlanillaDeConvenio, capital=99),
    ],
    "cuota_mal_pagada": [
        tras_convenio(Cuota, pagado=11),
        tras_convenio(Cuota, pagada_el=mundo.HOY),
        tras_convenio(PagoCuota, excedente=1),
        lambda: un_convenio("50.00"),
    ],
    "planilla_en_convenio_que_no_rige": [
        tras_convenio(Convenio, estado="ROTO"),
        una_planilla(convenio="2026-1"),
    ],
    "pago_por_aplicar_mal_aplicado": [
        lambda: por_aplicar(aplicado_en=timezone.now()),
        lambda: (pagada(), por_aplicar(clave="T-1", valor=Pago.objects.get().valor)),
    ],
    "entrada_sin_su_relacion": [un_aviso("ENT", relacion=None), un_aviso("ENT", fecha=mundo.HOY)],
    "salida_sin_su_relacion": [un_aviso("SAL", causa="V")],
    "sueldo_fuera_de_su_cadena": [un_aviso("MSU", valor=1), un_aviso("MSU", relacion=None)],
    "relaciones_que_se_cruzan": [dos_a_la_vez],
    "lote_que_no_suma": [un_archivo(aplicadas=1), un_archivo(estado="APLICADO", buenas=2, ya_estaban=1)],
    "relacion_con_otro_ruc": [lambda: Relacion.objects.update(ruc=mundo.RUC_MAR)],
    "asiento_sin_persona": [lambda: anotar(actor="alguien", accion="algo", persona_id=0)],
    "cuenta_con_otro_numero": [lambda: Cuenta.objects.filter(persona=luis().persona).update(identificador="0")],
    "poder_de_otra_persona": [lambda: Poder.objects.update(apoderado_cedula="0")],
    "delegacion_de_otra_persona": [lambda: Delegacion.objects.update(apoderado_cedula="0")],
    "cambio_sobre_cuenta_ajena": [lambda: CambioDeDatos.objects.update(persona=luis().persona)],
    "exportacion_sin_tarea": [lambda: Outbox.objects.filter(kind="mis_datos.preparar").update(state="HECHO")],
    "solicitud_fuera_de_su_camino": [lambda: caso(estado="EN_PAGO"), lambda: de_tramite("certificado-afiliacion")],
    "solicitud_sin_su_ultimo_paso": [lambda: caso(estado="CERRADA"), lambda: Evento.objects.all().delete()],
    "paso_suelto": [
        lambda: Evento.objects.filter(accion="conceder").update(de="INGRESADA"),
        lambda: Evento.objects.filter(accion="tomar").update(a="CERRADA"),
        lambda: Evento.objects.filter(accion="ingresar").delete(),
    ],
    "solicitud_sin_reloj": [
        lambda: caso(vence_el=mundo.HOY),
        lambda: caso(estado="IMPUGNADA"),
        lambda: caso(estado="REQUIERE_DOCUMENTOS", pausada_desde=mundo.HOY),
    ],
    "solicitud_que_espera_nada": [
        lambda: caso(estado="REQUIERE_DOCUMENTOS"),
        lambda: Pedido.objects.update(estado="PENDIENTE"),
    ],
    "solicitud_reabierta_sin_paso": [
        lambda: caso(reabierta=True),
        lambda: Evento.objects.filter(accion="tomar").update(accion="reabrir"),
    ],
    "solicitud_sin_fin": [lambda: caso(estado="CERRADA"), lambda: caso(terminada_en=timezone.now())],
    "solicitud_con_partes_ajenas": [
        lambda: Mensaje.objects.update(persona=luis().persona),
        lambda: Evento.objects.filter(accion="tomar").update(persona=None),
        lambda: acuerdo(persona=luis().persona),
    ],
    "decision_de_una_sola_persona": [lambda: caso(propuesta_por=luis(), decidida_por=luis())],
    "impugnacion_resuelta_por_quien_decidio": [
        lambda: otra(Evento.objects.get(accion="conceder"), accion="ratificar"),
    ],
    "concesion_sin_derecho": [lambda: caso(dictamen={"califica": False})],
    "decision_sin_contar": [lambda: Atencion.objects.filter(origen__startswith="solicitud:").delete()],
    "decision_sin_documento": [
        lambda: acuerdo(variante="otra"),
        lambda: acuerdo(estado="EN_EMISION", archivo="", sha256=""),
        lambda: (caso(estado="NEGADA"), acuerdo(estado="REVOCADO", terminado_en=timezone.now(), motivo="x")),
    ],
    "decision_firmada_sin_notificar": [lambda: caso(estado="CONCEDIDA")],
    "cambio_de_pension_ajeno": [
        lambda: un_aumento(persona=luis().persona),
        lambda: un_aumento(retroactivo=9),
        pago_ajeno,
    ],
    "orden_de_pago_sin_concesion": [
        lambda: OrdenPago.objects.update(persona=luis().persona),
        lambda: caso(resultado="NEGADA"),
        lambda: caso(estado="ARCHIVADA"),
    ],
    "concesion_sin_orden_de_pago": [
        lambda: (de_tramite("retiro-fondos-reserva"), OrdenPago.objects.update(estado="ANULADA")),
    ],
    "certificado_sin_tarea": [lambda: Outbox.objects.filter(kind="certificado.firmar", state="PENDIENTE").delete()],
    "certificado_mal_reemplazado": [
        lambda: Certificado.objects.filter(estado="REEMPLAZADO").update(reemplazado_por=None),
        lambda: Certificado.objects.filter(estado="EN_EMISION").update(persona=luis().persona),
        lambda: acuerdo(reemplazado_por=Certificado.objects.get(variante="comprobante")),
    ],
    "certificado_sin_contar": [emitido],
    "acto_sin_contar": [lambda: otra(ActoConfirmado.objects.get(), peticion=uuid.uuid4())],
    "solicitud_que_la_bitacora_no_cuenta": [
        lambda: otra(Evento.objects.get(accion="conceder")),
        lambda: otra(Mensaje.objects.get()),
        lambda: Evento.objects.filter(accion="tomar").delete(),
    ],
    "certificado_que_la_bitacora_no_cuenta": [
        emitido,
        lambda: acuerdo(estado="REVOCADO", terminado_en=timezone.now(), motivo="Por fuera."),
    ],
    "acto_que_la_bitacora_no_cuenta": [lambda: otra(ActoConfirmado.objects.get(), peticion=uuid.uuid4())],
    "jubilacion_sin_su_pension": [
        lambda: de_tramite("jubilacion-vejez"),
        lambda: una_jubilacion(resultado="NEGADA"),
        lambda: una_jubilacion(resultado="", estado="DESISTIDA"),
    ],
    "dia_de_reposo_pagado_dos_veces": [dos_subsidios],
    "retiro_sin_su_movimiento": [
        lambda: de_tramite("retiro-fondos-reserva"),
        lambda: un_retiro(resultado="NEGADA"),
        lambda: un_retiro(resultado="", estado="ARCHIVADA"),
    ],
    "retiro_que_no_cabe": [retiro_que_vuelve_otro_dia],
    "concedida_sin_confirmar": [
        lambda: Confirmacion.objects.update(estado="RECHAZADA"),
        lambda: Confirmacion.objects.update(estado="PENDIENTE", respondida_en=None),
    ],
    "solicitud_sin_su_prestamo": [
        lambda: de_tramite("prestamo-hipotecario"),
        lambda: un_hipotecario(resultado="NEGADA"),
        lambda: un_hipotecario("QUIROGRAFARIO"),
        lambda: de_tramite("prestamo-quirografario"),
        lambda: un_quirografario(resultado="NEGADA"),
        lambda: un_quirografario(resultado="", estado="DESISTIDA"),
    ],
    "prestamo_sin_su_solicitud": [
        un_prestamo,
        lambda: (de_tramite("prestamo-quirografario"), un_prestamo(acuerdo_numero="2020-0000001")),
        lambda: (de_tramite("prestamo-quirografario"), un_prestamo(persona_id=luis().persona_id)),
    ],
    "cobertura_sin_su_dependiente": [
        lambda: de_tramite("extension-cobertura", datos={"cedula": mundo.LUIS}),
        lambda: una_cobertura(resultado="NEGADA"),
        lambda: una_cobertura(resultado="", estado="DESISTIDA"),
    ],
    "cobertura_de_dos_parejas": [
        lambda: (un_dependiente(), un_dependiente(cedula=mundo.ANA, parentesco="CONVIVIENTE")),
        lambda: (un_dependiente(fecha_hasta=mundo.HOY), un_dependiente(cedula=mundo.ANA)),
    ],
    "cobertura_de_un_mayor": [
        lambda: un_dependiente(parentesco="HIJO"),
        lambda: un_dependiente(parentesco="HIJO", fecha_hasta=mundo.HOY),
        lambda: un_dependiente(parentesco="HIJO", cedula=mundo.RUC_MAR[:10], acuerdo_numero="1"),
    ],
    "queja_sin_su_ultimo_paso": [
        lambda: queja(estado="CERRADA"),
        lambda: PasoDeQueja.objects.filter(accion="responder").delete(),
    ],
    "paso_de_queja_suelto": [
        lambda: PasoDeQueja.objects.filter(accion="tomar").delete(),
        lambda: PasoDeQueja.objects.filter(accion="tomar").update(accion="cerrar"),
        lambda: PasoDeQueja.objects.filter(accion="responder").update(a="CERRADA"),
    ],
    "queja_contada_sin_presentar": [
        lambda: PasoDeQueja.objects.filter(accion="ingresar").delete(),
        lambda: otra(PasoDeQueja.objects.get(accion="ingresar")),
        lambda: queja(fecha=date(2026, 10, 31)),
    ],
    "queja_reabierta_sin_paso": [
        lambda: queja(reabierta=True),
        lambda: PasoDeQueja.objects.filter(accion="responder").update(accion="reabrir"),
    ],
    "queja_sobre_lo_ajeno": [
        lambda: queja(persona=luis().persona),
        lambda: queja(tramite=ficha("reliquidacion")),
        lambda: PasoDeQueja.objects.filter(accion="tomar").update(persona=None),
    ],
    "prueba_ajena": [
        lambda: Prueba.objects.create(queja=Queja.objects.get(), adjunto=Adjunto.objects.get()),
        lambda: Prueba.objects.create(queja=Queja.objects.get(), adjunto=Adjunto.objects.get(), persona=luis().persona),
    ],
    "queja_que_la_bitacora_no_cuenta": [
        lambda: otra(PasoDeQueja.objects.get(accion="tomar")),
        lambda: PasoDeQueja.objects.filter(accion="tomar").delete(),
    ],
    "respaldo_de_ninguna_cuenta": [
        lambda: Respaldo.objects.update(objeto="cuenta_bancaria:0"),
        lambda: CuentaBancaria.objects.update(persona=luis().persona),
    ],
    "aumento_sin_su_cambio": [
        lambda: de_tramite("reliquidacion"),
        lambda: una_reliquidacion(resultado="NEGADA"),
        lambda: una_reliquidacion(resultado="", estado="ARCHIVADA"),
    ],
    "cifra_sin_cierre": [una_cifra],
    "mes_cerrado_antes_de_terminar": [lambda: un_cierre(registrado_en=datetime(2026, 11, 1, 4, 59, tzinfo=UTC))],
    "version_salteada": [lambda: una_cifra(version=2, motivo="x"), lambda: una_cifra(version=0, motivo="x")],
    "cierre_salteado": [lambda: un_cierre(version=2, motivo="x")],
    "cifra_que_la_bitacora_no_cuenta": [lambda: una_cifra(version=2, motivo="x"), lambda: una_cifra(motivo="x")],
    "cierre_que_la_bitacora_no_cuenta": [un_cierre, lambda: un_cierre(version=2, motivo="x")],
    "cierre_que_no_suma": [
        tras_cerrar(Conteo, quejas=1),
        tras_cerrar(Conteo, atenciones=7, en_linea=7),
        tras_cerrar(CierreMensual, quejas_servicio=1),
    ],
    "descuento_de_mas": [lambda: un_pago_de_pension(concepto="QUIRO", valor=-1)],
    "pension_pagada_de_mas": [lambda: un_pago_de_pension(orden=2)],
}


def cuantas(nombre: str) -> int:
    return inscritos()[nombre].violan().count()


@pytest.mark.usefixtures("casa")
def test_a_house_in_order_has_nothing_to_show_and_nothing_is_written(django_assert_num_queries):
    salida = StringIO()
    total = len(inscritos())
    with django_assert_num_queries(total), connection.execute_wrapper(refuse_writes):
        call_command("invariantes", stdout=salida)

    *lineas, ultima = salida.getvalue().splitlines()
    assert [linea.split()[0] for linea in lineas] == ["0"] * total
    assert ultima == f"Se cumplen los {total}."


# One house for all of them: it takes longer to build than everything that is broken in it.
@pytest.mark.usefixtures("casa")
def test_each_thing_out_of_order_is_found_by_its_name():
    halladas: dict[str, list[int]] = {nombre: [] for nombre in inscritos()}
    for nombre, roturas in ROTURAS.items():
        for romper in roturas:
            with transaction.atomic():
                romper()
                halladas[nombre].append(cuantas(nombre))
                transaction.set_rollback(True)

    assert halladas == {nombre: [1] * len(ROTURAS[nombre]) for nombre in inscritos()}


def test_what_is_found_is_counted_with_its_first_rows_and_the_command_ends_with_one():
    mundo.aportes(mundo.persona(), None, date(2023, 1, 1), 6)
    Aporte.objects.update(persona=0)
    salida = StringIO()

    with pytest.raises(SystemExit, match="1"):
        call_command("invariantes", stdout=salida)

    primera, segunda, *_, ultima = salida.getvalue().splitlines()
    numeros = ", ".join(str(pk) for pk in Aporte.objects.order_by("pk").values_list("pk", flat=True)[:5])
    assert primera == "     6  aporte_sin_persona: Cada aporte es de una persona que existe."
    assert segunda == f"        registro_aporte: {numeros}, …"
    assert ultima == f"No se cumplen: 1 de {len(inscritos())}."


def test_two_cannot_have_one_name():
    with pytest.raises(RuntimeError, match="aporte_sin_persona"):
        invariante("Otra cosa.")(inscritos()["aporte_sin_persona"].violan)

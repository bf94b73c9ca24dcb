"""A house with one of everything, each thing through its own door."""

import uuid
from datetime import date
from decimal import Decimal

from django.test import Client

from cuentas.actuacion import Actuacion, actuacion_de
from cuentas.delegaciones import services as delegaciones
from cuentas.mis_datos.services import pedir as pedir_mis_datos
from cuentas.models import Cuenta, Delegacion
from cuentas.poderes import services as poderes
from iess_portal.roles import Rol
from nucleo.outbox import drain
from registro.models import Planilla
from tests import archivos, casos, mesa, mundo
from tests.actos import confirmar
from tests.afiliados.test_certificado_bancario import DATOS as CUENTA_NUEVA
from tests.afiliados.test_certificado_bancario import URL as CUENTA_BANCARIA
from tests.tramites.quejas import pasos as quejas
from tramites.casos.con_otra_persona import confirmar as confirmar_solicitud
from tramites.casos.con_otra_persona import pedir_confirmacion
from tramites.certificados.services import reemplazar, solicitar_emision
from tramites.models import Solicitud
from tramites.pagos.services import ordenar
from tramites.procedimientos import por_slug
from tramites.selectors import ficha

CERTIFICADO = "certificado-afiliacion"


def construir() -> None:
    """Ana works for Sol; Luis may act for her, and she for Sol. It needs the keys to sign with, on 20 November 2026."""
    ana, luis, sol = mundo.persona(), mundo.persona(mundo.LUIS, apellidos="Otro"), mundo.empleador()
    mundo.relacion(ana, sol, date(2024, 1, 1))
    mundo.aportes(ana, sol, date(2024, 1, 1), 2)
    mundo.aportes(ana, None, date(2023, 1, 1), 1)
    Planilla.objects.update(trabajadores=1, suma_sueldos=1000)
    de_ana, de_luis, de_sol = (actuacion_de(mundo.cuenta(q, correo=f"{q.pk}@correo.ec")) for q in (ana, luis, sol))
    poder = poderes.otorgar(
        actuacion=de_ana, apoderado_cedula=luis.cedula, tramites=[CERTIFICADO], hasta=date(2027, 1, 1)
    )
    poderes.aceptar(actuacion=de_luis, encargo_id=poder.pk)
    delegacion = delegaciones.autorizar(actuacion=de_sol, apoderado_cedula=ana.cedula, rol=Delegacion.Rol.TODO)
    delegaciones.aceptar(actuacion=de_ana, encargo_id=delegacion.pk)
    _un_caso_concedido(de_ana, de_luis)
    _una_cuenta_bancaria(ana.cuenta)
    contenido = por_slug(CERTIFICADO).contenido(de_ana, mundo.HOY)
    primero = solicitar_emision(
        actuacion=de_ana, tramite=ficha(CERTIFICADO), contenido=contenido, peticion=uuid.uuid4()
    )
    drain()
    _una_queja(de_ana)
    reemplazar(actuacion=de_ana, codigo_certificado=primero.codigo, contenido=contenido, motivo="Otro sueldo.")
    pedir_mis_datos(actuacion=de_ana)


def _un_caso_concedido(de_ana: Actuacion, de_luis: Actuacion) -> None:
    persona, analista = mundo.navegador(de_ana.actor), Client()
    analista.force_login(mesa.con_rol(Rol.ANALISTA))
    caso = casos.enviar(persona)
    confirmacion = pedir_confirmacion(actuacion=de_ana, solicitud=caso, persona=de_luis.persona)
    confirmar_solicitud(actuacion=de_luis, confirmacion_id=confirmacion.pk)
    casos.en_mesa(analista, caso, "tomar")
    casos.en_mesa(analista, caso, "pedir", otros="¿De qué documento sale?")
    url = caso.get_absolute_url()
    persona.post(f"{url}responder/", {f"pedido_{caso.pedidos.get().pk}": "De mi cédula"})
    persona.post(url, {"texto": "Gracias."})
    casos.en_mesa(analista, caso, "conceder", motivo="Consta así en el Registro Civil.")
    ordenar(solicitud=caso, concepto="SUBSIDIO", valor=Decimal(100))
    drain()


def _una_queja(de_ana: Actuacion) -> None:
    """About her case, and answered."""
    persona, analista = mundo.navegador(de_ana.actor), mundo.navegador(Cuenta.objects.get(identificador="analista"))
    queja = quejas.presentada(persona, "CASO", solicitud=Solicitud.objects.get().numero)
    quejas.responder(analista, queja)


def _una_cuenta_bancaria(cuenta: Cuenta) -> None:
    persona = Client()
    persona.force_login(cuenta)
    confirmar(persona, CUENTA_BANCARIA, **CUENTA_NUEVA, certificado=archivos.subido(archivos.pdf()))

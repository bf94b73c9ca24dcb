"""Every address that names an object, with the object of somebody else of the same kind: it is not there."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cuentas.actuacion import Por
from cuentas.models import Cuenta, Delegacion, ExportacionDeDatos, Poder
from cuentas.permisos import permiso_de
from empleadores.models import Convenio
from nucleo.outbox import drain
from registro.models import Empleador, Persona, Planilla
from tests import mundo
from tests.empleadores.lotes.archivos import linea, subir, texto
from tests.iess_portal.test_permisos import CERRADAS, VISTAS
from tramites.models import ActoConfirmado, Adjunto, Certificado, Confirmacion, Solicitud

# What an address names that is of somebody; the rest of its parts say which page it is.
DE_ALGUIEN = {"codigo", "numero", "adjunto", "lote", "peticion"}
CON_OBJETO = {
    nombre
    for nombre in CERRADAS
    if DE_ALGUIEN & set(VISTAS[nombre].pattern.regex.groupindex)
    and permiso_de(nombre).por & {Por.PROPIO, Por.CLAVE_PATRONAL}
}


def _un_convenio(empleador: Empleador) -> str:
    nada = dict.fromkeys(("plazo", "capital", "interes", "futuro", "tasa"), 0)
    Convenio.objects.create(
        empleador=empleador, numero="2026-9", liquidado_el=mundo.HOY, desde=mundo.HOY, estado="CUMPLIDO", **nada
    )
    return "2026-9"


def objetos() -> dict[str, dict[str, Any]]:
    """View name → the object of Ana, or of Sol, that it is asked for; `documento` speaks for `documento_pdf` too."""
    peticion = ActoConfirmado.objects.get().peticion
    delegacion, solicitud = Delegacion.objects.get().pk, Solicitud.objects.get().numero
    certificado, adjunto = Certificado.objects.get(estado="REEMPLAZADO").codigo, Adjunto.objects.get().numero
    ana = Persona.objects.get(cedula=mundo.ANA)
    dependiente = ana.dependientes.create(cedula=mundo.LUIS, parentesco="HIJO", fecha_desde=mundo.HOY)
    sol = Empleador.objects.get(ruc=mundo.RUC_SOL)
    novedad = sol.novedades.create(
        persona=ana, tipo="INS", sucursal="0001", fecha=mundo.HOY, valor=1, limite=mundo.HOY, registrada_por="x"
    )
    viaje = ana.avisos_pais.create(tipo="SALIDA", fecha=mundo.HOY, pais="ES", registrado_por="x")
    de_su_nombre: dict[str, dict[str, Any]] = {
        "tramites:documento": {"codigo": certificado},
        "tramites:adjunto": {"adjunto": adjunto},
        "tramites:solicitud": {"numero": solicitud},
        "tramites:confirmacion": {"numero": Confirmacion.objects.get().pk},
        "tramites:poder_acto": {"numero": Poder.objects.get().pk, "acto": "retirar"},
        "tramites:delegacion_retirar": {"numero": delegacion},
        "tramites:delegacion_acto": {"numero": delegacion, "acto": "rechazar"},
        "afiliados:extension-cobertura-terminar": {"numero": dependiente.pk},
        "empleadores:planillas-una": {"numero": Planilla.objects.get(periodo="2024-01-01").pk},
        "empleadores:aviso-entrada-novedad": {"numero": novedad.pk},
        "empleadores:convenio-pagos-cuotas": {"numero": _un_convenio(sol)},
        "empleadores:lote": {"lote": subir(mundo.navegador(sol.cuenta), texto(linea(cargo=""))).numero},
        "pensionistas:movimiento-pais-aviso": {"numero": viaje.pk},
        "cuentas:mis_datos_zip": {"numero": ExportacionDeDatos.objects.get().pk},
    }
    hechos = {nombre: {"peticion": peticion} for nombre in CON_OBJETO if nombre.endswith("-hecho")}
    return hechos | {
        nombre: argumentos
        for nombre in CON_OBJETO
        for base, argumentos in de_su_nombre.items()
        if nombre == base or nombre.startswith(f"{base}_")
    }


def pedir(cuenta: Cuenta, url: str) -> set[int]:
    """What a GET and a POST answer, and nothing stays changed."""
    client = Client()
    client.force_login(cuenta)
    with transaction.atomic():
        respuestas = [client.get(url), client.post(url)]
        transaction.set_rollback(True)
    for respuesta in respuestas:
        if respuesta.streaming:
            b"".join(respuesta.streaming_content)  # its end closes the file
    return {respuesta.status_code for respuesta in respuestas}


@pytest.mark.django_db
def test_what_an_address_names_is_there_for_its_owner_and_for_nobody_else(casa):
    drain()
    otras = {
        Por.PROPIO: mundo.cuenta(mundo.persona("1710034073", apellidos="Ajena"), correo="ajena@correo.ec"),
        Por.CLAVE_PATRONAL: mundo.cuenta(mundo.empleador(mundo.RUC_MAR), correo="mar@correo.ec"),
    }
    duenos = Cuenta.objects.filter(identificador__in=[mundo.ANA, mundo.LUIS, mundo.RUC_SOL])
    argumentos = objetos()
    assert set(argumentos) == CON_OBJETO, "a new address says here what it names"

    abiertas, perdidas = {}, []
    for nombre, kwargs in argumentos.items():
        url = reverse(nombre, kwargs=kwargs)
        for por in permiso_de(nombre).por & otras.keys():
            respuestas = pedir(otras[por], url) - {405}
            if respuestas != {404}:
                abiertas[nombre, por] = respuestas
        de_otro_acto = nombre.endswith("-hecho") and "cuenta-bancaria" not in nombre
        if not de_otro_acto and not any(pedir(dueno, url) & {200, 302} for dueno in duenos):
            perdidas.append(nombre)

    assert (abiertas, perdidas) == ({}, [])

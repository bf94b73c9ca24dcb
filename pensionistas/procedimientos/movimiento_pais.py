"""Procedure 22: who leaves the country and comes back, and until when their proof of life is good."""

import uuid
from textwrap import shorten
from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.escritura import fecha, mes
from pensionistas.exterior.selectors import (
    EstadoSupervivencia,
    avisos_de,
    estado_de,
    lo_que_toca,
    supervivencias_de,
    suspensiones_abiertas,
)
from pensionistas.exterior.services import Datos, avisar_movimiento, revisar_aviso
from pensionistas.formularios import QUEDARSE, TIPOS, MovimientoForm
from pensionistas.models import AvisoPais
from pensionistas.paises import nombre_de
from pensionistas.reglas.exterior import Sentido
from pensionistas.selectors import pensiones_de
from pensionistas.vistas import exterior as vistas
from registro.parametros import Parametros
from tramites.adjuntos.services import respaldar
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos import Acto, Cambio, Hecho, Pendiente, constancia, inscribir
from tramites.selectors import ficha

A_LA_VISTA = 20
MOTIVO = 120
"""Letters of the reason of a suspension that the home shows; the page shows it whole."""


def leidos(datos: dict[str, Any]) -> Datos:
    return Datos(
        tipo=Sentido(datos["tipo"]),
        fecha=datos["fecha"],
        pais=datos["pais"],
        ciudad=datos["ciudad"].strip(),
        se_queda=datos["se_queda"] == "SI",
        telefono=datos["telefono"],
        correo=datos["correo"],
    )


@inscribir
class MovimientoPais(Acto):
    slug = "movimiento-pais"
    permiso = PERSONA_O_APODERADO
    pasos = (MovimientoForm,)
    boton = "Registrar el aviso"

    def urls(self) -> list[URLPattern]:
        return [path(f"{self.slug}/avisos/<int:numero>/", vistas.aviso, name=f"{self.slug}-aviso")]

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        hoy, persona = timezone.localdate(), actuacion.persona
        norma = Parametros.al(hoy)
        avisos = list(avisos_de(persona)[: A_LA_VISTA + 1])
        return {
            "hoy": hoy,
            "pensionista": bool(pensiones_de(persona)),
            "estado": estado_de(persona, hoy),
            "constancia": supervivencias_de(persona).first(),
            "suspensiones": suspensiones_abiertas(persona),
            "frecuencia": norma.entero("supervivencia_frecuencia_meses"),
            "convenios": norma.lista("convenios_bilaterales"),
            "avisos": avisos[:A_LA_VISTA],
            "hay_mas": len(avisos) > A_LA_VISTA,
        }

    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        aviso = leidos(datos)
        revisar_aviso(actuacion.persona, aviso, falta_otro=datos["falta_otro"], hoy=timezone.localdate())
        nombres = ", ".join(adjunto.nombre for adjunto in datos["documento"])
        opcionales = (("Teléfono", aviso.telefono), ("Correo", aviso.correo), ("Documento", nombres))
        return [
            Cambio("Aviso", TIPOS[aviso.tipo]),
            Cambio("Fecha, en Ecuador", fecha(aviso.fecha)),
            Cambio("País y ciudad", f"{nombre_de(aviso.pais)}, {aviso.ciudad}"),
            Cambio("Cambia el país en que vive", QUEDARSE[datos["se_queda"]]),
            *(Cambio(termino, valor) for termino, valor in opcionales if valor),
        ]

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        aviso = leidos(datos)
        if not aviso.se_queda:
            return ["El pago de su pensión no cambia: va a la misma cuenta, el mismo día."]
        if aviso.tipo is Sentido.ENTRADA:
            return ["Desde esa fecha constará que vive en el Ecuador, y no tendrá que presentar la supervivencia."]
        meses = Parametros.al(timezone.localdate()).entero("supervivencia_frecuencia_meses")
        return [
            "Desde esa fecha constará que vive en el exterior.",
            f"Cada {meses} meses tendrá que presentar su constancia de supervivencia (valor referencial).",
        ]

    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        aviso = avisar_movimiento(actuacion=actuacion, datos=leidos(datos), falta_otro=datos["falta_otro"])
        respaldar(actuacion=actuacion, adjuntos=datos["documento"], objeto=f"aviso_pais:{aviso.pk}")
        documento = self._comprobante(actuacion, aviso)
        estado = estado_de(actuacion.persona, timezone.localdate())
        return Hecho(
            f"Su aviso de {Sentido(aviso.tipo).palabra} quedó registrado",
            f"Número de aviso: {aviso.numero}",
            sigue=(
                *de_la_constancia(estado),
                "Si se equivocó, anúlelo en la lista de sus avisos y registre otro.",
                "El comprobante firmado queda también en «Mis documentos».",
            ),
            documento=documento.get_absolute_url(),
        )

    def _comprobante(self, actuacion: Actuacion, aviso: AvisoPais) -> Any:
        """Without phone and e-mail: others will be shown it."""
        palabra = Sentido(aviso.tipo).palabra
        return solicitar_emision(
            actuacion=actuacion,
            tramite=ficha(self.slug),
            contenido=constancia(
                actuacion.persona,
                titulo=f"Comprobante de aviso de {palabra} del país"
                if aviso.tipo == Sentido.SALIDA
                else f"Comprobante de aviso de {palabra} al país",
                dice="registró este aviso:",
                lineas=[
                    ("Número de aviso", aviso.numero),
                    ("Aviso", aviso.get_tipo_display().capitalize()),
                    ("Fecha, en Ecuador", fecha(aviso.fecha)),
                    ("País", aviso.nombre_del_pais),
                    ("Ciudad", aviso.ciudad),
                    ("Cambia el país en que vive", "Sí" if aviso.se_queda else "No"),
                ],
                variante="comprobante",
            ),
            peticion=uuid.uuid4(),
        )

    espera = "registro_pension WHERE persona_id = %(persona)s AND (reside_exterior OR suspendida_desde IS NOT NULL)"

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        """Of the suspension before the proof: who is not paid needs the way back first."""
        suspendidas, estado = lo_que_toca(actuacion.persona, timezone.localdate())
        if suspendidas:
            una: Any = suspendidas[0]
            motivo = shorten(una.motivo or "", MOTIVO, placeholder="…")
            desde = mes(una.suspendida_desde)
            texto = f"Su pensión de {una.get_tipo_display()} está suspendida desde {desde}: {motivo}"
            return [Pendiente(texto, self.url, "Ver qué hacer", urgente=True)]
        if estado.vencida:
            texto = "Venció su constancia de supervivencia: preséntela para que su pensión se siga pagando"
        elif estado.pronto:
            texto = "Presente su constancia de supervivencia hasta esta fecha"
        elif estado.falta:
            texto = "No consta su supervivencia: preséntela para que su pensión se siga pagando"
        else:
            return []
        return [Pendiente(texto, self.url, "Ver dónde y cómo", estado.vence, urgente=not estado.falta)]


def de_la_constancia(estado: EstadoSupervivencia) -> list[str]:
    if not estado.debe:
        return []
    if estado.vence is None:
        return ["No consta ninguna constancia de supervivencia suya: en la página del trámite dice dónde presentarla."]
    return [f"Su constancia de supervivencia {'venció' if estado.vencida else 'vence'} el {fecha(estado.vence)}."]

"""Procedure 8: the quirografario, from what somebody may be lent today to the loan that the rule grants."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone

from afiliados.forms.quirografario import TABLAS, PrestamoForm, SimulacionForm, pedido_de
from afiliados.reglas.quirografario_dictamen import Hechos, requisitos_de_novacion
from afiliados.selectors import quirografario as selectores
from afiliados.selectors.quirografario import SLUG, Situacion, situacion_de
from afiliados.services.quirografario import conceder_quirografario, retirar_quirografario
from afiliados.vistas import quirografario as vistas
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_VENTANILLA
from nucleo.escritura import dinero, fecha, mes, tasa
from nucleo.formularios import RespuestaRechazada
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.prestamos import SIN_SEGURO, Sistema, datos_de_tabla
from tramites.casos.estados import Resultado
from tramites.casos.impreso import lo_que_falta
from tramites.casos.models import Solicitud
from tramites.casos.selectors import en_tramite
from tramites.casos.tabla import POR_REGLA
from tramites.procedimientos import Cambio, ProcedimientoConCaso, inscribir

# Where the person mends what is missing: requirement → (page, words).
DONDE = {
    "imposiciones": ("afiliados:historial-laboral", "Ver sus aportes"),
    "cuenta_bancaria": ("afiliados:cuenta-bancaria", "Registrar su cuenta o ver qué falta"),
}


@inscribir
class PrestamoQuirografario(ProcedimientoConCaso):
    slug = SLUG
    permiso = PERSONA_O_VENTANILLA
    pasos = (PrestamoForm,)
    flujo = POR_REGLA
    articulo, prestacion = "el", "préstamo quirografario"
    tipo_de_hechos = Hechos
    pago = ("QUIROGRAFARIO", "recibe")
    confirma_por_correo = True
    cifras = (("monto", "Le prestan"), ("recibe", "Recibe en su cuenta"), ("cuota", "Cuota mensual"))

    def urls(self) -> list[URLPattern]:
        return [
            path(f"{SLUG}/simular/", vistas.simulacion, name=f"{SLUG}-simular"),
            path(f"{SLUG}/simular/tabla.csv", vistas.tabla_csv, name=f"{SLUG}-csv"),
            path(f"{SLUG}/simular/documento/", vistas.tabla_documento, name=f"{SLUG}-documento"),
        ]

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        return PrestamoForm(actuacion=actuacion, **kwargs)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        situacion = situacion_de(actuacion.persona, timezone.localdate())
        maximo = situacion.maximo
        dictamen = situacion.dictamen(maximo)
        return {
            "dictamen": dictamen,
            "faltan": [(requisito, *DONDE.get(requisito.nombre, ("", ""))) for requisito in dictamen.faltan],
            "maximo": maximo,
            "capacidad": situacion.opcion(maximo).capacidad,
            "filas": vistas.filas_de(situacion.comparar()),
            "prestamos": _prestamos(situacion),
            "form": SimulacionForm(situacion=situacion),
            "sin_seguro": SIN_SEGURO,
        }

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        """With the whole cost, which the code that sends the case confirms."""
        hoy = timezone.localdate()
        situacion = situacion_de(actuacion.persona, hoy)
        abierta = "quirografario_en_tramite" in situacion.solicitante.impedimentos and en_tramite(
            actuacion.persona, SLUG
        )
        if abierta:
            raise RespuestaRechazada(f"Ya tiene una solicitud en trámite, la {abierta}. Sígala en «Mis solicitudes».")
        pedido = pedido_de(datos, situacion)
        tabla = situacion.opcion(pedido).tabla
        assert tabla
        primera, _ = next(tabla.por_mes(hoy))
        return datos | {
            **{nombre: str(valor) for nombre, valor in datos_de_tabla(tabla).items()},
            "recibe": str(pedido.recibe),
            "saldo_renovado": str(pedido.paga.saldo) if pedido.paga else "",
            "primera_cuota": primera.isoformat(),
            "cuenta": situacion.solicitante.cuenta,
        }

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        situacion = situacion_de(actuacion.persona, timezone.localdate())
        dictamen = situacion.dictamen(pedido_de(datos, situacion))
        fondos = [] if situacion.solicitante.pensionista else ["Sus fondos de reserva y su cesantía lo garantizan."]
        if dictamen.califica:
            horas = situacion.parametros.entero("quirografario_desembolso_horas")
            return [
                f"Hoy cumple todo: se concede al enviarla, y el BIESS acredita el dinero en {horas} horas o menos.",
                *fondos,
                SIN_SEGURO,
            ]
        return [
            *(lo_que_falta(requisito) for requisito in dictamen.faltan),
            "Puede enviarla así: una persona del instituto la revisará. Si todavía falta algo, no se concederá.",
            SIN_SEGURO,
        ]

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        frances = datos["sistema"] == Sistema.FRANCES
        cuota, ultima = (dinero(Decimal(datos[nombre])) for nombre in ("cuota", "ultima_cuota"))
        return [
            Cambio("Monto", dinero(Decimal(datos["monto"]))),
            *_de_la_renovacion(datos),
            Cambio("Plazo", _meses(int(datos["plazo"]))),
            Cambio("Tabla", TABLAS[Sistema(datos["sistema"])]),
            Cambio("Cuota mensual", f"{cuota}\n{SIN_SEGURO}" if frances else f"De {cuota} a {ultima}\n{SIN_SEGURO}"),
            Cambio("Primera cuota", mes(date.fromisoformat(datos["primera_cuota"]))),
            Cambio("Tasa", f"{tasa(Decimal(datos['tasa']))} nominal, {tasa(Decimal(datos['efectiva']))} efectiva"),
            Cambio("Intereses", dinero(Decimal(datos["intereses"]))),
            Cambio("Pagará en total", dinero(Decimal(datos["total"]))),
            Cambio("Se acredita en", datos["cuenta"] or "Ninguna cuenta registrada"),
        ]

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Hechos:
        return selectores.hechos_de(titular, hoy, datos)

    def dictaminar(self, hechos: Hechos, fecha: date, parametros: Parametros) -> Dictamen:
        return selectores.dictaminar(hechos, fecha, parametros)

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        if solicitud.resultado == Resultado.CONCEDIDA:
            conceder_quirografario(
                actuacion=actuacion, solicitud=solicitud, fecha=timezone.localdate(solicitud.decidida_en)
            )
        else:
            retirar_quirografario(actuacion=actuacion, solicitud=solicitud)


def _prestamos(situacion: Situacion) -> list[dict[str, Any]]:
    """The quirografarios that they pay, and whether each may be renewed."""
    quien = situacion.solicitante
    filas = []
    for una in situacion.renovables:
        requisitos = requisitos_de_novacion(una, quien.calidad, situacion.norma, situacion.hoy)
        faltan = [requisito for requisito in requisitos if not requisito.cumple]
        filas.append({"prestamo": una.prestamo, "requisitos": requisitos, "faltan": faltan})
    return filas


def _de_la_renovacion(datos: Mapping[str, Any]) -> list[Cambio]:
    if not datos["renueva"]:
        return []
    return [
        Cambio("Renueva", f"El préstamo del {fecha(date.fromisoformat(datos['renueva']))}"),
        Cambio("Paga de él", dinero(Decimal(datos["saldo_renovado"]))),
        Cambio("Recibe", dinero(Decimal(datos["recibe"]))),
    ]


def _meses(cuantos: int) -> str:
    return f"{cuantos} {'mes' if cuantos == 1 else 'meses'}"

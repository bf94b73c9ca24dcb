"""Procedure 17: the planillas of an employer. Its act makes those of a month, again or for the first time."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db import transaction
from django.urls import URLPattern, path
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import EMPLEADOR_CONSULTA, EMPLEADOR_TODO
from empleadores import inicio
from empleadores.aportes.forms import MesField
from empleadores.models import Generacion
from empleadores.planillas import services
from empleadores.planillas.lista import anios_de, meses_de_planillas, por_pagar
from empleadores.vistas import planillas as vistas
from nucleo.dinero import formato
from nucleo.escritura import fecha, mes, numero
from nucleo.formularios import RespuestaRechazada
from registro.models import Empleador, Planilla, nombre_de_tipo
from registro.parametros import ParametroDesconocido
from registro.planillas.deuda import deudas_de
from registro.reglas.puertas import mover
from tramites.procedimientos import Acto, Cambio, Hecho, Vistazo, inscribir

GENERAR, AJUSTE = "generar", "ajuste"
QUE = {GENERAR: "Generar las planillas del mes", AJUSTE: "Generar un ajuste de un mes cerrado"}
NINGUNA = "Sin planilla"
AVANCE = "Con tantos trabajadores toma unos minutos. En «Planillas de aportes» verá cuándo están listas."
SOLO_MIRA = "Su autorización permite ver las planillas, no generarlas. Pídalo a quien tiene la clave patronal."


class GenerarForm(forms.Form):
    periodo = MesField(
        label="Mes", help_text="Año y mes, por ejemplo 2026-10.", error_messages={"required": "Elija el mes."}
    )
    que = forms.ChoiceField(
        label="¿Qué quiere hacer?",
        choices=list(QUE.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué hacer.", "invalid_choice": "Elija una de las dos."},
    )


@inscribir
class Planillas(Acto):
    slug = "planillas"
    permiso = EMPLEADOR_CONSULTA
    pasos = (GenerarForm,)
    boton = "Generar"

    def urls(self) -> list[URLPattern]:
        una = f"{self.slug}/<int:numero>"
        return [
            path(f"{self.slug}/anio/<int:anio>/", vistas.anio, name=f"{self.slug}-anio"),
            path(f"{una}/", vistas.una, name=f"{self.slug}-una"),
            path(f"{una}/filas.csv", vistas.una_csv, name=f"{self.slug}-una_csv"),
            path(f"{una}/filas.xlsx", vistas.una_xlsx, name=f"{self.slug}-una_xlsx"),
            path(f"{una}/saldo/", vistas.una_saldo, name=f"{self.slug}-una_saldo"),
            path(f"{una}/comprobante/", vistas.una_comprobante, name=f"{self.slug}-una_comprobante"),
        ]

    def de_un_vistazo(self, empleador: Empleador, hoy: date) -> Vistazo:
        return inicio.obligaciones(empleador, hoy, self.url)

    def inicial(self, actuacion: Actuacion) -> dict[str, Any]:
        return {"periodo": f"{mover(timezone.localdate().replace(day=1), -1):%Y-%m}", "que": GENERAR}

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        hoy = timezone.localdate()
        deudas = deudas_de(actuacion.empleador, hoy)
        return {
            "hoy": hoy,
            "url": self.url,
            "puede": puede(actuacion),
            "en_curso": Generacion.objects.filter(empleador=actuacion.empleador, terminada_en=None).order_by("periodo"),
            "por_pagar": por_pagar(deudas),
            "meses": meses_de_planillas(actuacion.empleador, deudas, hoy),
            "anios": anios_de(actuacion.empleador),
            "enlaces": vistas.enlaces(actuacion),
        }

    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        """What making them would change, found out by making them and taking it back."""
        if not puede(actuacion):
            raise RespuestaRechazada(SOLO_MIRA)
        antes = estado_del_mes(actuacion.empleador, datos["periodo"])
        with transaction.atomic():
            generacion = generar(actuacion, datos)
            ahora = estado_del_mes(actuacion.empleador, datos["periodo"])
            transaction.set_rollback(True)
        if not generacion.terminada:
            return [Cambio("Trabajadores", numero(generacion.trabajadores)), Cambio("Mes", mes(datos["periodo"]))]
        return comparar(antes, ahora)

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        avisos = ["Las planillas salen de las novedades registradas hasta este momento."]
        if datos["que"] == GENERAR:
            avisos.append("Los comprobantes que haya descargado de este mes dejan de servir si cambia el total.")
        return avisos

    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        periodo = datos["periodo"]
        if not generar(actuacion, datos).terminada:
            return Hecho(f"Las planillas de {mes(periodo)} se están generando", sigue=(AVANCE,))
        suyas = Planilla.objects.filter(empleador=actuacion.empleador, periodo=periodo, aportes_impagos__gt=0)
        deben = list(suyas.values_list("capital", "fecha_vencimiento"))
        texto = ""
        if deben:
            total, vence = sum((capital for capital, _ in deben), Decimal(0)), max(dia for _, dia in deben)
            texto = f"Suman {formato(total)}. Páguelas hasta el {fecha(vence)}."
        return Hecho(
            f"Las planillas de {mes(periodo)} están listas",
            texto,
            sigue=(
                "Cada planilla tiene su comprobante con referencia y código de barras: descárguelo en su página.",
                "Mientras el mes esté abierto puede corregir las novedades y volver a generarlas.",
            ),
        )


def puede(actuacion: Actuacion) -> bool:
    """Whether whoever acts binds the employer, and does not only look."""
    return EMPLEADOR_TODO.admite(actuacion)


def generar(actuacion: Actuacion, datos: Mapping[str, Any]) -> Generacion:
    verbo = services.generar_ajuste if datos["que"] == AJUSTE else services.generar_mes
    try:
        return verbo(actuacion=actuacion, periodo=datos["periodo"])
    except services.GeneracionRechazada as razon:
        raise RespuestaRechazada(razon.mensaje, "periodo") from razon
    except ParametroDesconocido as razon:
        raise RespuestaRechazada("El portal no tiene las normas de ese mes: acuda al instituto.", "periodo") from razon


def estado_del_mes(empleador: Empleador, periodo: date) -> dict[str, str]:
    """Each planilla of a month in words."""
    suyas = Planilla.objects.filter(empleador=empleador, periodo=periodo, trabajadores__gt=0)
    return {
        f"{nombre_de_tipo(una.tipo)}, sucursal {una.sucursal}": _en_palabras(una.trabajadores, una.capital)
        for una in suyas.order_by("sucursal", "tipo")
    }


def _en_palabras(trabajadores: int, capital: Decimal) -> str:
    cuantos = "1 trabajador" if trabajadores == 1 else f"{numero(trabajadores)} trabajadores"
    return f"{cuantos}, {formato(capital)}"


def comparar(antes: Mapping[str, str], ahora: Mapping[str, str]) -> list[Cambio]:
    """Raises RespuestaRechazada when it would leave everything as it is."""
    if antes == ahora:
        raise RespuestaRechazada(
            "Las planillas de ese mes ya están al día: sus novedades no cambian nada."
            if antes
            else "En ese mes no hay trabajadores que aporten: no hay planillas que generar.",
            "periodo",
        )
    return [Cambio(una, ahora.get(una, NINGUNA), antes.get(una, NINGUNA)) for una in sorted({*antes, *ahora})]

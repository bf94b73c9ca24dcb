"""The agreement of partial payments: the debt of today, the term and its table, the decision, and its instalments."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import EMPLEADOR_TODO
from empleadores.cobranza import convenios
from empleadores.models import Convenio
from empleadores.reglas import convenio as regla
from empleadores.reglas.convenio import Deudor
from empleadores.vistas import convenios as vistas
from nucleo.escritura import dinero, tasa
from nucleo.formularios import RespuestaRechazada
from registro.models import Empleador
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import DEL_PERSONAL, Resultado
from tramites.casos.impreso import lo_que_falta
from tramites.casos.models import Solicitud
from tramites.casos.tabla import POR_REGLA_O_APROBACION
from tramites.procedimientos import Cambio, ProcedimientoConCaso, inscribir

SLUG = "convenio-pagos"
SIN_RETENCIONES = (
    "Lo que descontó a sus trabajadores por préstamos no entra en el convenio, y el portal no lo registra: debe estar "
    "al día aparte."
)


class PlazoForm(forms.Form):
    plazo = forms.IntegerField(
        label="¿En cuántos meses pagará?",
        min_value=1,
        max_value=120,
        error_messages={
            "required": "Escriba el plazo en meses.",
            "invalid": "Escriba el plazo en meses, con números.",
            "min_value": "Escriba un plazo de los que admite su deuda.",
            "max_value": "Escriba un plazo de los que admite su deuda.",
        },
    )

    def __init__(self, *args: Any, empleador: Empleador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hoy = timezone.localdate()
        parametros = Parametros.al(hoy)
        deudor = convenios.deudor_de(empleador, hoy, {})
        bandas = convenios.norma_de(parametros, juridica=deudor.juridica).bandas
        self.banda = regla.banda(deudor.total, bandas)
        self.fields["plazo"].help_text = f"De {self.banda.minimo} a {self.banda.maximo}, por el monto de su deuda."

    def clean_plazo(self) -> int:
        plazo: int = self.cleaned_data["plazo"]
        if not self.banda.minimo <= plazo <= self.banda.maximo:
            raise forms.ValidationError(
                f"Por el monto de su deuda, el plazo va de {self.banda.minimo} a {self.banda.maximo} meses."
            )
        return plazo


class CompromisoForm(forms.Form):
    compromiso = forms.BooleanField(
        label="La empresa reconoce la deuda y se compromete a pagar cada cuota hasta su fecha",
        error_messages={"required": "Para pedir el convenio, acepte el compromiso."},
    )


@inscribir
class ConvenioPagos(ProcedimientoConCaso):
    slug = SLUG
    permiso = EMPLEADOR_TODO
    pasos = (PlazoForm, CompromisoForm)
    flujo = POR_REGLA_O_APROBACION
    articulo, prestacion = "el", "convenio de pagos"
    titulo_del_acuerdo = "Acuerdo de {sentido} del convenio de pagos {numero}"
    tipo_de_hechos = Deudor
    cifras = (("deuda", "Deuda"), ("plazo", "Meses"), ("primera_cuota", "Primera cuota"), ("total", "Pagará en total"))
    pedidos_frecuentes = (
        "Indique cómo está al día con lo que descontó a sus trabajadores por préstamos.",
        "Una planilla está en revisión: díganos si reconoce su valor.",
    )

    def urls(self) -> list[URLPattern]:
        return [
            path(f"{SLUG}/tabla/", vistas.tabla, name=f"{SLUG}-tabla"),
            path(f"{SLUG}/cuotas/<str:numero>/", vistas.cuotas, name=f"{SLUG}-cuotas"),
        ]

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        if paso:
            return CompromisoForm(**kwargs)
        return PlazoForm(empleador=_empleador(actuacion), **kwargs)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        hoy = timezone.localdate()
        empleador = _empleador(actuacion)
        deudor, dictamen = self.dictamen(empleador, hoy, {})
        parametros = Parametros.al(hoy)
        norma = convenios.norma_de(parametros, juridica=deudor.juridica)
        return {
            "dictamen": dictamen,
            "deudor": deudor,
            "opciones": vistas.opciones(deudor, norma) if deudor.debidas else [],
            "director": regla.decide_el_director(deudor.total, norma),
            "norma": norma,
            "convenios": Convenio.objects.filter(empleador=empleador).order_by("-pk"),
            "sin_retenciones": SIN_RETENCIONES,
        }

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        empleador, hoy = _empleador(actuacion), timezone.localdate()
        abiertas = Solicitud.objects.filter(empleador=empleador, tramite__slug=SLUG, estado__in=DEL_PERSONAL)
        if abierta := abiertas.values_list("numero", flat=True).first():
            raise RespuestaRechazada(f"Ya tiene una solicitud en trámite, la {abierta}. Sígala en «Mis solicitudes».")
        deudor, dictamen = self.dictamen(empleador, hoy, datos)
        if not deudor.debidas:
            raise RespuestaRechazada("Hoy no hay planillas vencidas: no hace falta un convenio.", "plazo")
        norma = convenios.norma_de(Parametros.al(hoy), juridica=deudor.juridica)
        figuras = ("capital", "interes", "deuda", "interes_de_cuotas", "total", "primera_cuota", "ultima_cuota", "tasa")
        return datos | {
            **{nombre: str(dictamen.datos[nombre]) for nombre in figuras},
            "planillas": len(deudor.debidas),
            "director": regla.decide_el_director(deudor.total, norma),
        }

    def mira_una_persona(self, datos: Mapping[str, Any]) -> bool:
        """Above so many basic salaries the Director decides what another person proposes."""
        return bool(datos.get("director"))

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        _, dictamen = self.dictamen(_empleador(actuacion), timezone.localdate(), datos)
        director = [
            f"Por ser más de {dinero(Decimal(str(dictamen.datos['director'])))}, lo aprueba la Dirección Provincial."
        ]
        return [
            *(lo_que_falta(requisito) for requisito in dictamen.faltan),
            *(director if datos["director"] else []),
            "El interés de las cuotas es un valor referencial: ninguna fuente publica cuál es.",
            "Con una cuota sin pagar en su fecha, el convenio termina y la empresa vuelve a constar en mora.",
            SIN_RETENCIONES,
        ]

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        cifra = {nombre: Decimal(datos[nombre]) for nombre in ("capital", "interes", "deuda", "total", "tasa")}
        primera, ultima = (dinero(Decimal(datos[nombre])) for nombre in ("primera_cuota", "ultima_cuota"))
        return [
            Cambio("Planillas vencidas", str(datos["planillas"])),
            Cambio("Capital", dinero(cifra["capital"])),
            Cambio("Interés de mora hasta hoy", dinero(cifra["interes"])),
            Cambio("Deuda", dinero(cifra["deuda"])),
            Cambio("Plazo", f"{datos['plazo']} meses"),
            Cambio("Cuotas", f"De {primera} la primera a {ultima} la última"),
            Cambio("Tasa de las cuotas", f"{tasa(cifra['tasa'])}, valor referencial"),
            Cambio("Pagará en total", dinero(cifra["total"])),
        ]

    def hechos(self, titular: Empleador, hoy: date, datos: Mapping[str, Any]) -> Deudor:
        return convenios.deudor_de(titular, hoy, datos)

    def parametros(self, hechos: Deudor, hoy: date) -> Parametros:
        return Parametros.al(hoy)

    def dictaminar(self, hechos: Deudor, fecha: date, parametros: Parametros) -> Dictamen:
        return regla.dictamen(
            hechos, convenios.norma_de(parametros, juridica=hechos.juridica), fecha, parametros.usados
        )

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        if solicitud.resultado == Resultado.CONCEDIDA:
            convenios.conceder(actuacion=actuacion, solicitud=solicitud)
        else:
            convenios.retirar(actuacion=actuacion, solicitud=solicitud)

    def del_acuerdo(self, solicitud: Solicitud, hechos: Deudor, dictamen: Dictamen) -> dict[str, Any]:
        convenio = Convenio.objects.filter(numero=solicitud.numero).first()
        if solicitud.resultado != Resultado.CONCEDIDA or convenio is None:
            return {}
        return {
            "planillas": [[debida.nombre, dinero(debida.capital), dinero(debida.interes)] for debida in hechos.debidas],
            "cuotas": [list(fila) for fila in vistas.filas_impresas(convenio)],
            "capital": dinero(convenio.capital),
            "interes": dinero(convenio.interes),
            "futuro": dinero(convenio.futuro),
            "total": dinero(convenio.total),
        }


def _empleador(actuacion: Actuacion) -> Empleador:
    assert isinstance(actuacion.sujeto, Empleador)
    return actuacion.sujeto

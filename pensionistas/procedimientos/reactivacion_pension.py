"""A suspended pension that is asked to be paid again, by a proof of life: one person looks, another approves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.selectors import correo_para_avisos
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.dinero import CERO
from nucleo.escritura import dinero, fecha, mes
from nucleo.formularios import CampoArchivos, FechaField
from pensionistas.casos_de_pension import cuenta_de
from pensionistas.exterior.selectors import FRECUENCIA, supervivencias_de, suspensiones_abiertas
from pensionistas.exterior.supervivencia import NoProcede as SinConstancia
from pensionistas.exterior.supervivencia import registrar_supervivencia
from pensionistas.models import Supervivencia, Suspension
from pensionistas.reglas import reactivacion
from pensionistas.reglas.reactivacion import MesDebido, Suspendidas
from pensionistas.suspension.selectors import REACTIVACION, lo_atrasado, mes_sin_rol
from pensionistas.suspension.services import NoProcede as NoSeLevanta
from pensionistas.suspension.services import levantar, volver_a_suspender
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import Resultado
from tramites.casos.models import Solicitud
from tramites.casos.services import NoProcede
from tramites.casos.tabla import CON_APROBACION
from tramites.procedimientos import Cambio, ProcedimientoConCaso, inscribir

Medio = Supervivencia.Medio
MEDIOS = {medio.value: medio.label.capitalize() for medio in (Medio.CONSULADO, Medio.FORMULARIO)}
NINGUNA = "Ninguna pensión de esta persona está suspendida."


class ReactivacionForm(forms.Form):
    medio = forms.ChoiceField(
        label="¿Qué presenta?",
        choices=list(MEDIOS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué presenta.", "invalid_choice": "Elija uno de los dos."},
    )
    fecha = FechaField(label="¿Qué fecha tiene?", help_text="La que está escrita en la constancia o en el formulario.")
    documentos = CampoArchivos(
        label="Constancia o formulario",
        clase="supervivencia",
        maximo=3,
        help_text="Con la firma a mano. Si su banco cambió, añada el certificado bancario.",
    )
    explicacion = forms.CharField(
        label="¿Quiere explicar algo?", required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )

    def clean_fecha(self) -> date:
        dia: date = self.cleaned_data["fecha"]
        if dia > timezone.localdate():
            raise forms.ValidationError(f"En el Ecuador hoy es {fecha(timezone.localdate())}. Revise la fecha.")
        return dia


@inscribir
class ReactivacionPension(ProcedimientoConCaso):
    slug = REACTIVACION
    permiso = PERSONA_O_APODERADO
    pasos = (ReactivacionForm,)
    flujo = CON_APROBACION
    prestacion = "reactivación de la pensión"
    tipo_de_hechos = Suspendidas
    cifras = (("pension", "Su pensión mensual"), ("retroactivo", "Por los meses suspendidos"))
    pedidos_frecuentes = (
        "El formulario no se lee bien. Súbalo otra vez, entero y con buena luz.",
        "Falta la firma a mano. Firme el formulario y súbalo otra vez.",
    )

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Suspendidas:
        """What this case itself granted does not stand in the way of deciding it again."""
        abiertas = suspensiones_abiertas(titular)
        suyas = abiertas or list(
            Suspension.objects.filter(solicitud__numero=datos.get("solicitud") or None).select_related("pension")
        )
        reanuda = mes_sin_rol(titular, hoy)
        if abiertas:
            filas = [fila for una in suyas for fila in lo_atrasado(una, max(reanuda, una.desde))]
        else:
            filas = [fila for una in suyas for fila in una.meses]
        ultima = supervivencias_de(titular).first()
        escrita = datos.get("fecha")
        return Suspendidas(
            tipos=tuple(una.pension.get_tipo_display() for una in suyas),
            desde=min((una.desde for una in suyas), default=None),
            reanuda=reanuda,
            pension=sum((una.pension.monto for una in suyas), CERO),
            meses=tuple(MesDebido(f.periodo, f.pension, f.tercera + f.cuarta) for f in filas),
            constancia=date.fromisoformat(escrita) if escrita else ultima.fecha if ultima else None,
        )

    def dictaminar(self, hechos: Suspendidas, fecha: date, parametros: Parametros) -> Dictamen:
        return reactivacion.dictamen(hechos, parametros.entero(FRECUENCIA), fecha, parametros.usados)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        hechos, dictamen = self.dictamen(actuacion.persona, timezone.localdate(), {})
        return {
            "dictamen": dictamen,
            "meses": hechos.meses,
            "suspensiones": suspensiones_abiertas(actuacion.persona),
        }

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        return datos | {
            "explicacion": datos["explicacion"].strip(),
            "correo": correo_para_avisos(actuacion.persona),
            "cuenta": cuenta_de(actuacion.persona, timezone.localdate()),
        }

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        lineas = [
            Cambio("Qué presenta", MEDIOS[datos["medio"]]),
            Cambio("De fecha", fecha(date.fromisoformat(datos["fecha"]))),
            Cambio("Documentos", ", ".join(datos["documentos"])),
            Cambio("Correo", datos["correo"] or "Ninguno"),
            Cambio("Cuenta para el pago", datos["cuenta"]),
        ]
        return [*lineas, Cambio("Explicación", datos["explicacion"])] if datos["explicacion"] else lineas

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        """Raises NoProcede when there is nothing to pay again, or what was handed in proves nothing any more."""
        assert solicitud.persona is not None, "these cases are of people: their permission admits nobody else"
        try:
            if solicitud.resultado != Resultado.CONCEDIDA:
                volver_a_suspender(actuacion=actuacion, solicitud=solicitud)
            elif not Suspension.objects.filter(solicitud=solicitud).exists():
                self._reactivar(solicitud, solicitud.persona, actuacion)
        except (NoSeLevanta, SinConstancia) as razon:
            raise NoProcede(str(razon)) from razon

    def _reactivar(self, solicitud: Solicitud, persona: Persona, actuacion: Actuacion) -> None:
        abiertas = suspensiones_abiertas(persona)
        if not abiertas:
            raise NoProcede(NINGUNA)
        dia = date.fromisoformat(solicitud.datos["fecha"])
        motivo = f"Solicitud {solicitud.numero}"
        if not supervivencias_de(persona).filter(fecha=dia).exists():
            registrar_supervivencia(
                actuacion=actuacion,
                persona=persona,
                fecha=dia,
                medio=solicitud.datos["medio"],
                motivo=motivo,
                solicitud=solicitud,
            )
        for una in abiertas:
            levantar(actuacion=actuacion, suspension=una, motivo=motivo, solicitud=solicitud)

    def del_acuerdo(self, solicitud: Solicitud, hechos: Suspendidas, dictamen: Dictamen) -> dict[str, Any]:
        """What was ordered on the day of the decision, which may be a month more than on that of the calculation."""
        levantadas = list(Suspension.objects.filter(solicitud=solicitud).order_by("pk"))
        return {
            "meses": [
                [mes(fila.periodo), dinero(fila.pension), dinero(fila.tercera + fila.cuarta), dinero(fila.total)]
                for una in levantadas
                for fila in una.meses
            ],
            "retroactivo": dinero(sum((una.atrasado for una in levantadas), CERO)),
        }

"""What the cases about a pension share: the form, the account that is shown and not typed, the raise, its undoing."""

from abc import abstractmethod
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.avisos.selectors import correo_para_avisos
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.codificacion import de_json
from nucleo.escritura import dinero, fecha, numero, porcentaje
from registro.models import Empleador, Persona
from registro.reglas.dictamen import Dictamen
from registro.selectors import cuenta_para_pagos
from tramites.casos.estados import Resultado
from tramites.casos.models import Solicitud
from tramites.casos.services import NoProcede
from tramites.casos.tabla import CON_APROBACION
from tramites.procedimientos import Cambio, Contenido, ProcedimientoConCaso
from tramites.reliquidacion.selectors import pension_de
from tramites.reliquidacion.services import Aumento, aumentar, deshacer

SIN_CUENTA = "Ninguna. Regístrela en «Cuenta bancaria»: el pago la espera."

CAMBIO_EL_REGISTRO = (
    "El registro cambió desde que se calculó el dictamen. Devuélvala al cálculo, para hacerlo otra vez."
)


class ConfirmacionForm(forms.Form):
    confirma = forms.BooleanField(
        label="Confirmo que estos datos son correctos",
        error_messages={"required": "Confirme que los datos son correctos, o corríjalos antes de enviar."},
    )
    explicacion = forms.CharField(
        label="¿Quiere explicar algo?",
        help_text="Por ejemplo, un mes que falta o un sueldo que no es el suyo.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )


def cuenta_de(persona: Persona, hoy: date) -> str:
    """Where a payment would go, in words."""
    pago = cuenta_para_pagos(persona, hoy)
    return str(pago.cuenta or pago.en_espera or SIN_CUENTA)


class CasoDePension(ProcedimientoConCaso):
    """Asks that a pension be raised: the rule proposes, one person calculates and another approves."""

    permiso = PERSONA_O_APODERADO
    pasos = (ConfirmacionForm,)
    flujo = CON_APROBACION
    prestacion: ClassVar[str]
    """As the acuerdo names it: «reliquidación de la renta»."""
    pedidos_frecuentes = (
        "Díganos con qué empleador y en qué meses trabajó, si falta alguno en su historial laboral.",
        "Hay dos sueldos distintos para un mismo mes. Díganos cuál es el que recibió.",
    )

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        form = super().formulario(actuacion, paso, **kwargs)
        persona = actuacion.persona
        correo, cuenta = correo_para_avisos(persona) or "ninguno", cuenta_de(persona, timezone.localdate())
        form.fields["confirma"].help_text = f"Correo: {correo}. Cuenta para el pago: {cuenta}"
        return form

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        hoy = timezone.localdate()
        hechos, dictamen = self.dictamen(actuacion.persona, hoy)
        return {"dictamen": dictamen, **self.detalle(hechos, dictamen, hoy)}

    @abstractmethod
    def dictamen(self, titular: Persona | Empleador, hoy: date) -> tuple[Any, Dictamen]: ...

    def detalle(self, hechos: Any, dictamen: Dictamen, hoy: date) -> dict[str, Any]:
        """What the page of the start shows beside the dictamen."""
        return {}

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        persona = actuacion.persona
        return {
            "explicacion": datos["explicacion"].strip(),
            "correo": correo_para_avisos(persona),
            "cuenta": cuenta_de(persona, timezone.localdate()),
        }

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        lineas = [
            Cambio("Qué pide", self.prestacion.capitalize()),
            Cambio("Correo", datos["correo"] or "Ninguno"),
            Cambio("Cuenta para el pago", datos["cuenta"]),
        ]
        return [*lineas, Cambio("Explicación", datos["explicacion"])] if datos["explicacion"] else lineas

    @abstractmethod
    def aumento(self, solicitud: Solicitud, hechos: Any, dictamen: Dictamen) -> Aumento:
        """What a grant changes in the pension."""

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        """Raises NoProcede when the register is no longer what was calculated on."""
        deshacer(actuacion=actuacion, solicitud=solicitud)
        if solicitud.resultado != Resultado.CONCEDIDA or solicitud.dictamen is None:
            return
        hechos, dictamen = self.dictamen(solicitud.titular, timezone.localdate())
        pension = pension_de(_persona(solicitud.titular))
        if pension is None or not dictamen.califica or dictamen.datos != Dictamen.de_json(solicitud.dictamen).datos:
            raise NoProcede(CAMBIO_EL_REGISTRO)
        aumentar(
            actuacion=actuacion,
            solicitud=solicitud,
            pension=pension.fila,
            aumento=self.aumento(solicitud, hechos, dictamen),
        )

    def pagable(self, solicitud: Solicitud, hoy: date) -> bool:
        """There is an account that a payment order may take: validated, and past its window."""
        return cuenta_para_pagos(_persona(solicitud.titular), hoy).cuenta is not None

    def acuerdo(self, solicitud: Solicitud) -> Contenido:
        concedida = solicitud.resultado == Resultado.CONCEDIDA
        assert solicitud.dictamen is not None, "these cases are never sent without one"
        dictamen = Dictamen.de_json(solicitud.dictamen)
        hechos: Any = de_json(self.tipo_de_hechos, solicitud.hechos)
        return Contenido(
            variante="",
            titulo=f"Acuerdo de {'concesión' if concedida else 'negación'} de {self.prestacion}",
            plantilla=f"pensionistas/documentos/{self.slug}.html",
            datos={
                "numero": solicitud.numero,
                "concedida": concedida,
                "prestacion": self.prestacion,
                "nombre": _persona(solicitud.titular).nombre_completo,
                "motivo": solicitud.motivo,
                "decidida": fecha(solicitud.decidida_en),
                "calculada": fecha(dictamen.fecha),
                "referencial": dictamen.referencial,
                "requisitos": [
                    [r.texto, r.exigido, r.registrado, "Cumple" if r.cumple else "No cumple"]
                    for r in dictamen.requisitos
                ],
                **self.del_acuerdo(hechos, dictamen),
            },
        )

    @abstractmethod
    def del_acuerdo(self, hechos: Any, dictamen: Dictamen) -> dict[str, Any]:
        """The calculation, in words, for the document."""


def en_palabras(dictamen: Dictamen, nombre: str) -> str:
    """A figure of a dictamen as people read it, and a dash where it has none."""
    valor = dictamen.datos.get(nombre)
    if valor is None:
        return dinero(None)
    if nombre.startswith("coeficiente"):
        return porcentaje(valor)  # type: ignore[arg-type] # a Decimal by that name
    return numero(valor) if isinstance(valor, int) else dinero(valor)  # type: ignore[arg-type] # no text among them


def _persona(titular: Persona | Empleador) -> Persona:
    """Of whom a pension is. These cases are of people: their permission admits nobody else."""
    assert isinstance(titular, Persona)
    return titular

"""How the fondos de reserva are paid: with the salary, as the law has it, or saved at the institute."""

from typing import Any

from django import forms

from afiliados.services.fondos import elegir_modalidad
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_VENTANILLA
from registro.models import Persona, Relacion
from registro.selectors import relaciones_de
from tramites.procedimientos import Acto, Cambio, Hecho, inscribir

ACUMULAR, COBRAR = "acumular", "cobrar"
MODALIDADES = {ACUMULAR: "Acumularlos en el instituto", COBRAR: "Cobrarlos cada mes con el sueldo"}


def empleos_de(persona: Persona) -> list[Relacion]:
    return [relacion for relacion in relaciones_de(persona) if relacion.empleador and relacion.fecha_salida is None]


def asi_es(relacion: Relacion) -> str:
    return MODALIDADES[ACUMULAR if relacion.acumula_fondos else COBRAR]


class ModalidadForm(forms.Form):
    relacion = forms.ChoiceField(
        label="¿De qué empleo?",
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el empleo.", "invalid_choice": "Elija un empleo de la lista."},
    )
    modalidad = forms.ChoiceField(
        label="¿Cómo quiere recibir sus fondos de reserva?",
        choices=list(MODALIDADES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Elija una de las dos.", "invalid_choice": "Elija una de las dos."},
    )

    def __init__(self, *args: Any, empleos: list[Relacion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relacion"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (str(r.pk), f"{r.empleador.razon_social}: ahora, {asi_es(r).lower()}") for r in empleos if r.empleador
        ]


@inscribir
class AcumularFondos(Acto):
    slug = "acumular-fondos"
    permiso = PERSONA_O_VENTANILLA
    pasos = (ModalidadForm,)
    boton = "Confirmar cómo recibirlos"

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        return ModalidadForm(empleos=empleos_de(actuacion.persona), **kwargs)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        return {"empleos": empleos_de(actuacion.persona)}

    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        (relacion,) = (r for r in empleos_de(actuacion.persona) if str(r.pk) == datos["relacion"])
        return [
            Cambio("Empleo", relacion.empleador.razon_social if relacion.empleador else ""),
            Cambio("Sus fondos de reserva", MODALIDADES[datos["modalidad"]], asi_es(relacion)),
        ]

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        if datos["modalidad"] == ACUMULAR:
            return ["Lo que acumule no se cobra con el sueldo: se retira después, con las condiciones de su retiro."]
        return ["Lo que ya acumuló sigue en su cuenta: esto cambia lo que venga desde ahora."]

    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        acumula = datos["modalidad"] == ACUMULAR
        relacion = elegir_modalidad(actuacion=actuacion, relacion_id=int(datos["relacion"]), acumula=acumula)
        assert relacion.empleador
        return Hecho(
            titulo="Quedó registrado cómo recibe sus fondos de reserva",
            texto=f"Vale para {relacion.empleador.razon_social}, desde la próxima planilla.",
            sigue=(
                "Avisamos al empleador por correo: usted no tiene que llevarle nada.",
                "Puede cambiarlo otra vez cuando quiera.",
            ),
        )

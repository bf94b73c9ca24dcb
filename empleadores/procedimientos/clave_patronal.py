"""Procedure 11: the representative asks for the clave patronal; the link to make it goes to the employer's mail."""

import uuid
from typing import Any

from django import forms
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.patronal import services
from cuentas.patronal.forms import RucField
from cuentas.patronal.selectors import Patrono, con_su_clave, patronos_de
from empleadores import acuerdo
from nucleo.escritura import fecha, hora
from nucleo.texto import correo_enmascarado
from registro.models import Empleador
from registro.parametros import Parametros
from registro.selectors import empleador_por_ruc
from tramites.certificados.services import solicitar_emision
from tramites.procedimientos import Acto, Cambio, Contenido, Hecho, inscribir
from tramites.selectors import ficha

OTRO = "otro"


class EmpleadorForm(forms.Form):
    """One of those that the register knows, or any RUC: whoever is refused learns where to go."""

    empleador = forms.ChoiceField(
        label="¿De qué empleador?",
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el empleador.", "invalid_choice": "Elija un empleador de la lista."},
    )
    otro_ruc = RucField(label="Otro RUC", required=False)

    def __init__(self, *args: Any, cedula: str, patronos: list[Patrono], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cedula = cedula
        opciones = [(p.empleador.ruc, str(p.empleador)) for p in patronos if p.en_linea]
        campo, otro = self.fields["empleador"], self.fields["otro_ruc"]
        assert isinstance(campo, forms.ChoiceField)
        if opciones:
            campo.choices = [*opciones, (OTRO, "Otro, y escribo su RUC")]
        else:
            del self.fields["empleador"]
            otro.required, otro.label = True, "RUC"

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        elegido = datos.get("empleador", OTRO if "empleador" not in self.fields else "")
        if not elegido or self.errors:
            return datos
        ruc = datos.get("otro_ruc", "") if elegido == OTRO else elegido
        if not ruc:
            self.add_error("otro_ruc", "Escriba el RUC.")
            return datos
        try:
            services.exigir_representante(empleador_por_ruc(ruc), self._cedula)
        except services.ClavePatronalRechazada as razon:
            self.add_error("otro_ruc", razon.mensaje)
        return {**datos, "ruc": ruc}


class AcuerdoForm(forms.Form):
    acepto = forms.BooleanField(
        label="Leí el acuerdo y lo acepto en nombre del empleador",
        error_messages={"required": "Para tener la clave patronal, acepte el acuerdo."},
    )


@inscribir
class ClavePatronal(Acto):
    slug = "clave-patronal"
    pasos = (EmpleadorForm, AcuerdoForm)
    boton = "Aceptar el acuerdo y enviar el enlace"

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        if paso:
            return AcuerdoForm(**kwargs)
        cedula = actuacion.persona.cedula
        return EmpleadorForm(cedula=cedula, patronos=patronos_de(cedula), **kwargs)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        return {
            "patronos": patronos_de(actuacion.persona.cedula),
            "elegido": None,
            "acuerdo": acuerdo,
            "ventanilla": ficha(self.slug).indicaciones_presencial,
        }

    def contexto_del_paso(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        return {"elegido": _patrono(datos["ruc"])} if "ruc" in datos else {}

    def cambios(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[Cambio]:
        patrono = _patrono(datos["ruc"])
        return [
            Cambio("Empleador", patrono.empleador.razon_social),
            Cambio("RUC", patrono.empleador.ruc),
            Cambio("Sucursales", ", ".join(patrono.sucursales) or "Ninguna registrada"),
            Cambio("El enlace se enviará a", patrono.correo),
            Cambio("Acuerdo", f"{acuerdo.TITULO}, versión {acuerdo.VERSION}"),
        ]

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        patrono = _patrono(datos["ruc"])
        minutos = Parametros.al(timezone.localdate()).entero(services.VIGENCIA)
        avisos = [f"El enlace servirá durante {_duracion(minutos)} y una sola vez."]
        if patrono.enlace_hasta:
            avisos.append(
                f"El enlace que se envió antes, que vencía a las {hora(patrono.enlace_hasta)}, dejará de servir."
            )
        if patrono.con_clave:
            avisos.append("La clave patronal que ya existe sigue sirviendo hasta que se cree la nueva.")
        return avisos

    def aplicar(self, actuacion: Actuacion, datos: dict[str, Any]) -> Hecho:
        enlace = services.pedir(actuacion=actuacion, ruc=datos["ruc"])
        empleador, correo, vence = enlace.empleador, correo_enmascarado(enlace.correo), hora(enlace.vence_en)
        emitir_acuerdo(actuacion, empleador)
        return Hecho(
            "Enviamos el enlace al correo del empleador",
            f"Está en {correo} y vence a las {vence}.",
            sigue=(
                "Quien abra el enlace crea la clave patronal: ábralo usted. Cada enlace sirve una sola vez.",
                f"Después se ingresa con el RUC {empleador.ruc} y esa clave, no con su cédula.",
                "El acuerdo firmado en PDF queda en «Mis documentos» del empleador.",
                "Si el enlace no llega o vence, pídalo otra vez aquí mismo: el anterior deja de servir.",
            ),
        )


def _patrono(ruc: str) -> Patrono:
    (patrono,) = con_su_clave([Empleador.objects.get(ruc=ruc)])
    return patrono


def emitir_acuerdo(actuacion: Actuacion, empleador: Empleador) -> None:
    """The agreement as a signed document of the employer.

    It binds the employer, not the person: it lies with the documents of the RUC, where the next representative finds
    it, and says who accepted.
    """
    persona, ahora = actuacion.persona, timezone.now()
    solicitar_emision(
        actuacion=Actuacion(actor=actuacion.actor, sujeto=empleador, por=actuacion.por),
        tramite=ficha(ClavePatronal.slug),
        contenido=Contenido(
            variante="acuerdo",
            titulo=acuerdo.TITULO,
            plantilla="empleadores/documentos/clave-patronal.html",
            datos={
                "razon_social": empleador.razon_social,
                "ruc": empleador.ruc,
                "version": acuerdo.VERSION,
                "clausulas": list(acuerdo.CLAUSULAS),
                "base_legal": acuerdo.BASE_LEGAL,
                "representante": persona.nombre_completo,
                "cedula": persona.cedula,
                "aceptado": f"{fecha(ahora)}, a las {hora(ahora)}",
            },
        ),
        peticion=uuid.uuid4(),
    )


def _duracion(minutos: int) -> str:
    horas, resto = divmod(minutos, 60)
    if resto:
        return f"{minutos} minutos"
    return "una hora" if horas == 1 else f"{horas} horas"

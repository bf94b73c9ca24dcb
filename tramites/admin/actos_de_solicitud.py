"""What the desk does with a case: each row of the table of tramites/casos/flujo.py as an act, and what it asks for."""

from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from cuentas.actuacion import Actuacion, Peticion, Por
from cuentas.models import Cuenta
from nucleo.administracion import Acto, MotivoForm, NoProcede, SinMotivoForm
from tramites.casos import services
from tramites.casos.estados import DEL_PERSONAL
from tramites.casos.flujo import ATENDER, Pide, Quien, Transicion
from tramites.casos.models import Solicitud
from tramites.casos.tabla import acciones_del_personal
from tramites.procedimientos.lista import caso_de


class PedidoForm(forms.Form):
    """What procedures ask for most, each with its text to edit, and whatever else, one thing per line."""

    otros = forms.CharField(
        label="Otra cosa",
        help_text="Una por línea. Escriba como le hablaría a la persona: qué falta y para qué.",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, frecuentes: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n, texto in enumerate(frecuentes, start=1):
            self.fields[f"pedir_{n}"] = forms.BooleanField(label=f"Pedir: {texto}", required=False)
            self.fields[f"texto_{n}"] = forms.CharField(
                label=f"Con estas palabras ({n})",
                initial=texto,
                required=False,
                max_length=500,
                widget=forms.Textarea({"rows": 2}),
            )
        self.order_fields([nombre for nombre in self.fields if nombre != "otros"])

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        elegidos = [
            datos.get(f"texto_{nombre.removeprefix('pedir_')}", "").strip()
            for nombre, valor in datos.items()
            if nombre.startswith("pedir_") and valor
        ]
        otros = [linea.strip() for linea in datos.get("otros", "").splitlines()]
        datos["textos"] = [texto for texto in [*elegidos, *otros] if texto]
        if not datos["textos"]:
            self.add_error("otros", "Escriba qué le pide a la persona.")
        return datos


class ResponsableField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.nombre_visible


class ResponsableForm(forms.Form):
    responsable = ResponsableField(
        label="Quién la atenderá",
        queryset=Cuenta.objects.none(),
        error_messages={"required": "Elija a una persona.", "invalid_choice": "Elija a una persona de la lista."},
    )

    def __init__(self, *args: Any, permiso: str = ATENDER, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["responsable"]
        assert isinstance(campo, ResponsableField)
        campo.queryset = quienes_atienden(permiso)


class MensajeForm(forms.Form):
    texto = forms.CharField(
        label="Mensaje",
        help_text="Lo leerá la persona, y le llegará un correo que dice que lo hay.",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Escriba el mensaje."},
    )


def quienes_atienden(permiso_de_rol: str = ATENDER) -> QuerySet[Cuenta]:
    """The staff whose role lets them attend cases, or do what needs another permission."""
    app, codigo = permiso_de_rol.split(".")
    permiso = Permission.objects.filter(content_type__app_label=app, codename=codigo)
    return Cuenta.objects.filter(is_staff=True, is_active=True, groups__permissions__in=permiso).distinct()


def actuacion_de(request: Peticion, solicitud: Solicitud) -> Actuacion:
    """The act of the member of staff, about whose case it is."""
    return Actuacion(actor=request.actuacion.actor, sujeto=solicitud.titular, por=Por.VENTANILLA)


def _hacer(transicion: Transicion, request: Peticion, solicitud: Solicitud, datos: dict[str, Any]) -> Solicitud:
    quien = actuacion_de(request, solicitud)
    try:
        match transicion:
            case Transicion(pide=Pide.DOCUMENTOS):
                return services.pedir(actuacion=quien, solicitud=solicitud, textos=datos["textos"])
            case Transicion(pide=Pide.RESPONSABLE):
                return services.reasignar(actuacion=quien, solicitud=solicitud, responsable=datos["responsable"])
            case Transicion(accion="retirar_pedido"):
                return services.retirar_pedido(actuacion=quien, solicitud=solicitud, motivo=datos["motivo"])
            case _:
                return services.actuar(
                    actuacion=quien, solicitud=solicitud, accion=transicion.accion, motivo=datos.get("motivo", "")
                )
    except services.NoProcede as razon:
        raise NoProcede(str(razon)) from razon


def _escribir(request: Peticion, solicitud: Solicitud, datos: dict[str, Any]) -> Solicitud:
    try:
        services.escribir(actuacion=actuacion_de(request, solicitud), solicitud=solicitud, texto=datos["texto"])
    except services.NoProcede as razon:
        raise NoProcede(str(razon)) from razon
    return solicitud


def procede(accion: str, solicitud: Solicitud) -> bool:
    """Whether the table has a row for this action where the case stands; who may do it is asked besides."""
    transicion = caso_de(solicitud.tramite.slug).flujo.desde(solicitud.estado, accion)
    if transicion is None or transicion.quien is not Quien.PERSONAL:
        return False
    if transicion.exige and transicion.exige not in {solicitud.propuesta, solicitud.resultado}:
        return False
    match accion:
        case "retomar":
            return solicitud.responsable_id is None
        case "soltar":
            return solicitud.responsable_id is not None
        case _:
            return True


def _acto_de(transicion: Transicion) -> Acto:
    formas: dict[Pide, type[forms.Form]] = {
        Pide.NADA: SinMotivoForm,
        Pide.MOTIVO: MotivoForm,
        Pide.DOCUMENTOS: PedidoForm,
        Pide.RESPONSABLE: ResponsableForm,
    }
    return Acto(
        nombre=transicion.accion,
        titulo=transicion.boton,
        boton=transicion.boton,
        explicacion=transicion.explicacion,
        hecho=transicion.hecho,
        permiso=transicion.permiso,
        procede=partial(procede, transicion.accion),
        hacer=partial(_hacer, transicion),
        form=formas[transicion.pide],
        form_de=_form_de_pedido if transicion.pide is Pide.DOCUMENTOS else None,
    )


def _form_de_pedido(solicitud: Solicitud, enviado: Any) -> PedidoForm:
    return PedidoForm(enviado, frecuentes=caso_de(solicitud.tramite.slug).pedidos_frecuentes)


ACTOS: tuple[Acto, ...] = (
    *map(_acto_de, acciones_del_personal()),
    Acto(
        nombre="mensaje",
        titulo="Escribir a la persona",
        boton="Escribir a la persona",
        explicacion="El mensaje queda en la página de la solicitud.",
        hecho="El mensaje está enviado.",
        permiso=ATENDER,
        procede=lambda solicitud: solicitud.estado in DEL_PERSONAL,
        hacer=_escribir,
        form=MensajeForm,
    ),
)

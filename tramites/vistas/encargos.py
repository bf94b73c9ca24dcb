"""What the pages of powers and of delegations share: to whom, the clave again, how one stands, and each act on it."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cuentas.actuacion import Peticion
from cuentas.clave.campos import ClaveField
from cuentas.clave.services import Agotado, NoCoincide, confirmar_clave
from cuentas.encargos import EncargoRechazado
from cuentas.models import Cuenta, Delegacion, Encargo, Poder
from registro.reglas.identidad import IdentidadInvalida, validar_cedula


class EncargoForm(forms.Form):
    """To whom, and the clave again. A power adds what for and until when, a delegation of an employer its role."""

    cedula = forms.CharField(
        label="Cédula de la persona que actuará por usted",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Escriba la cédula de esa persona."},
    )
    clave = ClaveField(label="Su clave", help_text="La pedimos otra vez porque otra persona verá sus datos.")

    def __init__(self, *args: Any, hoy: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._hoy = hoy

    def clean_cedula(self) -> str:
        cedula = "".join(self.cleaned_data["cedula"].split()).replace("-", "")
        try:
            validar_cedula(cedula)
        except IdentidadInvalida as error:
            raise ValidationError(str(error)) from error
        return cedula

    def clean_hasta(self) -> date | None:
        hasta: date | None = self.cleaned_data["hasta"]
        if hasta and hasta < self._hoy:
            raise ValidationError("Esa fecha ya pasó.")
        return hasta


def pagina_para_dar(
    request: Peticion,
    form: EncargoForm,
    verbo: Callable[[dict[str, Any]], object],
    *,
    plantilla: str,
    hecho: str,
    vuelta: str,
) -> HttpResponse:
    """The form, and against the clave its verb, which takes what the form says."""
    estado = 200
    if form.is_valid():
        try:
            confirmar_clave(cuenta=cast("Cuenta", request.actuacion.actor), clave=form.cleaned_data["clave"])
            verbo(form.cleaned_data)
        except NoCoincide:
            form.add_error("clave", "La clave no es correcta.")
        except Agotado as razon:
            form.add_error("clave", str(razon))
            estado = 429
        except EncargoRechazado as razon:
            form.add_error("cedula", str(razon))
        else:
            messages.success(request, hecho)
            return redirect(vuelta)
    return render(request, plantilla, {"form": form}, status=estado)


def cumplir(request: Peticion, acto: Callable[[], object], hecho: str = "") -> bool:
    """Whether it could be done. Either way the next page says it; of somebody else's there is no page."""
    try:
        acto()
    except (Poder.DoesNotExist, Delegacion.DoesNotExist) as error:
        raise Http404 from error
    except EncargoRechazado as razon:
        messages.error(request, str(razon))
        return False
    if hecho:
        messages.success(request, hecho)
    return True


def fila_de_encargo(encargo: Encargo, hoy: date, *, mia: bool = False) -> dict[str, Any]:
    """How a power or a delegation stands, for a list of them; `mia`: whoever reads is the one who may act by it."""
    if encargo.terminado_en:
        estado, tono = Encargo.Fin(encargo.fin).label, "neutro"
    elif not encargo.abierto(hoy):
        estado, tono = "venció", "neutro"
    elif encargo.vigente(hoy):
        estado, tono = "vigente", "exito"
    else:
        estado, tono = "espera su respuesta" if mia else "espera que lo acepten", "atencion"
    return {
        "encargo": encargo,
        "estado": estado,
        "tono": tono,
        "abierto": encargo.abierto(hoy),
        "vigente": encargo.vigente(hoy),
    }

"""What an employer is asked for one notice. The names of the fields are those of the rule's dataclasses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from cuentas.clave.forms import CedulaField
from empleadores.novedades.selectors import trabajadores
from empleadores.reglas.novedades import (
    LETRAS_DE_LA_ACTIVIDAD,
    LETRAS_DEL_CARGO,
    MUERTE,
    SIN_SUCURSALES,
    Empresa,
    NormaNovedades,
    Problema,
    Trabajador,
    revisar_quien_entra,
    revisar_quien_trabaja,
)
from nucleo import throttle
from nucleo.escritura import mes
from nucleo.formularios import DineroField, FechaField
from registro.models import Empleador, Jornada, Sucursal
from registro.reglas.puertas import mover

MESES_A_ELEGIR = 3
JORNADAS = [(valor, str(texto).capitalize()) for valor, texto in Jornada.choices]


@dataclass(frozen=True)
class Sucursales:
    """Those of an employer, read once: for the form, and for the rule."""

    empresa: Empresa
    opciones: Sequence[tuple[str, str]]

    @classmethod
    def de(cls, empleador: Empleador) -> "Sucursales":
        filas = list(Sucursal.objects.filter(empleador=empleador).order_by("codigo"))
        empresa = Empresa(empleador.ruc, empleador.tipo, frozenset(fila.codigo for fila in filas))
        return cls(empresa, [(fila.codigo, str(fila)) for fila in filas] or [(SIN_SUCURSALES, SIN_SUCURSALES)])


HORA = timedelta(hours=1)
NOMBRES_POR_HORA = 200
"""Different people: by hand nobody declares as many in an hour."""
DEMASIADOS_NOMBRES = "Declaró a muchas personas en una hora. Espere un momento, o súbalas todas en un archivo."


class DeQuienForm(forms.Form):
    """The worker and the branch."""

    sucursal = forms.ChoiceField(
        label="Sucursal",
        error_messages={"required": "Elija la sucursal.", "invalid_choice": "Elija una sucursal de la lista."},
    )
    cedula = CedulaField(
        label="Cédula del trabajador",
        help_text="Diez dígitos. El nombre lo pone el registro.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 14}),
        error_messages={"required": "Escriba la cédula del trabajador."},
    )

    def __init__(self, *args: Any, sucursales: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["sucursal"]
        assert isinstance(campo, forms.ChoiceField)
        campo.choices = list(sucursales)
        campo.initial = sucursales[0][0]


class QuienForm(DeQuienForm):
    """What the register shows of the worker is kept with the answers, as `trabajador`."""

    todavia: ClassVar[bool] = False
    """Whether only who has not left can be named."""

    def __init__(self, *args: Any, empleador: Empleador, **kwargs: Any) -> None:
        self._empleador, self._sucursales = empleador, Sucursales.de(empleador)
        super().__init__(*args, sucursales=self._sucursales.opciones, **kwargs)
        if len(self._sucursales.opciones) == 1:
            self.fields["sucursal"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A cédula that can't be one does not keep what else is wrong from being told."""
        datos = super().clean() or {}
        if self.errors.keys() - {"cedula"}:
            return datos
        cedula = datos.get("cedula", "")
        trabajador = self.trabajador(cedula) if cedula else Trabajador(cedula, self._sucursales.empresa)
        for problema in self.problemas(datos, trabajador):
            if problema.campo not in self.errors:
                self.add_error(problema.campo, problema.texto)
        return {**datos, "trabajador": trabajador}

    def trabajador(self, cedula: str) -> Trabajador:
        return trabajadores(self._empleador, [cedula], self._sucursales.empresa)[cedula]

    def problemas(self, datos: dict[str, Any], trabajador: Trabajador) -> list[Problema]:
        return revisar_quien_trabaja(datos["sucursal"], trabajador, todavia=self.todavia)


class QuienSaleForm(QuienForm):
    todavia = True


class QuienEntraForm(QuienForm):
    """Says the name behind a cédula, whoever it is: no employer reads the register through it."""

    ingreso = FechaField(label="¿Qué día empezó a trabajar?", help_text="Por ejemplo: 3 11 2026.")

    def trabajador(self, cedula: str) -> Trabajador:
        """Counts each person once: every page of a notice looks at its worker again."""
        una, todas = ("nombre-de-cedula", f"{self._empleador.ruc}:{cedula}"), ("nombres", self._empleador.ruc)
        if not throttle.exceeded({una: 1}):
            limites = {todas: (NOMBRES_POR_HORA, HORA), una: (NOMBRES_POR_HORA, HORA)}
            if throttle.count_in_all(limites):
                raise forms.ValidationError({"cedula": DEMASIADOS_NOMBRES})
        return super().trabajador(cedula)

    def problemas(self, datos: dict[str, Any], trabajador: Trabajador) -> list[Problema]:
        return revisar_quien_entra(datos["sucursal"], datos["ingreso"], trabajador, timezone.localdate())


def _opciones(etiqueta: str, **kwargs: Any) -> forms.ChoiceField:
    errores = {"required": "Elija una opción.", "invalid_choice": "Elija una opción de la lista."}
    return forms.ChoiceField(label=etiqueta, error_messages=errores, **kwargs)


class TrabajoForm(forms.Form):
    jornada = _opciones("Jornada", choices=JORNADAS, widget=forms.RadioSelect, initial=Jornada.COMPLETA)
    sueldo = DineroField(
        label="Sueldo mensual de la jornada completa",
        help_text="Aunque trabaje menos horas: el portal calcula la parte que le toca.",
        error_messages={"required": "Escriba el sueldo."},
    )
    cargo = forms.CharField(
        label="Cargo", max_length=LETRAS_DEL_CARGO, error_messages={"required": "Escriba el cargo."}
    )
    actividad = forms.CharField(
        label="Código de la actividad sectorial",
        help_text="El de la comisión sectorial del Ministerio del Trabajo: hasta 13 números.",
        max_length=LETRAS_DE_LA_ACTIVIDAD,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 16}),
        error_messages={"required": "Escriba el código de la actividad."},
    )
    relacion_trabajo = _opciones("Relación de trabajo")
    seguro = _opciones("Seguro")
    origen_pago = _opciones("Con qué se paga el sueldo", widget=forms.RadioSelect)

    def __init__(self, *args: Any, norma: NormaNovedades, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listas = {"relacion_trabajo": norma.relaciones, "seguro": norma.seguros, "origen_pago": norma.origenes}
        for nombre, lista in listas.items():
            campo = self.fields[nombre]
            assert isinstance(campo, forms.ChoiceField)
            campo.choices = list(lista.items())
            campo.initial = next(iter(lista))


class SalidaForm(forms.Form):
    fecha = FechaField(label="¿Cuál fue su último día de trabajo?", help_text="Por ejemplo: 20 11 2026.")
    causa = _opciones("¿Por qué salió?", widget=forms.RadioSelect)
    fallecimiento = FechaField(
        label="Fecha de fallecimiento", required=False, help_text="Solo si la causa es la muerte del trabajador."
    )

    def __init__(self, *args: Any, norma: NormaNovedades, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campo = self.fields["causa"]
        assert isinstance(campo, forms.ChoiceField)
        campo.choices = list(norma.causas.items())

    def clean(self) -> dict[str, Any]:
        datos = super().clean() or {}
        if datos.get("causa") == MUERTE and not datos.get("fallecimiento") and "fallecimiento" not in self.errors:
            self.add_error("fallecimiento", "Escriba la fecha de fallecimiento: la causa es muerte.")
        return datos


class MesForm(forms.Form):
    periodo = forms.TypedChoiceField(
        label="Mes",
        coerce=date.fromisoformat,
        error_messages={"required": "Elija el mes.", "invalid_choice": "Elija un mes de la lista."},
    )

    def __init__(self, *args: Any, norma: NormaNovedades, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        este = timezone.localdate().replace(day=1)
        meses = [mover(este, -n) for n in range(MESES_A_ELEGIR)]
        campo = self.fields["periodo"]
        assert isinstance(campo, forms.TypedChoiceField)
        campo.choices = [(uno.isoformat(), mes(uno).capitalize()) for uno in meses]


class SueldoForm(MesForm):
    sueldo = DineroField(
        label="Sueldo nuevo de la jornada completa",
        help_text="Rige desde ese mes. Si trabaja menos horas, el portal calcula la parte que le toca.",
        error_messages={"required": "Escriba el sueldo nuevo."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["periodo"].label = "¿Desde qué mes?"


class ExtrasForm(MesForm):
    valor = DineroField(
        label="Valor de los extras",
        help_text="Horas extra, comisiones y lo demás que ganó ese mes, además del sueldo.",
        error_messages={"required": "Escriba el valor de los extras."},
    )
    causa = _opciones("Qué son")

    def __init__(self, *args: Any, norma: NormaNovedades, **kwargs: Any) -> None:
        super().__init__(*args, norma=norma, **kwargs)
        self.fields["periodo"].label = "¿De qué mes?"
        campo = self.fields["causa"]
        assert isinstance(campo, forms.ChoiceField)
        campo.choices = list(norma.causas_extras.items())
        campo.initial = next(iter(norma.causas_extras))
        if len(norma.causas_extras) == 1:
            campo.widget = forms.HiddenInput()


class DeshacerForm(forms.Form):
    motivo = forms.CharField(
        label="¿Por qué lo deshace?",
        help_text="Por ejemplo: «Escribí la cédula de otra persona». Queda guardado con el aviso.",
        max_length=250,
        error_messages={"required": "Escriba por qué lo deshace."},
    )

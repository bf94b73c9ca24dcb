"""What the quirografario asks: of who wants one, and of who only wants to know what it would cost."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from afiliados.forms.campos import entero, sueldo
from afiliados.reglas.quirografario import capacidad
from afiliados.reglas.quirografario_dictamen import Pedido, Renovacion
from afiliados.selectors.quirografario import Situacion, situacion_de
from cuentas.actuacion import Actuacion
from nucleo.escritura import dinero
from nucleo.formularios import DineroField
from registro.reglas.prestamos import Sistema

TABLAS = {
    Sistema.FRANCES: "Francesa: la misma cuota cada mes",
    Sistema.ALEMAN: "Alemana: la primera cuota es la más alta y van bajando; paga menos intereses",
}
NUEVO = "NUEVO"
ESPERA_MAXIMA = 60
PLAZO_TOPE = 600
MONTO_ERRONEO = dict.fromkeys(
    ("max_digits", "max_whole_digits", "max_decimal_places", "min_value"),
    "Escriba el monto en dólares, con centavos si hacen falta: por ejemplo 1234,56.",
)


def _monto(etiqueta: str, **opciones: Any) -> DineroField:
    errores = {"required": "Escriba cuánto quiere pedir.", **MONTO_ERRONEO}
    minimo = Decimal("0.01")
    return DineroField(label=etiqueta, max_digits=12, min_value=minimo, error_messages=errores, **opciones)


def _sistema(etiqueta: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=etiqueta,
        choices=[(sistema.value, texto) for sistema, texto in TABLAS.items()],
        coerce=Sistema,
        widget=forms.RadioSelect,
        initial=Sistema.FRANCES.value,
        error_messages={"required": "Elija una de las dos.", "invalid_choice": "Elija una de las dos."},
    )


def _renueva(situacion: Situacion) -> forms.TypedChoiceField:
    elija = "Elija un préstamo nuevo, o el que quiere renovar."
    return forms.TypedChoiceField(
        label="¿Qué quiere pedir?",
        choices=[(NUEVO, "Un préstamo nuevo"), *map(_opcion, situacion.renovables)],
        coerce=lambda elegido: "" if elegido == NUEVO else elegido,
        widget=forms.RadioSelect,
        initial=NUEVO,
        error_messages={"required": elija, "invalid_choice": elija},
    )


def _opcion(renovacion: Renovacion) -> tuple[str, str]:
    prestamo = renovacion.prestamo
    nombre = f"{prestamo.nombre[0].lower()}{prestamo.nombre[1:]}"
    return prestamo.fecha.isoformat(), f"Renovar el {nombre}, del que debe {dinero(prestamo.saldo)}"


class PrestamoForm(forms.Form):
    monto = _monto("¿Cuánto quiere pedir?")
    plazo = entero("¿En cuántos meses lo pagará?", PLAZO_TOPE, "Escriba el plazo en meses, por ejemplo 24.")
    sistema = _sistema("¿Con qué tabla de pagos?")

    def __init__(self, *args: Any, actuacion: Actuacion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.situacion = situacion_de(actuacion.persona, timezone.localdate())
        self.fields["plazo"].help_text = f"De 1 a {self.situacion.plazo_maximo} meses."
        self.fields["monto"].help_text = f"Hasta {dinero(self.situacion.maximo.monto)}, según el plazo."
        if self.situacion.renovables:
            self.fields["renueva"] = _renueva(self.situacion)
            self.order_fields(["renueva", "monto"])
            self.fields["monto"].help_text += " Al renovar, el monto paga lo que debe y usted recibe la diferencia."

    def clean(self) -> dict[str, Any]:
        self.cleaned_data.setdefault("renueva", "")
        plazo, tope = self.cleaned_data.get("plazo"), self.situacion.plazo_maximo
        if plazo is not None and not 1 <= plazo <= tope:
            self.add_error("plazo", f"Escriba un plazo de 1 a {tope} meses.")
        if not self.errors:
            self._revisar_monto(self.pedido)
        return self.cleaned_data

    @property
    def pedido(self) -> Pedido:
        return pedido_de(self.cleaned_data, self.situacion)

    def _revisar_monto(self, pedido: Pedido) -> None:
        situacion = self.situacion
        puede = capacidad(
            situacion.solicitante,
            pedido.plazo,
            situacion.norma,
            situacion.hoy,
            sistema=pedido.sistema,
            renueva=pedido.paga,
        )
        if pedido.minimo <= pedido.monto <= puede.monto:
            return
        if puede.monto < pedido.minimo:
            alcanza = "Ahora no alcanza para prestarle con ese plazo."
        else:
            alcanza = f"Con ese plazo puede pedir de {dinero(pedido.minimo)} a {dinero(puede.monto)}."
        limita = puede.manda.texto
        self.add_error("monto", f"{alcanza} Lo limita: {limita[0].lower()}{limita[1:]}.")


def pedido_de(datos: dict[str, Any], situacion: Situacion) -> Pedido:
    """The request that the answers make; `datos` as a form cleaned them, or as a case keeps them."""
    renueva = situacion.renovable(datos["renueva"])
    return Pedido(Decimal(datos["monto"]), int(datos["plazo"]), Sistema(datos["sistema"]), renueva)


class SimulacionForm(forms.Form):
    """Sent by GET, so that what it shows has an address. What is left empty is as it is today."""

    monto = _monto("¿Cuánto quiere pedir?", required=False, help_text="Si lo deja vacío, lo más que se le prestaría.")
    plazo = entero("¿En cuántos meses?", PLAZO_TOPE, "Escriba el plazo en meses, por ejemplo 24.", required=False)
    sistema = _sistema("Tabla de pagos")
    sueldo = sueldo("¿Y si ganara otro sueldo?", "Si lo deja vacío, el de hoy.", required=False)
    meses = entero(
        "¿Y si esperara?",
        ESPERA_MAXIMA,
        f"Escriba de 0 a {ESPERA_MAXIMA} meses.",
        required=False,
        help_text="En meses. Mientras tanto sigue aportando, y pagando lo que debe.",
    )

    def __init__(self, *args: Any, situacion: Situacion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.situacion = situacion
        self.fields["plazo"].help_text = f"De 1 a {situacion.plazo_maximo}."
        if situacion.solicitante.pensionista or not situacion.solicitante.calidad:
            del self.fields["sueldo"]
        if situacion.renovables:
            self.fields["renueva"] = _renueva(situacion)
            self.order_fields(["renueva", "monto"])

    def clean(self) -> dict[str, Any]:
        """What is imagined first, for the term depends on the age that they will have."""
        datos = self.cleaned_data
        supuesta = self.situacion.supuesta(datos.get("meses") or 0, datos.get("sueldo"))
        if (plazo := datos.get("plazo")) is not None and not 1 <= plazo <= supuesta.plazo_maximo:
            self.add_error("plazo", f"Escriba un plazo de 1 a {supuesta.plazo_maximo} meses.")
        self.supuesta = supuesta
        return datos

    def pedido(self) -> Pedido:
        """Without an amount or a term, the most that is lent."""
        datos, situacion = self.cleaned_data, self.supuesta
        renueva = situacion.renovable(datos.get("renueva", ""))
        maximo = situacion.maximo_con(datos["plazo"], datos["sistema"], renueva)
        return maximo if datos["monto"] is None else replace(maximo, monto=datos["monto"])

    def supuestos(self) -> list[list[str]]:
        datos = self.cleaned_data
        salario, espera = datos.get("sueldo"), datos["meses"]
        return [
            *([["Supone un sueldo de", dinero(salario)]] if salario else []),
            *([["Supone que espera", f"{espera} {'mes' if espera == 1 else 'meses'}"]] if espera else []),
        ]

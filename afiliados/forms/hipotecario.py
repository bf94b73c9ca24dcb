"""What the mortgage asks: of the credit, of the property, of who will owe it; and what one may imagine."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from afiliados.forms.campos import entero
from afiliados.reglas.hipotecario import FICHAS, Interesado, Pedido, Producto
from afiliados.reglas.hipotecario_supuestos import Supuesto, acompanante
from nucleo.formularios import CampoArchivos, DineroField
from registro.reglas.identidad import IdentidadInvalida, validar_cedula
from registro.reglas.prestamos import Sistema

# What can be asked for here: the BIESS publishes its conditions.
PEDIBLES: Final = (
    Producto.CREDICASA,
    Producto.PREFERENCIAL,
    Producto.TERMINADA,
    Producto.CONSTRUCCION,
    Producto.SUSTITUCION,
    Producto.TERRENO,
)
VALOR_MAXIMO: Final = Decimal(10_000_000)
PLAZO_MAXIMO: Final = 600
ESPERA_MAXIMA: Final = 120
INDIVIDUAL, SOLIDARIA = "INDIVIDUAL", "SOLIDARIA"
SI_NO: Final = (("SI", "Sí"), ("NO", "No"))
MODOS: Final = {INDIVIDUAL: "Solo a mi nombre", SOLIDARIA: "Junto con mi cónyuge o conviviente"}
NO_ES_CONYUGE: Final = "Con esa cédula no se puede pedir juntos. Escriba la de su cónyuge o conviviente, y revísela."


def valor(etiqueta: str, ayuda: str, error: str, *, minimo: str = "1", **opciones: Any) -> DineroField:
    errores = dict.fromkeys(("required", "min_value", "max_value", "max_digits", "max_whole_digits"), error)
    return DineroField(
        label=etiqueta,
        help_text=ayuda,
        min_value=Decimal(minimo),
        max_value=VALOR_MAXIMO,
        max_digits=12,
        error_messages=errores,
        **opciones,
    )


def plazo(etiqueta: str, ayuda: str, **opciones: Any) -> forms.IntegerField:
    error = f"Escriba los meses con números, de 1 a {PLAZO_MAXIMO}."
    campo = entero(etiqueta, PLAZO_MAXIMO, error, help_text=ayuda, **opciones)
    campo.validators.append(_al_menos_uno)
    return campo


def _al_menos_uno(meses: int) -> None:
    if meses < 1:
        raise ValidationError(f"Escriba los meses con números, de 1 a {PLAZO_MAXIMO}.")


def texto(etiqueta: str, ayuda: str, largo: int, error: str) -> forms.CharField:
    return forms.CharField(label=etiqueta, help_text=ayuda, max_length=largo, error_messages={"required": error})


def si_no(etiqueta: str, ayuda: str) -> forms.ChoiceField:
    """Whether it must be answered depends on the product."""
    return forms.ChoiceField(
        label=etiqueta,
        help_text=ayuda,
        choices=SI_NO,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Elija sí o no."},
    )


class CreditoForm(forms.Form):
    producto = forms.ChoiceField(
        label="¿Qué crédito quiere?",
        choices=[(uno.value, f"{FICHAS[uno].nombre}. {FICHAS[uno].destino}") for uno in PEDIBLES],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija un crédito.", "invalid_choice": "Elija un crédito de la lista."},
    )
    monto = valor(
        "¿Cuánto necesita que le presten?",
        "La consulta le dijo hasta cuánto sería. Por ejemplo: 50 000.",
        "Escriba el monto en dólares, mayor que cero.",
        minimo="0.01",
    )
    plazo = plazo("¿En cuántos meses lo pagará?", "25 años son 300 meses. Cada crédito tiene su plazo máximo.")


class InmuebleForm(forms.Form):
    precio = valor(
        "¿Cuánto cuesta?", "El precio que pide el vendedor, o el de la obra.", "Escriba el precio en dólares."
    )
    avaluo = valor(
        "¿En cuánto está avaluado?",
        "El avalúo comercial. Si aún no lo tiene, escriba el precio: el BIESS lo comprobará.",
        "Escriba el avalúo en dólares.",
    )
    canton = texto("Cantón", "Donde está el inmueble.", 60, "Escriba el cantón.")
    direccion = texto("Dirección", "Calle, número y barrio; o el proyecto y la etapa.", 250, "Escriba la dirección.")
    dormitorios = entero(
        "¿Cuántos dormitorios tiene?",
        20,
        "Escriba cuántos dormitorios tiene, con números.",
        required=False,
        help_text="Déjelo vacío si no es una vivienda. Una suite tiene 1.",
    )
    nueva = si_no("¿Es nueva?", "Si es una vivienda que nadie ha habitado.")
    primera_vivienda = si_no("¿Será su primera vivienda?", "Ni usted ni su cónyuge tienen otra.")


class QuienesForm(forms.Form):
    modo = forms.ChoiceField(
        label="¿Quién lo pide?",
        choices=list(MODOS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Elija quién lo pide.", "invalid_choice": "Elija una de las dos."},
    )
    conyuge = forms.CharField(
        label="Cédula de su cónyuge o conviviente",
        help_text="Solo si lo piden juntos. Le pediremos que lo confirme desde su propia cuenta.",
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    discapacidad = forms.BooleanField(
        label="Tengo una discapacidad acreditada",
        help_text="Con ella se piden menos aportes. Adjunte el carné.",
        required=False,
    )
    documentos = CampoArchivos(
        label="Documentos",
        clase="respaldo-hipotecario",
        required=False,
        help_text="La promesa de compraventa, la proforma, el avalúo, o el carné de discapacidad, si los tiene.",
    )
    declaracion = forms.BooleanField(
        label="Declaro que lo que escribí es verdad",
        help_text="También, que no debe gastos de otro crédito del BIESS ni tiene detenida una línea de construcción.",
        error_messages={"required": "Si algo no es así, corríjalo antes; si todo está bien, márquelo."},
    )

    def clean_conyuge(self) -> str:
        cedula = "".join(self.cleaned_data["conyuge"].split()).replace("-", "")
        if not cedula or self.cleaned_data.get("modo") != SOLIDARIA:
            return ""
        try:
            validar_cedula(cedula)
        except IdentidadInvalida as error:
            raise ValidationError(str(error)) from error
        return cedula

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        if datos.get("modo") == SOLIDARIA and datos.get("conyuge") == "":
            self.add_error("conyuge", "Escriba la cédula de su cónyuge o conviviente.")
        return datos


# --- what if ----------------------------------------------------------------------------------------------------------


class SupuestosForm(forms.Form):
    """Sent by GET, so that a result has an address that can be kept; whatever is empty is as it is."""

    avaluo = valor("Valor de la vivienda", "El avalúo, o el precio.", "Escriba un valor en dólares.", required=False)
    monto = valor(
        "Cuánto necesita", "Vacío: lo más que le prestarían.", "Escriba un monto.", minimo="0.01", required=False
    )
    plazo = plazo("Plazo en meses", "Vacío: el más largo de cada crédito.", required=False)
    producto = forms.ChoiceField(
        label="Crédito",
        choices=[("", "Todos"), *((uno.value, FICHAS[uno].nombre) for uno in PEDIBLES)],
        required=False,
        error_messages={"invalid_choice": "Elija un crédito de la lista."},
    )
    ingreso = valor("Si ganara cada mes", "Vacío: lo que consta.", "Escriba el ingreso de un mes.", required=False)
    conyuge = valor(
        "Ingreso de su cónyuge", "Solo si lo pedirían juntos.", "Escriba el ingreso de un mes.", required=False
    )
    esperar = entero(
        "Meses que esperaría",
        ESPERA_MAXIMA,
        f"Escriba los meses con números, de 0 a {ESPERA_MAXIMA}.",
        required=False,
        help_text="Como si aportara y pagara sus préstamos hasta entonces.",
    )

    def __init__(self, *args: Any, quien: Interesado, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.quien = quien

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        sin_meses = not self.quien.pagados and not self.quien.pension
        if datos.get("ingreso") and sin_meses and not datos.get("esperar"):
            self.add_error("esperar", "No consta ningún mes pagado: diga cuántos meses aportaría antes de pedirlo.")
        return datos

    @property
    def supuesto(self) -> Supuesto:
        datos = self.cleaned_data
        return Supuesto(datos["esperar"] or 0, datos["ingreso"], datos["conyuge"])

    def pedido(self, quien: Interesado) -> Pedido:
        datos = self.cleaned_data
        con = self.supuesto.conyuge
        return Pedido(
            quien,
            conyuge=acompanante(quien, con) if con else None,
            solidaria=bool(con),
            confirmada=bool(con),
            monto=datos["monto"],
            plazo=datos["plazo"],
            avaluo=datos["avaluo"],
        )


class TablaForm(forms.Form):
    """One loan, to see it month by month."""

    producto = forms.ChoiceField(
        label="Crédito",
        choices=[(uno.value, FICHAS[uno].nombre) for uno in PEDIBLES],
        error_messages={"required": "Elija un crédito.", "invalid_choice": "Elija un crédito de la lista."},
    )
    monto = valor("Cuánto le prestan", "En dólares.", "Escriba el monto en dólares, mayor que cero.", minimo="0.01")
    plazo = plazo("En cuántos meses", "25 años son 300 meses.")
    avaluo = valor(
        "Valor de la vivienda", "La tasa depende de él. Vacío: el monto.", "Escriba un valor.", required=False
    )
    sistema = forms.ChoiceField(
        label="Cómo se paga",
        choices=[
            (Sistema.FRANCES.value, "La misma cuota cada mes (francés)"),
            (Sistema.ALEMAN.value, "El mismo capital cada mes, cuotas que bajan (alemán)"),
        ],
        error_messages={"required": "Elija una.", "invalid_choice": "Elija una de las dos."},
    )

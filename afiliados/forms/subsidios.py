"""What is asked for a subsidy, one thing per page: each page asks only what the answers before it make necessary."""

from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone

from afiliados.normas.subsidios import norma_subsidios_de
from afiliados.reglas.certificado_medico import Campo, Entrada, Seccion, campos, cie10_posible, documentos, ventana
from afiliados.reglas.reposos import DIAS_DE_UN_CERTIFICADO, EMISORES, MOTIVOS, UN_DIA, Emisor, Motivo
from afiliados.selectors.subsidios import REPOSO, parametros_del_reposo, reposo_de
from nucleo.escritura import fecha
from nucleo.feriados import DiasHabiles
from nucleo.formularios import CampoArchivos, FechaField
from registro.reglas.identidad import IdentidadInvalida, limpiar, validar_cedula

UN_ANIO: Final = DIAS_DE_UN_CERTIFICADO * UN_DIA
ELIJA: Final = {"required": "Elija una respuesta.", "invalid_choice": "Elija una respuesta de la lista."}
ORDENA: Final = {
    REPOSO: "Reposo: no puede trabajar esos días",
    "aislamiento": "Solo aislamiento o cuidados, sin reposo",
}
PREFIJO: Final = "documento_"


def dias_de(desde: date, hasta: date) -> int:
    return (hasta - desde).days + 1


def revisar_reposo(form: forms.Form) -> None:
    """The two ends of a rest, beside the one that can't be."""
    desde, hasta = form.cleaned_data.get("desde"), form.cleaned_data.get("hasta")
    if not (desde and hasta):
        return
    if hasta < desde:
        form.add_error("hasta", f"El último día de reposo no puede ser anterior al primero, el {fecha(desde)}.")
    elif dias_de(desde, hasta) > DIAS_DE_UN_CERTIFICADO:
        form.add_error("hasta", "Un certificado no ordena más de un año de reposo. Revise los años de las dos fechas.")


class TrasOtrosForm(forms.Form):
    """A form that knows the good answers to those before it."""

    def __init__(self, *args: Any, anteriores: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anteriores = anteriores


class MotivoForm(TrasOtrosForm):
    motivo = forms.ChoiceField(
        label="¿Por qué no puede trabajar?",
        help_text="Elija lo que el certificado llama «tipo de contingencia».",
        choices=list(MOTIVOS.items()),
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )


class CertificadoForm(TrasOtrosForm):
    emisor = forms.ChoiceField(
        label="¿Quién le dio el certificado?",
        choices=list(EMISORES.items()),
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )
    ordena = forms.ChoiceField(
        label="¿Qué ordena el certificado?",
        choices=list(ORDENA.items()),
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )


class FechasForm(TrasOtrosForm):
    """The dates that this contingency needs, and no other."""

    parto = FechaField(
        label="Fecha del parto", help_text="Si todavía no nace, la fecha probable que dice el certificado."
    )
    accidente = FechaField(label="Día del accidente")
    aviso = FechaField(
        label="Día en que se avisó del accidente al IESS",
        help_text="Lo avisa su empleador, usted o un familiar. Si nadie ha avisado, déjelo vacío y avise cuanto antes.",
        required=False,
    )
    emision = FechaField(label="Fecha en que se emitió el certificado")
    desde = FechaField(label="Primer día de reposo")
    hasta = FechaField(label="Último día de reposo")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hoy = timezone.localdate()
        motivo = self.anteriores["motivo"]
        if motivo != Motivo.MATERNIDAD:
            del self.fields["parto"]
        if motivo != Motivo.ACCIDENTE_DE_TRABAJO:
            del self.fields["accidente"], self.fields["aviso"]

    def get_context(self) -> dict[str, Any]:
        """The terms are told where the dates are asked."""
        parametros = parametros_del_reposo(self.hoy)
        if self.anteriores["emisor"] != Emisor.IESS:
            plazo = parametros.entero("certificado_medico_dias_habiles")
            self._pista("hasta", f"Hay {plazo} días hábiles después de este día para presentar el certificado.")
        if "accidente" in self.fields:
            plazo = parametros.entero("riesgos_aviso_dias_habiles")
            self._pista("accidente", f"Desde ese día hay {plazo} días hábiles para avisar al IESS.")
        return super().get_context()

    def _pista(self, nombre: str, texto: str) -> None:
        """Beside the field, also where the form was judged before it is drawn."""
        self.fields[nombre].help_text = self[nombre].help_text = texto

    def clean(self) -> dict[str, Any]:
        revisar_reposo(self)
        self._revisar_emision()
        self._revisar_parto()
        self._revisar_accidente()
        if not self.errors:
            self._revisar_plazo()
        return self.cleaned_data

    def _revisar_emision(self) -> None:
        emision, desde = self.cleaned_data.get("emision"), self.cleaned_data.get("desde")
        if emision and emision > self.hoy:
            self.add_error("emision", "Esa fecha todavía no llega. Escriba la que dice el certificado.")
        elif emision and desde and abs(desde - emision) > UN_ANIO:
            self.add_error("desde", "Está a más de un año de la fecha de emisión. Revise el año.")

    def _revisar_parto(self) -> None:
        parto, desde = self.cleaned_data.get("parto"), self.cleaned_data.get("desde")
        if parto and desde and abs(parto - desde) > UN_ANIO:
            self.add_error("parto", "Está a más de un año del reposo. Revise el año.")

    def _revisar_accidente(self) -> None:
        accidente, aviso, hasta = (self.cleaned_data.get(nombre) for nombre in ("accidente", "aviso", "hasta"))
        if accidente and accidente > self.hoy:
            self.add_error("accidente", "Esa fecha todavía no llega. Revise el día, el mes y el año.")
        elif accidente and hasta and accidente > hasta:
            self.add_error("accidente", f"Es posterior al reposo, que termina el {fecha(hasta)}. Revise las fechas.")
        if aviso and aviso > self.hoy:
            self.add_error("aviso", "Esa fecha todavía no llega. Si nadie ha avisado, déjela vacía.")
        elif aviso and accidente and aviso < accidente:
            self.add_error("aviso", f"Es anterior al accidente, el {fecha(accidente)}. Revise las fechas.")

    def _revisar_plazo(self) -> None:
        """What comes too late is told here, where it can't be mended but is known, and not weeks later."""
        reposo = reposo_de(self.anteriores | self.cleaned_data)
        if reposo.emisor is Emisor.IESS:
            return
        plazo = norma_subsidios_de(parametros_del_reposo(reposo.desde)).certificado_habiles
        vence = ventana(reposo, plazo, DiasHabiles.nacionales()).hasta
        if self.hoy > vence:
            self.add_error(
                "hasta",
                f"El plazo para presentar este certificado venció el {fecha(vence)}: {plazo} días hábiles después del "
                "último de reposo. Por él ya no se puede pedir el subsidio.",
            )


# --- what the certificate says ---------------------------------------------------------------------------------------

LARGO: Final = 150
LARGOS: Final = {"diagnostico": 250, "sintomas": 500, "historia_clinica": 40, "cie10": 10}
CASILLA: Final = "Márquelo si es así. Si no, pida que corrijan el certificado: de otro modo no vale."


def campo_de_formulario(campo: Campo) -> forms.Field:
    """The control for one line of the certificate; all of them are demanded."""
    comunes: dict[str, Any] = {"label": campo.texto, "help_text": campo.ayuda}
    match campo.entrada:
        case Entrada.CASILLA:
            return forms.BooleanField(error_messages={"required": CASILLA}, **comunes)
        case Entrada.CORREO:
            errores = {
                "required": "Escriba el correo que dice el certificado.",
                "invalid": "Escriba un correo completo, como nombre@ejemplo.com.",
            }
            return forms.EmailField(max_length=254, error_messages=errores, **comunes)
        case Entrada.NUMERO:
            error = f"Escriba el número de días, de 1 a {DIAS_DE_UN_CERTIFICADO}."
            return forms.IntegerField(
                min_value=1,
                max_value=DIAS_DE_UN_CERTIFICADO,
                widget=forms.TextInput({"inputmode": "numeric", "size": 3, "autocomplete": "off"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), error),
                **comunes,
            )
        case _:
            largo = LARGOS.get(campo.nombre, LARGO)
            widget = forms.Textarea({"rows": 3}) if largo > LARGO else forms.TextInput({"autocomplete": "off"})
            errores = {
                "required": "Escríbalo como lo dice el certificado.",
                "max_length": f"Escriba {largo} letras como máximo.",
            }
            return forms.CharField(max_length=largo, widget=widget, error_messages=errores, **comunes)


class LineasForm(TrasOtrosForm):
    """Some sections of the certificate, as its issuer must fill them in."""

    secciones: ClassVar[tuple[Seccion, ...]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for campo in campos(Emisor(self.anteriores["emisor"])):
            if campo.se_pide and campo.seccion in self.secciones:
                self.fields[campo.nombre] = campo_de_formulario(campo)


class EmisorForm(LineasForm):
    """Who signs it, and where."""

    secciones = (Seccion.ESTABLECIMIENTO, Seccion.MEDICO)

    def clean_medico_cedula(self) -> str:
        escrita: str = self.cleaned_data["medico_cedula"]
        if self.anteriores["emisor"] == Emisor.EXTERIOR:
            return escrita  # a number of another country
        try:
            validar_cedula(limpiar(escrita))
        except IdentidadInvalida as razon:
            raise forms.ValidationError(str(razon)) from razon
        return limpiar(escrita)


class DiagnosticoForm(LineasForm):
    """What it says of the patient, and of the days."""

    secciones = (Seccion.PACIENTE, Seccion.DIAGNOSTICO, Seccion.REPOSO)

    def clean_cie10(self) -> str:
        codigo: str = self.cleaned_data["cie10"].strip().upper()
        if not cie10_posible(codigo):
            raise forms.ValidationError("Escriba el código como lo dice el certificado, por ejemplo J11 o S82.1.")
        return codigo

    def clean_total_dias(self) -> int:
        dice: int = self.cleaned_data["total_dias"]
        desde, hasta = self.anteriores["desde"], self.anteriores["hasta"]
        if dice != dias_de(desde, hasta):
            raise forms.ValidationError(
                f"Del {fecha(desde)} al {fecha(hasta)} hay {dias_de(desde, hasta)} días. Si escribió mal una fecha, "
                "corríjala; si el certificado no coincide, pida que lo corrijan."
            )
        return dice


# --- the papers ------------------------------------------------------------------------------------------------------


def _papel(etiqueta: str, clase: str, *, maximo: int = 2, **opciones: Any) -> CampoArchivos:
    return CampoArchivos(label=etiqueta, clase=f"subsidio-{clase}", maximo=maximo, **opciones)


class DocumentosForm(TrasOtrosForm):
    """The papers that this rest needs; those that only some have go together."""

    documento_certificado = _papel("Certificado médico de reposo", "certificado", maximo=3)
    documento_apostilla = _papel("Apostilla del certificado", "apostilla")
    documento_notaria = _papel("Certificado notariado", "notaria")
    documento_nacido_vivo = _papel("Certificado de nacido vivo", "nacido-vivo")
    documento_aviso = _papel("Aviso de accidente de trabajo", "aviso")
    documento_informe = _papel("Informe ampliatorio", "informe", maximo=3)
    documento_otros = _papel("Otros documentos", "otros", maximo=5, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parto = self.anteriores.get("parto")
        ya_nacio = parto is not None and parto <= timezone.localdate()
        exigidos = documentos(reposo_de(self.anteriores), ya_nacio=ya_nacio)
        obligatorios = {f"{PREFIJO}{documento.nombre}" for documento in exigidos if documento.obligatorio}
        otros = [documento.texto for documento in exigidos if not documento.obligatorio]
        pedidos = obligatorios | ({f"{PREFIJO}otros"} if otros else set())
        for nombre in self.fields.keys() - pedidos:
            del self.fields[nombre]
        if otros:
            campo = self.fields[f"{PREFIJO}otros"]
            campo.help_text = f"Solo si los tiene. {'. '.join(otros)}. {campo.help_text}"


# --- what if ---------------------------------------------------------------------------------------------------------

SUPONIBLES: Final = (Motivo.ENFERMEDAD, Motivo.MATERNIDAD, Motivo.ACCIDENTE_DE_TRABAJO, Motivo.ENFERMEDAD_PROFESIONAL)
"""The others are paid as a common illness is."""
DESDE_HACE: Final = 5 * UN_ANIO
HASTA_DENTRO: Final = 2 * UN_ANIO


class CalculoForm(forms.Form):
    """A rest that may come to be, sent by GET: the answer has an address."""

    contingencia = forms.ChoiceField(
        label="¿Por qué?",
        choices=[(motivo.value, motivo.texto) for motivo in SUPONIBLES],
        widget=forms.RadioSelect,
        initial=Motivo.ENFERMEDAD,
        error_messages=ELIJA,
    )
    desde = FechaField(label="Primer día de reposo")
    hasta = FechaField(label="Último día de reposo")
    hecho = FechaField(
        label="Día del parto o del accidente",
        help_text="Si lo deja vacío, se supone que el reposo empieza con el accidente, o lo más temprano que se puede "
        "antes del parto.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        datos, hoy = self.cleaned_data, timezone.localdate()
        desde, hecho = datos.get("desde"), datos.get("hecho")
        if desde and not hoy - DESDE_HACE <= desde <= hoy + HASTA_DENTRO:
            self.add_error("desde", "Se puede calcular desde hace cinco años y hasta dentro de dos. Revise el año.")
        if desde and hecho and abs(hecho - desde) > UN_ANIO:
            self.add_error("hecho", "Está a más de un año del reposo. Revise el año.")
        revisar_reposo(self)
        return datos

"""Procedure 21: the health cover of a spouse, a partner and the children: its cost, its card and its end."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone

from afiliados.reglas import cobertura as regla
from afiliados.reglas.cobertura import Calidad, Documento, Parentesco
from afiliados.selectors_cobertura import (
    SLUG,
    Cobertura,
    Familia,
    Hechos,
    candidato_de,
    dictamen_de,
    en_tramite_por,
    familia_de,
    hechos_de_cobertura,
)
from afiliados.services_cobertura import CARNE, como_estaba, cubrir, retirar_cobertura
from afiliados.vistas import cobertura as vistas
from cuentas.actuacion import Actuacion
from cuentas.clave.forms import CedulaField
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.escritura import dinero, fecha, mes, porcentaje
from nucleo.formularios import CampoArchivos, FechaField, RespuestaRechazada
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import Resultado
from tramites.casos.impreso import cifra
from tramites.casos.models import Solicitud
from tramites.casos.selectors import borrador_de
from tramites.casos.tabla import POR_REGLA_SIN_PAGO
from tramites.procedimientos import Cambio, Contenido, ProcedimientoConCaso, identidad, inscribir

A_QUIEN = {
    Parentesco.CONYUGE: "A mi cónyuge",
    Parentesco.CONVIVIENTE: "A mi conviviente, en unión de hecho",
    Parentesco.HIJO: "A un hijo o una hija",
}
NOMBRES = {
    Parentesco.CONYUGE: "Su cónyuge",
    Parentesco.CONVIVIENTE: "Su conviviente",
    Parentesco.HIJO: "Su hijo o hija",
}
# Requirement → the field beside which it is refused, and the words; the others don't stop anybody from asking.
RECHAZOS = {
    "titular_asegurado": (None, "Hoy no consta una afiliación vigente ni una pensión a su nombre: no puede cubrir."),
    "otra_persona": ("cedula", "Con esa cédula no se puede. Escriba la de la persona a quien quiere cubrir."),
    "una_pareja": ("parentesco", "Ya cubre a su pareja, y solo puede ser una. Termine primero esa cobertura."),
    "sin_seguro_propio": (
        "cedula",
        "Esa persona tiene su propio seguro, por una afiliación o una pensión: no necesita esta cobertura.",
    ),
    "sin_cobertura": ("cedula", "Esa persona ya tiene esta cobertura."),
}
NADA = "Nada"
SIN_EDAD = "La cobertura de un hijo o una hija termina a los {anios} años, y ya los cumplió."


def familia(actuacion: Actuacion, cedula: str = "") -> Familia:
    """Read once for each request: the pages of a case build each of their forms several times."""
    leidas: dict[str, Familia] = actuacion.persona.__dict__.setdefault("_familias", {})
    if cedula not in leidas:
        leidas[cedula] = familia_de(actuacion.persona, timezone.localdate(), cedula=cedula)
    return leidas[cedula]


def dictamen_hoy(una: Familia, quien: regla.Dependiente) -> Dictamen:
    return dictamen_de(Hechos(quien, una.titular), una.hoy, una.parametros)


class QuienForm(forms.Form):
    parentesco = forms.ChoiceField(
        label="¿A quién quiere cubrir?",
        choices=[(codigo.value, texto) for codigo, texto in A_QUIEN.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija a quién quiere cubrir.", "invalid_choice": "Elija una de las tres."},
    )
    cedula = CedulaField(
        label="Cédula de esa persona",
        help_text="Diez dígitos.",
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "size": 12}),
        error_messages={"required": "Escriba el número de cédula de esa persona."},
    )

    def __init__(self, *args: Any, actuacion: Actuacion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actuacion = actuacion

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        if datos.get("cedula") and datos.get("parentesco"):
            una = familia(self.actuacion, datos["cedula"])
            quien = una.candidato(datos["parentesco"], documentos=Documento)
            for campo, mensaje in rechazos(una, quien):
                self.add_error(campo, mensaje)
        return datos


def rechazos(una: Familia, quien: regla.Dependiente) -> Iterator[tuple[str | None, str]]:
    """What stands in the way whatever else is declared, each beside its answer."""
    for requisito in dictamen_hoy(una, quien).faltan:
        if requisito.nombre == "edad" and quien.nacimiento:
            yield "cedula", SIN_EDAD.format(anios=una.norma.edad_hijos)
        elif requisito.nombre in RECHAZOS:
            yield RECHAZOS[requisito.nombre]


class DatosForm(forms.Form):
    """What the register doesn't say of that person; where it says all, the declaration alone."""

    template_name = "afiliados/extension-cobertura-datos.html"

    para = forms.CharField(widget=forms.HiddenInput)
    """Of whom this page was drawn: what was declared of one person is not declared of another."""
    nacimiento = FechaField(label="¿Cuándo nació?", help_text="Como consta en su cédula. Por ejemplo, 27 3 2015.")
    documento = forms.ChoiceField(
        label="¿Qué documento entrega?",
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el documento.", "invalid_choice": "Elija un documento de la lista."},
    )
    archivos = CampoArchivos(
        label="El documento",
        clase="respaldo-cobertura",
        maximo=3,
        help_text="El registro todavía no muestra el parentesco: lo revisa una persona del instituto.",
    )
    declaracion = forms.BooleanField(
        label="Declaro que lo que digo es verdad",
        error_messages={"required": "Si es así, márquelo. Si no, no envíe la solicitud."},
    )

    def __init__(self, *args: Any, una: Familia | None, parentesco: str, **kwargs: Any) -> None:
        para = f"{parentesco} {una.cedula}" if una else ""
        escrito = kwargs.get("data")
        if escrito and escrito.get("para") != para:
            kwargs["data"] = None
        super().__init__(*args, **kwargs)
        self.una, self.parentesco = una, parentesco
        self.fields["para"].initial = para
        consta = una is not None and una.consta(parentesco)
        if consta or parentesco != Parentesco.HIJO:
            del self.fields["nacimiento"]
        if una and Parentesco(parentesco).pareja:
            self.fields["declaracion"].label = "Declaro que lo que digo es verdad y que mi pareja no tiene otro seguro"
        sirven = _sirven(una, parentesco) if una else ()
        if sirven:
            self.fields["documento"].choices = [(d.value, d.texto.capitalize()) for d in sirven]  # type: ignore[attr-defined]
            self.fields["documento"].initial = sirven[0].value if len(sirven) == 1 else None
        else:
            del self.fields["documento"], self.fields["archivos"]

    def clean_nacimiento(self) -> date:
        dia: date = self.cleaned_data["nacimiento"]
        assert self.una
        if dia > self.una.hoy:
            raise forms.ValidationError("Escriba una fecha que ya pasó.")
        if dia <= self.una.titular.nacimiento:
            raise forms.ValidationError("Revise el año: nació antes que usted.")
        if self.una.registrada and self.una.registrada.fecha_nacimiento != dia:
            raise forms.ValidationError("No es la fecha que consta en el registro con esa cédula. Revise las dos.")
        if regla.cumpleanos(dia, self.una.norma.edad_hijos) <= self.una.hoy:
            raise forms.ValidationError(SIN_EDAD.format(anios=self.una.norma.edad_hijos))
        return dia

    def get_context(self) -> dict[str, Any]:
        if self.una is None:
            return super().get_context() | {"una": None}
        quien = self.una.candidato(self.parentesco)
        consta = self.una.consta(self.parentesco)
        return super().get_context() | {
            "una": self.una,
            "quien": quien,
            "parentesco": NOMBRES[quien.parentesco],
            "nombre": self.una.registrada.nombre_completo if consta and self.una.registrada else "",
            "consta": consta,
            "dictamen": dictamen_hoy(self.una, quien),
        }


def _sirven(una: Familia, parentesco: str) -> tuple[Documento, ...]:
    """The documents of which one is asked for; none of what the register says."""
    piden = regla.pruebas(una.candidato(parentesco), una.titular, una.norma, una.hoy)
    return next((prueba.sirven for prueba in piden if prueba.nombre == "parentesco"), ())


@inscribir
class ExtensionCobertura(ProcedimientoConCaso):
    slug = SLUG
    permiso = PERSONA_O_APODERADO
    pasos: ClassVar[tuple[type[forms.Form], ...]] = (QuienForm, DatosForm)
    flujo = POR_REGLA_SIN_PAGO
    prestacion = "extensión de cobertura de salud"
    tipo_de_hechos = Hechos
    cifras = (
        ("aporte_adicional", "Lo que cuesta cada mes"),
        ("acceso_desde", "Atención médica desde"),
        ("cobertura_hasta", "Último día de cobertura"),
    )
    pedidos_frecuentes = (
        "El documento no se lee bien. Súbalo otra vez, entero y con buena luz.",
        "El documento no muestra el parentesco. Entregue la partida o el acta que diga los nombres de los dos.",
        "La declaración juramentada no está firmada ante notario. Entregue la que tiene su sello.",
    )

    def urls(self) -> list[URLPattern]:
        return [
            path(f"{SLUG}/terminar/<int:numero>/", vistas.terminar(self), name=f"{SLUG}-terminar"),
            path(f"{SLUG}/carne/", vistas.carne(self), name=f"{SLUG}-carne"),
        ]

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        if paso == 0:
            return QuienForm(actuacion=actuacion, **kwargs)
        una, parentesco = self._primero(actuacion)
        return DatosForm(una=una, parentesco=parentesco, **kwargs)

    def _primero(self, actuacion: Actuacion) -> tuple[Familia | None, str]:
        """What the first form was answered, where it is good: the second one depends on it."""
        leido: dict[str, Any] = actuacion.persona.__dict__
        if "_a_quien" not in leido:
            borrador = borrador_de(actuacion, self.slug)
            escrito = borrador.respuestas.get("0", {}) if borrador else {}
            leido["_a_quien"] = {campo: valores[-1] for campo, valores in escrito.items() if valores}
        form = QuienForm(leido["_a_quien"], actuacion=actuacion)
        if not form.is_valid():
            return None, ""
        return familia(actuacion, form.cleaned_data["cedula"]), form.cleaned_data["parentesco"]

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        una = familia(actuacion)
        de_pareja = una.costo_de_pareja if una.titular.vigente and not una.pareja else None
        return {
            "familia": una,
            "peticion": uuid.uuid4(),
            "pensionista": una.titular.calidad is Calidad.PENSIONISTA,
            "sin_pareja": de_pareja,
            "porcentaje_de_pareja": de_pareja.tasa / 100 if de_pareja else None,
            "conocidos": [(NOMBRES[uno.parentesco], uno) for uno in una.conocidos],
        }

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        abierta = en_tramite_por(actuacion.persona, self.slug, datos["cedula"])
        if abierta:
            raise RespuestaRechazada(
                f"Ya pidió esta cobertura en la solicitud {abierta}, que está en trámite. Sígala en «Mis solicitudes».",
                "cedula",
            )
        una = familia(actuacion, datos["cedula"])
        consta = una.consta(datos["parentesco"])
        quien = candidato_de(una, datos)
        return datos | {
            "consta": consta,
            "nombre": una.registrada.nombre_completo if consta and una.registrada else "",
            "nacimiento": quien.nacimiento.isoformat() if quien.nacimiento else "",
            "costo": _costo_en_palabras(dictamen_hoy(una, quien), una.titular.calidad),
            "antes": como_estaba(una.antes),
        }

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        una = familia(actuacion, datos["cedula"])
        quien = candidato_de(una, datos)
        hecho = dictamen_hoy(una, quien)
        return [
            *(f"Hoy falta: {r.texto}. Consta: {r.registrado.rstrip('.')}." for r in hecho.faltan),
            *_lo_que_sigue(hecho, una, quien.parentesco),
            "El documento lo revisa una persona del instituto. Le avisaremos por correo cuando decida."
            if datos.get("archivos") or not hecho.califica
            else "El registro muestra todo lo que hace falta: la cobertura queda concedida en cuanto la envíe.",
        ]

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        nombre = f"{datos['nombre']}, " if datos.get("nombre") else ""
        de_hijo = datos["parentesco"] == Parentesco.HIJO and datos.get("nacimiento")
        nacimiento = [Cambio("Nació el", fecha(date.fromisoformat(datos["nacimiento"])))] if de_hijo else []
        documento = []
        if datos.get("archivos"):
            que = Documento(datos["documento"]).texto.capitalize()
            documento = [Cambio("Documento", f"{que}: {', '.join(datos['archivos'])}")]
        return [
            Cambio("A quién", NOMBRES[Parentesco(datos["parentesco"])]),
            Cambio("Quién es", f"{nombre}cédula {datos['cedula']}"),
            *nacimiento,
            *documento,
            Cambio("Lo que cuesta", datos["costo"]),
        ]

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Hechos:
        return hechos_de_cobertura(titular, hoy, datos)

    def dictaminar(self, hechos: Hechos, fecha: date, parametros: Parametros) -> Dictamen:
        return dictamen_de(hechos, fecha, parametros)

    def concede_la_regla(self, solicitud: Solicitud) -> bool:
        """A document that was handed in is for a person to look at."""
        return super().concede_la_regla(solicitud) and not solicitud.datos.get("archivos")

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        assert solicitud.persona
        assert solicitud.numero
        datos = solicitud.datos
        if solicitud.resultado == Resultado.CONCEDIDA:
            assert solicitud.dictamen
            cubrir(
                actuacion=actuacion,
                persona=solicitud.persona,
                acuerdo=solicitud.numero,
                datos=datos,
                desde=timezone.localdate(solicitud.decidida_en),
                decidido=Dictamen.de_json(solicitud.dictamen),
            )
        else:
            retirar_cobertura(
                actuacion=actuacion, persona=solicitud.persona, acuerdo=solicitud.numero, antes=datos.get("antes")
            )

    def del_acuerdo(self, solicitud: Solicitud, hechos: Hechos, dictamen: Dictamen) -> dict[str, Any]:
        if solicitud.resultado != Resultado.CONCEDIDA:
            return {}
        figuras = dictamen.datos
        return {
            "quien": self.resumen(solicitud.datos)[1].ahora,
            "parentesco": NOMBRES[hechos.dependiente.parentesco],
            "desde": fecha(solicitud.decidida_en),
            "acceso": cifra(figuras["acceso_desde"]),
            "maternidad": cifra(figuras["maternidad_desde"]) if "maternidad_desde" in figuras else "",
            "hasta": cifra(figuras["cobertura_hasta"]) if "cobertura_hasta" in figuras else "",
            "termina": str(figuras.get("termina", "")),
            "costo": solicitud.datos["costo"],
        }

    def carne(self, persona: Persona, hoy: date) -> Contenido | None:
        """The card of all who are covered; None: nobody is."""
        una = familia_de(persona, hoy)
        if not una.coberturas:
            return None
        tope = hoy + timedelta(days=una.parametros.entero("vigencia_carne_cobertura_dias"))
        return Contenido(
            variante=CARNE,
            titulo="Carné de cobertura de salud",
            plantilla="afiliados/documentos/carne-cobertura.html",
            datos={
                **identidad(persona),
                "calidad": "pensionista" if una.titular.calidad is Calidad.PENSIONISTA else "persona afiliada",
                "personas": [_en_el_carne(cubierta, tope) for cubierta in una.coberturas],
            },
            vence_el=tope,
        )


def _en_el_carne(una: Cobertura, tope: date) -> dict[str, str]:
    """Without a last day while it gives no care: the card ends before that begins."""
    desde, hasta = max(una.acceso_desde, una.fila.fecha_desde), min(una.hasta or tope, tope)
    return {
        "nombre": una.nombre,
        "cedula": una.fila.cedula,
        "parentesco": una.fila.get_parentesco_display().capitalize(),
        "atencion_desde": fecha(desde),
        "valido_hasta": fecha(hasta) if desde <= hasta else "",
    }


def _costo_en_palabras(hecho: Dictamen, calidad: Calidad) -> str:
    datos: Mapping[str, Any] = hecho.datos
    if not datos["aporte_adicional"]:
        return NADA
    de_que = "de su pensión" if calidad is Calidad.PENSIONISTA else "además de su aporte"
    como = f"{porcentaje(datos['porcentaje'])} de {dinero(datos['base'])}"
    return f"{dinero(datos['aporte_adicional'])} cada mes {de_que} ({como}), desde {mes(datos['primer_aporte'])}"


def _lo_que_sigue(hecho: Dictamen, una: Familia, parentesco: Parentesco) -> Iterator[str]:
    """Cost, care and end, before anything is sent."""
    datos: Mapping[str, Any] = hecho.datos
    costo = _costo_en_palabras(hecho, una.titular.calidad)
    yield "No cuesta nada." if costo == NADA else f"Costará {costo}."
    espera = una.norma.aportes_espera if parentesco.pareja else una.norma.aportes_espera_hijos
    despues = f", después de {espera} aportes" if espera else ""
    yield f"La atención médica empieza el {fecha(datos['acceso_desde'])}{despues}."
    if "maternidad_desde" in datos:
        yield f"Un parto se cubre desde el {fecha(datos['maternidad_desde'])}."
    if "termina" in datos:
        yield f"La cobertura termina {datos['termina']}."

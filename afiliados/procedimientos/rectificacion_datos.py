"""A datum of the register that is wrong and that one can't change alone: decided by a person within 15 days."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.cambios.rectificacion import RECTIFICABLES, legible, rectificar
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.escritura import fecha
from nucleo.formularios import CampoArchivos, RespuestaRechazada
from nucleo.texto import normalizar
from registro.models import Persona
from tramites.casos.estados import Resultado
from tramites.casos.models import Solicitud
from tramites.casos.plazos import Plazo
from tramites.casos.tabla import DE_UNA_PERSONA
from tramites.procedimientos import Cambio, Contenido, ProcedimientoConCaso, inscribir

OTRO = "otro"
DATOS = RECTIFICABLES | {OTRO: "Otro dato"}
FORMAS_DE_FECHA = ("%d/%m/%Y", "%d-%m-%Y", "%d %m %Y", "%Y-%m-%d")
LETRAS = {"apellidos": 120, "nombres": 120, "nacionalidad": 60}
OPCIONES = {"sexo": Persona.Sexo, "estado_civil": Persona.EstadoCivil}


class QueEstaMalForm(forms.Form):
    dato = forms.ChoiceField(
        label="¿Qué dato está mal?",
        choices=list(DATOS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el dato que está mal.", "invalid_choice": "Elija un dato de la lista."},
    )
    correcto = forms.CharField(
        label="¿Cómo debe quedar?",
        help_text="Como consta en su cédula. Una fecha, así: 27/3/1985. Si es otro dato, diga cuál es y cómo debe ser.",
        max_length=250,
        error_messages={"required": "Escriba cómo debe quedar."},
    )
    explicacion = forms.CharField(
        label="¿Qué pasó?",
        help_text="Con sus palabras. Por ejemplo: «Mi segundo apellido está con s y es con z».",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Explique en una frase qué está mal."},
    )
    documentos = CampoArchivos(
        label="Documentos que lo demuestran",
        clase="respaldo-rectificacion",
        maximo=3,
        required=False,
        help_text="Solo si los tiene y el Estado no los tiene ya: su cédula y sus partidas no hacen falta.",
    )


def leer(campo: str, escrito: str) -> Any:
    """The value of a field as the register holds it. Raises RespuestaRechazada beside `correcto`."""
    limpio = " ".join(escrito.split())
    if campo == "fecha_nacimiento":
        return _fecha(limpio)
    if campo in OPCIONES:
        return _opcion(campo, limpio)
    if len(limpio) > LETRAS[campo]:
        raise RespuestaRechazada(f"Escriba {LETRAS[campo]} letras como máximo.", "correcto")
    return limpio


def _fecha(escrita: str) -> date:
    for forma in FORMAS_DE_FECHA:
        try:
            leida = datetime.strptime(escrita, forma).date()  # noqa: DTZ007 (a date of birth has no zone)
        except ValueError:
            continue
        if date(1900, 1, 1) <= leida <= timezone.localdate():
            return leida
    raise RespuestaRechazada("Escriba una fecha que exista, así: 27/3/1985.", "correcto")


def _opcion(campo: str, escrita: str) -> str:
    """Of a field with a list: by any of the words of its choices («casada» is «casado/a»)."""
    palabra = normalizar(escrita)
    for valor, texto in OPCIONES[campo].choices:
        base = normalizar(texto.split("/")[0])
        if palabra in {base, base[:-1] + "a", normalizar(valor)}:
            return valor
    lista = ", ".join(str(texto) for _, texto in OPCIONES[campo].choices)
    raise RespuestaRechazada(f"Escriba uno de estos: {lista}.", "correcto")


@inscribir
class RectificacionDatos(ProcedimientoConCaso):
    slug = "rectificacion-datos"
    permiso = PERSONA_O_APODERADO
    pasos = (QueEstaMalForm,)
    flujo = DE_UNA_PERSONA
    plazo = Plazo("lopdp_rectificacion_dias")
    pedidos_frecuentes = (
        "Díganos de qué documento sale el dato correcto, con su número y su fecha.",
        "Su cédula muestra otro dato. Si el Registro Civil lo corrigió, díganos cuándo.",
    )

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        persona = actuacion.persona
        return {"datos": [(nombre, legible(persona, campo) or "—") for campo, nombre in RECTIFICABLES.items()]}

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        campo = datos["dato"]
        if campo == OTRO:
            return datos | {"consta": ""}
        if leer(campo, datos["correcto"]) == getattr(actuacion.persona, campo):
            raise RespuestaRechazada("Así consta ya en el registro.", "correcto")
        return datos | {"consta": legible(actuacion.persona, campo)}

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        campo = datos["dato"]
        correcto = datos["correcto"]
        if campo == "fecha_nacimiento":
            correcto = fecha(leer(campo, correcto))
        con_que = [Cambio("Documentos", ", ".join(datos["documentos"]))] if datos.get("documentos") else []
        return [Cambio(DATOS[campo], correcto, datos["consta"]), Cambio("Qué pasó", datos["explicacion"]), *con_que]

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        campo = solicitud.datos["dato"]
        if solicitud.resultado == Resultado.CONCEDIDA and campo != OTRO and solicitud.persona:
            rectificar(
                actuacion=actuacion,
                persona=solicitud.persona,
                campo=campo,
                valor=leer(campo, solicitud.datos["correcto"]),
                solicitud=solicitud.numero or "",
            )

    def acuerdo(self, solicitud: Solicitud) -> Contenido:
        return Contenido(
            variante="",
            titulo="Resolución sobre la rectificación de un dato",
            plantilla="afiliados/documentos/rectificacion-datos.html",
            datos={
                "numero": solicitud.numero,
                "concedida": solicitud.resultado == Resultado.CONCEDIDA,
                "respuestas": [[c.termino, c.antes, c.ahora] for c in self.resumen(solicitud.datos)],
                "motivo": solicitud.motivo,
                "decidida": fecha(solicitud.decidida_en),
            },
        )

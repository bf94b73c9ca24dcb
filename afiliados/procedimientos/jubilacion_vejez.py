"""Procedure 7: the old-age pension, from the precalificación to the acuerdo that grants it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from afiliados.reglas.jubilacion_vejez import Solicitante
from afiliados.selectors.jubilacion import (
    cuenta_de_pension,
    dictamen_con,
    dictamen_de_vejez,
    jubilacion_desde,
    parametros_de_vejez,
    pension_de_vejez_de,
    solicitante_de_vejez,
)
from afiliados.services.jubilacion import conceder_pension_de_vejez, retirar_pension_de_vejez
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.escritura import dinero, fecha, nombre_de_mes
from nucleo.formularios import RespuestaRechazada
from registro import selectors as registro
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.pension import mensualizada
from tramites.casos.estados import Resultado
from tramites.casos.impreso import cifra, lo_que_falta
from tramites.casos.models import Solicitud
from tramites.casos.selectors import en_tramite
from tramites.casos.tabla import CON_APROBACION
from tramites.procedimientos import Cambio, ProcedimientoConCaso, inscribir

ACUMULADA, MENSUAL = "ACUMULADA", "MENSUAL"
SIN_CUENTA = "Ninguna registrada"
# Where the person mends what is missing: requirement → (page, words).
DONDE = {
    "edad_e_imposiciones": ("afiliados:simulador-jubilacion", "Simular cuándo y con cuánto"),
    "aportes_mes_cese": ("afiliados:historial-laboral", "Ver sus aportes"),
    "cuenta_bancaria": ("afiliados:cuenta-bancaria", "Registrar su cuenta o ver qué falta"),
    "correo": ("afiliados:actualizacion-datos", "Registrar su correo"),
}


@dataclass(frozen=True)
class Decimos:
    """The words of the two choices, with the amounts of this person where there are any."""

    tercera: Decimal | None
    cuarta: Decimal | None
    meses_de_la_cuarta: str

    @classmethod
    def de(cls, persona: Persona, hoy: date) -> "Decimos":
        datos, parametros = dictamen_de_vejez(persona, hoy).datos, Parametros.al(hoy)
        costa, sierra = (
            nombre_de_mes(parametros.entero(f"decima_cuarta_mes_{region}"))
            for region in ("costa_galapagos", "sierra_amazonia")
        )
        meses = f"en {costa} (Costa y Galápagos) o en {sierra} (Sierra y Amazonía)"
        return cls(_valor(datos.get("decima_tercera")), _valor(datos.get("decima_cuarta")), meses)

    def de_la_tercera(self) -> list[tuple[str, str]]:
        return _opciones(self.tercera, "en diciembre", ", por un año completo")

    def de_la_cuarta(self) -> list[tuple[str, str]]:
        return _opciones(self.cuarta, self.meses_de_la_cuarta)


def _valor(valor: object) -> Decimal | None:
    return valor if isinstance(valor, Decimal) else None


def _opciones(valor: Decimal | None, cuando: str, nota: str = "") -> list[tuple[str, str]]:
    if valor is None:
        return [(ACUMULADA, f"Una vez al año, {cuando}"), (MENSUAL, "Una parte cada mes, con la pensión")]
    return [
        (ACUMULADA, f"Una vez al año, {cuando}: {dinero(valor)}{nota}"),
        (MENSUAL, f"Una parte cada mes, con la pensión: {dinero(mensualizada(valor))}"),
    ]


COMO = {ACUMULADA: "Una vez al año", MENSUAL: "Una parte cada mes, con la pensión"}
ELIJA = {"required": "Elija cómo quiere recibirla.", "invalid_choice": "Elija una de las dos."}


class PasoForm(forms.Form):
    """A form that shows what the register knows of the person; it is asked only when the form is drawn."""

    def __init__(self, *args: Any, actuacion: Actuacion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persona, self.por_otro = actuacion.persona, actuacion.en_nombre_de_otro


class DecimosForm(PasoForm):
    decima_tercera = forms.ChoiceField(
        label="¿Cómo quiere recibir la décima tercera pensión?",
        choices=list(COMO.items()),
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )
    decima_cuarta = forms.ChoiceField(
        label="¿Cómo quiere recibir la décima cuarta pensión?",
        choices=list(COMO.items()),
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )

    def get_context(self) -> dict[str, Any]:
        decimos = Decimos.de(self.persona, timezone.localdate())
        self.fields["decima_tercera"].choices = decimos.de_la_tercera()  # type: ignore[attr-defined] # a ChoiceField
        self.fields["decima_cuarta"].choices = decimos.de_la_cuarta()  # type: ignore[attr-defined]
        return super().get_context()


class CuentaForm(PasoForm):
    template_name = "afiliados/jubilacion-vejez-cuenta.html"

    declaracion = forms.BooleanField(
        label="Declaro que estos datos están bien y que la cuenta es mía",
        error_messages={"required": "Si algo no está bien, corríjalo antes; si todo está bien, márquelo."},
    )

    def get_context(self) -> dict[str, Any]:
        cuenta, _ = cuenta_de_pension(self.persona)
        return super().get_context() | {
            "persona": self.persona,
            "cuenta": cuenta,
            "pago": registro.cuenta_para_pagos(self.persona, timezone.localdate()),
            "por_otro": self.por_otro,
        }


@inscribir
class JubilacionVejez(ProcedimientoConCaso):
    slug = "jubilacion-vejez"
    permiso = PERSONA_O_APODERADO
    pasos: ClassVar[tuple[type[PasoForm], ...]] = (DecimosForm, CuentaForm)
    flujo = CON_APROBACION
    prestacion = "jubilación por vejez"
    titulo_del_acuerdo = "Acuerdo de {sentido} de {prestacion} {numero}"
    tipo_de_hechos = Solicitante
    cifras = (("pension", "Su pensión mensual"), ("fecha_inicio", "Se paga desde"))
    pedidos_frecuentes = (
        "No consta su aviso de salida. ¿Qué día dejó de trabajar? Si tiene acta de finiquito, díganos su número.",
        "Falta un mes de aportes del empleo que dejó. Díganos qué mes trabajó por último y con qué sueldo.",
        "Su cuenta no está validada. Lleve su cédula y el certificado del banco a un centro de atención, y avísenos.",
    )

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        return self.pasos[paso](actuacion=actuacion, **kwargs)

    def oferta(self, persona: Persona, hoy: date) -> str:
        desde = jubilacion_desde(persona, hoy)
        if desde is None or desde <= hoy:
            return "Ya puede pedir su jubilación por vejez" if desde else ""
        return f"Si sigue como hasta ahora, el {fecha(desde)} tendrá la edad y los aportes para jubilarse"

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        dictamen = dictamen_de_vejez(actuacion.persona, timezone.localdate())
        # A power speaks of this procedure alone: what is mended elsewhere, the person mends.
        donde = {} if actuacion.en_nombre_de_otro else DONDE
        nombres = {requisito.nombre for requisito in dictamen.faltan}
        return {
            "dictamen": dictamen,
            "faltan": [(requisito, *donde.get(requisito.nombre, ("", ""))) for requisito in dictamen.faltan],
            "la_recibe": pension_de_vejez_de(actuacion.persona) if "sin_pension_de_vejez" in nombres else None,
        }

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        abierta = en_tramite(actuacion.persona, self.slug)
        if abierta:
            raise RespuestaRechazada(f"Ya tiene una solicitud en trámite, la {abierta}. Sígala en «Mis solicitudes».")
        cuenta, _ = cuenta_de_pension(actuacion.persona)
        return datos | {"cuenta": cuenta}

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        dictamen = dictamen_de_vejez(actuacion.persona, timezone.localdate())
        if dictamen.califica:
            pension, desde = cifra(dictamen.datos["pension"]), cifra(dictamen.datos["fecha_inicio"])
            return [f"Con lo que consta hoy, su pensión sería de {pension} cada mes, desde el {desde}."]
        return [
            *(lo_que_falta(requisito) for requisito in dictamen.faltan),
            "Puede enviarla así. Si al revisarla todavía falta algo, le responderemos que no se concede, con motivos.",
            "Esa respuesta se puede impugnar. También puede esperar: lo que escribió queda guardado.",
        ]

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        return [
            Cambio("Décima tercera", COMO[datos["decima_tercera"]]),
            Cambio("Décima cuarta", COMO[datos["decima_cuarta"]]),
            Cambio("Cuenta para la pensión", datos["cuenta"] or SIN_CUENTA),
        ]

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Solicitante:
        return solicitante_de_vejez(titular, hoy)

    def parametros(self, hechos: Solicitante, hoy: date) -> Parametros:
        return parametros_de_vejez(hechos, hoy)

    def dictaminar(self, hechos: Solicitante, fecha: date, parametros: Parametros) -> Dictamen:
        return dictamen_con(hechos, fecha, parametros)

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        assert solicitud.persona
        assert solicitud.numero
        if solicitud.resultado == Resultado.CONCEDIDA:
            assert solicitud.dictamen
            conceder_pension_de_vejez(
                actuacion=actuacion,
                persona=solicitud.persona,
                acuerdo=solicitud.numero,
                fecha=timezone.localdate(solicitud.decidida_en),
                dictamen=Dictamen.de_json(solicitud.dictamen),
            )
        else:
            retirar_pension_de_vejez(actuacion=actuacion, persona=solicitud.persona, acuerdo=solicitud.numero)

    def del_acuerdo(self, solicitud: Solicitud, hechos: Solicitante, dictamen: Dictamen) -> dict[str, Any]:
        if solicitud.resultado != Resultado.CONCEDIDA:
            return {}
        figuras = ("pension", "base", "coeficiente", "imposiciones")
        return {
            **{nombre: cifra(dictamen.datos[nombre], nombre) for nombre in figuras},
            "desde": cifra(dictamen.datos["fecha_inicio"]),
            "decima_tercera": COMO[solicitud.datos["decima_tercera"]],
            "decima_cuarta": COMO[solicitud.datos["decima_cuarta"]],
            "cuenta": hechos.cuenta or SIN_CUENTA,
        }

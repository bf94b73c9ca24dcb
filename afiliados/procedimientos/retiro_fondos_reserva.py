"""Procedure 5: all or part of the fondos de reserva, to the own account; granted by the rule if nothing is missing."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from afiliados.normas.fondos_reserva import norma_fondos_de
from afiliados.reglas import fondos_reserva_retiro as regla
from afiliados.reglas.fondos_reserva_retiro import Retiro
from afiliados.selectors.fondos import cuenta_del_retiro, libre_de, retiro_desde, titular_de_fondos
from afiliados.services.fondos import devolver_fondos, retirar_fondos
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.dinero import CENTAVO, centavos
from nucleo.escritura import dinero, fecha
from nucleo.feriados import DiasHabiles
from nucleo.formularios import DineroField, RespuestaRechazada
from registro import selectors as registro
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import Resultado
from tramites.casos.impreso import cifra, lo_que_falta
from tramites.casos.models import Solicitud
from tramites.casos.plazos import Plazo
from tramites.casos.selectors import en_tramite
from tramites.casos.tabla import POR_REGLA
from tramites.procedimientos import Cambio, ProcedimientoConCaso, inscribir

TODO, PARTE = "TODO", "PARTE"
PAGO = Plazo("fondos_reserva_pago_dias_habiles")
SIN_CUENTA = "Ninguna registrada"
NADA_LIBRE = "Hoy no hay dinero libre en sus fondos de reserva: no hay qué retirar."
# Thousands or cents? Money that leaves an account is not guessed.
DUDOSO = re.compile(r"\s*(?:\$\s*)?[1-9]\d{0,2}[.,]\d{3}\s*", re.ASCII)
# Where the person mends what is missing: requirement → (page, words).
DONDE = {
    "puerta": ("afiliados:fondos-reserva", "Ver cuándo podrá retirar"),
    "monto": ("afiliados:fondos-reserva", "Ver su cuenta de fondos"),
    "cuenta_bancaria": ("afiliados:cuenta-bancaria", "Registrar su cuenta o ver qué falta"),
}


class MontoField(DineroField):
    """Asked of whoever takes a part, which the form knows: neither optional nor always required."""

    def validate(self, value: Any) -> None:
        return

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # as in DineroField
        if isinstance(value, str) and DUDOSO.fullmatch(value):
            raise forms.ValidationError(
                "Escriba los miles sin punto ni coma, y los centavos con dos cifras: por ejemplo, 1234,50."
            )
        return super().to_python(value)


class CuantoForm(forms.Form):
    template_name = "afiliados/retiro-fondos-reserva-cuanto.html"
    use_required_attribute = False

    cuanto = forms.ChoiceField(
        label="¿Cuánto quiere retirar?",
        choices=[(TODO, "Todo lo que está libre"), (PARTE, "Solo una parte")],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija si retira todo o una parte.", "invalid_choice": "Elija una de las dos."},
    )
    monto = MontoField(
        label="Si es una parte, ¿cuánto?",
        help_text="En dólares, con coma o con punto para los centavos. Por ejemplo, 150,50.",
        min_value=CENTAVO,
        max_digits=12,
        error_messages={
            "min_value": "Escriba un valor mayor que cero.",
            "max_digits": "Es más de lo que hay en su cuenta de fondos.",
            "max_whole_digits": "Es más de lo que hay en su cuenta de fondos.",
        },
    )

    def __init__(self, *args: Any, actuacion: Actuacion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persona, self.por_otro = actuacion.persona, actuacion.en_nombre_de_otro

    def clean(self) -> dict[str, Any]:
        cuanto, monto = self.cleaned_data.get("cuanto"), self.cleaned_data.get("monto")
        if cuanto == PARTE and monto is None and "monto" not in self.errors:
            self.add_error("monto", "Escriba cuánto quiere retirar.")
        if cuanto == TODO and monto is not None:
            self.add_error("monto", "Eligió retirar todo. Borre este valor, o elija «Solo una parte».")
        return self.cleaned_data

    def get_context(self) -> dict[str, Any]:
        """With what the register knows: asked only when the form is drawn."""
        hoy = timezone.localdate()
        libre, pago = libre_de(self.persona, hoy), registro.cuenta_para_pagos(self.persona, hoy)
        self.fields["cuanto"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (TODO, f"Todo lo que está libre: {dinero(libre)}"),
            (PARTE, "Solo una parte"),
        ]
        cuenta, _ = cuenta_del_retiro(pago)
        return super().get_context() | {"libre": libre, "cuenta": cuenta, "pago": pago, "por_otro": self.por_otro}


@inscribir
class RetiroFondosReserva(ProcedimientoConCaso):
    slug = "retiro-fondos-reserva"
    permiso = PERSONA_O_APODERADO
    pasos: ClassVar[tuple[type[CuantoForm], ...]] = (CuantoForm,)
    flujo = POR_REGLA
    plazo = PAGO
    articulo, prestacion = "el", "retiro de fondos de reserva"
    titulo_del_acuerdo = "Acuerdo de {sentido} de {prestacion} {numero}"
    tipo_de_hechos = Retiro
    pago = ("RETIRO_FONDOS", "monto")
    cifras = (("monto", "Lo que retira"),)
    pedidos_frecuentes = (
        "Su cuenta no está validada. Lleve su cédula y el certificado del banco a un centro de atención, y avísenos.",
        "Tiene cuotas vencidas con el BIESS. Si ya las pagó, díganos cuándo y con qué comprobante.",
        "No consta su aviso de salida. ¿Qué día dejó de trabajar? Si tiene acta de finiquito, díganos su número.",
    )

    def formulario(self, actuacion: Actuacion, paso: int, **kwargs: Any) -> forms.Form:
        return self.pasos[paso](actuacion=actuacion, **kwargs)

    def oferta(self, persona: Persona, hoy: date) -> str:
        desde = retiro_desde(persona, hoy)
        if desde is None or desde <= hoy:
            return "Puede retirar sus fondos de reserva" if desde else ""
        return f"Si sigue como hasta ahora, desde el {fecha(desde)} podrá retirar sus fondos de reserva"

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        _, dictamen = self.dictamen(actuacion.persona, timezone.localdate(), {})
        # A power speaks of this procedure alone: what is mended elsewhere, the person mends.
        donde = {} if actuacion.en_nombre_de_otro else DONDE
        return {
            "dictamen": dictamen,
            "faltan": [(requisito, *donde.get(requisito.nombre, ("", ""))) for requisito in dictamen.faltan],
        }

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        abierta = en_tramite(actuacion.persona, self.slug)
        if abierta:
            raise RespuestaRechazada(f"Ya tiene una solicitud en trámite, la {abierta}. Sígala en «Mis solicitudes».")
        hoy = timezone.localdate()
        parametros, hechos = Parametros.al(hoy), self.hechos(actuacion.persona, hoy, datos)
        dictamen = self.dictaminar(hechos, hoy, parametros)
        libre = dictamen.datos["libre"]
        assert isinstance(libre, Decimal)
        if not libre:
            raise RespuestaRechazada(NADA_LIBRE, "cuanto")
        if hechos.monto and hechos.monto > libre:
            raise RespuestaRechazada(f"Puede retirar hasta {dinero(libre)}: es lo que está libre.", "monto")
        return datos | {
            "monto": str(centavos(hechos.monto)) if hechos.monto else None,
            "libre": str(libre),
            "cuenta": hechos.titular.cuenta,
            "pago": PAGO.en_palabras(parametros),
            "se_dijo": _lo_que_viene(actuacion.persona, dictamen, parametros),
        }

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        """Made with the answers, and kept with them: what one knew when one sent it."""
        se_dijo: list[str] = datos["se_dijo"]
        return se_dijo

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        parte, libre = datos["monto"], dinero(Decimal(datos["libre"]))
        cuanto = f"Una parte: {dinero(Decimal(parte))} de {libre}" if parte else f"Todo lo que está libre: {libre}"
        return [
            Cambio("Cuánto retira", cuanto),
            Cambio("Cuenta en que lo recibe", datos["cuenta"] or SIN_CUENTA),
            Cambio("Cuándo se paga", f"En {datos['pago']} desde que se concede"),
        ]

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Retiro:
        monto = datos.get("monto")
        fondos = titular_de_fondos(titular, hoy, salvo=datos.get("solicitud", ""))
        return Retiro(fondos, Decimal(monto) if monto else None)

    def dictaminar(self, hechos: Retiro, fecha: date, parametros: Parametros) -> Dictamen:
        return regla.dictamen(hechos.titular, hechos.monto, norma_fondos_de(parametros), fecha, parametros.usados)

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        assert solicitud.persona
        assert solicitud.numero
        if solicitud.resultado != Resultado.CONCEDIDA:
            devolver_fondos(actuacion=actuacion, persona=solicitud.persona, solicitud=solicitud.numero)
            return
        assert solicitud.dictamen
        monto = Dictamen.de_json(solicitud.dictamen).datos["monto"]
        assert isinstance(monto, Decimal)
        retirar_fondos(
            actuacion=actuacion,
            persona=solicitud.persona,
            solicitud=solicitud.numero,
            fecha=timezone.localdate(solicitud.decidida_en),
            monto=monto,
        )

    def del_acuerdo(self, solicitud: Solicitud, hechos: Retiro, dictamen: Dictamen) -> dict[str, Any]:
        if solicitud.resultado != Resultado.CONCEDIDA:
            return {}
        figuras = {nombre: cifra(dictamen.datos[nombre]) for nombre in ("monto", "saldo", "retenido")}
        queda = next(paso.resultado for paso in dictamen.pasos if paso.nombre == "queda")
        return {**figuras, "queda": cifra(queda), "cuenta": hechos.titular.cuenta, "plazo": solicitud.datos["pago"]}


def _lo_que_viene(persona: Persona, dictamen: Dictamen, parametros: Parametros) -> list[str]:
    """What to expect of sending it today."""
    if not dictamen.califica:
        return [
            *(lo_que_falta(requisito) for requisito in dictamen.faltan),
            "Puede enviarla así: una persona del instituto la revisará y le responderá con motivos.",
            "También puede esperar: lo que escribió queda guardado.",
        ]
    hoy, pago = dictamen.fecha, registro.cuenta_para_pagos(persona, dictamen.fecha)
    hasta = PAGO.vence(hoy, parametros, DiasHabiles.nacionales())
    cuando = f"el dinero llega a su cuenta hasta el {fecha(hasta)}"
    if pago.cuenta is None and pago.no_antes_de and pago.no_antes_de > hasta:
        cuando = f"el dinero sale cuando termina la ventana de seguridad de su cuenta, el {fecha(pago.no_antes_de)}"
    frases = [f"Cumple todos los requisitos: al enviarla queda concedida, y {cuando}."]
    if dictamen.datos["retenido"]:
        frases.append(f"Siguen en su cuenta de fondos {cifra(dictamen.datos['retenido'])}: garantizan un préstamo.")
    return frases

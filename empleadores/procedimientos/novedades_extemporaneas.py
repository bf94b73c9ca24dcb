"""A notice that comes more than 45 days late: a person decides, and the decision itself writes it in the register."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por
from cuentas.permisos import EMPLEADOR_AVISOS
from empleadores.novedades.extemporaneas import FORMAS, pedido_de
from empleadores.novedades.forms import Sucursales
from empleadores.novedades.normas import Normas
from empleadores.novedades.palabras import cambios_de, cambios_del_plazo
from empleadores.novedades.selectors import trabajadores
from empleadores.novedades.services import (
    NoSeDeshace,
    NovedadesRechazadas,
    aplicar,
    retirar_las_de,
)
from empleadores.reglas.novedades import extemporanea, plazo, revisar, ya_consta
from nucleo.formularios import CampoArchivos, RespuestaRechazada
from tramites.casos.estados import Resultado
from tramites.casos.models import Solicitud
from tramites.casos.services import NoProcede
from tramites.casos.tabla import DE_UNA_PERSONA
from tramites.procedimientos import Cambio, ProcedimientoConCaso, inscribir


class CualForm(forms.Form):
    tipo = forms.ChoiceField(
        label="¿Qué aviso no presentó a tiempo?",
        choices=[(tipo, forma.nombre) for tipo, forma in FORMAS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija el aviso.", "invalid_choice": "Elija un aviso de la lista."},
    )


class MotivoForm(forms.Form):
    motivo = forms.CharField(
        label="¿Por qué no lo presentó a tiempo?",
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Explique por qué no lo presentó a tiempo."},
    )
    documentos = CampoArchivos(
        label="Documentos que lo demuestran",
        clase="respaldo-novedad",
        maximo=3,
        required=False,
        help_text="Por ejemplo, el contrato de trabajo, los roles de pago o el acta de finiquito.",
    )


@inscribir
class NovedadesExtemporaneas(ProcedimientoConCaso):
    slug = "novedades-extemporaneas"
    permiso = EMPLEADOR_AVISOS
    pasos = (CualForm, forms.Form, MotivoForm)
    en_orden = True
    flujo = DE_UNA_PERSONA
    prestacion = "novedad extemporánea"
    titulo_del_acuerdo = "Resolución sobre la {prestacion}"
    pedidos_frecuentes = (
        "Entregue el contrato de trabajo o los roles de pago del período.",
        "Entregue el acta de finiquito o la renuncia firmada.",
    )

    def formulario_tras(
        self, actuacion: Actuacion, paso: int, anteriores: Mapping[str, Any], **kwargs: Any
    ) -> forms.Form:
        if paso != 1:
            return self.pasos[paso](**kwargs)
        opciones = Sucursales.de(actuacion.empleador).opciones
        norma = Normas.leer().del_dia(timezone.localdate())
        return FORMAS[anteriores["tipo"]].form(sucursales=opciones, norma=norma, **kwargs)

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        """What is wrong with it is said before anybody looks at it; what is not late has its own page."""
        pedido, hoy = pedido_de(datos), timezone.localdate()
        trabajador = trabajadores(actuacion.empleador, [pedido.cedula])[pedido.cedula]
        norma = Normas.leer().de(pedido)
        for problema in revisar(pedido, trabajador, norma, hoy):
            if not problema.extemporanea:
                campo = FORMAS[datos["tipo"]].cuando if problema.campo == "periodo" else problema.campo
                raise RespuestaRechazada(problema.texto, campo)
        if ya_consta(pedido, trabajador):
            raise RespuestaRechazada("Así consta ya en el registro: no hay nada que cambiar.", "cedula")
        if not extemporanea(pedido, norma, hoy):
            raise RespuestaRechazada(
                f"Todavía no pasan {norma.dias_extemporanea} días: use «{FORMAS[datos['tipo']].nombre}», que se aplica "
                "al momento.",
                FORMAS[datos["tipo"]].cuando,
            )
        lineas = [*cambios_de(pedido, trabajador, norma), *cambios_del_plazo(plazo(pedido, norma, hoy, trabajador))]
        return datos | {"resumen": [[linea.termino, linea.ahora] for linea in lineas]}

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        documentos = [Cambio("Documentos", ", ".join(datos["documentos"]))] if datos.get("documentos") else []
        return [
            Cambio("Aviso", FORMAS[datos["tipo"]].nombre),
            *(Cambio(termino, ahora) for termino, ahora in datos["resumen"]),
            Cambio("Por qué no se presentó a tiempo", datos["motivo"]),
            *documentos,
        ]

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        return ["La multa es un valor referencial: la definitiva la fija el IESS."]

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        assert solicitud.empleador
        assert solicitud.numero
        por = actuacion.por if actuacion.actor else Por.PUBLICO
        del_caso = Actuacion(actor=actuacion.actor, sujeto=solicitud.empleador, por=por)
        try:
            if solicitud.resultado == Resultado.NEGADA:  # it may have been granted before an objection
                retirar_las_de(actuacion=del_caso, solicitud=solicitud.numero, motivo="Se negó su solicitud.")
            else:
                pedido = pedido_de(solicitud.datos)
                aplicar(actuacion=del_caso, pedidos=[(pedido, None)], solicitud=solicitud.numero)
        except (NovedadesRechazadas, NoSeDeshace) as razon:
            raise NoProcede(f"No se puede aplicar: {razon}") from razon

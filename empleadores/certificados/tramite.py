"""What both procedures are."""

from datetime import date
from typing import Any, ClassVar

from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import EMPLEADOR_CONSULTA
from empleadores.certificados import selectors
from empleadores.certificados.contenido import NO_EMPLEADOR, Consultado, Texto
from empleadores.reglas.obligaciones import Situacion
from registro.models import Empleador, Persona
from registro.parametros import Parametros
from tramites.procedimientos import CertificadoPublico, Comparacion, Contenido

EN_PALABRAS = {
    Situacion.NO_MORA: "No registra obligaciones patronales en mora",
    Situacion.EN_TRAMITE_DE_PAGO: "Obligaciones patronales en trámite de pago",
    Situacion.SI_MORA: "Sí registra obligaciones patronales en mora",
    NO_EMPLEADOR: "No consta como empleador",
}


EN_BREVE = {
    Situacion.NO_MORA: "Sin mora",
    Situacion.EN_TRAMITE_DE_PAGO: "En trámite de pago",
    Situacion.SI_MORA: "En mora",
    NO_EMPLEADOR: "No es empleador",
}


class CertificadoDeObligaciones(CertificadoPublico):
    permiso = EMPLEADOR_CONSULTA
    plantilla = "empleadores/obligaciones.html"
    vigencia = "vigencia_certificado_cumplimiento_dias"
    texto: ClassVar[Texto]

    def buscar(self, identificacion: str) -> Persona | Empleador | None:
        return selectors.quien_es(identificacion)

    def contenido(self, actuacion: Actuacion, hoy: date) -> Contenido:
        assert actuacion.sujeto is not None  # by its permission, and by whom `buscar` found
        consultado, parametros = Consultado.de(actuacion.sujeto, hoy), Parametros.al(hoy)
        return Contenido(
            variante=consultado.situacion.lower(),
            titulo=self.texto.titulo,
            plantilla="empleadores/documentos/obligaciones.html",
            datos=consultado.datos(self.texto) | {"validez_dias": parametros.entero(self.vigencia)},
            vence_el=self.vence(parametros),
        )

    def contexto(self, actuacion: Actuacion, contenido: Contenido) -> dict[str, Any]:
        """Planilla by planilla: for the employer alone, and of no part of the document."""
        assert actuacion.sujeto is not None
        consultado = Consultado.de(actuacion.sujeto, timezone.localdate())
        return {"estado": consultado.estado, "situacion": EN_BREVE[consultado.situacion]}

    def comparar(self, emitido: Any, hoy: date) -> Comparacion:
        """One query, and of a person one more. How much is owed is not said: only the document itself does."""
        rucs = [emitido.ruc] if emitido.ruc else selectors.rucs_de_empleador(emitido.cedula)
        ahora = selectors.situacion_de(rucs, hoy) if rucs else NO_EMPLEADOR
        return Comparacion(EN_PALABRAS[emitido.variante.upper()], EN_PALABRAS[ahora])

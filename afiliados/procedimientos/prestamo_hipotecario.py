"""Procedure 9: what each mortgage of the BIESS would lend a person, and the request for one."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone

from afiliados.forms.hipotecario import MODOS, NO_ES_CONYUGE, SOLIDARIA, CreditoForm, InmuebleForm, QuienesForm
from afiliados.normas.hipotecario import norma_hipotecario_de
from afiliados.reglas.hipotecario import FICHAS, Condiciones, Pedido, Producto
from afiliados.reglas.hipotecario_dictamen import dictamen as dictamen_hipotecario
from afiliados.selectors.hipotecario import Panorama, Solicitado, interesado_de, solicitado_de
from afiliados.services.hipotecario import conceder_hipotecario, retirar_hipotecario
from afiliados.vistas import hipotecario as vistas
from cuentas.actuacion import Actuacion, Por
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.dinero import formato
from nucleo.formularios import RespuestaRechazada
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from registro.reglas.prestamos import SIN_SEGURO
from registro.selectors import persona_por_cedula
from tramites.casos.con_otra_persona import confirmaron, por_responder
from tramites.casos.estados import Resultado
from tramites.casos.impreso import cifra, lo_que_falta
from tramites.casos.models import Solicitud
from tramites.casos.selectors import en_tramite
from tramites.casos.tabla import CON_APROBACION_SIN_PAGO
from tramites.procedimientos import Cambio, PorConfirmar, ProcedimientoConCaso, inscribir

SIN_DECIR = "No lo dijo"
SI_NO = {"SI": "Sí", "NO": "No"}


@inscribir
class PrestamoHipotecario(ProcedimientoConCaso):
    slug = "prestamo-hipotecario"
    permiso = PERSONA_O_APODERADO
    pasos: ClassVar[tuple[type[forms.Form], ...]] = (CreditoForm, InmuebleForm, QuienesForm)
    flujo = CON_APROBACION_SIN_PAGO
    articulo, prestacion = "el", "préstamo hipotecario"
    titulo_del_acuerdo = "Acuerdo de {sentido} de {prestacion} {numero}"
    tipo_de_hechos = Solicitado
    cifras = (
        ("monto", "Monto que se presta"),
        ("cuota", "Cuota de cada mes, sin seguro"),
        ("plazo", "Plazo en meses"),
        ("tasa", "Tasa de interés anual"),
    )
    pedidos_frecuentes = (
        "Falta el avalúo del inmueble hecho por un perito calificado. Súbalo aquí.",
        "Falta la promesa de compraventa, o la proforma, firmada por el vendedor. Súbala aquí.",
        "Falta el carné de discapacidad. Súbalo aquí, o díganos si ya no lo pide.",
        "Su cónyuge todavía no confirma la solicitud desde su cuenta. Díganos si la pedirá solo a su nombre.",
    )

    def urls(self) -> list[URLPattern]:
        return [
            path(f"{self.slug}/simular/", vistas.simular, name=f"{self.slug}-simular"),
            path(f"{self.slug}/tabla/", vistas.tabla, name=f"{self.slug}-tabla"),
            path(f"{self.slug}/tabla.csv", vistas.tabla_csv, name=f"{self.slug}-tabla-csv"),
        ]

    def oferta(self, persona: Persona, hoy: date) -> str:
        return "Le piden un préstamo hipotecario junto con usted: responda" if por_responder(persona, self.slug) else ""

    # --- before anything is asked -------------------------------------------------------------------------------------

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        hoy = timezone.localdate()
        parametros = Parametros.al(hoy)
        norma, quien = norma_hipotecario_de(parametros), interesado_de(actuacion.persona, parametros)
        return {
            "panorama": Panorama.de(Pedido(quien), hoy, norma),
            "por_responder": por_responder(actuacion.persona, self.slug) if actuacion.por is Por.PROPIO else [],
            "sin_seguro": SIN_SEGURO,
        }

    # --- the request --------------------------------------------------------------------------------------------------

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        abierta = en_tramite(actuacion.persona, self.slug)
        if abierta:
            raise RespuestaRechazada(f"Ya tiene una solicitud en trámite, la {abierta}. Sígala en «Mis solicitudes».")
        norma = norma_hipotecario_de(Parametros.al(timezone.localdate()))
        _revisar(datos, norma.condiciones(Producto(datos["producto"])))
        if datos["modo"] == SOLIDARIA:
            conyuge = persona_por_cedula(datos["conyuge"])
            if conyuge is None or conyuge.fecha_fallecimiento or conyuge == actuacion.persona:
                raise RespuestaRechazada(NO_ES_CONYUGE, "conyuge")
        return datos

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        _, dictamen = self.dictamen(actuacion.persona, timezone.localdate(), datos)
        frases = [lo_que_falta(requisito) for requisito in dictamen.faltan if requisito.nombre != "conyuge"]
        if frases:
            frases += [
                "Puede enviarla así. Si al revisarla todavía falta algo, le diremos que no se concede, con motivos.",
                "Esa respuesta se puede impugnar.",
            ]
        elif "cuota" in dictamen.datos:
            frases.append(f"Con lo que consta hoy, la cuota sería de {cifra(dictamen.datos['cuota'])}. {SIN_SEGURO}")
        if datos["modo"] == SOLIDARIA:
            frases.append(
                "Su cónyuge debe confirmarla desde su propia cuenta: le avisaremos. Hasta entonces no se calcula, "
                "y su ingreso no cuenta."
            )
        return frases

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        juntos = [Cambio("Su cónyuge o conviviente", f"Cédula {datos['conyuge']}")] if datos["conyuge"] else []
        discapacidad = [Cambio("Discapacidad", "La tiene acreditada")] if datos["discapacidad"] else []
        con_que = [Cambio("Documentos", ", ".join(datos["documentos"]))] if datos.get("documentos") else []
        return [
            *self._lo_que_pide(datos),
            Cambio("Quién lo pide", MODOS[datos["modo"]]),
            *juntos,
            *discapacidad,
            *con_que,
        ]

    def resumen_impreso(self, datos: dict[str, Any]) -> list[Cambio]:
        """Whoever sells the house will be shown it."""
        return self.resumen(datos | {"discapacidad": False})

    def _lo_que_pide(self, datos: Mapping[str, Any]) -> list[Cambio]:
        producto = FICHAS[Producto(datos["producto"])]
        dormitorios = datos["dormitorios"]
        return [
            Cambio("Crédito", producto.nombre),
            Cambio("Para", producto.destino),
            Cambio("Monto", formato(Decimal(datos["monto"]))),
            Cambio("Plazo", f"{datos['plazo']} meses"),
            Cambio("Precio", formato(Decimal(datos["precio"]))),
            Cambio("Avalúo", formato(Decimal(datos["avaluo"]))),
            Cambio("Dónde está", f"{datos['direccion']}, cantón {datos['canton']}"),
            Cambio("Dormitorios", SIN_DECIR if dormitorios is None else str(dormitorios)),
            Cambio("Es nueva", SI_NO.get(datos["nueva"], SIN_DECIR)),
            Cambio("Es la primera vivienda", SI_NO.get(datos["primera_vivienda"], SIN_DECIR)),
        ]

    def por_confirmar(self, datos: Mapping[str, Any]) -> PorConfirmar | None:
        if datos["modo"] != SOLIDARIA:
            return None
        return PorConfirmar(
            datos["conyuge"],
            self._lo_que_pide(datos),
            (
                "Que usted también deberá el préstamo: si no se paga, pueden cobrárselo entero.",
                "Que el instituto use sus aportes, su ingreso y sus préstamos para decidir.",
                "Que quien lo pidió vea en el dictamen lo que consta de usted en cada requisito.",
            ),
        )

    # --- the rule -----------------------------------------------------------------------------------------------------

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Solicitado:
        return solicitado_de(titular, Parametros.al(hoy), datos)

    def dictaminar(self, hechos: Solicitado, fecha: date, parametros: Parametros) -> Dictamen:
        norma = norma_hipotecario_de(parametros)
        return dictamen_hipotecario(hechos.pedido, hechos.producto, norma, fecha, parametros.usados)

    # --- the decision -------------------------------------------------------------------------------------------------

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        assert solicitud.persona
        assert solicitud.numero
        if solicitud.resultado == Resultado.CONCEDIDA:
            assert solicitud.dictamen
            conceder_hipotecario(
                actuacion=actuacion,
                persona=solicitud.persona,
                numero=solicitud.numero,
                fecha=timezone.localdate(solicitud.decidida_en),
                dictamen=Dictamen.de_json(solicitud.dictamen),
                con=confirmaron(solicitud.numero),
            )
        else:
            retirar_hipotecario(actuacion=actuacion, persona=solicitud.persona, numero=solicitud.numero)

    def del_acuerdo(self, solicitud: Solicitud, hechos: Solicitado, dictamen: Dictamen) -> dict[str, Any]:
        if solicitud.resultado != Resultado.CONCEDIDA:
            return {}
        ficha, datos = FICHAS[hechos.producto], solicitud.datos
        figuras = ("monto", "plazo", "tasa", "efectiva", "cuota", "intereses", "total", "entrada")
        return {
            **{nombre: cifra(dictamen.datos[nombre], nombre) for nombre in figuras},
            "producto": ficha.nombre,
            "destino": ficha.destino,
            "avaluo": formato(Decimal(datos["avaluo"])),
            "inmueble": f"{datos['direccion']}, cantón {datos['canton']}",
            "conyuge": datos["conyuge"],
            "sin_seguro": SIN_SEGURO,
        }


def _revisar(datos: Mapping[str, Any], condiciones: Condiciones) -> None:
    """What one answer makes of another. Raises RespuestaRechazada beside the one to mend."""
    if not condiciones.se_calcula:
        raise RespuestaRechazada("Hoy no se publican las condiciones de este crédito. Elija otro.", "producto")
    if datos["plazo"] > condiciones.plazo:
        raise RespuestaRechazada(f"Este crédito se paga en {condiciones.plazo} meses como máximo.", "plazo")
    if Decimal(datos["monto"]) > Decimal(datos["precio"]):
        raise RespuestaRechazada("No se presta más de lo que cuesta: baje el monto o corrija el precio.", "monto")
    if condiciones.dormitorios and datos["dormitorios"] is None:
        raise RespuestaRechazada("Este crédito pide decir cuántos dormitorios tiene.", "dormitorios")
    if condiciones.nueva and not datos["nueva"]:
        raise RespuestaRechazada("Este crédito pide decir si la vivienda es nueva.", "nueva")
    if condiciones.primera_vivienda and not datos["primera_vivienda"]:
        raise RespuestaRechazada("Este crédito pide decir si será su primera vivienda.", "primera_vivienda")

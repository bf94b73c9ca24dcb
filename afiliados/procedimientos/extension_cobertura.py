"""Procedure 21: the health cover of a spouse, a partner and the children: its cost, its card and its end."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone

from afiliados.forms.cobertura import NOMBRES, DatosForm, QuienForm, dictamen_hoy, familia_vista
from afiliados.reglas.cobertura import Calidad, Documento, Parentesco
from afiliados.selectors.cobertura import (
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
from afiliados.services.cobertura import CARNE, como_estaba, cubrir, retirar_cobertura
from afiliados.vistas import cobertura as vistas
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.escritura import dinero, fecha, mes, porcentaje
from nucleo.formularios import RespuestaRechazada
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen
from tramites.casos.estados import Resultado
from tramites.casos.impreso import cifra
from tramites.casos.models import Solicitud
from tramites.casos.tabla import POR_REGLA_SIN_PAGO
from tramites.procedimientos import Cambio, Contenido, ProcedimientoConCaso, identidad, inscribir

NADA = "Nada"


@inscribir
class ExtensionCobertura(ProcedimientoConCaso):
    slug = SLUG
    permiso = PERSONA_O_APODERADO
    pasos: ClassVar[tuple[type[forms.Form], ...]] = (QuienForm, DatosForm)
    flujo = POR_REGLA_SIN_PAGO
    en_orden = True
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

    def formulario_tras(
        self, actuacion: Actuacion, paso: int, anteriores: Mapping[str, Any], **kwargs: Any
    ) -> forms.Form:
        if paso == 0:
            return QuienForm(actuacion=actuacion, **kwargs)
        una = familia_vista(actuacion, anteriores["cedula"])
        return DatosForm(una=una, parentesco=anteriores["parentesco"], **kwargs)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        una = familia_vista(actuacion)
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
        una = familia_vista(actuacion, datos["cedula"])
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
        una = familia_vista(actuacion, datos["cedula"])
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
        quien = f"{datos['nombre']}, cédula" if datos.get("nombre") else "Cédula"
        de_hijo = datos["parentesco"] == Parentesco.HIJO and datos.get("nacimiento")
        nacimiento = [Cambio("Nació el", fecha(date.fromisoformat(datos["nacimiento"])))] if de_hijo else []
        documento = []
        if datos.get("archivos"):
            que = Documento(datos["documento"]).texto.capitalize()
            documento = [Cambio("Documento", f"{que}: {', '.join(datos['archivos'])}")]
        return [
            Cambio("A quién", NOMBRES[Parentesco(datos["parentesco"])]),
            Cambio("Quién es", f"{quien} {datos['cedula']}"),
            *nacimiento,
            *documento,
            Cambio("Lo que cuesta", datos["costo"]),
        ]

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Hechos:
        return hechos_de_cobertura(titular, hoy, datos)

    def dictaminar(self, hechos: Hechos, fecha: date, parametros: Parametros) -> Dictamen:
        return dictamen_de(hechos, fecha, parametros)

    def mira_una_persona(self, datos: Mapping[str, Any]) -> bool:
        return bool(datos.get("archivos"))

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
        figuras: Mapping[str, Any] = dictamen.datos
        desde = timezone.localdate(solicitud.decidida_en)
        return {
            "quien": self.resumen(solicitud.datos)[1].ahora,
            "parentesco": NOMBRES[hechos.dependiente.parentesco],
            "desde": fecha(desde),
            "acceso": fecha(max(figuras["acceso_desde"], desde)),
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
    if "cobertura_hasta" in datos:
        yield f"Su último día sería el {fecha(datos['cobertura_hasta'])}."

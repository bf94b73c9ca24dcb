"""Procedure 16: the cash subsidies of illness, maternity and work risks, from the certificate to the payment."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone

from afiliados.forms.subsidios import (
    ORDENA,
    PREFIJO,
    CalculoForm,
    CertificadoForm,
    DiagnosticoForm,
    DocumentosForm,
    EmisorForm,
    FechasForm,
    MotivoForm,
    TrasOtrosForm,
    dias_de,
)
from afiliados.normas.subsidios import norma_subsidios_de
from afiliados.reglas.certificado_medico import Entrada, campos
from afiliados.reglas.reposos import EMISORES, MOTIVOS, Emisor, Motivo
from afiliados.reglas.subsidios_supuestos import derechos
from afiliados.selectors.subsidios import (
    SLUG,
    Hechos,
    anteriores_de,
    asegurado_de,
    dictamen_del_subsidio,
    hechos_del_subsidio,
    parametros_del_reposo,
)
from afiliados.services.subsidios import exigir_los_mismos_dias
from afiliados.vistas.subsidios import calcular
from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.escritura import dinero, fecha
from nucleo.feriados import DiasHabiles
from registro.models import Persona
from registro.parametros import Parametros
from registro.reglas.dictamen import Dictamen, Requisito
from tramites.casos.estados import Resultado
from tramites.casos.impreso import cifra
from tramites.casos.models import Solicitud
from tramites.casos.tabla import CON_APROBACION
from tramites.procedimientos import Cambio, ProcedimientoConCaso, inscribir

DE_LAS_FECHAS = {
    "parto": "Fecha del parto",
    "accidente": "Día del accidente",
    "aviso": "Aviso del accidente al IESS",
    "emision": "Emisión del certificado",
}


@inscribir
class Subsidios(ProcedimientoConCaso):
    slug = SLUG
    permiso = PERSONA_O_APODERADO
    pasos: ClassVar[tuple[type[TrasOtrosForm], ...]] = (
        MotivoForm,
        CertificadoForm,
        FechasForm,
        EmisorForm,
        DiagnosticoForm,
        DocumentosForm,
    )
    en_orden = True
    flujo = CON_APROBACION
    articulo, prestacion = "el", "subsidio en dinero"
    titulo_del_acuerdo = "Acuerdo de {sentido} de {prestacion} {numero}"
    tipo_de_hechos = Hechos
    cifras = (("subsidio_total", "Su subsidio"), ("dias_pagados", "Días que paga el IESS"))
    pago = ("SUBSIDIO", "subsidio_total")
    pedidos_frecuentes = (
        "El certificado no se lee bien. Súbalo otra vez, completo y con buena luz.",
        "Al certificado le falta la firma o el sello del médico. Pida que lo corrijan y súbalo.",
        "No consta el aviso del accidente de trabajo. Súbalo con su fecha de recepción.",
    )

    def urls(self) -> list[URLPattern]:
        return [path(f"{self.slug}/calcular/", calcular, name=f"{self.slug}-calcular")]

    def formulario_tras(
        self, actuacion: Actuacion, paso: int, anteriores: Mapping[str, Any], **kwargs: Any
    ) -> forms.Form:
        return self.pasos[paso](anteriores=dict(anteriores), **kwargs)

    def contexto(self, actuacion: Actuacion) -> dict[str, Any]:
        """What each contingency would give today. Six queries."""
        persona, hoy, habiles = actuacion.persona, timezone.localdate(), DiasHabiles.nacionales()
        anteriores = anteriores_de(persona)
        asegurado, norma = asegurado_de(persona, anteriores), norma_subsidios_de(parametros_del_reposo(hoy))
        return {
            "derechos": derechos(asegurado, norma=norma, habiles=habiles, hoy=hoy),
            "norma": norma,
            "hoy": hoy,
            "certificado_hasta": habiles.sumar(hoy, norma.certificado_habiles),
            "aviso_hasta": habiles.sumar(hoy, norma.riesgos.aviso_habiles),
            "anteriores": anteriores[::-1],
            "asegurado": asegurado,
            "por_otro": actuacion.en_nombre_de_otro,
            "calculo": CalculoForm(),
        }

    def completar(self, actuacion: Actuacion, datos: dict[str, Any]) -> dict[str, Any]:
        return datos | {"presentado": timezone.localdate().isoformat()}

    def advertencias(self, actuacion: Actuacion, datos: dict[str, Any]) -> list[str]:
        hechos, dictamen = self.dictamen(actuacion.persona, timezone.localdate(), datos)
        return [*_lo_que_recibiria(dictamen), *_lo_que_conviene_saber(hechos, dictamen)]

    def resumen(self, datos: dict[str, Any]) -> list[Cambio]:
        emisor = Emisor(datos["emisor"])
        pedidos = [campo for campo in campos(emisor) if campo.se_pide]
        lineas = [(campo.texto, str(datos[campo.nombre])) for campo in pedidos if campo.entrada is not Entrada.CASILLA]
        casillas = [campo.texto for campo in pedidos if campo.entrada is Entrada.CASILLA and datos[campo.nombre]]
        documentos = [nombre for clave, nombres in datos.items() if clave.startswith(PREFIJO) for nombre in nombres]
        return [
            *self.resumen_impreso(datos),
            *(Cambio(texto, fecha(_dia(datos[n]))) for n, texto in DE_LAS_FECHAS.items() if datos.get(n)),
            Cambio("Quién dio el certificado", EMISORES[emisor]),
            Cambio("Qué ordena", ORDENA[datos["ordena"]]),
            *(Cambio(texto, valor) for texto, valor in lineas),
            *([Cambio("En el papel", "\n".join(casillas))] if casillas else []),
            Cambio("Documentos", "\n".join(documentos)),
        ]

    def resumen_impreso(self, datos: dict[str, Any]) -> list[Cambio]:
        """Of the illness no more than its kind."""
        desde, hasta = _dia(datos["desde"]), _dia(datos["hasta"])
        dias = dias_de(desde, hasta)
        cuantos = "1 día" if dias == 1 else f"{dias} días"
        return [
            Cambio("Por qué", MOTIVOS[Motivo(datos["motivo"])]),
            Cambio("Reposo", f"Del {fecha(desde)} al {fecha(hasta)}: {cuantos}"),
        ]

    def hechos(self, titular: Persona, hoy: date, datos: Mapping[str, Any]) -> Hechos:
        return hechos_del_subsidio(titular, datos)

    def parametros(self, hechos: Hechos, hoy: date) -> Parametros:
        return parametros_del_reposo(hechos.pedido.reposo.desde)

    def dictaminar(self, hechos: Hechos, fecha: date, parametros: Parametros) -> Dictamen:
        return dictamen_del_subsidio(hechos, fecha, parametros)

    def al_decidir(self, solicitud: Solicitud, actuacion: Actuacion) -> None:
        if solicitud.resultado == Resultado.CONCEDIDA:
            exigir_los_mismos_dias(solicitud=solicitud)

    def del_acuerdo(self, solicitud: Solicitud, hechos: Hechos, dictamen: Dictamen) -> dict[str, Any]:
        if solicitud.resultado != Resultado.CONCEDIDA:
            return {}
        figuras = ("subsidio_total", "dias_pagados", "base", "empleador_total")
        return {
            **{nombre: cifra(dictamen.datos[nombre], nombre) for nombre in figuras},
            "paga_el_empleador": dictamen.datos["empleador_total"] > 0,  # type: ignore[operator] # an amount
            "cuenta": hechos.asegurado.cuenta,
        }


def _lo_que_recibiria(dictamen: Dictamen) -> list[str]:
    """The amount and its tranches, or what stands against it."""
    if dictamen.califica:
        total, dias = dictamen.datos["subsidio_total"], dictamen.datos["dias_pagados"]
        return [
            f"Con lo que consta hoy, el IESS le pagaría {cifra(total)} por {dias} días.",
            *(
                f"{paso.texto}: {dinero(paso.resultado)}."
                for paso in dictamen.pasos
                if paso.nombre.startswith("tramo_") and isinstance(paso.resultado, Decimal)
            ),
        ]
    return [
        *(_lo_que_falta(requisito) for requisito in dictamen.faltan),
        "Puede enviarla así. Si al revisarla todavía falta algo, le responderemos que no se concede, con motivos.",
        "Esa respuesta se puede impugnar. También puede esperar: lo que escribió queda guardado.",
    ]


def _lo_que_conviene_saber(hechos: Hechos, dictamen: Dictamen) -> list[str]:
    frases = []
    cruzado = next(requisito for requisito in dictamen.requisitos if requisito.nombre == "sin_otro_reposo")
    if dictamen.datos["dias_repetidos"] and cruzado.cumple:
        frases.append(f"{cruzado.texto}: {cruzado.registrado}.")
    if dictamen.datos.get("valida_en_linea") == "no":
        frases.append("Por su duración, el médico del IESS puede pedirle que presente el certificado en persona.")
    if hechos.asegurado.cuenta_validada:
        frases.append(f"Se pagaría en su cuenta: {hechos.asegurado.cuenta}.")
    if "certificado_hasta" in dictamen.datos:
        frases.append(f"Tiene hasta el {cifra(dictamen.datos['certificado_hasta'])} para presentar este certificado.")
    return frases


def _lo_que_falta(requisito: Requisito) -> str:
    return f"Hoy falta: {requisito.texto}. Se pide: {requisito.exigido}. Consta: {requisito.registrado.rstrip('.')}."


def _dia(escrito: str) -> date:
    return date.fromisoformat(escrito)

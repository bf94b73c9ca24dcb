"""The decision on covering somebody, as a dictamen: what the record says, what must be declared, cost and end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from afiliados.reglas.cobertura import (
    UN_DIA,
    Calidad,
    Costo,
    Dependiente,
    Documento,
    Fin,
    NormaCobertura,
    Parentesco,
    Titular,
    acceso_desde,
    contradice,
    costo,
    fines,
    maternidad_desde,
    primer_aporte,
    pruebas,
    terminada,
)
from nucleo import fechas
from registro.reglas.dictamen import Confianza, Dictamen, Paso, Requisito, Valor, todos_cumplen
from registro.reglas.puertas import cumpleanos, edad
from registro.reglas.respaldo import respaldado

DOCUMENTOS = "Documentos del registro de dependientes (elyex.com, guía de servicios del IESS)"
UNION = "Código Civil art. 222, de memoria"
NOMBRES: Mapping[Parentesco, str] = {
    Parentesco.CONYUGE: "su cónyuge",
    Parentesco.CONVIVIENTE: "su conviviente",
    Parentesco.HIJO: "su hijo o hija",
}


def dictamen(
    dependiente: Dependiente, titular: Titular, *, norma: NormaCobertura, hoy: date, parametros: Mapping[str, Any]
) -> Dictamen:
    """`parametros`: what `norma` was made of.

    The cost is there whatever is missing. An end without a known day is only said in `datos["termina"]`.
    """
    requisitos = tuple(_requisitos(dependiente, titular, norma, hoy))
    cuesta = costo(dependiente, titular, norma, hoy)
    vive = terminada(dependiente, titular, norma, hoy) is None
    terminan = fines(dependiente, titular, norma, hoy) if vive else ()
    datos: dict[str, Valor] = {
        "base": cuesta.base,
        "porcentaje": cuesta.tasa / 100,
        "aporte_adicional": cuesta.valor,
        "primer_aporte": primer_aporte(titular, hoy),
        "acceso_desde": acceso_desde(dependiente, titular, norma, hoy),
    }
    if dependiente.parentesco.pareja:
        datos["maternidad_desde"] = maternidad_desde(titular, norma, hoy)
    if terminan and terminan[0].ultimo_dia:
        datos["cobertura_hasta"] = terminan[0].ultimo_dia
    if vive:
        datos["termina"] = "; ".join(fin.texto for fin in terminan) or "cuando usted deje de estar asegurado"
    return Dictamen(
        fecha=hoy,
        requisitos=requisitos,
        pasos=tuple(_pasos(cuesta, titular, norma=norma, terminan=terminan, datos=datos, hoy=hoy)),
        califica=todos_cumplen(requisitos),
        datos=datos,
        parametros=dict(parametros),
    )


# --- requirements ----------------------------------------------------------------------------------------------------


def _requisitos(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> Iterator[Requisito]:
    yield _titular(titular, norma)
    yield _otra_persona(dependiente, titular)
    yield from _parentesco(dependiente, titular, norma, hoy)
    if dependiente.parentesco.pareja:
        yield _estado_civil(dependiente, titular)
        yield _una_pareja(dependiente, titular, norma, hoy)
        yield _sin_seguro(dependiente, norma, hoy)
    else:
        yield _edad(dependiente, titular, norma, hoy)
    yield _sin_cobertura(dependiente, titular, norma, hoy)


def _titular(titular: Titular, norma: NormaCobertura) -> Requisito:
    pensionista = titular.calidad is Calidad.PENSIONISTA
    vive = titular.fallecimiento is None
    situacion = "Recibe una pensión" if pensionista else "Afiliación vigente"
    if not titular.vigente:
        situacion = f"Sin afiliación desde el {fechas.fecha(titular.cese + UN_DIA)}" if titular.cese else "Sin seguro"
    return Requisito(
        nombre="titular_asegurado",
        texto="Que usted esté asegurado",
        exigido="Una pensión vigente" if pensionista else "Una afiliación vigente",
        registrado=situacion if vive else "Consta como fallecido",
        cumple=titular.vigente and vive,
        **respaldado(norma.respaldos, f"cobertura_conyuge_{titular.calidad}_porcentaje"),
    )


def _otra_persona(dependiente: Dependiente, titular: Titular) -> Requisito:
    misma, vive = dependiente.cedula == titular.cedula, dependiente.fallecimiento is None
    return Requisito(
        nombre="otra_persona",
        texto="Que sea otra persona, y viva",
        exigido="La cédula de quien va a cubrir",
        registrado="Es su propia cédula" if misma else "Es otra persona" if vive else "Consta como fallecida",
        cumple=vive and not misma,
        base_legal=DOCUMENTOS,
    )


def _parentesco(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> Iterator[Requisito]:
    piden = pruebas(dependiente, titular, norma, hoy)
    nombre = NOMBRES[dependiente.parentesco]
    if not any(prueba.nombre == "parentesco" for prueba in piden):
        yield Requisito(
            nombre="parentesco",
            texto=f"Que sea {nombre}",
            exigido="Que conste en el registro o en un documento",
            registrado="Consta en el registro",
            cumple=True,
            base_legal=DOCUMENTOS,
        )
    for prueba in piden:
        hecha = prueba.hecha(dependiente)
        discapacidad = prueba.nombre == "discapacidad"
        yield Requisito(
            nombre=prueba.nombre,
            texto="Que tenga una discapacidad" if discapacidad else f"Que sea {nombre}",
            exigido=f"{prueba.cuales.capitalize()}",
            registrado="Documento adjunto: lo revisa el personal" if hecha else "No consta; adjunte el documento",
            cumple=hecha,
            base_legal=norma.respaldos["cobertura_hijo_discapacidad"].base_legal if discapacidad else DOCUMENTOS,
            confianza=Confianza.BAJA if discapacidad else Confianza.MEDIA,
        )


def _estado_civil(dependiente: Dependiente, titular: Titular) -> Requisito:
    """Against the register only a marriage can be proved: who is married can't have a partner by law.

    The state of the other one is nobody else's to read: only that it stands in the way.
    """
    conyuge, choca = dependiente.parentesco is Parentesco.CONYUGE, contradice(dependiente, titular)
    suyo = f"Según el registro, usted {titular.estado_civil.texto}" if titular.estado_civil else "No consta"
    solo_la_otra = choca and not contradice(replace(dependiente, estado_civil=None), titular)
    probado = conyuge and Documento.ACTA_DE_MATRIMONIO in dependiente.documentos
    return Requisito(
        nombre="estado_civil",
        texto="Estado civil",
        exigido="Casados" if conyuge else "Ninguno de los dos casado",
        registrado=f"{suyo}; el de la otra persona no es ese" if solo_la_otra else suyo,
        cumple=not choca or probado,
        base_legal=DOCUMENTOS if conyuge else UNION,
        confianza=Confianza.MEDIA if conyuge else Confianza.BAJA,
    )


def _una_pareja(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> Requisito:
    otra = next(
        (
            cubierto
            for cubierto in titular.cubiertos
            if cubierto.parentesco.pareja and cubierto.rige(hoy) and cubierto.cedula != dependiente.cedula
        ),
        None,
    )
    return Requisito(
        nombre="una_pareja",
        texto="Una sola pareja",
        exigido="Ninguna otra pareja cubierta",
        registrado=f"Ya cubre a {NOMBRES[otra.parentesco]} desde el {fechas.fecha(otra.desde)}" if otra else "Ninguna",
        cumple=otra is None,
        fecha_en_que_cumple=otra.hasta + UN_DIA if otra and otra.hasta else None,
        **respaldado(norma.respaldos, "cobertura_fin_conyuge"),
    )


def _sin_seguro(dependiente: Dependiente, norma: NormaCobertura, hoy: date) -> Requisito:
    seguro = dependiente.seguro if dependiente.seguro and dependiente.seguro.rige(hoy) else None
    return Requisito(
        nombre="sin_seguro_propio",
        texto="Que no tenga seguro propio",
        exigido="Sin afiliación ni pensión a su nombre",
        registrado=seguro.texto if seguro else "No tiene",
        cumple=seguro is None,
        fecha_en_que_cumple=seguro.hasta + UN_DIA if seguro and seguro.hasta else None,
        **respaldado(norma.respaldos, "cobertura_conyuge_asegurado"),
    )


def _edad(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> Requisito:
    nacimiento, limite = dependiente.nacimiento, norma.edad_hijos
    por_discapacidad = norma.mayor_con_discapacidad(dependiente, hoy)
    if nacimiento is None:
        registrado, cumple = "No consta su fecha de nacimiento", False
    elif nacimiento > hoy or nacimiento <= titular.nacimiento:
        registrado, cumple = f"Nacimiento el {fechas.fecha(nacimiento)}: no es posible", False
    else:
        mayor = cumpleanos(nacimiento, limite)
        cumple = hoy < mayor or por_discapacidad
        cumplio = "cumple" if hoy < mayor else "cumplió"
        registrado = f"{edad(nacimiento, hoy)} años; {cumplio} {limite} el {fechas.fecha(mayor)}"
    return Requisito(
        nombre="edad",
        texto="Edad",
        exigido=f"Menos de {limite} años" + (", salvo discapacidad" if norma.discapacidad_sin_limite else ""),
        registrado=registrado,
        cumple=cumple,
        **respaldado(
            norma.respaldos,
            "cobertura_edad_hijos",
            *(("cobertura_hijo_discapacidad",) if por_discapacidad else ()),
        ),
    )


def _sin_cobertura(dependiente: Dependiente, titular: Titular, norma: NormaCobertura, hoy: date) -> Requisito:
    suya = next((uno for uno in titular.cubiertos if uno.cedula == dependiente.cedula and uno.rige(hoy)), None)
    ya_la_tiene = "Ya tiene esta cobertura" if dependiente.de_otro else "No consta"
    return Requisito(
        nombre="sin_cobertura",
        texto="Que todavía no tenga cobertura",
        exigido="No tener ya esta cobertura, por usted o por otra persona",
        registrado=f"Ya consta desde el {fechas.fecha(suya.desde)}" if suya else ya_la_tiene,
        cumple=suya is None and not dependiente.de_otro,
        **respaldado(norma.respaldos, "cobertura_edad_hijos"),
    )


# --- steps -----------------------------------------------------------------------------------------------------------


def _pasos(
    cuesta: Costo,
    titular: Titular,
    *,
    norma: NormaCobertura,
    terminan: Sequence[Fin],
    datos: Mapping[str, Valor],
    hoy: date,
) -> Iterator[Paso]:
    pensionista = titular.calidad is Calidad.PENSIONISTA
    mes = "La pensión de un mes" if pensionista else "El sueldo con el que aporta"
    if titular.ultimo_mes and not pensionista:
        mes = f"El sueldo de su aporte de {fechas.mes(titular.ultimo_mes)}"
    respaldo = respaldado(norma.respaldos, *cuesta.claves)
    yield Paso(
        nombre="base",
        texto=mes,
        formula="lo que recibe al mes" if pensionista else "materia gravada",
        entradas={"pension" if pensionista else "sueldo": cuesta.base},
        resultado=cuesta.base,
        **respaldo,
    )
    yield Paso(
        nombre="aporte_adicional",
        texto="Lo que se descuenta de su pensión cada mes" if pensionista else "Lo que se suma a su aporte cada mes",
        formula="base × porcentaje",
        entradas={"base": cuesta.base, "porcentaje": cuesta.tasa / 100},
        resultado=cuesta.valor,
        **respaldo,
    )
    pareja = "maternidad_desde" in datos
    clave = "cobertura_aportes_espera" if pareja else "cobertura_hijos_espera"
    espera = norma.aportes_espera if pareja else norma.aportes_espera_hijos
    yield Paso(
        nombre="acceso_desde",
        texto="Atención médica desde",
        formula=f"después de {espera} aportes con el adicional" if espera else "sin espera",
        entradas={"primer_aporte": datos["primer_aporte"]} if espera else {"solicitud": fechas.fecha(hoy)},
        resultado=datos["acceso_desde"],
        **respaldado(norma.respaldos, clave),
    )
    if pareja:
        yield Paso(
            nombre="maternidad_desde",
            texto="Parto cubierto desde",
            formula=f"después de {norma.aportes_maternidad} aportes con el adicional",
            entradas={"primer_aporte": datos["primer_aporte"]},
            resultado=datos["maternidad_desde"],
            **respaldado(norma.respaldos, "cobertura_maternidad_aportes"),
        )
    for fin in terminan:
        if fin.ultimo_dia:
            yield Paso(
                nombre=f"termina_{fin.motivo}",
                texto="Último día de cobertura",
                formula=fin.texto,
                entradas={"primer día sin cobertura": fechas.fecha(fin.ultimo_dia + UN_DIA)},
                resultado=fin.ultimo_dia,
                **respaldado(norma.respaldos, fin.clave),
            )

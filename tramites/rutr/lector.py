"""The doors of the reader: bytes, text or PDF → `HojaRUTR`."""

import codecs
from datetime import date

from tramites.rutr import campos, transparencia
from tramites.rutr.adjunto import hoja_adjunta
from tramites.rutr.etiquetas import Campo
from tramites.rutr.forma import es_de_esta_forma, leer_forma
from tramites.rutr.hoja import HojaIlegible, HojaRUTR, Problema
from tramites.rutr.lineas import Linea, lineas_de_texto
from tramites.rutr.pdf import lineas_de_pdf
from tramites.rutr.secciones import Reparto, problema_en, repartir

_MARCAS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAX_TEXTO = 2_000_000  # characters; the longest sheets have some thousands
_MAX_CODIGO = 30
_MAX_NOMBRE = 200
_MAX_CORTOS = {"institucion": 200, "tipo_resultado": 120, "costo": 200, "vigencia": 200}
_CAMPO_DE = {
    "institucion": Campo.INSTITUCION,
    "tipo_resultado": Campo.OBTENDRE,
    "costo": Campo.COSTO,
    "vigencia": Campo.VIGENCIA,
}


def leer(contenido: bytes, *, hoy: date) -> HojaRUTR:
    """The sheet in a file, whatever its kind. `hoy` tells which months can't have figures yet."""
    if not contenido.strip():
        raise HojaIlegible("El archivo está vacío.")
    if b"%PDF-" in contenido[:1024]:
        return leer_pdf(contenido, hoy=hoy)
    return leer_texto(_decodificar(contenido), hoy=hoy)


def leer_pdf(contenido: bytes, *, hoy: date) -> HojaRUTR:
    """What its pages say; a PDF of this portal carries its text inside, which must say the same."""
    if adjunta := hoja_adjunta(contenido):
        return adjunta.leer(hoy)
    return _leer(lineas_de_pdf(contenido), hoy)


def leer_texto(texto: str, *, hoy: date) -> HojaRUTR:
    if not texto.strip().strip("\ufeff"):
        raise HojaIlegible("El archivo está vacío.")
    if len(texto) > _MAX_TEXTO or "\x00" in texto:
        raise HojaIlegible("El archivo no es una hoja RUTR: no es un texto que se pueda leer.")
    return leer_forma(texto, hoy=hoy) if es_de_esta_forma(texto) else _leer(lineas_de_texto(texto), hoy)


def _decodificar(contenido: bytes) -> str:
    """UTF-8, UTF-16 with its mark or, failing that, Windows-1252, in which old exports are written."""
    codificaciones = [nombre for marca, nombre in _MARCAS if contenido.startswith(marca)] or ["utf-8", "cp1252"]
    for codificacion in codificaciones:
        try:
            texto = contenido.decode(codificacion)
        except UnicodeDecodeError:
            continue
        if not _parece_binario(texto):
            return texto
    raise HojaIlegible("El archivo no es ni un texto ni un PDF que se pueda leer.")


def _parece_binario(texto: str) -> bool:
    muestra = texto[:4096]
    raros = sum(1 for caracter in muestra if ord(caracter) < 32 and caracter not in "\t\r\n\f\v")
    return "\x00" in texto or raros > len(muestra) // 50


def _leer(lineas: list[Linea], hoy: date) -> HojaRUTR:
    reparto = repartir(lineas)
    if not reparto.vistas and not reparto.codigos:
        raise HojaIlegible(
            "No se reconoce ningún campo de la hoja del Registro Único de Trámites y Regulaciones en este archivo."
        )
    codigo, nombre = _codigo(reparto), _nombre(reparto)
    meses, problemas = transparencia.leer_tabla(reparto.campos.get(Campo.TRANSPARENCIA, []), hoy)
    valores = _valores(reparto)
    problemas += [*reparto.problemas, *_demasiado_largos(reparto, valores)]
    return HojaRUTR(
        codigo=codigo, nombre=nombre, transparencia=tuple(meses), problemas=tuple(sorted(problemas)), **valores
    )


def _codigo(reparto: Reparto) -> str:
    codigos = list(dict.fromkeys(reparto.codigos))
    if not codigos:
        raise HojaIlegible("La hoja no dice su «Código de Trámite», con la forma de «IESS-034-01-07».")
    if len(codigos) > 1:
        raise HojaIlegible(f"El archivo trae hojas de varios trámites ({', '.join(codigos)}): separe una por archivo.")
    if len(codigos[0]) > _MAX_CODIGO:
        raise HojaIlegible(f"El código de trámite «{codigos[0]}» es demasiado largo.")
    return codigos[0]


def _nombre(reparto: Reparto) -> str:
    nombre = campos.texto(reparto.campos.get(Campo.NOMBRE, []))
    if not nombre:
        raise HojaIlegible("La hoja no dice el «Nombre Trámite».")
    if len(nombre) > _MAX_NOMBRE:
        raise HojaIlegible(f"El «Nombre Trámite» pasa de {_MAX_NOMBRE} letras: «{nombre[:80]}…».")
    return nombre


def _valores(reparto: Reparto) -> dict:
    def lineas(campo: Campo) -> list[Linea]:
        return reparto.campos.get(campo, [])

    dirigido_a, personas = campos.dirigido_a(lineas(Campo.DIRIGIDO))
    tipo_resultado, resultado = campos.resultado(lineas(Campo.OBTENDRE))
    generales, nota = campos.requisitos(lineas(Campo.REQUISITOS))
    especiales, otra_nota = campos.requisitos(lineas(Campo.ESPECIALES))
    modalidad, indicaciones = _como(campos.textos(lineas(Campo.COMO)))
    return {
        "institucion": campos.texto(lineas(Campo.INSTITUCION)),
        "descripcion": campos.texto(lineas(Campo.DESCRIPCION)),
        "dirigido_a": dirigido_a,
        "personas": personas,
        "tipo_resultado": tipo_resultado,
        "resultado": resultado,
        "requisitos": generales,
        "requisitos_especiales": especiales,
        "requisitos_nota": nota + otra_nota,
        "formatos": campos.textos(lineas(Campo.FORMATOS)),
        "modalidad": modalidad,
        "consideraciones": campos.textos(lineas(Campo.CONSIDERACIONES)),
        "indicaciones": indicaciones,
        "indicaciones_en_linea": campos.textos(lineas(Campo.EN_LINEA)),
        "indicaciones_presencial": campos.textos(lineas(Campo.PRESENCIAL)),
        "notas": campos.textos(lineas(Campo.NOTAS)),
        "canales": campos.canales(lineas(Campo.CANALES)),
        "costo": campos.texto(lineas(Campo.COSTO)),
        "horarios": campos.horarios(lineas(Campo.HORARIO)),
        "vigencia": campos.texto(lineas(Campo.VIGENCIA)),
        "base_legal": campos.textos(lineas(Campo.BASE_LEGAL)),
        "contacto": campos.contacto(lineas(Campo.CONTACTO)),
    }


def _como(textos: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """ "¿Cómo hago el trámite?": its first line may only name the kind ("Trámite virtual"); the rest are steps."""
    if textos and textos[0].casefold().startswith(("trámite", "tramite")) and len(textos[0]) <= 40:
        return textos[0], textos[1:]
    return "", textos


def _demasiado_largos(reparto: Reparto, valores: dict) -> list[Problema]:
    """Short fields that hold a long text were misread: empty them and say so, rather than keep a piece."""
    problemas = []
    for clave, maximo in _MAX_CORTOS.items():
        if len(valores[clave]) > maximo:
            linea = next(linea for linea in reparto.campos[_CAMPO_DE[clave]] if linea.texto.strip())
            problemas.append(problema_en(linea, f"el texto de este campo pasa de {maximo} letras y no se ha tomado"))
            valores[clave] = ""
    return problemas

"""The lines of a field → its value."""

import re
from dataclasses import dataclass

from tramites.rutr.hoja import Contacto, Horario, Requisito
from tramites.rutr.lineas import Linea, plegar

# The kinds of person as the register writes them.
PERSONAS = (
    "Persona Natural - Ecuatoriana",
    "Persona Natural - Extranjera",
    "Persona Jurídica - Privada",
    "Persona Jurídica - Pública",
)
_NUMERO = re.compile(r"(?:[-*•·▪◦‣–]\s*)?(\d{1,2})\s?(?:\.-|[.)°])\s*(?=[^\W\d]|[¿¡\"“‘'(])")
_VINETA = re.compile(r"[-*•·▪◦‣–]\s+|•|[a-z]\)\s+")
_OTRO_NUMERO = re.compile(r"(?<=[.;:)])\s+(\d{1,2})\s?(?:\.-|[.)])\s+(?=[A-ZÁÉÍÓÚÑ¿\"“])")
_NOTA = re.compile(r"notas?\s*:")
_MAX_TITULO = 120
_FIN_DE_FRASE = (".", "!", "?", ":", ";")


@dataclass(slots=True)
class Parrafo:
    """Lines joined. `numero` is that of a numbered item, 0 for a bullet, None for plain text."""

    texto: str
    numero: int | None = None
    aparte: bool = False


def unir(anterior: str, siguiente: str) -> str:
    """Two pieces of a wrapped text; a word cut by a hyphen becomes whole again."""
    if anterior.endswith("-") and anterior[-2:-1].isalpha() and siguiente[:1].islower():
        return anterior[:-1] + siguiente
    return f"{anterior} {siguiente}".strip()


def texto(lineas: list[Linea]) -> str:
    """All of it as one text."""
    salida = ""
    for linea in lineas:
        salida = unir(salida, linea.plano)
    return salida


def parrafos(lineas: list[Linea]) -> list[Parrafo]:
    """Paragraphs and list items. A page break, or a blank line before a lower-case word, ends neither."""
    salida: list[Parrafo] = []
    blanco = salto = False
    for linea in lineas:
        plano = linea.plano
        if not plano:
            blanco, salto = True, salto or linea.salto
            continue
        numero, resto = _marca(plano)
        sigue = bool(salida) and numero is None and not _corta(salida[-1].texto, plano, blanco=blanco, salto=salto)
        if sigue:
            salida[-1].texto = unir(salida[-1].texto, plano)
        else:
            salida.append(Parrafo(resto, numero, aparte=blanco and not salto))
        blanco = salto = False
    return [parte for parrafo in salida for parte in _desplegar(parrafo)]


def _marca(plano: str) -> tuple[int | None, str]:
    if numero := _NUMERO.match(plano):
        return int(numero[1]), plano[numero.end() :]
    if vineta := _VINETA.match(plano):
        return 0, plano[vineta.end() :].strip()
    return None, plano


def _corta(anterior: str, siguiente: str, *, blanco: bool, salto: bool) -> bool:
    if not blanco:
        return _NOTA.match(plegar(siguiente)) is not None
    terminada = anterior.endswith(_FIN_DE_FRASE)
    if salto:
        return terminada and not siguiente[:1].islower()
    return terminada or not siguiente[:1].islower()


def _desplegar(parrafo: Parrafo) -> list[Parrafo]:
    """An item whose text holds the following numbers too ("1. Uno. 2. Dos."), as several items."""
    if not parrafo.numero:
        return [parrafo]
    salida, inicio, numero = [], 0, parrafo.numero
    for otro in _OTRO_NUMERO.finditer(parrafo.texto):
        if int(otro[1]) == numero + 1:
            salida.append(Parrafo(parrafo.texto[inicio : otro.start()], numero))
            inicio, numero = otro.end(), numero + 1
    return [*salida, Parrafo(parrafo.texto[inicio:], numero)]


def textos(lineas: list[Linea]) -> tuple[str, ...]:
    return tuple(parrafo.texto for parrafo in parrafos(lineas) if parrafo.texto)


def requisitos(lineas: list[Linea]) -> tuple[tuple[Requisito, ...], tuple[str, ...]]:
    """The requirements, and the paragraphs among them that are none: before the list, or after it and apart."""
    partes = parrafos(lineas)
    if not any(parte.numero is not None for parte in partes):
        return tuple(_requisito(renglon) for renglon in _renglones(lineas)), ()
    numerados = any(parte.numero for parte in partes)
    ultimo = max(i for i, parte in enumerate(partes) if (parte.numero if numerados else parte.numero is not None))
    lista: list[str] = []
    notas: list[str] = []
    for i, parte in enumerate(partes):
        abre = bool(parte.numero) if numerados else parte.numero is not None
        suelta = parte.numero is None and (not lista or (i > ultimo and not _es_nota(parte)))
        if abre:
            lista.append(parte.texto)
        elif suelta or not lista:
            notas.append(parte.texto)
        else:
            lista[-1] += f"\n{parte.texto}"
    return tuple(_requisito(item) for item in lista), tuple(notas)


def _es_nota(parte: Parrafo) -> bool:
    return not parte.aparte or _NOTA.match(plegar(parte.texto)) is not None


def _renglones(lineas: list[Linea]) -> list[str]:
    """Items of a list without marks: a line is a new one if it begins with a capital and the one before looks whole."""
    salida: list[str] = []
    anterior = ""
    for linea in lineas:
        plano = linea.plano
        if plano:
            nueva = not anterior or (plano[0].isupper() and (anterior.endswith(_FIN_DE_FRASE) or len(anterior) < 60))
            if nueva or not salida:
                salida.append(plano)
            else:
                salida[-1] = unir(salida[-1], plano)
            anterior = plano
    return salida


def _requisito(item: str) -> Requisito:
    titulo, separador, detalle = item.partition(":")
    if separador and detalle.strip() and len(titulo) <= _MAX_TITULO and not titulo.endswith(("http", "https")):
        return Requisito(titulo.strip(), detalle.strip())
    return Requisito(item.strip().removesuffix(":"))


_DIRIGIDO_A = re.compile(r"dirigido a\s*:")
_RESULTADO = re.compile(r"(tipo de resultado|resultado a obtener)\s*:?")
_CANAL = re.compile(
    r"(?<!\w)(virtual|en linea|presencial|telefonic[oa]|telefono|correo electronico|ventanilla|centro de contacto)\s*:"
)
_CONTACTO = re.compile(
    r"(?<!\w)(funcionario\s*/\s*dependencia|dependencia|funcionario|responsable|correo(?: electronico)?|e-?mail"
    r"|telefonos?)\s*:?(?=\s)"
)
_CORREO = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CLAVES_DE_CONTACTO = {"c": "correo", "e": "correo", "t": "telefono"}


def dirigido_a(lineas: list[Linea]) -> tuple[str, tuple[str, ...]]:
    todo = texto(lineas)
    if not (hallado := _DIRIGIDO_A.search(plegar(todo))):
        return todo, ()
    kinds = (_persona(parte) for parte in re.split(r"[,;•]", todo[hallado.end() :].rstrip(" .")))
    return todo[: hallado.start()].strip(), tuple(dict.fromkeys(persona for persona in kinds if persona))


def _persona(parte: str) -> str:
    limpia = re.sub(r"\s*[-–—]\s*", " - ", parte.strip(" ."))
    conocidas = {plegar(persona): persona for persona in PERSONAS}
    return conocidas.get(plegar(limpia), limpia)


def resultado(lineas: list[Linea]) -> tuple[str, str]:
    """Kind of result and result; a sheet that names neither gives only the result."""
    partes = _por_rotulos(texto(lineas), _RESULTADO)
    tipo = partes.get("tipo de resultado", "").rstrip(" .")
    libre = partes.get("", "")
    return tipo, " ".join(filter(None, (libre, partes.get("resultado a obtener", ""))))


def canales(lineas: list[Linea]) -> tuple[str, ...]:
    sueltos = re.split(r"[,;•](?![^()]*\))", " • ".join(textos(lineas)))
    return tuple(canal for suelto in sueltos if (canal := suelto.strip(" .-")))


def horarios(lineas: list[Linea]) -> tuple[Horario, ...]:
    partes = _por_rotulos(texto(lineas), _CANAL, conservar=True)
    return tuple(Horario(canal, valor) for canal, valor in partes.items() if valor)


def contacto(lineas: list[Linea]) -> Contacto:
    todo = texto([linea.con(linea.texto.replace("\t", " : ")) for linea in lineas])
    partes = _por_rotulos(re.sub(r"\s*:[\s:]*", ": ", todo), _CONTACTO)
    valores = {"dependencia": partes.pop("", "")}
    for rotulo, valor in partes.items():
        clave = _CLAVES_DE_CONTACTO.get(rotulo[0], "dependencia")
        valores[clave] = " ".join(filter(None, (valores.get(clave, ""), valor.strip(" :"))))
    if "correo" not in valores and (correo := _CORREO.search(valores["dependencia"])):
        valores["correo"] = correo[0]
        valores["dependencia"] = valores["dependencia"].replace(correo[0], "")
    return Contacto(**{clave: valor.strip(" :,") for clave, valor in valores.items()})


def _por_rotulos(todo: str, rotulo: re.Pattern[str], *, conservar: bool = False) -> dict[str, str]:
    """The text cut at each label, by label (as written if `conservar`); what comes before the first under ""."""
    plegado = plegar(todo)
    cortes = list(rotulo.finditer(plegado))
    partes = {"": todo[: cortes[0].start()].strip()} if cortes else {"": todo}
    finales = [siguiente.start() for siguiente in cortes[1:]] + [len(todo)]
    for corte, final in zip(cortes, finales, strict=False):
        valor = todo[corte.end() : final].strip()
        clave = todo[corte.start(1) : corte.end(1)] if conservar else corte[1]
        partes[clave] = " ".join(filter(None, (partes.get(clave, ""), valor)))
    return partes

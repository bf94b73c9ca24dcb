"""The labels of the sheet and how to find one at the beginning of a line."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from tramites.rutr.lineas import plegar


class Campo(Enum):
    INFORMACION = auto()
    NOMBRE = auto()
    INSTITUCION = auto()
    DESCRIPCION = auto()
    DIRIGIDO = auto()
    OBTENDRE = auto()
    REQUISITOS = auto()
    ESPECIALES = auto()
    FORMATOS = auto()
    COMO = auto()
    CONSIDERACIONES = auto()
    EN_LINEA = auto()
    PRESENCIAL = auto()
    NOTAS = auto()
    CANALES = auto()
    COSTO = auto()
    HORARIO = auto()
    VIGENCIA = auto()
    BASE_LEGAL = auto()
    CONTACTO = auto()
    TRANSPARENCIA = auto()
    DESCONOCIDO = auto()


C = Campo
FICHA = frozenset({C.NOMBRE, C.INSTITUCION, C.DESCRIPCION, C.DIRIGIDO, C.OBTENDRE})
_FINAL = frozenset({C.COSTO, C.HORARIO, C.VIGENCIA, C.BASE_LEGAL, C.CONTACTO, C.TRANSPARENCIA})

# Longer variants win over shorter ones, whatever their order here.
VARIANTES: dict[Campo, tuple[str, ...]] = {
    C.INFORMACION: ("informacion de tramite", "informacion del tramite", "informacion general del tramite"),
    C.NOMBRE: ("nombre tramite", "nombre de tramite", "nombre del tramite", "nombre del servicio", "nombre"),
    C.INSTITUCION: ("institucion", "institucion responsable", "entidad responsable", "informacion proporcionada por"),
    C.DESCRIPCION: ("descripcion", "descripcion de tramite", "descripcion del tramite"),
    C.DIRIGIDO: (
        "a quien esta dirigido",
        "a quienes esta dirigido",
        "a quien va dirigido",
    ),
    C.OBTENDRE: ("que obtendre", "que obtendre si completo satisfactoriamente el tramite"),
    C.REQUISITOS: (
        "que necesito para hacer el tramite",
        "requisitos",
        "requisitos generales",
        "requisitos obligatorios",
    ),
    C.ESPECIALES: (
        "requisitos especiales",
        "requisitos especificos",
        "requisitos opcionales",
        "requisitos adicionales",
    ),
    C.FORMATOS: ("formatos y anexos", "formularios y anexos", "formatos"),
    C.COMO: ("como hago el tramite", "como se hace el tramite", "como hacer el tramite"),
    C.CONSIDERACIONES: (
        "previamente considere lo siguiente",
        "considere lo siguiente",
        "consideraciones",
        "consideraciones previas",
    ),
    C.EN_LINEA: (
        "indicaciones en linea",
        "indicaciones virtual",
        "indicaciones virtuales",
        "indicaciones canal en linea",
    ),
    C.PRESENCIAL: ("indicaciones presencial", "indicaciones presenciales"),
    C.NOTAS: ("notas", "notas aclaratorias", "observaciones"),
    C.CANALES: ("canales de atencion", "canal de atencion"),
    C.COSTO: ("cual es el costo", "cual es el costo del tramite", "costo", "costo total", "costo del tramite"),
    C.HORARIO: (
        "donde y cual es el horario de atencion",
        "cual es el horario de atencion",
        "horario de atencion",
        "horarios de atencion",
    ),
    C.VIGENCIA: (
        "vigencia",
        "vigencia del resultado",
        "vigencia del tramite",
        "cual es la vigencia",
        "cual es la vigencia de lo emitido",
        "cual es la vigencia de lo emitido al completar el tramite",
    ),
    C.BASE_LEGAL: ("base legal", "base normativa", "cual es la base legal", "cual es la base legal del tramite"),
    C.CONTACTO: (
        "contacto",
        "contacto para atencion ciudadana",
        "contacto para la atencion ciudadana",
        "contacto para atencion al ciudadano",
        "contacto atencion ciudadana",
    ),
    C.TRANSPARENCIA: ("transparencia",),
}

# Labels inside a field: they stay in its text and are read with it. Elsewhere than after `desde` they are plain words.
INTERNAS: tuple[tuple[Campo, str, frozenset[Campo]], ...] = (
    (C.DIRIGIDO, r"dirigido a\s*[:\t]", FICHA),
    (C.OBTENDRE, r"(?:tipo de resultado|resultado a obtener)\s*[:\t]", FICHA),
    (C.COMO, r"tramite (?:virtual|presencial|en linea|automatizado|mixto|semipresencial)\W*$", frozenset(Campo)),
    (C.NOTAS, r"nota\s*:?\s*$", frozenset({C.COMO, C.CONSIDERACIONES, C.EN_LINEA, C.PRESENCIAL})),
    (C.CONTACTO, r"funcionario\s*/\s*dependencia\s*[:\t]", frozenset(Campo)),
    (C.CONTACTO, r"(?:correo electronico|telefonos?)\s*[:\t]", _FINAL),
    (C.TRANSPARENCIA, r"(?=.*\bano\b)(?=.*\b(?:quejas|atenciones)\b)", frozenset(Campo)),
)
_INTERNAS = tuple((campo, re.compile(patron), desde) for campo, patron, desde in INTERNAS)


@dataclass(frozen=True, slots=True)
class Etiqueta:
    """A label found: its field, and where in the text its value begins."""

    campo: Campo
    valor_desde: int
    interna: bool = False


@dataclass(frozen=True, slots=True)
class _Variante:
    campo: Campo
    frase: str
    patron: re.Pattern[str]

    @property
    def palabras(self) -> int:
        return self.frase.count(" ") + 1


def _compilar() -> tuple[_Variante, ...]:
    todas = [
        _Variante(campo, frase, re.compile(r"[\s¿•]*" + frase.replace(" ", r" +") + r"(?![a-z0-9])"))
        for campo, frases in VARIANTES.items()
        for frase in frases
    ]
    return tuple(sorted(todas, key=lambda variante: -len(variante.frase)))


_VARIANTES = _compilar()
_FRASES = {variante.frase: variante.campo for variante in _VARIANTES}
_SEPARADOR = re.compile(r"\s*[?:]+[\s:.]*|\s*\t\s*| {2,}| +[-–—]+ +")


def etiqueta_interna(texto: str, actual: Campo | None) -> Etiqueta | None:
    plegado = plegar(texto).lstrip("\t ¿")
    for campo, patron, desde in _INTERNAS:
        if (actual is None or actual in desde) and patron.match(plegado):
            return Etiqueta(campo, 0, interna=True)
    return None


def etiqueta_al_inicio(texto: str, *, vistas: frozenset[Campo] = frozenset(), aislada: bool = True) -> Etiqueta | None:
    """The label with which `texto` begins.

    What follows it must be a separator ("?", ":", a tab, two spaces, the end). One space is enough after a label of
    three words, and after a shorter one when a capital or a figure follows and the field was not `vistas` yet. A
    single word in lower case that fills its line is no label if the field was seen, unless the line is `aislada`.
    """
    plegado = plegar(texto)
    for variante in _VARIANTES:
        if hallada := variante.patron.match(plegado):
            fin = hallada.end()
            nueva = variante.campo not in vistas
            basta_un_espacio = variante.palabras >= 3 or nueva
            if not plegado[fin:].strip():
                dudosa = variante.palabras == 1 and texto.lstrip("\t ¿•")[:1].islower()
                return None if dudosa and not (aislada or nueva) else Etiqueta(variante.campo, len(texto))
            if separador := _SEPARADOR.match(plegado, fin):
                return Etiqueta(variante.campo, separador.end())
            if basta_un_espacio and _empieza_valor(texto[fin:], exige_mayuscula=variante.palabras < 3):
                return Etiqueta(variante.campo, fin + 1)
    return None


def _empieza_valor(resto: str, *, exige_mayuscula: bool) -> bool:
    primera = resto[1:2]
    return resto[0].isspace() and (not exige_mayuscula or primera.isupper() or primera.isdigit())


def frase_de_etiqueta(texto: str) -> str:
    """`texto` as labels are compared: without accents, case, question marks or colon."""
    return " ".join(plegar(texto).strip("\t ¿?:•").split())


def campo_exacto(texto: str) -> Campo | None:
    """The field of which `texto` is the label and nothing else."""
    return _FRASES.get(frase_de_etiqueta(texto))


def puede_seguir(texto: str) -> bool:
    """Whether `texto` is the first part of a label of four words or more that a narrow column has wrapped."""
    frase = frase_de_etiqueta(texto)
    abierta = not texto.rstrip().endswith(("?", ":"))
    return abierta and " " in frase and any(v.palabras >= 4 and v.frase.startswith(f"{frase} ") for v in _VARIANTES)

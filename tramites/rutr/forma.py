"""The sheet as this portal writes it, and back again to the last letter.

It has the labels, the order and the table of the official one. Three things make it exact whatever its texts say: it
declares itself at the top; a label stands alone at the margin, and what it labels after a tab, one item a line; and a
backslash says that what follows is a letter of the text and no mark of the sheet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import Any

from tramites.rutr.hoja import Contacto, HojaIlegible, HojaRUTR, Horario, MesTransparencia, Problema, Requisito
from tramites.rutr.lineas import Linea
from tramites.rutr.transparencia import leer_tabla

REGISTRO = "Registro Único de Trámites y Regulaciones"
CODIGO = "Código de Trámite: "
SIN_CODIGO = "sin código asignado"
FORMA = "Forma de la hoja: Portal IESS 1"
TRANSPARENCIA = "Transparencia"
COLUMNAS = ("Año", "Mes", "Volumen de Quejas", "Volumen de Atenciones")
DEL_PORTAL = "Meses contados por el portal, que todavía no están en una hoja oficial"
SIN_MESES = "Todavía no hay meses cerrados."
NUMERO = "1. "

_FIN_DE_LINEA = re.compile(r"\r\n|\r|\n")
_NUMERADO = re.compile(r"\d+\. ")
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|.)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
_MES = re.compile(r"(\d{4})-(\d{2})")
_FORMA_DE_CODIGO = re.compile(r"[A-ZÑ]{1,12}(?:-[A-Z0-9]{1,8})*-\d{1,4}")
_MAX_CODIGO = 30


class Clase(Enum):
    UNO = auto()
    VARIOS = auto()
    UNIDOS = auto()  # several on one line, with commas
    PARES = auto()  # "title: detail"


@dataclass(frozen=True, slots=True)
class Parte:
    """One field below a label, and the mark that tells its lines from those of the others there."""

    campo: str
    marca: str = ""
    clase: Clase = Clase.UNO
    suelto: int = 0
    """Of a pair without separator, which half it is."""


@dataclass(frozen=True, slots=True)
class Apartado:
    """A label and its fields. One without fields is the title of a section; `siempre`: shown even if empty."""

    rotulo: str
    partes: tuple[Parte, ...] = ()
    siempre: bool = False


@dataclass(frozen=True, slots=True)
class Renglon:
    """A line of a value: what the text holds after the tab, and what a person reads on the page."""

    escrito: str

    @property
    def visible(self) -> str:
        return _leido(self.escrito)


def _uno(rotulo: str, campo: str) -> Apartado:
    return Apartado(rotulo, (Parte(campo),), siempre=True)


def _lista(rotulo: str, campo: str, marca: str = "") -> Apartado:
    return Apartado(rotulo, (Parte(campo, marca, Clase.VARIOS),))


FICHA = (
    _uno("Nombre Trámite", "nombre"),
    _uno("Institución", "institucion"),
    _uno("Descripción", "descripcion"),
    Apartado(
        "¿A quién está dirigido?",
        (Parte("dirigido_a"), Parte("personas", "Dirigido a: ", Clase.UNIDOS)),
        siempre=True,
    ),
    Apartado(
        "¿Qué obtendré si completo satisfactoriamente el trámite?",
        (Parte("tipo_resultado", "Tipo de Resultado: "), Parte("resultado", "Resultado a obtener: ")),
        siempre=True,
    ),
)
APARTADOS = (
    Apartado("¿Qué necesito para hacer el trámite?"),
    Apartado(
        "Requisitos Generales",
        (Parte("requisitos", NUMERO, Clase.PARES), Parte("requisitos_nota", "", Clase.VARIOS)),
        siempre=True,
    ),
    Apartado("Requisitos Especiales", (Parte("requisitos_especiales", NUMERO, Clase.PARES),)),
    _lista("Formatos y anexos", "formatos"),
    Apartado(
        "¿Cómo hago el trámite?",
        (Parte("modalidad"), Parte("indicaciones", NUMERO, Clase.VARIOS)),
        siempre=True,
    ),
    _lista("Previamente considere lo siguiente", "consideraciones", NUMERO),
    _lista("Indicaciones en línea", "indicaciones_en_linea"),
    _lista("Indicaciones presencial", "indicaciones_presencial"),
    _lista("Notas", "notas"),
    Apartado("Canales de atención", (Parte("canales", "", Clase.UNIDOS),), siempre=True),
    _uno("¿Cuál es el costo del trámite?", "costo"),
    Apartado(
        "¿Dónde y cuál es el horario de atención?",
        (Parte("horarios", "", Clase.PARES, suelto=1),),
        siempre=True,
    ),
    Apartado("¿Cuál es la vigencia de lo emitido al completar el trámite?", (Parte("vigencia"),)),
    Apartado("Base Legal", (Parte("base_legal", "", Clase.VARIOS),), siempre=True),
    Apartado(
        "Contacto para atención ciudadana",
        (
            Parte("contacto_dependencia", "Funcionario/Dependencia: "),
            Parte("contacto_correo", "Correo Electrónico: "),
            Parte("contacto_telefono", "Teléfono: "),
        ),
        siempre=True,
    ),
)
INFORMACION = Apartado("Información de Trámite")
_POR_ROTULO = {apartado.rotulo: apartado for apartado in (INFORMACION, *FICHA, *APARTADOS)}
_TABLA = Apartado(TRANSPARENCIA)
_MESES_DEL_PORTAL = Apartado(DEL_PORTAL, (Parte("meses", "", Clase.UNIDOS),))
_TODOS = {**_POR_ROTULO, TRANSPARENCIA: _TABLA, DEL_PORTAL: _MESES_DEL_PORTAL}


# --- out --------------------------------------------------------------------------------------------------------------


def escribir(hoja: HojaRUTR) -> str:
    """The sheet as a text that `leer` reads back the same."""
    lineas = [REGISTRO, f"{CODIGO}{hoja.codigo or SIN_CODIGO}", FORMA, ""]
    for apartado, renglones in apartados_de(hoja, (INFORMACION, *FICHA, *APARTADOS)):
        lineas += [apartado.rotulo, *(f"\t{renglon.escrito}" for renglon in renglones)]
    lineas += [TRANSPARENCIA, *("\t" + "\t".join(fila) for fila in (COLUMNAS, *filas_de(hoja)))]
    if del_portal := meses_del_portal(hoja):
        lineas += [DEL_PORTAL, f"\t{', '.join(del_portal)}"]
    return "\n".join(lineas) + "\n"


def apartados_de(hoja: HojaRUTR, apartados: Sequence[Apartado]) -> Iterator[tuple[Apartado, list[Renglon]]]:
    """Each label that the sheet shows, with the lines of its value."""
    valores = _planos(hoja)
    for apartado in apartados:
        renglones = [renglon for parte in apartado.partes for renglon in _renglones(parte, apartado, valores)]
        if renglones or apartado.siempre or not apartado.partes:
            yield apartado, renglones


def esta_numerado(renglon: Renglon) -> bool:
    return _NUMERADO.match(renglon.escrito) is not None


def filas_de(hoja: HojaRUTR) -> list[tuple[str, str, str, str]]:
    return [(str(m.anio), f"{m.mes:02d}", str(m.quejas), str(m.atenciones)) for m in hoja.transparencia]


def meses_del_portal(hoja: HojaRUTR) -> list[str]:
    return [f"{m.anio}-{m.mes:02d}" for m in hoja.transparencia if not m.oficial]


def nota_de(hoja: HojaRUTR) -> str:
    """What the page says below the table."""
    if not hoja.transparencia:
        return SIN_MESES
    del_portal = meses_del_portal(hoja)
    return f"{DEL_PORTAL}: {', '.join(del_portal)}." if del_portal else ""


def _planos(hoja: HojaRUTR) -> dict[str, Any]:
    """The values by field: a text, texts, or pairs of texts."""
    return {campo: getattr(hoja, campo) for campo in HojaRUTR.__dataclass_fields__} | {
        "requisitos": [(r.titulo, r.detalle) for r in hoja.requisitos],
        "requisitos_especiales": [(r.titulo, r.detalle) for r in hoja.requisitos_especiales],
        "horarios": [(h.canal, h.texto) for h in hoja.horarios],
        "contacto_dependencia": hoja.contacto.dependencia,
        "contacto_correo": hoja.contacto.correo,
        "contacto_telefono": hoja.contacto.telefono,
    }


def _renglones(parte: Parte, apartado: Apartado, valores: dict[str, Any]) -> Iterator[Renglon]:
    valor = valores[parte.campo]
    if parte.clase is Clase.UNIDOS:
        escritos = [", ".join(_escrito(texto, ",") for texto in valor)] if valor else []
    elif parte.clase is Clase.PARES:
        escritos = [_par(par, parte.suelto) for par in valor]
    else:
        textos = ([valor] if valor else []) if parte.clase is Clase.UNO else valor
        escritos = [_escrito(texto) for texto in textos]
    for numero, escrito in enumerate(escritos, start=1):
        marca = f"{numero}. " if parte.marca == NUMERO else parte.marca
        yield Renglon(marca + escrito if marca else _sin_marca_ajena(escrito, apartado))


def _par(par: tuple[str, str], suelto: int) -> str:
    primero, segundo = par
    if not par[1 - suelto]:
        return _escrito(par[suelto], ":")
    return f"{_escrito(primero, ':')}: {_escrito(segundo)}"


def _sin_marca_ajena(escrito: str, apartado: Apartado) -> str:
    """A plain line that looks like one of another field of its label, with that mark made a letter."""
    for marca in (parte.marca for parte in apartado.partes if parte.marca):
        hallada = _NUMERADO.match(escrito) if marca == NUMERO else re.match(re.escape(marca), escrito)
        if hallada:
            corte = hallada.end() - 2
            return f"{escrito[:corte]}\\{escrito[corte:]}"
    return escrito


def _escrito(texto: str, marcas: str = "") -> str:
    escapado = _CONTROL.sub(lambda c: {"\n": "\\n", "\\": "\\\\"}.get(c[0], f"\\u{ord(c[0]):04x}"), texto)
    return "".join(f"\\{letra}" if letra in marcas else letra for letra in escapado) if marcas else escapado


# --- in ---------------------------------------------------------------------------------------------------------------


def es_de_esta_forma(texto: str) -> bool:
    return FORMA in _FIN_DE_LINEA.split(texto[:400])[:4]


def leer_forma(texto: str, *, hoy: date) -> HojaRUTR:
    """The sheet in a text that `escribir` wrote. HojaIlegible, with the line, where it says something else."""
    codigo, bloques = _bloques(_FIN_DE_LINEA.split(texto))
    valores: dict[str, Any] = {}
    for rotulo, lineas in bloques.items():
        if rotulo != TRANSPARENCIA:
            valores |= _valores(_TODOS[rotulo], lineas)
    del_portal = valores.pop("meses", ())
    meses, problemas = _meses(bloques.get(TRANSPARENCIA, []), del_portal, hoy)
    if not valores.get("nombre", "").strip():
        raise HojaIlegible("La hoja no dice el «Nombre Trámite».")
    contacto = Contacto(**{c: valores.pop(f"contacto_{c}", "") for c in ("dependencia", "correo", "telefono")})
    for campo, tipo in (("requisitos", Requisito), ("requisitos_especiales", Requisito), ("horarios", Horario)):
        valores[campo] = tuple(tipo(*par) for par in valores.get(campo, ()))
    return HojaRUTR(
        codigo=codigo,
        contacto=contacto,
        transparencia=tuple(meses),
        problemas=tuple(sorted(problemas)),
        del_portal=True,
        **valores,
    )


def _bloques(lineas: list[str]) -> tuple[str, dict[str, list[Linea]]]:
    """The code, and the lines of each label."""
    codigo: str | None = None
    bloques: dict[str, list[Linea]] = {}
    actual: list[Linea] | None = None
    for numero, linea in enumerate(lineas, start=1):
        if linea.startswith("\t") and actual is not None:
            actual.append(Linea(numero, linea[1:]))
        elif linea.startswith(CODIGO) and codigo is None:
            codigo = linea.removeprefix(CODIGO).strip()
        elif linea in _TODOS and linea not in bloques:
            actual = bloques[linea] = []
        elif linea.strip() and linea not in (REGISTRO, FORMA):
            raise HojaIlegible(f"Línea {numero}: no es de esta forma de hoja «{linea.strip()[:80]}».")
    if codigo == SIN_CODIGO:
        return "", bloques
    if not codigo or len(codigo) > _MAX_CODIGO or not _FORMA_DE_CODIGO.fullmatch(codigo):
        raise HojaIlegible("La hoja no dice su «Código de Trámite», ni que no lo tiene.")
    return codigo, bloques


def _valores(apartado: Apartado, lineas: list[Linea]) -> dict[str, Any]:
    """The fields of a label: each line goes to the field whose mark it bears, or to the one without mark."""
    por_parte: dict[str, list[str]] = {}
    for linea in lineas:
        parte, escrito = _parte_de(apartado, linea)
        por_parte.setdefault(parte.campo, []).append(escrito)
        if len(por_parte[parte.campo]) > 1 and parte.clase in (Clase.UNO, Clase.UNIDOS):
            raise HojaIlegible(f"Línea {linea.numero}: «{apartado.rotulo}» dice dos cosas.")
    return {p.campo: _valor(p, por_parte[p.campo]) for p in apartado.partes if p.campo in por_parte}


def _parte_de(apartado: Apartado, linea: Linea) -> tuple[Parte, str]:
    for parte in sorted(apartado.partes, key=lambda parte: not parte.marca):
        if parte.marca == NUMERO and (numerado := _NUMERADO.match(linea.texto)):
            return parte, linea.texto[numerado.end() :]
        if parte.marca != NUMERO and linea.texto.startswith(parte.marca):
            return parte, linea.texto.removeprefix(parte.marca)
    raise HojaIlegible(f"Línea {linea.numero}: no es de «{apartado.rotulo}».")


def _valor(parte: Parte, escritos: list[str]) -> Any:
    if parte.clase is Clase.UNO:
        return _leido(escritos[0])
    if parte.clase is Clase.UNIDOS:
        return tuple(_leido(trozo) for trozo in _trozos(escritos[0], ", "))
    if parte.clase is Clase.VARIOS:
        return tuple(_leido(escrito) for escrito in escritos)
    return tuple(_par_leido(escrito, parte.suelto) for escrito in escritos)


def _par_leido(escrito: str, suelto: int) -> tuple[str, str]:
    primero, *resto = _trozos(escrito, ": ", veces=1)
    if not resto:
        return (_leido(escrito), "") if suelto == 0 else ("", _leido(escrito))
    return _leido(primero), _leido(resto[0])


def _trozos(escrito: str, separador: str, veces: int = -1) -> list[str]:
    """Cut at the separators that no backslash made letters."""
    trozos: list[str] = []
    desde = 0
    for hallado in re.finditer(rf"\\.|{re.escape(separador)}", escrito):
        if hallado[0] == separador and len(trozos) != veces:
            trozos.append(escrito[desde : hallado.start()])
            desde = hallado.end()
    return [*trozos, escrito[desde:]]


def _leido(escrito: str) -> str:
    def letra(escape: re.Match[str]) -> str:
        dicho = escape[1]
        return chr(int(dicho[1:], 16)) if len(dicho) > 1 else "\n" if dicho == "n" else dicho

    return _ESCAPE.sub(letra, escrito)


def _meses(lineas: list[Linea], del_portal: Sequence[str], hoy: date) -> tuple[list[MesTransparencia], list[Problema]]:
    contados = {(int(m[1]), int(m[2])) for mes in del_portal if (m := _MES.fullmatch(mes))}
    meses, problemas = leer_tabla(lineas, hoy)
    return [replace(mes, oficial=(mes.anio, mes.mes) not in contados) for mes in meses], problemas

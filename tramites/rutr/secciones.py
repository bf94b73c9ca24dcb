"""Clean lines → the lines of each field. Also takes off the page headers, which come in the middle of the text."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from tramites.rutr.etiquetas import (
    FICHA,
    Campo,
    Etiqueta,
    etiqueta_al_inicio,
    etiqueta_interna,
    frase_de_etiqueta,
    puede_seguir,
)
from tramites.rutr.hoja import Problema
from tramites.rutr.lineas import Linea, plegar

_REGISTRO = r"registro unico de tramites y regulaciones"
_PAGINA = r"pagina\s*\d+\s*(?:de|/)\s*\d+"
_ROTULO = r"codigo (?:del? )?tramite"
_ROTULO_CON_SEPARADOR = rf"(?:{_ROTULO}(?:\s*[:\t]+\s*|\s+)|codigo(?: rutr)?\s*[:\t]+\s*)"
_FORMA_CODIGO = r"[a-zñ]{1,12}(?: ?[-–—‐‑] ?[a-z0-9]{1,8})* ?[-–—‐‑] ?\d{1,4}(?![a-z0-9])"
_CABECERA = re.compile(
    rf"\s*(?:{_REGISTRO}|{_PAGINA}|{_ROTULO_CON_SEPARADOR}(?P<codigo>{_FORMA_CODIGO})|{_ROTULO}\s*:?\s*(?=$|{_PAGINA}))"
)
_SOLO_CODIGO = re.compile(rf"\s*{_FORMA_CODIGO}\s*$")
_SOLO_ROTULO = re.compile(rf"\s*{_ROTULO}\s*:?\s*$")
_PREGUNTA = re.compile(r"\s*¿[^?]+\?\s*(?:\t.*)?$")
_CELDAS = re.compile(r"\t| {2,}")
_APARTADOS = {Campo.REQUISITOS, Campo.COMO, Campo.INFORMACION}
_UNICOS = {Campo.NOMBRE, Campo.INSTITUCION, Campo.DESCRIPCION}
_MAX_LINEAS_DE_ETIQUETA = 5
_MAX_NIVEL = 3  # labels that one line may hold one after another
_MAX_TEXTO = 160


@dataclass(slots=True)
class Reparto:
    """The lines of each field, in order, with the label taken off; the codes of the page headers; what did not fit."""

    campos: dict[Campo, list[Linea]] = field(default_factory=lambda: defaultdict(list))
    codigos: list[str] = field(default_factory=list)
    problemas: list[Problema] = field(default_factory=list)

    @property
    def vistas(self) -> frozenset[Campo]:
        return frozenset(self.campos) - {Campo.DESCONOCIDO}

    def problema(self, linea: Linea, motivo: str) -> None:
        self.problemas.append(problema_en(linea, motivo))


def problema_en(linea: Linea, motivo: str, *, grave: bool = False) -> Problema:
    texto = linea.plano
    recortado = texto if len(texto) <= _MAX_TEXTO else f"{texto[:_MAX_TEXTO]}…"
    return Problema(linea.pagina, linea.numero, recortado, motivo, grave)


def repartir(lineas: list[Linea]) -> Reparto:
    reparto = Reparto()
    _Lector(_sin_cabeceras(lineas, reparto), reparto).leer()
    return reparto


def _sin_cabeceras(lineas: list[Linea], reparto: Reparto) -> list[Linea]:
    """The lines with each page header turned into a blank `salto`; the codes found on the way go to the reparto."""
    salida: list[Linea] = []
    espera_codigo = False
    for linea in lineas:
        plegado = plegar(linea.texto)
        if espera_codigo and _SOLO_CODIGO.match(plegado):
            reparto.codigos.append(_codigo(linea.texto))
            salida.append(Linea(linea.numero, "", linea.pagina, salto=True))
            espera_codigo = False
            continue
        espera_codigo = _SOLO_ROTULO.match(plegado) is not None or (espera_codigo and not plegado.strip())
        fin, codigos = _cabecera(linea.texto, plegado)
        reparto.codigos += codigos
        es_cabecera = fin > 0 and not linea.texto[fin:].strip()
        salida.append(Linea(linea.numero, "", linea.pagina, salto=True) if es_cabecera else linea)
    return salida


def _cabecera(texto: str, plegado: str) -> tuple[int, list[str]]:
    """Where the page header with which the line begins ends (0 when there is none), and the codes in it."""
    fin, codigos = 0, []
    while (hallada := _CABECERA.match(plegado, fin)) and hallada.end() > fin:
        if hallada["codigo"]:
            codigos.append(_codigo(texto[hallada.start("codigo") : hallada.end("codigo")]))
        fin = hallada.end()
    return fin, codigos


def _codigo(texto: str) -> str:
    return re.sub(r"\s*[-–—‐‑]\s*", "-", texto.strip()).upper()


class _Lector:
    """One pass over the lines, with the field that is being read as its only state."""

    def __init__(self, lineas: list[Linea], reparto: Reparto) -> None:
        self.lineas = lineas
        self.reparto = reparto
        self.actual: Campo | None = None
        self.repetido = False

    def leer(self) -> None:
        i = 0
        while i < len(self.lineas):
            if partida := self._etiqueta_partida(i):
                campo, valores, i = partida
                self._abrir(campo, valores)
            else:
                self._leer_linea(self.lineas[i], aislada=i == 0 or not self.lineas[i - 1].texto.strip())
                i += 1

    def _leer_linea(self, linea: Linea, *, aislada: bool, nivel: int = 0) -> None:
        if not linea.texto.strip():
            self._anadir(linea)
        elif etiqueta := self._etiqueta(linea, aislada=aislada or linea.titulo):
            valor = linea.con(linea.texto[etiqueta.valor_desde :])
            self._abrir(etiqueta.campo, [valor], interna=etiqueta.interna, nivel=nivel)
        else:
            self._continuar(linea)

    def _etiqueta(self, linea: Linea, *, aislada: bool) -> Etiqueta | None:
        if self.actual is Campo.TRANSPARENCIA and linea.plano[:1].isdigit():
            return None
        if interna := etiqueta_interna(linea.texto, self.actual):
            return interna
        return etiqueta_al_inicio(linea.texto, vistas=self.reparto.vistas, aislada=aislada)

    def _etiqueta_partida(self, i: int) -> tuple[Campo, list[Linea], int] | None:
        """A label wrapped by a narrow column, its value beside it or after it: field, lines of the value, next line."""
        rotulo = ""
        valores: list[Linea] = []
        for j in range(i, min(i + _MAX_LINEAS_DE_ETIQUETA, len(self.lineas))):
            linea = self.lineas[j]
            primera, *demas = _CELDAS.split(linea.texto)
            if not (primera if j == i else linea.texto.strip()):
                return None
            largo = len(rotulo)
            rotulo = f"{rotulo} {primera}".strip()
            etiqueta = etiqueta_al_inicio(rotulo) if j > i and primera else None
            if etiqueta and etiqueta.valor_desde > largo + 1:
                demas = [rotulo[etiqueta.valor_desde :], *demas]
                return etiqueta.campo, [*valores, linea.con("\t".join(filter(None, demas)))], j + 1
            if primera and not puede_seguir(rotulo):
                return None
            valores.append(linea.con("\t".join(demas)))
        return None

    def _abrir(self, campo: Campo, valores: list[Linea], *, interna: bool = False, nivel: int = 0) -> None:
        con_texto = [valor for valor in valores if valor.texto.strip()]
        previas = self.reparto.campos.get(campo, [])
        self.repetido = campo in _UNICOS and any(linea.texto.strip() for linea in previas)
        self.actual = campo
        if not interna and not self.repetido:
            # Seen, even if the sheet leaves it empty; and what follows is not the end of what came before.
            self.reparto.campos[campo].append(valores[0].con(""))
        for valor in con_texto:
            if campo in _APARTADOS and not interna and nivel < _MAX_NIVEL:
                # "¿Qué necesito para hacer el trámite? | Requisitos generales: …"
                self._leer_linea(valor.con(valor.texto.strip()), aislada=True, nivel=nivel + 1)
            else:
                self._anadir(valor)

    def _continuar(self, linea: Linea) -> None:
        if self._abre_apartado_desconocido(linea):
            self.actual = Campo.DESCONOCIDO
            self.reparto.problema(linea, "no es un campo de la hoja que este lector conozca")
        elif self.actual in (None, Campo.DESCONOCIDO, Campo.INFORMACION):
            self.reparto.problema(linea, "no pertenece a ningún campo conocido de la hoja")
        else:
            self._anadir(linea)

    def _abre_apartado_desconocido(self, linea: Linea) -> bool:
        if _PREGUNTA.match(linea.texto):
            return True
        con_valor = self.actual is not None and any(v.texto.strip() for v in self.reparto.campos.get(self.actual, []))
        if linea.titulo:  # right after a label, a heading is its value that the extraction took for a heading
            return con_valor or self.actual is None or linea.plano.endswith((":", "?"))
        return self.actual in FICHA and con_valor and _parece_fila(linea)

    def _anadir(self, linea: Linea) -> None:
        if self.actual is None or self.actual is Campo.DESCONOCIDO:
            return
        if not self.repetido:
            self.reparto.campos[self.actual].append(linea)
        elif linea.texto.strip() and not self._ya_dicho(self.actual, linea):
            self.reparto.problema(linea, "el campo ya consta antes en la hoja con otro valor")

    def _ya_dicho(self, campo: Campo, linea: Linea) -> bool:
        dicho = " ".join(previa.plano for previa in self.reparto.campos[campo] if previa.texto.strip())
        return frase_de_etiqueta(linea.plano) in frase_de_etiqueta(dicho)


def _parece_fila(linea: Linea) -> bool:
    """Whether the line is a row "label | value" of the first table: two cells, the first one short and capitalised."""
    primera, *demas = linea.celdas
    return any(demas) and primera[:1].isupper() and len(primera) <= 60 and not primera.endswith((".", ",", ";", ":"))

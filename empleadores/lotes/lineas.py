"""What one line says: a notice, or what is wrong with each of its fields."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from empleadores.lotes import hoja
from empleadores.lotes.formatos import Formato, Mal
from empleadores.lotes.lectura import TEXTO, Archivo, Conjunto, Fila
from empleadores.novedades.normas import Normas
from empleadores.reglas.novedades import NormaNovedades, Pedido
from nucleo.csv import FORMULA_STARTS
from nucleo.escritura import nombre_de_mes

LINEA = "línea"
UNO_DE = "Use uno de estos códigos: {}."
OTRO_SEPARADOR = "Los campos se separan con punto y coma (;) y aquí parece usarse «{}»."
CUANTOS = "Tiene {} campos y deben ser {}, separados con punto y coma (;)."
FORMULA = "La celda tiene una fórmula. Escriba el valor."
PARECE_FORMULA = "Empieza con un signo de fórmula (=, +, -, @). Escriba solo el valor."
NO_ASCII = "Tiene letras que este formato no lleva (tildes, ñ u otras). Escríbalas sin tilde y con n."
OTRO_RUC = "No es el RUC del empleador que sube el archivo, {}."
OTRO_TIPO = "Este archivo es de {} ({}) y la línea dice «{}». Un archivo trae una sola clase de aviso."
OTRO_MES = "El archivo es de {} de {}: todas sus líneas dicen el mismo mes."
MES_QUE_NO_LLEGA = "Ese mes todavía no empieza."
REPETIDO = "Este trabajador ya está en la línea {}. Un archivo trae un solo aviso de cada uno."
REGISTRO_FUTURO = "La fecha de registro todavía no llega."


class Falla(NamedTuple):
    campo: str
    motivo: str


@dataclass(frozen=True, slots=True)
class Lectura:
    """One file with what its lines are compared with."""

    archivo: Archivo
    conjunto: Conjunto
    ruc: str
    normas: Normas
    norma: NormaNovedades
    hoy: date

    @property
    def formato(self) -> Formato:
        return self.archivo.formato

    def interpretar(self, fila: Fila) -> tuple[Pedido | None, list[Falla]]:
        """The notice of a line, or all that is wrong with it."""
        if len(fila.celdas) != len(self.formato.columnas):
            return None, [Falla(LINEA, self._por_que_no_son(fila))]
        valores: dict[str, Any] = {}
        fallas: list[Falla] = []
        for columna, celda in zip(self.formato.columnas, fila.celdas, strict=True):
            try:
                valor = valores[columna.nombre] = columna.leer(celda)
                if columna.lista and valor not in (lista := getattr(self.norma, columna.lista)):
                    raise Mal(UNO_DE.format(", ".join(lista)))
            except Mal as mal:
                fallas.append(Falla(columna.nombre, self._motivo(columna.nombre, celda, str(mal))))
        if self.archivo.clase == TEXTO and not fila.texto.isascii():
            fallas += [
                Falla(columna.nombre, NO_ASCII)
                for columna, celda in zip(self.formato.columnas, fila.celdas, strict=True)
                if columna.nombre in valores and not celda.isascii()
            ]
        fallas += self._del_conjunto(fila, valores)
        return (None, fallas) if fallas else (self.formato.armar(valores), [])

    def _por_que_no_son(self, fila: Fila) -> str:
        if len(fila.celdas) == 1:
            otro = next((signo for signo in ("|", "\t", ",", ":") if fila.texto.count(signo) > 2), "")
            if otro:
                return OTRO_SEPARADOR.format("tabulador" if otro == "\t" else otro)
        return CUANTOS.format(len(fila.celdas), len(self.formato.columnas))

    def _motivo(self, columna: str, celda: str, dicho: str) -> str:
        if celda == hoja.FORMULA:
            return FORMULA
        if columna == "tipo" and celda:
            return OTRO_TIPO.format(self.formato.nombre, self.formato.tipo, celda[:20])
        if celda.startswith(FORMULA_STARTS) and not celda[1:2].isdigit():
            return PARECE_FORMULA
        return dicho if celda else f"Está vacío. {dicho}"

    def _del_conjunto(self, fila: Fila, valores: dict[str, Any]) -> list[Falla]:
        """What a line may not say in this file, or of this employer, though each field reads well."""
        fallas = []
        if "ruc" in valores and valores["ruc"] != self.ruc:
            fallas.append(Falla("ruc", OTRO_RUC.format(self.ruc)))
        if "anio" in valores and "mes" in valores:
            anio, mes = self.conjunto.mes
            if (f"{valores['anio']:04}", f"{valores['mes']:02}") != (anio, mes):
                dicho = nombre_de_mes(int(mes)) if mes.isdigit() and 1 <= int(mes) <= 12 else mes
                fallas.append(Falla("mes", OTRO_MES.format(dicho, anio)))
            elif (valores["anio"], valores["mes"]) > (self.hoy.year, self.hoy.month):
                fallas.append(Falla("mes", MES_QUE_NO_LLEGA))
        if "sucursal" in valores and "cedula" in valores:
            primera = self.conjunto.primeras.get((valores["sucursal"], valores["cedula"]), fila.numero)
            if primera != fila.numero:
                fallas.append(Falla("cedula", REPETIDO.format(primera)))
        if (registro := valores.get("fecha_registro")) and registro > self.hoy:
            fallas.append(Falla("fecha_registro", REGISTRO_FUTURO))
        return fallas

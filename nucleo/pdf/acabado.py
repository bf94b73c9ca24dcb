"""What WeasyPrint leaves out of a PDF that is PDF/A-3a, PDF/UA-1 and ready to be signed, all at once.

`Acabado` is a WeasyPrint finisher: it gets the finished object tree just before it is written. It
1. puts our XMP in place, uncompressed, so that a reader that knows no PDF finds the declaration;
2. walks the structure tree: a Scope for each header cell, an IDTree for the IDs that cells refer to, and running
   headers and footers, which WeasyPrint leaves in dangling elements, as the artifacts that they are;
3. lists each attachment once;
4. lays an empty signature field, tagged as a Form, over the frame that the page shows for it. A field that
   pyHanko made itself would stand outside the structure tree, and its stamp would bring a font that isn't embedded.
"""

from typing import Any

import pydyf

from nucleo.pdf.tipos import CAMPO_FIRMA, Documento, DocumentoDefectuoso
from nucleo.pdf.xmp import paquete

ANCLA_FIRMA = "firma-electronica"
PUNTOS_POR_PX = 0.75
IMPRIMIR_Y_BLOQUEAR = 4 | 128  # annotation flags Print and Locked
FIRMAS_Y_SOLO_AGREGAR = 1 | 2  # AcroForm flags SignaturesExist and AppendOnly


class Acabado:
    """The finisher of one document; WeasyPrint calls it with its Document and a pydyf.PDF."""

    def __init__(self, documento: Documento):
        self._documento = documento

    def __call__(self, document: Any, pdf: Any) -> None:
        arbol = Arbol(pdf)
        arbol.titular_celdas()
        arbol.indexar_ids()
        arbol.apartar_artefactos()
        pdf.catalog["AF"] = type(pdf.catalog["AF"])(dict.fromkeys(pdf.catalog["AF"]))
        self._poner_xmp(document, pdf)
        self._poner_campo_de_firma(document, pdf, arbol)

    def _poner_xmp(self, document: Any, pdf: Any) -> None:
        metadatos = document.metadata
        xmp = objeto(pdf, pdf.catalog["Metadata"])
        xmp.compress = False
        xmp.stream = [
            paquete(
                titulo=metadatos.title or self._documento.titulo,
                autor=", ".join(metadatos.authors),
                idioma=metadatos.lang or "es-EC",
                fecha=metadatos.created or self._documento.emitido.isoformat(timespec="seconds"),
                productor=pdf.info["Producer"].string,
            )
        ]

    def _poner_campo_de_firma(self, document: Any, pdf: Any, arbol: "Arbol") -> None:
        pagina, rect = _marco(document)
        referencia = pdf.page_references[pagina]
        apariencia = pydyf.Stream(
            [],
            {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, rect[2] - rect[0], rect[3] - rect[1]])},
        )
        pdf.add_object(apariencia)
        campo = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Sig",
                "T": pydyf.String(CAMPO_FIRMA),
                "TU": pydyf.String(f"Firma electrónica del documento {self._documento.codigo}"),
                "TM": pydyf.String(self._documento.codigo),
                "F": IMPRIMIR_Y_BLOQUEAR,
                "Rect": pydyf.Array(rect),
                "P": referencia,
                "AP": pydyf.Dictionary({"N": apariencia.reference}),
            }
        )
        pdf.add_object(campo)
        objeto(pdf, referencia).setdefault("Annots", pydyf.Array()).append(campo.reference)
        formulario = pydyf.Dictionary({"Fields": pydyf.Array([campo.reference]), "SigFlags": FIRMAS_Y_SOLO_AGREGAR})
        pdf.add_object(formulario)
        pdf.catalog["AcroForm"] = formulario.reference
        campo["StructParent"] = arbol.colgar_formulario(campo, referencia)


class Arbol:
    """The structure tree of a pydyf.PDF, walked once."""

    def __init__(self, pdf: Any):
        self._pdf = pdf
        self._raiz = objeto(pdf, pdf.catalog["StructTreeRoot"])
        self._numeros = objeto(pdf, self._raiz["ParentTree"])["Nums"]
        self.elementos: list[Any] = []
        self._mcids: dict[bytes, set[int]] = {}
        pendientes = list(self._raiz["K"])
        while pendientes:
            elemento = objeto(pdf, pendientes.pop())
            if elemento.get("Type") != "/StructElem":
                continue
            self.elementos.append(elemento)
            for hijo in elemento["K"]:
                if isinstance(hijo, int):
                    self._mcids.setdefault(elemento["Pg"], set()).add(hijo)
                else:
                    pendientes.append(hijo)

    def titular_celdas(self) -> None:
        """A header cell of a THead heads its column; any other heads its row."""
        for celda in self.elementos:
            if celda["S"] == "/TH":
                fila = objeto(self._pdf, celda["P"])
                en_cabecera = objeto(self._pdf, fila["P"])["S"] == "/THead"
                celda["A"]["Scope"] = "/Column" if en_cabecera else "/Row"

    def indexar_ids(self) -> None:
        """The name tree from element IDs to elements, sorted as a name tree must be."""
        nombrados = sorted((e["ID"].data, e) for e in self.elementos if "ID" in e)
        if nombrados:
            nombres = pydyf.Array([parte for id_, e in nombrados for parte in (id_, e.reference)])
            indice = pydyf.Dictionary({"Names": nombres})
            self._pdf.add_object(indice)
            self._raiz["IDTree"] = indice.reference

    def apartar_artefactos(self) -> None:
        """Content that no element of the tree claims is pagination: marked so, and its dangling elements emptied."""
        for numero, referencia in enumerate(self._pdf.page_references):
            reclamados = self._mcids.get(referencia, set())
            padres = self._numeros[2 * numero + 1]
            contenido = objeto(self._pdf, objeto(self._pdf, referencia)["Contents"]).stream
            for i, operando in enumerate(contenido):
                if isinstance(operando, pydyf.Dictionary) and operando.get("MCID", -1) not in (-1, *reclamados):
                    padres[operando["MCID"]] = "null"
                    contenido[i - 1 : i + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
        vivos = {e.number for e in self.elementos}
        for elemento in self._pdf.objects:
            if isinstance(elemento, pydyf.Dictionary) and _cuelga(elemento, vivos):
                elemento.clear()

    def colgar_formulario(self, campo: Any, pagina: bytes) -> int:
        """Append a Form element for `campo` at the end of the document; its key in the parent tree."""
        documento = objeto(self._pdf, self._raiz["K"][0])
        enlace = pydyf.Dictionary({"Type": "/OBJR", "Obj": campo.reference, "Pg": pagina})
        self._pdf.add_object(enlace)
        formulario = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": "/Form",
                "K": pydyf.Array([enlace.reference]),
                "Pg": pagina,
                "P": documento.reference,
            }
        )
        self._pdf.add_object(formulario)
        documento["K"].append(formulario.reference)
        clave = max(self._numeros[::2]) + 1
        self._numeros.extend([clave, formulario.reference])
        return clave


def _cuelga(elemento: Any, vivos: set[int]) -> bool:
    """Whether a structure element hangs from nothing."""
    return elemento.get("Type") == "/StructElem" and elemento.number not in vivos


def objeto(pdf: Any, referencia: bytes) -> Any:
    """The object that a reference like b"12 0 R" names."""
    return pdf.objects[int(referencia.split()[0])]


def _marco(document: Any) -> tuple[int, list[float]]:
    """Page index and PDF rectangle of the frame where the page says who signs."""
    for indice, pagina in enumerate(document.pages):
        if ANCLA_FIRMA in pagina.anchors:
            x1, y1, x2, y2 = pagina.anchors[ANCLA_FIRMA]
            esquinas = [x1, pagina.height - y2, x2, pagina.height - y1]
            return indice, [round(v * PUNTOS_POR_PX, 2) for v in esquinas]
    raise DocumentoDefectuoso(f"La plantilla no tiene un elemento con id «{ANCLA_FIRMA}».")

"""The official sheet of a procedure as this portal would print it for the RUTR: as text, and as a signed PDF.

It says of the catalogue what an official sheet says, and of each month the figure that is published; a month that is
still open has none. `importar_rutr` reads both back the same.
"""

import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from nucleo.pdf import Anexo, componer, emitir
from tramites.catalogo.models import Tramite
from tramites.rutr import Contacto, HojaRUTR, Horario, MesTransparencia, Requisito, adjunto, forma
from tramites.rutr.hoja import Textos
from tramites.transparencia.selectors import MesPublicado, meses_de

PLANTILLA = "tramites/documentos/hoja_oficial.html"
SEGUNDOS_EN_CACHE = 3600
# The labels that the page sets as titles; the others stand below one of them.
SECCIONES = frozenset(a.rotulo for a in forma.APARTADOS if not a.partes or a.rotulo.startswith("¿")) | {
    "Base Legal",
    "Contacto para atención ciudadana",
}


def hoja_de(tramite: Tramite, meses: Sequence[MesPublicado]) -> HojaRUTR:
    """The inverse of `textos_de_hoja`, with the closed ones among `meses`."""
    leidos = {campo: getattr(tramite, campo) for campo in Textos.__dataclass_fields__}
    textos: dict[str, Any] = {c: tuple(valor) if isinstance(valor, list) else valor for c, valor in leidos.items()}
    return HojaRUTR(
        **textos,
        codigo=tramite.codigo_rutr or "",
        requisitos=tuple(Requisito(**fila) for fila in tramite.requisitos),
        requisitos_especiales=tuple(Requisito(**fila) for fila in tramite.requisitos_especiales),
        horarios=tuple(Horario(**fila) for fila in tramite.horarios),
        contacto=Contacto(tramite.contacto_dependencia, tramite.contacto_correo, tramite.contacto_telefono),
        transparencia=tuple(
            MesTransparencia(m.anio, m.mes, m.cifra.quejas, m.cifra.atenciones, linea=0, oficial=m.oficial)
            for m in meses
            if m.cifra.cerrada
        ),
        del_portal=True,
    )


def texto_de(tramite: Tramite) -> str:
    return forma.escribir(hoja_de(tramite, meses_de(tramite)))


def pdf_de(tramite: Tramite) -> bytes:
    """The same sheet says the same bytes for an hour: signing is not free. Raises nucleo.pdf.ErrorPdf."""
    hoja = hoja_de(tramite, meses_de(tramite))
    texto = forma.escribir(hoja).encode()
    huella = hashlib.sha256(texto).hexdigest()
    contenido = cache.get(f"hoja-oficial:{tramite.slug}:{huella}")
    if contenido is None:
        contenido = _dibujar(tramite, hoja, texto, huella)
        cache.set(f"hoja-oficial:{tramite.slug}:{huella}", contenido, SEGUNDOS_EN_CACHE)
    return contenido


def _dibujar(tramite: Tramite, hoja: HojaRUTR, texto: bytes, huella: str) -> bytes:
    contexto = {
        "codigo_rutr": f"{forma.CODIGO}{hoja.codigo or forma.SIN_CODIGO}",
        "informacion": forma.INFORMACION.rotulo,
        "secciones": SECCIONES,
        "ficha": _grupos(hoja, forma.FICHA),
        "apartados": _grupos(hoja, forma.APARTADOS),
        "transparencia": forma.TRANSPARENCIA,
        "columnas": forma.COLUMNAS,
        "filas": forma.filas_de(hoja),
        "nota": forma.nota_de(hoja),
    }
    documento = componer(
        PLANTILLA,
        contexto,
        titulo=forma.REGISTRO,
        codigo=huella[:16].upper(),
        url_verificacion=settings.PORTAL_URL + reverse("tramites:ficha", args=[tramite.slug]),
        emitido=timezone.now(),
        datos={"tramite": tramite.slug, "codigo_rutr": hoja.codigo, "sha256_de_la_hoja": huella},
        anexos=[Anexo(adjunto.NOMBRE, texto)],
    )
    return emitir(documento).contenido


def _grupos(hoja: HojaRUTR, apartados: Sequence[forma.Apartado]) -> list[tuple[str, list[tuple[bool, list[str]]]]]:
    """Each label with its lines as a person reads them, the numbered ones together: they are a list."""
    return [
        (apartado.rotulo, [(k, [r.visible for r in g]) for k, g in itertools.groupby(renglones, forma.esta_numerado)])
        for apartado, renglones in forma.apartados_de(hoja, apartados)
    ]

"""The feed of closed months (Atom, RFC 4287). One entry for each month, under an id of its own that never changes."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import escape

from nucleo.escritura import fecha, mes, numero
from tramites.transparencia.cifras import Cierre
from tramites.transparencia.formatos import INSTITUCION, absoluta


def feed_de(cierres: Sequence[Cierre]) -> Atom1Feed:
    """A month comes again to the top when one of its figures is corrected: its entry says which, and why."""
    pagina = absoluta("transparencia")
    feed = Atom1Feed(
        title="Meses cerrados: quejas y atenciones de los trámites del IESS",
        link=pagina,
        description="Cada mes que se cierra, y cada corrección con su motivo.",
        language="es-EC",
        author_name=INSTITUCION,
        feed_url=absoluta("transparencia_atom"),
        feed_guid=absoluta("transparencia_atom"),
    )
    por_mes = {periodo: list(suyos) for periodo, suyos in groupby(sorted(cierres, key=_periodo), key=_periodo)}
    entradas = [sorted(suyos, key=lambda c: c.cerrado_en) for suyos in por_mes.values()]
    for suyos in sorted(entradas, key=lambda suyos: suyos[-1].cerrado_en, reverse=True):
        primero = date(suyos[0].anio, suyos[0].mes, 1)
        corregido = any(c.reexpresion for c in suyos)
        feed.add_item(
            title=f"{mes(primero).capitalize()}, {'con correcciones' if corregido else 'cerrado'}",
            link=f"{pagina}?anio={primero.year}",
            unique_id=get_tag_uri(f"{pagina}{primero:%Y-%m}", primero),
            description=escape(" ".join(_frase(c) for c in suyos)),  # Atom reads it as HTML
            pubdate=suyos[0].cerrado_en,
            updateddate=suyos[-1].cerrado_en,
        )
    return feed


def _periodo(cierre: Cierre) -> tuple[int, int]:
    return cierre.anio, cierre.mes


def _frase(cierre: Cierre) -> str:
    cuentas = f"{numero(cierre.atenciones)} atenciones y {numero(cierre.quejas)} quejas"
    if not cierre.reexpresion:
        return f"Se cerró el {fecha(cierre.cerrado_en)}: {cuentas} en {numero(cierre.tramites)} trámites."
    if cierre.tramite is None:
        de_que = f"Quejas sobre el servicio y los datos personales: {numero(cierre.quejas)}"
    else:
        de_que = f"{cierre.tramite.nombre}: {cuentas}"
    # Of what people type, XML takes no control characters.
    motivo = "".join(letra for letra in cierre.motivo if letra.isprintable()).rstrip(".")
    return f"Se corrigió el {fecha(cierre.cerrado_en)}. {de_que}. Motivo: {motivo}."

from dataclasses import asdict
from typing import Any

from django.db import transaction

from nucleo.bitacora import anotar, cambios
from tramites.catalogo.lectura import Ficha, leer_catalogo
from tramites.catalogo.models import Tramite

# What a sheet of the RUTR says about a procedure; the rest is where and how the portal shows it.
DE_LA_HOJA = (
    *("institucion", "descripcion", "dirigido_a", "personas", "tipo_resultado", "resultado", "requisitos"),
    *("requisitos_especiales", "requisitos_nota", "formatos", "modalidad", "consideraciones", "indicaciones"),
    *("indicaciones_en_linea", "indicaciones_presencial", "notas", "canales", "costo", "horarios", "vigencia"),
    *("base_legal", "contacto_dependencia", "contacto_correo", "contacto_telefono"),
)
EDITABLES = frozenset({"nombre", *DE_LA_HOJA})


def sincronizar_catalogo() -> None:
    """Brings the sheets of the TOML files into their rows. A row that a RUTR sheet or staff wrote keeps its texts."""
    with transaction.atomic():
        filas = {tramite.slug: tramite for tramite in Tramite.objects.select_for_update()}
        for ficha in leer_catalogo():
            tramite = filas.get(ficha.slug)
            if tramite is None:
                filas[ficha.slug] = Tramite.objects.create(**_valores(ficha, filas))
            elif tramite.huella != ficha.huella:
                _actualizar(tramite, _valores(ficha, filas))


def _valores(ficha: Ficha, filas: dict[str, Tramite]) -> dict:
    valores = asdict(ficha)
    for campo, valor in valores.items():  # JSON columns hold lists
        valores[campo] = list(valor) if isinstance(valor, tuple) else valor
    return valores | {
        "codigo_rutr": ficha.codigo_rutr or None,
        "padre": filas[ficha.padre] if ficha.padre else None,
        "principal": ficha.principal,
    }


def _actualizar(tramite: Tramite, valores: dict) -> None:
    if tramite.origen != Tramite.Origen.CATALOGO:
        valores = {
            campo: valor for campo, valor in valores.items() if campo not in {*DE_LA_HOJA, "codigo_rutr", "nombre"}
        }
    for campo, valor in valores.items():
        setattr(tramite, campo, valor)
    tramite.save()


def editar_ficha(*, actor: str, tramite: Tramite, textos: dict[str, Any]) -> Tramite:
    """Puts the staff's words on a sheet, which from then on the TOML files leave alone; nothing new changes nothing.

    Raises ValueError for a field that is no text of the sheet, and django.core.exceptions.ValidationError.
    """
    if ajenos := textos.keys() - EDITABLES:
        raise ValueError(f"not a text of the sheet: {', '.join(sorted(ajenos))}")
    with transaction.atomic():
        fila = Tramite.objects.select_for_update(of=("self",)).get(pk=tramite.pk)
        cambiados = cambios({campo: getattr(fila, campo) for campo in textos}, textos)
        if not cambiados:
            return fila
        for campo in cambiados:
            setattr(fila, campo, textos[campo])
        fila.origen = Tramite.Origen.ADMIN
        fila.full_clean()
        fila.save(update_fields=[*cambiados, "origen"])
        anotar(actor=actor, accion="ficha.editada", objeto=f"tramite:{fila.slug}", datos={"cambios": cambiados})
    return fila

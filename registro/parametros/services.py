"""Keeping the table of legal parameters up with what the project ships."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction

from nucleo.bitacora import anotar, cambios
from registro.models import Parametro
from registro.parametros.archivos import leer
from registro.parametros.forma import problema_de_forma
from registro.parametros.vigentes import CAMPOS


def sincronizar(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Insert the shipped versions that the table lacks and return how many; an existing row is never touched.

    Part of `migrate`, like the schema: what it inserts is reviewed in the repository, so there is nobody to name in
    the bitácora. A version is told by key and first day; what staff added on another day stays beside it.
    """
    with transaction.atomic(using=using):
        presentes = set(Parametro.objects.using(using).values_list("clave", "valido_desde"))
        faltan = [version for version in leer() if (version.clave, version.valido_desde) not in presentes]
        Parametro.objects.using(using).bulk_create(
            (Parametro(**{campo: getattr(version, campo) for campo in CAMPOS}) for version in faltan),
            ignore_conflicts=True,  # another process may be migrating too
        )
    return len(faltan)


def revisar_valor(*, clave: str, valor: Any) -> None:
    """Refuse a value on which a rule would fail.

    Raises django.core.exceptions.ValidationError when no version of `clave` exists or the last one has another shape.
    """
    ultima = Parametro.objects.filter(clave=clave).order_by("-valido_desde").first()
    if ultima is None:
        raise ValidationError({"clave": "Ninguna regla usa un parámetro con esa clave."})
    if problema := problema_de_forma(valor, ultima.valor):
        raise ValidationError({"valor": problema})


def agregar(*, actor: str, parametro: Parametro) -> Parametro:
    """Insert a new version of a known parameter; the versions that are there stay as they are.

    Raises django.core.exceptions.ValidationError, as `revisar_valor` and when a version begins on the same day.
    """
    parametro.full_clean()
    revisar_valor(clave=parametro.clave, valor=parametro.valor)
    with transaction.atomic():
        anteriores = Parametro.objects.filter(clave=parametro.clave, valido_desde__lt=parametro.valido_desde)
        anterior = anteriores.order_by("-valido_desde").first()
        parametro.save(force_insert=True)
        anotar(
            actor=actor,
            accion="parametro.agregado",
            objeto=f"parametro:{parametro.clave}",
            datos={"cambios": cambios(_campos(anterior) if anterior else {}, _campos(parametro))},
        )
    return parametro


def _campos(parametro: Parametro) -> dict[str, Any]:
    return {campo: getattr(parametro, campo) for campo in CAMPOS if campo != "clave"}

"""Keeping the table of legal parameters up with what the project ships."""

from django.db import DEFAULT_DB_ALIAS, transaction

from registro.models import Parametro
from registro.parametros.archivos import leer
from registro.parametros.vigentes import CAMPOS


def sincronizar(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Insert the shipped versions that the table lacks and return how many; an existing row is never touched.

    Part of `migrate`, like the schema: what it inserts is reviewed in the repository, so there is nobody to name in
    the bitácora. A version is told by key and first day, so one that staff corrected in place stays as they left it.
    """
    with transaction.atomic(using=using):
        presentes = set(Parametro.objects.using(using).values_list("clave", "valido_desde"))
        faltan = [version for version in leer() if (version.clave, version.valido_desde) not in presentes]
        Parametro.objects.using(using).bulk_create(
            (Parametro(**{campo: getattr(version, campo) for campo in CAMPOS}) for version in faltan),
            ignore_conflicts=True,  # another process may be migrating too
        )
    return len(faltan)

"""What employers told of a person, and what that person sent for an employer, as sections of "mis datos"."""

from cuentas.mis_datos import Seccion, inscribir
from empleadores.models import Lote, Novedad

# Who at the employer did it is of that person, not of the worker.
AJENO = frozenset({"registrada_por", "deshecha_por", "linea"})

inscribir(
    Seccion(
        "novedades",
        "Los avisos que dieron sus empleadores",
        Novedad,
        excepto=AJENO,
        lee={"empleador": "empleador__razon_social"},
    )
)

inscribir(
    Seccion(
        "archivos-de-avisos",
        "Los archivos de avisos que subió por un empleador",
        Lote,
        de="subido_por",
        por_cuenta=True,
        excepto=frozenset({"numero", "archivo", "posicion"}),
        lee={"empleador": "empleador__razon_social"},
    )
)

"""What employers told of a person, as a section of "mis datos"."""

from cuentas.mis_datos import Seccion, inscribir
from empleadores.models import Novedad

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

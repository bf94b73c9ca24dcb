"""What the portal sent to the bank of a person, as a section of "mis datos"."""

from cuentas.mis_datos import Seccion, inscribir
from pensionistas.models import Deposito

inscribir(
    Seccion(
        "depositos-de-pension",
        "Depósitos de su pensión",
        Deposito,
        excepto=frozenset({"archivo"}),
        lee={"cuenta": "cuenta__numero"},
    )
)

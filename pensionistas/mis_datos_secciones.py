"""The trips of a pensioner, their proofs of life, the suspensions and the deposits, as sections of "mis datos"."""

from cuentas.mis_datos import Seccion, inscribir
from pensionistas.models import AvisoPais, Deposito, Supervivencia, Suspension

inscribir(Seccion("avisos-de-viaje", "Avisos de salida y entrada al país", AvisoPais))
inscribir(
    Seccion(
        "supervivencias",
        "Constancias de supervivencia",
        Supervivencia,
        lee={"adjunto": "adjunto__nombre", "solicitud": "solicitud__numero"},
    )
)
inscribir(
    Seccion(
        "suspensiones",
        "Suspensiones de su pensión",
        Suspension,
        lee={"pension": "pension__tipo", "solicitud": "solicitud__numero"},
    )
)
inscribir(
    Seccion(
        "depositos-de-pension",
        "Depósitos de su pensión",
        Deposito,
        excepto=frozenset({"archivo"}),
        lee={"cuenta": "cuenta__numero"},
    )
)

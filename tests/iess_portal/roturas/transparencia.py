"""What puts the closed months and their figures out of order."""

from datetime import UTC, datetime
from typing import Any

from tests.iess_portal.roturas.comun import Roturas
from tramites.models import CierreMensual, Conteo
from tramites.selectors import ficha


def una_cifra(**cambios: Any) -> None:
    """Of a month that nobody closed."""
    datos = {"tramite": ficha("subsidios"), "anio": 2026, "mes": 10, "fuente": "PORTAL", "quejas": 0, "atenciones": 0}
    Conteo.objects.create(**datos | {"en_linea": 0, "presencial": 0, "decididos": 0} | cambios)


def un_cierre(**cambios: Any) -> None:
    """Of which nothing else tells."""
    CierreMensual.objects.create(**{"anio": 2026, "mes": 10, "quejas_servicio": 0, "quejas_datos": 0} | cambios)


ROTURAS: Roturas = {
    "cifra_sin_cierre": [una_cifra],
    "mes_cerrado_antes_de_terminar": [lambda: un_cierre(registrado_en=datetime(2026, 11, 1, 4, 59, tzinfo=UTC))],
    "version_salteada": [lambda: una_cifra(version=2, motivo="x"), lambda: una_cifra(version=0, motivo="x")],
    "cierre_salteado": [lambda: un_cierre(version=2, motivo="x")],
    "cifra_que_la_bitacora_no_cuenta": [lambda: una_cifra(version=2, motivo="x"), lambda: una_cifra(motivo="x")],
    "cierre_que_la_bitacora_no_cuenta": [un_cierre, lambda: un_cierre(version=2, motivo="x")],
}

"""What puts the closed months and their figures out of order."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from tests.iess_portal.roturas.comun import Roturas
from tramites.models import Atencion, CierreMensual, Conteo
from tramites.selectors import ficha
from tramites.transparencia.services import cerrar_mes


def una_cifra(**cambios: Any) -> None:
    """Of a month that nobody closed."""
    datos = {"tramite": ficha("subsidios"), "anio": 2026, "mes": 10, "fuente": "PORTAL", "quejas": 0, "atenciones": 0}
    Conteo.objects.create(**datos | {"en_linea": 0, "presencial": 0, "decididos": 0} | cambios)


def un_cierre(**cambios: Any) -> None:
    """Of which nothing else tells."""
    CierreMensual.objects.create(**{"anio": 2026, "mes": 10, "quejas_servicio": 0, "quejas_datos": 0} | cambios)


def tras_cerrar(modelo: type[Model], **cambios: Any) -> Callable[[], object]:
    """October was closed, and one of the rows that fixed it says something else now."""

    def hacer() -> None:
        octubre = date(2026, 10, 1)
        Atencion.objects.create(tramite=ficha("subsidios"), fecha=octubre, origen="x")
        cerrar_mes(anio=2026, mes=10, hoy=date(2026, 11, 5))
        modelo.objects.filter(pk=modelo.objects.earliest("pk").pk).update(**cambios)

    return hacer


ROTURAS: Roturas = {
    "cifra_sin_cierre": [una_cifra],
    "mes_cerrado_antes_de_terminar": [lambda: un_cierre(registrado_en=datetime(2026, 11, 1, 4, 59, tzinfo=UTC))],
    "version_salteada": [lambda: una_cifra(version=2, motivo="x"), lambda: una_cifra(version=0, motivo="x")],
    "cierre_salteado": [lambda: un_cierre(version=2, motivo="x")],
    "cifra_que_la_bitacora_no_cuenta": [lambda: una_cifra(version=2, motivo="x"), lambda: una_cifra(motivo="x")],
    "cierre_que_la_bitacora_no_cuenta": [un_cierre, lambda: un_cierre(version=2, motivo="x")],
    "cierre_que_no_suma": [
        tras_cerrar(Conteo, quejas=1),
        tras_cerrar(Conteo, atenciones=7, en_linea=7),
        tras_cerrar(CierreMensual, quejas_servicio=1),
    ],
}

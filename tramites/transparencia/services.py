from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, titular_de
from nucleo.masivo import crear_todas
from registro.models import Empleador, Persona
from tramites.catalogo.models import Tramite
from tramites.transparencia.models import Atencion, Conteo


def contar(*, tramite: Tramite, titular: Persona | Empleador, fecha: date, por: Por, origen: str) -> None:
    """Counts one attention. `origen` names its event: the same event counts once, however often it is told."""
    Atencion.objects.bulk_create(_atenciones(tramite, titular, fecha, por, [origen]), ignore_conflicts=True)


def contar_nuevas(
    *, tramite: Tramite, titular: Persona | Empleador, fecha: date, por: Por, origenes: Sequence[str]
) -> None:
    """Counts one attention for each event, none of which was told before."""
    crear_todas(_atenciones(tramite, titular, fecha, por, origenes))


def _atenciones(
    tramite: Tramite, titular: Persona | Empleador, fecha: date, por: Por, origenes: Sequence[str]
) -> list[Atencion]:
    de_quien = titular_de(titular)
    comun = {
        "tramite_id": tramite.pk,
        "persona_id": de_quien["persona"] and de_quien["persona"].pk,
        "empleador_id": de_quien["empleador"] and de_quien["empleador"].pk,
        "fecha": fecha,
        "canal": Atencion.Canal.PRESENCIAL if por == Por.VENTANILLA else Atencion.Canal.EN_LINEA,
    }
    return [Atencion(**comun, origen=origen) for origen in origenes]


def contar_consulta(*, tramite: Tramite, actuacion: Actuacion) -> None:
    """Counts a consulta: once per subject, procedure and day."""
    titular = actuacion.sujeto
    if titular is None:
        return
    hoy = timezone.localdate()
    quien = "persona" if isinstance(titular, Persona) else "empleador"
    origen = f"consulta:{quien}:{titular.pk}:{hoy:%Y-%m-%d}"
    contar(tramite=tramite, titular=titular, fecha=hoy, por=actuacion.por, origen=origen)


@dataclass(frozen=True)
class Publicacion:
    """How many months of a table were new, restated, or already there with the same figures."""

    nuevos: int = 0
    corregidos: int = 0
    iguales: int = 0

    @property
    def cambia_algo(self) -> bool:
        return bool(self.nuevos or self.corregidos)


def publicar_oficial(*, tramite: Tramite, meses: Sequence[tuple[int, int, int, int]], motivo: str) -> Publicacion:
    """Enters official (year, month, complaints, attentions). A figure that differs is a new version with its reason."""
    with transaction.atomic():
        Tramite.objects.select_for_update().get(pk=tramite.pk)
        oficiales = Conteo.objects.filter(tramite=tramite, fuente=Conteo.Fuente.OFICIAL).order_by("version")
        vigentes = {(conteo.anio, conteo.mes): conteo for conteo in oficiales}
        filas: list[Conteo] = []
        iguales = 0
        for anio, mes, quejas, atenciones in meses:
            antes = vigentes.get((anio, mes))
            if antes and (antes.quejas, antes.atenciones) == (quejas, atenciones):
                iguales += 1
                continue
            filas.append(
                Conteo(
                    tramite=tramite,
                    anio=anio,
                    mes=mes,
                    quejas=quejas,
                    atenciones=atenciones,
                    fuente=Conteo.Fuente.OFICIAL,
                    version=antes.version + 1 if antes else 1,
                    motivo=motivo if antes else "",
                )
            )
        Conteo.objects.bulk_create(filas)
    corregidos = sum(fila.version > 1 for fila in filas)
    return Publicacion(len(filas) - corregidos, corregidos, iguales)

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from cuentas.actuacion import Actuacion, Por, titular_de
from nucleo.bitacora import anotar, cambios
from nucleo.escritura import mes as mes_escrito
from nucleo.masivo import crear_filas
from registro.models import Empleador, Persona
from tramites.catalogo.models import Tramite
from tramites.transparencia.conteo import MesContado, contar_mes, primer_mes
from tramites.transparencia.models import Atencion, CierreMensual, Conteo
from tramites.transparencia.selectors import FIJADOS, FIJADOS_SIN_TRAMITE, Cierre, cierre_de


def contar(*, tramite: Tramite, titular: Persona | Empleador, fecha: date, por: Por, origen: str) -> None:
    """Counts one attention. `origen` names its event: the same event counts once, however often it is told."""
    Atencion.objects.bulk_create(_atenciones(tramite, titular, fecha, por, [origen]), ignore_conflicts=True)


def contar_nuevas(
    *, tramite: Tramite, titular: Persona | Empleador, fecha: date, por: Por, origenes: Sequence[str]
) -> None:
    """Counts one attention for each event, none of which was told before."""
    crear_filas(_atenciones(tramite, titular, fecha, por, origenes))


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


# --- closing a month -------------------------------------------------------------------------------------------------

LARGO_DEL_MOTIVO = 200
Fijada = Conteo | CierreMensual


class NoProcede(Exception):
    """It cannot be done, with the reason in words."""


class MesNoTerminado(NoProcede):
    pass


class MesSinPortal(NoProcede):
    """Before anything happened in the portal: a zero of it would be no figure."""


class MesAbierto(NoProcede):
    pass


class SinCambios(NoProcede):
    pass


class MotivoInvalido(NoProcede):
    pass


def cerrar_mes(*, anio: int, mes: int, actor: str | None = None, hoy: date) -> Cierre:
    """Fixes what the portal counted in that month, of every procedure. Closing it again changes nothing.

    `actor` is the identifier of an account; None: it closes by itself.
    """
    inicio = date(anio, mes, 1)
    if inicio >= hoy.replace(day=1):
        raise MesNoTerminado(f"{mes_escrito(inicio).capitalize()} no ha terminado: se cierra después.")
    primero = primer_mes()
    if primero is None or inicio < primero:
        desde = f"su primer hecho es de {mes_escrito(primero)}" if primero else "todavía no hay ninguno"
        raise MesSinPortal(f"El portal no tiene hechos hasta {mes_escrito(inicio)}: {desde}. No hay qué cerrar.")
    with transaction.atomic():
        # Whoever comes second waits here for the first, and finds its row.
        cierre, nuevo = CierreMensual.objects.get_or_create(
            anio=anio, mes=mes, version=1, defaults={"quejas_servicio": 0, "quejas_datos": 0}
        )
        if nuevo:
            _fijar(cierre, contar_mes(anio, mes), actor or "sistema:cerrar_mes")
    return cierre_de(cierre, nuevo=nuevo)


def _fijar(cierre: CierreMensual, contado: MesContado, actor: str) -> None:
    cierre.quejas_servicio, cierre.quejas_datos = contado.quejas_servicio, contado.quejas_datos
    cierre.save(update_fields=["quejas_servicio", "quejas_datos"])
    filas = [
        Conteo(
            tramite_id=tramite_id,
            anio=cierre.anio,
            mes=cierre.mes,
            fuente=Conteo.Fuente.PORTAL,
            registrado_en=cierre.registrado_en,
            **contado.de(tramite_id).campos,
        )
        for tramite_id in Tramite.objects.order_by("pk").values_list("pk", flat=True)
    ]
    Conteo.objects.bulk_create(filas)
    anotar(
        actor=actor,
        accion="transparencia.mes_cerrado",
        objeto=f"mes:{cierre.anio}-{cierre.mes:02d}:1",
        datos={
            "tramites": len(filas),
            "atenciones": sum(fila.atenciones for fila in filas),
            "quejas": sum(fila.quejas for fila in filas),
            "quejas_servicio": cierre.quejas_servicio,
            "quejas_datos": cierre.quejas_datos,
        },
    )


def reexpresar(*, tramite: Tramite, anio: int, mes: int, motivo: str, actor: str) -> Conteo:
    """A restatement: what the events of a closed month say now is a new version, beside the one that it replaces."""
    motivo = _motivo(motivo)
    with transaction.atomic():
        _cerrado(anio, mes)
        cual = {"tramite": tramite, "anio": anio, "mes": mes, "fuente": Conteo.Fuente.PORTAL}
        antes = Conteo.objects.filter(**cual).order_by("-version").first()
        contado = contar_mes(anio, mes, tramite).de(tramite.pk)
        ahora = Conteo(**cual, **contado.campos, version=antes.version + 1 if antes else 1, motivo=motivo)
        _guardar_correccion(antes, ahora, FIJADOS, actor, f"conteo:{tramite.slug}:{anio}-{mes:02d}")
    return ahora


def reexpresar_sin_tramite(*, anio: int, mes: int, motivo: str, actor: str) -> CierreMensual:
    """The same, of the complaints of a closed month that are about no procedure."""
    motivo = _motivo(motivo)
    with transaction.atomic():
        _cerrado(anio, mes)
        antes = CierreMensual.objects.filter(anio=anio, mes=mes).order_by("-version")[0]
        contado = contar_mes(anio, mes)
        ahora = CierreMensual(
            anio=anio,
            mes=mes,
            quejas_servicio=contado.quejas_servicio,
            quejas_datos=contado.quejas_datos,
            version=antes.version + 1,
            motivo=motivo,
        )
        _guardar_correccion(antes, ahora, FIJADOS_SIN_TRAMITE, actor, f"mes:{anio}-{mes:02d}")
    return ahora


def _motivo(motivo: str) -> str:
    limpio = " ".join(motivo.replace("\0", "").split())
    if not limpio or len(limpio) > LARGO_DEL_MOTIVO:
        raise MotivoInvalido(f"Escriba el motivo, en {LARGO_DEL_MOTIVO} letras a lo más: se publica con la cifra.")
    return limpio


def _cerrado(anio: int, mes: int) -> None:
    """Locks the closing of the month, so that two restatements at once are two versions."""
    cerrado = CierreMensual.objects.select_for_update().filter(anio=anio, mes=mes, version=1).exists()
    if not cerrado:
        raise MesAbierto(f"{mes_escrito(date(anio, mes, 1)).capitalize()} no está cerrado: sus cifras aún se cuentan.")


def _guardar_correccion(antes: Fijada | None, ahora: Fijada, campos: Sequence[str], actor: str, que: str) -> None:
    viejo, nuevo = ({campo: getattr(fila, campo, None) for campo in campos} for fila in (antes, ahora))
    if viejo == nuevo:
        raise SinCambios("Las cifras fijadas coinciden con los hechos: no hay qué corregir.")
    ahora.save(force_insert=True)
    datos = {"motivo": ahora.motivo, "cambios": cambios(viejo, nuevo)}
    anotar(actor=actor, accion="transparencia.reexpresada", objeto=f"{que}:{ahora.version}", datos=datos)

"""What the outage counts: what people saw happen, beside what the portal and the mail server hold afterwards."""

import hashlib
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.buzon import Buzon
from benchmarks.informe import Cifra

# A mail that was accepted this near to the death of the worker may have been sent by the one that died.
JUNTO_A_UNA_MUERTE = 1.5


@dataclass
class Diario:
    """What happened when, since the start."""

    inicio: float = field(default_factory=time.monotonic)
    muertes: list[tuple[float, str]] = field(default_factory=list)
    sin_base: list[tuple[float, float]] = field(default_factory=list)

    def anotar(self, que: str) -> None:
        print(f"{time.monotonic() - self.inicio:7.1f} s  {que}", flush=True)

    def base_caida(self, momento: float) -> bool:
        return any(desde <= momento <= hasta + 1 for desde, hasta in self.sin_base)


# --- the load --------------------------------------------------------------------------------------------------------


@dataclass
class Pedidos:
    """What people asked for, and what the portal told them: the truth that the count begins with."""

    certificados: dict[uuid.UUID, str] = field(default_factory=dict)
    casos: list[str] = field(default_factory=list)
    errores: list[tuple[float, int]] = field(default_factory=list)
    sin_respuesta: int = 0
    dobles: int = 0


def contar_casos(pedidos: Pedidos) -> Iterator[Cifra]:
    from tramites.casos.models import Evento, Solicitud  # noqa: PLC0415

    dichos = {destino.split("/")[2] for destino in pedidos.casos if destino.endswith("/") and " " not in destino}
    hay = set(Solicitud.objects.exclude(numero=None).values_list("numero", flat=True))
    ingresos = Counter(Evento.objects.filter(accion="ingresar").values_list("solicitud__numero", flat=True))
    yield Cifra("casos enviados por las personas", len(pedidos.casos))
    yield Cifra("casos perdidos", len(pedidos.casos) - len(dichos & hay), 0)
    yield Cifra("casos duplicados", len(hay - dichos) + sum(n - 1 for n in ingresos.values()), 0)


def contar_documentos(pedidos: Pedidos) -> Iterator[Cifra]:
    """The certificates that people asked for, and the receipt of each case."""
    from nucleo.models import Asiento  # noqa: PLC0415
    from tramites.casos.models import Solicitud  # noqa: PLC0415
    from tramites.certificados.models import Certificado  # noqa: PLC0415
    from tramites.transparencia.models import Atencion  # noqa: PLC0415

    casos = set(Solicitud.objects.exclude(numero=None).values_list("pk", flat=True))
    sueltos = Counter(Certificado.objects.filter(solicitud=None).values_list("peticion", flat=True))
    comprobantes = Counter(Certificado.objects.exclude(solicitud=None).values_list("solicitud_id", flat=True))
    emitidos = Certificado.objects.filter(estado=Certificado.Estado.EMITIDO)
    listos = set(emitidos.filter(solicitud=None).values_list("peticion", flat=True))
    con_comprobante = set(emitidos.exclude(solicitud=None).values_list("solicitud_id", flat=True))
    emisiones = Counter(Asiento.objects.filter(accion="certificado.emitido").values_list("objeto", flat=True))
    dobles = sum(n - 1 for cuenta in (sueltos, comprobantes, emisiones) for n in cuenta.values())
    contados = Atencion.objects.filter(origen__startswith="certificado:").count()
    yield Cifra("certificados pedidos", len(pedidos.certificados))
    yield Cifra("comprobantes debidos", len(casos))
    yield Cifra("documentos perdidos", len(pedidos.certificados.keys() - listos) + len(casos - con_comprobante), 0)
    yield Cifra("documentos duplicados", dobles + len(sueltos.keys() - pedidos.certificados.keys()), 0)
    yield Cifra("atenciones contadas de más o de menos", abs(contados - len(listos)), 0)
    yield from contar_archivos(emitidos)


def contar_archivos(emitidos: Iterable) -> Iterator[Cifra]:
    from django.conf import settings  # noqa: PLC0415
    from django.core.files.storage import default_storage  # noqa: PLC0415

    malos, nombrados = 0, set()
    for certificado in emitidos:
        nombrados.add(certificado.archivo)
        try:
            with default_storage.open(certificado.archivo) as archivo:
                malos += hashlib.sha256(archivo.read()).hexdigest() != certificado.sha256
        except OSError:
            malos += 1
    carpeta = Path(settings.MEDIA_ROOT)
    en_disco = {str(ruta.relative_to(carpeta)) for ruta in carpeta.rglob("*.pdf")}
    yield Cifra("archivos que faltan o no son los de su SHA-256", malos, 0)
    yield Cifra("archivos que ninguna fila nombra", len(en_disco - nombrados))


def contar_avisos(buzon: Buzon, forzadas: set[str], diario: Diario) -> Iterator[Cifra]:
    """What is owed is known twice: from the rows of the outbox, and from the documents and cases themselves.

    `forzadas`: the mails whose worker was killed on purpose between their acceptance and its note.
    """
    from nucleo.correo import message_id_de  # noqa: PLC0415
    from nucleo.outbox.models import MAIL, Outbox  # noqa: PLC0415
    from tramites.casos.models import Evento  # noqa: PLC0415
    from tramites.certificados.models import Certificado  # noqa: PLC0415

    sueltos = Certificado.objects.filter(solicitud=None).values_list("codigo", flat=True)
    ingresos = Evento.objects.filter(accion="ingresar").values_list("pk", flat=True)
    claves = {f"certificado_emitido:{codigo}" for codigo in sueltos}
    claves |= {f"caso:ingresada:paso:{evento}" for evento in ingresos}
    filas = Outbox.objects.filter(kind=MAIL)
    sin_fila = claves - set(filas.values_list("key", flat=True))
    debidos = {message_id_de(fila) for fila in filas.only("key")}
    llegadas = Counter(uno.message_id for uno in buzon.recibidos)
    repetidos = {uno for uno, veces in llegadas.items() if veces > 1}
    sin_muerte = repetidos - {uno.message_id for uno in buzon.recibidos if _junto_a_una_muerte(uno.momento, diario)}
    yield Cifra("avisos debidos", len(debidos) + len(sin_fila))
    yield Cifra("avisos perdidos", len(sin_fila) + len(debidos - llegadas.keys()), 0)
    yield Cifra("avisos que nadie debía", len(llegadas.keys() - debidos), 0)
    yield Cifra("avisos abandonados o rechazados", filas.filter(state__in=["ABANDONADO", "RECHAZADO"]).count(), 0)
    yield Cifra("avisos duplicados sin que muriera quien los envió", len(sin_muerte), 0)
    yield Cifra("copias en el cable, con el mismo Message-ID", llegadas.total() - len(llegadas))
    yield Cifra("  muertes forzadas tras aceptar y antes de anotar", len(forzadas))
    yield Cifra("  copias de esas muertes", len(repetidos & forzadas))
    yield Cifra("  copias de otras muertes", len(repetidos - forzadas))


def _junto_a_una_muerte(momento: float, diario: Diario) -> bool:
    return any(que == "correo" and abs(momento - cuando) < JUNTO_A_UNA_MUERTE for cuando, que in diario.muertes)


def contar_respuestas(pedidos: Pedidos, diario: Diario) -> Iterator[Cifra]:
    fuera = [(momento, estado) for momento, estado in pedidos.errores if not diario.base_caida(momento)]
    if fuera:
        print("errores con la base en pie:", [(round(m - diario.inicio, 1), e) for m, e in fuera[:20]])
    yield Cifra("dobles clics", pedidos.dobles)
    yield Cifra("errores vistos mientras PostgreSQL no estaba", len(pedidos.errores) - len(fuera))
    yield Cifra("errores vistos con PostgreSQL en pie", len(fuera), 0)
    yield Cifra("personas que se quedaron sin respuesta", pedidos.sin_respuesta, 0)

"""The import from beginning to end, in one transaction."""
# ruff: noqa: S608 (the names in these statements are our own; what files say is a parameter or a column)

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from nucleo.bitacora import anotar
from registro.dialecto import Dialecto, dialecto_de
from registro.importacion.aportes import cargar_aportes, son_meses_nuevos, sucursales_de_relaciones
from registro.importacion.archivos import APORTES, ARCHIVOS, EMPLEADORES, PERSONAS, RELACIONES, Archivo
from registro.importacion.avance import Avance
from registro.importacion.carga import BUSQUEDA, Cargador, Fuente
from registro.importacion.errores import CargaRechazada, ErrorDeCarga, Informe, Resumen
from registro.importacion.lectura import Lector
from registro.importacion.validacion import Hallazgo, Validador
from registro.models import Persona
from registro.parametros import ParametroDesconocido, Parametros
from registro.reglas.vencimiento import vencimiento_planilla

ACTOR = "sistema:importar_registro"
DIA_VENCIMIENTO, AJUSTE_INHABIL = "planilla_dia_vencimiento", "ajuste_dia_inhabil"


def importar(carpeta: Path, *, avance: Avance | None = None, hoy: date | None = None) -> Informe:
    """Bring the register up to date with the CSV files of `carpeta`.

    Raises CargaRechazada with every error if there is any, and FileNotFoundError if the folder holds none of the files;
    in both cases nothing has changed.
    """
    presentes = [(archivo, carpeta / archivo.nombre) for archivo in ARCHIVOS if (carpeta / archivo.nombre).is_file()]
    if not presentes:
        raise FileNotFoundError(f"No hay en «{carpeta}» ninguno de los archivos del registro.")
    avance = avance or Avance()
    dialecto = dialecto_de(connection)
    with transaction.atomic():
        dialecto.preparar()
        avance.empezar(sum(ruta.stat().st_size for _, ruta in presentes))
        lectores = [Lector(ruta, archivo, dialecto, avance.sumar) for archivo, ruta in presentes]
        validador = _validar(lectores, dialecto, avance, hoy or timezone.localdate())
        try:
            with transaction.atomic():
                informe = _cargar([archivo for archivo, _ in presentes], dialecto, avance)
        except IntegrityError:
            _rechazar_repetidos(lectores, validador)
            raise
        if informe.cambio:
            anotar(
                actor=ACTOR,
                accion="importar_registro",
                datos={resumen.archivo: resumen.como_datos() for resumen in informe.resumenes},
            )
    avance.terminar()
    return informe


def _validar(lectores: list[Lector], dialecto: Dialecto, avance: Avance, hoy: date) -> Validador:
    """Stage every file and judge it; raise with all that is wrong."""
    legibles = []
    for lector in lectores:
        avance.etapa(f"Leyendo {lector.archivo.nombre}")
        if lector.cargar():
            legibles.append(lector)
    incompletos = [lector.archivo for lector in lectores if lector.errores]
    validador = Validador(dialecto, [lector.archivo for lector in legibles], incompletos, hoy)
    errores = [error for lector in lectores for error in lector.errores]
    for lector in legibles:
        avance.etapa(f"Revisando {lector.archivo.nombre}")
        errores += _con_lineas(lector, validador.hallazgos(lector.archivo))
    for lector in legibles:
        if errores or lector.archivo is not APORTES or not son_meses_nuevos(dialecto):
            errores += _con_lineas(lector, list(validador.repetidos(lector.archivo)))
    _rechazar(errores)
    return validador


def _rechazar_repetidos(lectores: list[Lector], validador: Validador) -> None:
    """Name the repeated aportes that the database refused."""
    for lector in lectores:
        if lector.archivo is APORTES:
            _rechazar(list(_con_lineas(lector, list(validador.repetidos(APORTES)))))


def _rechazar(errores: list[ErrorDeCarga]) -> None:
    if errores:
        orden = {archivo.nombre: n for n, archivo in enumerate(ARCHIVOS)}
        raise CargaRechazada(sorted(set(errores), key=lambda e: (orden[e.archivo], e.linea, e.columna, e.motivo)))


def _con_lineas(lector: Lector, hallazgos: list[Hallazgo]) -> Iterator[ErrorDeCarga]:
    if not hallazgos:
        return
    lineas = lector.lineas({n for h in hallazgos for n in (h.registro, h.primero)})
    for registro, columna, motivo, primero in hallazgos:
        razon = motivo.format(lineas[primero]) if primero else motivo
        yield ErrorDeCarga(lector.archivo.nombre, lineas[registro], columna, razon)


def _cargar(archivos: list[Archivo], dialecto: Dialecto, avance: Avance) -> Informe:
    informe = Informe()
    for archivo in archivos:
        avance.etapa(f"Guardando {archivo.nombre}")
        if archivo is APORTES:
            resumen, informe.planillas_nuevas, informe.planillas_actualizadas = cargar_aportes(dialecto, _vencimiento())
        else:
            resumen = _cargar_archivo(archivo, dialecto)
        informe.resumenes.append(resumen)
    for archivo in archivos:
        dialecto.ejecutar(f"DROP TABLE {archivo.carga}")
    return informe


def _cargar_archivo(archivo: Archivo, dialecto: Dialecto) -> Resumen:
    if archivo is PERSONAS:
        _preparar_busqueda(dialecto)
    resumen = Cargador(dialecto, archivo, Fuente(dialecto, archivo)).cargar()
    if archivo is PERSONAS or archivo is EMPLEADORES:  # the other files are joined with these
        dialecto.analizar(archivo.tabla)
    if archivo is RELACIONES:
        sucursales_de_relaciones(dialecto)
    return resumen


def _preparar_busqueda(dialecto: Dialecto) -> None:
    """The search text of each staged person, which only Python can make."""
    dialecto.crear(BUSQUEDA, "registro bigint, busqueda text")
    for lote in dialecto.lotes(f"SELECT registro, cedula, trim(apellidos), trim(nombres) FROM {PERSONAS.carga}"):
        textos = ((registro, Persona.texto_de_busqueda(*nombre)) for registro, *nombre in lote)
        dialecto.insertar(BUSQUEDA, ("registro", "busqueda"), textos)
    dialecto.analizar(BUSQUEDA)


def _vencimiento() -> Callable[[date], date]:
    """The due date of a month's planillas, by the parameters of its time; before the oldest known, by today's."""
    al = Parametros.de_cada_fecha(DIA_VENCIMIENTO, AJUSTE_INHABIL)
    hoy = al(timezone.localdate())

    def de(periodo: date) -> date:
        parametros = al(periodo)
        try:
            dia, ajuste = parametros.entero(DIA_VENCIMIENTO), parametros.texto(AJUSTE_INHABIL)
        except ParametroDesconocido:
            dia, ajuste = hoy.entero(DIA_VENCIMIENTO), hoy.texto(AJUSTE_INHABIL)
        return vencimiento_planilla(periodo, dia=dia, ajuste=ajuste)

    return de

"""Procedure 1: the whole contribution record of a person, with its totals, its gaps and what employers still owe."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import PERSONA_O_APODERADO
from nucleo.dinero import formato
from nucleo.escritura import mes, mes_corto
from nucleo.graficos import Grafico, Serie, barras
from registro import selectors as registro
from registro.models import EstadoPlanilla, nombre_de_tipo
from registro.reglas.tiempo_servicio import Anio, Fila, TiempoServicio, resumir
from registro.selectors import AporteFila
from tramites.procedimientos import Consulta, Contenido, Csv, Pendiente, inscribir

VOLUNTARIO = "Aporte voluntario"
ESTADOS = {
    EstadoPlanilla.PAGADA: "Pagado",
    EstadoPlanilla.PENDIENTE: "Por pagar",
    EstadoPlanilla.EN_MORA: "No pagado",
}
COLUMNAS_CSV = (
    "periodo",
    "ruc",
    "empleador",
    "sucursal",
    "dias",
    "sueldo",
    "tipo_planilla",
    "estado_pago",
    "fecha_pago",
    "numero_comprobante",
)


def resumen(filas: Sequence[AporteFila]) -> TiempoServicio:
    return resumir(Fila(f.periodo, f.ruc, f.empleador or VOLUNTARIO, f.dias, f.sueldo, f.pagado) for f in filas)


@dataclass(frozen=True)
class Filtro:
    """What of the record is shown. A value that the record doesn't hold is told, and filters nothing."""

    anio: int | None
    ruc: str | None
    problema: str

    @classmethod
    def leer(cls, parametros: QueryDict, tiempo: TiempoServicio) -> "Filtro":
        anio, ruc = parametros.get("anio", "").strip(), parametros.get("empleador", "").strip()
        anios = {str(a.anio) for a in tiempo.anios}
        rucs = {e.ruc or VOLUNTARIO for e in tiempo.empleadores}
        problemas = []
        if anio and anio not in anios:
            problemas.append(f"Su historial no tiene aportes del año «{anio[:20]}».")
        if ruc and ruc not in rucs:
            problemas.append("Su historial no tiene aportes de ese empleador.")
        return cls(
            anio=int(anio) if anio in anios else None,
            ruc=("" if ruc == VOLUNTARIO else ruc) if ruc in rucs else None,
            problema=" ".join(problemas),
        )

    @property
    def activo(self) -> bool:
        return self.anio is not None or self.ruc is not None

    def deja(self, fila: AporteFila) -> bool:
        return (self.anio is None or fila.periodo.year == self.anio) and (self.ruc is None or fila.ruc == self.ruc)


def celdas(fila: AporteFila, hoy: date) -> tuple[str, ...]:
    """One row of the table, ready to be printed: a record may hold thousands."""
    return (
        mes_corto(fila.periodo),
        fila.empleador or VOLUNTARIO,
        fila.ruc,
        str(fila.dias),
        formato(fila.sueldo),
        nombre_de_tipo(fila.tipo),
        ESTADOS[fila.estado(hoy)],
        f"{fila.fecha_pago:%d/%m/%Y}" if fila.fecha_pago else "—",
        fila.comprobante or "—",
    )


def por_anio(filas: Sequence[AporteFila], anios: Sequence[Anio], hoy: date) -> list[tuple[Anio, list[tuple[str, ...]]]]:
    """The years of the record, newest first, each with its rows, newest first."""
    grupos: dict[int, list[tuple[str, ...]]] = {}
    for fila in filas:
        grupos.setdefault(fila.periodo.year, []).append(celdas(fila, hoy))
    return [(anio, grupos[anio.anio]) for anio in reversed(anios) if anio.anio in grupos]


def en_mora(filas: Sequence[AporteFila], hoy: date) -> list[tuple[str, str, list[date]]]:
    """(RUC, name, months owed past their due date) of each employer in arrears with this person."""
    meses: dict[tuple[str, str], set[date]] = {}
    for fila in filas:
        if fila.estado(hoy) is EstadoPlanilla.EN_MORA:
            meses.setdefault((fila.ruc, fila.empleador), set()).add(fila.periodo)
    return [(ruc, nombre, sorted(debe)) for (ruc, nombre), debe in meses.items()]


@inscribir
class HistorialLaboral(Consulta):
    slug = "historial-laboral"
    permiso = PERSONA_O_APODERADO

    def contexto(self, actuacion: Actuacion, parametros: QueryDict) -> dict[str, Any]:
        hoy = timezone.localdate()
        todas = registro.historial_de(actuacion.persona)
        tiempo = resumen(todas)
        filtro = Filtro.leer(parametros, tiempo)
        filas = [fila for fila in todas if filtro.deja(fila)]
        visto = resumen(filas) if filtro.activo else tiempo
        return {
            "tiempo": tiempo,
            "visto": visto,
            "filtro": filtro,
            "anios": por_anio(filas, visto.anios, hoy),
            "en_mora": en_mora(todas, hoy),
            "grafico": self.grafico(tiempo) if tiempo.meses else None,
            "voluntario": VOLUNTARIO,
        }

    def grafico(self, tiempo: TiempoServicio) -> Grafico:
        """Every year from the first to the last: one without contributions is seen as the gap that it is."""
        por_anio = {anio.anio: anio for anio in tiempo.anios}
        anios = range(min(por_anio), max(por_anio) + 1)
        pagados = [por_anio[anio].imposiciones if anio in por_anio else 0 for anio in anios]
        impagos = [por_anio[anio].impagas if anio in por_anio else 0 for anio in anios]
        return barras(
            "Meses aportados por año", [str(a) for a in anios], [Serie("Pagados", pagados), Serie("Sin pagar", impagos)]
        )

    def csv(self, actuacion: Actuacion, parametros: QueryDict) -> Csv:
        hoy = timezone.localdate()
        todas = registro.historial_de(actuacion.persona)
        filtro = Filtro.leer(parametros, resumen(todas))
        filas = (
            (
                f"{f.periodo:%Y-%m}",
                f.ruc,
                f.empleador or VOLUNTARIO,
                f.sucursal,
                f.dias,
                f.sueldo,
                f.tipo,
                ESTADOS[f.estado(hoy)],
                f.fecha_pago or "",
                f.comprobante,
            )
            for f in todas
            if filtro.deja(f)
        )
        return Csv(f"historial-laboral-{actuacion.persona.cedula}.csv", COLUMNAS_CSV, filas)

    def documento(self, actuacion: Actuacion, hoy: date) -> Contenido:
        """The *mecanizado*: the whole record, whatever the filters of the page."""
        filas = registro.historial_de(actuacion.persona)
        tiempo = resumen(filas)
        return Contenido(
            variante="mecanizado",
            titulo="Historial laboral",
            plantilla="afiliados/documentos/historial-laboral.html",
            datos={
                "imposiciones": tiempo.imposiciones,
                "imposiciones_impagas": tiempo.imposiciones_impagas,
                "meses_en_mora": len({mes_debido for _, _, debe in en_mora(filas, hoy) for mes_debido in debe}),
                "dias": tiempo.dias,
                "anios": tiempo.tiempo.anios,
                "meses": tiempo.tiempo.meses,
                "simultaneas": tiempo.simultaneas,
                "empleadores": [
                    {
                        "ruc": e.ruc,
                        "nombre": e.empleador,
                        "desde": f"{e.desde:%Y-%m}",
                        "hasta": f"{e.hasta:%Y-%m}",
                        "imposiciones": e.imposiciones,
                        "dias": e.dias,
                        "impagas": len(e.impagas),
                    }
                    for e in tiempo.empleadores
                ],
                "lagunas": [
                    {"desde": mes(laguna.desde), "hasta": mes(laguna.hasta), "meses": laguna.meses}
                    for laguna in tiempo.lagunas
                ],
                "aportes": [celdas(fila, hoy) for fila in filas],
            },
        )

    # The unpaid months first, and alone, as in registro.selectors.EN_MORA; most of those of who works aren't due yet.
    espera = """
        (SELECT planilla_id FROM registro_aporte WHERE persona_id = %(persona)s AND fecha_pago IS NULL LIMIT 100000)
          AS impago
        JOIN registro_planilla planilla ON planilla.id = impago.planilla_id
        WHERE planilla.fecha_vencimiento < %(hoy)s
    """

    def pendientes(self, actuacion: Actuacion) -> list[Pendiente]:
        return [
            Pendiente(
                texto=f"{mora.empleador} debe aportes suyos desde {mes(mora.desde)}",
                enlace=f"{self.url}?empleador={mora.ruc}",
                accion="Ver los meses sin pagar",
                urgente=True,
            )
            for mora in registro.aportes_en_mora(actuacion.persona, timezone.localdate())
        ]

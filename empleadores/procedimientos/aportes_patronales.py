"""Procedure 12: every contribution of an employer, month by month and worker by worker, with its state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone

from cuentas.actuacion import Actuacion
from cuentas.permisos import EMPLEADOR_CONSULTA
from empleadores.aportes.forms import FiltroForm
from empleadores.aportes.selectors import Aportes, Fila, Totales, meses_con_planillas
from nucleo.csv import lineas
from nucleo.dinero import formato
from nucleo.escritura import fecha_corta, mes_corto, numero
from nucleo.formularios import RespuestaRechazada
from nucleo.pdf import Anexo
from registro.models import Empleador, EstadoPlanilla, Planilla, nombre_de_tipo
from registro.planillas.palabras import ESTADOS
from registro.reglas.puertas import mover
from tramites.procedimientos import Consulta, Contenido, Csv, identidad, inscribir

POR_PAGINA = 100
MESES_AL_ABRIR = 12
EN_EL_PAPEL = 1_000
"""Rows that the signed document prints; more of them are attached to it."""
EN_EL_ANEXO = 200_000
COLUMNAS_CSV = (
    *("periodo", "sucursal", "planilla", "cedula", "apellidos", "nombres", "dias", "base", "personal", "patronal"),
    *("iece_secap", "fondos_reserva", "salud_jornada_parcial", "total", "estado", "vence", "fecha_pago", "comprobante"),
)


@dataclass(frozen=True)
class Pregunta:
    """What a page was asked: the form, and what it lets through; None while something in it can't be read."""

    form: FiltroForm
    aportes: Aportes | None

    @property
    def es_la_de_siempre(self) -> bool:
        return not self.form.changed_data


def leer(empleador: Empleador, parametros: QueryDict, hoy: date) -> Pregunta | None:
    """None where the employer has no planillas. Without months, the last twelve."""
    meses = meses_con_planillas(empleador)
    if meses is None:
        return None
    primero, ultimo = meses
    tipos = Planilla.objects.filter(empleador=empleador, trabajadores__gt=0).values_list("tipo", flat=True)
    al_abrir = {"desde": f"{max(primero, mover(ultimo, 1 - MESES_AL_ABRIR)):%Y-%m}", "hasta": f"{ultimo:%Y-%m}"}
    datos = parametros.copy()
    for campo, valor in al_abrir.items():
        datos.setdefault(campo, valor)
    form = FiltroForm(
        datos, initial=al_abrir, empleador=empleador, meses=meses, tipos=sorted(set(tipos.distinct().order_by()))
    )
    return Pregunta(form, Aportes(empleador, form.filtro(), hoy) if form.is_valid() else None)


def en_fila(fila: Fila) -> tuple[object, ...]:
    """One row of the file."""
    aporte, valores, persona = fila.aporte, fila.valores, fila.aporte.persona
    return (
        f"{aporte.periodo:%Y-%m}",
        fila.planilla.sucursal,
        nombre_de_tipo(fila.planilla.tipo),
        persona.cedula,
        persona.apellidos,
        persona.nombres,
        aporte.dias,
        aporte.sueldo,
        valores.personal,
        valores.patronal,
        valores.ccc,
        valores.fondos,
        valores.salud,
        valores.total,
        ESTADOS[fila.estado][0],
        fila.planilla.fecha_vencimiento,
        aporte.fecha_pago,
        aporte.numero_comprobante,
    )


def archivo(aportes: Aportes) -> Csv:
    filas: Iterator[Sequence[object]] = (
        ["" if celda is None else celda for celda in en_fila(fila)] for fila in aportes
    )
    filtro = aportes.filtro
    nombre = f"aportes-{aportes.empleador.ruc}-{filtro.desde:%Y%m}-{filtro.hasta:%Y%m}.csv"
    return Csv(nombre, COLUMNAS_CSV, filas)


def impresa(fila: Fila) -> list[str]:
    """One row of the signed document."""
    pagado = fila.aporte.fecha_pago
    return [
        mes_corto(fila.aporte.periodo),
        nombre_de_tipo(fila.planilla.tipo),
        fila.aporte.persona.nombre_completo,
        fila.aporte.persona.cedula,
        str(fila.aporte.dias),
        formato(fila.aporte.sueldo),
        formato(fila.valores.total),
        f"{ESTADOS[fila.estado][0]}{f', {fecha_corta(pagado)}' if pagado else ''}",
    ]


@inscribir
class AportesPatronales(Consulta):
    slug = "aportes-patronales"
    permiso = EMPLEADOR_CONSULTA
    hoja = True

    def contexto(self, actuacion: Actuacion, parametros: QueryDict) -> dict[str, Any]:
        hoy = timezone.localdate()
        pregunta = leer(actuacion.empleador, parametros, hoy)
        if pregunta is None or pregunta.aportes is None:
            return {
                "form": pregunta.form if pregunta else None,
                "pagina": None,
                "url_csv": "",
                "url_xlsx": "",
                "url_documento": "",
            }
        paginas: Paginator[Fila] = Paginator(pregunta.aportes, POR_PAGINA)  # type: ignore[arg-type] # it only slices them
        pagina = paginas.get_page(parametros.get("pagina"))
        totales = pregunta.aportes.totales()
        return {
            "form": pregunta.form,
            "filtrado": not pregunta.es_la_de_siempre,
            "filtro": pregunta.aportes.filtro,
            "pagina": pagina,
            "filas": [(fila, *ESTADOS[fila.estado], nombre_de_tipo(fila.planilla.tipo)) for fila in pagina],
            "totales": totales,
            "con_fondos": any(fila.valores.fondos for fila in pagina),
            "con_salud": any(fila.valores.salud for fila in pagina),
            "en_el_papel": EN_EL_PAPEL,
        }

    def _aportes(self, actuacion: Actuacion, parametros: QueryDict, hoy: date) -> Aportes:
        pregunta = leer(actuacion.empleador, parametros, hoy)
        if pregunta is None or pregunta.aportes is None:
            raise RespuestaRechazada("Revise el filtro antes de descargar.")
        return pregunta.aportes

    def csv(self, actuacion: Actuacion, parametros: QueryDict) -> Csv:
        return archivo(self._aportes(actuacion, parametros, timezone.localdate()))

    def documento(self, actuacion: Actuacion, hoy: date) -> Contenido:
        return self.documento_visto(actuacion, hoy, QueryDict())

    def documento_visto(self, actuacion: Actuacion, hoy: date, parametros: QueryDict) -> Contenido:
        aportes = self._aportes(actuacion, parametros, hoy)
        cuantos = len(aportes)
        if cuantos > EN_EL_ANEXO:
            raise RespuestaRechazada(
                f"Un PDF lleva hasta {numero(EN_EL_ANEXO)} aportes y aquí hay {numero(cuantos)}. Acorte los meses, o "
                "descargue el CSV."
            )
        return contenido_de(aportes, aportes.totales(), cuantos)


def contenido_de(aportes: Aportes, totales: Totales, cuantos: int) -> Contenido:
    anexo = None
    if cuantos > EN_EL_PAPEL:
        detalle = archivo(aportes)
        anexo = Anexo(detalle.nombre, "".join(lineas(detalle)).encode())
    filtro = aportes.filtro
    return Contenido(
        variante="aportes",
        titulo="Aportes patronales",
        plantilla="empleadores/documentos/aportes-patronales.html",
        datos={
            **identidad(aportes.empleador),
            "filtro": en_palabras(aportes),
            "desde": f"{filtro.desde:%Y-%m}",
            "hasta": f"{filtro.hasta:%Y-%m}",
            "aportes": numero(cuantos),
            "totales": totales_impresos(totales),
            "filas": [impresa(fila) for fila in aportes] if anexo is None else [],
            "anexo": {"nombre": anexo.nombre, "sha256": anexo.sha256} if anexo else None,
        },
        anexo=anexo,
    )


def en_palabras(aportes: Aportes) -> list[list[str]]:
    """The filter, for whoever reads the paper."""
    filtro = aportes.filtro
    lineas_del_filtro = [["Meses", f"{mes_corto(filtro.desde)} a {mes_corto(filtro.hasta)}"]]
    if filtro.sucursal:
        lineas_del_filtro.append(["Sucursal", filtro.sucursal])
    if filtro.tipo:
        lineas_del_filtro.append(["Planilla", nombre_de_tipo(filtro.tipo)])
    if filtro.estado:
        lineas_del_filtro.append(["Estado", ESTADOS[EstadoPlanilla(filtro.estado)][0]])
    if filtro.personas is not None:
        lineas_del_filtro.append(["Trabajadores buscados", numero(len(filtro.personas))])
    return lineas_del_filtro


def totales_impresos(totales: Totales) -> list[list[str]]:
    suma = totales.suma
    assert suma
    valores = suma.valores
    return [
        ["Trabajadores", numero(totales.trabajadores)],
        ["Base de aportación", formato(suma.base)],
        ["Aporte personal", formato(valores.personal)],
        ["Aporte patronal", formato(valores.patronal)],
        ["IECE y SECAP", formato(valores.ccc)],
        ["Fondos de reserva", formato(valores.fondos)],
        ["Salud de jornada parcial", formato(valores.salud)],
        ["Total", formato(suma.total)],
        ["Pagado", formato(suma.pagado)],
        ["Sin pagar", formato(suma.impago)],
    ]

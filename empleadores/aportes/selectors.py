"""The contributions of an employer through a filter: how many, what they come to, and any page of them.

Planillas know how many rows they have, so a page is found among millions without counting them: the planillas first,
then the rows of the one or two on which the page lies. Always by their months, which is what prunes partitions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Min, QuerySet

from nucleo.texto import normalizar
from registro.dialecto import dialecto_de
from registro.models import Aporte, Empleador, EstadoPlanilla, Persona, Planilla
from registro.planillas.sumas import Suma, de_filas, de_planilla
from registro.reglas.planillas import Valores

# Rows that a page adds up; a filter that lets more of those through that no planilla has added up says so instead.
MAXIMO_SUMADO = 300_000
POR_LECTURA = 20_000
MAXIMO_TRABAJADORES = 200
COLUMNAS = ("id", "planilla_id", "persona_id", "periodo", "dias", "sueldo", "salud", "fecha_pago", "numero_comprobante")
DE_PERSONA = ("persona__cedula", "persona__apellidos", "persona__nombres")
POR_NOMBRE = ("persona__apellidos", "persona__nombres", "persona__cedula")


class Fila(NamedTuple):
    """One contribution."""

    aporte: Aporte
    planilla: Planilla
    valores: Valores
    estado: EstadoPlanilla


@dataclass(frozen=True, slots=True)
class Filtro:
    """Months, both included; empty is any. `personas` are those whom a search found; None: everybody."""

    desde: date
    hasta: date
    sucursal: str = ""
    tipo: str = ""
    estado: str = ""
    personas: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Totales:
    """`suma` is None where it would take too long; how many rows there are is always known."""

    trabajadores: int | None
    suma: Suma | None


def filas_de(aportes: "QuerySet[Aporte]", planillas: Sequence[Planilla], hoy: date) -> Iterator[Fila]:
    """The rows of these planillas, each with what it is charged; `aportes` come from them."""
    por_id: dict[int | None, Planilla] = {planilla.pk: planilla for planilla in planillas}
    estados = {planilla.pk: planilla.estado(hoy) for planilla in planillas}
    leidos = aportes.select_related("persona").only(*COLUMNAS, *DE_PERSONA)
    for aporte in leidos.iterator(POR_LECTURA):
        planilla = por_id[aporte.planilla_id]
        estado = EstadoPlanilla.PAGADA if aporte.pagado else estados[planilla.pk]
        yield Fila(aporte, planilla, aporte.valores(planilla), estado)


@dataclass(frozen=True)
class Aportes:
    """What a filter lets through, newest month first, then by name; `len` and slices, as pages ask for them."""

    empleador: Empleador
    filtro: Filtro
    hoy: date

    @cached_property
    def planillas(self) -> list[Planilla]:
        """Those that may hold a row. One query."""
        filtro = self.filtro
        suyas = Planilla.objects.filter(
            empleador=self.empleador, periodo__range=(filtro.desde, filtro.hasta), trabajadores__gt=0
        )
        if filtro.sucursal:
            suyas = suyas.filter(sucursal=filtro.sucursal)
        if filtro.tipo:
            suyas = suyas.filter(tipo=filtro.tipo)
        return [una for una in suyas.order_by("-periodo", "sucursal", "tipo") if self._cuantas(una)]

    def __len__(self) -> int:
        if self.filtro.personas is not None:
            return self._de(self.planillas).count()
        return sum(map(self._cuantas, self.planillas))

    def __getitem__(self, parte: slice) -> list[Fila]:
        """One query, of the planillas on which that part lies."""
        if self.filtro.personas is not None:
            aportes = self._en_orden(self.planillas)[parte]
            return list(filas_de(aportes, self.planillas, self.hoy))
        desde, hasta, antes = parte.start or 0, parte.stop, 0
        tocadas: list[Planilla] = []
        saltadas = 0
        for planilla in self.planillas:
            despues = antes + self._cuantas(planilla)
            if despues <= desde:
                saltadas = despues
            elif antes < hasta:
                tocadas.append(planilla)
            antes = despues
        aportes = self._en_orden(tocadas)[desde - saltadas : hasta - saltadas]
        return list(filas_de(aportes, tocadas, self.hoy))

    def __iter__(self) -> Iterator[Fila]:
        """Every row, some planillas at a time, so that the first ones come at once."""
        if self.filtro.personas is not None:
            yield from filas_de(self._en_orden(self.planillas), self.planillas, self.hoy)
            return
        juntas: list[Planilla] = []
        for planilla in self.planillas:
            juntas.append(planilla)
            if sum(map(self._cuantas, juntas)) >= POR_LECTURA:
                yield from filas_de(self._en_orden(juntas), juntas, self.hoy)
                juntas = []
        yield from filas_de(self._en_orden(juntas), juntas, self.hoy)

    def totales(self) -> Totales:
        """Two queries at most. Whole planillas that were added up are not read again."""
        conocidas = {} if self.filtro.personas is not None else self._sumadas()
        faltan = [planilla for planilla in self.planillas if planilla.pk not in conocidas]
        todas = sum(map(self._cuantas, self.planillas))
        trabajadores = self._trabajadores() if todas <= MAXIMO_SUMADO or self.filtro.personas is not None else None
        if self.filtro.personas is None and sum(map(self._cuantas, faltan)) > MAXIMO_SUMADO:
            return Totales(trabajadores, None)
        leidas = self._leidas(faltan)
        return Totales(trabajadores, sum((conocidas | leidas).values(), Suma()))

    # --- how ----------------------------------------------------------------------------------------------------------

    def _cuantas(self, planilla: Planilla) -> int:
        """Rows of a planilla in the state that is asked for."""
        estado = self.filtro.estado
        if not estado:
            return planilla.trabajadores
        if estado == EstadoPlanilla.PAGADA:
            return planilla.trabajadores - planilla.aportes_impagos
        return planilla.aportes_impagos if planilla.estado(self.hoy) == estado else 0

    def _sumadas(self) -> dict[int, Suma]:
        """Of the planillas all of whose rows are asked for."""
        enteras = [una for una in self.planillas if self._cuantas(una) == una.trabajadores]
        return {una.pk: suma for una in enteras if (suma := de_planilla(una))}

    def _leidas(self, planillas: Sequence[Planilla]) -> dict[int, Suma]:
        condiciones, params = [], []
        if self.filtro.estado:
            condiciones.append(f"a.fecha_pago IS {'NOT ' if self.filtro.estado == EstadoPlanilla.PAGADA else ''}NULL")
        if self.filtro.personas is not None:
            params = list(self.filtro.personas)
            condiciones.append(f"a.persona_id IN ({', '.join(['%s'] * len(params)) or 'NULL'})")
        return de_filas(dialecto_de(connection), planillas, " AND ".join(condiciones), params)

    def _trabajadores(self) -> int:
        return self._de(self.planillas).values("persona_id").distinct().count()

    def _de(self, planillas: Sequence[Planilla]) -> "QuerySet[Aporte]":
        meses = sorted({planilla.periodo for planilla in planillas})
        aportes = Aporte.objects.filter(planilla_id__in=[una.pk for una in planillas], periodo__in=meses)
        if self.filtro.estado:
            aportes = aportes.filter(fecha_pago__isnull=self.filtro.estado != EstadoPlanilla.PAGADA)
        if self.filtro.personas is not None:
            aportes = aportes.filter(persona_id__in=self.filtro.personas)
        return aportes

    def _en_orden(self, planillas: Sequence[Planilla]) -> "QuerySet[Aporte]":
        return self._de(planillas).order_by("-periodo", "sucursal", "tipo_planilla", *POR_NOMBRE)


def trabajadores_que(empleador: Empleador, texto: str) -> tuple[int, ...]:
    """Who has that cédula, or who of those that worked for this employer has these words in the name."""
    palabras = normalizar(texto).split()
    if len(palabras) == 1 and len(palabras[0]) == 10 and palabras[0].isascii() and palabras[0].isdigit():
        return tuple(Persona.objects.filter(cedula=palabras[0]).values_list("pk", flat=True))
    suyos = Persona.objects.filter(relaciones__empleador=empleador)
    for palabra in palabras:
        suyos = suyos.filter(busqueda__contains=palabra)
    return tuple(suyos.values_list("pk", flat=True).distinct()[: MAXIMO_TRABAJADORES + 1])


def meses_con_planillas(empleador: Empleador) -> tuple[date, date] | None:
    """The first and the last month of which there is one."""
    suyas = Planilla.objects.filter(empleador=empleador, trabajadores__gt=0)
    extremos = suyas.aggregate(desde=Min("periodo"), hasta=Max("periodo"))
    return (extremos["desde"], extremos["hasta"]) if extremos["desde"] else None

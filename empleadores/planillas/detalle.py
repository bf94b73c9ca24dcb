"""One planilla: what it charges and what it is owed, and its rows, worker by worker."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet
from django.http import Http404

from empleadores.aportes.selectors import POR_NOMBRE
from nucleo.dinero import CERO
from nucleo.escritura import tasa
from nucleo.texto import normalizar
from registro.dialecto import dialecto_de
from registro.models import Aporte, Empleador, EstadoPlanilla, Pago, Planilla, Sucursal, nombre_de_tipo
from registro.planillas.deuda import Deuda, Mora
from registro.planillas.palabras import ESTADOS
from registro.planillas.sumas import de_filas
from registro.reglas.planillas import Valores

CONCEPTOS = (
    ("personal", "Personal", "Aporte personal", "tasa_personal"),
    ("patronal", "Patronal", "Aporte patronal", "tasa_patronal"),
    ("ccc", "IECE y SECAP", "IECE y SECAP", "tasa_ccc"),
    ("fondos", "Fondos de reserva", "Fondos de reserva", "tasa_fondos"),
    ("salud", "Salud", "Salud de jornada parcial", ""),
)


@dataclass(frozen=True)
class Concepto:
    """A line of a planilla: its name as a figure, in a word, in words with its rate, and what it comes to."""

    nombre: str
    corto: str
    texto: str
    valor: Decimal


@dataclass(frozen=True)
class Detalle:
    """`deuda` is what is owed of it on the day of `hoy`."""

    planilla: Planilla
    sucursal: str
    valores: Valores
    deuda: Deuda
    pagos: Sequence[Pago]
    hoy: date

    @property
    def tipo(self) -> str:
        return nombre_de_tipo(self.planilla.tipo)

    @property
    def en_palabras(self) -> tuple[str, str]:
        return ESTADOS[self.deuda.estado]

    @cached_property
    def conceptos(self) -> list[Concepto]:
        """Those that it charges."""
        return [
            Concepto(nombre, corto, f"{texto} ({tasa(getattr(self.planilla, de_tasa))})" if de_tasa else texto, valor)
            for nombre, corto, texto, de_tasa in CONCEPTOS
            if (valor := getattr(self.valores, nombre))
        ]

    @property
    def total(self) -> Decimal:
        """To pay today."""
        return self.deuda.total if self.se_debe else CERO

    @property
    def se_debe(self) -> bool:
        return self.planilla.aportes_impagos > 0 and self.deuda.total > 0

    @property
    def se_paga_sola(self) -> bool:
        """Whether it is paid by its own reference: one in an agreement is paid by the instalments of that."""
        return self.se_debe and self.deuda.estado is not EstadoPlanilla.EN_CONVENIO

    @property
    def vale_hasta(self) -> date:
        """The last day on which the total of today is what is owed."""
        return max(self.hoy, self.planilla.fecha_vencimiento)

    def partes_de(self, aporte: Aporte) -> tuple[Valores, list[tuple[str, Decimal]]]:
        """What a row is charged, and of each concept of the planilla, in words and dollars."""
        valores = aporte.valores(self.planilla)
        return valores, [(concepto.corto, getattr(valores, concepto.nombre)) for concepto in self.conceptos]

    @property
    def pagado(self) -> Decimal:
        return sum((pago.valor - pago.excedente for pago in self.pagos), CERO)


def detalle_de(empleador: Empleador, numero: int, hoy: date) -> Detalle:
    """One planilla of this employer. Http404: whether somebody else's exists is not told."""
    planilla = Planilla.objects.filter(empleador=empleador, pk=numero).first() if numero < 2**63 else None
    if planilla is None:
        raise Http404
    sucursal = Sucursal.objects.filter(empleador=empleador, codigo=planilla.sucursal).first()
    valores = planilla.valores
    if not planilla.capital and planilla.trabajadores:
        suma = de_filas(dialecto_de(connection), [planilla]).get(planilla.pk)
        valores = suma.valores if suma else valores
    return Detalle(
        planilla=planilla,
        sucursal=str(sucursal or planilla.sucursal),
        valores=valores,
        deuda=Mora.vigente(hoy).deuda(planilla, hoy),
        pagos=list(planilla.pagos.order_by("fecha", "pk")),
        hoy=hoy,
    )


def filas_que(planilla: Planilla, texto: str = "") -> "QuerySet[Aporte]":
    """Its rows by name, those of whom a cédula or a name is looked for; a month prunes the partitions."""
    filas = Aporte.objects.filter(planilla=planilla, periodo=planilla.periodo).select_related("persona")
    for palabra in normalizar(texto).split():
        filas = filas.filter(persona__busqueda__contains=palabra)
    return filas.order_by(*POR_NOMBRE)


def filas_de_archivo(detalle: Detalle) -> Iterator[tuple[object, ...]]:
    for aporte in filas_que(detalle.planilla).iterator(20_000):
        valores, persona = aporte.valores(detalle.planilla), aporte.persona
        yield (
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
            "Pagado" if aporte.pagado else ESTADOS[detalle.deuda.estado][0],
        )

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nucleo.dinero import CERO
from registro.models.base import Conservable, dinero, tasa
from registro.models.empleadores import Empleador
from registro.models.personas import Persona
from registro.reglas.aportes import porcentaje
from registro.reglas.planillas import Valores
from registro.reglas.referencia import referencia


class TipoPlanilla(models.TextChoices):
    """The kinds that the portal makes. The core system may hand over others: they are kept by their own code."""

    APORTES = "APORTES", "aportes"
    FONDOS_RESERVA = "FONDOS_RESERVA", "fondos de reserva"
    AJUSTE = "AJUSTE", "ajuste"
    AJUSTE_FONDOS = "AJUSTE_FONDOS", "ajuste de fondos de reserva"
    RETROACTIVOS = "DIFERENCIAS_RETROACTIVAS", "diferencias retroactivas"


# The codes of the planillas that the institute prints (E §5), beside the words of this portal.
CODIGOS_DE_PLANILLA = {"NNA": TipoPlanilla.APORTES, "NNF": TipoPlanilla.FONDOS_RESERVA}
AJUSTES_POR_MES = 9


def tipo_de_ajuste(tipo: TipoPlanilla, numero: int) -> str:
    """The kind of the first, second… adjustment of a month: AJUSTE, AJUSTE_2…"""
    return tipo.value if numero == 1 else f"{tipo}_{numero}"


def nombre_de_tipo(tipo: str) -> str:
    """In words, whoever made the planilla; a kind that the portal does not know, by the core system's own code."""
    conocido = CODIGOS_DE_PLANILLA.get(tipo, tipo)
    raiz, _, numero = conocido.rpartition("_")
    if numero.isdecimal() and raiz in TipoPlanilla.values:
        return f"{TipoPlanilla(raiz).label.capitalize()} {numero}"
    return TipoPlanilla(conocido).label.capitalize() if conocido in TipoPlanilla.values else tipo


DE_FONDOS_DE_RESERVA = frozenset(
    {
        TipoPlanilla.FONDOS_RESERVA,
        "NNF",
        *(tipo_de_ajuste(TipoPlanilla.AJUSTE_FONDOS, numero) for numero in range(1, AJUSTES_POR_MES + 1)),
    }
)


class EstadoPlanilla(models.TextChoices):
    PAGADA = "PAGADA", "pagada"
    PENDIENTE = "PENDIENTE", "pendiente de pago"
    EN_MORA = "EN_MORA", "en mora"
    EN_CONVENIO = "EN_CONVENIO", "en convenio de pagos"
    ANULADA = "ANULADA", "anulada"

    @classmethod
    def de(cls, *, impaga: bool, vence: date | None, hoy: date) -> Self:
        """Unpaid after its due date = in arrears. The due date itself is still in time."""
        if not impaga:
            return cls("PAGADA")
        return cls("EN_MORA" if vence is not None and vence < hoy else "PENDIENTE")


class PlanillaQuerySet(models.QuerySet["Planilla"]):
    def en_mora(self, hoy: date) -> Self:
        """Past its due date, in an agreement or not."""
        return self.filter(aportes_impagos__gt=0, fecha_vencimiento__lt=hoy)

    def por_pagar(self) -> Self:
        return self.filter(aportes_impagos__gt=0)


class Planilla(Conservable):
    """What an employer owes for one branch, month and kind. Its totals follow its aportes.

    `cambiado_en_portal` also speaks for its aportes: "fecha_pago" there keeps the payment that the portal received.
    The rates are those by which each row is charged, so that a row needs to keep no amounts (`Aporte.valores`); the
    amounts here are the sums of the rounded amounts of the rows. A planilla that the core system hands over paid has
    rates and no amounts: what it was paid with is the core system's to tell. One that was annulled has no rows.
    """

    empleador = models.ForeignKey(Empleador, models.PROTECT, related_name="planillas", verbose_name="empleador")
    sucursal = models.CharField("sucursal", max_length=4)
    periodo = models.DateField("período", help_text="Primer día del mes.")
    tipo = models.CharField("tipo", max_length=30)
    fecha_vencimiento = models.DateField("fecha máxima de pago")
    fecha_pago = models.DateField("fecha de pago", null=True, blank=True, help_text="Solo si está pagada por completo.")
    numero_comprobante = models.CharField("número de comprobante", max_length=40, blank=True)
    trabajadores = models.PositiveIntegerField("trabajadores", default=0)
    suma_sueldos = dinero("suma de sueldos", default=0)
    aportes_impagos = models.PositiveIntegerField("aportes impagos", default=0)
    tasa_personal = tasa("aporte personal (%)", default=0, db_default=0)
    tasa_patronal = tasa("aporte patronal (%)", default=0, db_default=0)
    tasa_ccc = tasa("IECE y SECAP (%)", default=0, db_default=0)
    tasa_fondos = tasa("fondos de reserva (%)", default=0, db_default=0)
    personal = dinero("aporte personal", default=0, db_default=0)
    patronal = dinero("aporte patronal", default=0, db_default=0)
    ccc = dinero("IECE y SECAP", default=0, db_default=0)
    fondos = dinero("fondos de reserva", default=0, db_default=0)
    salud = dinero("salud de jornada parcial", default=0, db_default=0)
    capital = dinero("total sin intereses", default=0, db_default=0)
    capital_pagado = dinero("capital pagado", default=0, db_default=0)
    interes_pagado = dinero("interés pagado", default=0, db_default=0)
    interes_pendiente = dinero("interés por pagar hasta el último pago", default=0, db_default=0)
    interes_al = models.DateField("interés contado hasta", null=True, blank=True)
    convenio = models.CharField(
        "convenio de pagos", max_length=20, blank=True, db_default="", help_text="El que la incluye y se cumple."
    )
    generada_en = models.DateTimeField(
        "generada", null=True, blank=True, help_text="Vacío si la entregó el sistema central."
    )
    anulada_en = models.DateTimeField("anulada", null=True, blank=True)

    objects = PlanillaQuerySet.as_manager()

    class Meta:
        verbose_name = "planilla"
        verbose_name_plural = "planillas"
        constraints = [
            models.UniqueConstraint(fields=["empleador", "sucursal", "periodo", "tipo"], name="planilla_unica"),
            models.CheckConstraint(
                condition=Q(fecha_pago__isnull=True) | Q(aportes_impagos=0), name="planilla_pagada_sin_impagos"
            ),
        ]
        indexes = [
            models.Index(
                fields=["empleador", "fecha_vencimiento"], condition=Q(aportes_impagos__gt=0), name="planilla_impaga"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.periodo:%Y-%m}, sucursal {self.sucursal}"

    def estado(self, hoy: date) -> EstadoPlanilla:
        if self.anulada_en:
            return EstadoPlanilla.ANULADA
        if self.aportes_impagos and self.convenio:
            return EstadoPlanilla.EN_CONVENIO
        return EstadoPlanilla.de(impaga=self.aportes_impagos > 0, vence=self.fecha_vencimiento, hoy=hoy)

    @property
    def referencia(self) -> str:
        """By which it is paid."""
        return referencia(self.pk)

    @property
    def saldo(self) -> Decimal:
        """Capital that is still owed."""
        return self.capital - self.capital_pagado if self.aportes_impagos else CERO

    @property
    def sin_valorar(self) -> bool:
        """It is owed, and how much was never added up: salaries, and no capital."""
        return bool(self.aportes_impagos and self.suma_sueldos and not self.capital)

    @property
    def valores(self) -> Valores:
        return Valores(self.personal, self.patronal, self.ccc, self.fondos, self.salud)


class Pago(models.Model):
    """Money received for a planilla, and how it was shared out: `valor` is interest, capital and what was too much.

    What is too much is in favour of the employer, and may pay another planilla later: a Pago of origin CREDITO, which
    is no new money. Neither is what each planilla gets of an instalment of an agreement: that is of origin CONVENIO.
    """

    class Origen(models.TextChoices):
        BANCO = "BANCO", "archivo del banco"
        VENTANILLA = "VENTANILLA", "registro en ventanilla"
        CREDITO = "CREDITO", "saldo a favor"
        CONVENIO = "CONVENIO", "cuota de un convenio"

    planilla = models.ForeignKey(Planilla, models.PROTECT, related_name="pagos", verbose_name="planilla")
    fecha = models.DateField("fecha")
    valor = dinero("valor")
    referencia = models.CharField("referencia", max_length=60, unique=True)
    origen = models.CharField("origen", max_length=10, choices=Origen)
    canal = models.CharField("canal", max_length=60, blank=True, db_default="")
    interes = dinero("a interés", default=0, db_default=0)
    capital = dinero("a capital", default=0, db_default=0)
    excedente = dinero("a favor del empleador", default=0, db_default=0)
    motivo = models.CharField("motivo", max_length=250, blank=True, db_default="", help_text="Si se registró a mano.")
    registrado_por = models.CharField("registrado por", max_length=40, blank=True, db_default="")
    registrado_en = models.DateTimeField("registrado", default=timezone.now)

    class Meta:
        verbose_name = "pago"
        verbose_name_plural = "pagos"
        constraints = [models.CheckConstraint(condition=Q(valor__gt=0), name="pago_positivo")]

    def __str__(self) -> str:
        return self.referencia


class Aporte(models.Model):
    """One person, one month, one planilla row. Partitioned by `periodo` on PostgreSQL (registro/particiones.py).

    The natural key starts with (persona, periodo), so its index is also the one that reads a history: a second index
    on those two columns would only add to what each month writes. Always give `periodo` when asking for a planilla.
    """

    persona = models.ForeignKey(
        Persona,
        models.PROTECT,
        related_name="aportes",
        db_index=False,
        db_constraint=False,
        verbose_name="persona",
    )
    empleador = models.ForeignKey(
        Empleador,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="aportes",
        db_index=False,
        db_constraint=False,
        verbose_name="empleador",
    )
    planilla = models.ForeignKey(
        Planilla,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="aportes",
        db_constraint=False,
        verbose_name="planilla",
    )
    ruc = models.CharField("RUC", max_length=13, blank=True, help_text="Vacío en el aporte voluntario.")
    sucursal = models.CharField("sucursal", max_length=4, blank=True)
    periodo = models.DateField("período", help_text="Primer día del mes.")
    dias = models.PositiveSmallIntegerField("días")
    sueldo = dinero("sueldo")
    tipo_planilla = models.CharField("tipo de planilla", max_length=30)
    fecha_pago = models.DateField("fecha de pago", null=True, blank=True)
    numero_comprobante = models.CharField("número de comprobante", max_length=40, blank=True)
    salud = dinero("salud de jornada parcial", null=True, blank=True)

    class Meta:
        verbose_name = "aporte"
        verbose_name_plural = "aportes"
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "periodo", "ruc", "sucursal", "tipo_planilla"], name="aporte_unico"
            ),
            models.CheckConstraint(condition=Q(dias__gte=1, dias__lte=30), name="aporte_dias_del_mes"),
            models.CheckConstraint(condition=Q(sueldo__gte=0), name="aporte_sueldo_no_negativo"),
            models.CheckConstraint(
                condition=Q(ruc="", empleador__isnull=True) | (~Q(ruc="") & Q(empleador__isnull=False)),
                name="aporte_ruc_del_empleador",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.periodo:%Y-%m} {self.ruc or 'voluntario'}"

    @property
    def pagado(self) -> bool:
        return self.fecha_pago is not None

    def valores(self, planilla: Planilla) -> Valores:
        """What this row is charged, by the rates of its planilla."""
        return Valores(
            personal=porcentaje(self.sueldo, planilla.tasa_personal),
            patronal=porcentaje(self.sueldo, planilla.tasa_patronal),
            ccc=porcentaje(self.sueldo, planilla.tasa_ccc),
            fondos=porcentaje(self.sueldo, planilla.tasa_fondos),
            salud=self.salud or CERO,
        )

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nucleo.dinero import CERO
from registro.models import Empleador, Pago, Planilla
from registro.models.base import dinero, tasa
from registro.reglas.referencia import referencia_de_cuota

TONOS = {"VIGENTE": "info", "CUMPLIDO": "exito", "ROTO": "error", "SIN_EFECTO": "atencion"}


class Convenio(models.Model):
    """An agreement of partial payments: what was owed on the day of its liquidation, and the instalments that pay it.

    It is kept while no instalment is missed. Its planillas name it (`Planilla.convenio`) until it is paid or broken.
    """

    class Estado(models.TextChoices):
        VIGENTE = "VIGENTE", "vigente"
        CUMPLIDO = "CUMPLIDO", "cumplido"
        ROTO = "ROTO", "terminado por incumplimiento"
        SIN_EFECTO = "SIN_EFECTO", "sin efecto, por una decisión posterior"

    empleador = models.ForeignKey(Empleador, models.PROTECT, related_name="convenios", verbose_name="empleador")
    numero = models.CharField("solicitud", max_length=20, unique=True)
    liquidado_el = models.DateField("deuda liquidada al")
    desde = models.DateField("en vigor desde")
    plazo = models.PositiveSmallIntegerField("cuotas")
    capital = dinero("capital")
    interes = dinero("interés de mora liquidado")
    futuro = dinero("interés de las cuotas")
    tasa = tasa("tasa anual de las cuotas (%)")
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.VIGENTE)
    terminado_el = models.DateField("terminado", null=True, blank=True)

    class Meta:
        verbose_name = "convenio de pagos"
        verbose_name_plural = "convenios de pagos"
        constraints = [
            models.UniqueConstraint(
                fields=["empleador"], condition=Q(estado="VIGENTE"), name="convenio_uno_por_empleador"
            ),
        ]

    def __str__(self) -> str:
        return self.numero

    @property
    def total(self) -> Decimal:
        return self.capital + self.interes + self.futuro

    @property
    def tono(self) -> str:
        """Of its label."""
        return TONOS[self.estado]


class PlanillaDeConvenio(models.Model):
    """One planilla of an agreement: what it owed on the day of the liquidation."""

    convenio = models.ForeignKey(Convenio, models.PROTECT, related_name="items", verbose_name="convenio")
    planilla = models.ForeignKey(Planilla, models.PROTECT, related_name="convenios", verbose_name="planilla")
    capital = dinero("capital")
    interes = dinero("interés")

    class Meta:
        verbose_name = "planilla de un convenio"
        verbose_name_plural = "planillas de un convenio"
        constraints = [models.UniqueConstraint(fields=["convenio", "planilla"], name="convenio_planilla_una_vez")]

    def __str__(self) -> str:
        return str(self.planilla)


class Cuota(models.Model):
    """One instalment. What is paid of it waits here until it is whole, and is then shared out among the planillas."""

    convenio = models.ForeignKey(Convenio, models.PROTECT, related_name="cuotas", verbose_name="convenio")
    numero = models.PositiveSmallIntegerField("número")
    vence = models.DateField("fecha máxima de pago")
    capital = dinero("capital")
    interes = dinero("interés de mora liquidado")
    futuro = dinero("interés de la cuota")
    pagado = dinero("pagado", default=0)
    pagada_el = models.DateField("pagada", null=True, blank=True, help_text="Solo si está pagada por completo.")

    class Meta:
        verbose_name = "cuota de un convenio"
        verbose_name_plural = "cuotas de un convenio"
        ordering = ["convenio", "numero"]
        constraints = [models.UniqueConstraint(fields=["convenio", "numero"], name="cuota_unica")]
        indexes = [models.Index(fields=["vence"], condition=Q(pagada_el__isnull=True), name="cuota_por_pagar")]

    def __str__(self) -> str:
        return f"{self.convenio} cuota {self.numero}"

    @property
    def valor(self) -> Decimal:
        return self.capital + self.interes + self.futuro

    @property
    def falta(self) -> Decimal:
        return CERO if self.pagada_el else self.valor - self.pagado

    @property
    def referencia(self) -> str:
        """By which it is paid."""
        return referencia_de_cuota(self.pk)


class PagoCuota(models.Model):
    """Money received for an instalment: what it took, and what is in favour of the employer."""

    cuota = models.ForeignKey(Cuota, models.PROTECT, related_name="pagos", verbose_name="cuota")
    fecha = models.DateField("fecha")
    valor = dinero("valor")
    excedente = dinero("a favor del empleador", default=0)
    referencia = models.CharField("referencia", max_length=60, unique=True)
    origen = models.CharField("origen", max_length=10, choices=Pago.Origen)
    canal = models.CharField("canal", max_length=60, blank=True)
    motivo = models.CharField("motivo", max_length=250, blank=True)
    registrado_por = models.CharField("registrado por", max_length=40)
    registrado_en = models.DateTimeField("registrado", default=timezone.now)

    class Meta:
        verbose_name = "pago de una cuota"
        verbose_name_plural = "pagos de cuotas"
        constraints = [models.CheckConstraint(condition=Q(valor__gt=0), name="pago_de_cuota_positivo")]

    def __str__(self) -> str:
        return self.referencia

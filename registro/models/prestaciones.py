from django.db import models
from django.db.models import Q

from registro.models.base import Conservable, dinero
from registro.models.personas import Persona


class MovimientoFondo(models.Model):
    """A movement of fondos de reserva or cesantía. `valor` has no sign: the kind says whether it adds or takes away.

    Two employers may deposit on the same day: `orden` numbers the movements of one person, fund, date and kind, those
    of the core system. One that a case of the portal made is told apart by the number of that case; a deposit that an
    employer paid through the portal, by the comprobante and the person (`empleadores/cobranza`).
    """

    class Fondo(models.TextChoices):
        RESERVA = "RESERVA", "fondos de reserva"
        CESANTIA = "CESANTIA", "cesantía"

    class Tipo(models.TextChoices):
        DEPOSITO = "DEPOSITO", "depósito"
        RENDIMIENTO = "RENDIMIENTO", "rendimiento"
        RETIRO = "RETIRO", "retiro"

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="movimientos_fondo", db_index=False, verbose_name="persona"
    )
    fondo = models.CharField("fondo", max_length=10, choices=Fondo)
    fecha = models.DateField("fecha")
    tipo = models.CharField("tipo", max_length=12, choices=Tipo)
    orden = models.PositiveSmallIntegerField("orden en el día", default=1)
    valor = dinero("valor")
    acuerdo_numero = models.CharField(
        "número del acuerdo",
        max_length=40,
        blank=True,
        db_default="",
        help_text="Vacío si lo entregó el sistema central.",
    )

    class Meta:
        verbose_name = "movimiento de fondo"
        verbose_name_plural = "movimientos de fondos"
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "fondo", "fecha", "tipo", "orden", "acuerdo_numero"], name="movimiento_unico"
            ),
            models.UniqueConstraint(
                fields=["acuerdo_numero"], condition=~Q(acuerdo_numero=""), name="movimiento_de_una_solicitud"
            ),
            models.CheckConstraint(condition=Q(valor__gte=0), name="movimiento_sin_signo"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.fecha} {self.valor}"


class Prestamo(models.Model):
    class Tipo(models.TextChoices):
        QUIROGRAFARIO = "QUIROGRAFARIO", "quirografario"
        HIPOTECARIO = "HIPOTECARIO", "hipotecario"

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="prestamos", db_index=False, verbose_name="persona"
    )
    tipo = models.CharField("tipo", max_length=14, choices=Tipo)
    fecha = models.DateField("fecha de concesión")
    monto = dinero("monto")
    plazo_meses = models.PositiveSmallIntegerField("plazo en meses")
    tasa = models.DecimalField("tasa anual (%)", max_digits=7, decimal_places=4)
    saldo = dinero("saldo")
    cuotas_vencidas = models.PositiveSmallIntegerField("cuotas vencidas", default=0)
    acuerdo_numero = models.CharField(
        "número del acuerdo",
        max_length=40,
        blank=True,
        db_default="",
        help_text="Vacío si lo entregó el sistema central.",
    )

    class Meta:
        verbose_name = "préstamo"
        verbose_name_plural = "préstamos"
        constraints = [
            models.UniqueConstraint(fields=["persona", "tipo", "fecha"], name="prestamo_unico"),
            models.CheckConstraint(
                condition=Q(monto__gt=0, saldo__gte=0, tasa__gte=0, plazo_meses__gte=1), name="prestamo_valores"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.fecha}"


class Pension(Conservable):
    class Tipo(models.TextChoices):
        VEJEZ = "VEJEZ", "vejez"
        INVALIDEZ = "INVALIDEZ", "invalidez"
        DISCAPACIDAD = "DISCAPACIDAD", "discapacidad"
        VIUDEZ = "VIUDEZ", "viudez"
        ORFANDAD = "ORFANDAD", "orfandad"
        RIESGOS = "RIESGOS", "riesgos del trabajo"

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="pensiones", db_index=False, verbose_name="persona"
    )
    tipo = models.CharField("tipo", max_length=12, choices=Tipo)
    fecha_inicio = models.DateField("fecha de inicio")
    imposiciones = models.PositiveSmallIntegerField("imposiciones", null=True, blank=True)
    base = dinero("base de cálculo", null=True, blank=True)
    monto = dinero("monto mensual")
    acuerdo_numero = models.CharField("número del acuerdo", max_length=40, blank=True)
    acuerdo_fecha = models.DateField("fecha del acuerdo", null=True, blank=True)
    reside_exterior = models.BooleanField("reside en el exterior", default=False)
    suspendida_desde = models.DateField(
        "suspendida desde", null=True, blank=True, help_text="Primer día del primer mes que no se paga."
    )

    class Meta:
        verbose_name = "pensión"
        verbose_name_plural = "pensiones"
        constraints = [
            models.UniqueConstraint(fields=["persona", "tipo", "fecha_inicio"], name="pension_unica"),
            models.CheckConstraint(condition=Q(monto__gte=0), name="pension_monto_no_negativo"),
        ]
        indexes = [
            models.Index(fields=["persona"], condition=Q(reside_exterior=True), name="pension_en_el_exterior"),
            models.Index(fields=["persona"], condition=Q(suspendida_desde__isnull=False), name="pension_suspendida"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} desde {self.fecha_inicio}"


class PagoPension(models.Model):
    """One line of a month's rol: income positive, deduction negative. `orden` as in MovimientoFondo."""

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="pagos_pension", db_index=False, verbose_name="persona"
    )
    periodo = models.DateField("período", help_text="Primer día del mes.")
    concepto = models.CharField("concepto", max_length=80)
    orden = models.PositiveSmallIntegerField("orden en el mes", default=1)
    fecha_pago = models.DateField("fecha de pago", null=True, blank=True)
    valor = dinero("valor")

    class Meta:
        verbose_name = "pago de pensión"
        verbose_name_plural = "pagos de pensión"
        constraints = [
            models.UniqueConstraint(fields=["persona", "periodo", "concepto", "orden"], name="pago_pension_unico"),
        ]

    def __str__(self) -> str:
        return f"{self.periodo:%Y-%m} {self.concepto}"

import re

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registro.models import CuentaBancaria, Persona
from registro.models.base import dinero

REFERENCIA = re.compile(r"OP(\d{9})-(\d{1,3})")


class OrdenPago(models.Model):
    """What a case makes the core system pay, sent to it once; `tramites.pagos.services` writes it and nothing else.

    Without an account it waits for one. What a bank returns is sent again, to another account, as another `envio`.
    """

    class Concepto(models.TextChoices):
        RETIRO_FONDOS = "RETIRO_FONDOS", "retiro de fondos de reserva"
        QUIROGRAFARIO = "QUIROGRAFARIO", "préstamo quirografario"
        SUBSIDIO = "SUBSIDIO", "subsidio"

    class Estado(models.TextChoices):
        POR_ENVIAR = "POR_ENVIAR", "por enviar"
        ENVIADA = "ENVIADA", "enviada al banco"
        PAGADA = "PAGADA", "pagada"
        DEVUELTA = "DEVUELTA", "devuelta por el banco"
        ANULADA = "ANULADA", "anulada"

    solicitud = models.ForeignKey(
        "tramites.Solicitud", models.PROTECT, related_name="ordenes_de_pago", verbose_name="solicitud"
    )
    persona = models.ForeignKey(Persona, models.PROTECT, related_name="ordenes_de_pago", verbose_name="persona")
    concepto = models.CharField("concepto", max_length=20, choices=Concepto)
    valor = dinero("valor")
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.POR_ENVIAR)
    cuenta = models.ForeignKey(
        CuentaBancaria, models.PROTECT, null=True, blank=True, related_name="ordenes_de_pago", verbose_name="cuenta"
    )
    envio = models.PositiveSmallIntegerField("envío", default=1)
    lote = models.PositiveIntegerField("lote", null=True, blank=True)
    ordenada_en = models.DateTimeField("ordenada", default=timezone.now)
    enviada_en = models.DateTimeField("enviada", null=True, blank=True)
    resuelta_el = models.DateField("pagada o devuelta el", null=True, blank=True)
    detalle = models.CharField("lo que dijo el banco", max_length=200, blank=True)

    class Meta:
        verbose_name = "orden de pago"
        verbose_name_plural = "órdenes de pago"
        ordering = [F("pk").desc()]
        indexes = [models.Index(fields=["estado", "cuenta"], name="orden_pago_cola")]
        constraints = [
            models.CheckConstraint(condition=Q(valor__gt=0), name="orden_pago_valor"),
            models.CheckConstraint(
                condition=Q(estado__in=["POR_ENVIAR", "ANULADA"])
                | Q(cuenta__isnull=False, lote__isnull=False, enviada_en__isnull=False),
                name="orden_pago_enviada_tiene_cuenta",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=["PAGADA", "DEVUELTA"]) | Q(resuelta_el__isnull=False),
                name="orden_pago_resuelta_tiene_fecha",
            ),
        ]

    def __str__(self) -> str:
        return self.referencia

    @property
    def referencia(self) -> str:
        """What the core system calls it: another one for each time that it is sent."""
        return f"OP{self.pk:09}-{self.envio}"

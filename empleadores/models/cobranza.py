from django.db import models
from django.db.models import Q
from django.utils import timezone

from registro.models import Pago
from registro.models.base import dinero


class PagoPorAplicar(models.Model):
    """Money that the bank received and that no planilla or instalment could take: it waits for somebody to say whose.

    Once it is applied, its `clave` is the reference of the payment that it became.
    """

    clave = models.CharField("transacción", max_length=60, unique=True)
    referencia = models.CharField("referencia que vino", max_length=60, blank=True)
    fecha = models.DateField("fecha")
    valor = dinero("valor")
    canal = models.CharField("canal", max_length=60, blank=True)
    problema = models.CharField("por qué no se aplicó", max_length=250)
    registrado_en = models.DateTimeField("registrado", default=timezone.now)
    registrado_por = models.CharField("registrado por", max_length=40)
    aplicado_en = models.DateTimeField("aplicado", null=True, blank=True)
    aplicado_por = models.CharField("aplicado por", max_length=40, blank=True)
    aplicado_a = models.CharField("se aplicó a", max_length=20, blank=True, help_text="Referencia de pago.")
    motivo = models.CharField("por qué se aplicó ahí", max_length=250, blank=True)

    class Meta:
        verbose_name = "pago por aplicar"
        verbose_name_plural = "pagos por aplicar"
        constraints = [models.CheckConstraint(condition=Q(valor__gt=0), name="por_aplicar_positivo")]
        indexes = [
            models.Index(fields=["registrado_en"], condition=Q(aplicado_en__isnull=True), name="por_aplicar_pendiente"),
        ]

    def __str__(self) -> str:
        return self.clave


ORIGENES_DE_FUERA = (Pago.Origen.BANCO, Pago.Origen.VENTANILLA)
"""What is new money: credits and instalments share out what came in before."""

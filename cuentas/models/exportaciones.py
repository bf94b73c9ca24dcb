"""What the holder of an account takes away of it."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cuentas.models.cuenta import Cuenta


class ExportacionDeDatos(models.Model):
    """Everything that the portal holds on a person, as they asked for it: a file that lives for a day."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.PROTECT, related_name="exportaciones", verbose_name="cuenta")
    pedida_en = models.DateTimeField("pedida", default=timezone.now)
    lista_en = models.DateTimeField("lista", null=True, blank=True)
    vence_en = models.DateTimeField("vence", null=True, blank=True, db_index=True)
    archivo = models.CharField("archivo", max_length=200, blank=True)
    tamano = models.PositiveIntegerField("tamaño en bytes", default=0)

    class Meta:
        verbose_name = "exportación de datos"
        verbose_name_plural = "exportaciones de datos"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta"], condition=Q(lista_en__isnull=True), name="exportacion_una_en_preparacion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cuenta_id} {self.pedida_en:%Y-%m-%d %H:%M}"

    def disponible(self, ahora: datetime) -> bool:
        return bool(self.archivo) and self.vence_en is not None and ahora < self.vence_en

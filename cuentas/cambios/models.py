from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone

from registro.models import CuentaBancaria, Persona


class CambioDeDatos(models.Model):
    """One change of what the institute knows of a person, with before and after, and whether it may still be frozen."""

    class Tipo(models.TextChoices):
        CONTACTO = "CONTACTO", "dirección y teléfonos"
        CORREO = "CORREO", "correo electrónico"
        CUENTA = "CUENTA", "cuenta bancaria"
        VALIDACION = "VALIDACION", "validación de una cuenta bancaria"
        REGISTRO = "REGISTRO", "dato rectificado"

    class Estado(models.TextChoices):
        PENDIENTE = "PENDIENTE", "falta confirmarlo"
        HECHO = "HECHO", "hecho"
        CONGELADO = "CONGELADO", "detenido"
        ANULADO = "ANULADO", "no se confirmó"

    persona = models.ForeignKey(Persona, models.PROTECT, related_name="cambios", verbose_name="persona")
    tipo = models.CharField("tipo", max_length=10, choices=Tipo)
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.HECHO)
    antes = models.JSONField("antes", default=dict, help_text="Cada dato con su nombre, como se muestra.")
    ahora = models.JSONField("ahora", default=dict)
    previo = models.JSONField("para deshacerlo", default=dict, editable=False)
    cuenta_bancaria = models.ForeignKey(
        CuentaBancaria, models.PROTECT, null=True, blank=True, related_name="cambios", verbose_name="cuenta bancaria"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="quién"
    )
    por = models.CharField("en calidad de", max_length=20)
    pedido_en = models.DateTimeField("cuándo", default=timezone.now)
    congelable_hasta = models.DateTimeField("se puede detener hasta", null=True, blank=True)
    congelado_en = models.DateTimeField("detenido", null=True, blank=True)

    class Meta:
        verbose_name = "cambio de datos"
        verbose_name_plural = "cambios de datos"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["persona", "tipo", "estado"], name="cambio_de_persona")]
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "tipo"],
                condition=models.Q(estado="PENDIENTE"),
                name="cambio_pendiente_uno_por_tipo",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} ({self.get_estado_display()})"

    @property
    def filas(self) -> list[tuple[str, str, str]]:
        """(what, before, after) of each value."""
        return [(nombre, self.antes.get(nombre, ""), valor) for nombre, valor in self.ahora.items()]

    @property
    def numero(self) -> str:
        """The subject of its code and of its link."""
        return f"cambio:{self.pk}"

    def congelable(self, ahora: datetime) -> bool:
        hasta = self.congelable_hasta
        return self.estado == self.Estado.HECHO and hasta is not None and ahora < hasta

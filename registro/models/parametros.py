from django.db import models
from django.db.models import F, Q


class Parametro(models.Model):
    """A legal number, its dates and its source. A change is a new row; what a row says is never edited over."""

    class Confianza(models.TextChoices):
        ALTA = "ALTA", "alta"
        MEDIA = "MEDIA", "media"
        BAJA = "BAJA", "baja"

    clave = models.CharField("clave", max_length=80)
    valor = models.JSONField("valor")
    valido_desde = models.DateField("válido desde")
    valido_hasta = models.DateField("válido hasta", null=True, blank=True)
    base_legal = models.TextField("base legal", blank=True)
    fuente = models.TextField("fuente")
    confianza = models.CharField("confianza", max_length=5, choices=Confianza)
    nota = models.TextField("nota", blank=True)

    class Meta:
        verbose_name = "parámetro legal"
        verbose_name_plural = "parámetros legales"
        ordering = ["clave", "valido_desde"]
        constraints = [
            models.UniqueConstraint(fields=["clave", "valido_desde"], name="parametro_unico"),
            models.CheckConstraint(
                condition=Q(valido_hasta__isnull=True) | Q(valido_hasta__gte=F("valido_desde")),
                name="parametro_fechas_en_orden",
            ),
            models.CheckConstraint(condition=~Q(fuente=""), name="parametro_con_fuente"),
        ]

    def __str__(self) -> str:
        return f"{self.clave} desde {self.valido_desde}"

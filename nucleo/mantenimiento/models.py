from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Q, Value, When

from nucleo.texto import un_parrafo

TOPE = timedelta(days=7)
TOPE_ESCRITO = "siete días"


class Mantenimiento(models.Model):
    """A time in which the portal is read and not written. It ends by itself at `hasta`, whoever forgot it."""

    desde = models.DateTimeField("desde", editable=False)
    hasta = models.DateTimeField("hasta")
    motivo = models.CharField("motivo", max_length=200, validators=[un_parrafo])
    terminado_en = models.DateTimeField("terminado", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "mantenimiento"
        verbose_name_plural = "mantenimientos"
        ordering = ["-desde", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hasta__gt=F("desde")), name="mantenimiento_termina_despues"),
            models.UniqueConstraint(
                Case(When(terminado_en__isnull=True, then=Value(1))), name="mantenimiento_uno_abierto"
            ),
        ]

    def __str__(self) -> str:
        return self.motivo

    def clean(self) -> None:
        if self.desde and self.hasta and self.hasta <= self.desde:
            raise ValidationError({"hasta": "Escriba un momento que no haya pasado."})
        if self.desde and self.hasta and self.hasta - self.desde > TOPE:
            raise ValidationError({"hasta": f"Un mantenimiento dura {TOPE_ESCRITO} como mucho."})

    def rige(self, ahora: datetime) -> bool:
        return self.terminado_en is None and self.desde <= ahora < self.hasta

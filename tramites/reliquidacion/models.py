from django.db import models
from django.db.models import Q
from django.utils import timezone

from registro.models import PagoPension, Pension, Persona
from registro.models.base import dinero
from tramites.casos.models import Solicitud


class CambioDePension(models.Model):
    """What a granted case did to a pension: how it was, how it is, and the retroactive amount that was ordered.

    The month-by-month account is in the dictamen of the case. One that was undone stays, with its date.
    """

    solicitud = models.ForeignKey(
        Solicitud, on_delete=models.PROTECT, related_name="cambios_de_pension", verbose_name="solicitud"
    )
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, related_name="cambios_de_pension", verbose_name="persona"
    )
    pension = models.ForeignKey(Pension, on_delete=models.PROTECT, related_name="cambios", verbose_name="pensión")
    antes = models.JSONField("antes", help_text="Los campos de la pensión, como estaban.")
    ahora = models.JSONField("ahora")
    aumento = dinero("aumento mensual")
    retroactivo = dinero("diferencia de los meses ya pagados", default=0)
    pago = models.ForeignKey(
        PagoPension, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="orden de pago"
    )
    hecho_en = models.DateTimeField("hecho", default=timezone.now)
    deshecho_en = models.DateTimeField("deshecho", null=True, blank=True)

    class Meta:
        verbose_name = "cambio de una pensión"
        verbose_name_plural = "cambios de pensiones"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["solicitud"], condition=Q(deshecho_en__isnull=True), name="cambio_de_pension_uno_por_solicitud"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pension} {self.aumento}"

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cuentas.actuacion import Por
from cuentas.models import Cuenta
from registro.models import Empleador, Persona
from tramites.catalogo.models import Tramite


class ActoConfirmado(models.Model):
    """One confirmed act: what makes a double click one act, and what its confirmation page goes on saying."""

    peticion = models.UUIDField("petición", default=uuid.uuid4, help_text="Del formulario: un doble clic es un acto.")
    tramite = models.ForeignKey(Tramite, on_delete=models.PROTECT, related_name="actos", verbose_name="trámite")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="empleador"
    )
    actor = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo confirmó"
    )
    por = models.CharField("en calidad de", max_length=20, choices=[(por.value, por.value) for por in Por])
    hecho = models.JSONField("lo que se dijo al confirmarlo", default=dict)
    confirmado_en = models.DateTimeField("confirmado", default=timezone.now)

    class Meta:
        verbose_name = "acto confirmado"
        verbose_name_plural = "actos confirmados"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["peticion", "tramite", "persona"],
                condition=Q(empleador__isnull=True),
                name="acto_una_peticion_de_persona",
            ),
            models.UniqueConstraint(
                fields=["peticion", "tramite", "empleador"],
                condition=Q(empleador__isnull=False),
                name="acto_una_peticion_de_empleador",
            ),
            models.CheckConstraint(
                condition=Q(persona__isnull=False, empleador__isnull=True)
                | Q(persona__isnull=True, empleador__isnull=False),
                name="acto_con_titular",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tramite_id} {self.peticion}"

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registro.models import Empleador


class Generacion(models.Model):
    """One time that an employer asked for the planillas of a month, and what came of it. Of a big one it takes a while.

    `resultado`, as JSON: rows new, changed and gone, capital before and after; of an adjustment also what was charged
    too much. `rechazo`: why nothing was done, where the month had closed meanwhile.
    """

    class Clase(models.TextChoices):
        MES = "MES", "planillas del mes"
        AJUSTE = "AJUSTE", "ajuste"

    empleador = models.ForeignKey(Empleador, models.PROTECT, related_name="generaciones", verbose_name="empleador")
    periodo = models.DateField("mes", help_text="Primer día del mes.")
    clase = models.CharField("clase", max_length=6, choices=Clase)
    trabajadores = models.PositiveIntegerField("relaciones de trabajo que se revisan", default=0)
    pedida_en = models.DateTimeField("pedida", default=timezone.now)
    pedida_por = models.CharField("pedida por", max_length=40)
    por = models.CharField("en calidad de", max_length=20)
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)
    resultado = models.JSONField("resultado", default=dict, blank=True)
    rechazo = models.CharField("por qué no se hizo", max_length=250, blank=True)

    class Meta:
        verbose_name = "generación de planillas"
        verbose_name_plural = "generaciones de planillas"
        constraints = [
            models.UniqueConstraint(
                fields=["empleador", "periodo"],
                condition=Q(terminada_en__isnull=True),
                name="generacion_una_a_la_vez",
            )
        ]
        indexes = [models.Index(fields=["empleador", "-pedida_en"], name="generacion_de_empleador")]

    def __str__(self) -> str:
        return f"{self.get_clase_display()} de {self.periodo:%Y-%m}"

    @property
    def terminada(self) -> bool:
        return self.terminada_en is not None

    @property
    def cambio(self) -> bool:
        """Whether some row was written."""
        return any(self.resultado.get(campo) for campo in ("nuevas", "cambiadas", "quitadas"))

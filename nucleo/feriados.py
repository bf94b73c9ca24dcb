from django.db import models


class Feriado(models.Model):
    """A day unlike the calendar of the law (nucleo/calendario.py): decreed off, recovered, or of one canton."""

    class Efecto(models.TextChoices):
        DESCANSO = "DESCANSO", "día de descanso"
        LABORABLE = "LABORABLE", "día laborable (recuperación)"

    fecha = models.DateField("fecha")
    nombre = models.CharField("nombre", max_length=120)
    efecto = models.CharField("efecto", max_length=10, choices=Efecto, default=Efecto.DESCANSO)
    canton = models.CharField("cantón", max_length=60, blank=True, help_text="Vacío: todo el país.")
    base_legal = models.CharField("base legal", max_length=200)
    fuente = models.URLField("fuente", max_length=500, blank=True)

    class Meta:
        verbose_name = "día extraordinario"
        verbose_name_plural = "días extraordinarios"
        ordering = ["-fecha", "canton"]
        constraints = [models.UniqueConstraint(fields=["fecha", "canton"], name="feriado_unico_por_canton")]

    def __str__(self) -> str:
        return f"{self.fecha:%Y-%m-%d} {self.nombre}"

"""Which sessions an account has, and what was being sent when one ended."""

from django.db import models
from django.utils import timezone

from cuentas.models.cuenta import Cuenta


class SesionAbierta(models.Model):
    """Which account a session is of, so that its holder finds it and can end it. The session itself is Django's."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.CASCADE, related_name="sesiones")
    clave = models.CharField("clave de la sesión", max_length=40, unique=True)
    abierta_en = models.DateTimeField("abierta", default=timezone.now)
    red = models.CharField("red", max_length=50, blank=True)
    equipo = models.CharField("equipo", max_length=200, blank=True)

    class Meta:
        verbose_name = "sesión abierta"
        verbose_name_plural = "sesiones abiertas"

    def __str__(self) -> str:
        return f"{self.cuenta_id} desde {self.abierta_en:%Y-%m-%d %H:%M}"


class Borrador(models.Model):
    """What somebody was sending when their session had ended; see cuentas/borradores.py. Enciphered."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.CASCADE, related_name="borradores", verbose_name="cuenta")
    ruta = models.CharField("ruta", max_length=500)
    contenido = models.TextField("contenido")
    vence_en = models.DateTimeField("vence", db_index=True)

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"
        constraints = [models.UniqueConstraint(fields=["cuenta", "ruta"], name="borrador_uno_por_ruta")]

    def __str__(self) -> str:
        return f"{self.ruta} hasta {self.vence_en:%H:%M}"

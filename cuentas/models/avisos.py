"""Which mails an account doesn't want, and which addresses take none."""

from django.db import models
from django.utils import timezone

from cuentas.avisos.clases import nombres as clases_de_aviso
from cuentas.models.cuenta import Cuenta
from nucleo.texto import correo_enmascarado


class AvisoApagado(models.Model):
    """A kind of notice that an account doesn't want by mail. What was never turned off has no row."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.CASCADE, related_name="avisos_apagados", verbose_name="cuenta")
    clase = models.CharField("clase de aviso", max_length=40, choices=clases_de_aviso)
    apagado_en = models.DateTimeField("apagado", default=timezone.now)

    class Meta:
        verbose_name = "aviso apagado"
        verbose_name_plural = "avisos apagados"
        ordering = ["cuenta", "clase"]
        constraints = [models.UniqueConstraint(fields=["cuenta", "clase"], name="aviso_apagado_una_vez")]

    def __str__(self) -> str:
        return self.get_clase_display()


class CorreoRechazado(models.Model):
    """An address that its mail server refused for good, until something arrives there again.

    By address, not by account: the register knows people without one, and families share a mailbox. Of one that is
    `devuelto` the next server on the way takes everything, so that a mail arrived is known by its not coming back.
    """

    correo = models.EmailField("correo electrónico", max_length=254, unique=True)
    desde = models.DateTimeField("desde", default=timezone.now, db_index=True)
    razon = models.CharField("lo que dijo el servidor", max_length=300, blank=True)
    devuelto = models.BooleanField("se supo después de aceptado", default=False)
    aceptado_en = models.DateTimeField("el servidor aceptó otro", null=True, blank=True)

    class Meta:
        verbose_name = "correo rechazado"
        verbose_name_plural = "correos rechazados"
        ordering = ["-desde"]

    def __str__(self) -> str:
        return f"{self.correo} desde {self.desde:%Y-%m-%d}"

    @property
    def velado(self) -> str:
        return correo_enmascarado(self.correo)

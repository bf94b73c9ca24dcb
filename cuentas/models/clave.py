"""How a clave is made and recovered: codes, links, paper and questions. None of the secrets is here in clear."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from cuentas.models.cuenta import Cuenta
from registro.models import Empleador, Persona


class Codigo(models.Model):
    """The running one-time code or link of a purpose and a subject; see cuentas/codigos.py."""

    MAXIMO_INTENTOS = 5

    proposito = models.CharField("propósito", max_length=40)
    para = models.CharField("para", max_length=80)
    resumen = models.CharField("resumen", max_length=64)
    vence_en = models.DateTimeField("vence", db_index=True)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    usado_en = models.DateTimeField("usado", null=True, blank=True)

    class Meta:
        verbose_name = "código de un uso"
        verbose_name_plural = "códigos de un uso"
        constraints = [models.UniqueConstraint(fields=["proposito", "para"], name="codigo_uno_por_proposito")]

    def __str__(self) -> str:
        return f"{self.proposito} hasta {self.vence_en:%H:%M}"

    def vigente(self, ahora: datetime) -> bool:
        return self.usado_en is None and ahora < self.vence_en and self.intentos < self.MAXIMO_INTENTOS


class EnlacePatronal(models.Model):
    """That a link was sent by which the clave patronal is made: where to, and who asked. The secret isn't here.

    The e-mail is the one that the link proves, whatever the register says by the time that it is used.
    """

    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, related_name="enlaces_patronales", verbose_name="empleador"
    )
    persona = models.ForeignKey(
        Persona,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quien la pidió",
        help_text="El representante legal.",
    )
    actor = models.ForeignKey(Cuenta, on_delete=models.PROTECT, related_name="+", verbose_name="enviado por")
    correo = models.EmailField("correo del empleador", max_length=254)
    enviado_en = models.DateTimeField("enviado", default=timezone.now)
    vence_en = models.DateTimeField("vence")
    usado_en = models.DateTimeField("usado", null=True, blank=True)
    motivo = models.CharField("documentos que presentó y motivo", max_length=200, blank=True)

    class Meta:
        verbose_name = "enlace de clave patronal"
        verbose_name_plural = "enlaces de clave patronal"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"enlace para {self.empleador}"


class CodigoEnPapel(models.Model):
    """That the counter gave a person a code on paper, to whom they had identified themselves. The code isn't here."""

    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+", verbose_name="persona")
    emitido_por = models.ForeignKey(Cuenta, on_delete=models.PROTECT, related_name="+", verbose_name="emitido por")
    emitido_en = models.DateTimeField("emitido", default=timezone.now)
    vence_en = models.DateTimeField("vence")
    motivo = models.CharField("documento que presentó y motivo", max_length=200)

    class Meta:
        verbose_name = "código en papel"
        verbose_name_plural = "códigos en papel"
        ordering = ["-emitido_en", "-pk"]

    def __str__(self) -> str:
        return f"código en papel para {self.persona}"


class PreguntaDeSeguridad(models.Model):
    """One of the questions by which somebody recovers an account; the answer is kept as a clave is."""

    cuenta = models.ForeignKey(
        Cuenta, on_delete=models.CASCADE, related_name="preguntas_de_seguridad", verbose_name="cuenta"
    )
    orden = models.PositiveSmallIntegerField("orden")
    codigo = models.CharField("código", max_length=20, help_text="De la lista, o «propia».")
    texto = models.CharField("texto propio", max_length=150, blank=True)
    respuesta = models.CharField("respuesta", max_length=128)

    class Meta:
        verbose_name = "pregunta de seguridad"
        verbose_name_plural = "preguntas de seguridad"
        ordering = ["cuenta", "orden"]
        constraints = [models.UniqueConstraint(fields=["cuenta", "orden"], name="pregunta_una_por_orden")]

    def __str__(self) -> str:
        return f"pregunta {self.orden}"

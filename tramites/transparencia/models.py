from django.db import models
from django.db.models import Q
from django.utils import timezone

from registro.models import Empleador, Persona
from tramites.catalogo.models import Tramite


class Atencion(models.Model):
    """One attention, as the monthly table counts them. `origen` names the event, so that none counts twice."""

    class Canal(models.TextChoices):
        EN_LINEA = "EN_LINEA", "en línea"
        PRESENCIAL = "PRESENCIAL", "presencial"

    tramite = models.ForeignKey(Tramite, on_delete=models.PROTECT, related_name="atenciones", verbose_name="trámite")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="empleador"
    )
    fecha = models.DateField("fecha")
    canal = models.CharField("canal", max_length=10, choices=Canal, default=Canal.EN_LINEA)
    origen = models.CharField("origen", max_length=80)

    class Meta:
        verbose_name = "atención"
        verbose_name_plural = "atenciones"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["tramite", "origen"], name="atencion_una_por_evento")]
        indexes = [models.Index(fields=["tramite", "fecha"], name="atencion_mes")]

    def __str__(self) -> str:
        return f"{self.tramite_id} {self.fecha} {self.origen}"


class Conteo(models.Model):
    """The figures of one procedure and month. A restatement is a new version with its reason; none is ever edited."""

    class Fuente(models.TextChoices):
        OFICIAL = "OFICIAL", "hoja oficial"
        PORTAL = "PORTAL", "este portal"

    tramite = models.ForeignKey(Tramite, on_delete=models.PROTECT, related_name="conteos", verbose_name="trámite")
    anio = models.PositiveSmallIntegerField("año")
    mes = models.PositiveSmallIntegerField("mes")
    quejas = models.PositiveIntegerField("volumen de quejas")
    atenciones = models.PositiveIntegerField("volumen de atenciones")
    fuente = models.CharField("fuente", max_length=8, choices=Fuente)
    version = models.PositiveSmallIntegerField("versión", default=1)
    motivo = models.CharField("motivo de la corrección", max_length=200, blank=True)
    registrado_en = models.DateTimeField("registrado", default=timezone.now)

    class Meta:
        verbose_name = "conteo mensual"
        verbose_name_plural = "conteos mensuales"
        ordering = ["tramite", "-anio", "-mes", "fuente", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["tramite", "anio", "mes", "fuente", "version"], name="conteo_una_version_por_mes"
            ),
            models.CheckConstraint(condition=Q(mes__gte=1, mes__lte=12), name="conteo_mes_del_calendario"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(motivo=""), name="conteo_corregido_con_motivo"),
        ]

    def __str__(self) -> str:
        return f"{self.anio}-{self.mes:02d}: {self.quejas} quejas, {self.atenciones} atenciones ({self.fuente})"

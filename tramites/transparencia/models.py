from django.db import models
from django.db.models import F, Q
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
        indexes = [models.Index(fields=["fecha", "tramite", "canal"], name="atencion_del_mes")]

    def __str__(self) -> str:
        return f"{self.tramite_id} {self.fecha} {self.origen}"


class Conteo(models.Model):
    """The figures of one procedure and month. A restatement is a new version with its reason; none is ever edited.

    Those of the portal are fixed when the month is closed, with what they were made of: by which channel people were
    attended, and how many business days its cases took. They are kept as counted; what is published of them is masked
    where it would tell of somebody (`tramites.transparencia.selectors.Detalle`).
    """

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
    en_linea = models.PositiveIntegerField("atenciones en línea", null=True, blank=True)
    presencial = models.PositiveIntegerField("atenciones presenciales", null=True, blank=True)
    decididos = models.PositiveIntegerField("casos decididos", null=True, blank=True)
    mediana = models.DecimalField("días hábiles, mediana", max_digits=6, decimal_places=1, null=True, blank=True)
    nueve_de_diez = models.DecimalField(
        "días hábiles, nueve de cada diez", max_digits=6, decimal_places=1, null=True, blank=True
    )

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
            models.CheckConstraint(
                condition=Q(fuente="OFICIAL", en_linea__isnull=True, presencial__isnull=True, decididos__isnull=True)
                | Q(
                    fuente="PORTAL",
                    en_linea__isnull=False,
                    presencial__isnull=False,
                    decididos__isnull=False,
                    atenciones=F("en_linea") + F("presencial"),
                ),
                name="conteo_del_portal_por_canales",
            ),
            models.CheckConstraint(
                condition=Q(decididos__gt=0, mediana__isnull=False, nueve_de_diez__isnull=False)
                | (Q(mediana__isnull=True, nueve_de_diez__isnull=True) & ~Q(decididos__gt=0)),
                name="conteo_con_tiempos_si_hubo_casos",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anio}-{self.mes:02d}: {self.quejas} quejas, {self.atenciones} atenciones ({self.fuente})"


class CierreMensual(models.Model):
    """A month that was closed, and its complaints about no procedure. A restatement of these is a new version.

    Version 1 is the closing itself: it can be written once, which is what makes two closings at once into one.
    """

    anio = models.PositiveSmallIntegerField("año")
    mes = models.PositiveSmallIntegerField("mes")
    quejas_servicio = models.PositiveIntegerField("quejas sobre el servicio")
    quejas_datos = models.PositiveIntegerField("quejas sobre datos personales")
    version = models.PositiveSmallIntegerField("versión", default=1)
    motivo = models.CharField("motivo de la corrección", max_length=200, blank=True)
    registrado_en = models.DateTimeField("registrado", default=timezone.now)

    class Meta:
        verbose_name = "cierre de un mes"
        verbose_name_plural = "cierres de meses"
        ordering = ["-anio", "-mes", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["anio", "mes", "version"], name="cierre_una_version_por_mes"),
            models.CheckConstraint(condition=Q(mes__gte=1, mes__lte=12), name="cierre_mes_del_calendario"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(motivo=""), name="cierre_corregido_con_motivo"),
        ]

    def __str__(self) -> str:
        return f"{self.anio}-{self.mes:02d} (versión {self.version})"

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registro.models import Empleador, Persona, Relacion
from registro.models.base import dinero


class Novedad(models.Model):
    """One notice of an employer about one worker, as it was applied to the register. Undone, it stays, with its trace.

    What the register knows of an employment is in its Relacion. A new salary (MSU) writes it there too: what a month
    was paid with is the `antes` of the first new salary after that month, or else that of the Relacion. Extras (INS)
    belong to one month and are only here.
    """

    class Tipo(models.TextChoices):
        ENTRADA = "ENT", "aviso de entrada"
        SALIDA = "SAL", "aviso de salida"
        SUELDO = "MSU", "nuevo sueldo"
        EXTRAS = "INS", "variación por extras"

    empleador = models.ForeignKey(Empleador, models.PROTECT, related_name="novedades", verbose_name="empleador")
    persona = models.ForeignKey(Persona, models.PROTECT, related_name="novedades", verbose_name="trabajador")
    relacion = models.ForeignKey(
        Relacion,
        models.SET_NULL,
        null=True,
        related_name="novedades",
        verbose_name="relación de trabajo",
        help_text="Vacía en un aviso de entrada que se deshizo.",
    )
    tipo = models.CharField("tipo", max_length=3, choices=Tipo)
    sucursal = models.CharField("sucursal", max_length=4)
    fecha = models.DateField("fecha del hecho", help_text="Primer día del mes en un nuevo sueldo y en los extras.")
    valor = dinero("sueldo o extras", null=True, blank=True)
    antes = dinero("sueldo anterior", null=True, blank=True)
    causa = models.CharField("causa", max_length=1, blank=True)
    detalle = models.JSONField("lo demás que se declaró", default=dict, blank=True)
    limite = models.DateField("fecha límite")
    dias_tarde = models.PositiveIntegerField("días de retraso", default=0)
    multa = dinero("multa estimada", null=True, blank=True)
    lote = models.ForeignKey(
        "empleadores.Lote",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="novedades",
        verbose_name="archivo en que vino",
    )
    linea = models.PositiveIntegerField("línea del archivo", null=True, blank=True)
    solicitud_numero = models.CharField(
        "solicitud", max_length=40, blank=True, help_text="La que la admitió, si fue extemporánea."
    )
    registrada_en = models.DateTimeField("registrada", default=timezone.now)
    registrada_por = models.CharField("registrada por", max_length=40)
    deshecha_en = models.DateTimeField("deshecha", null=True, blank=True)
    deshecha_por = models.CharField("deshecha por", max_length=40, blank=True)
    motivo_deshecha = models.CharField("por qué se deshizo", max_length=250, blank=True)

    class Meta:
        verbose_name = "novedad"
        verbose_name_plural = "novedades"
        constraints = [
            models.UniqueConstraint(
                fields=["empleador", "sucursal", "persona", "tipo", "fecha"],
                condition=Q(tipo__in=["ENT", "SAL"], deshecha_en__isnull=True),
                name="novedad_aviso_unico",
            ),
            models.UniqueConstraint(
                fields=["relacion", "tipo", "fecha", "causa"],
                condition=Q(tipo__in=["MSU", "INS"], deshecha_en__isnull=True),
                name="novedad_de_sueldo_unica",
            ),
            models.CheckConstraint(condition=Q(valor__isnull=True) | Q(valor__gte=0), name="novedad_sin_signo"),
        ]
        indexes = [
            models.Index(fields=["empleador", "-registrada_en"], name="novedad_de_empleador"),
            models.Index(fields=["empleador", "fecha"], name="novedad_del_mes"),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.fecha:%Y-%m-%d}"

    @property
    def numero(self) -> str:
        """The *número de novedad* of the receipt."""
        return numero_de(self.pk)


def numero_de(pk: int) -> str:
    return f"NOV-{pk:09d}"


class MesReabierto(models.Model):
    """A month whose planillas may be generated anew though it was closed: staff opened it, and say why."""

    empleador = models.ForeignKey(Empleador, models.PROTECT, related_name="meses_reabiertos", verbose_name="empleador")
    periodo = models.DateField("mes", help_text="Primer día del mes.")
    hasta = models.DateField("abierto hasta")
    motivo = models.CharField("motivo", max_length=250)
    reabierto_por = models.CharField("reabierto por", max_length=40)
    reabierto_en = models.DateTimeField("reabierto", default=timezone.now)
    cerrado_en = models.DateTimeField("cerrado otra vez", null=True, blank=True)

    class Meta:
        verbose_name = "mes reabierto"
        verbose_name_plural = "meses reabiertos"
        indexes = [models.Index(fields=["empleador", "periodo"], name="mes_reabierto")]

    def __str__(self) -> str:
        return f"{self.periodo:%Y-%m} hasta el {self.hasta:%Y-%m-%d}"

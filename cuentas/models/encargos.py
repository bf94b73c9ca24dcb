"""Who may act for somebody else."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registro.models import Empleador, Persona


class Encargo(models.Model):
    """Somebody lets a person act for them. It counts once that person accepted, and until it ends or expires.

    Whom it is for is kept as it was typed: whether the number is in the register is not told to whoever types it.
    """

    class Fin(models.TextChoices):
        RECHAZADO = "RECHAZADO", "no fue aceptado"
        RETIRADO = "RETIRADO", "retirado por quien lo dio"
        RENUNCIADO = "RENUNCIADO", "dejado por quien lo recibió"

    apoderado_cedula = models.CharField("cédula de quien lo recibe", max_length=10)
    apoderado = models.ForeignKey(
        Persona,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quien lo recibe",
        help_text="Vacío hasta que lo acepta.",
    )
    hasta = models.DateField("hasta", null=True, blank=True, help_text="El último día en que vale.")
    otorgado_en = models.DateTimeField("otorgado", default=timezone.now)
    aceptado_en = models.DateTimeField("aceptado", null=True, blank=True)
    terminado_en = models.DateTimeField("terminado", null=True, blank=True)
    fin = models.CharField("cómo terminó", max_length=10, choices=Fin, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]
        indexes = [models.Index(fields=["apoderado_cedula", "-id"], name="%(class)s_recibido")]
        constraints = [
            models.CheckConstraint(
                condition=Q(aceptado_en__isnull=True) | Q(apoderado__isnull=False),
                name="%(class)s_aceptado_por_alguien",
            ),
            models.CheckConstraint(
                condition=Q(terminado_en__isnull=True, fin="") | (Q(terminado_en__isnull=False) & ~Q(fin="")),
                name="%(class)s_terminado_dice_como",
            ),
        ]

    def abierto(self, hoy: date) -> bool:
        """Proposed or in force: neither ended nor past its last day."""
        return self.terminado_en is None and (self.hasta is None or hoy <= self.hasta)

    def vigente(self, hoy: date) -> bool:
        return self.abierto(hoy) and self.aceptado_en is not None


class Poder(Encargo):
    """A person lets another act for them in some procedures, until a day."""

    otorgante = models.ForeignKey(
        Persona, on_delete=models.PROTECT, related_name="poderes_dados", verbose_name="quien lo da"
    )
    tramites = models.JSONField("trámites", help_text="Los identificadores de los trámites que abarca.")
    hasta = models.DateField("hasta", help_text="El último día en que vale.")

    class Meta(Encargo.Meta):
        verbose_name = "poder"
        verbose_name_plural = "poderes"

    def __str__(self) -> str:
        return f"{self.otorgante_id} a {self.apoderado_cedula} hasta {self.hasta}"

    def vigente(self, hoy: date) -> bool:
        return super().vigente(hoy) and self.otorgante.fecha_fallecimiento is None


class Delegacion(Encargo):
    """An employer lets a person act for it with their own clave, in what a role says; see cuentas/delegaciones/."""

    class Rol(models.TextChoices):
        TODO = "TODO", "todos los trámites"
        AVISOS = "AVISOS", "solo avisos"
        CONSULTA = "CONSULTA", "solo consultas"

    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, related_name="delegaciones", verbose_name="empleador"
    )
    rol = models.CharField("qué puede hacer", max_length=10, choices=Rol)

    class Meta(Encargo.Meta):
        verbose_name = "delegación"
        verbose_name_plural = "delegaciones"

    def __str__(self) -> str:
        return f"{self.empleador_id} a {self.apoderado_cedula}, {self.get_rol_display()}"

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cuentas.actuacion import Por
from cuentas.models import Cuenta
from nucleo.archivos import EXTENSIONES, Tipo
from registro.models import Empleador, Persona
from tramites.catalogo.models import Tramite


class Adjunto(models.Model):
    """One document that somebody handed in: a file and whose it is. Where it is used is said by other tables.

    A row that any other row points at is in use and stays (`tramites.adjuntos.selectors.sin_uso`).
    """

    class Estado(models.TextChoices):
        EN_CUARENTENA = "EN_CUARENTENA", "en revisión"
        DISPONIBLE = "DISPONIBLE", "recibido"
        RECHAZADO = "RECHAZADO", "rechazado"

    class Formato(models.TextChoices):
        PDF = Tipo.PDF.value, "PDF"
        JPEG = Tipo.JPEG.value, "JPEG"
        PNG = Tipo.PNG.value, "PNG"

    numero = models.UUIDField("número", default=uuid.uuid4, unique=True, editable=False)
    tramite = models.ForeignKey(
        Tramite,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adjuntos",
        verbose_name="trámite",
        help_text="Para el que se entregó; quien actúa con un poder ve los de los trámites que el poder nombra. "
        "Vacío: de una queja.",
    )
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="adjuntos", verbose_name="persona"
    )
    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, null=True, blank=True, related_name="adjuntos", verbose_name="empleador"
    )
    clase = models.SlugField("qué documento es", max_length=60, db_index=False)
    nombre = models.CharField("nombre", max_length=120)
    tipo = models.CharField("tipo", max_length=20, choices=Formato)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    sha256_recibido = models.CharField("SHA-256 de lo que llegó", max_length=64)
    sha256 = models.CharField("SHA-256 de lo que se guarda", max_length=64)
    archivo = models.CharField("archivo", max_length=200, blank=True)
    estado = models.CharField("estado", max_length=13, choices=Estado)
    razon = models.CharField("por qué se rechazó", max_length=300, blank=True)
    subido_en = models.DateTimeField("entregado", default=timezone.now)
    subido_por = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo entregó"
    )
    por = models.CharField("en calidad de", max_length=20, choices=[(por.value, por.value) for por in Por])

    class Meta:
        verbose_name = "documento entregado"
        verbose_name_plural = "documentos entregados"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["persona", "-subido_en"], name="adjunto_persona"),
            models.Index(fields=["empleador", "-subido_en"], name="adjunto_empleador"),
            models.Index(fields=["subido_en"], name="adjunto_subido"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(persona__isnull=False, empleador__isnull=True)
                | Q(persona__isnull=True, empleador__isnull=False)
                | Q(persona__isnull=True, empleador__isnull=True, tramite__isnull=True, por=Por.PUBLICO),
                name="adjunto_con_titular",
            ),
            models.CheckConstraint(
                condition=(Q(estado="RECHAZADO", archivo="") & ~Q(razon=""))
                | (Q(estado__in=["EN_CUARENTENA", "DISPONIBLE"], razon="") & ~Q(archivo="")),
                name="adjunto_rechazado_sin_archivo",
            ),
        ]

    def __str__(self) -> str:
        return self.nombre

    def get_absolute_url(self) -> str:
        return reverse("tramites:adjunto", args=[self.numero])

    @property
    def titular(self) -> Persona | Empleador | None:
        """None: of the complaint of somebody who had not logged in."""
        return self.persona or self.empleador

    @property
    def disponible(self) -> bool:
        return self.estado == self.Estado.DISPONIBLE

    @property
    def extension(self) -> str:
        return EXTENSIONES[Tipo(self.tipo)]


class Respaldo(models.Model):
    """A document on which an act leans; `objeto` names what the act made, as the bitácora does: "cuenta_bancaria:7"."""

    adjunto = models.ForeignKey(Adjunto, on_delete=models.PROTECT, related_name="respaldos", verbose_name="documento")
    objeto = models.CharField("lo que respalda", max_length=120, db_index=True)

    class Meta:
        verbose_name = "respaldo"
        verbose_name_plural = "respaldos"
        constraints = [models.UniqueConstraint(fields=["adjunto", "objeto"], name="respaldo_una_vez")]

    def __str__(self) -> str:
        return f"{self.adjunto_id} {self.objeto}"

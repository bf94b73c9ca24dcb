import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cuentas.actuacion import Por
from cuentas.models import Cuenta
from empleadores.models.novedades import Novedad
from registro.models import Empleador
from registro.models.base import dinero
from tramites.catalogo.models import Tramite


class Lote(models.Model):
    """One file of notices. Nothing changes before somebody has seen what is wrong with it and says to apply it.

    `posicion` is the number of the last line that was judged, or applied: the work goes on after it, whoever does it.
    """

    class Estado(models.TextChoices):
        RECIBIDO = "RECIBIDO", "recibido"
        REVISANDO = "REVISANDO", "en revisión"
        REVISADO = "REVISADO", "revisado"
        APLICANDO = "APLICANDO", "registrándose"
        APLICADO = "APLICADO", "registrado"
        CANCELADO = "CANCELADO", "cancelado"
        FALLIDO = "FALLIDO", "detenido"

    class Formato(models.TextChoices):
        TXT = "TXT", "texto del instituto"
        CSV = "CSV", "CSV"
        XLSX = "XLSX", "Excel"

    numero = models.UUIDField("número", default=uuid.uuid4, unique=True, editable=False)
    empleador = models.ForeignKey(Empleador, models.PROTECT, related_name="lotes", verbose_name="empleador")
    tramite = models.ForeignKey(Tramite, models.PROTECT, related_name="lotes", verbose_name="trámite")
    tipo = models.CharField("tipo", max_length=3, choices=Novedad.Tipo)
    nombre = models.CharField("nombre del archivo", max_length=120)
    formato = models.CharField("formato", max_length=4, choices=Formato)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    archivo = models.CharField("archivo", max_length=200, blank=True, help_text="Vacío si se descartó.")
    estado = models.CharField("estado", max_length=9, choices=Estado, default=Estado.RECIBIDO)
    razon = models.CharField("por qué se detuvo", max_length=300, blank=True)
    periodo = models.CharField("mes que dice el archivo", max_length=7, blank=True)
    lineas = models.PositiveIntegerField("líneas", default=0)
    posicion = models.PositiveIntegerField("última línea vista", default=0)
    vistas = models.PositiveIntegerField("líneas vistas", default=0)
    buenas = models.PositiveIntegerField("líneas buenas", default=0)
    malas = models.PositiveIntegerField("líneas con errores", default=0)
    tarde = models.PositiveIntegerField("avisos buenos fuera de plazo", default=0)
    multas = dinero("multas estimadas", default=0)
    aplicadas = models.PositiveIntegerField("avisos registrados", default=0)
    ya_estaban = models.PositiveIntegerField("avisos que ya constaban", default=0)
    rechazadas = models.PositiveIntegerField("líneas buenas que al registrar ya no lo eran", default=0)
    subido_en = models.DateTimeField("recibido", default=timezone.now)
    subido_por = models.ForeignKey(
        Cuenta, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo subió"
    )
    confirmado_en = models.DateTimeField("confirmado", null=True, blank=True)
    confirmado_por = models.ForeignKey(
        Cuenta, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo confirmó"
    )
    por = models.CharField("en calidad de", max_length=20, choices=[(por.value, por.value) for por in Por])
    terminado_en = models.DateTimeField("terminado", null=True, blank=True)

    class Meta:
        verbose_name = "archivo de avisos"
        verbose_name_plural = "archivos de avisos"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["empleador", "-subido_en"], name="lote_de_empleador"),
            models.Index(fields=["subido_en"], name="lote_subido"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["empleador", "tipo", "sha256"],
                condition=~Q(estado__in=["CANCELADO", "FALLIDO"]),
                name="lote_mismo_archivo",
            ),
            models.CheckConstraint(condition=Q(vistas__lte=models.F("lineas")), name="lote_vistas_de_sus_lineas"),
        ]

    def __str__(self) -> str:
        return self.nombre

    def get_absolute_url(self) -> str:
        return reverse("empleadores:lote", args=[self.numero])

    @property
    def en_marcha(self) -> bool:
        return self.estado in {self.Estado.RECIBIDO, self.Estado.REVISANDO, self.Estado.APLICANDO}

    @property
    def mes(self) -> date | None:
        """The month that its lines say, if they say one."""
        try:
            return date.fromisoformat(f"{self.periodo}-01")
        except ValueError:
            return None

    @property
    def con_errores(self) -> int:
        return self.malas + self.rechazadas

    @property
    def registrables(self) -> int:
        """Good lines that tell something new."""
        return self.buenas - self.ya_estaban


class LineaConError(models.Model):
    """What is wrong with one field of one line of a file."""

    lote = models.ForeignKey(Lote, models.CASCADE, related_name="errores", verbose_name="archivo")
    linea = models.PositiveIntegerField("línea")
    campo = models.CharField("campo", max_length=30)
    motivo = models.CharField("motivo", max_length=400)
    texto = models.CharField("lo que dice la línea", max_length=300)
    al_aplicar = models.BooleanField("se halló al registrar", default=False)

    class Meta:
        verbose_name = "línea con error"
        verbose_name_plural = "líneas con errores"
        ordering = ["pk"]
        indexes = [models.Index(fields=["lote", "linea"], name="linea_con_error_de_lote")]

    def __str__(self) -> str:
        return f"{self.linea}: {self.campo}"

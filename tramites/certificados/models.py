import zlib
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from cuentas.actuacion import Por
from cuentas.models import Cuenta
from nucleo.pdf import Anexo
from nucleo.texto import en_parte, iniciales, normalizar
from registro.models import Empleador, Persona
from tramites.catalogo.models import Tramite
from tramites.certificados.codigo import en_grupos


class Certificado(models.Model):
    """One issued document, of any procedure. It is never edited: it is revoked, or revoked and replaced."""

    class Estado(models.TextChoices):
        EN_EMISION = "EN_EMISION", "en emisión"
        EMITIDO = "EMITIDO", "emitido"
        REVOCADO = "REVOCADO", "revocado"
        REEMPLAZADO = "REEMPLAZADO", "reemplazado"

    codigo = models.CharField("código", max_length=16, unique=True)
    peticion = models.UUIDField("petición", help_text="Del formulario: un doble clic es un solo documento.")
    tramite = models.ForeignKey(Tramite, on_delete=models.PROTECT, related_name="certificados", verbose_name="trámite")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="certificados", verbose_name="persona"
    )
    empleador = models.ForeignKey(
        Empleador,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="certificados",
        verbose_name="empleador",
    )
    solicitud = models.ForeignKey(
        "tramites.Solicitud",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documentos",
        verbose_name="solicitud",
        help_text="De la que forma parte: su comprobante, su acuerdo.",
    )
    variante = models.CharField("variante", max_length=40)
    titulo = models.CharField("título", max_length=120)
    plantilla = models.CharField("plantilla", max_length=120)
    datos = models.JSONField("datos", help_text="Lo que dice el documento, tal como se imprimió.")
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.EN_EMISION)
    emitido_en = models.DateTimeField("emitido", default=timezone.now, help_text="Lo que dice el documento.")
    firmado_en = models.DateTimeField("firmado", null=True, blank=True, help_text="Cuando se juzga su firma.")
    vence_el = models.DateField("vence", null=True, blank=True)
    actor = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lo pidió"
    )
    por = models.CharField("en calidad de", max_length=20, choices=[(por.value, por.value) for por in Por])
    archivo = models.CharField("archivo", max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    tamano = models.PositiveIntegerField("tamaño en bytes", default=0)
    demostracion = models.BooleanField("firmado con clave de demostración", default=False)
    terminado_en = models.DateTimeField("revocado o reemplazado", null=True, blank=True)
    motivo = models.TextField("motivo de la revocación", blank=True)
    reemplazado_por = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reemplaza_a",
        verbose_name="reemplazado por",
    )

    class Meta:
        verbose_name = "certificado"
        verbose_name_plural = "certificados"
        ordering = ["-pk"]
        permissions = [("revocar_certificado", "Puede revocar y reemplazar certificados")]
        indexes = [
            models.Index(fields=["persona", "-emitido_en"], name="certificado_persona"),
            models.Index(fields=["empleador", "-emitido_en"], name="certificado_empleador"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["peticion", "tramite", "persona"],
                condition=Q(empleador__isnull=True),
                name="certificado_una_peticion_de_persona",
            ),
            models.UniqueConstraint(
                fields=["peticion", "tramite", "empleador"],
                condition=Q(empleador__isnull=False),
                name="certificado_una_peticion_de_empleador",
            ),
            models.CheckConstraint(
                condition=Q(persona__isnull=False, empleador__isnull=True) | Q(empleador__isnull=False),
                name="certificado_con_titular",
            ),
            models.CheckConstraint(
                condition=Q(estado="EN_EMISION", sha256="", archivo="")
                | (~Q(estado="EN_EMISION") & ~Q(sha256="") & ~Q(archivo="")),
                name="certificado_emitido_tiene_archivo",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=["EN_EMISION", "EMITIDO"], terminado_en__isnull=True)
                | (Q(estado__in=["REVOCADO", "REEMPLAZADO"], terminado_en__isnull=False) & ~Q(motivo="")),
                name="certificado_terminado_con_motivo",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.titulo} {self.codigo_en_grupos}"

    def get_absolute_url(self) -> str:
        return reverse("tramites:documento", args=[self.codigo])

    @property
    def codigo_en_grupos(self) -> str:
        return en_grupos(self.codigo)

    @property
    def listo(self) -> bool:
        return self.estado != self.Estado.EN_EMISION

    def vencido(self, hoy: date) -> bool:
        return self.vence_el is not None and hoy > self.vence_el

    @property
    def titular(self) -> Persona | Empleador:
        return self.persona or self.empleador  # type: ignore[return-value] # the constraint certificado_con_titular

    @property
    def titular_en_parte(self) -> str:
        """The holder where nobody said why they look: `P. R. A. M., 17•••••065`. What a company is called is public."""
        if self.persona is None:
            return str(self.titular)
        return f"{iniciales(self.persona.nombre_completo)}, {en_parte(self.persona.cedula)}"

    @property
    def nombre_archivo(self) -> str:
        """The name under which a browser saves it."""
        return f"{normalizar(self.titulo).replace(' ', '-')}-{self.codigo_en_grupos}.pdf"


class AnexoDeCertificado(models.Model):
    """What a document carries besides what is printed, as it was when it was asked for. Kept apart, for it is long."""

    certificado = models.OneToOneField(Certificado, models.CASCADE, related_name="anexo", verbose_name="certificado")
    nombre = models.CharField("nombre", max_length=120)
    comprimido = models.BinaryField("contenido comprimido")

    class Meta:
        verbose_name = "anexo de un certificado"
        verbose_name_plural = "anexos de certificados"

    def __str__(self) -> str:
        return self.nombre

    @classmethod
    def guardar(cls, certificado: Certificado, anexo: Anexo) -> None:
        cls.objects.create(
            certificado=certificado, nombre=anexo.nombre, comprimido=zlib.compress(anexo.contenido, level=1)
        )

    def leer(self) -> Anexo:
        return Anexo(self.nombre, zlib.decompress(self.comprimido))

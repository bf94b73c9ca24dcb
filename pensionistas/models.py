from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from nucleo.dinero import CERO
from pensionistas.paises import nombre_de
from pensionistas.reglas.exterior import Sentido
from pensionistas.reglas.suspension import MesAtrasado
from pensionistas.rol.models import ArchivoRol, Deposito  # noqa: F401 (here Django looks for them)
from registro.models import PagoPension, Pension, Persona
from registro.models.base import dinero
from tramites.adjuntos.models import Adjunto
from tramites.casos.models import Solicitud


class AvisoPais(models.Model):
    """One notice of a pensioner who leaves the country or comes back. Annulled, it stays, with its trace."""

    class Tipo(models.TextChoices):
        SALIDA = Sentido.SALIDA.value, "salida del país"
        ENTRADA = Sentido.ENTRADA.value, "entrada al país"

    persona = models.ForeignKey(Persona, models.PROTECT, related_name="avisos_pais", verbose_name="persona")
    tipo = models.CharField("tipo", max_length=7, choices=Tipo)
    fecha = models.DateField("fecha, en Ecuador")
    pais = models.CharField("país", max_length=2, help_text="Código ISO 3166.")
    ciudad = models.CharField("ciudad", max_length=80, blank=True)
    telefono = models.CharField("teléfono en el exterior", max_length=30, blank=True)
    correo = models.EmailField("correo", blank=True)
    se_queda = models.BooleanField("cambia el país en que vive", default=False)
    residia = models.BooleanField("vivía fuera al avisar", default=False)
    aplicado_en = models.DateTimeField(
        "cambió el registro", null=True, blank=True, help_text="Desde su fecha, si cambia el país en que vive."
    )
    presentar_hasta = models.DateField(
        "primera supervivencia", null=True, blank=True, help_text="De quien empieza a vivir fuera."
    )
    registrado_en = models.DateTimeField("registrado", default=timezone.now)
    registrado_por = models.CharField("registrado por", max_length=40)
    anulado_en = models.DateTimeField("anulado", null=True, blank=True)
    anulado_por = models.CharField("anulado por", max_length=40, blank=True)
    motivo_anulado = models.CharField("por qué se anuló", max_length=250, blank=True)

    class Meta:
        verbose_name = "aviso de salida o entrada"
        verbose_name_plural = "avisos de salida y entrada"
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "tipo", "fecha"], condition=Q(anulado_en__isnull=True), name="aviso_pais_unico"
            ),
        ]
        indexes = [
            models.Index(
                fields=["fecha"],
                condition=Q(se_queda=True, aplicado_en__isnull=True, anulado_en__isnull=True),
                name="aviso_pais_por_aplicar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.fecha}"

    @property
    def numero(self) -> str:
        """As the receipt says it."""
        return f"MOV-{self.pk:09d}"

    @property
    def nombre_del_pais(self) -> str:
        return nombre_de(self.pais)


class Supervivencia(models.Model):
    """That a pensioner was seen alive: when, how, and until when that is good. Written by mistake, it is annulled."""

    class Medio(models.TextChoices):
        CONSULADO = "CONSULADO", "constancia de un consulado"
        PRESENCIAL = "PRESENCIAL", "en persona, en una ventanilla"
        FORMULARIO = "FORMULARIO", "formulario firmado a mano"
        VIDEO = "VIDEO", "llamada de video con el personal"

    persona = models.ForeignKey(Persona, models.PROTECT, related_name="supervivencias", verbose_name="persona")
    fecha = models.DateField("fecha de la constancia")
    medio = models.CharField("cómo se comprobó", max_length=10, choices=Medio)
    vence = models.DateField("vale hasta")
    adjunto = models.ForeignKey(
        Adjunto, models.PROTECT, null=True, blank=True, related_name="supervivencias", verbose_name="documento"
    )
    solicitud = models.ForeignKey(
        Solicitud, models.PROTECT, null=True, blank=True, related_name="supervivencias", verbose_name="solicitud"
    )
    motivo = models.CharField("por qué se registra", max_length=250)
    registrada_en = models.DateTimeField("registrada", default=timezone.now)
    registrada_por = models.CharField("registrada por", max_length=40)
    anulada_en = models.DateTimeField("anulada", null=True, blank=True)
    anulada_por = models.CharField("anulada por", max_length=40, blank=True)
    motivo_anulada = models.CharField("por qué se anuló", max_length=250, blank=True)

    class Meta:
        verbose_name = "constancia de supervivencia"
        verbose_name_plural = "constancias de supervivencia"
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "fecha"], condition=Q(anulada_en__isnull=True), name="supervivencia_unica"
            ),
            models.CheckConstraint(condition=Q(vence__gt=F("fecha")), name="supervivencia_vence_despues"),
        ]

    def __str__(self) -> str:
        return f"Constancia del {self.fecha}, vale hasta el {self.vence}"


class Suspension(models.Model):
    """The months in which a pension is not paid, because a person decided so; and how that ended.

    While it is open, `Pension.suspendida_desde` says the same: that is what the rol reads.
    """

    pension = models.ForeignKey(Pension, models.PROTECT, related_name="suspensiones", verbose_name="pensión")
    persona = models.ForeignKey(Persona, models.PROTECT, related_name="suspensiones", verbose_name="persona")
    desde = models.DateField("desde", help_text="Primer día del primer mes que no se paga.")
    hasta = models.DateField("hasta", null=True, blank=True, help_text="Primer día del último mes que no se pagó.")
    monto = dinero("pensión al suspenderla")
    motivo = models.CharField("motivo", max_length=250)
    suspendida_en = models.DateTimeField("suspendida", default=timezone.now)
    suspendida_por = models.CharField("suspendida por", max_length=40)
    levantada_en = models.DateTimeField("levantada", null=True, blank=True)
    levantada_por = models.CharField("levantada por", max_length=40, blank=True)
    motivo_levantada = models.CharField("por qué se levantó", max_length=250, blank=True)
    solicitud = models.ForeignKey(
        Solicitud, models.PROTECT, null=True, blank=True, related_name="reactivaciones", verbose_name="solicitud"
    )
    detalle = models.JSONField("lo que se paga de esos meses", default=list, blank=True)
    pagos = models.ManyToManyField(PagoPension, related_name="+", blank=True, verbose_name="órdenes de pago")

    class Meta:
        verbose_name = "suspensión de una pensión"
        verbose_name_plural = "suspensiones de pensiones"
        constraints = [
            models.UniqueConstraint(
                fields=["pension"], condition=Q(levantada_en__isnull=True), name="suspension_abierta_una"
            ),
            models.UniqueConstraint(fields=["solicitud", "pension"], name="suspension_levantada_una_vez"),
        ]
        indexes = [models.Index(fields=["hasta"], name="suspension_hasta")]

    def __str__(self) -> str:
        return f"{self.pension}, suspendida desde {self.desde:%Y-%m}"

    @property
    def meses(self) -> list[MesAtrasado]:
        """What was ordered of each month when it ended."""
        return [MesAtrasado(date.fromisoformat(mes), *map(Decimal, valores)) for mes, *valores in self.detalle]

    @property
    def atrasado(self) -> Decimal:
        return sum((mes.total for mes in self.meses), CERO)


class PensionistaExterior(Persona):
    """A pensioner who lives abroad, as the desk looks at them: until when their proof of life is good."""

    class Meta:
        proxy = True
        verbose_name = "pensionista en el exterior"
        verbose_name_plural = "pensionistas en el exterior"

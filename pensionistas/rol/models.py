import re
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from registro.models import CuentaBancaria, Persona
from registro.models.base import dinero

REFERENCIA = re.compile(r"RP([0-9]{10})")


class ArchivoRol(models.Model):
    """What the bank is told to deposit of a month's rol: the first file of a month, or what changed since the last one.

    Its lines are the `Deposito`s that point at it and never change, so it is the same bytes whenever it is written.
    """

    periodo = models.DateField("mes", help_text="Primer día del mes.")
    numero = models.PositiveSmallIntegerField("número en el mes")
    fecha = models.DateField("fecha de pago")
    lineas = models.PositiveIntegerField("depósitos")
    total = dinero("total")
    por_institucion = models.JSONField("por institución", help_text="Institución, depósitos y suma.")
    hecho_el = models.DateField("hecho el")

    class Meta:
        verbose_name = "archivo del rol para el banco"
        verbose_name_plural = "archivos del rol para el banco"
        ordering = [F("periodo").desc(), F("numero").desc()]
        constraints = [models.UniqueConstraint(fields=["periodo", "numero"], name="archivo_rol_unico")]
        permissions = [("descargar_archivorol", "Puede descargar un archivo del rol")]

    def __str__(self) -> str:
        return f"rol-{self.periodo:%Y-%m}-{self.numero:02}"

    @property
    def nombre(self) -> str:
        """Of the file."""
        return f"{self}.csv"

    @property
    def instituciones(self) -> list[tuple[str, int, Decimal]]:
        """(institution, deposits, sum) of each, in order."""
        return [(institucion, cuantos, Decimal(suma)) for institucion, cuantos, suma in self.por_institucion]


class Deposito(models.Model):
    """The net rol of one person in one month, or a later part of it, on its way to one account.

    `cedula` and `titular` are as the bank was told. Without an account it waits: it is made anew, or sent, by the next
    run. What the bank rejects stays as it is; as another `envio` the same money waits, and is sent again.
    """

    class Estado(models.TextChoices):
        SIN_CUENTA = "SIN_CUENTA", "espera una cuenta"
        ENVIADO = "ENVIADO", "enviado al banco"
        ACREDITADO = "ACREDITADO", "acreditado"
        RECHAZADO = "RECHAZADO", "rechazado por el banco"

    persona = models.ForeignKey(
        Persona, models.PROTECT, related_name="depositos_de_pension", db_index=False, verbose_name="persona"
    )
    periodo = models.DateField("mes", help_text="Primer día del mes.")
    envio = models.PositiveSmallIntegerField("envío")
    archivo = models.ForeignKey(
        ArchivoRol, models.PROTECT, null=True, related_name="depositos", verbose_name="archivo", db_index=False
    )
    cuenta = models.ForeignKey(
        CuentaBancaria, models.PROTECT, null=True, related_name="+", verbose_name="cuenta", db_index=False
    )
    cedula = models.CharField("cédula", max_length=10)
    titular = models.CharField("titular", max_length=250)
    valor = dinero("valor")
    estado = models.CharField("estado", max_length=10, choices=Estado)
    resuelto_el = models.DateField("acreditado o rechazado el", null=True)
    motivo = models.CharField("lo que dijo el banco", max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = "depósito de pensión"
        verbose_name_plural = "depósitos de pensión"
        ordering = [F("pk").desc()]
        constraints = [
            models.UniqueConstraint(fields=["persona", "periodo", "envio"], name="deposito_unico"),
            models.CheckConstraint(condition=Q(valor__gt=0), name="deposito_valor"),
            models.CheckConstraint(
                condition=Q(estado="SIN_CUENTA", cuenta__isnull=True, archivo__isnull=True)
                | Q(estado__in=["ENVIADO", "ACREDITADO", "RECHAZADO"], cuenta__isnull=False, archivo__isnull=False),
                name="deposito_enviado_tiene_cuenta",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=["ACREDITADO", "RECHAZADO"]) | Q(resuelto_el__isnull=False),
                name="deposito_resuelto_tiene_fecha",
            ),
        ]
        indexes = [
            models.Index(fields=["archivo", "id"], name="deposito_archivo"),
            # What somebody has to look at, among the millions that went well.
            models.Index(fields=["periodo"], name="deposito_que_espera", condition=Q(estado="SIN_CUENTA")),
            models.Index(fields=["periodo"], name="deposito_rechazado", condition=Q(estado="RECHAZADO")),
        ]

    def __str__(self) -> str:
        return self.referencia

    @property
    def referencia(self) -> str:
        """What the bank calls it; of what waits for an account it tells nobody."""
        return referencia_de(self.pk)


def referencia_de(pk: int) -> str:
    return f"RP{pk:010}"

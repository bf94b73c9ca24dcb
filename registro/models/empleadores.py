from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from registro.models.base import Conservable, dinero
from registro.models.personas import Persona
from registro.reglas.aportes import base_imponible, dias_jornada


class Empleador(Conservable):
    class Tipo(models.TextChoices):
        PRIVADO = "PRIVADO", "privado"
        PUBLICO = "PUBLICO", "público"
        DOMESTICO = "DOMESTICO", "doméstico"

    ruc = models.CharField("RUC", max_length=13, unique=True, help_text="Empleador doméstico: cédula y 000.")
    razon_social = models.CharField("razón social", max_length=250, db_index=True)
    tipo = models.CharField("tipo", max_length=10, choices=Tipo)
    representante_cedula = models.CharField("cédula del representante legal", max_length=10, blank=True, db_index=True)
    direccion = models.CharField("dirección", max_length=250, blank=True)
    correo = models.EmailField("correo electrónico", max_length=254, blank=True)
    telefono = models.CharField("teléfono", max_length=40, blank=True)

    class Meta:
        verbose_name = "empleador"
        verbose_name_plural = "empleadores"

    def __str__(self) -> str:
        return f"{self.razon_social} ({self.ruc})"

    def lo_representa(self, cedula: str) -> bool:
        """Whether the register names that person: as legal representative, or as the domestic employer in person."""
        if self.representante_cedula:
            return self.representante_cedula == cedula
        return self.tipo == self.Tipo.DOMESTICO and self.ruc == f"{cedula}000"


class Sucursal(models.Model):
    empleador = models.ForeignKey(Empleador, models.PROTECT, related_name="sucursales", verbose_name="empleador")
    codigo = models.CharField("código", max_length=4)
    nombre = models.CharField("nombre", max_length=120, blank=True)

    class Meta:
        verbose_name = "sucursal"
        verbose_name_plural = "sucursales"
        constraints = [models.UniqueConstraint(fields=["empleador", "codigo"], name="sucursal_unica")]

    def __str__(self) -> str:
        return f"{self.codigo} {self.nombre}".strip()


class CausaSalida(models.TextChoices):
    """Codes of the aviso de salida. The core system may write another text: it is kept as it is."""

    TERMINACION = "T", "terminación del contrato"
    RENUNCIA = "V", "renuncia voluntaria"
    VISTO_BUENO = "B", "visto bueno"
    DESPIDO = "R", "despido unilateral por el empleador"
    SUPRESION = "S", "supresión de partida"
    DESAPARICION = "D", "desaparición del puesto en la estructura de la empresa"
    INCAPACIDAD = "I", "incapacidad permanente"
    MUERTE = "F", "muerte"
    ABANDONO = "A", "abandono voluntario"


class Jornada(models.TextChoices):
    COMPLETA = "COMPLETA", "jornada completa"
    CUATRO = "4", "4 horas al día"
    CINCO = "5", "5 horas al día"
    SEIS = "6", "6 horas al día"
    SIETE = "7", "7 horas al día"


class Relacion(Conservable):
    """An employment, from aviso de entrada to aviso de salida; or a voluntary affiliation (empty `ruc`)."""

    persona = models.ForeignKey(Persona, models.PROTECT, related_name="relaciones", verbose_name="persona")
    empleador = models.ForeignKey(
        Empleador, models.PROTECT, null=True, blank=True, related_name="relaciones", verbose_name="empleador"
    )
    ruc = models.CharField("RUC", max_length=13, blank=True, help_text="Vacío en la afiliación voluntaria.")
    sucursal = models.CharField("sucursal", max_length=4, blank=True)
    fecha_ingreso = models.DateField("fecha de ingreso")
    fecha_salida = models.DateField("fecha de salida", null=True, blank=True)
    causa_salida = models.CharField("causa de salida", max_length=60, blank=True)
    cargo = models.CharField("cargo", max_length=120, blank=True)
    relacion_trabajo = models.CharField("relación de trabajo", max_length=60, blank=True)
    jornada = models.CharField("jornada", max_length=8, choices=Jornada, default=Jornada.COMPLETA)
    sueldo = dinero("sueldo de la jornada completa")
    acumula_fondos = models.BooleanField(
        "acumula los fondos de reserva",
        default=False,
        db_default=False,
        help_text="Si no, el empleador se los paga cada mes con el sueldo, y no hay planilla de ellos.",
    )
    fondos_desde = models.DateField(
        "así desde el mes",
        null=True,
        blank=True,
        help_text="Primer mes de lo que se eligió; antes era al revés. Vacío: siempre fue así.",
    )

    class Meta:
        verbose_name = "relación de trabajo"
        verbose_name_plural = "relaciones de trabajo"
        constraints = [
            models.UniqueConstraint(fields=["persona", "ruc", "sucursal", "fecha_ingreso"], name="relacion_unica"),
            models.CheckConstraint(
                condition=Q(fecha_salida__isnull=True) | Q(fecha_salida__gte=F("fecha_ingreso")),
                name="relacion_sale_tras_entrar",
            ),
            models.CheckConstraint(condition=Q(sueldo__gte=0), name="relacion_sueldo_no_negativo"),
            models.CheckConstraint(
                condition=Q(ruc="", empleador__isnull=True) | (~Q(ruc="") & Q(empleador__isnull=False)),
                name="relacion_ruc_del_empleador",
            ),
        ]
        indexes = [models.Index(fields=["empleador", "fecha_salida"], name="relacion_de_empleador")]

    def __str__(self) -> str:
        return f"{self.ruc or 'voluntaria'} desde {self.fecha_ingreso}"

    @property
    def sueldo_de_aportacion(self) -> Decimal:
        """What a whole month of its hours contributes on."""
        if self.jornada == Jornada.COMPLETA:
            return self.sueldo
        return base_imponible(self.sueldo, dias_jornada(int(self.jornada)))

    def acumula_en(self, periodo: date) -> bool:
        """Whether the fondos of that month (a first day) are saved: before the choice it was the other way."""
        return self.acumula_fondos == (self.fondos_desde is None or self.fondos_desde <= periodo)

    def rige(self, hoy: date) -> bool:
        """Whether it runs on that day, the last day of work included."""
        return self.fecha_ingreso <= hoy and (self.fecha_salida is None or hoy <= self.fecha_salida)

    @property
    def causa_salida_texto(self) -> str:
        """The cause in words: the label of an official code, or the core system's own text."""
        return dict(CausaSalida.choices).get(self.causa_salida, self.causa_salida)

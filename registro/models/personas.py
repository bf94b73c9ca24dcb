from typing import Any

from django.db import models
from django.db.models import F, Q

from nucleo.texto import normalizar
from registro.models.base import Conservable


class Persona(Conservable):
    class Sexo(models.TextChoices):
        MASCULINO = "M", "masculino"
        FEMENINO = "F", "femenino"

    class EstadoCivil(models.TextChoices):
        SOLTERO = "SOLTERO", "soltero/a"
        CASADO = "CASADO", "casado/a"
        UNION_HECHO = "UNION_HECHO", "unión de hecho"
        SEPARADO = "SEPARADO", "separado/a"
        DIVORCIADO = "DIVORCIADO", "divorciado/a"
        VIUDO = "VIUDO", "viudo/a"

    cedula = models.CharField("cédula", max_length=10, unique=True)
    apellidos = models.CharField("apellidos", max_length=120)
    nombres = models.CharField("nombres", max_length=120)
    fecha_nacimiento = models.DateField("fecha de nacimiento")
    sexo = models.CharField("sexo", max_length=1, choices=Sexo, blank=True)
    nacionalidad = models.CharField("nacionalidad", max_length=60, blank=True)
    estado_civil = models.CharField("estado civil", max_length=12, choices=EstadoCivil, blank=True)
    correo = models.EmailField("correo electrónico", max_length=254, blank=True)
    telefono = models.CharField("teléfono", max_length=40, blank=True)
    telefono_convencional = models.CharField("teléfono convencional", max_length=40, blank=True, db_default="")
    direccion = models.CharField("dirección", max_length=250, blank=True)
    fecha_fallecimiento = models.DateField("fecha de fallecimiento", null=True, blank=True)
    busqueda = models.CharField("texto de búsqueda", max_length=255, db_index=True, editable=False)

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "personas"
        constraints = [
            models.CheckConstraint(
                condition=Q(fecha_fallecimiento__isnull=True) | Q(fecha_fallecimiento__gte=F("fecha_nacimiento")),
                name="persona_fallece_tras_nacer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nombre_completo} ({self.cedula})"

    @property
    def nombre_completo(self) -> str:
        """Surnames first, as the institute writes names."""
        return f"{self.apellidos} {self.nombres}"

    @staticmethod
    def texto_de_busqueda(cedula: str, apellidos: str, nombres: str) -> str:
        """What staff search in: without accents, as SQLite can't ignore them by itself."""
        return normalizar(f"{apellidos} {nombres} {cedula}")[:255]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.busqueda = self.texto_de_busqueda(self.cedula, self.apellidos, self.nombres)
        campos = kwargs.get("update_fields")
        if campos is not None and {"cedula", "apellidos", "nombres"} & set(campos):
            kwargs["update_fields"] = {*campos, "busqueda"}
        super().save(*args, **kwargs)


class CuentaBancaria(Conservable):
    """An account for benefits. One given through the portal waits until the bank or the core system confirms it."""

    class Tipo(models.TextChoices):
        AHORROS = "AHORROS", "ahorros"
        CORRIENTE = "CORRIENTE", "corriente"

    class Origen(models.TextChoices):
        INSTITUTO = "INSTITUTO", "sistema del instituto"
        PORTAL = "PORTAL", "portal"

    class Estado(models.TextChoices):
        PENDIENTE = "PENDIENTE", "pendiente de validación"
        VALIDADA = "VALIDADA", "validada"
        RECHAZADA = "RECHAZADA", "rechazada"
        CONGELADA = "CONGELADA", "detenida por su titular"

    persona = models.ForeignKey(Persona, models.PROTECT, related_name="cuentas_bancarias", verbose_name="persona")
    institucion = models.CharField("institución financiera", max_length=120)
    tipo = models.CharField("tipo de cuenta", max_length=10, choices=Tipo)
    numero = models.CharField("número", max_length=30)
    vigente_desde = models.DateField("vigente desde")
    origen = models.CharField("origen", max_length=10, choices=Origen, default=Origen.PORTAL)
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    ventana_hasta = models.DateTimeField(
        "fin de la ventana", null=True, blank=True, help_text="Hasta entonces las órdenes de pago no la toman."
    )
    certificado_banco = models.CharField("certificado bancario", max_length=60, blank=True, db_default="")
    motivo = models.CharField("motivo de la decisión", max_length=1000, blank=True, db_default="")

    class Meta:
        verbose_name = "cuenta bancaria"
        verbose_name_plural = "cuentas bancarias"
        constraints = [
            models.UniqueConstraint(fields=["persona", "institucion", "tipo", "numero"], name="cuenta_bancaria_unica"),
        ]

    def __str__(self) -> str:
        return f"{self.institucion}, {self.get_tipo_display()}, terminada en {self.numero[-4:]}"

    @property
    def descartada(self) -> bool:
        """No payment will ever take it as it is."""
        return self.estado in (self.Estado.RECHAZADA, self.Estado.CONGELADA)


class Dependiente(Conservable):
    """Somebody covered through a titular; need not be in the register in their own right.

    `fecha_hasta` is the last day, known beforehand or not; `causa_fin` is there once the cover is over. Covered again,
    it is the same row: what was there before is in the bitácora and in the cases.
    """

    class Parentesco(models.TextChoices):
        CONYUGE = "CONYUGE", "cónyuge"
        CONVIVIENTE = "CONVIVIENTE", "conviviente"
        HIJO = "HIJO", "hijo/a"

    class CausaFin(models.TextChoices):
        EDAD = "EDAD", "cumplió la edad"
        SEGURO_PROPIO = "SEGURO_PROPIO", "tiene su propio seguro"
        FIN_DE_UNION = "FIN_DE_UNION", "terminó el matrimonio o la unión"
        SEPARACION = "SEPARACION", "se separaron"
        CESE_DEL_TITULAR = "CESE_DEL_TITULAR", "el titular dejó de aportar"
        FALLECIMIENTO = "FALLECIMIENTO", "fallecimiento"
        VOLUNTAD = "VOLUNTAD", "lo pidió el titular"

    titular = models.ForeignKey(Persona, models.PROTECT, related_name="dependientes", verbose_name="titular")
    cedula = models.CharField("cédula", max_length=10, db_index=True)
    parentesco = models.CharField("parentesco", max_length=12, choices=Parentesco)
    fecha_desde = models.DateField("desde")
    fecha_hasta = models.DateField("hasta", null=True, blank=True)
    causa_fin = models.CharField("por qué terminó", max_length=16, choices=CausaFin, blank=True, db_default="")
    acuerdo_numero = models.CharField("número del acuerdo", max_length=40, blank=True, db_default="")

    class Meta:
        verbose_name = "dependiente"
        verbose_name_plural = "dependientes"
        constraints = [
            models.UniqueConstraint(fields=["titular", "cedula"], name="dependiente_unico"),
            models.CheckConstraint(
                condition=Q(fecha_hasta__isnull=True) | Q(fecha_hasta__gte=F("fecha_desde")),
                name="dependiente_fechas_en_orden",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_parentesco_display()} {self.cedula}"

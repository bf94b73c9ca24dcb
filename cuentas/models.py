from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from registro.models import Empleador, Persona


class CuentaManager(BaseUserManager["Cuenta"]):
    def create_superuser(self, identificador: str, password: str | None = None) -> "Cuenta":
        """The first member of staff, for `manage.py createsuperuser`; the others are opened in the admin."""
        cuenta = self.model(identificador=identificador, is_staff=True, is_superuser=True)
        cuenta.set_password(password)
        cuenta.save(using=self._db)
        return cuenta

    def get_by_natural_key(self, username: str | None) -> "Cuenta":
        return self.get(identificador=username)


class Cuenta(AbstractBaseUser, PermissionsMixin):
    """Who may come in: one person, one employer or one member of staff. What they may do follows from facts."""

    identificador = models.CharField(
        "identificador", max_length=30, unique=True, help_text="Cédula, RUC o nombre de usuario del personal."
    )
    persona = models.OneToOneField(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="cuenta", verbose_name="persona"
    )
    empleador = models.OneToOneField(
        Empleador, on_delete=models.PROTECT, null=True, blank=True, related_name="cuenta", verbose_name="empleador"
    )
    nombre = models.CharField(
        "nombre", max_length=150, blank=True, help_text="Del personal; el resto lo da el registro."
    )
    oficina = models.CharField(
        "oficina", max_length=80, blank=True, help_text="Del personal: dónde trabaja, como lo leerá la gente."
    )
    correo = models.EmailField("correo electrónico", blank=True)
    correo_confirmado_en = models.DateTimeField("correo confirmado", null=True, blank=True)
    is_active = models.BooleanField("activa", default=True)
    is_staff = models.BooleanField("personal del instituto", default=False)
    creada_en = models.DateTimeField("creada", default=timezone.now)

    objects = CuentaManager()

    USERNAME_FIELD = "identificador"
    EMAIL_FIELD = "correo"

    class Meta:
        verbose_name = "cuenta"
        verbose_name_plural = "cuentas"
        ordering = ["identificador"]
        constraints = [
            models.CheckConstraint(
                condition=Q(persona__isnull=False, empleador__isnull=True, is_staff=False)
                | Q(persona__isnull=True, empleador__isnull=False, is_staff=False)
                | Q(persona__isnull=True, empleador__isnull=True, is_staff=True),
                name="cuenta_de_un_solo_titular",
            )
        ]

    def __str__(self) -> str:
        return self.identificador

    @property
    def nombre_visible(self) -> str:
        if self.persona:
            return self.persona.nombre_completo
        return self.empleador.razon_social if self.empleador else self.nombre or self.identificador


class Codigo(models.Model):
    """The running one-time code or link of a purpose and a subject; see cuentas/codigos.py."""

    MAXIMO_INTENTOS = 5

    proposito = models.CharField("propósito", max_length=40)
    para = models.CharField("para", max_length=80)
    resumen = models.CharField("resumen", max_length=64)
    vence_en = models.DateTimeField("vence", db_index=True)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    usado_en = models.DateTimeField("usado", null=True, blank=True)

    class Meta:
        verbose_name = "código de un uso"
        verbose_name_plural = "códigos de un uso"
        constraints = [models.UniqueConstraint(fields=["proposito", "para"], name="codigo_uno_por_proposito")]

    def __str__(self) -> str:
        return f"{self.proposito} hasta {self.vence_en:%H:%M}"

    def vigente(self, ahora: datetime) -> bool:
        return self.usado_en is None and ahora < self.vence_en and self.intentos < self.MAXIMO_INTENTOS


class SesionAbierta(models.Model):
    """Which account a session is of, so that its holder finds it and can end it. The session itself is Django's."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.CASCADE, related_name="sesiones")
    clave = models.CharField("clave de la sesión", max_length=40, unique=True)
    abierta_en = models.DateTimeField("abierta", default=timezone.now)
    red = models.CharField("red", max_length=50, blank=True)
    equipo = models.CharField("equipo", max_length=200, blank=True)

    class Meta:
        verbose_name = "sesión abierta"
        verbose_name_plural = "sesiones abiertas"

    def __str__(self) -> str:
        return f"{self.cuenta_id} desde {self.abierta_en:%Y-%m-%d %H:%M}"

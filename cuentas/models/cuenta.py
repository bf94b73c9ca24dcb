"""Who may come in."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

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
    segundo_factor_desde = models.DateTimeField("segundo factor desde", null=True, blank=True, editable=False)

    objects = CuentaManager()

    USERNAME_FIELD = "identificador"
    EMAIL_FIELD = "correo"

    class Meta:
        verbose_name = "cuenta"
        verbose_name_plural = "cuentas"
        ordering = ["identificador"]
        permissions = [
            ("atender_en_ventanilla", "Puede atender en la ventanilla: hacer los trámites de quien está ahí")
        ]
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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session holds for the clave and the second factor with which it began; a change of either ends it."""
        con = f"{self.password}\0{self.segundo_factor_desde.timestamp() if self.segundo_factor_desde else ''}"
        return salted_hmac("cuentas.Cuenta.sesion", con, secret=secret, algorithm="sha256").hexdigest()

    def reconoce(self, huella: str) -> bool:
        """Whether a session that bears this hash still holds, also under a key of the server that was replaced."""
        posibles = [self.get_session_auth_hash(), *self.get_session_auth_fallback_hash()]
        return any(constant_time_compare(huella, posible) for posible in posibles)

    @property
    def nombre_visible(self) -> str:
        if self.persona:
            return self.persona.nombre_completo
        return self.empleador.razon_social if self.empleador else self.nombre or self.identificador

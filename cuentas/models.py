from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

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


class ExportacionDeDatos(models.Model):
    """Everything that the portal holds on a person, as they asked for it: a file that lives for a day."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.PROTECT, related_name="exportaciones", verbose_name="cuenta")
    pedida_en = models.DateTimeField("pedida", default=timezone.now)
    lista_en = models.DateTimeField("lista", null=True, blank=True)
    vence_en = models.DateTimeField("vence", null=True, blank=True, db_index=True)
    archivo = models.CharField("archivo", max_length=200, blank=True)
    tamano = models.PositiveIntegerField("tamaño en bytes", default=0)

    class Meta:
        verbose_name = "exportación de datos"
        verbose_name_plural = "exportaciones de datos"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta"], condition=Q(lista_en__isnull=True), name="exportacion_una_en_preparacion"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cuenta_id} {self.pedida_en:%Y-%m-%d %H:%M}"

    def disponible(self, ahora: datetime) -> bool:
        return bool(self.archivo) and self.vence_en is not None and ahora < self.vence_en


class Poder(models.Model):
    """A person lets another act for them in some procedures, until a day. It counts once the other accepted.

    Whom it is for is kept as it was typed: whether the number is in the register is not told to whoever types it.
    """

    class Fin(models.TextChoices):
        RECHAZADO = "RECHAZADO", "no fue aceptado"
        RETIRADO = "RETIRADO", "retirado por quien lo dio"
        RENUNCIADO = "RENUNCIADO", "dejado por quien lo recibió"

    otorgante = models.ForeignKey(
        Persona, on_delete=models.PROTECT, related_name="poderes_dados", verbose_name="quien lo da"
    )
    apoderado_cedula = models.CharField("cédula de quien lo recibe", max_length=10)
    apoderado = models.ForeignKey(
        Persona,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="poderes_recibidos",
        verbose_name="quien lo recibe",
        help_text="Vacío hasta que lo acepta.",
    )
    tramites = models.JSONField("trámites", help_text="Los identificadores de los trámites que abarca.")
    hasta = models.DateField("hasta", help_text="El último día en que vale.")
    otorgado_en = models.DateTimeField("otorgado", default=timezone.now)
    aceptado_en = models.DateTimeField("aceptado", null=True, blank=True)
    terminado_en = models.DateTimeField("terminado", null=True, blank=True)
    fin = models.CharField("cómo terminó", max_length=10, choices=Fin, blank=True)

    class Meta:
        verbose_name = "poder"
        verbose_name_plural = "poderes"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["apoderado_cedula", "-id"], name="poder_recibido")]
        constraints = [
            models.CheckConstraint(
                condition=Q(aceptado_en__isnull=True) | Q(apoderado__isnull=False), name="poder_aceptado_por_alguien"
            ),
            models.CheckConstraint(
                condition=Q(terminado_en__isnull=True, fin="") | (Q(terminado_en__isnull=False) & ~Q(fin="")),
                name="poder_terminado_dice_como",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.otorgante_id} a {self.apoderado_cedula} hasta {self.hasta}"

    def abierto(self, hoy: date) -> bool:
        """Proposed or in force: neither ended nor past its last day."""
        return self.terminado_en is None and hoy <= self.hasta

    def vigente(self, hoy: date) -> bool:
        return self.abierto(hoy) and self.aceptado_en is not None and self.otorgante.fecha_fallecimiento is None


class PreguntaDeSeguridad(models.Model):
    """One of the questions by which somebody recovers an account; the answer is kept as a clave is."""

    cuenta = models.ForeignKey(
        Cuenta, on_delete=models.CASCADE, related_name="preguntas_de_seguridad", verbose_name="cuenta"
    )
    orden = models.PositiveSmallIntegerField("orden")
    codigo = models.CharField("código", max_length=20, help_text="De la lista, o «propia».")
    texto = models.CharField("texto propio", max_length=150, blank=True)
    respuesta = models.CharField("respuesta", max_length=128)

    class Meta:
        verbose_name = "pregunta de seguridad"
        verbose_name_plural = "preguntas de seguridad"
        ordering = ["cuenta", "orden"]
        constraints = [models.UniqueConstraint(fields=["cuenta", "orden"], name="pregunta_una_por_orden")]

    def __str__(self) -> str:
        return f"pregunta {self.orden}"


class CodigoEnPapel(models.Model):
    """That the counter gave a person a code on paper, to whom they had identified themselves. The code isn't here."""

    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+", verbose_name="persona")
    emitido_por = models.ForeignKey(Cuenta, on_delete=models.PROTECT, related_name="+", verbose_name="emitido por")
    emitido_en = models.DateTimeField("emitido", default=timezone.now)
    vence_en = models.DateTimeField("vence")
    motivo = models.CharField("documento que presentó y motivo", max_length=200)

    class Meta:
        verbose_name = "código en papel"
        verbose_name_plural = "códigos en papel"
        ordering = ["-emitido_en", "-pk"]

    def __str__(self) -> str:
        return f"código en papel para {self.persona}"


class Borrador(models.Model):
    """What somebody was sending when their session had ended; see cuentas/borradores.py. Enciphered."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.CASCADE, related_name="borradores", verbose_name="cuenta")
    ruta = models.CharField("ruta", max_length=500)
    contenido = models.TextField("contenido")
    vence_en = models.DateTimeField("vence", db_index=True)

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"
        constraints = [models.UniqueConstraint(fields=["cuenta", "ruta"], name="borrador_uno_por_ruta")]

    def __str__(self) -> str:
        return f"{self.ruta} hasta {self.vence_en:%H:%M}"


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


# It names the account by its setting, and Django looks for the models of an app here.
from cuentas.cambios.models import CambioDeDatos  # noqa: E402, F401

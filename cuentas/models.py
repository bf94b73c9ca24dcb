from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cuentas.avisos.clases import nombres as clases_de_aviso
from nucleo.texto import correo_enmascarado
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


class Encargo(models.Model):
    """Somebody lets a person act for them. It counts once that person accepted, and until it ends or expires.

    Whom it is for is kept as it was typed: whether the number is in the register is not told to whoever types it.
    """

    class Fin(models.TextChoices):
        RECHAZADO = "RECHAZADO", "no fue aceptado"
        RETIRADO = "RETIRADO", "retirado por quien lo dio"
        RENUNCIADO = "RENUNCIADO", "dejado por quien lo recibió"

    apoderado_cedula = models.CharField("cédula de quien lo recibe", max_length=10)
    apoderado = models.ForeignKey(
        Persona,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quien lo recibe",
        help_text="Vacío hasta que lo acepta.",
    )
    hasta = models.DateField("hasta", null=True, blank=True, help_text="El último día en que vale.")
    otorgado_en = models.DateTimeField("otorgado", default=timezone.now)
    aceptado_en = models.DateTimeField("aceptado", null=True, blank=True)
    terminado_en = models.DateTimeField("terminado", null=True, blank=True)
    fin = models.CharField("cómo terminó", max_length=10, choices=Fin, blank=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]
        indexes = [models.Index(fields=["apoderado_cedula", "-id"], name="%(class)s_recibido")]
        constraints = [
            models.CheckConstraint(
                condition=Q(aceptado_en__isnull=True) | Q(apoderado__isnull=False),
                name="%(class)s_aceptado_por_alguien",
            ),
            models.CheckConstraint(
                condition=Q(terminado_en__isnull=True, fin="") | (Q(terminado_en__isnull=False) & ~Q(fin="")),
                name="%(class)s_terminado_dice_como",
            ),
        ]

    def abierto(self, hoy: date) -> bool:
        """Proposed or in force: neither ended nor past its last day."""
        return self.terminado_en is None and (self.hasta is None or hoy <= self.hasta)

    def vigente(self, hoy: date) -> bool:
        return self.abierto(hoy) and self.aceptado_en is not None


class Poder(Encargo):
    """A person lets another act for them in some procedures, until a day."""

    otorgante = models.ForeignKey(
        Persona, on_delete=models.PROTECT, related_name="poderes_dados", verbose_name="quien lo da"
    )
    tramites = models.JSONField("trámites", help_text="Los identificadores de los trámites que abarca.")
    hasta = models.DateField("hasta", help_text="El último día en que vale.")

    class Meta(Encargo.Meta):
        verbose_name = "poder"
        verbose_name_plural = "poderes"

    def __str__(self) -> str:
        return f"{self.otorgante_id} a {self.apoderado_cedula} hasta {self.hasta}"

    def vigente(self, hoy: date) -> bool:
        return super().vigente(hoy) and self.otorgante.fecha_fallecimiento is None


class Delegacion(Encargo):
    """An employer lets a person act for it with their own clave, in what a role says; see cuentas/delegaciones/."""

    class Rol(models.TextChoices):
        TODO = "TODO", "todos los trámites"
        AVISOS = "AVISOS", "solo avisos"
        CONSULTA = "CONSULTA", "solo consultas"

    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, related_name="delegaciones", verbose_name="empleador"
    )
    rol = models.CharField("qué puede hacer", max_length=10, choices=Rol)

    class Meta(Encargo.Meta):
        verbose_name = "delegación"
        verbose_name_plural = "delegaciones"

    def __str__(self) -> str:
        return f"{self.empleador_id} a {self.apoderado_cedula}, {self.get_rol_display()}"


class EnlacePatronal(models.Model):
    """That a link was sent by which the clave patronal is made: where to, and who asked. The secret isn't here.

    The e-mail is the one that the link proves, whatever the register says by the time that it is used.
    """

    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, related_name="enlaces_patronales", verbose_name="empleador"
    )
    persona = models.ForeignKey(
        Persona,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="quien la pidió",
        help_text="El representante legal.",
    )
    actor = models.ForeignKey(Cuenta, on_delete=models.PROTECT, related_name="+", verbose_name="enviado por")
    correo = models.EmailField("correo del empleador", max_length=254)
    enviado_en = models.DateTimeField("enviado", default=timezone.now)
    vence_en = models.DateTimeField("vence")
    usado_en = models.DateTimeField("usado", null=True, blank=True)
    motivo = models.CharField("documentos que presentó y motivo", max_length=200, blank=True)

    class Meta:
        verbose_name = "enlace de clave patronal"
        verbose_name_plural = "enlaces de clave patronal"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"enlace para {self.empleador}"


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


class AvisoApagado(models.Model):
    """A kind of notice that an account doesn't want by mail. What was never turned off has no row."""

    cuenta = models.ForeignKey(Cuenta, on_delete=models.CASCADE, related_name="avisos_apagados", verbose_name="cuenta")
    clase = models.CharField("clase de aviso", max_length=40, choices=clases_de_aviso)
    apagado_en = models.DateTimeField("apagado", default=timezone.now)

    class Meta:
        verbose_name = "aviso apagado"
        verbose_name_plural = "avisos apagados"
        ordering = ["cuenta", "clase"]
        constraints = [models.UniqueConstraint(fields=["cuenta", "clase"], name="aviso_apagado_una_vez")]

    def __str__(self) -> str:
        return self.get_clase_display()


class CorreoRechazado(models.Model):
    """An address that its mail server refused for good, until something arrives there again.

    By address, not by account: the register knows people without one, and families share a mailbox. Of one that is
    `devuelto` the next server on the way takes everything, so that a mail arrived is known by its not coming back.
    """

    correo = models.EmailField("correo electrónico", max_length=254, unique=True)
    desde = models.DateTimeField("desde", default=timezone.now, db_index=True)
    razon = models.CharField("lo que dijo el servidor", max_length=300, blank=True)
    devuelto = models.BooleanField("se supo después de aceptado", default=False)
    aceptado_en = models.DateTimeField("el servidor aceptó otro", null=True, blank=True)

    class Meta:
        verbose_name = "correo rechazado"
        verbose_name_plural = "correos rechazados"
        ordering = ["-desde"]

    def __str__(self) -> str:
        return f"{self.correo} desde {self.desde:%Y-%m-%d}"

    @property
    def velado(self) -> str:
        return correo_enmascarado(self.correo)


# It names the account by its setting, and Django looks for the models of an app here.
from cuentas.cambios.models import CambioDeDatos  # noqa: E402, F401

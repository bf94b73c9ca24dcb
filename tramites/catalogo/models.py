from django.db import models


class Tramite(models.Model):
    """The public sheet of one procedure, with every field of the official RUTR sheet. Its class is found by `slug`."""

    class Rol(models.TextChoices):
        AFILIADOS = "afiliados", "Afiliados"
        EMPLEADORES = "empleadores", "Empleadores"
        PENSIONISTAS = "pensionistas", "Pensionistas"

    class Necesidad(models.TextChoices):
        TRABAJO = "trabajo", "Trabajo"
        DINERO = "dinero", "Dinero"
        SALUD = "salud", "Salud"
        JUBILACION = "jubilacion", "Jubilación"
        MIS_DATOS = "mis-datos", "Mis datos"
        EMPRESA = "empresa", "Empresa"

    class Clase(models.TextChoices):
        CONSULTA = "consulta", "consulta"
        CERTIFICADO = "certificado", "certificado"
        ACTO = "acto", "acto"
        CASO = "caso", "caso"

    class Origen(models.TextChoices):
        CATALOGO = "CATALOGO", "catálogo del portal"
        RUTR = "RUTR", "hoja oficial RUTR"
        ADMIN = "ADMIN", "administración"

    slug = models.SlugField("dirección", max_length=60, unique=True)
    numero = models.PositiveSmallIntegerField("número en el anuncio", null=True, blank=True)
    codigo_rutr = models.CharField("código RUTR", max_length=30, unique=True, null=True, blank=True)
    nombre = models.CharField("nombre", max_length=200)
    rol = models.CharField("a quién sirve", max_length=20, choices=Rol)
    tambien_para = models.JSONField("también para", default=list, blank=True)
    necesidad = models.CharField("necesidad", max_length=20, choices=Necesidad, blank=True)
    clase = models.CharField("clase", max_length=20, choices=Clase, blank=True)
    principal = models.BooleanField("principal", default=True)
    padre = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="secundarios",
        verbose_name="trámite principal",
    )

    institucion = models.CharField("institución", max_length=200)
    descripcion = models.TextField("descripción", blank=True)
    dirigido_a = models.TextField("a quién está dirigido", blank=True)
    personas = models.JSONField("tipos de persona", default=list, blank=True)
    tipo_resultado = models.CharField("tipo de resultado", max_length=200, blank=True)
    resultado = models.TextField("resultado a obtener", blank=True)
    requisitos = models.JSONField("requisitos generales", default=list, blank=True)
    requisitos_especiales = models.JSONField("requisitos especiales", default=list, blank=True)
    requisitos_nota = models.JSONField("lo que la hoja añade a los requisitos", default=list, blank=True)
    formatos = models.JSONField("formatos y anexos", default=list, blank=True)
    modalidad = models.CharField("modalidad", max_length=200, blank=True)
    consideraciones = models.JSONField("previamente considere", default=list, blank=True)
    indicaciones = models.JSONField("indicaciones", default=list, blank=True)
    indicaciones_en_linea = models.JSONField("indicaciones en línea", default=list, blank=True)
    indicaciones_presencial = models.JSONField("indicaciones presencial", default=list, blank=True)
    notas = models.JSONField("notas", default=list, blank=True)
    canales = models.JSONField("canales de atención", default=list, blank=True)
    costo = models.CharField("costo", max_length=300, blank=True)
    horarios = models.JSONField("horario por canal", default=list, blank=True)
    vigencia = models.TextField("vigencia del resultado", blank=True)
    base_legal = models.JSONField("base legal de la hoja", default=list, blank=True)
    base_legal_portal = models.JSONField("base legal según este portal", default=list, blank=True)
    contacto_dependencia = models.CharField("contacto: dependencia", max_length=200, blank=True)
    contacto_correo = models.CharField("contacto: correo", max_length=200, blank=True)
    contacto_telefono = models.CharField("contacto: teléfono", max_length=100, blank=True)

    palabras = models.JSONField("otras palabras con que se busca", default=list, blank=True)
    tiempo = models.CharField("tiempo del trámite en línea", max_length=120, blank=True)
    fuente = models.TextField("fuente", blank=True)
    origen = models.CharField("origen de la ficha", max_length=10, choices=Origen, default=Origen.CATALOGO)
    huella = models.CharField("huella del texto de origen", max_length=64, blank=True)

    class Meta:
        verbose_name = "trámite"
        verbose_name_plural = "catálogo de trámites"
        ordering = ["-principal", "numero", "nombre"]

    def __str__(self) -> str:
        return self.nombre

    @property
    def resumen(self) -> str:
        """The first sentence of the description, for lists."""
        return f"{self.descripcion.split('. ')[0].rstrip('.')}." if self.descripcion else ""

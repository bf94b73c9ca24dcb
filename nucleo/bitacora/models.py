from django.db import models


class Asiento(models.Model):
    """One line of the bitácora. Triggers refuse UPDATE and DELETE; `firma` is an HMAC under a key outside the database.

    `persona_id` is a plain number: the ground floor knows no people, and the line outlives the row it speaks of.
    """

    momento = models.DateTimeField("momento", db_index=True)
    actor = models.CharField("quién", max_length=80)
    accion = models.CharField("qué", max_length=60, db_index=True)
    persona_id = models.BigIntegerField("persona", null=True, blank=True)
    objeto = models.CharField("sobre qué", max_length=80, blank=True, db_index=True)
    por = models.CharField("en calidad de", max_length=20, blank=True)
    datos = models.JSONField("datos", default=dict, blank=True)
    firma = models.CharField("firma", max_length=64, editable=False)

    class Meta:
        verbose_name = "asiento de la bitácora"
        verbose_name_plural = "bitácora"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["persona_id", "-id"], name="asiento_persona"),
            # What an employer did: those lines name no person.
            models.Index(fields=["actor", "-id"], name="asiento_actor", condition=models.Q(persona_id__isnull=True)),
            # What one of the staff did today.
            models.Index(fields=["actor", "momento"], name="asiento_jornada", condition=models.Q(por="ventanilla")),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(actor=""), name="asiento_con_actor")]

    def __str__(self) -> str:
        return f"{self.momento:%Y-%m-%d %H:%M} {self.actor} {self.accion}"


class Sello(models.Model):
    """What the bitácora was at a moment: its new rows, chained to the seal before. Triggers keep it as it is.

    The range desde–hasta follows the one before without a gap. `huecos` are the numbers in it that no row had, and
    `tardias` the rows that filled a gap of an earlier seal.
    """

    numero = models.PositiveBigIntegerField("número", unique=True)
    momento = models.DateTimeField("momento")
    desde = models.BigIntegerField("desde la fila")
    hasta = models.BigIntegerField("hasta la fila")
    filas = models.PositiveIntegerField("filas")
    huecos = models.JSONField("números sin fila", default=list)
    tardias = models.JSONField("filas tardías", default=list)
    resumen = models.CharField("resumen", max_length=64)
    firma = models.CharField("firma", max_length=64)

    class Meta:
        verbose_name = "sello de la bitácora"
        verbose_name_plural = "sellos de la bitácora"
        ordering = ["-numero"]

    def __str__(self) -> str:
        return f"sello {self.numero}: filas {self.desde} a {self.hasta}"


class CabezaDiaria(models.Model):
    """The last seal of a day, signed with the key of the documents: who keeps yesterday's can prove a later change."""

    dia = models.DateField("día", unique=True)
    sello = models.PositiveBigIntegerField("sello")
    contenido = models.TextField("contenido")
    firma = models.BinaryField("firma")
    firmada_en = models.DateTimeField("firmada")

    class Meta:
        verbose_name = "cabeza diaria de la bitácora"
        verbose_name_plural = "cabezas diarias de la bitácora"
        ordering = ["-dia"]

    def __str__(self) -> str:
        return f"cabeza del {self.dia}"

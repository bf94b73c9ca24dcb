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
        indexes = [models.Index(fields=["persona_id", "-id"], name="asiento_persona")]
        constraints = [models.CheckConstraint(condition=~models.Q(actor=""), name="asiento_con_actor")]

    def __str__(self) -> str:
        return f"{self.momento:%Y-%m-%d %H:%M} {self.actor} {self.accion}"

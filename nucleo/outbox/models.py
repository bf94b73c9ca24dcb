from django.db import models
from django.utils import timezone

# The kind of the rows that talk to a mail server: the slowest neighbour, so it gets a queue of its own and goes last.
MAIL = "correo"


class Outbox(models.Model):
    """One promised piece of work. (kind, key) is unique: the same notice of the same event exists once."""

    class State(models.TextChoices):
        PENDING = "PENDIENTE", "pendiente"
        RUNNING = "EN_CURSO", "en curso"
        DONE = "HECHO", "hecho"
        ABANDONED = "ABANDONADO", "abandonado"
        REFUSED = "RECHAZADO", "rechazado"

    kind = models.CharField("tipo", max_length=60)
    key = models.CharField("clave", max_length=120)
    payload = models.JSONField("contenido", default=dict)
    state = models.CharField("estado", max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    created_at = models.DateTimeField("creado", default=timezone.now)
    due_at = models.DateTimeField("próximo intento", default=timezone.now)
    done_at = models.DateTimeField("terminado", null=True, blank=True)
    last_error = models.TextField("último error", blank=True)

    class Meta:
        verbose_name = "aviso o tarea por entregar"
        verbose_name_plural = "avisos y tareas (bandeja de salida)"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="outbox_once_per_event")]
        indexes = [models.Index(fields=["due_at"], name="outbox_due", condition=~models.Q(state="HECHO"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def retriable(self) -> bool:
        """Whether it was given up; of what was refused, as long as its text is still there (`olvidar`)."""
        return self.state == self.State.ABANDONED or (self.state == self.State.REFUSED and bool(self.payload))

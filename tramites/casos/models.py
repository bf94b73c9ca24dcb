from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from cuentas.actuacion import Por
from cuentas.models import Cuenta
from registro.models import Empleador, Persona
from tramites.adjuntos.models import Adjunto
from tramites.casos.estados import (
    DECIDIDOS,
    DEL_PERSONAL,
    POR_CONFIRMAR,
    SIGNIFICADOS,
    TERMINADOS,
    Estado,
    Resultado,
    Significado,
)
from tramites.catalogo.models import Tramite

POR = [(por.value, por.value) for por in Por]


class Solicitud(models.Model):
    """One case, from its draft to its end. Its state is written by tramites.casos.services and by nothing else."""

    numero = models.CharField("número", max_length=14, unique=True, null=True, blank=True)
    tramite = models.ForeignKey(Tramite, on_delete=models.PROTECT, related_name="solicitudes", verbose_name="trámite")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="solicitudes", verbose_name="persona"
    )
    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, null=True, blank=True, related_name="solicitudes", verbose_name="empleador"
    )
    estado = models.CharField("estado", max_length=20, choices=Estado, default=Estado.BORRADOR)
    propuesta = models.CharField("propuesta", max_length=10, choices=Resultado, blank=True)
    resultado = models.CharField("resultado", max_length=10, choices=Resultado, blank=True)
    motivo = models.TextField("motivos de la decisión", blank=True)

    respuestas = models.JSONField(
        "lo escrito", default=dict, help_text="De cada paso, como se escribió; se valida otra vez al enviar."
    )
    datos = models.JSONField("respuestas", default=dict, help_text="Las respuestas validadas, desde que se envió.")
    hechos = models.JSONField("hechos", null=True, blank=True, help_text="Del registro, con los que se calculó.")
    dictamen = models.JSONField("dictamen", null=True, blank=True, help_text="Con los parámetros que usó.")

    actor = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="la abrió"
    )
    por = models.CharField("en calidad de", max_length=20, choices=POR)
    responsable = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="a_su_cargo", verbose_name="a cargo de"
    )
    propuesta_por = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="la propuso"
    )
    decidida_por = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="la decidió"
    )

    creada_en = models.DateTimeField("creada", default=timezone.now)
    guardada_en = models.DateTimeField("guardada", default=timezone.now)
    ingresada_en = models.DateTimeField("ingresada", null=True, blank=True)
    decidida_en = models.DateTimeField("decidida", null=True, blank=True)
    notificada_en = models.DateTimeField("notificada", null=True, blank=True)
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)

    reloj_desde = models.DateField("el plazo corre desde", null=True, blank=True)
    vence_el = models.DateField("vence el plazo del instituto", null=True, blank=True, help_text="Vacío: no corre.")
    pausada_desde = models.DateField("detenido desde", null=True, blank=True)
    habiles_en_pausa = models.PositiveSmallIntegerField("días hábiles detenidos", default=0)
    responde_hasta = models.DateField("la persona responde hasta", null=True, blank=True)
    impugnable_hasta = models.DateField("se puede impugnar hasta", null=True, blank=True)
    dias_en_decidir = models.PositiveSmallIntegerField("días hasta la decisión", null=True, blank=True)
    # Whoever objected and was heard is owed another decision: the case is neither withdrawn nor archived any more.
    reabierta = models.BooleanField("se admitió una impugnación", default=False)

    class Meta:
        verbose_name = "solicitud"
        verbose_name_plural = "solicitudes"
        ordering = [F("vence_el").asc(nulls_last=True), "pk"]
        permissions = [
            ("atender_solicitud", "Puede atender solicitudes"),
            ("aprobar_solicitud", "Puede aprobar lo que otra persona propuso"),
            ("repartir_solicitud", "Puede repartir solicitudes y ver la carga"),
        ]
        indexes = [
            models.Index(fields=["persona", "-id"], name="solicitud_persona"),
            models.Index(fields=["empleador", "-id"], name="solicitud_empleador"),
            models.Index(fields=["estado", "vence_el"], name="solicitud_cola"),
            models.Index(fields=["tramite", "dias_en_decidir"], name="solicitud_tiempos"),
            # The queue of the staff in its order, with all that its trays and its figures on the desk ask for.
            models.Index(
                fields=["vence_el", "id", "responsable", "tramite", "estado"],
                name="solicitud_abierta",
                condition=Q(estado__in=DEL_PERSONAL),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tramite", "persona"],
                condition=Q(estado=Estado.BORRADOR, empleador__isnull=True),
                name="solicitud_un_borrador_de_persona",
            ),
            models.UniqueConstraint(
                fields=["tramite", "empleador"],
                condition=Q(estado=Estado.BORRADOR, empleador__isnull=False),
                name="solicitud_un_borrador_de_empleador",
            ),
            models.CheckConstraint(
                condition=Q(persona__isnull=False, empleador__isnull=True)
                | Q(persona__isnull=True, empleador__isnull=False),
                name="solicitud_con_titular",
            ),
            models.CheckConstraint(
                condition=Q(estado=Estado.BORRADOR, numero__isnull=True, ingresada_en__isnull=True)
                | (~Q(estado=Estado.BORRADOR) & Q(numero__isnull=False, ingresada_en__isnull=False)),
                name="solicitud_enviada_tiene_numero",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=[Estado.CONCEDIDA, Estado.NEGADA, Estado.NOTIFICADA, Estado.EN_PAGO])
                | (~Q(resultado="") & Q(decidida_en__isnull=False) & ~Q(motivo="")),
                name="solicitud_decidida_con_motivos",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tramite.nombre} {self.numero or '(sin enviar)'}"

    def get_absolute_url(self) -> str:
        return reverse("tramites:solicitud", args=[self.numero])

    @property
    def titular(self) -> Persona | Empleador:
        return self.persona or self.empleador  # type: ignore[return-value] # the constraint solicitud_con_titular

    @property
    def sobre(self) -> str:
        """What it is about, in words."""
        return self.tramite.nombre

    @property
    def significado(self) -> Significado:
        return SIGNIFICADOS[self.estado]

    @property
    def terminada(self) -> bool:
        return self.estado in TERMINADOS

    @property
    def decidida(self) -> bool:
        return self.estado in DECIDIDOS

    def atrasada(self, hoy: date) -> bool:
        return self.vence_el is not None and hoy > self.vence_el


class Evento(models.Model):
    """What happened to a case: who, when, from where, why. Rows are only added."""

    solicitud = models.ForeignKey(Solicitud, on_delete=models.PROTECT, related_name="eventos", verbose_name="solicitud")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    momento = models.DateTimeField("momento", default=timezone.now)
    accion = models.CharField("qué", max_length=30)
    de = models.CharField("de", max_length=20, choices=Estado, blank=True)
    a = models.CharField("a", max_length=20, choices=Estado)
    actor = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="quién"
    )
    por = models.CharField("en calidad de", max_length=20, blank=True)
    oficina = models.CharField("oficina", max_length=80, blank=True)
    motivo = models.TextField("por qué", blank=True)

    class Meta:
        verbose_name = "paso de una solicitud"
        verbose_name_plural = "pasos de las solicitudes"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.solicitud_id} {self.accion}"


class Mensaje(models.Model):
    """What a person and the staff write to each other about a case."""

    solicitud = models.ForeignKey(
        Solicitud, on_delete=models.PROTECT, related_name="mensajes", verbose_name="solicitud"
    )
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    autor = models.ForeignKey(Cuenta, on_delete=models.PROTECT, related_name="+", verbose_name="lo escribió")
    del_personal = models.BooleanField("del personal")
    texto = models.TextField("texto")
    momento = models.DateTimeField("momento", default=timezone.now)

    class Meta:
        verbose_name = "mensaje"
        verbose_name_plural = "mensajes"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.solicitud_id} {self.momento:%Y-%m-%d %H:%M}"


class Entrega(models.Model):
    """One document that is part of a case: handed in with it, or in answer to a request."""

    solicitud = models.ForeignKey(
        Solicitud, on_delete=models.PROTECT, related_name="entregas", verbose_name="solicitud"
    )
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    pedido = models.ForeignKey(
        "tramites.Pedido",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entregas",
        verbose_name="pedido al que responde",
    )
    adjunto = models.ForeignKey(Adjunto, on_delete=models.PROTECT, related_name="entregas", verbose_name="documento")
    entregado_en = models.DateTimeField("entregado", default=timezone.now)

    class Meta:
        verbose_name = "documento de una solicitud"
        verbose_name_plural = "documentos de las solicitudes"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["solicitud", "pedido", "adjunto"], name="entrega_una_por_pedido"),
        ]

    def __str__(self) -> str:
        return f"{self.solicitud_id} {self.adjunto_id}"


class Pedido(models.Model):
    """One thing that the staff asked for: a document or a fact, with the answer."""

    class Estado(models.TextChoices):
        PENDIENTE = "PENDIENTE", "pendiente"
        RESPONDIDO = "RESPONDIDO", "respondido"
        RETIRADO = "RETIRADO", "ya no hace falta"

    solicitud = models.ForeignKey(Solicitud, on_delete=models.PROTECT, related_name="pedidos", verbose_name="solicitud")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    texto = models.TextField("lo pedido")
    pedido_en = models.DateTimeField("pedido", default=timezone.now)
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    contestacion = models.TextField("respuesta", blank=True)
    respondido_en = models.DateTimeField("respondido", null=True, blank=True)

    class Meta:
        verbose_name = "pedido de documentos"
        verbose_name_plural = "pedidos de documentos"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.solicitud_id}: {self.texto[:40]}"


class Confirmacion(models.Model):
    """The word of another person without which a case is not decided, such as of who would owe a loan as well."""

    class Estado(models.TextChoices):
        PENDIENTE = "PENDIENTE", "espera su respuesta"
        CONFIRMADA = "CONFIRMADA", "confirmó"
        RECHAZADA = "RECHAZADA", "no aceptó"

    solicitud = models.ForeignKey(
        Solicitud, on_delete=models.PROTECT, related_name="confirmaciones", verbose_name="solicitud"
    )
    persona = models.ForeignKey(Persona, on_delete=models.PROTECT, related_name="+", verbose_name="quién confirma")
    estado = models.CharField("estado", max_length=10, choices=Estado, default=Estado.PENDIENTE)
    pedida_en = models.DateTimeField("pedida", default=timezone.now)
    respondida_en = models.DateTimeField("respondida", null=True, blank=True)

    class Meta:
        verbose_name = "confirmación de otra persona"
        verbose_name_plural = "confirmaciones de otras personas"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["solicitud", "persona"], name="confirmacion_una_por_persona"),
            models.CheckConstraint(
                condition=Q(estado="PENDIENTE", respondida_en__isnull=True)
                | (~Q(estado="PENDIENTE") & Q(respondida_en__isnull=False)),
                name="confirmacion_respondida_tiene_momento",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.solicitud_id} {self.estado}"

    def get_absolute_url(self) -> str:
        return reverse("tramites:confirmacion", args=[self.pk])

    @property
    def abierta(self) -> bool:
        """Whether it may still be answered, or taken back: until the case is calculated."""
        return self.solicitud.estado in POR_CONFIRMAR and self.estado != self.Estado.RECHAZADA

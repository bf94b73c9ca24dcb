import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from cuentas.actuacion import Por
from cuentas.models import Cuenta
from registro.models import Empleador, Persona
from tramites.adjuntos.models import Adjunto
from tramites.casos.models import Solicitud
from tramites.casos.plazos import Plazo
from tramites.catalogo.models import Tramite
from tramites.quejas.estados import ABIERTAS, SIGNIFICADOS, Estado, Servicio, Significado, Tema

POR = [(por.value, por.value) for por in Por]

RESPONDER = Plazo("queja_respuesta_termino_dias")
POR_UNA_FUGA = Plazo("lopdp_brecha_titular_dias_habiles")
"""A leak of personal data is told to whom it concerns within three business days (LOPDP art. 46)."""
A_LA_AUTORIDAD = Plazo("lopdp_brecha_autoridad_dias_habiles")
REABRIR = Plazo("queja_reabrir_termino_dias")

ATENDER, ATENDER_DATOS = "tramites.atender_queja", "tramites.atender_queja_datos"


class Queja(models.Model):
    """One complaint, of somebody who is logged in or of whoever reads `correo`. Its state: tramites.quejas.services.

    It counts in the month of `fecha`, once, unless it turned out to be none (`tramites.quejas.selectors.contadas`).
    """

    numero = models.CharField("número", max_length=14, unique=True, null=True, blank=True)
    peticion = models.UUIDField("petición", default=uuid.uuid4, unique=True, editable=False)
    tema = models.CharField("asunto", max_length=8, choices=Tema)
    servicio = models.CharField("qué parte del servicio", max_length=10, choices=Servicio, blank=True)
    tramite = models.ForeignKey(
        Tramite, on_delete=models.PROTECT, null=True, blank=True, related_name="quejas", verbose_name="trámite"
    )
    solicitud = models.ForeignKey(
        Solicitud, on_delete=models.PROTECT, null=True, blank=True, related_name="quejas", verbose_name="solicitud"
    )
    texto = models.TextField("queja")
    desde_pagina = models.CharField("página desde la que llegó", max_length=200, blank=True)

    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="quejas", verbose_name="persona"
    )
    empleador = models.ForeignKey(
        Empleador, on_delete=models.PROTECT, null=True, blank=True, related_name="quejas", verbose_name="empleador"
    )
    nombre = models.CharField("nombre", max_length=120, blank=True, help_text="De quien no ingresó; lo escribió así.")
    correo = models.EmailField("correo", blank=True, help_text="De quien no ingresó; confirmado con un código.")
    actor = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="la presentó"
    )
    por = models.CharField("en calidad de", max_length=20, choices=POR)

    estado = models.CharField("estado", max_length=14, choices=Estado, default=Estado.POR_CONFIRMAR)
    responsable = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="a cargo de"
    )
    creada_en = models.DateTimeField("creada", default=timezone.now)
    ingresada_en = models.DateTimeField("presentada", null=True, blank=True)
    fecha = models.DateField("cuenta en el mes de", null=True, blank=True)
    vence_el = models.DateField("vence el plazo de la respuesta", null=True, blank=True)
    respondida_en = models.DateTimeField("respondida", null=True, blank=True)
    reabrible_hasta = models.DateField("se puede reabrir hasta", null=True, blank=True)
    reabierta = models.BooleanField("se reabrió", default=False)

    class Meta:
        verbose_name = "queja"
        verbose_name_plural = "quejas"
        ordering = [F("vence_el").asc(nulls_last=True), "pk"]
        permissions = [
            ("atender_queja", "Puede atender quejas"),
            ("atender_queja_datos", "Puede atender quejas por fugas de datos personales"),
        ]
        indexes = [
            models.Index(fields=["persona", "-id"], name="queja_persona"),
            models.Index(fields=["empleador", "-id"], name="queja_empleador"),
            models.Index(fields=["estado", "vence_el"], name="queja_cola"),
            models.Index(fields=["fecha", "tramite"], name="queja_mes"),
            # As that of the cases: the queue in its order, with what its trays and the desk ask for.
            models.Index(
                fields=["vence_el", "id", "responsable", "tema", "reabierta", "estado"],
                name="queja_abierta",
                condition=Q(estado__in=ABIERTAS),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(persona__isnull=True, empleador__isnull=True) & ~Q(correo="")
                | Q(persona__isnull=False, empleador__isnull=True, correo="", nombre="")
                | Q(persona__isnull=True, empleador__isnull=False, correo="", nombre=""),
                name="queja_de_alguien",
            ),
            models.CheckConstraint(
                condition=Q(tema=Tema.TRAMITE, tramite__isnull=False, solicitud__isnull=True, servicio="")
                | Q(tema=Tema.CASO, tramite__isnull=False, solicitud__isnull=False, servicio="")
                | Q(tema=Tema.SERVICIO, tramite__isnull=True, solicitud__isnull=True) & ~Q(servicio="")
                | Q(tema=Tema.DATOS, tramite__isnull=True, solicitud__isnull=True, servicio=""),
                name="queja_sobre_algo",
            ),
            models.CheckConstraint(
                condition=Q(
                    estado=Estado.POR_CONFIRMAR, numero__isnull=True, ingresada_en__isnull=True, fecha__isnull=True
                )
                | (
                    ~Q(estado=Estado.POR_CONFIRMAR)
                    & Q(numero__isnull=False, ingresada_en__isnull=False, fecha__isnull=False)
                ),
                name="queja_presentada_tiene_numero",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=ABIERTAS, vence_el__isnull=False)
                | (~Q(estado__in=ABIERTAS) & Q(vence_el__isnull=True)),
                name="queja_abierta_tiene_plazo",
            ),
        ]

    def __str__(self) -> str:
        return f"Queja {self.numero or '(sin confirmar)'}"

    def get_absolute_url(self) -> str:
        return reverse("tramites:queja", args=[self.numero])

    @property
    def titular(self) -> Persona | Empleador | None:
        """None: whoever filed it had not logged in."""
        return self.persona or self.empleador

    @property
    def significado(self) -> Significado:
        return SIGNIFICADOS[self.estado]

    @property
    def abierta(self) -> bool:
        return self.estado in ABIERTAS

    @property
    def sobre(self) -> str:
        """What it is about, in words."""
        if self.solicitud is not None:
            return f"{self.solicitud.tramite.nombre}, solicitud {self.solicitud.numero}"
        if self.tramite is not None:
            return self.tramite.nombre
        return self.get_servicio_display() if self.servicio else "Mis datos personales"

    @property
    def plazo(self) -> Plazo:
        return POR_UNA_FUGA if self.tema == Tema.DATOS else RESPONDER

    @property
    def permiso(self) -> str:
        """What the staff need to attend it: a leak is for another role."""
        return ATENDER_DATOS if self.tema == Tema.DATOS else ATENDER

    def atrasada(self, hoy: date) -> bool:
        return self.vence_el is not None and hoy > self.vence_el

    def reabrible(self, hoy: date) -> bool:
        """Whether its holder may still say that the answer does not do."""
        return (
            self.estado in {Estado.RESPONDIDA, Estado.DESCARTADA}
            and not self.reabierta
            and self.reabrible_hasta is not None
            and hoy <= self.reabrible_hasta
        )


class PasoDeQueja(models.Model):
    """What happened to a complaint: who, when, and the words of it. Rows are only added."""

    queja = models.ForeignKey(Queja, on_delete=models.PROTECT, related_name="pasos", verbose_name="queja")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    momento = models.DateTimeField("momento", default=timezone.now)
    accion = models.CharField("qué", max_length=30)
    de = models.CharField("de", max_length=14, choices=Estado)
    a = models.CharField("a", max_length=14, choices=Estado)
    actor = models.ForeignKey(
        Cuenta, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="quién"
    )
    por = models.CharField("en calidad de", max_length=20)
    texto = models.TextField("lo que dice", blank=True, help_text="La respuesta, o el motivo.")

    class Meta:
        verbose_name = "paso de una queja"
        verbose_name_plural = "pasos de las quejas"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(accion__in=["responder", "descartar", "reabrir"]) | ~Q(texto=""),
                name="paso_de_queja_con_palabras",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queja_id} {self.accion}"


class Prueba(models.Model):
    """One document that somebody handed in with a complaint, once it was filed."""

    queja = models.ForeignKey(Queja, on_delete=models.PROTECT, related_name="pruebas", verbose_name="queja")
    persona = models.ForeignKey(
        Persona, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persona"
    )
    adjunto = models.ForeignKey(Adjunto, on_delete=models.PROTECT, related_name="pruebas", verbose_name="documento")
    entregada_en = models.DateTimeField("entregada", default=timezone.now)

    class Meta:
        verbose_name = "documento de una queja"
        verbose_name_plural = "documentos de las quejas"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["queja", "adjunto"], name="prueba_una_vez")]

    def __str__(self) -> str:
        return f"{self.queja_id} {self.adjunto_id}"

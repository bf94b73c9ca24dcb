from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import Resolver404, resolve

from nucleo.texto import un_parrafo
from tramites.catalogo.models import Tramite

TODOS = "todos"


def enlace_permitido(enlace: str) -> None:
    """A page that this portal has, or an address of another site that nobody on the way can change."""
    if enlace.startswith("/") and not enlace.startswith(("//", "/\\")):
        try:
            hay = resolve(urlsplit(enlace).path).view_name != "no_encontrada"
        except (Resolver404, ValueError):
            hay = False
        if not hay:
            raise ValidationError("Esa página no está en el portal.")
        return
    try:
        URLValidator(schemes=["https"])(enlace)
        con_disfraz = "@" in urlsplit(enlace).netloc  # https://iess.gob.ec@otro.ec/ is a page of otro.ec
    except (ValidationError, ValueError):
        con_disfraz = True
    if con_disfraz:
        raise ValidationError("Escriba una página de este portal, como /tramites/, o una que empiece por https://.")


class Anuncio(models.Model):
    """What the institute tells on every page, for a while. Never deleted: withdrawn, or over."""

    class Clase(models.TextChoices):
        AVISO = "aviso", "Aviso"
        IMPORTANTE = "importante", "Importante"

    PARA = ((TODOS, "Todos"), *Tramite.Rol.choices)

    texto = models.CharField("texto", max_length=300, validators=[un_parrafo])
    enlace = models.CharField("enlace", max_length=300, blank=True, validators=[enlace_permitido])
    enlace_texto = models.CharField("texto del enlace", max_length=80, blank=True, validators=[un_parrafo])
    clase = models.CharField("clase", max_length=10, choices=Clase, default=Clase.AVISO)
    para = models.CharField("para", max_length=12, choices=PARA, default=TODOS)
    desde = models.DateTimeField("desde")
    hasta = models.DateTimeField("hasta")
    retirado_en = models.DateTimeField("retirado", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "anuncio"
        verbose_name_plural = "anuncios"
        ordering = ["-desde", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hasta__gt=F("desde")), name="anuncio_termina_despues_de_empezar"),
            models.CheckConstraint(
                condition=Q(enlace="", enlace_texto="") | (~Q(enlace="") & ~Q(enlace_texto="")),
                name="anuncio_enlace_con_su_texto",
            ),
        ]

    def __str__(self) -> str:
        return self.texto

    def clean(self) -> None:
        errores = {}
        if self.desde and self.hasta and self.hasta <= self.desde:
            errores["hasta"] = "Escriba un momento posterior a «desde»."
        if self.enlace and not self.enlace_texto:
            errores["enlace_texto"] = "Escriba qué dice el enlace: a dónde lleva, en pocas palabras."
        if self.enlace_texto and not self.enlace:
            errores["enlace"] = "Escriba a dónde lleva el enlace, o borre su texto."
        if errores:
            raise ValidationError(errores)

    def se_ve(self, ahora: datetime) -> bool:
        return self.retirado_en is None and self.desde <= ahora < self.hasta

    def termino(self, ahora: datetime) -> bool:
        return self.retirado_en is not None or self.hasta <= ahora

    def estado(self, ahora: datetime) -> str:
        if self.retirado_en is not None:
            return "Retirado"
        if self.hasta <= ahora:
            return "Terminó"
        return "Se ve" if self.desde <= ahora else "Programado"

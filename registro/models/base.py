"""What several models of the register share."""

from typing import Any

from django.db import models


class Conservable(models.Model):
    """A row whose values may be changed through the portal as well as by the core system.

    `cambiado_en_portal` names the fields whose value comes from the portal. `importar_registro` never overwrites those:
    a different value in the file is reported as *conservado*. The verb that writes such a field calls
    `marcar_cambio("correo")` and saves both columns.
    """

    cambiado_en_portal = models.JSONField("campos cambiados en el portal", default=list, db_default=[], editable=False)

    class Meta:
        abstract = True

    def marcar_cambio(self, *campos: str) -> None:
        """Note that these fields now hold a value given through the portal (does not save)."""
        self.cambiado_en_portal = sorted({*self.cambiado_en_portal, *campos})


def dinero(verbose_name: str, **opciones: Any) -> "models.DecimalField[Any, Any]":
    """A column of dollars and cents."""
    return models.DecimalField(verbose_name, max_digits=12, decimal_places=2, **opciones)


def tasa(verbose_name: str, **opciones: Any) -> "models.DecimalField[Any, Any]":
    """A column of per cent."""
    return models.DecimalField(verbose_name, max_digits=7, decimal_places=4, **opciones)

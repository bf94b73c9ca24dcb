from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db import models

from nucleo import calendario


class Feriado(models.Model):
    """A day unlike the calendar of the law (nucleo/calendario.py): decreed off, recovered, or of one canton."""

    class Efecto(models.TextChoices):
        DESCANSO = "DESCANSO", "día de descanso"
        LABORABLE = "LABORABLE", "día laborable (recuperación)"

    fecha = models.DateField("fecha")
    nombre = models.CharField("nombre", max_length=120)
    efecto = models.CharField("efecto", max_length=10, choices=Efecto, default=Efecto.DESCANSO)
    canton = models.CharField("cantón", max_length=60, blank=True, help_text="Vacío: todo el país.")
    base_legal = models.CharField("base legal", max_length=200)
    fuente = models.URLField("fuente", max_length=500, blank=True)

    class Meta:
        verbose_name = "día extraordinario"
        verbose_name_plural = "días extraordinarios"
        ordering = ["-fecha", "canton"]
        constraints = [models.UniqueConstraint(fields=["fecha", "canton"], name="feriado_unico_por_canton")]

    def __str__(self) -> str:
        return f"{self.fecha:%Y-%m-%d} {self.nombre}"


@dataclass(frozen=True)
class DiasHabiles:
    """The business days of the whole country: the calendar of the law, and the days that decrees changed."""

    extraordinarios: frozenset[date] = frozenset()
    laborables: frozenset[date] = frozenset()

    @classmethod
    def nacionales(cls) -> Self:
        """As they stand now; one query."""
        return cls.de(Feriado.objects.filter(canton="").only("fecha", "efecto"))

    @classmethod
    def de(cls, dias: Iterable[Feriado]) -> Self:
        por_efecto: dict[str, set[date]] = {efecto: set() for efecto in Feriado.Efecto.values}
        for dia in dias:
            por_efecto[dia.efecto].add(dia.fecha)
        return cls(frozenset(por_efecto[Feriado.Efecto.DESCANSO]), frozenset(por_efecto[Feriado.Efecto.LABORABLE]))

    def sumar(self, dia: date, n: int) -> date:
        """The last day of a término of `n` days that was notified on `dia`."""
        return calendario.sumar_habiles(dia, n, self.extraordinarios, self.laborables)

    def entre(self, desde: date, hasta: date) -> int:
        """Business days after `desde` up to and including `hasta`; negative when `hasta` is past."""
        return calendario.habiles_entre(desde, hasta, self.extraordinarios, self.laborables)

    def siguiente(self, dia: date) -> date:
        """`dia` itself when it is a business day, otherwise the first one after it."""
        return calendario.siguiente_habil(dia, self.extraordinarios, self.laborables)

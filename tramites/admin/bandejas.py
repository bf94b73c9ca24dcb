"""What the queues of cases and of complaints share: the filter by tray, the clock of a row, who has it."""

from collections.abc import Callable
from typing import Any, ClassVar, Self, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cuentas.models import Cuenta
from nucleo.administracion import PortalAdmin
from nucleo.escritura import SIN_DATO
from nucleo.feriados import DiasHabiles
from tramites.bandejas import Bandejas
from tramites.casos import plazos
from tramites.vigilancia import cerca

RECIENTES = frozenset({"terminadas", "todas"})
"""Where one looks for what happened last, not for what ends first."""


class BandejaFilter(admin.SimpleListFilter):
    """Which of the rows. Without a choice, those that are open."""

    title = "bandeja"
    parameter_name = "bandeja"
    bandejas: ClassVar[Bandejas]

    @classmethod
    def con(cls, bandejas: Bandejas) -> type[Self]:
        return type(cls.__name__, (cls,), {"bandejas": bandejas})

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return self.bandejas.opciones

    def choices(self, changelist: Any) -> Any:
        primera, *resto = super().choices(changelist)
        yield {**primera, "display": self.bandejas.titulo}
        yield from resto

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        quien = cast("Cuenta", request.user)
        return queryset.filter(self.bandejas.elegir(self.value(), quien, timezone.localdate()))


def etiqueta_de(faltan: int | None, pronto: int) -> SafeString | str:
    """The business days that are left, as a tag."""
    if faltan is None:
        return SIN_DATO
    tono = "error" if faltan < 0 else "atencion" if faltan <= pronto else "neutro"
    return format_html('<span class="etiqueta {}">{}</span>', tono, plazos.en_palabras(faltan).capitalize())


class ColaAdmin(PortalAdmin):
    """A queue: the most urgent first, what is over with the latest first, and the clock of each row in words."""

    @admin.display(description="plazo")
    def plazo(self, fila: Any) -> SafeString | str:
        return self.reloj()(fila)

    @admin.display(description="a cargo de")
    def a_cargo(self, fila: Any) -> str:
        return fila.responsable.nombre_visible if fila.responsable else "Nadie todavía"

    def get_ordering(self, request: HttpRequest) -> Any:
        return ["-pk"] if request.GET.get("bandeja") in RECIENTES else super().get_ordering(request)

    def reloj(self) -> Callable[[Any], SafeString | str]:
        """Tells the term of a row; the calendar is read once for as many as it is asked about."""
        hoy, dias, pronto = timezone.localdate(), DiasHabiles.nacionales(), cerca(timezone.localdate())

        @admin.display(description="plazo")
        def plazo(fila: Any) -> SafeString | str:
            return etiqueta_de(dias.entre(hoy, fila.vence_el) if fila.vence_el else None, pronto)

        return plazo

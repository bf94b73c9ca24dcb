from decimal import Decimal

from django.contrib import admin

from nucleo.administracion import enlazar, si_no
from nucleo.dinero import formato
from nucleo.escritura import mes_corto
from registro.admin.personas import DePersonaAdmin
from registro.models import MovimientoFondo, PagoPension, Pension, Persona, Prestamo

enlazar(Persona, "Fondos", MovimientoFondo, "persona__id__exact")
enlazar(Persona, "Préstamos", Prestamo, "persona__id__exact")
enlazar(Persona, "Pensiones", Pension, "persona__id__exact")
enlazar(Persona, "Pagos de pensión", PagoPension, "persona__id__exact")


class ConValor(DePersonaAdmin):
    """A list with one column of money, the model's `campo_dinero`."""

    campo_dinero = "valor"

    @admin.display(description="valor")
    def dinero(self, fila: MovimientoFondo | Pension | PagoPension) -> str:
        valor: Decimal = getattr(fila, self.campo_dinero)
        return formato(valor)


@admin.register(MovimientoFondo)
class MovimientoFondoAdmin(ConValor):
    list_display = ["persona", "fondo", "fecha", "tipo", "dinero"]
    list_filter = ["fondo", "tipo"]


@admin.register(Prestamo)
class PrestamoAdmin(DePersonaAdmin):
    list_display = ["persona", "tipo", "fecha", "plazo_meses", "cuotas_vencidas", "saldo_legible"]
    list_filter = ["tipo"]

    @admin.display(description="saldo")
    def saldo_legible(self, prestamo: Prestamo) -> str:
        return formato(prestamo.saldo)


@admin.register(Pension)
class PensionAdmin(ConValor):
    campo_dinero = "monto"
    list_display = ["persona", "tipo", "fecha_inicio", "acuerdo_numero", "dinero"]
    list_filter = ["tipo", "reside_exterior", ("suspendida_desde", admin.EmptyFieldListFilter)]
    fields = [
        *("persona", "tipo", "fecha_inicio", "imposiciones", "base", "monto"),
        *("acuerdo_numero", "acuerdo_fecha", "en_el_exterior", "suspendida_desde"),
    ]
    readonly_fields = ["en_el_exterior"]

    @admin.display(description="reside en el exterior")
    def en_el_exterior(self, pension: Pension) -> str:
        return si_no(pension.reside_exterior)


@admin.register(PagoPension)
class PagoPensionAdmin(ConValor):
    list_display = ["persona", "mes", "concepto", "dinero", "fecha_pago"]

    @admin.display(description="mes")
    def mes(self, pago: PagoPension) -> str:
        return mes_corto(pago.periodo)

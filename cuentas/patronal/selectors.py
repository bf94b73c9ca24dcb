from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cuentas import codigos
from cuentas.models import Codigo, Cuenta, EnlacePatronal
from nucleo.texto import correo_enmascarado
from registro.models import Empleador, Sucursal
from registro.selectors import empleadores_de

ACTIVAR = "patronal.activar"


@dataclass(frozen=True)
class Patrono:
    """An employer and how it stands with its clave. `enlace_hasta`: until when the link that was sent holds."""

    empleador: Empleador
    sucursales: list[str]
    cuenta: Cuenta | None
    enlace_hasta: datetime | None

    @property
    def correo(self) -> str:
        """The e-mail on record, masked; "" when there is none."""
        return correo_enmascarado(self.empleador.correo) if self.empleador.correo else ""

    @property
    def cerrada(self) -> bool:
        return self.cuenta is not None and not self.cuenta.is_active

    @property
    def con_clave(self) -> bool:
        return self.cuenta is not None and self.cuenta.is_active and self.cuenta.has_usable_password()

    @property
    def en_linea(self) -> bool:
        """Whether the link can be asked for here; otherwise the counter does it."""
        return bool(self.empleador.correo) and not self.cerrada


def patronos_de(cedula: str) -> list[Patrono]:
    """The employers whose representative the register says is this person. Four queries, however many."""
    return con_su_clave(empleadores_de(cedula))


def con_su_clave(empleadores: list[Empleador]) -> list[Patrono]:
    rucs = [empleador.ruc for empleador in empleadores]
    cuentas = Cuenta.objects.in_bulk(rucs, field_name="identificador")
    enlaces = {codigo.para: codigo for codigo in Codigo.objects.filter(proposito=ACTIVAR, para__in=rucs)}
    sucursales: dict[int, list[str]] = {}
    for sucursal in Sucursal.objects.filter(empleador__in=empleadores).order_by("codigo"):
        sucursales.setdefault(sucursal.empleador_id, []).append(str(sucursal))
    ahora = timezone.now()
    return [
        Patrono(
            empleador=empleador,
            sucursales=sucursales.get(empleador.pk, []),
            cuenta=cuentas.get(empleador.ruc),
            enlace_hasta=enlaces[empleador.ruc].vence_en
            if empleador.ruc in enlaces and enlaces[empleador.ruc].vigente(ahora)
            else None,
        )
        for empleador in empleadores
    ]


def enlace_que_sirve(ruc: str, secreto: str) -> EnlacePatronal | None:
    """What a link would do, if it still holds. It changes nothing: a mail scanner may open it."""
    if not codigos.de_enlace(ACTIVAR, ruc, secreto):
        return None
    enlaces = EnlacePatronal.objects.filter(empleador__ruc=ruc, usado_en=None)
    return enlaces.select_related("empleador").first()

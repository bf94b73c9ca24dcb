"""The desk: what waits for a member of the staff, by what their role lets them see. At most six queries."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from cuentas.models import Cuenta
from nucleo.administracion import lista_de
from nucleo.models import Outbox
from nucleo.outbox.selectors import Waiting, abandoned, late, waiting
from registro.models import Persona
from tramites.casos.flujo import REPARTIR
from tramites.casos.selectors import Carga, bandejas, carga
from tramites.models import Certificado, Queja, Solicitud
from tramites.quejas.selectors import bandejas as bandejas_de_quejas

ULTIMOS = 8


@dataclass(frozen=True)
class Espera:
    """How many of a kind wait, since when, and where they are."""

    texto: str
    filas: Waiting
    enlace: str
    tono: str


@dataclass(frozen=True)
class Mesa:
    """`casos`, `quejas`, `carga`, `esperas` and `certificados` are None where the role has no eyes for them."""

    papeles: list[str]
    casos: list[Espera] | None
    quejas: list[Espera] | None
    carga: list[Carga] | None
    esperas: list[Espera] | None
    certificados: list[Certificado] | None
    buscar_persona: str
    buscar_certificado: str

    @property
    def tranquila(self) -> bool:
        return not any(espera.filas.count for espera in self.esperas or [])


def mesa_de(cuenta: Cuenta) -> Mesa:
    ve_certificados = cuenta.has_perm("tramites.view_certificado")
    return Mesa(
        papeles=list(cuenta.groups.values_list("name", flat=True)),
        casos=_casos(cuenta) if cuenta.has_perm("tramites.view_solicitud") else None,
        quejas=_quejas(cuenta) if cuenta.has_perm("tramites.view_queja") else None,
        carga=carga(timezone.localdate()) if cuenta.has_perm(REPARTIR) else None,
        esperas=_esperas() if cuenta.has_perm("nucleo.view_outbox") else None,
        certificados=_ultimos() if ve_certificados else None,
        buscar_persona=lista_de(Persona) if cuenta.has_perm("registro.view_persona") else "",
        buscar_certificado=lista_de(Certificado) if ve_certificados else "",
    )


def _casos(cuenta: Cuenta) -> list[Espera]:
    """The trays of the queue, with how many are in each."""
    filas, lista = bandejas(cuenta, timezone.localdate()), lista_de(Solicitud)
    return [
        Espera("A su cargo", Waiting(filas["mias"], None), f"{lista}?bandeja=mias", "info"),
        Espera("Sin asignar", Waiting(filas["sin_asignar"], None), f"{lista}?bandeja=sin-asignar", "atencion"),
        Espera("Por aprobar", Waiting(filas["aprobar"], None), f"{lista}?bandeja=aprobar", "atencion"),
        Espera("Atrasadas", Waiting(filas["atrasadas"], None), f"{lista}?bandeja=atrasadas", "error"),
    ]


def _quejas(cuenta: Cuenta) -> list[Espera]:
    filas, lista = bandejas_de_quejas(cuenta, timezone.localdate()), lista_de(Queja)
    return [
        Espera("A su cargo", Waiting(filas["mias"], None), f"{lista}?bandeja=mias", "info"),
        Espera("Sin asignar", Waiting(filas["sin_asignar"], None), f"{lista}?bandeja=sin-asignar", "atencion"),
        Espera("Atrasadas", Waiting(filas["atrasadas"], None), f"{lista}?bandeja=atrasadas", "error"),
    ]


def _esperas() -> list[Espera]:
    filas = waiting(abandonados=abandoned(), tarde=late(), firma=~abandoned() & Q(kind="certificado.firmar"))
    lista = lista_de(Outbox)
    return [
        Espera(
            "Avisos y tareas abandonados",
            filas["abandonados"],
            f"{lista}?state__exact={Outbox.State.ABANDONED}",
            "error",
        ),
        Espera("Avisos y tareas atrasados", filas["tarde"], f"{lista}?atraso=si", "atencion"),
        Espera(
            "Documentos que esperan la firma",
            filas["firma"],
            f"{lista_de(Certificado)}?estado__exact={Certificado.Estado.EN_EMISION}",
            "info",
        ),
    ]


def _ultimos() -> list[Certificado]:
    recientes = Certificado.objects.select_related("persona", "empleador").defer("datos").order_by("-pk")
    return list(recientes[:ULTIMOS])

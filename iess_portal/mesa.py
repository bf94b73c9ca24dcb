"""The desk: what waits for a member of the staff, by what their role lets them see. Two queries at most."""

from dataclasses import dataclass

from django.db.models import Q

from cuentas.models import Cuenta
from nucleo.administracion import lista_de
from nucleo.models import Outbox
from nucleo.outbox.selectors import Waiting, abandoned, late, waiting
from registro.models import Persona
from tramites.models import Certificado

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
    """`esperas` and `certificados` are None where the role has no eyes for them."""

    papeles: list[str]
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
        esperas=_esperas() if cuenta.has_perm("nucleo.view_outbox") else None,
        certificados=_ultimos() if ve_certificados else None,
        buscar_persona=lista_de(Persona) if cuenta.has_perm("registro.view_persona") else "",
        buscar_certificado=lista_de(Certificado) if ve_certificados else "",
    )


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

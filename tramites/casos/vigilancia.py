"""The morning mail of the staff: which cases end soon or are late. It names cases and days; whose they are, nobody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cuentas.avisos.clases import ClaseDeAviso
from cuentas.avisos.selectors import correo_de
from cuentas.avisos.services import encolar_aviso
from cuentas.models import Cuenta
from nucleo.feriados import DiasHabiles
from registro.parametros import Parametros
from tramites.casos import plazos
from tramites.casos.flujo import REPARTIR
from tramites.casos.models import Solicitud
from tramites.casos.selectors import cola

AVISAR_A = "caso_aviso_personal_dias"
EN_CORREO = 50
"""Of each list; the rest is at the desk, and the mail says how many."""
PLAZOS_DEL_PERSONAL = ClaseDeAviso(
    "plazos_del_personal", "Plazos de los casos", "Los que vencen pronto o están atrasados.", obligatoria=True
)
"""Of the staff alone, so it is no choice among the notices of people."""


def cerca(hoy: date) -> int:
    """How many business days before its end a case is marked as urgent, and told."""
    return Parametros.de_cada_fecha(AVISAR_A)(hoy).entero(AVISAR_A)


@dataclass(frozen=True)
class Lista:
    """Cases with the days that each has left, the most urgent first; `resto`: how many more there are."""

    filas: list[tuple[Solicitud, str]]
    resto: int

    @classmethod
    def de(cls, solicitudes: Sequence[Solicitud], hoy: date, dias: DiasHabiles) -> "Lista":
        a_la_vista = [
            (s, plazos.en_palabras(dias.entre(hoy, s.vence_el))) for s in solicitudes[:EN_CORREO] if s.vence_el
        ]
        return cls(a_la_vista, len(solicitudes) - len(a_la_vista))


def avisar_al_personal(hoy: date) -> int:
    """On a business day, one mail to each who has such cases; returns how many. Told twice a day, it is one mail."""
    dias = DiasHabiles.nacionales()
    if dias.siguiente(hoy) != hoy:
        return 0
    propias: defaultdict[Cuenta, list[Solicitud]] = defaultdict(list)
    de_nadie: list[Solicitud] = []
    for solicitud in cola().filter(vence_el__lte=dias.sumar(hoy, cerca(hoy))):
        quien = solicitud.responsable
        (propias[quien] if quien and _recibe(quien) else de_nadie).append(solicitud)
    supervisan = {cuenta for cuenta in _supervision() if _recibe(cuenta)} if de_nadie else set()
    for cuenta in propias.keys() | supervisan:
        _avisar(cuenta, propias.get(cuenta, []), de_nadie if cuenta in supervisan else [], hoy, dias)
    return len(propias.keys() | supervisan)


def _recibe(cuenta: Cuenta) -> bool:
    return cuenta.is_active and bool(correo_de(cuenta))


def _supervision() -> list[Cuenta]:
    """Who shares the work out."""
    app, _, permiso = REPARTIR.partition(".")
    que_reparte = {"groups__permissions__codename": permiso, "groups__permissions__content_type__app_label": app}
    return list(Cuenta.objects.filter(is_staff=True, **que_reparte).distinct())


def _avisar(cuenta: Cuenta, propias: list[Solicitud], de_nadie: list[Solicitud], hoy: date, dias: DiasHabiles) -> None:
    todas = [*propias, *de_nadie]
    atrasadas = sum(s.atrasada(hoy) for s in todas)
    tarde = "1 atrasada" if atrasadas == 1 else f"{atrasadas} atrasadas"
    with transaction.atomic():
        encolar_aviso(
            clase=PLAZOS_DEL_PERSONAL,
            clave_unica=f"casos:plazos:{cuenta.pk}:{hoy:%Y-%m-%d}",
            titular=cuenta,
            asunto=f"Plazos de hoy: {tarde} y {len(todas) - atrasadas} por vencer",
            plantilla="casos_plazos",
            contexto={
                "propias": Lista.de(propias, hoy, dias),
                "de_nadie": Lista.de(de_nadie, hoy, dias),
                "hoy": hoy,
            },
        )

"""The morning mail of the staff: what ends soon or is late. It names cases, complaints and days, and nobody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from cuentas.avisos.clases import ClaseDeAviso
from cuentas.avisos.selectors import correo_de
from cuentas.avisos.services import encolar_aviso
from cuentas.models import Cuenta
from nucleo.administracion import lista_de
from nucleo.feriados import DiasHabiles
from registro.parametros import Parametros
from tramites.casos import plazos
from tramites.casos.flujo import REPARTIR
from tramites.casos.models import Solicitud
from tramites.casos.selectors import cola
from tramites.quejas.models import ATENDER_DATOS, Queja
from tramites.quejas.selectors import por_responder

AVISAR_A = "caso_aviso_personal_dias"
EN_CORREO = 50
"""Of each list; the rest is at the desk, and the mail says how many."""
PLAZOS_DEL_PERSONAL = ClaseDeAviso(
    "plazos_del_personal",
    "Plazos de los casos y las quejas",
    "Los que vencen pronto o están atrasados.",
    obligatoria=True,
)
"""Of the staff alone, so it is no choice among the notices of people."""


def cerca(hoy: date) -> int:
    """How many business days before its end a case or a complaint is marked as urgent, and told."""
    return Parametros.de_cada_fecha(AVISAR_A)(hoy).entero(AVISAR_A)


Fila = Solicitud | Queja


@dataclass
class Pendiente:
    """What one member of the staff is told: what they have, and what nobody has whom this mail would reach."""

    propias: list[Fila] = field(default_factory=list)
    de_nadie: list[Fila] = field(default_factory=list)

    @property
    def todas(self) -> list[Fila]:
        return [*self.propias, *self.de_nadie]


@dataclass(frozen=True)
class Lista:
    """Rows of one kind (number, what about, days left), the most urgent first; `resto`: how many more there are."""

    titulo: str
    enlace: str
    filas: list[tuple[str, str, str]]
    resto: int


def avisar_al_personal(hoy: date) -> int:
    """On a business day, one mail to each who has such rows; returns how many. Told twice a day, it is one mail."""
    dias = DiasHabiles.nacionales()
    if dias.siguiente(hoy) != hoy:
        return 0
    hasta = dias.sumar(hoy, cerca(hoy))
    pendientes: defaultdict[Cuenta, Pendiente] = defaultdict(Pendiente)
    de_nadie: defaultdict[str, list[Fila]] = defaultdict(list)
    urgentes: list[Fila] = [*cola().filter(vence_el__lte=hasta), *por_responder().filter(vence_el__lte=hasta)]
    for fila in urgentes:
        quien = fila.responsable
        if quien is not None and _recibe(quien):
            pendientes[quien].propias.append(fila)
        else:
            de_nadie[_reparte(fila)].append(fila)
    for permiso, filas in de_nadie.items():
        for cuenta in filter(_recibe, _con(permiso)):
            pendientes[cuenta].de_nadie += filas
    for cuenta, pendiente in pendientes.items():
        _avisar(cuenta, pendiente, hoy, dias)
    return len(pendientes)


def _recibe(cuenta: Cuenta) -> bool:
    return cuenta.is_active and bool(correo_de(cuenta))


def _reparte(fila: Fila) -> str:
    """The permission of whoever shares such work out; a leak of data is known to its own role alone."""
    es_fuga = isinstance(fila, Queja) and fila.permiso == ATENDER_DATOS
    return ATENDER_DATOS if es_fuga else REPARTIR


def _con(permiso: str) -> list[Cuenta]:
    app, _, codigo = permiso.partition(".")
    por_su_papel = {"groups__permissions__codename": codigo, "groups__permissions__content_type__app_label": app}
    return list(Cuenta.objects.filter(is_staff=True, **por_su_papel).distinct())


def _avisar(cuenta: Cuenta, pendiente: Pendiente, hoy: date, dias: DiasHabiles) -> None:
    todas = pendiente.todas
    atrasadas = sum(fila.atrasada(hoy) for fila in todas)
    tarde = "1 atrasada" if atrasadas == 1 else f"{atrasadas} atrasadas"
    listas = [
        *_listas("A su cargo", "?bandeja=mias", pendiente.propias, hoy, dias),
        *_listas("Sin nadie a cargo que reciba este aviso", "", pendiente.de_nadie, hoy, dias),
    ]
    with transaction.atomic():
        encolar_aviso(
            clase=PLAZOS_DEL_PERSONAL,
            clave_unica=f"casos:plazos:{cuenta.pk}:{hoy:%Y-%m-%d}",
            titular=cuenta,
            asunto=f"Plazos de hoy: {tarde} y {len(todas) - atrasadas} por vencer",
            plantilla="plazos_de_hoy",
            contexto={"listas": listas, "hoy": hoy},
        )


def _listas(titulo: str, consulta: str, filas: Iterable[Fila], hoy: date, dias: DiasHabiles) -> list[Lista]:
    """The cases and the complaints of these, as far as there are any."""
    por_modelo = {modelo: [fila for fila in filas if isinstance(fila, modelo)] for modelo in (Solicitud, Queja)}
    return [
        Lista(
            f"{titulo}: {modelo._meta.verbose_name_plural}",
            f"{lista_de(modelo)}{consulta}",
            [
                (str(fila.numero), fila.sobre, plazos.en_palabras(dias.entre(hoy, fila.vence_el)))
                for fila in suyas[:EN_CORREO]
                if fila.vence_el
            ],
            max(0, len(suyas) - EN_CORREO),
        )
        for modelo, suyas in por_modelo.items()
        if suyas
    ]

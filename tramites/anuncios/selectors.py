"""Which announcements a page shows. It costs no query: each process remembers them, and whom they concern."""

import time
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from cuentas.actuacion import Actuacion
from nucleo.recuerdo import Recuerdo
from registro.models import Empleador, Persona
from registro.selectors import vinculos_de
from tramites.anuncios.models import TODOS, Anuncio
from tramites.catalogo.models import Tramite

A_LA_VEZ = 3  # more than that nobody reads, and the page would begin below the fold
PAPELES_SEGUNDOS = 300
TOPE = 50


def _por_mostrar() -> tuple[Anuncio, ...]:
    """What is not over: also what has not begun, so that it begins on the second."""
    abiertos = Anuncio.objects.filter(hasta__gt=timezone.now(), retirado_en=None)
    return tuple(abiertos.order_by("desde", "pk")[:TOPE])


ANUNCIOS: Recuerdo[tuple[Anuncio, ...]] = Recuerdo(_por_mostrar, ())


def visibles(actuacion: Actuacion, ahora: datetime) -> list[Anuncio]:
    """Important ones first, then the newest. The staff see those of everybody: they are whom people ask."""
    vigentes = [anuncio for anuncio in ANUNCIOS.valor() if anuncio.se_ve(ahora)]
    if not vigentes:
        return []  # and nobody is asked who they are
    if all(anuncio.para == TODOS for anuncio in vigentes) or (actuacion.actor and actuacion.actor.is_staff):
        suyos = vigentes
    else:
        papeles = papeles_de(actuacion.sujeto)
        suyos = [anuncio for anuncio in vigentes if anuncio.para == TODOS or anuncio.para in papeles]
    suyos.sort(key=lambda anuncio: (anuncio.clase == Anuncio.Clase.IMPORTANTE, anuncio.desde), reverse=True)
    return suyos[:A_LA_VEZ]


def papeles_de(sujeto: Persona | Empleador | None) -> frozenset[str]:
    """As what somebody belongs to the institute today: a person may be several of them, or none."""
    if isinstance(sujeto, Empleador):
        return frozenset({Tramite.Rol.EMPLEADORES})
    if sujeto is None:
        return frozenset()
    if not settings.RECUERDO_SEGUNDOS:
        return _papeles(sujeto)
    return _papeles_recordados(sujeto, int(time.monotonic() // PAPELES_SEGUNDOS))


def _papeles(persona: Persona) -> frozenset[str]:
    vinculos = vinculos_de(persona, timezone.localdate())
    return frozenset(Tramite.Rol.PENSIONISTAS if vinculo.pension else Tramite.Rol.AFILIADOS for vinculo in vinculos)


@lru_cache(maxsize=4096)
def _papeles_recordados(persona: Persona, _intervalo: int) -> frozenset[str]:
    return _papeles(persona)

"""Who acts in the name of somebody else."""

from datetime import date

from django.test import Client
from django.utils import timezone

from cuentas.models import Cuenta, Poder
from registro.models import Persona
from tests import mundo


def de_la_hija(madre: Persona, tramite: str) -> Client:
    """The browser of Luisa, who accepted a power for one procedure and has begun to act by it."""
    hija = mundo.cuenta(mundo.persona(mundo.LUIS, nombres="Luisa"), correo="luisa@correo.ec")
    poder = Poder.objects.create(
        otorgante=madre,
        apoderado=hija.persona,
        apoderado_cedula=mundo.LUIS,
        tramites=[tramite],
        hasta=date(2027, 1, 1),
        aceptado_en=timezone.now(),
    )
    client = mundo.navegador(hija)
    client.post(f"/cuenta/poderes/{poder.pk}/actuar/")
    return client


def hija() -> Cuenta:
    return Cuenta.objects.get(identificador=mundo.LUIS)
